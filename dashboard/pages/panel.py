"""Scenario and levers, which stand beside the answer on most pages."""

from typing import Any

import solara
from reacton.core import get_render_context

from dashboard import levers
from dashboard.choices import Choices, library_scenario, scenarios_on_offer
from dashboard.events import act
from dashboard.pages.templates import fill
from dashboard.pages.town import Town
from dashboard.pages.when import When
from dashboard.parts import Block, Levers
from dashboard.visit import Visit
from dashboard.words import part_words, say
from experiments.in_words import title, why


@solara.component
def BesideLevers(visit: Visit, first: bool = False, children: list[Any] = []) -> None:  # noqa: B006 - Solara's way
    """A page with the levers beside what it shows; on a narrow screen below it, or right below the answer (`first`)."""
    with solara.v.Html(tag="div", class_="with-levers first" if first else "with-levers"):
        with solara.v.Html(tag="div", class_="panel"):
            LeverPanel(visit)
        solara.v.Html(tag="div", class_="content", children=children)


@solara.component
def LeverPanel(visit: Visit) -> None:
    """Scenario and levers beside the answer."""
    visit.drawing = get_render_context()
    choices = visit.choices.value
    language = choices.language
    Block(
        html=fill("scenario.html", language, choices=choices, scenarios=scenario_list(choices)),
        event_act=lambda data: act(visit, data),
    )
    Town(visit)
    LeverGroups(visit, levers.groups(choices), "reset-levers", say("lever.reset", language))
    When(visit)


def LeverGroups(visit: Visit, groups: list[dict[str, Any]], reset: str, label: str) -> solara.Element:
    """Groups of levers that a visitor moves, and the button that puts them back."""
    return Levers(
        words={**part_words("levers", visit.choices.value.language), "reset": label},
        groups=groups,
        reset=reset,
        event_move=lambda data: visit.move({data["name"]: data["value"]}),
        event_act=lambda data: act(visit, data),
    )


def scenario_list(choices: Choices) -> list[tuple[str, str, str]]:
    """Scenarios that can be chosen: name, title, what it is for."""
    found = {name: library_scenario(name) for name in scenarios_on_offer()}
    return [(name, title(one, choices.language), why(one, choices.language)) for name, one in found.items()]
