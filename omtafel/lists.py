"""``omtafel scenarios`` and ``omtafel parameters``: what there is to choose, and what every number rests on."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from omtafel import screen
from omtafel.options import AsJson
from omtafel.settings import scenario_of

if TYPE_CHECKING:
    from sim.parameters import Parameter
    from sim.scenario import Scenario

Kind = Literal["world", "policy", "assumption"]
Grade = Literal["measured", "literature", "expert", "assumed"]
HEADINGS = {
    "world": "World: what happens to a region",
    "policy": "Policy: what a region chooses",
    "assumption": "Assumptions: what the model holds to be true",
}


def scenarios() -> None:
    """List the scenarios and what each is for."""
    from omtafel.tables import plain_table, two_lines
    from sim.scenario import load_scenario, scenario_names

    table = plain_table("Scenarios", "Name", "What it is, and what it is for")
    table.leading = 1
    for name in scenario_names():
        scenario = load_scenario(name)
        table.add_row(f"{name} ", two_lines(scenario.title, scenario.why))
    screen.out().print(table)


def parameters(
    scenario: Annotated[
        str | None, typer.Argument(metavar="[SCENARIO]", help="Show the values in this scenario.", show_default=False)
    ] = None,
    kind: Annotated[Kind | None, typer.Option("--kind", help="Only this kind.")] = None,
    grade: Annotated[Grade | None, typer.Option("--grade", help="Only what rests on this.")] = None,
    as_json: AsJson = False,
) -> None:
    """List every number of the model.

    With its value, range, unit, kind, grade of evidence and source.
    """
    from omtafel.compare import as_text
    from sim import parameters as declared

    asked = scenario_of(scenario, []) if scenario is not None else None
    chosen = [
        one
        for one in declared.parameters().values()
        if (kind is None or one.kind == kind) and (grade is None or one.grade == grade)
    ]
    if as_json:
        screen.print_bytes(as_text([parameter_record(one, asked) for one in chosen]))
    else:
        print_parameters(chosen, asked)


def parameter_record(one: "Parameter", scenario: "Scenario | None") -> dict[str, Any]:
    """A parameter as plain data, with its value in a scenario."""
    return {
        **one.model_dump(exclude={"field", "index"}),
        "declared": one.value,
        "value": scenario.value(one.name) if scenario else one.value,
        "changes": changes_of(one, scenario),
    }


def changes_of(one: "Parameter", scenario: "Scenario | None") -> list[dict[str, float]]:
    """Values that a scenario gives a parameter in later weeks."""
    if scenario is None:
        return []
    return [
        {"week": change.week, "value": change.settings[one.name]}
        for change in scenario.changes
        if one.name in change.settings
    ]


def print_parameters(chosen: "list[Parameter]", scenario: "Scenario | None") -> None:
    """A table for each kind."""
    from omtafel.tables import plain_table, two_lines

    console = screen.out()
    for kind, heading in HEADINGS.items():
        rows = [one for one in chosen if one.kind == kind]
        if not rows:
            continue
        table = plain_table(f"{heading} ({len(rows)})", "Name and source", "Value", "Range", "Unit", "Grade")
        for one in rows:
            name = two_lines(one.name, one.source)
            table.add_row(name, value_text(one, scenario), f"{one.low:g} to {one.high:g}", one.unit, one.grade)
        console.print(table)
    if not chosen:
        console.print("No parameter is of this kind and grade.")


def value_text(one: "Parameter", scenario: "Scenario | None") -> str:
    """The value in a scenario, with the declared one where they differ, and what it becomes later."""
    value = scenario.value(one.name) if scenario else one.value
    text = f"{value:g}" if value == one.value else f"{value:g} (declared {one.value:g})"
    later = "".join(f", {change['value']:g} from week {change['week']:g}" for change in changes_of(one, scenario))
    return text + later
