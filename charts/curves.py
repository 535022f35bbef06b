"""What a factor does: the mean difference between the routes along its values, a line for each policy or other setting.

Upwards the shared plan is better, whatever the sign. Lines differ by mark and dash, and carry their names.
"""

import numpy as np
import pandas as pd
from markupsafe import Markup

from charts import drawing
from charts.amounts import amount, axis_title, difference_words, in_unit, inside, key_of, title_of
from charts.drawing import Picture, Scale
from charts.factor_axis import across_axis
from charts.lettering import LEADING, WIDE, block, spread, wrapped
from charts.marks import COLOURS, series_line, series_mark, whisker
from charts.rows import oriented
from experiments.designs.factors import Factor
from experiments.findings import ROUTE_WORDS
from sim.outcomes import Outcome

LEFT, RIGHT, TOP, PLOT_HEIGHT = 72, WIDE - 16, 30, 260
NAMES_ROOM = 160  # to the right, for the names of several lines
MANY = 8  # values from which a range is drawn as a band
ASIDE = 6  # between whiskers of different lines at the same value


def curve_picture(factor: Factor, outcome: Outcome, curves: pd.DataFrame) -> Picture:
    """The lines of one outcome along one factor.

    Args:
        factor: on the axis across.
        outcome: what differs between the routes.
        curves: columns ``series`` (name of a line), ``x`` (value of the factor), and ``mean``, ``low``, ``high``
            (shared plan minus parallel with its range, in the outcome's own unit; not a number where there is none);
            the lines in the order in which they are to be told.
    """
    lines = {str(name): rows.sort_values("x") for name, rows in curves.groupby("series", sort=False)}
    several = len(lines) > 1
    right = RIGHT - NAMES_ROOM if several else RIGHT
    names = [wrapped(name, NAMES_ROOM - 34, at_most=4) for name in lines]
    bottom = TOP + max(PLOT_HEIGHT, several * sum(LEADING * len(words) + 4 for words in names))
    matters = float(in_unit(np.array(outcome.matters_from), outcome))
    values = in_unit(curves[["mean", "low", "high"]].to_numpy(), outcome).ravel()
    up = oriented([*values, -matters, matters], outcome.better, bottom, TOP)
    across = drawing.scale([*curves["x"]], LEFT, right)
    x_title = wrapped(f"{axis_title(factor)} →", RIGHT - 10, bold=True)
    below = bottom + 24 + LEADING * len(x_title)
    strip = sorted((up(-matters), up(matters)))
    shapes = [
        drawing.box(LEFT, strip[0], right - LEFT, strip[1] - strip[0], "matters"),
        *up_axis(up, right, outcome.better),
        *across_axis(factor, across, bottom),
        *block(RIGHT, bottom + 24 + LEADING * len(x_title) / 2, x_title, "end", "group"),
        *key_shapes(below + 16, any(len(rows) >= MANY for rows in lines.values())),
    ]
    ends = []
    for number, rows in enumerate(lines.values()):
        aside = ASIDE * (number - (len(lines) - 1) / 2) if len(rows) < MANY else 0.0
        points, more = line_shapes(rows, number, aside, outcome, across, up)
        shapes += more
        ends.append(points[-1] if points else None)
    if several:
        shapes += name_shapes(names, ends, right, bottom)
    key = key_of("curve", outcome.name, factor.name)
    title = f"{title_of(outcome)} along {inside(factor.label)}"
    words = in_words(factor, outcome, lines)
    svg = drawing.draw(
        key, title, words, below + 30, [drawing.group(shapes, "wide several" if several else "wide")], WIDE
    )
    return Picture(
        key, title, words, svg, ("Line", axis_title(factor), "Difference (range)"), rows_of(factor, outcome, lines)
    )


def up_axis(up: Scale, right: float, better: str) -> list[Markup]:
    """Signed differences to the left, the line of no difference, and what up and down mean."""
    values = drawing.ticks(min(up.low, up.high), max(up.low, up.high), 5)
    shapes = []
    for value in values:
        shapes.append(drawing.line(LEFT, up(value), right, up(value), "zero" if value == 0 else "grid"))
        shapes.append(
            drawing.text(LEFT - 7, up(value) + 5, drawing.tick_text(value, values, signed=True), "end", "tick")
        )
    if better == "neither":
        return [*shapes, drawing.text(LEFT, 14, "▲ more with the plan", "start", "tick")]
    above, beneath = f"▲ {ROUTE_WORDS['shared_plan']} better", f"▼ {ROUTE_WORDS['parallel']} better"
    return [
        *shapes,
        drawing.text(LEFT, 14, above, "start", "side shared_plan"),
        drawing.text(RIGHT, 14, beneath, "end", "side parallel"),
    ]


def line_shapes(
    rows: pd.DataFrame, number: int, aside: float, outcome: Outcome, across: Scale, up: Scale
) -> tuple[list[tuple[float, float]], list[Markup]]:
    """One line, where it has results: its points, and its band or whiskers, dashes and marks."""
    rows = rows[np.isfinite(rows["mean"])]
    mean, low, high = (in_unit(rows[column].to_numpy(), outcome) for column in ("mean", "low", "high"))
    places = [across(x) + aside for x in rows["x"]]
    points = [(place, up(value)) for place, value in zip(places, mean)]
    shapes = []
    if len(rows) >= MANY:
        edge = [(place, up(value)) for place, value in zip(places, high)]
        back = [(place, up(value)) for place, value in zip(places, low)]
        shapes.append(drawing.area([*edge, *reversed(back)], f"spread series{number % COLOURS}"))
    else:
        for place, start, end in zip(places, low, high):
            shapes += whisker(up(start), up(end), place, f"whisker series{number % COLOURS}", upright=True)
    shapes.append(drawing.path(points, f"line {series_line(number)}"))
    return points, [*shapes, *(series_mark(*point, number) for point in points)]


def name_shapes(
    names: list[list[str]], ends: list[tuple[float, float] | None], right: float, bottom: float
) -> list[Markup]:
    """The name of each line beside its end, with its mark, and a thin line to it where names had to make room."""
    told = [(number, end) for number, end in enumerate(ends) if end is not None]
    heights = [LEADING * len(names[number]) + 4.0 for number, _ in told]
    places = spread([y for _, (_, y) in told], heights, TOP, bottom)
    shapes = []
    for (number, (x, y)), place in zip(told, places):
        shapes.append(drawing.line(x + 5, y, right + 14, place, "leader"))
        shapes.append(series_mark(right + 20, place, number))
        shapes += block(right + 30, place, names[number])
    return shapes


def key_shapes(y: float, bands: bool) -> list[Markup]:
    """What the strip and the ranges mean."""
    half = LEFT + 212
    return [
        drawing.box(LEFT, y - 7, 26, 14, "matters"),
        *block(LEFT + 34, y, ["too small to matter"]),
        *(
            [drawing.box(half, y - 7, 26, 14, "spread series0")]
            if bands
            else whisker(half, half + 26, y, "whisker series0")
        ),
        *block(half + 34, y, ["range, 95 of 100 times"]),
    ]


def in_words(factor: Factor, outcome: Outcome, lines: dict[str, pd.DataFrame]) -> str:
    """Where each line begins and ends, and on which side of no difference."""
    parts = [f"{title_of(outcome)}, shared plan minus parallel, along {inside(factor.label)}."]
    for name, rows in lines.items():
        known = rows[np.isfinite(rows["mean"])]
        if known.empty:
            parts.append(f"{name}: no result.")
            continue
        ends = [known.iloc[0]] if len(known) == 1 else [known.iloc[0], known.iloc[-1]]
        told = (f"{row_words(row, outcome)} at {amount(row['x'], factor)}" for row in ends)
        parts.append(f"{name}: {' and '.join(told)}.")
    return " ".join(parts)


def row_words(row: pd.Series, outcome: Outcome) -> str:
    """The difference at one value."""
    return difference_words(row["mean"], row["low"], row["high"], outcome)


def rows_of(factor: Factor, outcome: Outcome, lines: dict[str, pd.DataFrame]) -> list[tuple[str, ...]]:
    """The table: every value of every line."""
    return [
        (name, amount(row["x"], factor), row_words(row, outcome))
        for name, rows in lines.items()
        for _, row in rows.iterrows()
    ]
