"""How one family stood on both routes: overload, trust and direction as lines over the weeks."""

from typing import Any

from dashboard.charts.fans import route_colour
from dashboard.charts.tokens import chart, tip, value_axis
from dashboard.words import say
from experiments.language import heading
from experiments.language import say as say_of_models
from experiments.numbers import plain
from sim.trace.beside import Told
from sim.words import Language

Data = dict[str, Any]
LINES = ("trust", "overload", "direction")
TABLE_EVERY = 13  # weeks
DIGITS = 2


def life_charts(told: tuple[Told, Told], language: Language) -> list[Data]:
    """A chart for each line."""
    return [life_chart(told, name, language) for name in LINES]


def life_chart(told: tuple[Told, Told], name: str, language: Language) -> Data:
    """One line on both routes, from 0 to 1; it ends where the family leaves the region."""
    series: list[Data] = []
    ends: list[str] = []
    for one in told:
        values = one.states[["week", name]].to_numpy(dtype=float)
        style = {
            "color": f"${route_colour(one.route)}",
            "width": 2.2,
            "type": "dashed" if one.route == "parallel" else "solid",
        }
        series.append(
            {
                "type": "line",
                "name": heading(say_of_models(f"routes.{one.route}", language)),
                "symbol": "none",
                "data": [[int(week), round(value, 4)] for week, value in values],
                "lineStyle": style,
                "itemStyle": {"color": f"${route_colour(one.route)}"},
            }
        )
        ends.append(plain(float(values[-1, 1]), DIGITS, language=language) if len(values) else "–")
    weeks = told[0].life.scenario.weeks
    option = {
        "grid": {"left": 8, "right": 14, "top": 34, "bottom": 4, "containLabel": True},
        "legend": {"top": 0, "left": 0, "textStyle": {"color": "$ink"}, "selectedMode": False},
        "tooltip": tip(trigger="axis"),
        "xAxis": value_axis(max=weeks - 1, interval=26, splitLine={"show": False}),
        "yAxis": value_axis(min=0, max=1),
        "series": series,
    }
    words = say(
        "family.line_words",
        language,
        what=say(f"family.{name}", language),
        weeks=weeks,
        parallel=ends[0],
        shared=ends[1],
    )
    columns = [say("family.column_week", language), *(str(one["name"]) for one in series)]
    return chart(
        f"life-{name}", say(f"family.{name}", language), words, option, columns, rows(told, name, weeks, language), 200
    )


def rows(told: tuple[Told, Told], name: str, weeks: int, language: Language) -> list[list[str]]:
    """The numbers every quarter of a year and at the end."""
    lines = [one.states.set_index("week")[name] for one in told]
    found = []
    for week in sorted({*range(0, weeks, TABLE_EVERY), weeks - 1}):
        cells = [plain(float(line[week]), DIGITS, language=language) if week in line.index else "–" for line in lines]
        found.append([str(week), *cells])
    return found
