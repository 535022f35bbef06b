"""Rival forms of rules in an experiment: the forms of its scenario, and beside them others, one at a time."""

import dataclasses
from collections.abc import Iterable

from experiments.in_words import form_words
from experiments.language import say
from sim.parameters import nearest
from sim.scenario import Scenario
from sim.structures import STRUCTURES
from sim.words import Language

AS_USUAL = "usual"  # the forms that the scenario has, in the column ``structure``
ALL = "all"


def forms_beside(scenario: Scenario, names: Iterable[str]) -> tuple[str, ...]:
    """The forms that are put in one by one, such as "conflict=scalar", after the usual ones.

    Args:
        scenario: what is moved from.
        names: of rules, for all their other forms; or of single forms; or "all".

    Raises:
        ValueError: in one line, for a name that there is not, or a form that the scenario has already.
    """
    there = {rule: [f"{rule}={form}" for form in structure.forms] for rule, structure in STRUCTURES.items()}
    held = {f"{rule}={scenario.structures.get(rule, next(iter(one.forms)))}" for rule, one in STRUCTURES.items()}
    known = [ALL, *there, *(form for forms in there.values() for form in forms)]
    found: dict[str, None] = {}
    for name in names:
        if name not in known:
            raise ValueError(f"structures: unknown {name!r}{nearest(name, known)}")
        if name in held:
            raise ValueError(f"structures: {name} is what the scenario has already, and is always run")
        asked = [name] if "=" in name else [form for rule in (there if name == ALL else [name]) for form in there[rule]]
        found |= dict.fromkeys(form for form in asked if form not in held)
    return (AS_USUAL, *found)


def with_form(scenario: Scenario, form: str) -> Scenario:
    """A scenario with one rule in another form; as it is for the usual ones."""
    if form == AS_USUAL:
        return scenario
    rule, chosen = form.split("=")
    return dataclasses.replace(scenario, structures={**scenario.structures, rule: chosen})


def form_in_words(form: str, language: Language = "en") -> str:
    """What a form says, with what it is about; of the usual ones that they are."""
    if form == AS_USUAL:
        return say("structures.usual", language)
    rule, chosen = form.split("=")
    return f"{STRUCTURES[rule].label.to(language)}: {form_words(rule, chosen, language)}"
