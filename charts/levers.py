"""Policies beside each other: what each comes to over plausible worlds, against usual care."""

import math

import numpy as np
import pandas as pd

from charts import rows, theme
from charts.amounts import in_unit, key_of, span_words, title_of
from charts.chart import Chart, MadeOnce, Spec, columns_of, named, spec_of
from charts.later import alt
from charts.layers import of_side, shape_of_side
from charts.lettering import wrapped
from charts.rows import frame_of, most_lines, row_columns
from experiments.language import say
from experiments.numbers import number
from sim.outcomes import Outcome
from sim.words import Language

USUAL_ROOM = 260  # of letters as wide as they may be


def lever_chart(
    outcome: Outcome,
    policies: pd.DataFrame,
    usual: float = math.nan,
    usual_name: str = "",
    differences: bool = False,
    language: Language = "en",
) -> Chart:
    """A row a policy: a mark for the mean over worlds, a whisker for 9 of 10 worlds, and a line for usual care.

    Args:
        outcome: what is shown, in its own unit.
        policies: columns ``option`` (name), ``mean``, ``low``, ``high`` (of 9 of 10 worlds), and where it is known
            ``route``, which gives the mark its shape and colour; in the order in which they are to be shown.
        usual: the mean under usual care; not a number to leave it out.
        usual_name: what the line is called; by itself usual care.
        differences: whether values are differences from usual care in the same world, and the line stands at 0.
        language: of the words.
    """
    usual_name = usual_name or say("levers.usual_care", language)
    usual = 0.0 if differences else usual
    values = in_unit(policies[["mean", "low", "high"]].to_numpy(), outcome)
    line = float(in_unit(np.array(usual), outcome))
    options = [*policies["option"].astype(str)]
    routes = [one if one in theme.ROUTE else "neither" for one in policies.get("route", ["neither"] * len(options))]
    shown = [number(value, outcome, differences, language) for value in policies["mean"]]
    spans = [span_words(low, high, outcome, False, language) for low, high in policies[["low", "high"]].to_numpy()]
    table = list(zip(options, shown, spans))
    data = {
        "rows": row_columns(options, mean=values[:, 0], low=values[:, 1], high=values[:, 2], side=routes, figure=shown),
        "frame": frame_of(values.ravel(), *([line] if math.isfinite(line) else [])),
        "usual": columns_of(x=[], words=[]),
    }
    if math.isfinite(line):
        label = usual_name if differences else f"{usual_name} {number(usual, outcome, language=language)}"
        data["usual"] = columns_of(x=[line], words=wrapped(label, USUAL_ROOM, at_most=1))
    told = "; ".join(f"{option}: {mean} ({span})" for option, mean, span in table)
    called = title_of(outcome, language)
    words = say(f"levers.words.{outcome.better}", language, outcome=called, rows=told)
    if differences:
        words += " " + say("levers.differences", language, usual=usual_name)
    elif math.isfinite(line):
        value = number(usual, outcome, language=language)
        words += " " + say("levers.compared", language, usual=usual_name, value=value)
    title = say("levers.changes" if differences else "levers.under", language, outcome=called)
    spec = lever_spec(outcome.better, most_lines(data["rows"]), language)
    columns = tuple(say(f"levers.column.{name}", language) for name in ("policy", "mean", "worlds"))
    key = key_of("levers", outcome.name)
    return Chart(key, title, words, spec, data, columns, table, language=language, width=theme.WIDE)


@MadeOnce
def lever_spec(better: str, lines: float, language: Language = "en") -> Spec:
    """How policies are drawn, with names of so many lines."""
    layers = [rows.ends(), rows.name_layer(), *rows.whiskers("low", "high", colour=of_side())]
    means = named("rows").transform_filter("isValid(datum.mean)").mark_point(filled=True, size=80, opacity=1)
    layers.append(means.encode(rows.ROW, rows.value_axis("mean"), of_side(), shape_of_side()))
    layers += [rows.numbers(), *rows.usual(), rows.below(say("levers.line", language), 1)]
    if better == "lower":
        layers.append(rows.below(f"← {say('levers.better', language)}", x=0, align="left"))
    if better == "higher":
        layers.append(rows.below(f"{say('levers.better', language)} →"))
    return spec_of(alt.layer(*layers), rows.step(lines), rows.ASIDE)
