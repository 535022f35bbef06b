"""Rows with a name to the left and a number to the right, over one axis: the frame for comparing many things."""

from collections.abc import Sequence

from markupsafe import Markup

from charts import drawing
from charts.drawing import TEXT, Scale
from charts.lettering import LEADING, SIZE, WIDE, block, ticks_that_fit, wrapped
from experiments.language import say
from sim.words import Language

NAMES_ROOM = 180
LEFT, RIGHT = NAMES_ROOM + 16, WIDE - 76  # of the bars; the numbers stand to their right
ROW = 40  # the least height of a row
LINES = 4  # of a name at most
NAME_AT, NUMBER_AT = 6, WIDE - 4


def heights(names: Sequence[str], top: float, bold: bool = False) -> tuple[list[float], float]:
    """Where each row has its middle, with room for its name, and where the last one ends."""
    middles = []
    for words in names:
        tall = max(ROW, LEADING * len(wrapped(words, NAMES_ROOM, LINES, bold)) + 8.0)
        middles.append(top + tall / 2)
        top += tall
    return middles, top


def name(words: str, y: float, kind: str = "") -> list[Markup]:
    """What a row is about."""
    return block(NAME_AT, y, wrapped(words, NAMES_ROOM, LINES, bold=kind == "group"), "start", kind)


def figure(words: str, y: float, kind: str = "group") -> list[Markup]:
    """The number of a row."""
    return block(NUMBER_AT, y, [words], "end", kind)


def bar(across: Scale, start: float, end: float, y: float, height: float, kind: str) -> Markup:
    """A bar from one value to another around a height."""
    left, right = sorted((across(start), across(end)))
    return drawing.box(left, y - height / 2, right - left, height, kind)


def axis(across: Scale, top: float, bottom: float) -> list[Markup]:
    """Upright grid lines with their values below."""
    low, high = sorted((across.low, across.high))
    values = drawing.ticks(low, high, ticks_that_fit(across, low, high))
    shapes = []
    for value in values:
        shapes.append(drawing.line(across(value), top, across(value), bottom, "grid"))
        shapes.append(
            drawing.text(across(value), bottom + SIZE + 4, drawing.tick_text(value, values), "middle", "tick")
        )
    return shapes


def oriented(values: list[float], better: str, left: float, right: float) -> Scale:
    """A scale on which the right side is where the shared plan is better; "more" when neither side is."""
    forward = drawing.scale(values, left, right)
    return Scale(forward.high, forward.low, left, right) if better == "lower" else forward


def sides(better: str, left: float, right: float, y: float, language: Language = "en") -> list[Markup]:
    """What left and right mean."""
    if better == "neither":
        return [
            drawing.text(left, y, say("differences.less_with_plan", language), "start", "tick"),
            drawing.text(right, y, say("differences.more_with_plan", language), "end", "tick"),
        ]
    return [
        drawing.text(left, y, say("differences.parallel_better", language), "start", "side parallel"),
        drawing.text(right, y, say("differences.shared_plan_better", language), "end", "side shared_plan"),
    ]


def strip(across: Scale, matters: float, top: float, bottom: float) -> Markup:
    """The differences that are too small to matter."""
    left, right = sorted((across(-matters), across(matters)))
    return drawing.box(left, top, right - left, bottom - top, "matters")


def value_axis(
    across: Scale, y: float, left: float, right: float, about: int = 4, language: Language = "en"
) -> list[Markup]:
    """A line with signed differences below."""
    low, high = sorted((across.low, across.high))
    values = drawing.ticks(low, high, about)
    shapes = [drawing.line(left, y, right, y, "axis")]
    for value in values:
        place = across(value)
        shapes.append(drawing.line(place, y, place, y + 4, "axis"))
        anchor = "start" if place < left + 14 else "end" if place > right - 14 else "middle"
        words = drawing.tick_text(value, values, True, language)
        shapes.append(drawing.text(place, y + TEXT + 6, words, anchor, "tick"))
    return shapes
