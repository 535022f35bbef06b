"""What spreads the outcomes: settings or worlds beside luck, on one scale, in smallest differences that matter."""

import math
from collections.abc import Sequence
from functools import cache

import numpy as np

from charts import rows, theme
from charts.amounts import key_of
from charts.chart import Chart, Spec, columns_of, spec_of
from charts.later import alt
from charts.layers import key, zero
from charts.rows import most_lines, row_columns
from experiments.numbers import number, plain, unit_words
from sim.outcomes import Outcome


def spread_chart(
    outcomes: Sequence[Outcome], between: np.ndarray, luck: np.ndarray, among: str = "settings", design: str = ""
) -> Chart:
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
    data = {
        "rows": row_columns(
            [one.label.en for one in outcomes],
            between=sizes[:, 0],
            luck=sizes[:, 1],
            figure=[times(one) for one in sizes[:, 0]],
            figure_luck=[times(one) for one in sizes[:, 1]],
        ),
        "frame": columns_of(x=[0.0, 1.06 * most]),
    }
    table, told = [], []
    for outcome, (wide, lucky), pair in zip(outcomes, sizes, spreads):
        table.append(
            (
                f"{outcome.label.en} ({unit_words(outcome)})",
                *(number(one, outcome) for one in pair),
                times(wide),
                times(lucky),
            )
        )
        told.append(f"{outcome.label.en}: {times(wide)} among {among}, {times(lucky)} by luck")
    name, title = (
        key_of("spreads", among, *([design] if design else [])),
        f"Spread of the differences: {among} and luck",
    )
    words = f"Standard deviations of the difference, in smallest differences that matter. {'; '.join(told)}."
    columns = (
        "Outcome",
        f"Among {among}",
        "By luck",
        f"Among {among}, in smallest that matter",
        "By luck, in smallest that matter",
    )
    spec = spread_spec(among, most_lines(data["rows"]))
    return Chart(name, title, words, spec, data, columns, table, width=theme.WIDE)


@cache
def spread_spec(among: str, lines: float) -> Spec:
    """How spreads are drawn, with names of so many lines."""
    up, down = rows.UP_AND_DOWN
    one = alt.Chart({"values": [{}]}).mark_rule(stroke=theme.INK, strokeDash=[4, 3]).encode(x=alt.datum(1))
    picture = alt.layer(
        rows.ends(),
        rows.name_layer(),
        rows.bars("between", 11, up, **rows.FILLED),
        rows.bars("luck", 11, down, **rows.HOLLOW),
        zero(),
        one,
        rows.numbers(dy=up),
        rows.numbers("figure_luck", dy=down, bold=False),
        *key(((f"among {among}", rows.FILLED), ("by luck within one of them", rows.HOLLOW)), rows.BEGIN),
        rows.below("in smallest differences that matter (dashed: one)"),
    )
    return spec_of(picture, rows.step(max(lines, 2)), rows.ASIDE)


def times(size: float) -> str:
    """So many smallest differences that matter."""
    return f"{plain(size, 1)} ×" if math.isfinite(size) else "none"
