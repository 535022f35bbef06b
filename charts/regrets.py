"""How much one may come to regret a policy: what it falls short of the best one, world by world."""

import math
from functools import cache

import numpy as np
import pandas as pd

from charts import rows, theme
from charts.amounts import in_unit, inside, key_of
from charts.chart import Chart, Spec, columns_of, spec_of
from charts.later import alt
from charts.layers import zero
from charts.rows import most_lines, row_columns
from experiments.numbers import number, unit_words
from sim.outcomes import Outcome


def regret_chart(outcome: Outcome, regrets: pd.DataFrame) -> Chart:
    """A row a policy: a bar to the regret that 9 of 10 worlds stay below, a whisker on to the worst world.

    Args:
        outcome: what is regretted.
        regrets: columns ``option`` (name), ``regret_90`` and ``worst``, in the outcome's own unit, 0 for no regret; in
            the order in which they are to be shown.
    """
    values = in_unit(regrets[["regret_90", "worst"]].to_numpy(), outcome)
    options = [*regrets["option"].astype(str)]
    least = np.nanmin(values[:, 0]) if np.isfinite(values[:, 0]).any() else math.nan
    shown = [number(value, outcome) for value in regrets["regret_90"]]
    table = [(option, one, number(worst, outcome)) for option, one, worst in zip(options, shown, regrets["worst"])]
    known = values[np.isfinite(values)]
    data = {
        "rows": row_columns(
            options,
            [bool(value == least) for value in values[:, 0]],
            regret=values[:, 0],
            worst=values[:, 1],
            figure=shown,
        ),
        # The line starts where the bar ends, so that both can be read where they are equal.
        "frame": columns_of(x=[0.0, 1.05 * float(known.max(initial=0.0)) or 1.0]),
    }
    told = "; ".join(f"{option}: {usually}, at worst {worst}" for option, usually, worst in table)
    best = [option for (option, *_), usually in zip(table, values[:, 0]) if usually == least]
    words = f"Regret in {inside(outcome.label.en)} ({unit_words(outcome)}) that 9 of 10 worlds stay below. {told}."
    if best:
        words += f" Least regret: {', '.join(best)}."
    key, title = key_of("regret", outcome.name), f"Regret by policy: {inside(outcome.label.en)} ({unit_words(outcome)})"
    columns = ("Policy", "Regret, 9 of 10 worlds stay below", "Worst world")
    return Chart(key, title, words, regret_spec(most_lines(data["rows"])), data, columns, table, width=theme.WIDE)


@cache
def regret_spec(lines: float) -> Spec:
    """How regrets are drawn, with names of so many lines."""
    picture = alt.layer(
        rows.ends(),
        rows.name_layer(),
        rows.bars("regret", 16, **rows.FILLED),
        *rows.whiskers("regret", "worst"),
        rows.numbers(),
        zero(),
        rows.below("bar: 9 of 10 worlds stay below; line: the worst world"),
    )
    return spec_of(picture, rows.step(lines), rows.ASIDE)
