"""My municipality: a few figures of one's own, beside the levers."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import solara

from dashboard.pages.asking import use_answer
from dashboard.pages.templates import fill
from dashboard.parts import Block
from dashboard.parts.hearing import leave_out
from dashboard.town import asked, held, own_and_assumed
from dashboard.visit import Visit
from dashboard.words import say
from experiments.language import heading
from experiments.own_region.questions import Question
from sim.words import Language, names

BY_SECTOR = ("full_time_posts", "wait")
LONGEST = 60  # letters of what somebody types


@solara.component
def Town(visit: Visit) -> None:
    """The form; what is typed in it is kept until it is set."""
    choices = visit.choices.value
    language = choices.language
    said, set_said = solara.use_state({})
    questions = asked(language)

    def act(data: dict[str, Any]) -> None:
        if data["do"] == "said" and data["name"] in ("name", *questions):
            set_said({**said, data["name"]: data["value"][:LONGEST]})
        elif data["do"] == "town":
            visit.fill_in({"name": choices.town, **said})
        elif data["do"] == "forget-town":
            set_said({})
            visit.forget_town()
        else:
            leave_out("not on offer", data)

    asked_for = solara.use_memo(lambda: held(choices), [choices.town, choices.here, choices.seed])
    found, awaited = use_answer(visit.holding, asked_for)
    own, assumed = own_and_assumed(choices)
    html = fill(
        "town.html",
        language,
        choices=choices,
        said=said,
        single=[(key, one.text, one.usual) for key, one in questions.items() if not one.sector],
        headings=[say(f"town.{figure}", language) for figure in BY_SECTOR],
        by_sector=by_sector(language),
        own=own,
        assumed=assumed,
        checks=[one.text(language) for one in found.found] if found else [],
        awaited=awaited,
    )
    Block(html=html, event_act=act)


@cache
def by_sector(language: Language) -> Mapping[str, list[tuple[str, str, str]]]:
    """The boxes of each sector: key, question and what is usual; nothing where it is not asked."""
    questions = asked(language)
    rows: dict[str, list[tuple[str, str, str]]] = {}
    for sector, words in names("sector").items():
        keys = [f"{figure} {sector}" for figure in BY_SECTOR]
        if any(key in questions for key in keys):
            told = words.to(language)
            rows[heading(told)] = [box_of(key, questions[key]) if key in questions else ("", "", "") for key in keys]
    return rows


def box_of(key: str, question: Question) -> tuple[str, str, str]:
    """A box: what it asks, and what is usual where a box has room for that; its unit is that of the column."""
    return key, question.text, question.usual.partition(" ")[0] if question.figure == "wait" else ""
