"""Rows with a name to the left and a number to the right, over one axis: the frame for comparing many things."""

from collections.abc import Sequence

from markupsafe import Markup

from charts import drawing
from charts.drawing import Scale
from charts.lettering import LEADING, SIZE, WIDE, block, ticks_that_fit, wrapped

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
