"""Words on paper: how wide they run at most, where they break, and how labels make room for each other."""

import re
from collections.abc import Sequence

from charts import theme

SIZE = theme.SIZE  # of letters, in pixels
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
    for word in re.split(r"\s+(?!%)", words.strip()):  # a number stays with its sign
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
