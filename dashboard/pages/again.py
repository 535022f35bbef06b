"""How to make the numbers of a page again, and what made them."""

import dataclasses
from functools import cache

from dashboard.live.comparing import Compared
from dashboard.pages.templates import fill
from dashboard.words import say
from experiments import in_words, provenance
from sim.words import Language


def again_html(shown: Compared, language: Language) -> str:
    """The command that gives the same numbers, and what made them."""
    choices, scenario = shown.asked.choices, shown.asked.scenario
    versions = made_with()
    return fill(
        "again.html",
        language,
        command=command_of(shown),
        own=choices.changes is not None,
        condition=in_words.condition(scenario, language),
        versions=say(
            "again.versions",
            language,
            version=versions["omtafel"],
            rules=versions["rules"],
            seed=choices.seed,
            pairs=shown.there,
        ),
        seed=choices.seed,
        pairs=choices.pairs,
    )


@cache
def made_with() -> dict[str, str]:
    """Versions of the model and its rules, which do not change while pages are served."""
    return provenance.versions()


def command_of(shown: Compared) -> str:
    """The command that makes this comparison again."""
    scenario = shown.asked.scenario
    if shown.asked.choices.changes is not None:
        scenario = dataclasses.replace(scenario, name="omtafel-scenario")
    return provenance.command(scenario, shown.asked.pairs, shown.asked.seed)
