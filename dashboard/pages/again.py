"""How to make the numbers of a page again, and what made them."""

import dataclasses

from dashboard.live.comparing import Compared
from dashboard.pages.templates import fill
from experiments import in_words, provenance
from sim.words import Language


def again_html(shown: Compared, language: Language) -> str:
    """The command that gives the same numbers, and what made them."""
    choices, scenario = shown.asked.choices, shown.asked.scenario
    own = choices.changes is not None
    named = dataclasses.replace(scenario, name=f"{choices.stem}-scenario") if own else scenario
    return fill(
        "again.html",
        language,
        command=provenance.command(named, choices.pairs, choices.seed),
        own=own,
        condition=in_words.condition(scenario, language),
        versions=provenance.versions(),
        there=shown.there,
        seed=choices.seed,
        pairs=choices.pairs,
    )
