"""How much one may come to regret a policy: what it falls short of the best one, world by world."""

import math

import numpy as np
import pandas as pd

from charts import rows, theme
from charts.amounts import in_unit, inside, key_of
from charts.chart import Chart, MadeOnce, Spec, columns_of, spec_of
from charts.later import alt
from charts.layers import zero
from charts.rows import most_lines, row_columns
from experiments.language import say
from experiments.numbers import number, unit_words
from sim.outcomes import Outcome
from sim.words import Language


def regret_chart(outcome: Outcome, regrets: pd.DataFrame, language: Language = "en") -> Chart:
    """A row a policy: a bar to the regret that 9 of 10 worlds stay below, a whisker on to the worst world.

    Args:
        outcome: what is regretted.
        regrets: columns ``option`` (name), ``regret_90`` and ``worst``, in the outcome's own unit, 0 for no regret; in
            the order in which they are to be shown.
        language: of the words.
    """
    values = in_unit(regrets[["regret_90", "worst"]].to_numpy(), outcome)
    options = [*regrets["option"].astype(str)]
    least = np.nanmin(values[:, 0]) if np.isfinite(values[:, 0]).any() else math.nan
    shown = [number(value, outcome, language=language) for value in regrets["regret_90"]]
    worst_told = [number(value, outcome, language=language) for value in regrets["worst"]]
    table = list(zip(options, shown, worst_told))
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
    told = "; ".join(
        say("regrets.row", language, option=option, usually=usually, worst=worst) for option, usually, worst in table
    )
    best = [option for (option, *_), usually in zip(table, values[:, 0]) if usually == least]
    about = {"outcome": inside(outcome.label.to(language)), "unit": unit_words(outcome, language)}
    words = say("regrets.words", language, rows=told, **about)
    if best:
        words += " " + say("regrets.least", language, options=", ".join(best))
    key, title = key_of("regret", outcome.name), say("regrets.title", language, **about)
    columns = tuple(say(f"regrets.column.{name}", language) for name in ("policy", "regret", "worst"))
    spec = regret_spec(most_lines(data["rows"]), language)
    return Chart(key, title, words, spec, data, columns, table, language=language, width=theme.WIDE)


@MadeOnce
def regret_spec(lines: float, language: Language = "en") -> Spec:
    """How regrets are drawn, with names of so many lines."""
    picture = alt.layer(
        rows.ends(),
        rows.name_layer(),
        rows.bars("regret", 16, **rows.FILLED),
        *rows.whiskers("regret", "worst"),
        rows.numbers(),
        zero(),
        rows.below(say("regrets.marks", language)),
    )
    return spec_of(picture, rows.step(lines), rows.ASIDE)
