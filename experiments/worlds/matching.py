"""Which parameter sets reproduce what is known: history matching, with the noise of few runs in the tolerance.

A set is dropped when a figure or a pattern lies further outside its target than luck explains. Figures and patterns
that are held back take no part, and are looked at afterwards.

Source: craig1997, implausibility as distance over the standard deviation of all that is uncertain (here luck alone).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from experiments.validation.bench import Bench
from experiments.validation.claims import PATTERNS
from experiments.validation.patterns import there
from experiments.validation.targets import Target, targets, values_of
from experiments.worlds.priors import sample, settings_of, uncertain
from experiments.worlds.trials import first_look, in_world, second_look
from sim.effect_size import AMONG, OF_FAMILIES
from sim.scenario import Scenario

LUCK_SEEDS = range(3000, 3024)  # how much runs of one set differ is measured at the declared values
FIRST_SEEDS, CLOSER_SEEDS = range(1), range(1, 5)
SECOND_SEEDS = range(1000, 1008)  # others than the first: a set must not be kept for its luck
PATTERN_SEED, PATTERN_PAIRS = 2000, 6
TOLERANCE = 3.0  # standard errors outside a target that luck may explain
MOST_KEPT = 200
MATCHED_PATTERNS = ("P2b", "P3b", "P7", "P12a")
CHECKED_PATTERNS = ("P2a", "P3a", "P5a", "P6a", "P9b", "P10", "P15b", "P16")  # held back

Progress = Callable[[str, int], Callable[[], None]]


@dataclass(frozen=True)
class Match:
    """What is left of a sample, and why the rest is not.

    Attributes:
        tried: parameter sets in the sample.
        stages: sets left after each stage, by its name.
        rejected: for each target or pattern the share of sets it rejects, of those that came to it.
        checked: for each target or pattern held back the share of the sets left that agree with it.
        rows: numbers of the sets left, in the order of the sample.
        worlds: their values, shape (left, parameters).
        outcomes, sizes: of the second look, as in ``trials.second_look``.
        prior: the whole sample, shape (tried, parameters).
    """

    tried: int
    stages: dict[str, int]
    rejected: dict[str, float]
    checked: dict[str, float]
    rows: np.ndarray
    worlds: np.ndarray = field(repr=False)
    outcomes: np.ndarray = field(repr=False)
    sizes: np.ndarray = field(repr=False)
    prior: np.ndarray = field(repr=False)


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


def luck_at_declared_values(scenario: Scenario) -> dict[str, float]:
    """Standard deviation over runs, by target, at the declared values."""
    declared = np.array([[one.value for one in uncertain()]])
    outcomes, sizes = second_look(scenario, declared, LUCK_SEEDS)
    return {name: float(np.nanstd(values_of(one, outcomes, sizes), ddof=1)) for name, one in targets().items()}


def on_usual_care(target: Target) -> bool:
    """Whether one run on parallel routes is enough to see it."""
    return target.on == "parallel"


def matched(held_back: bool) -> list[Target]:
    """The hard targets that decide, or all those that are held back."""
    return [one for one in targets().values() if one.held_back == held_back and (one.hard or held_back)]


def match(
    scenario: Scenario, sets: int, seed: int, workers: int | None = None, progress: Progress | None = None
) -> Match:
    """Sample the priors and keep what fits.

    Args:
        scenario: the region whose usual care is known.
        sets: size of the sample.
        seed: of the sample.
        workers: threads.
        progress: given words and a number of steps, hands out what is to be called after each step.

    Returns:
        At most ``MOST_KEPT`` worlds, the first of the sample.
    """

    def step(words: str, steps: int) -> Callable[[], None] | None:
        return progress(words, steps) if progress else None

    prior = sample(sets, seed)
    rejected: dict[str, float] = {}
    luck = luck_at_declared_values(scenario)
    usual = first_look(scenario, prior, FIRST_SEEDS, workers, step("Usual care in every set", sets))
    usual_targets = [one for one in matched(False) if on_usual_care(one)]
    keep = fits(usual_targets, usual[:, :, None, :], None, luck, rejected)
    rows = np.flatnonzero(keep)
    stages = {"usual care, one run": len(rows)}
    usual = first_look(scenario, prior[rows], CLOSER_SEEDS, workers, step("Usual care, a closer look", len(rows)))
    keep = fits(usual_targets, usual[:, :, None, :], None, luck, rejected, " (four runs)")
    rows = rows[keep]
    stages["usual care, four more runs"] = len(rows)
    outcomes, sizes = second_look(
        scenario, prior[rows], SECOND_SEEDS, workers, step("Both routes in those left", len(rows))
    )
    keep = fits(matched(False), outcomes, sizes, luck, rejected, " (eight pairs)")
    rows, outcomes, sizes = rows[keep], outcomes[keep], sizes[keep]
    stages["usual care and effect, 8 pairs"] = len(rows)
    advance = step("Patterns", len(rows))
    agree = []
    for row in rows:
        agree.append(patterns_seen(scenario, prior[row], MATCHED_PATTERNS, workers))
        if advance:
            advance()
    table = pd.DataFrame(agree, columns=list(MATCHED_PATTERNS))
    rejected |= {f"{key} {PATTERNS[key].claim}": float(1 - table[key].mean()) for key in MATCHED_PATTERNS}
    keep = table.all(axis=1).to_numpy(bool)
    rows, outcomes, sizes = rows[keep], outcomes[keep], sizes[keep]
    stages["patterns"] = len(rows)
    rows, outcomes, sizes = rows[:MOST_KEPT], outcomes[:MOST_KEPT], sizes[:MOST_KEPT]
    advance = step("Patterns held back", len(rows))
    seen = []
    for row in rows:
        seen.append(patterns_seen(scenario, prior[row], CHECKED_PATTERNS, workers))
        if advance:
            advance()
    checked = {
        one.says: float((implausibility(one, values_of(one, outcomes, sizes), 1.0) == 0).mean())
        for one in matched(True)
    }
    held = pd.DataFrame(seen, columns=list(CHECKED_PATTERNS))
    checked |= {f"{key} {PATTERNS[key].claim}": float(held[key].mean()) for key in CHECKED_PATTERNS}
    return Match(sets, stages, rejected, checked, rows, prior[rows], outcomes, sizes, prior)


def fits(
    asked: list[Target],
    outcomes: np.ndarray,
    sizes: np.ndarray | None,
    luck: dict[str, float],
    rejected: dict[str, float],
    words: str = "",
) -> np.ndarray:
    """Which sets lie within all targets, but for luck; what each target rejects is written down."""
    keep = np.ones(len(outcomes), dtype=bool)
    for target in asked:
        values = values_of(target, outcomes, sizes if sizes is not None else np.empty(0))
        inside = implausibility(target, values, luck[target.name]) <= TOLERANCE
        rejected[target.says + words] = float(1 - inside.mean()) if len(inside) else 0.0
        keep &= inside
    return keep


def patterns_seen(scenario: Scenario, values: np.ndarray, keys: tuple[str, ...], workers: int | None) -> list[bool]:
    """Which patterns a world does not contradict: the difference is above 0, or luck may have hidden that it is."""
    bench = Bench(in_world(scenario, settings_of(values)), PATTERN_PAIRS, PATTERN_SEED, workers)
    return [not_contradicted(there(PATTERNS[key].look(bench).difference)) for key in keys]


def not_contradicted(difference: np.ndarray) -> bool:
    """Whether a mean difference lies above 0, or below it by no more than luck explains."""
    if len(difference) <= 1:
        return False
    error = float(difference.std(ddof=1)) / np.sqrt(len(difference))
    return bool(difference.mean() + TOLERANCE * error > 0)


def effects(match: Match) -> pd.DataFrame:
    """Mean effect of the shared plan in each world: Hedges g, a row a world, a column for each group and outcome."""
    g = np.nanmean(match.sizes, axis=1)
    names = [f"{outcome}, {among}" for among in AMONG for outcome in OF_FAMILIES]
    return pd.DataFrame(g.reshape(len(g), -1), columns=names)
