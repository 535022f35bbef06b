"""Policies beside each other: what each comes to over plausible worlds, against usual care."""

import math
from functools import cache

import numpy as np
import pandas as pd

from charts import rows, theme
from charts.amounts import in_unit, key_of, span_words, title_of
from charts.chart import Chart, Spec, columns_of, named, spec_of
from charts.later import alt
from charts.layers import of_side, shape_of_side
from charts.lettering import wrapped
from charts.rows import frame_of, most_lines, row_columns
from experiments.numbers import number
from sim.outcomes import Outcome

USUAL_ROOM = 260  # of letters as wide as they may be


def lever_chart(
    outcome: Outcome,
    policies: pd.DataFrame,
    usual: float = math.nan,
    usual_name: str = "usual care",
    differences: bool = False,
) -> Chart:
    """A row a policy: a mark for the mean over worlds, a whisker for 9 of 10 worlds, and a line for usual care.

    Args:
        outcome: what is shown, in its own unit.
        policies: columns ``option`` (name), ``mean``, ``low``, ``high`` (of 9 of 10 worlds), and where it is known
            ``route``, which gives the mark its shape and colour; in the order in which they are to be shown.
        usual: the mean under usual care; not a number to leave it out.
        usual_name: what the line is called.
        differences: whether values are differences from usual care in the same world, and the line stands at 0.
    """
    usual = 0.0 if differences else usual
    values = in_unit(policies[["mean", "low", "high"]].to_numpy(), outcome)
    line = float(in_unit(np.array(usual), outcome))
    options = [*policies["option"].astype(str)]
    routes = [one if one in theme.ROUTE else "neither" for one in policies.get("route", ["neither"] * len(options))]
    shown = [number(value, outcome, differences) for value in policies["mean"]]
    spans = [span_words(low, high, outcome) for low, high in policies[["low", "high"]].to_numpy()]
    table = list(zip(options, shown, spans))
    data = {
        "rows": row_columns(options, mean=values[:, 0], low=values[:, 1], high=values[:, 2], side=routes, figure=shown),
        "frame": frame_of(values.ravel(), *([line] if math.isfinite(line) else [])),
        "usual": columns_of(x=[], words=[]),
    }
    if math.isfinite(line):
        label = usual_name if differences else f"{usual_name} {number(usual, outcome)}"
        data["usual"] = columns_of(x=[line], words=wrapped(label, USUAL_ROOM, at_most=1))
    told = "; ".join(f"{option}: {mean} ({span})" for option, mean, span in table)
    words = f"{title_of(outcome)}, {outcome.better} is better: mean, and range of 9 of 10 worlds. {told}."
    if outcome.better == "neither":
        words = words.replace(", neither is better", "", 1)
    if differences:
        words += f" Differences from {usual_name}, in the same world."
    elif math.isfinite(line):
        words += f" For comparison, {usual_name}: {number(usual, outcome)}."
    what = ": what each policy changes" if differences else " under each policy"
    key, title = key_of("levers", outcome.name), f"{title_of(outcome)}{what}"
    spec = lever_spec(outcome.better, most_lines(data["rows"]))
    columns = ("Policy", "Mean", "9 of 10 worlds")
    return Chart(key, title, words, spec, data, columns, table, width=theme.WIDE)


@cache
def lever_spec(better: str, lines: float) -> Spec:
    """How policies are drawn, with names of so many lines."""
    layers = [rows.ends(), rows.name_layer(), *rows.whiskers("low", "high", colour=of_side())]
    means = named("rows").transform_filter("isValid(datum.mean)").mark_point(filled=True, size=80, opacity=1)
    layers.append(means.encode(rows.ROW, rows.value_axis("mean"), of_side(), shape_of_side()))
    layers += [rows.numbers(), *rows.usual(), rows.below("line: 9 of 10 worlds", 1)]
    if better == "lower":
        layers.append(rows.below("← better", x=0, align="left"))
    if better == "higher":
        layers.append(rows.below("better →"))
    return spec_of(alt.layer(*layers), rows.step(lines), rows.ASIDE)
