"""Reading the factors of an experiment file: what is moved, over which values or which range."""

from typing import Any

import numpy as np

from experiments.asking.problems import Problems, shown
from experiments.asking.reading import checked, is_number
from experiments.designs import DESIGNS
from experiments.designs.factors import Factor
from experiments.provenance import label
from experiments.worlds.priors import uncertain
from sim.parameters import Parameter, declarations, members, parameters
from sim.scenario import SIZES, Scenario, ScenarioError

GROUPS = ("assumptions", "world", "policy")  # names that stand for many factors, over their declared ranges
DECLARED = "range"  # the whole declared range
MOST_STEPS = 1_000
DIGITS = 12  # significant digits of a step on a grid, so that 0.15 is 0.15


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
    if DESIGNS[kind].NEEDS_RANGES and not table:
        problems.add(f"a design of kind {kind} needs [factors]", "design", "kind")
    found: dict[str, Factor] = {}
    for name, value in table.items():
        if name in GROUPS:
            if value != DECLARED:
                problems.add(f'{name} stands for many factors: write {name} = "{DECLARED}"', "factors", name)
            if not DESIGNS[kind].NEEDS_RANGES:
                problems.add(f"a design of kind {kind} needs values, and {name} stands for ranges", "factors", name)
                continue
            group = [of_parameter(one, (), one.low, one.high, scenario) for one in group_of(name)]
            found |= {one.name: one for one in group if one.name not in found}
            continue
        try:
            found[name] = read_factor(name, value, scenario)
        except (ScenarioError, ValueError) as error:
            problems.add(str(error), "factors", name)
    if DESIGNS[kind].NEEDS_RANGES:
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
        if len(set(value)) < len(value):
            raise ValueError(f"{name} names a value twice")
        values = tuple(float(checked(name, one, "factors")) for one in value)
        return values, min(values), max(values)
    if isinstance(value, dict) and set(value) == {"range"}:
        low, high = two_ends(name, value["range"])
        return (), low, high
    if isinstance(value, dict) and set(value) == {"grid", "steps"}:
        low, high = two_ends(name, value["grid"])
        steps = value["steps"]
        if isinstance(steps, bool) or not isinstance(steps, int) or not 2 <= steps <= MOST_STEPS:
            raise ValueError(f"{name}: steps must be a whole number from 2 to {MOST_STEPS:,}, not {shown(steps)}")
        return tuple(float(f"{one:.{DIGITS}g}") for one in np.linspace(low, high, steps)), low, high
    forms = f'[1, 2, 3], {{ grid = [LOW, HIGH], steps = N }}, {{ range = [LOW, HIGH] }} or "{DECLARED}"'
    raise ValueError(f"{name} must be written as {forms}")


def two_ends(name: str, ends: Any) -> tuple[float, float]:
    """A low and a high end."""
    if not isinstance(ends, list) or len(ends) != 2 or not all(is_number(one) for one in ends) or ends[0] >= ends[1]:
        raise ValueError(f"{name}: needs two ends, the lower first, not {shown(ends)}")
    low, high = (float(checked(name, one, "factors")) for one in ends)
    return low, high
