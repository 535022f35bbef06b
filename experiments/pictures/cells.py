"""Cells of a map over two factors: where they lie, how they are coloured, and the legend that explains it.

Colour says how often the shared plan is better, in seven steps that follow the badges (*clear* from 95 of 100, *likely*
from 75). The same is said without colour: two lines for parallel routes, a ring for the shared plan, hatching where
it cannot be told.
"""

import math

import numpy as np
from markupsafe import Markup

from experiments.findings import ROUTE_WORDS
from experiments.pictures import drawing
from experiments.pictures.lettering import SIZE

STEPS = (0.0, 0.05, 0.25, 0.4, 0.6, 0.75, 0.95, 1.0)  # ends of the steps of colour
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


def step_of(share: float) -> int:
    """The step of colour of a share; the middle step holds both its ends."""
    below = sum(share >= end for end in STEPS[1:4])
    above = sum(share > end for end in STEPS[4:5]) + sum(share >= end for end in STEPS[5:7])
    return below + above


def cell(share: float, verdict: str, left: float, top: float, right: float, bottom: float) -> list[Markup]:
    """One cell: its colour, and its hatching or its sign; empty where there is no result."""
    if not math.isfinite(share):
        return [drawing.strokes([((left, top), (right, bottom)), ((left, bottom), (right, top))], "grid")]
    shapes = [drawing.box(left, top, right - left, bottom - top, f"cell step{step_of(share)}")]
    if verdict == "cannot tell":
        return [*shapes, drawing.strokes(hatching(left, top, right, bottom), "hatch")]
    if min(right - left, bottom - top) >= SMALLEST_FOR_SIGN:
        shapes.append(sign((left + right) / 2, (top + bottom) / 2, verdict))
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
    """The steps of colour with their ends, what both sides mean, and their signs; 62 high."""
    width = (right - left) / (len(STEPS) - 1)
    words = {"parallel": f"{ROUTE_WORDS['parallel']} better", "shared_plan": f"{ROUTE_WORDS['shared_plan']} better"}
    y = top + SIZE - 2
    shapes = [
        drawing.strokes([((left, y - 5 + up), (left + 7, y - 5 + up)) for up in (-1.6, 1.6)], "sign"),
        drawing.text(left + 13, y, words["parallel"], "start", "side parallel"),
        drawing.text(right - 13, y, words["shared_plan"], "end", "side shared_plan"),
        drawing.dot(right - 4, y - 5, 3.4, "sign"),
    ]
    for number in range(len(STEPS) - 1):
        shapes.append(drawing.box(left + number * width, top + 20, width, 13, f"cell step{number}"))
    for number, end in enumerate(STEPS):
        anchor = "start" if number == 0 else "end" if number == len(STEPS) - 1 else "middle"
        shapes.append(drawing.text(left + number * width, top + 47, f"{100 * end:g}", anchor, "tick"))
    middle = (left + right) / 2
    return [*shapes, drawing.text(middle, top + 63, "times the shared plan is better, of 100 pairs", "middle", "tick")]
