"""What spreads the outcomes: settings or worlds beside luck, on one scale, in smallest differences that matter."""

import math
from collections.abc import Sequence

import numpy as np
from markupsafe import Markup

from charts import drawing, rows
from charts.amounts import key_of
from charts.drawing import Picture, Scale
from charts.lettering import WIDE, block
from experiments.numbers import number, plain, unit_words
from sim.outcomes import Outcome

TOP, LANE = 44, 8


def spread_picture(
    outcomes: Sequence[Outcome], between: np.ndarray, luck: np.ndarray, among: str = "settings", design: str = ""
) -> Picture:
    """Two bars an outcome: the spread of the difference among settings or worlds, and that by luck within one of them.

    Args:
        outcomes: in the order in which they are to be shown.
        between, luck: standard deviations in each outcome's own unit, shape (outcomes,); not a number where unknown.
        among: what there are several of: "settings", "worlds".
        design: by which they were chosen, where a page shows several.
    """
    spreads = np.stack([np.asarray(between, dtype=float), np.asarray(luck, dtype=float)], axis=1)
    sizes = spreads / np.array([[one.matters_from] for one in outcomes]).reshape(-1, 1)
    most = max(1.0, float(sizes[np.isfinite(sizes)].max(initial=1.0)))
    across = Scale(0, 1.06 * most, rows.LEFT, rows.RIGHT)
    middles, bottom = rows.heights([one.label.en for one in outcomes], TOP)
    shapes = [
        *rows.axis(across, TOP - 4, bottom),
        *key_shapes(f"among {among}"),
        drawing.line(across(1), TOP - 4, across(1), bottom, "usual"),
        *block(rows.RIGHT, bottom + 38, ["in smallest differences that matter (dashed: one)"], "end", "tick"),
    ]
    table, told = [], []
    for y, outcome, (wide, lucky), pair in zip(middles, outcomes, sizes, spreads):
        shapes += rows.name(outcome.label.en, y)
        for size, lane, kind in ((wide, -LANE, "amount"), (lucky, LANE, "luck")):
            if math.isfinite(size):
                shapes.append(rows.bar(across, 0, size, y + lane, 11, kind))
            shapes += rows.figure(times(size), y + lane, "group" if lane < 0 else "level")
        table.append(
            (
                f"{outcome.label.en} ({unit_words(outcome)})",
                *(number(one, outcome) for one in pair),
                times(wide),
                times(lucky),
            )
        )
        told.append(f"{outcome.label.en}: {times(wide)} among {among}, {times(lucky)} by luck")
    shapes.append(drawing.line(rows.LEFT, TOP - 4, rows.LEFT, bottom, "zero"))
    key, title = key_of("spreads", among, *([design] if design else [])), f"Spread of the differences: {among} and luck"
    words = f"Standard deviations of the difference, in smallest differences that matter. {'; '.join(told)}."
    svg = drawing.draw(key, title, words, bottom + 48, [drawing.group(shapes, "wide")], WIDE)
    columns = (
        "Outcome",
        f"Among {among}",
        "By luck",
        f"Among {among}, in smallest that matter",
        "By luck, in smallest that matter",
    )
    return Picture(key, title, words, svg, columns, table)


def times(size: float) -> str:
    """So many smallest differences that matter."""
    return f"{plain(size, 1)} ×" if math.isfinite(size) else "none"


def key_shapes(among: str) -> list[Markup]:
    """What both bars are."""
    return [
        drawing.box(rows.NAME_AT, 9, 22, 11, "amount"),
        *block(rows.NAME_AT + 30, 14, [among]),
        drawing.box(rows.NAME_AT + 230, 9, 22, 11, "luck"),
        *block(rows.NAME_AT + 260, 14, ["by luck within one of them"]),
    ]
