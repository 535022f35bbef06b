"""Reading the factors of an experiment file: what is moved, over which values or which range."""

from collections.abc import Sequence
from typing import Any

from experiments.designs import DESIGNS
from experiments.designs.factors import Factor
from experiments.in_words import label
from experiments.language import say
from experiments.parameter_sets.priors import is_uncertain
from experiments.specification.problems import Problems
from experiments.specification.reading import checked
from experiments.specification.spans import DECLARED, values_and_ends
from experiments.specification.together import all_themes, is_together, read_together
from sim.parameters import Parameter, declarations, members, parameters
from sim.scenario import SIZES, Scenario, ScenarioError
from sim.words import LANGUAGES

GROUPS = ("assumptions", "world", "policy")  # names that stand for many factors, over their declared ranges
THEMES = "themes"  # stands for all themes of assumptions, each a factor


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
        if name in (*GROUPS, THEMES):
            if value != DECLARED:
                problems.add(f'{name} stands for many factors: write {name} = "{DECLARED}"', "factors", name)
            if not DESIGNS[kind].needs_ranges:
                problems.add(f"a design of kind {kind} needs values, and {name} stands for ranges", "factors", name)
                continue
            group = all_themes() if name == THEMES else factors_of(group_of(name, scenario), scenario)
            found |= {one.name: one for one in group if one.name not in found}
            continue
        try:
            found[name] = read_together(name, value) if is_together(value) else read_factor(name, value, scenario)
        except (ScenarioError, ValueError) as error:
            problems.add(f"{error}{point_instead(name, value)}", "factors", name)
    if DESIGNS[kind].needs_ranges:
        for one in found.values():
            if one.values or one.low == one.high:
                ends = f"{'share = ' if one.members else ''}{{ range = [LOW, HIGH] }}"
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


def factors_of(group: Sequence[Parameter], scenario: Scenario) -> list[Factor]:
    """Parameters as factors over their declared ranges."""
    return [of_parameter(one, (), one.low, one.high, scenario) for one in group]


def group_of(name: str, scenario: Scenario) -> list[Parameter]:
    """The parameters of a scenario that a group stands for."""
    if name == "assumptions":
        return [one for one in scenario.numbers if is_uncertain(one)]
    return [one for one in scenario.numbers if one.kind == name]


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
    values, low, high = values_and_ends(name, value, lambda number: checked(name, number, "factors"))
    for number in (*values, low, high):
        checked(name, number, "factors")
    return factor_of_values(name, values, low, high, scenario)


def factor_of_values(name: str, values: tuple[float, ...], low: float, high: float, scenario: Scenario) -> Factor:
    """A factor that is a parameter or a size, with checked values and ends."""
    if name in SIZES:
        base = float(getattr(scenario, name))
        called, in_dutch = (say(f"sizes.{name}", language) for language in LANGUAGES)
        return Factor(name, called, "number", values, low, high, base, whole=True, label_nl=in_dutch)
    return of_parameter(parameters()[name], values, low, high, scenario)


def of_parameter(one: Parameter, values: tuple[float, ...], low: float, high: float, scenario: Scenario) -> Factor:
    """A factor that is a parameter."""
    base, called, in_dutch = scenario.value(one.name), label(one), label(one, "nl")
    return Factor(one.name, called, one.unit, values, low, high, base, one.unit == "number", in_dutch)
