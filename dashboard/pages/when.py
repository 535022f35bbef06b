"""When: a lever at another value from one month to another, beside the levers."""

from typing import Any

import solara

from dashboard.levers import unit
from dashboard.pages.templates import fill
from dashboard.parts import Block
from dashboard.scheduling import WEEKS_IN_A_MONTH, levers
from dashboard.visit import Visit
from experiments.in_words import label

FIRST = {"lever": "posts_funded", "value": "", "first": "12", "last": ""}


@solara.component
def When(visit: Visit) -> None:
    """The form; what is typed in it is kept until it is set."""
    choices = visit.choices.value
    language = choices.language
    said, set_said = solara.use_state(FIRST)

    def act(data: dict[str, Any]) -> None:
        if data["do"] in FIRST:
            set_said({**said, data["do"]: data["value"]})
        elif data["do"] == "schedule":
            visit.schedule(said["lever"], said["value"], said["first"], said["last"])
        elif data["do"] == "unschedule":
            visit.unschedule()

    html = fill(
        "when.html",
        language,
        levers=[(one.name, label(one, language), unit(one, language)) for one in levers()],
        lever=said["lever"],
        value=said["value"],
        first=said["first"],
        until=said["last"],
        last=int(choices.value("weeks") / WEEKS_IN_A_MONTH),
        scheduled=bool(choices.here.later),
    )
    Block(html=html, event_act=act)
