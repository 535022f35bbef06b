"""Scenario discovery: under which combinations of factors the shared plan loses, as boxes that can be read aloud."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from sklearn.tree import DecisionTreeClassifier  # type: ignore[import-untyped]

from experiments.designs.factors import Factor
from experiments.provenance import amount
from sim.parameters import parameters

DEEPEST = 3  # questions to a box: more are not read aloud
SMALLEST_SHARE = 0.05  # of the half a tree is grown on, in a leaf
SMALLEST = 5  # points in a leaf, and in a box among those kept aside
FEWEST = 10  # points that lose, and that do not, from which on a tree is grown


@dataclass(frozen=True)
class Box:
    """Part of the space of factors, with how often the plan loses there.

    Attributes:
        low, high: ends of each factor, shapes (factors,); inside is above ``low`` and at most ``high``; ``-inf`` and
            ``inf`` where a factor does not matter.
        conditions: the ends in words: "time shortage above 41 %".
        coverage: share of all losing points that lie inside; this and what follows in the half kept aside.
        density: share of the points inside that lose; not a number when there are none.
        points: points inside.
        losing: those of them that lose.
    """

    low: np.ndarray = field(repr=False)
    high: np.ndarray = field(repr=False)
    conditions: tuple[str, ...]
    coverage: float
    density: float
    points: int
    losing: int


@dataclass(frozen=True)
class Discovery:
    """Where the shared plan loses.

    Attributes:
        points, losing: how many points there are, and in how many of them the plan loses.
        aside: points kept aside to measure boxes.
        boxes: boxes in which the plan loses, the one with the largest coverage first; none when nothing can be said.
        sentence: the best box in words, or why there is none.
    """

    points: int
    losing: int
    aside: int
    boxes: tuple[Box, ...]
    sentence: str

    @property
    def coverage(self) -> float:
        """Share of all losing points kept aside that lie in a box: boxes do not overlap."""
        return float(sum(box.coverage for box in self.boxes))


def discover(
    factors: Sequence[Factor],
    points: np.ndarray,
    gains: np.ndarray,
    threshold: float = 0.0,
    density: float = 0.75,
    seed: int = 0,
) -> Discovery:
    """Find boxes in which the shared plan loses.

    Half of the points, with half of those that lose, grow a decision tree; branches of which every leaf loses densely
    enough become a box. Ends are rounded to what is said before anything is counted, and counted on the other half:
    what a tree seems to find where it was grown is partly luck. A box is kept when it is also dense there, and not
    next to empty.

    A point close to break-even may be called losing by luck; a threshold of the smallest difference that matters
    leaves those out.

    Args:
        factors: what was moved.
        points: their values, shape (n, factors).
        gains: mean gain of the plan at each point, above 0 when better, shape (n,).
        threshold: the plan loses where the gain is below minus this, 0 or more.
        density: share of the points inside a box that must lose, above 0 and at most 1; more than of all points, or no
            box would say more than that.
        seed: of the split in halves.

    Raises:
        ValueError: when shapes do not fit, a value is not a number, or threshold or density make no sense.
    """
    points, gains = checked(factors, points, gains, threshold, density)
    loses = gains < -threshold
    if reason := nothing_to_find(len(loses), int(loses.sum()), density):
        return Discovery(len(loses), int(loses.sum()), 0, (), reason)
    grown = first_half(loses, seed)
    aside = ~grown
    boxes = []
    for low, high in dense_parts(factors, points[grown], loses[grown], density):
        box = measured(factors, low, high, points[aside], loses[aside])
        if box.points >= SMALLEST and box.density >= density:
            boxes.append(box)
    boxes.sort(key=lambda box: -box.coverage)
    said = in_words(boxes[0]) if boxes else none_dense(len(loses), int(loses.sum()), density)
    return Discovery(len(loses), int(loses.sum()), int(aside.sum()), tuple(boxes), said)


def checked(
    factors: Sequence[Factor], points: np.ndarray, gains: np.ndarray, threshold: float, density: float
) -> tuple[np.ndarray, np.ndarray]:
    """Points and gains as numbers that fit, or a ValueError."""
    points, gains = np.asarray(points, dtype=float), np.asarray(gains, dtype=float)
    if gains.ndim != 1 or gains.size == 0 or not factors or points.shape != (len(gains), len(factors)):
        raise ValueError(f"points of shape {points.shape} do not fit {gains.shape} gains and {len(factors)} factors")
    if not (np.isfinite(points).all() and np.isfinite(gains).all()):
        raise ValueError("points and gains must be numbers: leave out the points that have no value")
    if not threshold >= 0 or not 0 < density <= 1:
        raise ValueError(f"threshold must be 0 or more and density from 0 to 1, not {threshold:g} and {density:g}")
    return points, gains


def nothing_to_find(points: int, losing: int, density: float) -> str:
    """Why no box can be found, in one sentence; empty when it can."""
    if losing == 0:
        return f"The shared plan loses in none of {points:,} combinations."
    if losing == points:
        return f"The shared plan loses in all of {points:,} combinations, so that nothing sets them apart."
    if losing < FEWEST:
        return f"The shared plan loses in only {losing} of {points:,} combinations, too few to say where."
    if losing / points >= density or points - losing < FEWEST:
        return f"The shared plan loses in {losing:,} of {points:,} combinations, so often that no box would say more."
    return ""


def none_dense(points: int, losing: int, density: float) -> str:
    """The sentence when the plan loses, but nowhere densely enough."""
    return (
        f"The shared plan loses in {losing:,} of {points:,} combinations, but no simple box holds so many of them that "
        f"it loses in {100 * density:g} % of the box."
    )


def first_half(loses: np.ndarray, seed: int) -> np.ndarray:
    """Which points grow the tree, shape (n,): half of those that lose and half of those that do not, by luck."""
    grown = np.zeros(len(loses), dtype=bool)
    shuffled = np.random.default_rng(seed).permutation(len(loses))
    for kind in (True, False):
        of_kind = shuffled[loses[shuffled] == kind]
        grown[of_kind[: len(of_kind) // 2]] = True
    return grown


def dense_parts(
    factors: Sequence[Factor], points: np.ndarray, loses: np.ndarray, density: float
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Low and high ends, each of shape (factors,), of the branches of which every leaf loses densely enough."""
    fewest = max(SMALLEST, round(SMALLEST_SHARE * len(points)))
    tree = DecisionTreeClassifier(max_depth=DEEPEST, min_samples_leaf=fewest, random_state=0).fit(points, loses).tree_

    def parts(node: int, low: np.ndarray, high: np.ndarray) -> tuple[bool, list[tuple[np.ndarray, np.ndarray]]]:
        """Whether all of a branch is dense, and its dense parts."""
        if tree.children_left[node] < 0:
            dense = bool(tree.value[node][0][1] >= density)
            return dense, [(low, high)] if dense else []
        column = tree.feature[node]
        end = said_end(factors[column], tree.threshold[node])
        below, above = high.copy(), low.copy()
        below[column], above[column] = min(high[column], end), max(low[column], end)
        left_dense, left = parts(tree.children_left[node], low, below)
        right_dense, right = parts(tree.children_right[node], above, high)
        dense = left_dense and right_dense
        return dense, [(low, high)] if dense else left + right

    everywhere = np.full(len(factors), np.inf)
    return parts(0, -everywhere, everywhere)[1]


def said_end(factor: Factor, end: float) -> float:
    """An end as it is said: a value the factor takes, a whole number, or about a hundredth of its range."""
    if factor.values:
        return max((value for value in factor.values if value <= end), default=end)
    if factor.whole:
        return float(math.floor(end))
    digits = -math.ceil(math.log10((factor.high - factor.low) / 100))
    return float(round(end, digits))


def measured(
    factors: Sequence[Factor], low: np.ndarray, high: np.ndarray, points: np.ndarray, loses: np.ndarray
) -> Box:
    """A box with what it holds of points that it was not grown on."""
    inside = ((points > low) & (points <= high)).all(axis=1)
    losing = int((inside & loses).sum())
    conditions = [condition(factor, *ends) for factor, *ends in zip(factors, low, high, strict=True)]
    return Box(
        low=low,
        high=high,
        conditions=tuple(text for text in conditions if text),
        coverage=losing / int(loses.sum()),
        density=losing / int(inside.sum()) if inside.any() else math.nan,
        points=int(inside.sum()),
        losing=losing,
    )


def condition(factor: Factor, low: float, high: float) -> str:
    """The ends of one factor in words; empty when it has none."""
    ends = []
    if math.isfinite(low):
        ends.append(f"above {with_unit(factor, low)}")
    if math.isfinite(high):
        ends.append(f"at most {with_unit(factor, high)}")
    return f"{factor.label[:1].lower()}{factor.label[1:]} {' and '.join(ends)}" if ends else ""


def with_unit(factor: Factor, value: float) -> str:
    """A value of a factor with its unit; parameters as everywhere."""
    known = parameters()
    return amount(value, known[factor.name]) if factor.name in known else f"{value:g} {factor.unit}"


def in_words(box: Box) -> str:
    """A box in one sentence, with how much it holds and how surely."""
    return (
        f"With {', '.join(box.conditions)} the shared plan mostly loses: in {box.losing:,} of {box.points:,} such "
        f"combinations kept aside, which are {100 * box.coverage:.0f} % of all in which it loses."
    )
