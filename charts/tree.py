"""Where something happens: boxes of conditions that were found, each condition narrowing the one above it."""

import math
from collections.abc import Mapping

import pandas as pd
from markupsafe import Markup

from charts import drawing
from charts.amounts import amount, inside, key_of
from charts.drawing import Picture, Scale
from charts.lettering import LEADING, WIDE, block, wrapped
from experiments.designs.factors import Factor
from experiments.numbers import plain

HEAD, ROW, INDENT, DEEPEST = 26, 42, 14, 5  # conditions deeper than that are not moved further in
NAMES_TO = 286
BARS = {"coverage": (304, 364), "density": (416, 476)}  # from 0 to 100; the numbers stand to their right
HEADS = {"coverage": "holds", "density": "true in"}
COLUMNS = ("Box", "Condition", "Coverage, %", "Density, %", "Worlds")


def tree_picture(
    boxes: pd.DataFrame, factors: Mapping[str, Factor], happens: str, overall: float = math.nan
) -> Picture:
    """Nested conditions with two bars each: how much of what happens they hold, and how often it happens in them.

    Args:
        boxes: a row a condition: ``box`` (number or name), ``factor``, ``low``, ``high`` (its range; not a number or
            the end of the factor where it is open), and ``coverage``, ``density`` (0 to 1) and ``worlds`` (number)
            with this condition and all above it in the same box; in the order in which they narrow.
        factors: by name.
        happens: what happens, as in "worlds where parallel routes are better".
        overall: how often it happens in all worlds, 0 to 1; not a number when unknown.
    """
    shapes: list[Markup] = []
    for name, (left, _) in BARS.items():
        shapes += block(left, 12, [HEADS[name]], "start", "group")
    table, told, y = [], [], 26.0
    for box, conditions in boxes.groupby("box", sort=False):
        shapes += block(6, y + 12, wrapped(f"Box {box}", NAMES_TO, at_most=1, bold=True), "start", "group")
        y += HEAD
        path: list[str] = []
        for depth, row in enumerate(conditions.to_dict("records")):
            path.append(condition(factors[str(row["factor"])], row["low"], row["high"]))
            lines = wrapped(f"and {inside(path[-1])}" if depth else path[-1], NAMES_TO - left_of(depth), at_most=4)
            tall = max(ROW, LEADING * len(lines) + 10.0)
            shapes += row_shapes(lines, depth, y, tall, row["coverage"], row["density"], overall)
            numbers = (per_hundred(row["coverage"]), per_hundred(row["density"]), plain(row["worlds"], 0))
            table.append((str(box), f"{'and ' if depth else ''}{inside(path[-1])}", *numbers))
            y += tall
        told.append(f"Box {box}: {' and '.join(map(inside, path))}; holds {numbers[0]}, true in {numbers[1]} of 100.")
        y += 8
    notes = wrapped(
        f"Holds: of 100 {happens}, those in the box. True in: of 100 worlds in the box, so many.", WIDE - 12, 4
    )
    if math.isfinite(overall):
        notes += [f"Dashed: in all worlds {per_hundred(overall)} of 100."]
    if boxes.empty:
        told.append("No box was found.")
        notes = ["No box was found."]
    shapes += block(6, y + 12 + LEADING * (len(notes) - 1) / 2, notes, "start", "tick")
    words = " ".join([f"Conditions for {happens}.", *told, *notes[-1:] * math.isfinite(overall)])
    key, title = key_of("tree", happens), f"Where to find {happens}"
    svg = drawing.draw(key, title, words, y + 12 + LEADING * len(notes), [drawing.group(shapes, "wide")], WIDE)
    return Picture(key, title, words, svg, COLUMNS, table)


def condition(factor: Factor, low: float, high: float) -> str:
    """A range of a factor in words; an end that is the factor's own says nothing."""
    above = math.isfinite(low) and low > factor.low
    below = math.isfinite(high) and high < factor.high
    if above and below:
        return f"{factor.label} {amount(low, factor)} to {amount(high, factor)}"
    if above:
        return f"{factor.label} from {amount(low, factor)}"
    return f"{factor.label} up to {amount(high, factor)}" if below else f"{factor.label} any"


def per_hundred(share: float) -> str:
    """A share as a count of 100."""
    return plain(100 * share, 0)


def left_of(depth: int) -> float:
    """Where the words of a condition begin."""
    return 20 + INDENT * min(depth, DEEPEST)


def row_shapes(
    lines: list[str], depth: int, top: float, tall: float, coverage: float, density: float, overall: float
) -> list[Markup]:
    """One condition, hanging from the one above, with its two bars."""
    left, y = left_of(depth), top + tall / 2
    shapes = block(left, y, lines)
    if depth:
        corner = (left - 12, y)
        shapes.append(drawing.strokes([((left - 12, top + 2), corner), (corner, (left - 5, y))], "leader"))
    for share, name, kind in ((coverage, "coverage", "amount-all"), (density, "density", "amount")):
        across = Scale(0, 1, *BARS[name])
        shapes.append(drawing.box(across(0), y - 7, across(1) - across(0), 14, "frame"))
        if math.isfinite(share):
            shapes.append(drawing.box(across(0), y - 7, across(share) - across(0), 14, kind))
        if name == "density" and math.isfinite(overall):
            shapes.append(drawing.line(across(overall), y - 11, across(overall), y + 11, "usual"))
        shapes += block(across(1) + 36, y, [per_hundred(share)], "end")
    return shapes
