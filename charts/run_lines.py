"""How one run goes over time: a line on its route."""

import numpy as np

from charts import theme
from charts.chart import Chart, MadeOnce, Spec, columns_of, named, spec_of
from charts.fans import (
    HEIGHT,
    broken_axis,
    changes_of_settings,
    label_of,
    value,
    week_across,
    weeks_of_change,
    weeks_of_table,
)
from charts.later import alt
from charts.layers import words as words_at
from experiments.language import heading, say
from experiments.numbers import plain
from sim.run import Run
from sim.tables import weekly_columns
from sim.words import Language


def run_line_chart(run: Run, name: str, language: Language = "en") -> Chart:
    """One weekly line of a run.

    Args:
        run: one route of a region.
        name: of ``sim.comparison.FANS``.
        language: of the words.
    """
    label, unit, factor = label_of(name, language)
    line = factor * np.asarray(weekly_columns(run.worlds)[name], dtype=float)
    digits = 3 if np.nanmax(line, initial=0) < 2 else 1
    told = [plain(one, digits, language=language) for one in line]
    route, title = say(f"routes.{run.route}", language), f"{label} ({unit})"
    words = say("fans.one_run", language, title=title, weeks=len(line), route=route, first=told[0], last=told[-1])
    return Chart(
        f"line-{name}-{run.route}",
        title,
        words,
        run_line_spec(run.route, language),
        {"fan": columns_of(week=range(len(line)), value=line), "changes": weeks_of_change(run.scenario)},
        (say("fans.column.week", language), heading(route)),
        [(str(week), told[week]) for week in weeks_of_table(len(line))],
        language,
    )


@MadeOnce
def run_line_spec(route: str, language: Language) -> Spec:
    """How the line of a route is drawn."""
    colour, name = theme.ROUTE[route], say(f"routes.{route}", language)
    week = week_across(language)
    tips = [alt.Tooltip("week:Q", title=say("fans.column.week", language)), alt.Tooltip("value:Q", title=name)]
    line = named("fan").mark_line(stroke=colour, strokeWidth=2, strokeDash=theme.DASH[route])
    layers = [
        line.encode(week, value("value")),
        *changes_of_settings(week, language),
        *broken_axis(language),
        words_at(name, 0, -11, colour=colour, fontWeight="bold"),
        named("fan").mark_rule(strokeOpacity=0, strokeWidth=4).encode(week, tooltip=tips),
    ]
    return spec_of(alt.layer(*layers), HEIGHT)
