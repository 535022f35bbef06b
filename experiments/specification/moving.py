"""Reading the factors of an experiment file: what is moved, over which values or which range."""

from typing import Any

import numpy as np

from experiments.designs import DESIGNS
from experiments.designs.factors import Factor
from experiments.in_words import label
from experiments.parameter_sets.priors import uncertain
from experiments.specification.problems import Problems, shown
from experiments.specification.reading import checked, is_number
from sim.parameters import Parameter, declarations, members, one_value, parameters, whole
from sim.scenario import SIZES, Scenario, ScenarioError

GROUPS = ("assumptions", "world", "policy")  # names that stand for many factors, over their declared ranges
DECLARED = "range"  # the whole declared range
MOST_STEPS = 1_000


def read_factors(table: object, scenario: Scenario, kind: str, problems: Problems) -> tuple[Factor, ...]:
    """The factors of a file, in its order.

    Args:
        table: what stands under ``[factors]``.
        scenario: what the factors are moved from.
        kind: of the design, which asks for values or for ranges.
        problems: where to note what is wrong.
    """
    if not isinstance(table, dict):
        problems.add("factors must be a table", "factors")
        return ()
    if DESIGNS[kind].needs_ranges and not table:
        problems.add(f"a design of kind {kind} needs [factors]", "design", "kind")
    found: dict[str, Factor] = {}
    for name, value in table.items():
        if name in GROUPS:
            if value != DECLARED:
                problems.add(f'{name} stands for many factors: write {name} = "{DECLARED}"', "factors", name)
            if not DESIGNS[kind].needs_ranges:
                problems.add(f"a design of kind {kind} needs values, and {name} stands for ranges", "factors", name)
                continue
            group = [of_parameter(one, (), one.low, one.high, scenario) for one in group_of(name)]
            found |= {one.name: one for one in group if one.name not in found}
            continue
        try:
            found[name] = read_factor(name, value, scenario)
        except (ScenarioError, ValueError) as error:
            problems.add(f"{error}{point_instead(name, value)}", "factors", name)
    if DESIGNS[kind].needs_ranges:
        for one in found.values():
            if one.values or one.low == one.high:
                ends = "{ range = [LOW, HIGH] }"
                problems.add(
                    f'a design of kind {kind} moves {one.name} over a range: {ends} or "{DECLARED}"',
                    "factors",
                    one.name,
                )
    else:
        for one in found.values():
            if not one.values:
                steps = "{ grid = [LOW, HIGH], steps = N }"
                problems.add(
                    f"a design of kind {kind} needs values of {one.name}: a list, or {steps}", "factors", one.name
                )
    return tuple(found.values())


def point_instead(name: str, value: object) -> str:
    """A hint for whole numbers in pairs, which may be broken numbers with a comma: 0,2 is a list of two; or nothing."""
    if name not in parameters() or parameters()[name].unit == "number":
        return ""
    ends = value.get("grid", value.get("range")) if isinstance(value, dict) else value
    if isinstance(ends, list) and ends and len(ends) % 2 == 0 and all(isinstance(one, int) for one in ends):
        return f" (broken numbers take a point: {ends[0]}.{ends[1]}, not {ends[0]},{ends[1]})"
    return ""


def group_of(name: str) -> tuple[Parameter, ...]:
    """The parameters that a group stands for."""
    if name == "assumptions":
        return uncertain()
    return tuple(one for one in parameters().values() if one.kind == name)


def read_factor(name: str, value: Any, scenario: Scenario) -> Factor:
    """One factor; a ``ValueError`` or ``ScenarioError`` in one line when it cannot be one."""
    if name in declarations() and name not in parameters():
        several = [one.name for one in members(name, declarations()[name][1])]
        raise ValueError(f"{name} has several values: name one of them, such as {several[0]}")
    if name not in SIZES and name not in parameters():
        checked(name, 0.0, "factors")
    if value == DECLARED:
        if name in SIZES:
            raise ValueError(f"{name} has no declared range: write {{ range = [LOW, HIGH] }}")
        one = parameters()[name]
        return of_parameter(one, (), one.low, one.high, scenario)
    values, low, high = values_and_ends(name, value)
    for number in (*values, low, high):
        checked(name, number, "factors")
    if name in SIZES:
        base = float(getattr(scenario, name))
        return Factor(name, name.replace("_", " ").capitalize(), "number", values, low, high, base, whole=True)
    return of_parameter(parameters()[name], values, low, high, scenario)


def of_parameter(one: Parameter, values: tuple[float, ...], low: float, high: float, scenario: Scenario) -> Factor:
    """A factor that is a parameter."""
    return Factor(one.name, label(one), one.unit, values, low, high, scenario.value(one.name), one.unit == "number")


def values_and_ends(name: str, value: Any) -> tuple[tuple[float, ...], float, float]:
    """The values of a grid (none for a range) and the two ends."""
    if isinstance(value, list):
        if not value or not all(is_number(one) for one in value):
            raise ValueError(f"{name} must be a list of numbers, or a table with grid and steps, or with range")
        values = tuple(float(checked(name, one, "factors")) for one in value)
        if len(set(values)) < len(values):
            raise ValueError(f"{name} names a value twice")
        return values, min(values), max(values)
    if isinstance(value, dict) and set(value) == {"range"}:
        low, high = two_ends(name, value["range"])
        return (), low, high
    if isinstance(value, dict) and set(value) == {"grid", "steps"}:
        low, high = two_ends(name, value["grid"])
        steps = whole(value["steps"])
        if steps is None or not 2 <= steps <= MOST_STEPS:
            most = f"{MOST_STEPS:,}"
            raise ValueError(f"{name}: steps must be a whole number from 2 to {most}, not {shown(value['steps'])}")
        return tuple(one_value(one) for one in np.linspace(low, high, steps)), low, high
    forms = f'[1, 2, 3], {{ grid = [LOW, HIGH], steps = N }}, {{ range = [LOW, HIGH] }} or "{DECLARED}"'
    raise ValueError(f"{name} must be written as {forms}")


def two_ends(name: str, ends: Any) -> tuple[float, float]:
    """A low and a high end."""
    if isinstance(ends, list) and len(ends) == 2 and all(is_number(one) for one in ends):
        low, high = (float(checked(name, one, "factors")) for one in ends)
        if low < high:
            return low, high
    raise ValueError(f"{name}: needs two ends, the lower first, not {shown(ends)}")
