"""The axis of a factor: a tick at each of its values when they are few and apart, otherwise at round values."""

from itertools import pairwise

from markupsafe import Markup

from charts import drawing
from charts.amounts import short, shown
from charts.drawing import Scale
from charts.lettering import SIZE, WIDE, ticks_that_fit, width_of
from experiments.designs.factors import Factor

FEW = 6  # values that may each have a tick
APART_ACROSS = 52  # room that a tick needs beside the next
LONGEST = 5  # letters of a value that may have a tick


def across_axis(factor: Factor, across: Scale, y: float) -> list[Markup]:
    """Values below a line from left to right."""
    one = shown(1.0, factor)
    in_unit = Scale(one * across.low, one * across.high, across.start, across.end)
    about = ticks_that_fit(in_unit, *bounds(factor))
    shapes = []
    for place, words in marks(factor, across, about, APART_ACROSS):
        shapes.append(drawing.line(place, y, place, y + 4, "axis"))
        middle = min(place, WIDE - 4 - width_of(words) / 2)
        shapes.append(drawing.text(middle, y + SIZE + 5, words, "middle", "tick"))
    return shapes


def bounds(factor: Factor) -> tuple[float, float]:
    """The first and the last value as shown, with a hair of room: a round value that is one of them has a tick."""
    low, high = shown(factor.values[0], factor), shown(factor.values[-1], factor)
    room = 1e-9 * ((high - low) or 1.0)
    return low - room, high + room


def marks(factor: Factor, along: Scale, about: int, apart: float) -> list[tuple[float, str]]:
    """Places and words of the ticks of a factor; the scale counts as the factor does."""
    low, high = bounds(factor)
    places = [along(value) for value in factor.values]
    span = high - low if len(factor.values) > 1 else 0.0
    words = [short(shown(value, factor), span) for value in factor.values]
    far = all(abs(b - a) >= apart for a, b in pairwise(places)) and all(len(one) <= LONGEST for one in words)
    if len(words) == 1 or (len(words) <= FEW and far):
        return list(zip(places, words))
    rounded = drawing.ticks(low, high, about)
    return [(along(value / shown(1.0, factor)), drawing.tick_text(value, rounded)) for value in rounded]
