"""Boxes: parts of the space of factors that can be read aloud, and how often the shared plan loses there."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from experiments.designs.factors import Factor
from experiments.in_words import amount
from experiments.language import say
from sim.comparison import COVERAGE
from sim.parameters import parameters
from sim.words import Language, in_form

SMALLEST = 5  # points in a part where it is found, and in a box among those kept aside
Part = tuple[np.ndarray, np.ndarray]  # low and high ends, each of shape (factors,)


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

    def conditions_in(self, factors: Sequence[Factor], language: Language) -> tuple[str, ...]:
        """The ends in the words of a language."""
        ends = zip(factors, self.low, self.high, strict=True)
        told = (condition(one, low, high, language) for one, low, high in ends)
        return tuple(text for text in told if text)


def said_end(factor: Factor, end: float) -> float:
    """An end as it is said: a value the factor takes, a whole number, or about a hundredth of its range."""
    if factor.values:
        return max((value for value in factor.values if value <= end), default=end)
    if factor.whole:
        return float(math.floor(end))
    digits = -math.ceil(math.log10((factor.high - factor.low) / 100))
    return float(round(end, digits))


def beyond_luck(
    low: np.ndarray, high: np.ndarray, points: np.ndarray, loses: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The ends of a box without those that set losses apart by no more than luck does, the weakest dropped first."""
    from scipy.stats import fisher_exact  # a second, which pages need not wait for

    low, high = low.copy(), high.copy()
    while ends := [(side, column) for side in (low, high) for column in np.flatnonzero(np.isfinite(side))]:
        chances = []
        for side, column in ends:
            kept, side[column] = side[column], -np.inf if side is low else np.inf
            wide = inside(low, high, points)
            side[column] = kept
            within = inside(low, high, points)
            beside = wide & ~within
            table = [[(part & one).sum() for one in (loses, ~loses)] for part in (within, beside)]
            chances.append(float(fisher_exact(table, alternative="greater").pvalue))
        weakest = int(np.argmax(chances))
        if chances[weakest] < (1 - COVERAGE) / len(ends):
            break
        side, column = ends[weakest]
        side[column] = -np.inf if side is low else np.inf
    return low, high


def inside(low: np.ndarray, high: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Which points lie in a box, shape (n,)."""
    return np.asarray(((points > low) & (points <= high)).all(axis=1))


def measured(
    factors: Sequence[Factor], low: np.ndarray, high: np.ndarray, points: np.ndarray, loses: np.ndarray
) -> Box:
    """A box with what it holds of points that it was not grown on."""
    within = inside(low, high, points)
    losing = int((within & loses).sum())
    conditions = [
        condition(factor, low_end, high_end) for factor, low_end, high_end in zip(factors, low, high, strict=True)
    ]
    return Box(
        low=low,
        high=high,
        conditions=tuple(text for text in conditions if text),
        coverage=losing / int(loses.sum()),
        density=losing / int(within.sum()) if within.any() else math.nan,
        points=int(within.sum()),
        losing=losing,
    )


def condition(factor: Factor, low: float, high: float, language: Language = "en") -> str:
    """The ends of one factor in words; empty when it has none."""
    ends = []
    if math.isfinite(low):
        ends.append(say("discovery.above", language, value=with_unit(factor, low, language)))
    if math.isfinite(high):
        ends.append(say("discovery.at_most", language, value=with_unit(factor, high, language)))
    name = factor.called(language)
    joined = f" {say('numbers.and', language)} ".join(ends)
    return f"{name[:1].lower()}{name[1:]} {joined}" if ends else ""


def with_unit(factor: Factor, value: float, language: Language = "en") -> str:
    """A value of a factor with its unit; parameters as everywhere."""
    known = parameters()
    if factor.name in known:
        return amount(value, known[factor.name], language)
    if factor.members and factor.unit == "share":
        return say("numbers.percent", language, number=in_form(f"{100 * value:g}", language))
    return f"{in_form(f'{value:g}', language)} {say(f'units.{factor.unit}', language)}"
