"""How one family stood on both routes: a line over the weeks for each, from 0 to 1."""

from collections.abc import Mapping, Sequence
from functools import cache

from charts import theme
from charts.chart import Chart, Spec, columns_of, named, spec_of
from charts.fans import week_across
from charts.later import alt
from charts.layers import route_words
from experiments.language import say
from experiments.numbers import plain
from sim.region import ROUTES
from sim.words import Language

HEIGHT = 150
TABLE_EVERY = 13  # weeks
DIGITS = 2
NOTHING = "–"


def family_chart(
    key: str,
    title: str,
    words: str,
    lines: Mapping[str, Mapping[int, float]],
    weeks: int,
    columns: Sequence[str],
    language: Language,
) -> Chart:
    """One line on both routes; it ends where the family leaves the region.

    Args:
        key, title, words: of the chart.
        lines: by route, the value (0 to 1) of each week in which the family was there.
        weeks: how many there are.
        columns: headings of the table: the week, and both routes.
        language: of the words.
    """
    rows = [
        (str(week), *(plain(line[week], DIGITS, language=language) if week in line else NOTHING for line in both))
        for both in [lines.values()]
        for week in sorted({*range(0, weeks, TABLE_EVERY), weeks - 1})
    ]
    values = {route: [line.get(week, float("nan")) for week in range(weeks)] for route, line in lines.items()}
    data = {"fan": columns_of(week=range(weeks), **values)}
    return Chart(key, title, words, family_spec(language), data, columns, rows, language)


@cache
def family_spec(language: Language) -> Spec:
    """How lines of a family are drawn."""
    week = week_across(language)
    names = {route: say(f"routes.{route}", language) for route in ROUTES}
    layers = []
    for route in ROUTES:
        axis = alt.Axis(title=None, tickCount=4, domain=False)
        up = alt.Y(f"{route}:Q", scale=alt.Scale(domain=[0, 1]), axis=axis)
        mark = named("fan").mark_line(stroke=theme.ROUTE[route], strokeWidth=2.2, strokeDash=theme.DASH[route])
        layers.append(mark.encode(week, up))
    tips = [alt.Tooltip("week:Q", title=say("fans.column.week", language))]
    tips += [alt.Tooltip(f"{route}:Q", title=name, format=f".{DIGITS}f") for route, name in names.items()]
    layers.append(named("fan").mark_rule(strokeOpacity=0, strokeWidth=4).encode(week, tooltip=tips))
    return spec_of(alt.layer(*layers, *route_words(language)), HEIGHT)
