"""What the same comparison says under rival forms of the rules, in words."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from experiments.findings import Finding, findings
from experiments.in_words import form_words
from experiments.language import say
from experiments.numbers import number, span
from sim.across_structures import MOVES_FROM, AcrossStructures
from sim.comparison import Comparison
from sim.outcomes import OUTCOMES
from sim.structures import STRUCTURES
from sim.words import Language

if TYPE_CHECKING:
    import pandas as pd

OUTCOME = "severity"  # by which forms are judged


@dataclass(frozen=True)
class UnderForm:
    """The difference between the routes under one form of one rule.

    Attributes:
        structure: what the rule is about; of the first row, that all rules are as usual.
        form: what this form says.
        finding: what was found under it.
        verdict: whether it moves the difference, and if so whether it agrees.
    """

    structure: str
    form: str
    finding: Finding
    verdict: str


def under_forms(across: AcrossStructures[Comparison], language: Language = "en") -> list[UnderForm]:
    """The usual forms, then every other one."""
    rows = across.table(OUTCOME).to_dict("records")
    found = []
    for row, one in zip(rows, (across.usual, *across.others.values()), strict=True):
        (finding,) = findings(one, language, [OUTCOME])
        if not row["structure"]:
            found.append(UnderForm(say("structures.usual", language), "", finding, ""))
            continue
        name = str(row["structure"])
        said = "still" if not row["moves"] else "agrees" if row["agrees"] else "turns"
        words = form_words(name, str(row["form"]), language)
        verdict = say(f"structures.verdict.{said}", language)
        found.append(UnderForm(STRUCTURES[name].label.to(language), words, finding, verdict))
    return found


def sentence(across: AcrossStructures[Comparison], language: Language = "en") -> str:
    """How many of the forms that matter agree, and how far apart forms lie beside luck."""
    outcome = OUTCOMES[OUTCOME]
    table, usual = across.table(OUTCOME), across.usual.effect(OUTCOME)
    agreeing, moving = across.agreeing(OUTCOME)
    least, most, low, high, moves = (
        number(value, outcome, signed, language)
        for value, signed in (
            (table["difference"].min(), True),
            (table["difference"].max(), True),
            (usual["low"], True),
            (usual["high"], True),
            (MOVES_FROM, False),
        )
    )
    return say(
        "structures.sentence" if moving > 1 else "structures.none",
        language,
        agreeing=agreeing,
        moving=moving,
        outcome=outcome.label.to(language).lower(),
        still=1 + len(across.others) - moving,
        moves=moves,
        forms=span(least, most, language),
        luck=span(low, high, language),
    )


def structures_table(across: AcrossStructures[Comparison]) -> "pd.DataFrame":
    """The rows with their outcome in front: what goes into files."""
    table = across.table(OUTCOME)
    table.insert(0, "outcome", OUTCOME)
    return table
