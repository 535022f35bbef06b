"""The break-even map: which route does better where, how surely, and where that turns."""

import numpy as np

from charts.boundary import Boundary
from charts.break_even_drawing import Axis, map_data, map_spec
from charts.chart import Chart
from charts.scales import ticks
from dashboard.choices import Choices
from dashboard.levers import factor_of, rounded, unit
from dashboard.live.map import Map
from dashboard.words import say
from experiments.analysis.boundary import BreakEven
from experiments.in_words import label
from experiments.numbers import plain
from sim.outcomes import OUTCOMES
from sim.parameters import Parameter, parameters
from sim.words import Language

TICKS = 6


def map_chart(shown: Map, choices: Choices) -> Chart:
    """The map as coloured places with the line where neither route is better, its band, and the settings of now."""
    language = choices.language
    x_lever, y_lever = levers = [parameters()[name] for name in (choices.across, choices.up)]
    here_x, here_y = (choices.value(one.name) * factor_of(one) for one in levers)
    outcome = OUTCOMES[choices.outcome].label.to(language)
    x, y = shown.across * factor_of(x_lever), shown.up * factor_of(y_lever)
    found, crossing = shown.found, shown.found.boundary
    boundary = Boundary(*(factor_of(y_lever) * line for line in (crossing.at, *crossing.band)))
    rows = [
        [plain(float(y[j]), 1, language=language), *(share_words(found, i, j, language) for i in range(len(x)))]
        for j in reversed(range(len(y)))
    ]
    corner = f"{label(y_lever, language)} ↓ / {label(x_lever, language)} →"
    return Chart(
        "break-even",
        say("map.title", language, outcome=outcome, pairs=shown.pairs),
        say("map.words", language, outcome=outcome, line=line_words(shown, x_lever, y_lever, language)),
        map_spec(language, live=True),
        map_data(
            axis(x, x_lever, language),
            axis(y, y_lever, language),
            found.share_better,
            found.verdicts,
            boundary,
            (here_x, here_y),
            language,
        ),
        [corner, *(plain(float(one), 1, language=language) for one in x)],
        rows,
        language,
    )


def axis(values: np.ndarray, lever: Parameter, language: Language) -> Axis:
    """A lever along the map."""
    title = f"{label(lever, language)} ({unit(lever, language)})"
    return Axis(title, tuple(rounded(one) for one in values), ticks(values[0], values[-1], TICKS))


def share_words(found: BreakEven, i: int, j: int, language: Language) -> str:
    """The verdict at a place, and how often the plan is better there."""
    share = plain(100 * float(found.share_better[i, j]), 0, language=language)
    return f"{found.verdicts[i, j].told(language)}; {say('numbers.percent', language, number=share)}"


def line_words(shown: Map, x_lever: Parameter, y_lever: Parameter, language: Language) -> str:
    """Where the gain turns, at the middle of the first lever."""
    middle = len(shown.across) // 2
    at = shown.found.boundary.at[middle]
    if not np.isfinite(at):
        return say("map.nowhere", language)
    percent = factor_of(y_lever) > 1
    at_words = plain(float(shown.across[middle]) * factor_of(x_lever), 1, language=language)
    where = plain(float(at) * factor_of(y_lever), 0 if percent else 2, language=language)
    return say(
        "map.where",
        language,
        x=label(x_lever, language),
        at=f"{at_words} {unit(x_lever, language)}",
        y=label(y_lever, language),
        where=f"{where} {unit(y_lever, language)}",
    )
