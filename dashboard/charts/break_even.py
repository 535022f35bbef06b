"""The break-even map: which route does better where, how surely, and where that turns."""

from typing import Any

import numpy as np

from dashboard.charts.tokens import TEXT, chart, tip
from dashboard.levers import factor_of, rounded, unit
from dashboard.live.map import Map
from dashboard.words import say
from experiments.language import say as say_of_models
from experiments.numbers import plain
from experiments.provenance import label
from sim.parameters import parameters
from sim.words import Language

Data = dict[str, Any]
STEPS = (  # by the step of a verdict
    "$parallel/0.8",
    "$parallel/0.5",
    "$parallel/0.25",
    "$wash",
    "$shared-plan/0.25",
    "$shared-plan/0.5",
    "$shared-plan/0.8",
)
FREE = 1e6  # stands for a band that is open to one side


def map_chart(shown: Map, across: str, up: str, here: tuple[float, float], outcome: str, language: Language) -> Data:
    """The map as coloured places with the line where neither route is better, its band, and the settings of now."""
    x_lever, y_lever = parameters()[across], parameters()[up]
    x, y = shown.across * factor_of(x_lever), shown.up * factor_of(y_lever)
    found = shown.found
    places = [
        {
            "value": [rounded(x[i]), rounded(y[j]), round(float(found.share_better[i, j]), 4)],
            "itemStyle": {"color": STEPS[found.verdicts[i, j].step]},
            "sure": found.verdicts[i, j].sure,
            "told": found.verdicts[i, j].told(language),
        }
        for i in range(len(x))
        for j in range(len(y))
    ]
    crossing = found.boundary
    line = [[rounded(a), rounded(b)] for a, b in zip(x, crossing.at * factor_of(y_lever)) if np.isfinite(b)]
    low, high = (open_ended(edge * factor_of(y_lever), y) for edge in crossing.band)
    option = {
        "grid": {"left": 30, "right": 20, "top": 16, "bottom": 34, "containLabel": True},
        "tooltip": tip(trigger="item"),
        "map": {
            "x": [rounded(one) for one in x],
            "y": [rounded(one) for one in y],
            "places": places,
            "line": line,
            "band": [[rounded(a), rounded(b), rounded(c)] for a, b, c in zip(x, low, high)],
            "here": [rounded(here[0] * factor_of(x_lever)), rounded(here[1] * factor_of(y_lever))],
            "here_words": say("map.here", language),
            "better": say("map.better_in", language),
        },
        "xAxis": axis(x, f"{label(x_lever, language)} ({unit(x_lever, language)})", 26),
        "yAxis": axis(y, f"{label(y_lever, language)} ({unit(y_lever, language)})", 44),
        "series": [],
    }
    title = say("map.title", language, outcome=outcome, pairs=shown.pairs)
    rows = [
        [plain(float(y[j]), 1, language=language), *(share_words(found, i, j, language) for i in range(len(x)))]
        for j in reversed(range(len(y)))
    ]
    corner = f"{label(y_lever, language)} ↓ / {label(x_lever, language)} →"
    columns = [corner, *(plain(float(one), 1, language=language) for one in x)]
    words = say("map.words", language, outcome=outcome, line=line_words(shown, across, up, language))
    return chart("break-even", title, words, option, columns, rows, 520)


def axis(values: np.ndarray, name: str, gap: int) -> Data:
    """An axis from half a step before the first value to half a step after the last."""
    half = (values[1] - values[0]) / 2
    return {
        "type": "value",
        "min": rounded(values[0] - half),
        "max": rounded(values[-1] + half),
        "name": name,
        "nameLocation": "middle",
        "nameGap": gap,
        "nameTextStyle": {**TEXT, "color": "$ink", "fontSize": 13},
        "axisLabel": {**TEXT, "formatter": "fn:number", "showMinLabel": False, "showMaxLabel": False},
        "splitLine": {"show": False},
        "axisLine": {"show": False},
        "axisTick": {"show": False},
    }


def open_ended(values: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The ends of a band, those beyond the map at its edge."""
    half = (y[1] - y[0]) / 2
    return np.clip(np.nan_to_num(values, nan=FREE, posinf=FREE, neginf=-FREE), y[0] - half, y[-1] + half)


def share_words(found: Any, i: int, j: int, language: Language) -> str:
    """The verdict at a place, and how often the plan is better there."""
    share = plain(100 * float(found.share_better[i, j]), 0, language=language)
    return f"{found.verdicts[i, j].told(language)}; {say_of_models('numbers.percent', language, number=share)}"


def line_words(shown: Map, across: str, up: str, language: Language) -> str:
    """Where the gain turns, at the middle of the first lever."""
    x_lever, y_lever = parameters()[across], parameters()[up]
    middle = len(shown.across) // 2
    at = shown.found.boundary.at[middle]
    if not np.isfinite(at):
        return say("map.no_line", language)
    percent = factor_of(y_lever) > 1
    at_words = plain(float(shown.across[middle]) * factor_of(x_lever), 1, language=language)
    where = plain(float(at) * factor_of(y_lever), 0 if percent else 2, language=language)
    return say(
        "map.line",
        language,
        x=label(x_lever, language),
        at=f"{at_words} {unit(x_lever, language)}",
        y=label(y_lever, language),
        where=f"{where} {unit(y_lever, language)}",
    )
