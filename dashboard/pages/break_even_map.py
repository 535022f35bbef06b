"""The break-even map: which route does better where, how surely, and where that turns."""

import numpy as np

from charts.boundary import Boundary
from charts.break_even_drawing import STEP_NAMES, STEPS, Axis, map_data, map_spec
from charts.chart import Chart
from charts.scales import ticks
from dashboard.choices import Choices
from dashboard.levers import factor_of, rounded, unit
from dashboard.live.map import Map
from dashboard.words import say
from experiments.analysis.boundary import BreakEven
from experiments.in_words import amount, label
from experiments.numbers import plain
from experiments.verdicts import CLOSE
from sim.outcomes import OUTCOMES
from sim.parameters import Parameter, parameters
from sim.words import Language

TICKS = 6


def map_chart(shown: Map, choices: Choices, called: str = "") -> Chart:
    """The map as coloured places with the line where neither route is better, its band, and the settings of now.

    Args:
        shown: what is known.
        choices: what is looked at, and the settings of now.
        called: what these are called, when that is not "you are here".
    """
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
            called,
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


def here_words(shown: Map, choices: Choices) -> str:
    """Where the answer turns at the setting of now, with the range that luck leaves."""
    language = choices.language
    x_lever, y_lever = (parameters()[name] for name in (choices.across, choices.up))
    value = float(np.clip(choices.value(x_lever.name), shown.across[0], shown.across[-1]))
    crossing = shown.found.boundary
    at, low, high = (float(np.interp(value, shown.across, line)) for line in (crossing.at, *crossing.band))
    said = {"x": label(x_lever, language).lower(), "y": label(y_lever, language).lower()}
    said["at"] = amount(about(value), x_lever, language)
    if not np.isfinite(at):
        return say("map.here_nowhere", language, **said)
    where = amount(about(at), y_lever, language)
    ends = [amount(about(one), y_lever, language) if np.isfinite(one) else "" for one in (low, high)]
    low_end, high_end = (end or say("map.edge", language) for end in ends)
    falling = shown.found.falling
    near = shown.found.verdicts[np.abs(shown.across - value).argmin()]
    better = shown.up[[one.better == "shared_plan" for one in near]]
    ahead = shown.up < at if falling else shown.up > at
    # Close to where it turns no difference matters; what is said then depends on the places farther off.
    counts = "_small" if not better.size else "_part" if 2 * better.size < ahead.sum() else ""
    if counts == "_part":
        limit, end = (max(better), shown.up[0]) if falling else (min(better), shown.up[-1])
        said["limit"] = amount(float(limit), y_lever, language)
        if limit != end:
            said["limit"] = say(f"map.or_{'less' if falling else 'more'}", language, limit=said["limit"])
    turns = "stops" if falling else "begins"
    return say(f"map.here_{turns}{counts}", language, **said, where=where, low=low_end, high=high_end)


def about(value: float) -> float:
    """A value in two digits: a map is no surer of its line."""
    return float(f"{value:.2g}")


def key_of_colours(shown: Map, language: Language) -> list[tuple[str, str, str, int]]:
    """The colours of the map: each with how dense it is, what it means, and on how many places it holds."""
    found: dict[str, tuple[str, str, str, int]] = {}
    for number, ((colour, dense), name) in enumerate(zip(STEPS, STEP_NAMES)):
        means = step_words(number, name, language)
        count = sum(one.step == number for one in shown.found.verdicts.flat)
        before = found[means][-1] if means in found else 0  # what is small is so on either side
        found[means] = (colour, f"{100 * dense:g}%", means, before + count)
    return list(found.values())


def step_words(number: int, name: str, language: Language) -> str:
    """What a step of colour means."""
    if name == "small":
        return say("verdict.small", language)
    if name == "close":
        return say(f"badges.{CLOSE}", language)
    route = "parallel" if number < len(STEPS) // 2 else "shared_plan"
    return say(f"verdict.{route}", language, badge=say(f"badges.{name}", language))


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
