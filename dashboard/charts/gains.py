"""Who gains and who loses: the same families on both routes, by how they started."""

import math
from typing import Any

from charts.gains import group_gain, label_of
from dashboard.charts.fans import route_colour
from dashboard.charts.tokens import TEXT, chart, names_axis, value_axis
from dashboard.words import say
from experiments.language import say as say_of_models
from experiments.numbers import plain, span
from sim.comparison import GROUPS, Comparison
from sim.words import Language

Data = dict[str, Any]
NARROW = {  # what differs where there is little room
    "query": {"maxWidth": 520},
    "option": {
        "title": [{}, {"top": 16}],
        "xAxis": {"splitNumber": 2},
        "yAxis": {"axisLabel": {"width": 120, "overflow": "break", "fontSize": 11}},
    },
}


def gains_chart(comparison: Comparison, name: str, language: Language) -> Data:
    """Mean difference with its range for each group of families; the better side is always to the right."""
    title, unit, better = label_of(name, language)
    sign = -1.0 if better == "lower" else 1.0
    labels: list[str] = []
    dots: list[Data] = []
    ranges: list[tuple[int, list[float], str]] = []
    rows: list[list[str]] = []
    for group, levels in GROUPS.items():
        for level in levels:
            mean, low, high, families, verdict = group_gain(comparison, group, level, name)
            who = say(
                "gains.who",
                language,
                group=words_of("group", group, language),
                level=words_of("level", level, language),
            )
            cells = [plain(one, 3, True, language) for one in (mean, low, high)]
            rows.append([who, plain(families, 0, language=language), cells[0], span(cells[1], cells[2], language)])
            if not math.isfinite(mean):
                continue
            place = len(labels)
            labels.append(who)
            colour = f"${route_colour(verdict.better or 'neither')}"
            dots.append({"value": [round(sign * mean, 5), place], "itemStyle": {"color": colour}})
            if math.isfinite(low):
                ranges.append((place, sorted((round(sign * low, 5), round(sign * high, 5))), colour))
    option = {
        "grid": {"left": 8, "right": 24, "top": 46, "bottom": 8, "containLabel": True},
        "xAxis": value_axis(splitNumber=5),
        "yAxis": names_axis(labels, inverse=True),
        "title": [
            {
                "text": say_of_models("differences.parallel_better", language),
                "left": 8,
                "top": 0,
                "textStyle": {**TEXT, "color": "$parallel"},
            },
            {
                "text": say_of_models("differences.shared_plan_better", language),
                "right": 8,
                "top": 0,
                "textStyle": {**TEXT, "color": "$shared-plan"},
            },
        ],
        "series": [
            *(
                {
                    "type": "line",
                    "symbol": "none",
                    "silent": True,
                    "data": [[ends[0], place], [ends[1], place]],
                    "lineStyle": {"color": colour, "width": 2.5},
                }
                for place, ends, colour in ranges
            ),
            {"type": "scatter", "symbolSize": 11, "data": dots, "markLine": zero()},
        ],
        "media": [NARROW],
    }
    words = say("gains.words", language, title=title, levels="; ".join(f"{row[0]} {row[2]}" for row in rows))
    columns = [say(f"gains.column.{one}", language) for one in ("who", "families", "difference", "range")]
    return chart(f"gain-{name}", f"{title} ({unit})", words, option, columns, rows, 330, say("gains.note", language))


def zero() -> Data:
    """The upright line of no difference."""
    style = {"color": "$ink", "type": "solid", "width": 1}
    return {"symbol": "none", "silent": True, "label": {"show": False}, "lineStyle": style, "data": [{"xAxis": 0}]}


def words_of(kind: str, name: str, language: Language) -> str:
    """A group of families, or a level in it, in words."""
    return say_of_models(f"gains.{kind}.{name}", language)
