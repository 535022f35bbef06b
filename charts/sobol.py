"""Shares of the spread: what each assumption makes by itself and together with others, and beside it what is luck."""

import math
from collections.abc import Sequence

import numpy as np
from markupsafe import Markup

from charts import drawing, rows
from charts.amounts import inside, key_of
from charts.drawing import Picture, Scale
from charts.lettering import WIDE, block
from charts.marks import whisker
from experiments.designs.factors import Factor
from experiments.numbers import plain
from sim.outcomes import Outcome

TOP, LANE = 40, 8
MOST = 12  # rows; the others are in the table
LUCK = "Luck, of the spread of a single pair"
COLUMNS = ("Assumption", "By itself, %", "Range", "With others, %", "Range, with others")


def sobol_picture(
    outcome: Outcome,
    factors: Sequence[Factor],
    first: np.ndarray,
    total: np.ndarray,
    first_half: np.ndarray,
    total_half: np.ndarray,
    luck: float = math.nan,
) -> Picture:
    """Two bars a factor with the largest total on top, and one for luck.

    Args:
        outcome: what spreads.
        factors: what makes it spread.
        first, total: share of the variance of the mean by each alone, and with its interactions; shape (factors,).
        first_half, total_half: half the width of their 95 % ranges, shape (factors,).
        luck: share of the variance of a single paired run that is luck: of another whole; not a number when unknown.
    """
    shares = 100 * np.stack([np.asarray(one, dtype=float) for one in (first, total, first_half, total_half)], axis=1)
    order = [int(one) for one in np.argsort(-np.nan_to_num(shares[:, 1], nan=-math.inf), kind="stable")]
    named = [(factors[one].label, shares[one]) for one in order]
    drawn = named[:MOST] + (
        [(LUCK, np.array([math.nan, 100 * luck, math.nan, math.nan]))] if math.isfinite(luck) else []
    )
    edges = [
        end for _, row in drawn for end in (*(row[:2] - row[2:]), *(row[:2] + row[2:]), *row[:2]) if math.isfinite(end)
    ]
    lowest, highest = min([0.0, *edges]), max([1.0, *edges])
    across = Scale(1.05 * lowest, highest + 0.05 * (highest - lowest), rows.LEFT, rows.RIGHT)
    middles, bottom = rows.heights([label for label, _ in drawn], TOP)
    shapes = [
        *rows.axis(across, TOP - 4, bottom),
        *key_shapes(),
        *block(rows.RIGHT, bottom + 38, ["% of the spread"], "end", "tick"),
    ]
    for y, (label, row) in zip(middles, drawn):
        shapes += rows.name(label, y)
        if label == LUCK:
            shapes += [rows.bar(across, 0, row[1], y, 12, "luck"), *rows.figure(per_cent(row[1]), y)]
            continue
        for value, half, lane, kind in ((row[0], row[2], -LANE, "amount"), (row[1], row[3], LANE, "amount-all")):
            if math.isfinite(value):
                shapes.append(rows.bar(across, 0, value, y + lane, 10, kind))
                shapes += whisker(across(value - half), across(value + half), y + lane, "whisker series0")
        shapes += rows.figure(per_cent(row[0]), y - LANE, "level")
        shapes += rows.figure(per_cent(row[1]), y + LANE)
    shapes.append(drawing.line(across(0), TOP - 4, across(0), bottom, "zero"))
    table = [table_row(label, row) for label, row in named]
    if math.isfinite(luck):
        table.append((LUCK, "none", "none", plain(100 * luck, 0), "none"))
    key, title = key_of("sobol", outcome.name), f"What makes the spread in {inside(outcome.label.en)}"
    told = "; ".join(
        f"{label}: {alone} by itself, {together} with others" for label, alone, _, together, _ in table[:MOST]
    )
    words = f"Shares of the spread in {inside(outcome.label.en)}, in per cents. {told}."
    if math.isfinite(luck):
        words += f" Of the spread of a single paired run {plain(100 * luck, 0)} is luck."
    svg = drawing.draw(key, title, words, bottom + 48, [drawing.group(shapes, "wide")], WIDE)
    return Picture(key, title, words, svg, COLUMNS, table)


def per_cent(share: float) -> str:
    """A share of 100 with its unit, or "none"."""
    return f"{plain(share, 0)} %" if math.isfinite(share) else "none"


def key_shapes() -> list[Markup]:
    """What both bars are."""
    return [
        drawing.box(rows.NAME_AT, 9, 22, 10, "amount"),
        *block(rows.NAME_AT + 30, 14, ["by itself"]),
        drawing.box(rows.NAME_AT + 120, 9, 22, 10, "amount-all"),
        *block(rows.NAME_AT + 150, 14, ["together with others"]),
        *whisker(rows.NAME_AT + 330, rows.NAME_AT + 352, 14, "whisker series0"),
        *block(rows.NAME_AT + 360, 14, ["95 % range"]),
    ]


def table_row(label: str, row: np.ndarray) -> tuple[str, ...]:
    """A factor with both shares and their ranges."""
    cells = [label]
    for value, half in ((row[0], row[2]), (row[1], row[3])):
        span = f"{plain(value - half, 0)} to {plain(value + half, 0)}" if math.isfinite(value + half) else "none"
        cells += [plain(value, 0), span]
    return tuple(cells)
