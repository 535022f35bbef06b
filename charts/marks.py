"""Marks that can be told apart by their shape, not just by their colour: of the routes, and of lines in one picture."""

import math

from markupsafe import Markup

from charts import drawing

SHAPES = ("circle", "square", "diamond", "triangle", "turned")
CORNERS = {  # of each shape in units of its radius
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    "triangle": ((0, -1.2), (1.2, 0.9), (-1.2, 0.9)),
    "turned": ((0, 1.2), (1.2, -0.9), (-1.2, -0.9)),
}
OF_ROUTES = {"shared_plan": "circle", "parallel": "square", "neither": "diamond"}
COLOURS, DASHES = 5, 4  # of lines: ``series0`` and ``dash0`` and on; together twenty lines that differ


def mark(x: float, y: float, radius: float, shape: str, kind: str) -> Markup:
    """A mark of a shape at a place."""
    if shape == "circle":
        return drawing.dot(x, y, radius, kind)
    return drawing.area([(x + radius * across, y + radius * down) for across, down in CORNERS[shape]], kind)


def route_mark(x: float, y: float, side: str, radius: float = 4.5) -> Markup:
    """The mark of the route that is better: round for the shared plan, square for parallel routes."""
    return mark(x, y, radius, OF_ROUTES[side], f"mean {side}")


def series_mark(x: float, y: float, number: int, radius: float = 4) -> Markup:
    """The mark of a line, by its number."""
    return mark(x, y, radius, SHAPES[number % len(SHAPES)], f"series series{number % COLOURS}")


def series_line(number: int) -> str:
    """How a line is drawn, by its number, as classes."""
    return f"series{number % COLOURS} dash{number % DASHES}"


def whisker(low: float, high: float, across: float, kind: str, upright: bool = False) -> list[Markup]:
    """A range with ends, flat or upright; nothing where there is none."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return []
    lines = [((low, across), (high, across)), *(((end, across - 3), (end, across + 3)) for end in (low, high))]
    if upright:
        lines = [((y1, x1), (y2, x2)) for (x1, y1), (x2, y2) in lines]
    return [drawing.strokes(lines, kind)]
