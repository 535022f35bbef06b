"""A tornado: what each factor does to the gain when it alone goes to its low or its high end."""

from typing import Any

import numpy as np
import pandas as pd

from experiments.analysis.gains import check_fit, check_gains
from experiments.analysis.luck import beyond_luck, chance_of
from experiments.designs import one_at_a_time
from experiments.designs.factors import Factor
from sim.comparison import range_of_mean


def tornado(factors: tuple[Factor, ...], points: np.ndarray, gains: np.ndarray, outcome: str) -> pd.DataFrame:
    """A row for each factor, the one that moves the gain most first.

    Columns: ``factor``; ``low`` and ``high``, its ends; ``at_base``, ``at_low`` and ``at_high``, means
    over replicates; ``low_change``, how the gain at the low end differs from that at the base, with the 95 % range
    ``low_change_from`` to ``low_change_to`` by Student's t over replicates, each compared with its own base run; the
    same for ``high_change``; ``swing``, the largest of the three gains less the smallest; ``moves``, whether an end
    differs from the base beyond luck, for as many ends as there are; ``turns``, whether, as surely, one of the three
    mean gains is above 0 and another below.

    The ranges say how surely an end differs from the base, not how surely its gain is above or below 0. They are not a
    number for one replicate, and empty (from 0 to 0) where an end changes nothing.

    Args:
        factors: what was moved.
        points: those of a design ``one_at_a_time``, shape (1 + 2 x factors, factors).
        gains: in the unit of the outcome, the same seeds at every point, shape (points, replicates).
        outcome: its name, for messages.

    Raises:
        ValueError: in one line, when values are missing or the points are of another design.
    """
    check_gains(gains, outcome)
    check_fit(factors, points, gains, 1 + 2 * len(factors), "one_at_a_time")
    if not np.array_equal(points, one_at_a_time.points(factors, {}, 0)):
        raise ValueError("the points are no one_at_a_time design: the base, then the ends of each factor")
    rows: list[dict[str, Any]] = [
        {"factor": one.name, "low": one.low, "high": one.high}
        | of_factor(gains[0], gains[1 + 2 * column], gains[2 + 2 * column])
        for column, one in enumerate(factors)
    ]
    largest = float(np.abs(gains).max())
    moved = beyond_luck(np.array([chance_of(at_end[None] - gains[:1], largest) for at_end in gains[1:]]))
    sure = beyond_luck(np.array([chance_of(one[None], largest) for one in gains]))
    signs = np.sign(gains.mean(axis=1)) * sure
    for column, row in enumerate(rows):
        ends = slice(1 + 2 * column, 3 + 2 * column)
        row["moves"] = bool(moved[2 * column : 2 * column + 2].any())
        row["turns"] = bool({-1, 1} <= {signs[0], *signs[ends]})
    return pd.DataFrame(rows).sort_values("swing", ascending=False, kind="stable", ignore_index=True)


def of_factor(base: np.ndarray, low: np.ndarray, high: np.ndarray) -> dict[str, float]:
    """What one factor does, from gains at the base and at its ends, each of shape (replicates,)."""
    means = [float(one.mean()) for one in (base, low, high)]
    found = dict(zip(("at_base", "at_low", "at_high"), means, strict=True))
    for end, at_end in (("low", low), ("high", high)):
        change = at_end - base
        found[f"{end}_change"] = float(change.mean())
        found[f"{end}_change_from"], found[f"{end}_change_to"] = range_of_mean(change)
    found["swing"] = max(means) - min(means)
    return found
