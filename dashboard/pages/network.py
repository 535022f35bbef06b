"""The network: who lives in a family and who is around it, helpers and services, week by week, on both routes."""

from typing import Any

import solara

from dashboard.events import act
from dashboard.live.comparing import asked_for
from dashboard.live.watching import Asked
from dashboard.pages.network_data import network_data
from dashboard.pages.panel import BesideLevers
from dashboard.pages.templates import fill
from dashboard.parts import Block, MovingNetwork
from dashboard.visit import Visit
from dashboard.words import route_names, say
from experiments.findings import findings

WORDS = (
    "play", "pause", "back", "forth", "week", "family", "families", "people", "helper", "helpers", "vacant",
    "coordinator", "help", "list", "care", "waiting", "coordinates", "itself_does", "at_table", "example", "chosen",
    "nobody", "meet", "between", "itself", "no_help", "broke_off", "ended", "in_care", "waiting_families",
    "dropped_out", "closed", "left", "several", "linked", "coordinators", "itself_too", "cases", "places",
    "at_tables", "vacancies", "counts", "look_up", "picture", "parent", "child", "mentor", "doctor",
    "always_there", "household", "child_mark",
)  # fmt: skip

TAUGHT = ("helpers_acquainted_share", "fragmentation")  # what the two pictures show, in figures


@solara.component
def Network(visit: Visit) -> None:
    """The page."""
    choices = visit.choices.value
    language = choices.language
    watching = visit.watching
    asked = Asked(choices.scenario_now(), choices.seed)
    solara.use_effect(lambda: watching.ask(asked), [asked])
    solara.use_effect(lambda: watching.withdraw, [])
    watched, failure = watching.shown.value, watching.failure.value
    stale = bool(watched and watched.asked != asked)
    weeks = watched.asked.scenario.weeks if watched else 0
    data = solara.use_memo(
        lambda: network_data(watched.found, weeks, language) if watched else None, [watched, language]
    )

    # The week belongs to the picture: it is given one only when that is not what the picture itself said last, so that
    # nothing it said comes back late and takes it to a week that the visitor has left.
    known = solara.use_ref((str(choices.week),))
    given = solara.use_ref({"week": choices.week, "number": 0})
    if str(choices.week) not in known.current:
        known.current = (str(choices.week),)
        given.current = {"week": choices.week, "number": given.current["number"] + 1}

    def page_act(said: dict[str, Any]) -> None:
        if said["do"] == "meet":
            visit.meet(said["value"])
        elif said["do"] == "week":
            known.current = (str(visit.choices.peek().week), str(said["value"]))  # before it is set, and after
            act(visit, said)
            known.current = known.current[1:]
        else:
            act(visit, said)

    comparing = visit.comparing
    counted = asked_for(choices)
    there = watched is not None  # the picture goes first
    solara.use_effect(lambda: comparing.ask(counted) if there else None, [counted, there])
    shown = comparing.shown.value
    taught = solara.use_memo(
        lambda: findings(shown.found, language, TAUGHT) if shown and shown.asked == counted else [],
        [shown, counted, language],
    )
    with BesideLevers(visit):
        Block(
            html=fill(
                "network.html",
                language,
                failure=failure,
                ready=data is not None,
                seed=choices.seed,
                taught=taught,
                pairs=shown.there if shown else 0,
            ),
            stale=stale,
        )
        if data is not None:
            words = {name: say(f"network.{name}", language) for name in WORDS} | {"routes": route_names(language)}
            MovingNetwork(
                network={**data, "weeks": weeks},
                words=words,
                given=given.current,
                event_act=page_act,
            ).key("network")
