"""One assumption at a time: how far the difference between the routes moves when each goes to its ends.

To the right the shared plan is better, whatever the sign. The mark at the end of a bar is that of the better route.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from charts import rows, theme
from charts.amounts import amount, in_unit, key_of, title_of
from charts.chart import Chart, Spec, columns_of, named, spec_of
from charts.differences import side_of
from charts.later import alt
from charts.layers import BAND, of_side, shape_of_side, side_words, zero
from charts.layers import matters as matters_strip
from charts.rows import most_lines, row_columns
from charts.scales import around
from experiments.designs.factors import Factor
from experiments.numbers import number
from sim.outcomes import Outcome

MOST = 12  # rows; the others are in the table
ROOM = 0.22  # beside the longest bars, for the words at their ends


def tornado_chart(
    outcome: Outcome, usual: float, factors: Sequence[Factor], at_low: np.ndarray, at_high: np.ndarray
) -> Chart:
    """The bars of one outcome, the longest on top.

    Args:
        outcome: what differs between the routes.
        usual: mean difference, shared plan minus parallel, where nothing is moved; in the outcome's own unit.
        factors: what is moved to its ends.
        at_low, at_high: mean difference with each factor at its low and its high end, shape (factors,).
    """
    moved = np.stack([np.asarray(at_low, dtype=float), np.asarray(at_high, dtype=float)], axis=1)
    swing = np.nan_to_num(np.abs(moved - usual), nan=-1.0).max(axis=1, initial=-1.0)
    order = np.argsort(-swing, kind="stable")
    ends = in_unit(moved, outcome)
    middle, matters = (float(in_unit(np.array(value), outcome)) for value in (usual, outcome.matters_from))
    drawn = order[:MOST]
    shown = [factors[one] for one in drawn]
    forward = (ends[drawn] >= middle) != (outcome.better == "lower")
    sides = [[side_of(value, outcome.better) for value in pair] for pair in ends[drawn]]
    data = {
        "rows": row_columns(
            [one.label for one in shown],
            usual=[middle] * len(shown),
            low=ends[drawn, 0],
            high=ends[drawn, 1],
            low_words=[end_words(one.low, one) for one in shown],
            high_words=[end_words(one.high, one) for one in shown],
            low_side=[pair[0] for pair in sides],
            high_side=[pair[1] for pair in sides],
            low_forward=[bool(one) for one in forward[:, 0]],
            high_forward=[bool(one) for one in forward[:, 1]],
        ),
        "matters": columns_of(low=[-matters], high=[matters]),
        "frame": columns_of(x=around([*ends[drawn].ravel(), middle, -matters, matters], ROOM)),
        "usual": columns_of(x=[middle], words=[f"usual {number(usual, outcome, signed=True)}"]),
    }
    key, title = key_of("tornado", outcome.name), f"{title_of(outcome)}: which assumption moves the difference"
    words = in_words(outcome, usual, [factors[one] for one in order], moved[order])
    columns = ("Assumption", "Low end", "Difference there", "High end", "Difference there, high end")
    spec = tornado_spec(outcome.better, most_lines(data["rows"]))
    table_rows = table(outcome, [factors[one] for one in order], moved[order])
    return Chart(key, title, words, spec, data, columns, table_rows, width=theme.WIDE)


@cache
def tornado_spec(better: str, lines: float) -> Spec:
    """How a tornado is drawn, with names of so many lines."""
    reverse = better == "lower"
    layers = [matters_strip(), rows.ends(reverse), rows.name_layer(), zero()]
    looks: dict[str, dict[str, Any]] = {"low": {"fill": theme.CARD}, "high": {"fill": theme.SOFT, "fillOpacity": 0.7}}
    for (end, look), lane in zip(looks.items(), rows.UP_AND_DOWN):
        start = rows.value_axis("usual", reverse, format="+,f", labelExpr=theme.SIGNED, grid=False)
        layers.append(rows.bars(end, 9, lane, start, stroke=theme.SOFT, strokeWidth=1.4, **look))
        known = named("rows").transform_filter(f"isValid(datum.{end})")
        mark = known.mark_point(filled=True, size=50, opacity=1, yOffset=lane)
        place = rows.value_axis(end, reverse)
        layers.append(mark.encode(rows.ROW, place, of_side(f"{end}_side"), shape_of_side(f"{end}_side")))
        for forward, align, aside in (("", "left", 8), ("!", "right", -8)):
            of_way = known.transform_filter(f"{forward}datum.{end}_forward")
            told = of_way.mark_text(align=align, dx=aside, dy=lane, baseline="middle", fill=theme.SOFT)
            layers.append(told.encode(rows.ROW, place, alt.Text(f"{end}_words:N")))
    layers += rows.usual(reverse)
    layers += side_words(better, "en", -10 - BAND, over_names=True)
    layers.append(rows.below("outlined: low end; filled: high end; mark: the better route"))
    return spec_of(alt.layer(*layers), rows.step(max(lines, 2)), rows.ASIDE)


def ends_of(factor: Factor) -> tuple[float, float]:
    """Both ends of a factor."""
    return factor.low, factor.high


def end_words(value: float, factor: Factor) -> str:
    """An end of a factor as it stands beside a bar: its unit is in the table, but for per cents."""
    words = amount(value, factor)
    return words if words.endswith("%") else words.split(" ")[0]


def in_words(outcome: Outcome, usual: float, factors: Sequence[Factor], moved: np.ndarray) -> str:
    """What moves the difference most, and what turns it over."""
    told = "; ".join(
        f"{factor.label}: {number(low, outcome, True)} at {amount(factor.low, factor)}, "
        f"{number(high, outcome, True)} at {amount(factor.high, factor)}"
        for factor, (low, high) in list(zip(factors, moved))[:MOST]
    )
    turning = [
        factor.label for factor, ends in zip(factors, moved) if usual and np.any(np.sign(ends) == -np.sign(usual))
    ]
    words = (
        f"{title_of(outcome)}, shared plan minus parallel: {number(usual, outcome, True)} with the usual settings. "
        f"Moved one at a time, the furthest first: {told}. "
    )
    return words + (
        f"These turn it to the other side: {', '.join(turning)}." if turning else "None turns it to the other side."
    )


def table(outcome: Outcome, factors: Sequence[Factor], moved: np.ndarray) -> list[tuple[str, ...]]:
    """All factors with the difference at both ends."""
    return [
        (
            factor.label,
            amount(factor.low, factor),
            number(low, outcome, True),
            amount(factor.high, factor),
            number(high, outcome, True),
        )
        for factor, (low, high) in zip(factors, moved)
    ]
