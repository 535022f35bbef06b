"""Lines over time as graded fans: half of the paired runs, 80 of 100 of them, and the setting before as a ghost."""

from typing import Any

import numpy as np

from charts.fans import label_of
from dashboard.charts.tokens import TEXT, chart, names_axis, value_axis
from dashboard.words import say
from experiments.analysis.fans import fans_of
from experiments.language import heading
from experiments.language import say as say_of_models
from experiments.numbers import plain, span
from sim.comparison import Comparison
from sim.region import ROUTES
from sim.words import Language

Data = dict[str, Any]
BANDS = ((0, 4, 0.16), (1, 3, 0.34))  # low and high quantile, and how dense
TABLE_EVERY = 13  # weeks
DIGITS = 5  # more than a screen can show


def fan_chart(comparison: Comparison, before: Comparison | None, name: str, language: Language) -> Data:
    """The fans of one outcome on both routes."""
    title, unit, factor = label_of(name, language)
    fans = {route: factor * fan for route, fan in fans_of(comparison, name).items()}
    weeks = fans["parallel"].shape[1]
    series = [one for route in ROUTES for one in band_series(fans[route], route, language)]
    if before is not None:
        series += ghosts({route: factor * fan for route, fan in fans_of(before, name).items()}, language)
    changes = sorted({change.week for change in comparison.scenario.changes})
    if changes:
        series.append(change_lines(changes, language))
    digits = 3 if max(np.nanmax(fan, initial=0) for fan in fans.values()) < 2 else 1
    option = {
        "grid": {"left": 8, "right": 14, "top": 14, "bottom": 4, "containLabel": True},
        # Bands are stacked on their lower edge, which needs an axis of names.
        "xAxis": names_axis(
            [str(week) for week in range(weeks)], boundaryGap=False, axisLabel={**TEXT, "interval": 25}
        ),
        "yAxis": value_axis(scale=True),
        "series": series,
    }
    rows = table(fans, digits, language)
    words = say_of_models(
        "fans.words", language, title=f"{title} ({unit})", weeks=weeks, ends=ends(fans, digits, language)
    )
    columns = [say_of_models(f"fans.column.{one}", language) for one in ("week", *COLUMNS)]
    return chart(f"fan-{name}", f"{title} ({unit})", words, option, columns, rows, 230)


COLUMNS = ("parallel_50", "parallel_80", "shared_plan_50", "shared_plan_80")


def band_series(fan: np.ndarray, route: str, language: Language) -> list[Data]:
    """The two bands of one route: each an invisible floor with the band on top."""
    name = heading(say_of_models(f"routes.{route}", language))
    series = []
    for low, high, density in BANDS:
        stack = f"{route}-{low}"
        floor, rise = points(fan[low]), points(fan[high] - fan[low])
        quiet = {"type": "line", "symbol": "none", "silent": True, "stack": stack, "stackStrategy": "all"}
        edge = {"color": f"${route_colour(route)}", "width": 1.2 if low else 0, "opacity": 1 if low else 0}
        edge["type"] = "dashed" if route == "parallel" else "solid"
        series.append({**quiet, "data": floor, "lineStyle": edge})
        area = {"color": f"${route_colour(route)}", "opacity": density}
        series.append({**quiet, "name": name, "data": rise, "lineStyle": edge, "areaStyle": area})
    return series


def points(values: np.ndarray) -> list[float | None]:
    """Values by week as a page reads them: a gap where there is none."""
    return [value if value == value else None for value in np.round(values, DIGITS).tolist()]


def route_colour(route: str) -> str:
    """The name of a route's colour in the style sheet."""
    return route.replace("_", "-")


def ghosts(fans: dict[str, np.ndarray], language: Language) -> list[Data]:
    """The middle of the setting before, on both routes."""
    series = []
    for route, fan in fans.items():
        data = points(fan[2])
        style = {"color": f"${route_colour(route)}", "width": 1.4, "type": [2, 4], "opacity": 0.9}
        name = say("fans.before", language)
        series.append(
            {"type": "line", "name": name, "symbol": "none", "silent": True, "data": data, "lineStyle": style}
        )
    return series


def change_lines(weeks: list[int], language: Language) -> Data:
    """An upright line in each week in which settings change."""
    label = {"formatter": say_of_models("fans.settings_change", language), "color": "$soft", "position": "insideEndTop"}
    lines = {"symbol": "none", "silent": True, "label": label, "lineStyle": {"color": "$soft", "type": "dashed"}}
    return {"type": "line", "data": [], "markLine": {**lines, "data": [{"xAxis": week} for week in weeks]}}


def ends(fans: dict[str, np.ndarray], digits: int, language: Language) -> str:
    """Where the middle half of the runs ends."""
    return "; ".join(
        say_of_models(
            "fans.end",
            language,
            route=say_of_models(f"routes.{route}", language),
            low=plain(fan[1, -1], digits, language=language),
            high=plain(fan[3, -1], digits, language=language),
        )
        for route, fan in fans.items()
    )


def table(fans: dict[str, np.ndarray], digits: int, language: Language) -> list[list[str]]:
    """The numbers behind the picture, every quarter of a year and at the end."""
    weeks = fans["parallel"].shape[1]
    rows = []
    for week in sorted({*range(0, weeks, TABLE_EVERY), weeks - 1}):
        row = [str(week)]
        for route in ROUTES:
            low80, low50, _, high50, high80 = (plain(one, digits, language=language) for one in fans[route][:, week])
            row += [span(low50, high50, language), span(low80, high80, language)]
        rows.append(row)
    return rows
