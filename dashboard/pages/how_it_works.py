"""How the model works: the week as its code has it, from numbers through rules and states to other rules.

Everything is found in the code (``sim/rules.py``, ``sim/submodels.py``); nothing of it is told here.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

import solara

from dashboard.events import act
from dashboard.pages.assumptions import rooms, source_words, title_of
from dashboard.pages.templates import fill
from dashboard.parts import Block
from dashboard.visit import Visit
from dashboard.words import say
from sim.names import CHANNELS
from sim.parameters import declarations
from sim.records import meanings
from sim.rules import Rule, rules
from sim.submodels import Mechanism, changes, mechanisms
from sim.words import Language


class Step(NamedTuple):
    """A rule or a mechanism on its way.

    Attributes:
        key, title: what it is called.
        rules: what it consists of; a rule of itself.
        enters: names of the numbers that enter it.
        states: what it changes, fields by the record that has them.
        readers: titles of the mechanisms that read any of that.
    """

    key: str
    title: str
    rules: tuple[Rule, ...]
    enters: tuple[str, ...]
    states: dict[str, list[str]]
    readers: list[str]


@solara.component
def HowItWorks(visit: Visit) -> None:
    """The page."""
    choices = visit.choices.value
    language, number = choices.language, choices.rules_of
    opened, set_opened = solara.use_state("")
    week = mechanisms(choices.base.extensions)

    def page_act(data: dict[str, Any]) -> None:
        if data["do"] == "open":
            set_opened("" if data["value"] == opened else data["value"])
        else:
            act(visit, data)

    html = solara.use_memo(lambda: model_html(week, number, opened, language), [week, number, opened, language])
    Block(html=html, event_act=page_act)


def model_html(week: tuple[Mechanism, ...], number: str, opened: str, language: Language) -> str:
    """The whole page: the rules that use a number, where one is named, and the week.

    Args:
        week: its mechanisms.
        number: a declaration or a channel; empty for none.
        opened: which mechanism shows its rules; empty for none.
        language: of the words.
    """
    from validation.since import steps as since  # only this page asks for it

    steps = [mechanism_step(one, week, language) for one in week]
    return fill(
        "how_it_works.html",
        language,
        number=number,
        about=about(number, language),
        using=[rule_step(rule, one, week, language) for one in week for rule in one.rules if uses(rule, number)],
        groups=groups(language),
        week=steps,
        opened=opened,
        rules=len(rules()),
        numbers=len(declarations()),
        called=lambda name: called(name, language),
        meanings=meanings(),
        source=source_words,
        since=since(language),
    )


def groups(language: Language) -> list[tuple[str, list[tuple[str, str]]]]:
    """All that can enter a rule, by where it is declared: titles, each with names and what these are called."""
    found = {say("model.ways", language): list(CHANNELS), **{title_of(room, language): [] for room in rooms()}}
    for name, (room, _) in declarations().items():
        found[title_of(room, language)].append(name)
    return [(title, [(name, called(name, language)) for name in names]) for title, names in found.items()]


def uses(rule: Rule, number: str) -> bool:
    """Whether a number enters a rule, or a rule asks whether a channel is open."""
    return number in rule.reads or number in rule.ways


def called(number: str, language: Language) -> str:
    """What a number or a channel is called."""
    if number in CHANNELS:
        return say(f"channels.way.{number}", language)
    return declarations()[number][1].label.to(language)


def about(number: str, language: Language) -> str:
    """What a number means; nothing more of a channel."""
    known = declarations()
    return known[number][1].explanation.to(language) if number in known else ""


def mechanism_step(one: Mechanism, week: tuple[Mechanism, ...], language: Language) -> Step:
    """A mechanism on its way."""
    others = [other for other in week if other is not one]
    key, title = one.number, one.title.to(language)
    return Step(key, title, one.rules, one.reads, by_record(one.writes), readers(one.writes, others, language))


def rule_step(rule: Rule, home: Mechanism, week: tuple[Mechanism, ...], language: Language) -> Step:
    """A rule on its way."""
    states = tuple(changes(rule))
    title = home.title.to(language)
    return Step(rule.name, title, (rule,), rule.reads, by_record(states), readers(states, week, language))


def by_record(states: tuple[str, ...]) -> dict[str, list[str]]:
    """States by the record that has them."""
    parts = sorted((state.split(".") for state in states), key=lambda one: one[0])
    return {record: [field for _, field in members] for record, members in groupby(parts, key=lambda one: one[0])}


def readers(states: tuple[str, ...], among: Iterable[Mechanism], language: Language) -> list[str]:
    """Titles of the mechanisms that read any of some states."""
    return [one.title.to(language) for one in among if one.uses.intersection(states)]
