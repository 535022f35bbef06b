"""A municipality of one's own: what somebody fills in of it, what that sets, and what stays as assumed.

What each figure sets is not said here: the questions are those of ``omtafel region new`` (``experiments/own_region``).
"""

from collections.abc import Mapping
from functools import cache

from dashboard.choices import Choices
from dashboard.levers import box_of
from dashboard.live.holding import Asked
from dashboard.typed import Refused
from dashboard.words import say
from experiments.own_region.cells import TableError
from experiments.own_region.making import Line, hours_of, make
from experiments.own_region.questions import Question, questions
from experiments.own_region.reading import Known, read_table
from sim.names import SECTORS
from sim.words import Language

ASKED = ("families", "full_time_posts", "wait", "turnover")


@cache
def asked(language: Language) -> Mapping[str, Question]:
    """What is asked of a municipality, by figure and sector."""
    return {f"{one.figure} {one.sector}".strip(): one for one in questions(language) if one.figure in ASKED}


def filled_in(choices: Choices, name: str, said: Mapping[str, str]) -> Choices:
    """The choices with what somebody filled in; a box that stays empty changes nothing.

    Args:
        choices: what is chosen now.
        name: of the municipality.
        said: what was typed, by figure and sector as in `asked`.

    Raises:
        Refused: in a sentence for the visitor.
    """
    language = choices.language
    known: list[Known] = []
    for key, question in asked(language).items():
        try:
            answer = question.answered(said.get(key, ""), language)
        except ValueError as error:
            raise Refused(f"{question.text}: {error}") from None
        known += [answer] if answer else []
    return with_figures(choices, name, tuple(known), say("own_region.answers", language))


def from_table(choices: Choices, file: str, text: str) -> Choices:
    """The choices with the figures of a table that somebody brought, as CSV.

    Raises:
        Refused: in a sentence for the visitor.
    """
    try:
        table = read_table(file, text.encode("utf-8"), language=choices.language)
    except TableError as error:
        raise Refused(str(error)) from None
    return with_figures(choices, table.region or file.rpartition(".")[0], table.known, file)


def with_figures(choices: Choices, name: str, known: tuple[Known, ...], source: str) -> Choices:
    """The choices with what figures set, under the name of the municipality."""
    try:
        made = make(known, name, source, choices.language)
    except TableError as error:
        raise Refused(str(error)) from None
    for one in made.given:
        if fault := box_of(one.name, choices.language).fault(float(one.value)):
            raise Refused(refusal(one, fault, choices.language))
        choices = choices.moved(one.name, one.value)
    return choices.but(town=name)


def refusal(one: Line, fault: str, language: Language) -> str:
    """Why a setting that follows from a figure is not taken: these pages take no more than so much."""
    box = box_of(one.name, language)
    value, low, high = (box.shown(each, language) for each in (one.value, box.low, box.high))
    return say(f"typed.{fault}", language, label=box.label, text=value, value=value, low=low, high=high)


def held(choices: Choices) -> Asked | None:
    """What to hold against each other: the posts that were filled in, and the waits; None without a municipality."""
    scenario = choices.scenario_now()
    staffed = [sector for sector in SECTORS if f"cases_per_family_{sector}" in choices.values]
    if not choices.town or not staffed:
        return None
    hours = {sector: hours_of(scenario, sector) for sector in staffed}
    return Asked(scenario, hours, frozenset(choices.values), choices.seed)


@cache
def as_declared(language: Language) -> tuple[Line, ...]:
    """Every setting that a municipality may know of itself, as declared."""
    return make((), "", "", language).declared


def own_and_assumed(choices: Choices) -> tuple[list[str], list[str]]:
    """What was filled in, and what was not, with what that rests on; a line each."""
    language = choices.language
    own, assumed = [], []
    for line in as_declared(language):
        box = box_of(line.name, language)
        told = f"{box.label}: {box.shown(choices.value(line.name), language)}"
        if line.name in choices.values:
            own.append(told)
        else:
            grade = box.parameter.grade if box.parameter else "literature"
            assumed.append(f"{told} ({say(f'grade.{grade}', language)})")
    return own, assumed


def in_words(choices: Choices) -> list[str]:
    """What was taken over of a municipality, and how much of it is its own."""
    own, assumed = map(len, own_and_assumed(choices))
    return [say("town.taken", choices.language, name=choices.town, own=own, assumed=assumed)]
