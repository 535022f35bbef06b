"""What the ODD description needs: tables of state, rules, parameters, outcomes and scenarios."""

from collections.abc import Callable
from typing import Any

import numpy as np

from experiments.in_words import changes_in_words, settings_in_words
from sim.names import CHANNELS, DOMAINS, LINKED, OF_CHILD, OF_PARENT, SAFETY, SECTOR_OF, SECTORS
from sim.outcomes import OUTCOMES
from sim.parameters import declarations
from sim.rules import NAMED, Rule
from sim.scenario import load_scenario, scenario_names
from sim.structures import STRUCTURES
from sim.submodels import SUBMODELS, rules_of
from sim.words import names
from validation.documents.citations import with_links
from validation.documents.facts import numbers, range_in_words
from validation.documents.markdown import figure, plain, table
from validation.documents.state import named_list, state_table


def submodel(number: str, caller: Callable[[], str], heading: str | None = None) -> str:
    """The section of one mechanism: what the template and the docstrings of rules say of it, its rules, its parameters.

    Listed are the parameters that its rules read and those that the text names as ``p.name``.
    """
    own = rules_of(number)
    text = "\n\n".join([caller().strip(), *(f"**{rule.name}.** {part}" for rule in own for part in rule.more)])
    files = dict.fromkeys(rule.path for rule in own)
    read = dict.fromkeys([name for rule in own for name in rule.reads] + NAMED.findall(text))
    parts = [
        f'<a id="{number.lower()}"></a>',
        heading or f"### {number} {SUBMODELS[number].title.en}",
        f"Code: {', '.join(f'[{file}](../{file})' for file in files)}.",
        text,
        table(("Rule", "What it says", "Source"), map(rule_row, own)),
    ]
    if read:
        parts.append(parameter_table([name for name in declarations() if name in read]))
    return "\n\n".join(parts)


def rule_row(rule: Rule) -> tuple[str, str, str]:
    """One rule as a row."""
    return (
        f"[`{rule.name}`](../{rule.path})",
        plain(rule.says),
        with_links(rule.source) or "not a rule: it lays out rows",
    )


def parameter_table(wanted: list[str]) -> str:
    """Parameters with value, range, unit, grade and source."""
    rows = []
    for name in wanted:
        one = declarations()[name][1]
        several = one.of == "domain_to_domain"
        value = "see the matrix above" if several else numbers(one, one.value)
        rows.append((f"`{name}`", value, range_in_words(one), one.unit, one.grade, with_links(one.source)))
    return table(("Parameter", "Value", "Range", "Unit", "Grade", "Source"), rows)


def matrix(name: str) -> str:
    """A declaration over pairs of life domains: a row for each domain that acts, a column for each acted on."""
    values = declarations()[name][1].value
    assert isinstance(values, dict)
    columns = [words.en for words in names("domain").values()]
    rows = [
        (words.en, *(figure(values[f"{one}_to_{other}"]) if f"{one}_to_{other}" in values else "" for other in DOMAINS))
        for one, words in names("domain").items()
    ]
    return table(("from ↓ to →", *columns), rows)


def domain_table() -> str:
    """Whose each life domain is, and safety, and which sector serves it."""
    rows = []
    for place, key in enumerate(SECTOR_OF):
        domain = "safety of the children" if place == SAFETY else names("domain")[DOMAINS[place]].en
        whose = "each parent" if place in OF_PARENT else "each child" if place in OF_CHILD else "the household"
        rows.append((domain, whose, names("sector")[SECTORS[key]].en))
    return table(("A need in", "Of", "Served by"), rows)


def touching() -> str:
    """The pairs of life domains that touch, with safety, in words."""
    words = [one.en for one in names("domain").values()] + ["safety"]
    pairs = [f"{words[one]} and {words[other]}" for one, other in np.argwhere(np.triu(LINKED))]
    return "; ".join(pairs)


def structure_table() -> str:
    """Rival forms of rules; the first of each is the default."""
    rows = []
    for name, structure in STRUCTURES.items():
        for number, (form, words) in enumerate(structure.forms.items()):
            first = number == 0
            about = f"{structure.label.en} (decides {structure.decides.en})" if first else ""
            default = ", the default" if first else ""
            rows.append(
                (
                    f"`{name}`" if first else "",
                    plain(about),
                    f"`{form}`{default}",
                    plain(words.en),
                    with_links(words.speaks_for),
                )
            )
    return table(("Structure", "What it is about", "Form", "It says", "What speaks for it"), rows)


def channel_list() -> str:
    """The ways along which meetings can gain something, in words."""
    return ", ".join(name.replace("_", " ") for name in CHANNELS)


def outcome_table() -> str:
    """The main outcomes."""
    rows = [
        (one.label.en, f"`{one.name}`", one.unit, one.better, figure(one.matters_from), plain(one.definition.en))
        for one in OUTCOMES.values()
        if one.main
    ]
    return table(("Outcome", "Name", "Unit", "Better", "Matters from", "Definition"), rows)


def scenario_table() -> str:
    """The scenario library: size and what differs from the declared values."""
    rows = []
    for name in scenario_names():
        one = load_scenario(name)
        differs = "; ".join([*settings_in_words(one), *changes_in_words(one)]) or "nothing"
        rows.append((f"`{name}`", plain(one.title), figure(one.families), figure(one.regions), plain(differs)))
    return table(("Scenario", "Title", "Families", "Regions", "Differs from the declared values"), rows)


def decision_table() -> str:
    """The decisions that are left to chance."""
    rows = [(f"`{name}`", plain(meaning)) for name, meaning in named_list("sim.chance", "FAMILY_TRAITS")]
    return table(("Decision", "What is drawn"), rows)


def context() -> dict[str, Any]:
    """What the template of this page can say beside the common words."""
    return {
        "submodel": submodel,
        "state_table": state_table,
        "matrix": matrix,
        "domain_table": domain_table,
        "structure_table": structure_table,
        "channel_list": channel_list,
        "touching": touching,
        "outcome_table": outcome_table,
        "scenario_table": scenario_table,
        "decision_table": decision_table,
        "default": load_scenario("almelo"),
        "outcomes": OUTCOMES,
    }
