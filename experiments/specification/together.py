"""Factors that move several parameters at once: by share of their ranges, by multiplying, or as a theme of assumptions.

At a share of 0 every parameter stays where it is, at 1 it is at its high end and at -1 at its low end; with a minus in
front of its name it goes the other way. Times 1 is as it is.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from experiments.designs.factors import Factor
from experiments.parameter_sets.themes import Theme, themes
from experiments.specification.spans import DECLARED, values_and_ends
from sim.outcomes import OUTCOMES
from sim.parameters import Parameter, declarations, members, nearest, one_value, parameters
from sim.scenario import SIZES, Scenario
from sim.words import Words

NAME = re.compile(r"[a-z][a-z0-9_]*")
FULL_SHARE = (-1.0, 1.0)  # all the way to both ends
KEYS = ("moves", "theme", "share", "times", "label")
TAKEN = (  # columns of tables that are there whatever is moved
    *("cell", "world", "policy", "structure", "replicate", "replicates", "failed_runs", "route", "seed", "status"),
    *("stage", "message", "command", "run", "runs", "outcome", "parallel", "shared_plan", "difference", "mean", "low"),
    *(
        "high",
        "luck",
        "shared_better_share",
        "correlation",
        "pairs",
        "seconds",
        "design",
        "of",
        "base",
        "factor",
        "index",
    ),
    *(
        "value",
        "place_from",
        "place_to",
        "lowest_world",
        "highest_world",
        "moves",
        "box",
        "above",
        "at_most",
        "coverage",
    ),
    *("density", "points", "losing", "along", "turn", "at", "luck_low", "luck_high", "crossing_share"),
)
Member = tuple[str, float]  # a parameter, and 1 or -1


def is_together(value: object) -> bool:
    """Whether a factor is written as one that moves several parameters."""
    return isinstance(value, dict) and bool({"moves", "theme"} & set(value))


def read_together(name: str, value: Mapping[str, Any]) -> Factor:
    """One factor that moves several parameters.

    Raises:
        ValueError: in one line, when it cannot be one.
    """
    if not NAME.fullmatch(name) or name in TAKEN or name in OUTCOMES or name in parameters() or name in SIZES:
        raise ValueError(f"{name}: a factor that moves several needs a name of its own, in small letters and _")
    for key in value:
        if key not in KEYS:
            raise ValueError(f"{name}: unknown key {key!r}{nearest(key, list(KEYS))}")
    if len({"moves", "theme"} & set(value)) > 1 or len({"share", "times"} & set(value)) > 1:
        raise ValueError(f"{name}: either moves or theme, and either share or times")
    moved, called = named_members(name, value)
    if not isinstance(value.get("label", ""), str):
        raise ValueError(f"{name}: label must be a text")
    if value.get("label"):
        called = Words(en=value["label"], nl=value["label"])
    by = "times" if "times" in value else "share"
    values, low, high = read_span(name, by, value.get(by, DECLARED))
    return joint(name, called, moved, by == "times", values, low, high)


def read_span(name: str, by: str, value: object) -> tuple[tuple[float, ...], float, float]:
    """Over which values or range the factor goes: shares from -1 to 1, or what members are multiplied by."""
    if value == DECLARED:
        if by == "times":
            raise ValueError(f"{name}: times needs two ends, such as {{ range = [0.8, 1.2] }}")
        return (), *FULL_SHARE

    def checked(number: Any) -> float:
        least, most = FULL_SHARE if by == "share" else (0.0, 1_000.0)
        if not least <= number <= most:
            raise ValueError(f"{name}: {by} must be from {least:g} to {most:g}, not {number:g}")
        return one_value(float(number))

    return values_and_ends(f"{name}: {by}", value, checked)


def named_members(name: str, value: Mapping[str, Any]) -> tuple[tuple[Member, ...], Words]:
    """What a factor moves, and what it is called where nobody says so."""
    if "theme" in value:
        known = {one.name: one for one in themes()}
        if value["theme"] not in known:
            near = nearest(str(value["theme"]), list(known))
            several = near or f" (there are {', '.join(name for name, one in known.items() if len(one.members) > 1)})"
            raise ValueError(f"{name}: unknown theme {value['theme']!r}{several}")
        return members_of_theme(known[value["theme"]]), known[value["theme"]].label
    names = value["moves"]
    if not isinstance(names, list) or not names or not all(isinstance(one, str) for one in names):
        raise ValueError(f'{name}: moves must be a list of parameters, such as ["turnover_rate", "-bond_floor"]')
    found = [member for one in names for member in members_named(name, one)]
    seen = [one for one, _ in found]
    for one in seen:
        if seen.count(one) > 1:
            raise ValueError(f"{name}: {one} is named twice")
    called = name.replace("_", " ").capitalize()
    return tuple(found), Words(en=called, nl=called)


def members_named(factor: str, name: str) -> Iterator[Member]:
    """A parameter, or all of a declaration that has several, with the way it goes."""
    plain, way = name.removeprefix("-"), -1.0 if name.startswith("-") else 1.0
    if plain in parameters():
        yield plain, way
    elif plain in declarations():
        yield from ((one.name, way) for one in members(plain, declarations()[plain][1]))
    else:
        known = [*parameters(), *declarations()]
        raise ValueError(f"{factor}: unknown parameter {plain!r}{nearest(plain, known)}")


def members_of_theme(theme: Theme) -> tuple[Member, ...]:
    """What a theme moves."""
    return tuple(member for one in theme.members for member in members_named(theme.name, one))


def joint(
    name: str, called: Words, moved: tuple[Member, ...], times: bool, values: tuple[float, ...], low: float, high: float
) -> Factor:
    """A factor that moves several parameters."""
    unit, base = ("times", 1.0) if times else ("share", 0.0)
    return Factor(name, called.en, unit, values, low, high, base, label_nl=called.nl, members=moved)


def all_themes() -> Iterator[Factor]:
    """Every theme as a factor; one that is a single parameter by that parameter's own name moves it in shares too."""
    for theme in themes():
        name = theme.name if theme.name not in parameters() else f"{theme.name}_by_share"
        yield joint(name, theme.label, members_of_theme(theme), False, (), *FULL_SHARE)


def settings_at(factor: Factor, value: float, scenario: Scenario) -> dict[str, float]:
    """What a factor sets at one of its values.

    Args:
        factor: of any kind.
        value: of it.
        scenario: from which parameters are moved that it moves together.
    """
    if not factor.members:
        return {factor.name: value}
    known = parameters()
    if factor.unit == "times":
        return {name: fitting(known[name], scenario.value(name) * value) for name, _ in factor.members}
    found = {}
    for name, way in factor.members:
        one, here = known[name], scenario.value(name)
        end = one.high if value * way > 0 else one.low
        found[name] = fitting(one, here + abs(value) * (end - here))
    return found


def fitting(one: Parameter, value: float) -> float:
    """A value as a parameter takes it: whole where it must be, without what is only rounding."""
    return float(round(value)) if one.unit == "number" else one_value(value)


def outside(factor: Factor, scenario: Scenario) -> str:
    """What is wrong with the ends of a factor in a scenario: the first member that it moves too far, or nothing."""
    for value in (factor.low, factor.high) if factor.members else ():
        for name, moved in settings_at(factor, value, scenario).items():
            try:
                parameters()[name].checked(moved, f"{factor.name} at {value:g}")
            except ValueError as error:
                return str(error)
    return ""
