"""Shares of the spread: what each assumption makes by itself and together with others, and beside it what is luck."""

import math
from collections.abc import Sequence
from functools import cache

import numpy as np

from charts import rows, theme
from charts.amounts import inside, key_of
from charts.chart import Chart, Spec, columns_of, spec_of
from charts.later import alt
from charts.layers import key, zero
from charts.rows import most_lines, row_columns
from experiments.designs.factors import Factor
from experiments.numbers import plain
from sim.outcomes import Outcome

MOST = 12  # rows; the others are in the table
LUCK = "Luck, of the spread of a single pair"
COLUMNS = ("Assumption", "By itself, %", "Range", "With others, %", "Range, with others")


def sobol_chart(
    outcome: Outcome,
    factors: Sequence[Factor],
    first: np.ndarray,
    total: np.ndarray,
    first_half: np.ndarray,
    total_half: np.ndarray,
    luck: float = math.nan,
) -> Chart:
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
    shares_of = np.array([row for _, row in drawn]).reshape(-1, 4)
    of_luck = np.array([label == LUCK for label, _ in drawn], dtype=bool)
    alone, total_of, half, half_total = shares_of.T
    data = {
        "rows": row_columns(
            [label for label, _ in drawn],
            alone=alone,
            total=np.where(of_luck, np.nan, total_of),
            luck=np.where(of_luck, total_of, np.nan),
            alone_low=alone - half,
            alone_high=alone + half,
            total_low=total_of - half_total,
            total_high=total_of + half_total,
            figure=["" if lucky else per_cent(one) for lucky, one in zip(of_luck, alone)],
            figure_total=["" if lucky else per_cent(one) for lucky, one in zip(of_luck, total_of)],
            figure_luck=[per_cent(one) if lucky else "" for lucky, one in zip(of_luck, total_of)],
        ),
        "frame": columns_of(x=[1.05 * lowest, highest + 0.05 * (highest - lowest)]),
    }
    table = [table_row(label, row) for label, row in named]
    if math.isfinite(luck):
        table.append((LUCK, "none", "none", plain(100 * luck, 0), "none"))
    name, title = key_of("sobol", outcome.name), f"What makes the spread in {inside(outcome.label.en)}"
    told = "; ".join(
        f"{label}: {alone} by itself, {together} with others" for label, alone, _, together, _ in table[:MOST]
    )
    words = f"Shares of the spread in {inside(outcome.label.en)}, in per cents. {told}."
    if math.isfinite(luck):
        words += f" Of the spread of a single paired run {plain(100 * luck, 0)} is luck."
    spec = sobol_spec(most_lines(data["rows"]))
    return Chart(name, title, words, spec, data, COLUMNS, table, width=theme.WIDE)


@cache
def sobol_spec(lines: float) -> Spec:
    """How shares of the spread are drawn, with names of so many lines."""
    up, down = rows.UP_AND_DOWN
    pale = {**rows.FILLED, "fillOpacity": 0.15}
    picture = alt.layer(
        rows.ends(),
        rows.name_layer(),
        rows.bars("alone", 10, up, **rows.FILLED),
        rows.bars("total", 10, down, **pale),
        rows.bars("luck", 12, **rows.HOLLOW),
        *rows.whiskers("alone_low", "alone_high", up),
        *rows.whiskers("total_low", "total_high", down),
        zero(),
        rows.numbers(dy=up, bold=False),
        rows.numbers("figure_total", dy=down),
        rows.numbers("figure_luck"),
        *key((("by itself", rows.FILLED), ("together with others", pale)), rows.BEGIN),
        rows.below("% of the spread; line: 95 % range"),
    )
    return spec_of(picture, rows.step(max(lines, 2)), rows.ASIDE)


def per_cent(share: float) -> str:
    """A share of 100 with its unit, or "none"."""
    return f"{plain(share, 0)} %" if math.isfinite(share) else "none"


def table_row(label: str, row: np.ndarray) -> tuple[str, ...]:
    """A factor with both shares and their ranges."""
    cells = [label]
    for value, half in ((row[0], row[2]), (row[1], row[3])):
        span = f"{plain(value - half, 0)} to {plain(value + half, 0)}" if math.isfinite(value + half) else "none"
        cells += [plain(value, 0), span]
    return tuple(cells)
