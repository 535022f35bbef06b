"""Where the hours of professionals go on both routes, as two bars of the same length of work."""

import math
from typing import Any

from charts.hours import KINDS, hours_by_kind, hours_by_task, longest_of
from dashboard.charts.tokens import chart, names_axis, tip, value_axis
from dashboard.words import say
from experiments.language import heading
from experiments.language import say as say_of_models
from experiments.numbers import plain
from sim.comparison import Comparison
from sim.region import ROUTES
from sim.words import Language, names

Data = dict[str, Any]
SHOWN_FROM = 0.045  # of the longest bar: narrower pieces carry no number
LETTERS = ("$on-accent", "$ink", "$on-accent", "$ink", "$on-accent", "#14181c", "#14181c", "$ink")  # on each piece
NARROW = {  # what differs where there is little room
    "query": {"maxWidth": 520},
    "option": {
        "grid": {"bottom": 150},
        "yAxis": {"axisLabel": {"width": 76, "overflow": "break"}},
        "xAxis": {"splitNumber": 3},
    },
}


def hours_chart(comparison: Comparison, language: Language) -> Data:
    """The two bars, a piece for each kind of task."""
    hours = hours_by_task(comparison)
    kinds = {route: hours_by_kind(hours[route]) for route in ROUTES}
    routes = [heading(say_of_models(f"routes.{route}", language)) for route in ROUTES]
    longest = longest_of(kinds)
    series = []
    for number, kind in enumerate(KINDS):
        values = [kinds[route][kind] for route in ROUTES]
        label = {
            "show": min(values) >= SHOWN_FROM * longest,
            "formatter": "fn:whole",
            "color": LETTERS[number],
        }
        series.append(
            {
                "type": "bar",
                "name": say_of_models(f"hours.kind.{kind}", language),
                "stack": "hours",
                "data": [round(value, 2) if math.isfinite(value) else None for value in values],
                "itemStyle": {"color": f"$task{number}", "borderColor": "$card", "borderWidth": 1},
                "label": label,
                "barWidth": 40,
            }
        )
    option = {
        "grid": {"left": 4, "right": 20, "top": 8, "bottom": 110, "containLabel": True},
        "legend": {
            "bottom": 0,
            "textStyle": {"color": "$ink"},
            "itemWidth": 14,
            "itemHeight": 14,
            "selectedMode": False,
        },
        "tooltip": tip(trigger="axis", axisPointer={"type": "shadow"}),
        "aria": {"enabled": True, "label": {"enabled": False}, "decal": {"show": True}},
        "xAxis": value_axis(),
        "yAxis": names_axis(routes, inverse=True),
        "series": series,
        "media": [NARROW],
    }
    totals = {route: sum(parts.values()) for route, parts in kinds.items()}
    words = " ".join(
        say_of_models("hours.total", language, route=name, total=plain(totals[route], 0, language=language)) + "."
        for route, name in zip(ROUTES, routes)
    )
    rows = []
    for task, name in names("task").items():
        parallel, shared = (hours[route][task] for route in ROUTES)
        cells = [plain(parallel, 1, language=language), plain(shared, 1, language=language)]
        rows.append([heading(name.to(language)), *cells, plain(shared - parallel, 1, True, language)])
    columns = [say_of_models("hours.task", language), *routes, say("table.difference", language)]
    return chart("hours", say_of_models("hours.title", language), words, option, columns, rows, 290)
