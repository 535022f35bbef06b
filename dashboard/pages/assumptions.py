"""Assumptions: every number of the model with its value, range, source and grade, to be changed here."""

from collections.abc import Sequence
from typing import Any

import solara

from dashboard import levers
from dashboard.choices import Choices
from dashboard.events import act
from dashboard.live.comparing import asked_for
from dashboard.pages.how_sure import HowSure, WhatWouldChangeIt, turned
from dashboard.pages.panel import LeverGroups
from dashboard.pages.published import OnlyPublished
from dashboard.pages.rival_forms import RivalForms
from dashboard.pages.templates import fill
from dashboard.parts import Block
from dashboard.visit import Visit
from dashboard.words import say
from experiments.headline import TRADED
from experiments.provenance import grades
from experiments.published import CERTAIN
from experiments.search.turning_points import Moved, most_moving
from sim.outcomes import OUTCOMES, outcomes
from sim.parameters import OWN, Parameter, declarations, parameters
from sim.scenario import SIZES
from sim.sources import sources
from sim.words import Language

FIRST = 8  # declarations that move the answer most, before all others
PUBLISHED = "published"  # the choice of what was measured or stands in the literature
GRADES = (PUBLISHED, "measured", "literature", "expert", "assumed")


@solara.component
def Assumptions(visit: Visit) -> None:
    """The page."""
    choices = visit.choices.value
    language = choices.language
    grade, set_grade = solara.use_state("")
    sought, set_sought = solara.use_state("")
    room, set_room = solara.use_state("")

    def page_act(data: dict[str, Any]) -> None:
        asked, value = data["do"], data["value"]
        if asked == "grade":
            set_grade(value if value in GRADES else "")
        elif asked == "seek":
            set_sought(value[:60])
        elif asked == "room":
            set_room(value if value in rooms() else "")
        elif asked == "size":
            visit.move({data["name"]: value})
        else:
            act(visit, data)

    comparing = visit.comparing
    counted = asked_for(choices)
    solara.use_effect(lambda: comparing.ask(counted), [counted])
    shown = comparing.shown.value
    question = solara.use_memo(lambda: turned(shown) if shown else None, [shown])
    outcome = question.outcome if question else TRADED[0]
    looked = visit.turning.shown.value
    last: Any = solara.use_ref(None)  # the last search that was whole: levers change places only for another
    if looked and looked.whole:
        last.current = looked
    ranked = last.current if last.current and last.current.asked.outcome == outcome else None
    moved, here = ranked.found if ranked else (), ranked is not None and ranked.asked == question
    searching = bool(grade or sought.strip() or room)
    wanted = [one for one in parameters().values() if fits(one, grade, sought, room, language)]
    head = fill("assumptions.html", language, counts=grades(), turning=turning(language))
    Block(html=head)
    if shown:
        stale = shown.asked != counted
        WhatWouldChangeIt(visit, shown, stale)
        HowSure(visit, shown, stale)
        OnlyPublished(visit, shown, stale, grade == PUBLISHED)
    RivalForms(visit).key("forms")  # what is open or typed below stays when the answer comes
    Block(
        html=fill(
            "assumptions_all.html",
            language,
            grades=[(one, say(f"grade.{one}", language)) for one in GRADES],
            grade=grade,
            sought=sought,
            room=room,
            rooms=[(one, title_of(one, language)) for one in rooms()],
            found=len(wanted),
            sizes=[
                (name, say(f"size.{name}", language), int(choices.value(name))) for name in SIZES if name != "regions"
            ],
        ),
        event_act=page_act,
    ).key("all")
    found = solara.use_memo(
        lambda: groups(wanted, choices, "" if searching else outcome, moved, here),
        [grade, sought, room, choices.here, language, outcome, moved, here],
    )
    LeverGroups(visit, found, "reset-assumptions", say("part.frame.reset_assumptions", language)).key("levers")


def rooms() -> list[str]:
    """The files in which parameters are declared."""
    return list(dict.fromkeys(file for file, _ in declarations().values()))


def title_of(room: str, language: Language) -> str:
    """What a file is called on the page: an extension by its own name."""
    return room.replace("_", " ") if room in OWN else say(f"room.{room}", language)


def room_of(parameter: Parameter) -> str:
    """The file in which a parameter is declared."""
    return declarations()[parameter.field][0]


def fits(parameter: Parameter, grade: str, sought: str, room: str, language: Language) -> bool:
    """Whether a parameter is among what somebody looks for."""
    grades = CERTAIN if grade == PUBLISHED else (grade,)
    if (grade and parameter.grade not in grades) or (room and room_of(parameter) != room):
        return False
    text = f"{parameter.name} {parameter.label.to(language)} {parameter.explanation.to(language)} {parameter.source}"
    return sought.strip().lower() in text.lower()


def groups(
    wanted: list[Parameter], choices: Choices, outcome: str = "", moved: Sequence[Moved] = (), here: bool = False
) -> list[dict[str, Any]]:
    """The wanted parameters as levers, by the file in which they are declared; folded while there are many.

    Args:
        wanted: the parameters.
        choices: what is chosen now.
        outcome: what moves it most stands before all others, what moves it most first; nothing does without one.
        moved: how far these move it, as far as that was found; else they stand as in usual settings.
        here: whether it was found for the settings of now; their order stays until it is.
    """
    language = choices.language
    order = [one.name for one in sorted(moved, key=lambda one: -one.by)] or most_moving(outcome, FIRST)
    ranks = {field: rank for rank, field in enumerate(order)} if outcome else {}
    turns = {one.name: one.point.sentence(language) for one in moved if one.point and here}
    first = sorted((one for one in wanted if one.field in ranks), key=lambda one: ranks[one.field])
    rest = [one for one in wanted if one.field not in ranks]
    members = {room: [one for one in rest if room_of(one) == room] for room in rooms()}
    titles = {room: f"{title_of(room, language)} ({len(those)})" for room, those in members.items()}
    moving = say("assumptions.moving", language, outcome=OUTCOMES[outcome].label.to(language)) if outcome else ""
    note = say("assumptions.ranked", language) if here else say("assumptions.ranking", language)
    ahead = [{**with_source(one, choices), "turns": turns.get(one.field, "")} for one in first]
    ahead = [levers.group("moving", moving, ahead, folded=False, note=note)]
    return (ahead if first else []) + [
        levers.group(room, titles[room], [with_source(one, choices) for one in those], folded=len(wanted) > 12)
        for room, those in members.items()
        if those
    ]


def with_source(parameter: Parameter, choices: Choices) -> dict[str, Any]:
    """A lever with what it rests on, written out."""
    data = levers.lever_data(parameter, choices)
    source = say("lever.source", choices.language, source=source_words(parameter.source))
    data["facts"] = f"{data['facts']} {source} ({parameter.name})"
    return data


def source_words(source: str) -> str:
    """A source as declared, its keys with author and year where the bibliography has them."""
    known = {key: f"({entry.title}, {entry.year})" for key, entry in sources().items()}
    words = ((one, known.get(one.rstrip(":;,"))) for one in source.split(" "))
    return " ".join(f"{one} {entry}" if entry else one for one, entry in words)


def turning(language: Language) -> list[tuple[str, list[str]]]:
    """Which numbers turn the answer of each main outcome, as ``omtafel flips`` found: outcome and labels."""
    from validation.calibration.turning import kept as kept_flips  # what it rests on takes long to import

    known = parameters()
    found = []
    for one in kept_flips()["outcomes"]:
        labels = list(dict.fromkeys(known[name].label.to(language) for name in one["names"] if name in known))
        found.append((outcomes()[one["outcome"]].label.to(language), labels))
    return found
