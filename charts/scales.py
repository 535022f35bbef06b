"""Values on axes: how far an axis goes, and which values stand beside it where a picture must know that itself."""

import math
from collections.abc import Sequence
from itertools import pairwise

from charts.amounts import short, shown
from experiments.designs.factors import Factor
from experiments.numbers import plain
from sim.words import Language

FEW = 6  # values of a factor that may each have a tick
LONGEST = 5  # letters of such a value
APART = 0.1  # of the whole length that a tick needs beside the next


def around(values: Sequence[float], margin: float = 0.06) -> tuple[float, float]:
    """The ends of an axis around all values that are numbers, with some room, and never of no length."""
    known = [value for value in values if math.isfinite(value)] or [0.0]
    low, high = min(known), max(known)
    room = (high - low) * margin or abs(high) * margin or 1.0
    return low - room, high + room


def ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round values between two bounds."""
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(size * power for size in (1, 2, 5, 10) if size * power >= rough)
    first = math.ceil(low / step)
    return [number * step for number in range(first, math.floor(high / step) + 1)]


def factor_ticks(factor: Factor, about: int = 7) -> list[float]:
    """Values beside the axis of a factor, as shown: its own when they are few and apart, otherwise round ones."""
    values = [shown(value, factor) for value in factor.values]
    length = max(values) - min(values)
    words = [short(value, length) for value in values]
    if len(values) == 1:
        return values
    apart = min(abs(b - a) for a, b in pairwise(values)) >= APART * length
    if len(values) <= FEW and apart and all(len(one) <= LONGEST for one in words):
        return values
    room = 1e-9 * length  # a round value that is the first or the last has a tick
    return ticks(min(values) - room, max(values) + room, about)


def tick_words(values: Sequence[float], language: Language = "en") -> list[str]:
    """Values beside an axis, each with as many digits as all of them need."""
    digits = max((len(f"{value:.4f}".rstrip("0").partition(".")[2]) for value in values), default=0)
    return [plain(value, digits, language=language) for value in values]
