"""Words on paper: how wide they run, where they break, and how labels make room for each other.

Pictures of experiments are `WIDE`: one or two beside each other on a page, with larger letters, so that they can still
be read when a telephone makes them small.
"""

from collections.abc import Sequence
from itertools import pairwise

from markupsafe import Markup

from charts import drawing
from charts.drawing import Scale

WIDE = 520  # of one picture of an experiment, in its own units
SIZE = 14  # of its letters
LEADING = 17  # from line to line
# Widths of letters in a wide sans-serif, as shares of their size; the fonts of most readers are narrower.
NARROW, BROAD = "iljI1.,:;'|!()[] ", "mwMW%@—…<>=+−±×"
WIDTHS = {
    **dict.fromkeys(NARROW, 0.4),
    **dict.fromkeys(BROAD, 0.98),
    "1": 0.64,
    "w": 0.83,
    **dict.fromkeys("<>=+−", 0.84),
}
SMALL, CAPITAL, BOLD = 0.62, 0.75, 1.12


def width_of(words: str, size: float = SIZE, bold: bool = False) -> float:
    """How much room words take at most."""
    shares = (WIDTHS.get(letter, CAPITAL if letter.isupper() or ord(letter) > 0x2500 else SMALL) for letter in words)
    return size * sum(shares) * (BOLD if bold else 1.0)


def wrapped(words: str, room: float, at_most: int = 2, bold: bool = False) -> list[str]:
    """Words in lines that fit in a room; what does not fit in so many lines ends in an ellipsis."""
    lines: list[str] = []
    for word in words.split():
        if lines and width_of(f"{lines[-1]} {word}", bold=bold) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    kept = [*lines[: at_most - 1], " ".join(lines[at_most - 1 :])] if lines[at_most - 1 :] else lines
    return [shortened(line, room, bold) for line in kept]


def shortened(line: str, room: float, bold: bool = False) -> str:
    """A line cut off where the room ends."""
    if width_of(line, bold=bold) <= room:
        return line
    while line and width_of(f"{line}…", bold=bold) > room:
        line = line[:-1]
    return f"{line.rstrip()}…"


def block(x: float, y: float, lines: Sequence[str], anchor: str = "start", kind: str = "") -> list[Markup]:
    """Lines of words around a height."""
    first = y + 0.35 * SIZE - LEADING * (len(lines) - 1) / 2
    return [drawing.text(x, first + LEADING * number, line, anchor, kind) for number, line in enumerate(lines)]


def spread(places: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Places of labels beside the points they belong to, moved up and down until none touches another.

    Args:
        places: where the points are.
        heights: of the labels.
        top, bottom: of the room; labels run over its top when it is too small for all of them.

    Returns:
        Middles of the labels, in the order of the points.
    """
    order = sorted(range(len(places)), key=lambda number: places[number])
    found = list(places)
    free = top
    for number in order:
        found[number] = max(places[number], free + heights[number] / 2)
        free = found[number] + heights[number] / 2
    free = bottom
    for number in reversed(order):
        found[number] = min(found[number], free - heights[number] / 2)
        free = found[number] - heights[number] / 2
    return found


def ticks_that_fit(across: Scale, low: float, high: float, most: int = 6) -> int:
    """About how many round values between two bounds an axis has room for, with their signs."""
    for about in range(most, 1, -1):
        values = drawing.ticks(low, high, about)
        places = [across(value) for value in values]
        widest = max((width_of(drawing.tick_text(value, values, signed=True)) for value in values), default=0.0)
        if all(abs(b - a) >= widest + 8 for a, b in pairwise(places)):
            return about
    return 1
