"""A map over two factors: where the shared plan is better, where parallel routes are, and the break-even between them.

The dot is the usual setting: "you are here".
"""

import math
from itertools import pairwise

import numpy as np
from markupsafe import Markup

from charts import cells, drawing
from charts.amounts import amount, axis_title, inside, key_of
from charts.boundary import Boundary, boundary_shapes
from charts.drawing import Picture, Scale
from charts.factor_axis import across_axis, up_axis
from charts.lettering import LEADING, WIDE, block, width_of, wrapped
from experiments.designs.factors import Factor
from experiments.verdicts import CLOSE, STANDINGS
from sim.outcomes import Outcome

LEFT, RIGHT, PLOT_HEIGHT = 66, WIDE - 16, 310
HERE = "you are here"


def break_even_picture(
    x: Factor,
    y: Factor,
    outcome: Outcome,
    share_better: np.ndarray,
    verdicts: np.ndarray,
    boundary: Boundary,
    here: tuple[float, float] | None = None,
    panel: str = "",
) -> Picture:
    """The map of one outcome.

    Args:
        x, y: factors with their values on the grid.
        outcome: by which a route is better.
        share_better: share of paired runs in which the shared plan is better, a tie counted as half; shape (x, y).
        verdicts: a ``Verdict`` for each cell, None where it has no result; shape (x, y).
        boundary: the break-even.
        here: values of x and y in the usual setting.
        panel: what else holds in this map, where there are several of them.

    Raises:
        ValueError: when the shapes do not fit the grid.
    """
    share = np.asarray(share_better, dtype=float)
    if not share.shape == verdicts.shape == (len(x.values), len(y.values)):
        raise ValueError(
            f"shares {share.shape} and verdicts {verdicts.shape} on {len(x.values)} × {len(y.values)} cells"
        )
    y_title = wrapped(f"↑ {axis_title(y)}", WIDE - 20, bold=True)
    x_title = wrapped(f"{axis_title(x)} →", RIGHT - 10, bold=True)
    top = 84 + LEADING * len(y_title)
    bottom = top + PLOT_HEIGHT
    below = bottom + 24 + LEADING * len(x_title)
    across, up = scale_of(x, LEFT, RIGHT), scale_of(y, bottom, top)
    shapes = [
        *cells.legend(LEFT, RIGHT, 0),
        *block(8, top - 8 - LEADING * len(y_title) / 2, y_title, "start", "group"),
        *grid(x, y, verdicts, across, up),
        *boundary_shapes(boundary, x.values, across, up),
        *across_axis(x, across, bottom),
        *up_axis(y, up, LEFT),
        *block(RIGHT, bottom + 24 + LEADING * len(x_title) / 2, x_title, "end", "group"),
        *here_shapes(here if is_inside(here, x, y) else None, across, up),
        *key_shapes(boundary, below + 16),
    ]
    key = key_of("break-even", outcome.name, x.name, y.name, *([panel] if panel else []))
    title = f"Where the shared plan pays off: {inside(outcome.label.en)}{f' ({panel})' if panel else ''}"
    words = in_words(x, y, share, verdicts, boundary, here)
    svg = drawing.draw(key, title, words, below + 52, [drawing.group(shapes, "wide")], WIDE)
    columns = (
        axis_title(x),
        *(f"{y.label} {amount(value, y)}" for value in y.values),
        f"Break-even: {inside(y.label)}",
    )
    return Picture(key, title, words, svg, columns, rows(x, y, share, verdicts, boundary))


def scale_of(factor: Factor, start: float, end: float) -> Scale:
    """A scale from the edge of the first cell to that of the last."""
    ends = cells.edges(factor.values)
    return Scale(float(ends[0]), float(ends[-1]), start, end)


def grid(x: Factor, y: Factor, verdicts: np.ndarray, across: Scale, up: Scale) -> list[Markup]:
    """All cells."""
    shapes = []
    for column, (left, right) in enumerate(pairwise(across(end) for end in cells.edges(x.values))):
        for row, (low, high) in enumerate(pairwise(up(end) for end in cells.edges(y.values))):
            shapes += cells.cell(verdicts[column, row], left, high, right, low)
    return shapes


def is_inside(here: tuple[float, float] | None, x: Factor, y: Factor) -> bool:
    """Whether the usual setting lies on the map."""
    return here is not None and all(
        cells.cell_of(value, factor.values) is not None for value, factor in zip(here, (x, y))
    )


def here_shapes(here: tuple[float, float] | None, across: Scale, up: Scale) -> list[Markup]:
    """The dot, with its words on the side that has room for them."""
    if here is None:
        return []
    place, height = across(here[0]), up(here[1])
    length = width_of(HERE, bold=True)
    left = place + 12 if place + 16 + length <= RIGHT else place - 12 - length
    return [
        drawing.box(left - 2, height - 10, length + 4, 20, "plate"),
        drawing.text(left + length / 2, height + 5, HERE, "middle", "group"),
        drawing.dot(place, height, 6, "here"),
    ]


def key_shapes(boundary: Boundary, y: float) -> list[Markup]:
    """What lines and hatching mean."""
    halves = (LEFT, (LEFT + RIGHT) / 2 + 10)
    shapes = [
        drawing.path([(LEFT, y), (LEFT + 26, y)], "break-even"),
        *block(LEFT + 34, y, ["break-even"]),
        drawing.box(LEFT, y + 17, 26, 13, "band-luck"),
        *block(LEFT + 34, y + 24, ["its range by luck"]),
        drawing.strokes(cells.hatching(halves[1], y - 7, halves[1] + 26, y + 6), "hatch"),
        *block(halves[1] + 34, y, [CLOSE]),
    ]
    if boundary.over_worlds:
        shapes.append(drawing.box(halves[1], y + 17, 26, 13, "band-worlds"))
        shapes += block(halves[1] + 34, y + 24, ["over plausible worlds"])
    return shapes


def in_words(
    x: Factor,
    y: Factor,
    share: np.ndarray,
    verdicts: np.ndarray,
    boundary: Boundary,
    here: tuple[float, float] | None,
) -> str:
    """What can be read from the map."""
    standings = [one.standing for one in verdicts.flat if one is not None]
    count = {name: standings.count(name) for name in STANDINGS}
    spans = " and ".join(
        f"{inside(one.label)} from {amount(one.values[0], one)} to {amount(one.values[-1], one)}" for one in (x, y)
    )
    parts = [
        f"{spans[:1].upper()}{spans[1:]}. "
        f"Of {share.size} combinations the shared plan is better in {count['shared_plan']}, "
        f"parallel routes in {count['parallel']}; in {count['small']} the difference is too small to matter, in "
        f"{count[CLOSE]} it is too close to call."
    ]
    if missing := verdicts.size - len(standings):
        parts.append(f"{missing} have no result.")
    there = np.flatnonzero(np.isfinite(boundary.middle))
    if not len(there):
        parts.append("There is no break-even between them.")
    for number in sorted({*there[:1], *there[-1:]}):
        spot = f"{inside(x.label)} {amount(x.values[number], x)}"
        parts.append(f"With {spot}, break-even is at {inside(y.label)} {at(boundary, number, y)}.")
    if here is not None:
        parts.append(where(here, x, y, share, verdicts))
    return " ".join(parts)


def where(here: tuple[float, float], x: Factor, y: Factor, share: np.ndarray, verdicts: np.ndarray) -> str:
    """What the map says of the usual setting."""
    place = f"You are here: {inside(x.label)} {amount(here[0], x)}, {inside(y.label)} {amount(here[1], y)}"
    column, row = cells.cell_of(here[0], x.values), cells.cell_of(here[1], y.values)
    if column is None or row is None:
        return f"{place}; this lies outside the map."
    verdict = verdicts[column, row]
    if verdict is None:
        return f"{place}; there is no result for it."
    return f"{place}; {verdict.told('en')}, the plan better in {100 * share[column, row]:.0f} of 100 pairs."


def at(boundary: Boundary, number: int, y: Factor) -> str:
    """The break-even for one value of x, with its ranges."""
    ranges = [("by luck", boundary.low[number], boundary.high[number])]
    if boundary.over_worlds:
        ranges.append(("over worlds", boundary.over_worlds[0][number], boundary.over_worlds[1][number]))
    told = [f"{words} {name}" for name, low, high in ranges if (words := range_words(low, high, y))]
    middle = amount(boundary.middle[number], y) if math.isfinite(boundary.middle[number]) else "none"
    return middle + (f" ({'; '.join(told)})" if told else "")


def range_words(low: float, high: float, y: Factor) -> str:
    """A range that may be open; empty where it is not known or lies outside."""
    if not low < high:
        return f"{amount(low, y)} to {amount(high, y)}" if math.isfinite(low) and low == high else ""
    if math.isfinite(low) and math.isfinite(high):
        return f"{amount(low, y)} to {amount(high, y)}"
    if math.isfinite(low):
        return f"from {amount(low, y)}"
    return f"up to {amount(high, y)}" if math.isfinite(high) else "anywhere"


def rows(x: Factor, y: Factor, share: np.ndarray, verdicts: np.ndarray, boundary: Boundary) -> list[tuple[str, ...]]:
    """For each value of x: of 100 pairs those in which the shared plan is better, the verdict, and the break-even."""
    return [
        (
            amount(value, x),
            *(
                "none" if verdict is None else f"{100 * share[column, row]:.0f}; {verdict.told('en')}"
                for row, verdict in enumerate(verdicts[column])
            ),
            at(boundary, column, y),
        )
        for column, value in enumerate(x.values)
    ]
