"""Parts in which the shared plan loses, peeled: from everything a slice is cut off again and again, the one that leaves
most losses beyond what their share would give; then what the part holds is taken away, and the next is peeled from the
rest.

A tree asks the same question of all points; peeling follows one part, and finds corners that a tree cuts in two. Slices
may be of any depth: with thin ones alone it goes astray where losses lie at both ends of a factor.

Source: friedman1999, bump hunting in high-dimensional data (PRIM, without pasting).
"""

from collections.abc import Sequence
from itertools import product

import numpy as np

from experiments.analysis.boxes import SMALLEST, Part, inside, said_end
from experiments.designs.factors import Factor

SLICE = 0.08  # of the points in a part: a cut takes off one such slice, or several at once
MOST_PARTS = 4
MOST_ENDS = 3  # factors of a part: more are not read aloud


def peeled_parts(factors: Sequence[Factor], points: np.ndarray, loses: np.ndarray, density: float) -> list[Part]:
    """Low and high ends of the parts in which losses are dense enough, the first found first.

    Args:
        factors: what was moved.
        points: their values, shape (n, factors).
        loses: whether the plan loses at each point, shape (n,).
        density: share of the points inside that must lose.
    """
    found: list[Part] = []
    left = np.ones(len(points), dtype=bool)
    while len(found) < MOST_PARTS and loses[left].sum() >= SMALLEST:
        part = peel(factors, points[left], loses[left], density)
        if part is None:
            break
        found.append(part)
        left &= ~inside(*part, points)
    return found


def peel(factors: Sequence[Factor], points: np.ndarray, loses: np.ndarray, density: float) -> Part | None:
    """The largest part on the way inwards in which losses are dense enough; None when there is none."""
    low, high = np.full(len(factors), -np.inf), np.full(len(factors), np.inf)
    within = np.ones(len(points), dtype=bool)
    while loses[within].mean() < density:
        cuts = [cut for cut in cuts_of(factors, points, within, low, high) if cut[3].sum() >= SMALLEST]
        if not cuts:
            return None
        share = loses[within].mean()
        column, end, above, within = max(cuts, key=lambda cut: (loses[cut[3]] - share).sum())
        if above:
            low[column] = end
        else:
            high[column] = end
    return low, high


def cuts_of(
    factors: Sequence[Factor], points: np.ndarray, within: np.ndarray, low: np.ndarray, high: np.ndarray
) -> list[tuple[int, float, bool, np.ndarray]]:
    """Every slice that may be cut off: its factor, the new end, whether that is the low one, and what is left."""
    bounded = np.isfinite(low) | np.isfinite(high)
    cuts = []
    for column, factor in enumerate(factors):
        if bounded.sum() >= MOST_ENDS and not bounded[column]:
            continue
        of_all = points[:, column]
        values = of_all[within]
        for above, share in product((True, False), np.arange(SLICE, 1, SLICE)):
            end = said_end(factor, float(np.quantile(values, share)))
            kept = within & ((of_all > end) if above else (of_all <= end))
            if kept.sum() < within.sum():
                cuts.append((column, end, above, kept))
    return cuts
