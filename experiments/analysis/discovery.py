"""Scenario discovery: under which combinations of factors the shared plan loses, as boxes that can be read aloud."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from experiments.analysis.boxes import SMALLEST, Box, Part, beyond_luck, inside, measured, said_end
from experiments.analysis.prim import peeled_parts
from experiments.designs.factors import Factor
from experiments.extras import need
from experiments.language import say
from experiments.numbers import plain
from sim.words import Language, in_form

DEEPEST = 3  # questions to a box: more are not read aloud
SMALLEST_SHARE = 0.05  # of the half a tree is grown on, in a leaf
WAYS = ("tree", "prim")  # of finding parts
FEWEST = 10  # points that lose, and that do not, from which on a tree is grown


@dataclass(frozen=True)
class Discovery:
    """Where the shared plan loses.

    Attributes:
        points, losing: how many points there are, and in how many of them the plan loses.
        aside: points kept aside to measure boxes.
        boxes: boxes in which the plan loses, the one with the largest coverage first; none when nothing can be said.
        sentence: the best box in words, or why there is none.
        coverage: share of all losing points kept aside that lie in a box.
    """

    points: int
    losing: int
    aside: int
    boxes: tuple[Box, ...]
    sentence: str
    coverage: float = 0.0


def discover(
    factors: Sequence[Factor],
    points: np.ndarray,
    loses: np.ndarray,
    density: float = 0.75,
    seed: int = 0,
    said: str = "every",
    by: str = "tree",
    language: Language = "en",
) -> Discovery:
    """Find boxes in which the shared plan loses.

    Half of the points, with half of those that lose, grow a decision tree, and branches of which every leaf loses
    densely enough become a box; or boxes are peeled from them (``prim.py``). Ends are rounded to what is said before
    anything is counted, and counted on the other half: what seems to be found where it was grown is partly luck. There
    each condition must also set losses apart by more than luck does, or it is dropped (Fisher's exact test, at a level
    divided by the number of conditions; after the quasi-p-values of Bryant and Lempert 2010). A box is kept when it is
    dense there, and holds enough losses that no box before it holds.

    What a loss is, the caller says: a point close to break-even may lose by luck alone.

    Args:
        factors: what was moved.
        points: their values, shape (n, factors).
        loses: whether the plan loses at each point, shape (n,).
        density: share of the points inside a box that must lose, above 0 and at most 1; more than of all points, or no
            box would say more than that.
        seed: of the split in halves.
        said: what counts, in the sentence: ``every`` loss, or those that are ``surely`` one and matter.
        by: how parts are found, one of ``WAYS``.
        language: of the sentence.

    Raises:
        ValueError: when shapes do not fit, a value is not a number, or density makes no sense.
    """
    points = checked(factors, points, loses, density)
    if reason := nothing_to_find(len(loses), int(loses.sum()), density, said, language):
        return Discovery(len(loses), int(loses.sum()), 0, (), reason)
    grown = first_half(loses, seed)
    aside = ~grown
    parts = {"tree": dense_parts, "prim": peeled_parts}[by](factors, points[grown], loses[grown], density)
    surely = [beyond_luck(*part, points[aside], loses[aside]) for part in parts]
    found = [measured(factors, *part, points[aside], loses[aside]) for part in surely]
    boxes = []
    left = loses[aside]  # losing points that no box holds yet
    for box in sorted(found, key=lambda box: -box.coverage):
        held = inside(box.low, box.high, points[aside])
        if box.conditions and box.density >= density and (held & left).sum() >= SMALLEST:
            boxes.append(box)
            left = left & ~held
    counts = len(loses), int(loses.sum())
    sentence = in_words(boxes[0], factors, said, language) if boxes else none_dense(*counts, density, said, language)
    coverage = float(1 - left.sum() / loses[aside].sum())
    return Discovery(*counts, int(aside.sum()), tuple(boxes), sentence, coverage)


def checked(factors: Sequence[Factor], points: np.ndarray, loses: np.ndarray, density: float) -> np.ndarray:
    """Points as numbers that fit, or a ValueError."""
    points = np.asarray(points, dtype=float)
    if loses.ndim != 1 or loses.dtype != bool or not len(loses) or points.shape != (len(loses), len(factors)):
        raise ValueError(f"points of shape {points.shape} do not fit {loses.shape} losses and {len(factors)} factors")
    if not np.isfinite(points).all():
        raise ValueError("points must be numbers")
    if not 0 < density <= 1:
        raise ValueError(f"density must be from 0 to 1, not {density:g}")
    return points


def nothing_to_find(points: int, losing: int, density: float, said: str, language: Language) -> str:
    """Why no box can be found, in one sentence; empty when it can."""
    if losing == 0:
        why = "none"
    elif losing == points:
        why = "all"
    elif losing < FEWEST:
        why = "few"
    elif losing / points >= density or points - losing < FEWEST:
        why = "often"
    else:
        return ""
    return told(why, points, losing, said, language)


def none_dense(points: int, losing: int, density: float, said: str, language: Language) -> str:
    """The sentence when the plan loses, but nowhere densely enough."""
    share = in_form(f"{100 * density:g}", language)
    return say(
        "discovery.not_dense", language, beginning=told("in_some", points, losing, said, language), density=share
    )


def told(why: str, points: int, losing: int, said: str, language: Language) -> str:
    """A sentence on how often the plan loses."""
    counts = {"points": plain(points, 0, language=language), "losing": plain(losing, 0, language=language)}
    return say(f"discovery.{why}", language, loses=say(f"discovery.loses.{said}", language), **counts)


def first_half(loses: np.ndarray, seed: int) -> np.ndarray:
    """Which points grow the tree, shape (n,): half of those that lose and half of those that do not, by luck."""
    grown = np.zeros(len(loses), dtype=bool)
    shuffled = np.random.default_rng(seed).permutation(len(loses))
    for kind in (True, False):
        of_kind = shuffled[loses[shuffled] == kind]
        grown[of_kind[: len(of_kind) // 2]] = True
    return grown


def dense_parts(factors: Sequence[Factor], points: np.ndarray, loses: np.ndarray, density: float) -> list[Part]:
    """Low and high ends, each of shape (factors,), of the branches of which every leaf loses densely enough.

    Raises:
        NotInstalled: without scikit-learn.
    """
    need("discover")
    from sklearn.tree import DecisionTreeClassifier  # type: ignore[import-untyped]

    fewest = max(SMALLEST, round(SMALLEST_SHARE * len(points)))
    tree = DecisionTreeClassifier(max_depth=DEEPEST, min_samples_leaf=fewest, random_state=0).fit(points, loses).tree_

    def parts(node: int, low: np.ndarray, high: np.ndarray) -> tuple[bool, list[Part]]:
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


def in_words(box: Box, factors: Sequence[Factor], said: str, language: Language) -> str:
    """A box in one sentence, with how much it holds and how surely."""
    return say(
        "discovery.box",
        language,
        conditions=", ".join(box.conditions_in(factors, language)),
        loses=say(f"discovery.loses.{said}", language).rstrip(","),
        losing=plain(box.losing, 0, language=language),
        points=plain(box.points, 0, language=language),
        coverage=f"{100 * box.coverage:.0f}",
    )
