"""Rival forms of rules, where theory does not decide: each with what speaks for it, chosen here for every page."""

from typing import NamedTuple

import solara

from dashboard.choices import Choices, form_of
from dashboard.events import act
from dashboard.pages.templates import fill
from dashboard.parts import Block
from dashboard.visit import Visit
from dashboard.words import say
from experiments.in_words import form_words
from sim.scenario import Scenario
from sim.sources import sources
from sim.structures import STRUCTURES
from sim.words import Language


class Choice(NamedTuple):
    """One form of a rule: what it says, what speaks for it, and whether it is the usual one and the chosen one."""

    form: str
    words: str
    speaks: str
    usual: bool
    chosen: bool


@solara.component
def RivalForms(visit: Visit) -> None:
    """A rule below another, each with its forms."""
    choices = visit.choices.value
    html = fill("rival_forms.html", choices.language, rules=rules(choices))
    Block(html=html, event_act=lambda data: act(visit, data))


def rules(choices: Choices) -> list[tuple[str, str, str, list[Choice]]]:
    """Each rule that has forms: its name, what it is about, what hangs on it, and its forms, the usual one first."""
    language, now = choices.language, choices.scenario_now()
    there = {"", *(one.name for one in now.extensions)}
    return [
        (name, one.label.to(language), one.decides.to(language), choices_of(name, now, language))
        for name, one in STRUCTURES.items()
        if one.extension in there
    ]


def choices_of(structure: str, now: Scenario, language: Language) -> list[Choice]:
    """The forms of a rule as they can be chosen."""
    usual, chosen = next(iter(STRUCTURES[structure].forms)), form_of(now, structure)
    return [
        Choice(
            form,
            form_words(structure, form, language),
            speaks_for(structure, form, language),
            form == usual,
            form == chosen,
        )
        for form in STRUCTURES[structure].forms
    ]


def speaks_for(structure: str, form: str, language: Language) -> str:
    """What speaks for a form, and who says so; of a form that an extension declares, as it does."""
    declared = STRUCTURES[structure].forms[form].speaks_for
    if STRUCTURES[structure].extension:
        return declared
    source = sources().get(declared.replace(":", " ").split(" ")[0])
    who = f"{source.title}, {source.year}" if source else say("grade.assumed", language)
    what = say(f"speaks_for.{structure}.{form}", language)
    return say("rival_forms.speaks", language, what=what, who=who)
