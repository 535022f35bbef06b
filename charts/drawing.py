"""Pen and paper: scales, ticks, and the few SVG shapes that the pictures are made of.

Colours come from the page (classes ``parallel``, ``shared_plan``, ``neither``), so that a picture follows light and
dark. Every text goes through `markupsafe`, whatever a scenario calls itself.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from experiments.numbers import plain
from sim.words import Language

WIDTH = 360  # of one small picture, in its own units; several stand side by side
TEXT = 12


@dataclass(frozen=True)
class Picture:
    """A picture with its heading, what it shows in words, and the numbers behind it.

    Attributes:
        key: unique on the page, for links between text and picture.
        title: heading of the picture.
        words: text alternative: what can be read from it.
        svg: the drawing.
        columns, rows: the table behind it.
    """

    key: str
    title: str
    words: str
    svg: Markup
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class Scale:
    """A straight line from values to places on paper; it may run backwards."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def scale(values: Sequence[float], start: float, end: float, margin: float = 0.06) -> Scale:
    """A scale around all values that are numbers, with some room, and never of no length."""
    known = [value for value in values if math.isfinite(value)] or [0.0]
    low, high = min(known), max(known)
    room = (high - low) * margin or abs(high) * margin or 1.0
    return Scale(low - room, high + room, start, end)


def ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round values between two bounds."""
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(size * power for size in (1, 2, 5, 10) if size * power >= rough)
    first = math.ceil(low / step)
    return [number * step for number in range(first, math.floor(high / step) + 1)]


def tick_text(value: float, among: Sequence[float], signed: bool = False, language: Language = "en") -> str:
    """A tick with as many digits as its neighbours need."""
    step = min((abs(b - a) for a, b in pairwise(among)), default=abs(value) or 1.0)
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    return plain(value, digits, signed, language)


def draw(key: str, title: str, words: str, height: float, shapes: list[Markup], width: float | None = WIDTH) -> Markup:
    """A whole drawing, with title and text alternative; without a width it is as wide as there is room."""
    size = (
        Markup('width="100%" height="{}"').format(height)
        if width is None
        else Markup('viewBox="0 0 {} {}"').format(width, height)
    )
    return Markup(
        '<svg {size} role="img" aria-labelledby="{key}-title {key}-words">'
        '<title id="{key}-title">{title}</title><desc id="{key}-words">{words}</desc>{shapes}</svg>'
    ).format(size=size, key=key, title=title, words=words, shapes=Markup("").join(shapes))


def text(x: float, y: float, words: str, anchor: str = "start", kind: str = "") -> Markup:
    """Words at a place."""
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}" class="{}">{}</text>').format(x, y, anchor, kind, words)


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    """A straight line."""
    return Markup('<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" class="{}"/>').format(x1, y1, x2, y2, kind)


def path(points: Sequence[tuple[float, float]], kind: str) -> Markup:
    """A line through points."""
    return Markup('<polyline points="{}" class="{}"/>').format(joined(points), kind)


def area(points: Sequence[tuple[float, float]], kind: str) -> Markup:
    """A filled shape."""
    return Markup('<polygon points="{}" class="{}"/>').format(joined(points), kind)


def box(x: float, y: float, width: float, height: float, kind: str) -> Markup:
    """A rectangle."""
    return Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" class="{}"/>').format(
        x, y, width, height, kind
    )


def dot(x: float, y: float, radius: float, kind: str) -> Markup:
    """A round dot."""
    return Markup('<circle cx="{:.1f}" cy="{:.1f}" r="{:.1f}" class="{}"/>').format(x, y, radius, kind)


def strokes(lines: Sequence[tuple[tuple[float, float], tuple[float, float]]], kind: str) -> Markup:
    """Many straight lines as one shape."""
    ways = " ".join(f"M{x1:.1f},{y1:.1f}L{x2:.1f},{y2:.1f}" for (x1, y1), (x2, y2) in lines)
    return Markup('<path d="{}" class="{}"/>').format(ways, kind)


def group(shapes: list[Markup], kind: str) -> Markup:
    """Shapes that belong together."""
    return Markup('<g class="{}">{}</g>').format(kind, Markup("").join(shapes))


def joined(points: Sequence[tuple[float, float]]) -> str:
    """Points as SVG writes them, without those that have no place."""
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points if math.isfinite(y))
