"""Assumptions: every number of the model with its value, range, source and grade, to be changed here."""

from typing import Any

import solara

from dashboard import levers
from dashboard.choices import Choices
from dashboard.events import act
from dashboard.pages.panel import LeverGroups
from dashboard.pages.templates import fill
from dashboard.parts import Block
from dashboard.visit import Visit
from dashboard.words import say
from experiments.provenance import grades
from sim.outcomes import outcomes
from sim.parameters import Parameter, declarations, parameters
from sim.scenario import SIZES
from sim.sources import sources
from sim.words import Language

GRADES = ("measured", "literature", "expert", "assumed")


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

    wanted = [one for one in parameters().values() if fits(one, grade, sought, room, language)]
    Block(
        html=fill(
            "assumptions.html",
            language,
            counts=grades(),
            grades=[(one, say(f"grade.{one}", language)) for one in GRADES],
            grade=grade,
            sought=sought,
            room=room,
            rooms=[(one, say(f"room.{one}", language)) for one in rooms()],
            found=len(wanted),
            moved=[one.name for one in choices.changed("assumption")],
            turning=turning(language),
            sizes=[
                (name, say(f"size.{name}", language), int(choices.value(name))) for name in SIZES if name != "regions"
            ],
        ),
        event_act=page_act,
    )
    found = solara.use_memo(lambda: groups(wanted, choices), [grade, sought, room, choices.here, language])
    LeverGroups(visit, found, "reset-assumptions", say("part.frame.reset_assumptions", language))


def rooms() -> list[str]:
    """The files in which parameters are declared."""
    return list(dict.fromkeys(file for file, _ in declarations().values()))


def room_of(parameter: Parameter) -> str:
    """The file in which a parameter is declared."""
    return declarations()[parameter.field][0]


def fits(parameter: Parameter, grade: str, sought: str, room: str, language: Language) -> bool:
    """Whether a parameter is among what somebody looks for."""
    if (grade and parameter.grade != grade) or (room and room_of(parameter) != room):
        return False
    text = f"{parameter.name} {parameter.label.to(language)} {parameter.explanation.to(language)} {parameter.source}"
    return sought.strip().lower() in text.lower()


def groups(wanted: list[Parameter], choices: Choices) -> list[dict[str, Any]]:
    """The wanted parameters as levers, by the file in which they are declared; folded while there are many."""
    members = {room: [one for one in wanted if room_of(one) == room] for room in rooms()}
    titles = {room: f"{say(f'room.{room}', choices.language)} ({len(those)})" for room, those in members.items()}
    return [
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
