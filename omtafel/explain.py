"""``omtafel explain``: what differs between the routes for one family, its story, why help stopped, what keeps it."""

from typing import TYPE_CHECKING, Annotated

import typer

from omtafel import screen, settings
from omtafel.options import RouteName, ScenarioName, Seed, Sets
from omtafel.refusal import refusing

if TYPE_CHECKING:
    from sim.trace import Explanation


def explain(
    scenario: ScenarioName,
    route: RouteName,
    family: Annotated[int, typer.Option("--family", metavar="ID", help="Number of the family, from 0 on.")],
    seed: Seed = 0,
    sets: Sets = None,
) -> None:
    """Tell what happened to one family, and why.

    First what differs between the routes, then week by week; for a family that stopped some help early also the causes,
    walked back, and the smallest single change that keeps it, in this life and in most with other luck.
    """
    asked = settings.asked_for(scenario, sets or [], seed)
    screen.compile_rules()

    from sim.trace import explain as explanation_of

    with screen.waiting("Living the weeks again…"), refusing("--family"):
        explanation = explanation_of(asked, route, seed, family)
    for line in told(explanation):
        screen.out().print(line)


def told(explanation: "Explanation") -> list[str]:
    """The story as lines."""
    lines = [
        f"Family {explanation.family}. {explanation.summary}",
        *(["", "What this family would say:", f"   “{explanation.own_words}”"] if explanation.own_words else []),
        "",
        "What differs between the routes, with the same luck:",
    ]
    lines += [f"   - {one}" for one in explanation.differs]
    lines.append("")
    lines += [f"week {one.week:>4}  {one.text} {one.why}".rstrip() for one in explanation.story]
    if not explanation.ended_early:
        return [*lines, "", "This family stopped no help early."]
    lines += ["", "Why help stopped, walked back:"]
    lines += [f"{number:>3}. {cause}" for number, cause in enumerate(explanation.causes, start=1)]
    lines += ["", "The smallest single change that would have kept it, in this model:"]
    change = explanation.smallest_change
    return [*lines, f"     {change.text if change else explanation.without_change}"]
