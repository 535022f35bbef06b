"""Cells of a map over two factors: where they lie, how they are coloured, and the legend that explains it.

Colour is the verdict (``experiments/verdicts.py``), in seven steps from parallel routes clearly better to the shared
plan clearly better. The same is said without colour: two lines for parallel routes, a ring for the shared plan,
hatching where it is too close to call, and nothing where the difference is too small to matter.
"""

import math

import numpy as np
from markupsafe import Markup

from charts import drawing
from charts.lettering import SIZE
from experiments.findings import ROUTE_WORDS
from experiments.verdicts import Verdict

STEPS = ("clear", "likely", "small", "close", "small", "likely", "clear")  # of colour, as short as they must be
HATCH_EVERY = 7
SMALLEST_FOR_SIGN = 11  # cells smaller than this have no room for a sign


def edges(values: tuple[float, ...]) -> np.ndarray:
    """Where the cell of each value begins and ends, shape (values + 1,): half way to the next value."""
    middles = np.asarray(values, dtype=float)
    if len(middles) == 1:
        half = abs(middles[0]) / 2 or 0.5
        return np.array([middles[0] - half, middles[0] + half])
    between = (middles[1:] + middles[:-1]) / 2
    return np.array([2 * middles[0] - between[0], *between, 2 * middles[-1] - between[-1]])


def cell_of(value: float, values: tuple[float, ...]) -> int | None:
    """Which cell a value falls in; none when it lies outside all."""
    ends = edges(values)
    return int(np.clip(np.searchsorted(ends, value) - 1, 0, len(values) - 1)) if ends[0] <= value <= ends[-1] else None


def cell(verdict: Verdict | None, left: float, top: float, right: float, bottom: float) -> list[Markup]:
    """One cell: its colour, and its hatching or its sign; empty where there is no result."""
    if verdict is None:
        return [drawing.strokes([((left, top), (right, bottom)), ((left, bottom), (right, top))], "grid")]
    shapes = [drawing.box(left, top, right - left, bottom - top, f"cell step{verdict.step}")]
    if not verdict.sure:
        return [*shapes, drawing.strokes(hatching(left, top, right, bottom), "hatch")]
    if verdict.better and min(right - left, bottom - top) >= SMALLEST_FOR_SIGN:
        shapes.append(sign((left + right) / 2, (top + bottom) / 2, verdict.better))
    return shapes


def hatching(
    left: float, top: float, right: float, bottom: float
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Slanting lines in a box; boxes beside each other continue each other's lines."""
    first = math.ceil((left + top) / HATCH_EVERY)
    last = math.floor((right + bottom) / HATCH_EVERY)
    lines = []
    for number in range(first, last + 1):
        along = number * HATCH_EVERY
        x1, x2 = max(left, along - bottom), min(right, along - top)
        lines.append(((x1, along - x1), (x2, along - x2)))
    return lines


def sign(x: float, y: float, route: str) -> Markup:
    """The sign of a route: two lines beside each other, or a ring."""
    if route == "parallel":
        return drawing.strokes([((x - 3, y + up), (x + 3, y + up)) for up in (-1.6, 1.6)], "sign")
    return drawing.dot(x, y, 2.8, "sign")


def legend(left: float, right: float, top: float) -> list[Markup]:
    """The steps of colour with their names, what both sides mean, and their signs; 62 high."""
    width = (right - left) / len(STEPS)
    words = {"parallel": f"{ROUTE_WORDS['parallel']} better", "shared_plan": f"{ROUTE_WORDS['shared_plan']} better"}
    y = top + SIZE - 2
    shapes = [
        drawing.strokes([((left, y - 5 + up), (left + 7, y - 5 + up)) for up in (-1.6, 1.6)], "sign"),
        drawing.text(left + 13, y, words["parallel"], "start", "side parallel"),
        drawing.text(right - 13, y, words["shared_plan"], "end", "side shared_plan"),
        drawing.dot(right - 4, y - 5, 3.4, "sign"),
    ]
    for number, name in enumerate(STEPS):
        shapes.append(drawing.box(left + number * width, top + 20, width, 13, f"cell step{number}"))
        shapes.append(drawing.text(left + (number + 0.5) * width, top + 47, name, "middle", "tick"))
    explained = "small: too small to matter; close: too close to call"
    return [*shapes, drawing.text((left + right) / 2, top + 63, explained, "middle", "tick")]
