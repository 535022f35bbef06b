"""Which parameter sets reproduce what is known: history matching, with the noise of few runs in the tolerance.

A set is dropped when a figure or a pattern lies further outside its target than luck explains. Figures and patterns
that are held back take no part, and are looked at afterwards.

Source: craig1997, implausibility as distance over the standard deviation of all that is uncertain (here luck alone).
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from experiments.parameter_sets.kept import with_parameter_set
from experiments.parameter_sets.priors import sample, settings_of, uncertain
from experiments.running.several import Runs
from experiments.specification.experiment import Experiment
from sim.comparison import range_of_mean
from sim.effect_size import AMONG, OF_FAMILIES
from sim.scenario import Scenario, load_scenario
from validation.bench import Bench, Progress, Step, unseen
from validation.patterns import PATTERNS, there
from validation.targets import Target, of_outcomes, values_of

LUCK_SEEDS = range(3000, 3024)  # how much runs of one set differ is measured at the declared values
# The looks, ever closer, each with seeds of its own: a set must not be kept for its luck.
TOLERANCE = 3.0  # standard errors outside a target that luck may explain
USUAL_LOOKS = {"one run": range(1), "four more runs": range(1, 5)}
PAIR_LOOKS = {"8 pairs": range(1000, 1008), "24 more pairs": range(4000, 4024)}
PATTERN_SEED, PATTERN_PAIRS = 2000, 6
MOST_KEPT = 200
# Matched are patterns of how people work together. Whatever says that a plan gains or loses is held back: sets must
# not be chosen by the answer.
MATCHED_PATTERNS = ("P2b", "P5a", "P9b", "P15b")
CHECKED_PATTERNS = ("P1", "P2a", "P3a", "P3b", "P4", "P6a", "P7", "P10", "P12a", "P16")


@dataclass(frozen=True)
class Match:
    """What is left of a sample, and why the rest is not.

    Attributes:
        tried: parameter sets in the sample.
        stages: sets left after each stage, by its name.
        rejected: for each target or pattern the share of sets it rejects, of those that came to it.
        checked: for each target or pattern held back the share of the sets left that show it, and that contradict it.
        inside: how many of the sets left lie inside every deciding target, without any tolerance.
        rows: numbers of the sets left, in the order of the sample.
        parameter_sets: their values, shape (left, parameters).
        outcomes, sizes: of the last look, as ``Runs.ask`` hands them out for both routes.
        prior: the whole sample, shape (tried, parameters).
    """

    tried: int
    stages: dict[str, int]
    rejected: dict[str, float]
    checked: dict[str, dict[str, float]]
    inside: int
    rows: np.ndarray
    parameter_sets: np.ndarray = field(repr=False)
    outcomes: np.ndarray = field(repr=False)
    sizes: np.ndarray = field(repr=False)
    prior: np.ndarray = field(repr=False)


def question() -> Experiment:
    """What the runs of a calibration are for."""
    return Experiment(
        name="calibrate",
        question="Which parameter sets are not contradicted by what is known?",
        expected="Few of them.",
        scenario=load_scenario("almelo"),
    )


def implausibility(target: Target, values: np.ndarray, luck: float) -> np.ndarray:
    """How far outside a target the mean of some runs lies, in standard errors; 0 inside.

    Args:
        target: the figure.
        values: shape (sets, runs).
        luck: standard deviation over runs of one set.

    Returns:
        Shape (sets,); infinite where there is no value at all.
    """
    runs = np.isfinite(values).sum(axis=1)
    mean = np.where(runs > 0, np.nansum(values, axis=1) / np.maximum(runs, 1), np.nan)
    outside = np.maximum(np.maximum(target.low - mean, mean - target.high), 0.0)
    return np.where(runs > 0, outside * np.sqrt(np.maximum(runs, 1)) / luck, np.inf)


def luck_at_declared_values(runs: Runs, scenario: Scenario) -> dict[str, float]:
    """Standard deviation over runs, by target, at the declared values."""
    declared = np.array([[one.value for one in uncertain()]])
    outcomes, sizes = runs.ask(in_sets(scenario, declared), LUCK_SEEDS)
    return {name: float(np.nanstd(values_of(one, outcomes, sizes), ddof=1)) for name, one in of_outcomes().items()}


def decides(target: Target) -> bool:
    """Whether a set must lie within it: hard, and not held back."""
    return target.hard and not target.held_back


def match(scenario: Scenario, sets: int, seed: int, runs: Runs, step: Progress = unseen) -> Match:
    """Sample the priors and keep what fits.

    Args:
        scenario: the region whose usual care is known.
        sets: size of the sample.
        seed: of the sample.
        runs: where runs come from.
        step: is told how far it is.

    Returns:
        At most ``MOST_KEPT`` sets, the first of the sample.
    """
    prior = sample(sets, seed)
    rejected: dict[str, float] = {}
    stages: dict[str, int] = {}
    luck = luck_at_declared_values(runs, scenario)
    usual_targets = [one for one in of_outcomes().values() if decides(one) and one.on == "parallel"]
    deciding = [one for one in of_outcomes().values() if decides(one)]
    rows = np.arange(sets)
    for words, seeds in USUAL_LOOKS.items():
        advance = step(f"Usual care, {words}", len(rows))
        usual, _ = runs.ask(in_sets(scenario, prior[rows]), seeds, ("parallel",), advance)
        keep = fits(usual_targets, usual, None, luck, rejected, words)
        rows = left(rows[keep], f"usual care, {words}", stages, sets)
    for words, seeds in PAIR_LOOKS.items():
        advance = step(f"Both routes, {words}", len(rows))
        outcomes, sizes = runs.ask(in_sets(scenario, prior[rows]), seeds, step=advance)
        keep = fits(deciding, outcomes, sizes, luck, rejected, words)
        outcomes, sizes = outcomes[keep], sizes[keep]
        rows = left(rows[keep], f"both routes, {words}", stages, sets)
    agree = seen_in_each(runs, scenario, prior[rows], MATCHED_PATTERNS, step("Patterns", len(rows)))
    rejected |= {claim(key): float((agree[key] < 0).mean()) for key in MATCHED_PATTERNS}
    keep = (agree >= 0).all(axis=1).to_numpy(bool)
    outcomes, sizes = outcomes[keep][:MOST_KEPT], sizes[keep][:MOST_KEPT]
    rows = left(rows[keep], "patterns", stages, sets)[:MOST_KEPT]
    held = seen_in_each(runs, scenario, prior[rows], CHECKED_PATTERNS, step("Patterns held back", len(rows)))
    checked = {claim(key): agreement(held[key].to_numpy()) for key in CHECKED_PATTERNS}
    for target in of_outcomes().values():
        if not decides(target):
            checked[target.says] = agreement(side_of(target, values_of(target, outcomes, sizes)))
    inside = np.all([implausibility(one, values_of(one, outcomes, sizes), 1.0) == 0 for one in deciding], axis=0)
    return Match(sets, stages, rejected, checked, int(inside.sum()), rows, prior[rows], outcomes, sizes, prior)


def in_sets(scenario: Scenario, sets: np.ndarray) -> list[Scenario]:
    """A scenario in each of some parameter sets, shape (sets, parameters) as ``priors.sample`` gives them."""
    return [with_parameter_set(scenario, settings_of(values)) for values in sets]


def left(rows: np.ndarray, stage: str, stages: dict[str, int], sets: int) -> np.ndarray:
    """The sets left after a stage, written down; a ``ValueError`` in one line when there are none."""
    stages[stage] = len(rows)
    if not len(rows):
        raise ValueError(f"of {sets:,} sets none is left after {stage}: try more")
    return rows


def claim(key: str) -> str:
    """A pattern with its claim."""
    return f"{key} {PATTERNS[key].claim}"


def agreement(signs: np.ndarray) -> dict[str, float]:
    """In which share of sets something is shown, and in which it is contradicted; in the others luck hides it."""
    return {"shown": float((signs > 0).mean()), "contradicted": float((signs < 0).mean())}


def side_of(target: Target, values: np.ndarray) -> np.ndarray:
    """1 where the mean of a set's runs lies inside a target, -1 where it does not; shape (sets,)."""
    return np.where(implausibility(target, values, 1.0) == 0, 1, -1)


def seen_in_each(
    runs: Runs, scenario: Scenario, sets: np.ndarray, keys: tuple[str, ...], advance: Step
) -> pd.DataFrame:
    """What each set says of each pattern (see ``sign_of``): a row a set, a column a pattern."""
    rows = []
    for values in sets:
        rows.append(patterns_seen(runs, scenario, values, keys))
        advance()
    return pd.DataFrame(rows, columns=list(keys))


def fits(
    asked: list[Target],
    outcomes: np.ndarray,
    sizes: np.ndarray | None,
    luck: dict[str, float],
    rejected: dict[str, float],
    words: str,
) -> np.ndarray:
    """Which sets lie within all targets, but for luck; what each target rejects is written down."""
    keep = np.ones(len(outcomes), dtype=bool)
    for target in asked:
        values = values_of(target, outcomes, sizes if sizes is not None else np.empty(0))
        inside = implausibility(target, values, luck[target.name]) <= TOLERANCE
        rejected[f"{target.says} ({words})"] = float(1 - inside.mean())
        keep &= inside
    return keep


def patterns_seen(runs: Runs, scenario: Scenario, values: np.ndarray, keys: tuple[str, ...]) -> list[int]:
    """What one set says of some patterns, in a few paired runs."""
    bench = Bench(with_parameter_set(scenario, settings_of(values)), PATTERN_PAIRS, PATTERN_SEED, runs=runs)
    return [sign_of(PATTERNS[key].look(bench).difference) for key in keys]


def sign_of(difference: np.ndarray) -> int:
    """1 where a mean lies above 0 beyond luck, -1 where it lies below, 0 where luck hides which."""
    low, high = range_of_mean(there(difference))
    return 1 if low > 0 else -1 if high < 0 else 0


def effects(match: Match) -> pd.DataFrame:
    """Mean effect of the shared plan in each set: Hedges g, a row a set, a column for each group and outcome."""
    g = np.nanmean(match.sizes, axis=1)
    names = [f"{outcome}, {among}" for among in AMONG for outcome in OF_FAMILIES]
    return pd.DataFrame(g.reshape(len(g), -1), columns=names)
