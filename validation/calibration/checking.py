"""What took no part in choosing parameter sets, looked at afterwards: patterns, and figures that are held back."""

from collections.abc import Sequence

import numpy as np

from experiments.running.several import Runs
from sim.comparison import range_of_mean
from sim.scenario import Scenario
from validation.bench import Bench, Step
from validation.calibration.under_way import Posterior, in_sets
from validation.patterns import PATTERNS, there
from validation.targets import Target, of_outcomes, values_of

PATTERN_SEED, PATTERN_PAIRS = 2000, 6
MOST_LOOKED_AT = 40  # sets in which patterns are looked at: each takes some fifty runs
# No pattern takes part in choosing: most say whether a plan gains or loses, and sets must not be chosen by the answer.
LOOKED_AT = ("P1", "P2a", "P2b", "P3a", "P3b", "P4", "P5a", "P6a", "P7", "P9b", "P10", "P12a", "P15b", "P16")


def decides(target: Target) -> bool:
    """Whether a set is judged by it: hard, and not held back."""
    return target.hard and not target.held_back


def deciding() -> tuple[Target, ...]:
    """The figures that sets are judged by."""
    return tuple(one for one in of_outcomes().values() if decides(one))


def checked(found: Posterior, scenario: Scenario, runs: Runs, advance: Step) -> dict[str, dict[str, float]]:
    """In which share of the sets something is shown, and contradicted; in the others luck hides it.

    Args:
        found: the sets.
        scenario: of whose patterns they are.
        runs: where runs come from.
        advance: called after each of the first sets, in which patterns are looked at.
    """
    signs = []
    for one in in_sets(scenario, found.sets.draws[slice(MOST_LOOKED_AT)].values):
        bench = Bench(one, PATTERN_PAIRS, PATTERN_SEED, runs=runs)
        signs.append([sign_of(PATTERNS[key].look(bench).difference) for key in LOOKED_AT])
        advance()
    said = {
        f"{key} {PATTERNS[key].claim}": agreement(column)
        for key, column in zip(LOOKED_AT, np.array(signs).T, strict=True)
    }
    asked_of = {one.name for one in found.targets}
    for target in of_outcomes().values():
        if target.name not in asked_of:
            values = values_of(target, found.sets.outcomes, found.sets.sizes)
            said[target.says] = agreement(side_of(target, values))
    return said


def agreement(signs: np.ndarray | Sequence[int]) -> dict[str, float]:
    """In which share of sets something is shown, and in which it is contradicted."""
    known = np.asarray(signs)
    return {"shown": float((known > 0).mean()), "contradicted": float((known < 0).mean())}


def side_of(target: Target, values: np.ndarray) -> np.ndarray:
    """1 where the mean of a set's runs lies inside a target, -1 where it does not; values of shape (sets, runs)."""
    means = np.array([there(one).mean() if len(there(one)) else np.nan for one in values])
    return np.where((means >= target.low) & (means <= target.high), 1, -1)


def sign_of(difference: np.ndarray) -> int:
    """1 where a mean lies above 0 beyond luck, -1 where it lies below, 0 where luck hides which."""
    low, high = range_of_mean(there(difference))
    return 1 if low > 0 else -1 if high < 0 else 0
