"""What the pages for policymakers need: in how many plausible worlds each route does better, outcome by outcome."""

from typing import Any

from experiments.parameter_sets import kept as kept_sets
from sim.outcomes import OUTCOMES
from sim.words import Language
from validation.documents.markdown import plain, table

HEADS: dict[Language, tuple[str, ...]] = {
    "en": ("outcome", "shared plan surely better", "parallel routes surely better", "too close to call"),
    "nl": ("uitkomst", "gezinsplan duidelijk beter", "losse trajecten duidelijk beter", "geen duidelijk verschil"),
}


def context() -> dict[str, Any]:
    """How many worlds there are, and a table in each language."""
    return {"worlds": count(), "table_in": {language: worlds_table(language) for language in HEADS}}


def count() -> int:
    """How many plausible worlds are kept."""
    return int(kept_sets.story()["under"][""]["kept"])


def worlds_table(language: Language) -> str:
    """Main outcomes of which one way is better: the worlds in which either route surely does better, and the rest."""
    rows = []
    for name, one in OUTCOMES.items():
        if one.main and one.better != "neither":
            found = kept_sets.story()["differences"][name]
            plan, parallel = found["above"], found["below"]
            if one.better == "lower":
                plan, parallel = parallel, plan
            label = one.label.en if language == "en" else one.label.nl
            rows.append((plain(label), str(plan), str(parallel), str(count() - plan - parallel)))
    return table(HEADS[language], rows)
