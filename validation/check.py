"""The whole check: every pattern with its mechanism on and off, every figure beside its target."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from experiments.numbers import figure
from experiments.parameter_sets.kept import some_parameter_sets, with_parameter_set
from sim.comparison import compare
from sim.outcomes import OUTCOMES
from sim.scenario import Scenario
from validation.bench import Bench, Progress, unseen
from validation.patterns import PATTERNS, Verdict, judge
from validation.targets import Figure, Seen, figures

PAIRS_IN_A_SET = 4


@dataclass(frozen=True)
class Check:
    """What was found.

    Attributes:
        scenario: the region.
        pairs, seed: paired runs for each setting, and the seed of the first.
        parameter_sets: how many gave the spread of the figures.
        verdicts: one for each pattern.
        figures: one for each target.
    """

    scenario: Scenario
    pairs: int
    seed: int
    parameter_sets: int
    verdicts: list[Verdict]
    figures: list[Figure]

    @property
    def failures(self) -> list[str]:
        """What fails, hard or soft, in words; without what was held out."""
        patterns = [told(one) for one in self.verdicts if not one.passed and judged(one)]
        return patterns + [one.target.says for one in self.figures if not one.inside]

    @property
    def findings(self) -> list[str]:
        """Which patterns that say what a plan is worth do not come out, in words: no faults."""
        return [told(one) for one in self.verdicts if not one.passed and one.pattern.worth]

    @property
    def held_out(self) -> list[str]:
        """Which patterns that were held out do not come out, in words; without those that say what a plan is worth."""
        out = [one for one in self.verdicts if one.pattern.held_out and not one.pattern.worth]
        return [told(one) for one in out if not one.passed]

    @property
    def hard_failures(self) -> list[str]:
        """What fails and may not. What was held out may: it is reported as it falls, and nothing is set by it."""
        patterns = [one.pattern.key for one in self.verdicts if one.pattern.hard and judged(one) and not one.passed]
        return patterns + [one.target.name for one in self.figures if one.target.hard and not one.inside]

    def pattern_table(self) -> pd.DataFrame:
        """A row for each pattern: claim, source, the difference on and off with ranges, and what it showed."""
        return pd.DataFrame([pattern_row(one) for one in self.verdicts])

    def figure_table(self) -> pd.DataFrame:
        """A row for each target: what, the target, the model's value with both spreads, inside or not."""
        return pd.DataFrame([figure_row(one) for one in self.figures])


def check(
    scenario: Scenario,
    pairs: int = 40,
    seed: int = 0,
    parameter_sets: int = 40,
    workers: int | None = None,
    progress: Progress = unseen,
    held_out: bool = False,
) -> Check:
    """Check the model.

    Args:
        scenario: the region, at the declared values.
        pairs: paired runs for each setting.
        seed: seed of the first pair.
        parameter_sets: how many, from which the spread of the figures comes.
        workers: threads.
        progress: is told how far it is.
        held_out: look at the patterns that are held out, too.
    """
    looked_at = [one for one in PATTERNS.values() if held_out or not one.held_out]
    advance = progress("Patterns, on and off", len(looked_at))
    bench = Bench(scenario, pairs, seed, workers)
    verdicts = []
    for one in looked_at:
        verdicts.append(judge(one, bench))
        advance()
    asked = some_parameter_sets(parameter_sets)
    advance = progress("Figures, in plausible worlds", len(asked) + 1)
    declared = Seen(compare(scenario, pairs, seed, workers), bench.followed())
    advance()
    beside = []
    for parameter_set in asked:
        world = with_parameter_set(scenario, parameter_set)
        followed = Bench(world, PAIRS_IN_A_SET, seed, workers).followed()
        beside.append(Seen(compare(world, PAIRS_IN_A_SET, seed, workers), followed))
        advance()
    return Check(scenario, pairs, seed, len(asked), verdicts, figures(declared, beside))


def judged(one: Verdict) -> bool:
    """Whether a pattern must come out: neither worth, which is a finding, nor held out."""
    return not one.pattern.worth and not one.pattern.held_out


def told(one: Verdict) -> str:
    """A pattern with its claim."""
    return f"{one.pattern.key}: {one.pattern.claim}"


def pattern_row(one: Verdict) -> dict[str, Any]:
    """A verdict as plain data."""
    return {
        "pattern": one.pattern.key,
        "claim": one.pattern.claim,
        "source": one.pattern.source,
        "hard": one.pattern.hard,
        "worth": one.pattern.worth,
        "held_out": one.pattern.held_out,
        "seen": "; ".join(f"{words}: {figure(value)}" for words, value in one.points.items()),
        "unit": one.pattern.unit,
        "on": one.on,
        "on_low": one.on_range[0],
        "on_high": one.on_range[1],
        "switched_off": one.pattern.off_says,
        "off": one.off,
        "off_low": one.off_range[0],
        "off_high": one.off_range[1],
        "holds": one.holds,
        "vanishes": one.vanishes,
        "fell_away": ", ".join(OUTCOMES[name].label.en.lower() for name in one.fell_away),
        "passed": one.passed,
    }


def figure_row(one: Figure) -> dict[str, Any]:
    """A figure as plain data."""
    return {
        "target": one.target.name,
        "what": one.target.says,
        "low": one.target.low,
        "high": one.target.high,
        "source": one.target.source,
        "solid": one.target.solid,
        "hard": one.target.hard,
        "value": one.value,
        "luck": one.luck,
        "worlds_low": one.over_sets[0],
        "worlds_high": one.over_sets[1],
        "judged": one.target.judged,
        "inside": one.inside,
    }
