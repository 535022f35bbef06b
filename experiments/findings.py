"""What a comparison found, said so that nobody reads more into it than there is.

One `Finding` for each outcome, with numbers as people read them (of 100 families, hours, euros), how many paired runs
agree, and the verdict. Terminal, report, pages and files use these, in English or Dutch.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.language import say
from experiments.numbers import number, span, unit_words
from experiments.relative import relative
from experiments.verdicts import CLOSE, Verdict, verdict_of_effect
from sim.comparison import Comparison
from sim.outcomes import OUTCOMES, Outcome
from sim.words import Language

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Finding:
    """One outcome of a comparison, ready to be shown.

    Attributes:
        outcome: its declaration.
        unit: what the numbers count in, as shown.
        parallel, shared_plan: means on both routes.
        difference: shared plan minus parallel, with its sign.
        span: the range around the difference; empty after one paired run.
        pairs: paired runs that have a value on both routes.
        verdict: which route leads, how surely, and whether the difference matters.
        leading_pairs: paired runs in which the leader leads.
        equal_pairs: paired runs in which both routes end the same.
        relative, relative_span: both in per cent of the number on parallel routes, or why there is none.
        language: of the words and numbers; ``leader`` and ``badge`` are the same in every language.
    """

    outcome: Outcome
    unit: str
    parallel: str
    shared_plan: str
    difference: str
    span: str
    pairs: int
    verdict: Verdict
    leading_pairs: int
    equal_pairs: int
    relative: str
    relative_span: str
    language: Language = "en"

    @property
    def leader(self) -> str:
        """The route that is better on average, or has more where neither way is better; empty when neither leads."""
        return self.verdict.leader

    @property
    def badge(self) -> str:
        """How sure that is; empty when neither way is better, or nothing was there to be judged."""
        return "" if self.outcome.better == "neither" or not self.pairs else self.verdict.badge

    @property
    def small(self) -> bool:
        """Whether the difference is smaller than the smallest one that matters."""
        return self.verdict.small

    @property
    def label(self) -> str:
        """What the outcome is called."""
        return self.outcome.label.to(self.language)

    @property
    def in_pairs(self) -> str:
        """In how many paired runs: "shared plan better in 97 of 100, the same in 2"."""
        return self.counted("pairs")

    @property
    def in_paired_runs(self) -> str:
        """The same where the number stands by itself: "shared plan better in 97 of 100 paired runs"."""
        return self.counted("paired_runs")

    def counted(self, words: str) -> str:
        """In how many pairs the leader leads, and in how many nobody does, in the words of a table."""
        if not self.pairs:
            return say("pairs.nothing", self.language)
        if not self.leader:
            return say(f"{words}.same", self.language, equal=self.equal_pairs, pairs=self.pairs)
        side = "more" if self.outcome.better == "neither" else "better"
        route = say(f"routes.{self.leader}", self.language)
        lead = say(f"{words}.{side}", self.language, route=route, leading=self.leading_pairs, pairs=self.pairs)
        return say("pairs.and_same", self.language, lead=lead, equal=self.equal_pairs) if self.equal_pairs else lead

    @property
    def badge_word(self) -> str:
        """The badge by itself."""
        return say(f"badges.{self.badge or ('counted' if self.pairs else 'nothing')}", self.language)

    @property
    def badge_words(self) -> str:
        """The badge, with what it must not make one forget."""
        return self.badge_in("badges")

    def badge_in(self, words: str) -> str:
        """The badge with what it must not make one forget, in the words of a table."""
        if self.badge and self.equal_pairs == self.pairs:
            return say(f"{words}.equal", self.language)
        if self.badge and self.verdict.sure and self.small:
            return say(f"{words}.but_small", self.language, badge=self.badge_word)
        return say(f"{words}.{CLOSE}", self.language) if self.badge == CLOSE else self.badge_word


def findings(comparison: Comparison, language: Language = "en", names: Iterable[str] | None = None) -> list[Finding]:
    """A finding for each outcome, or for some of them, in the order of their declaration."""
    differences = paired_differences(comparison)
    return [
        finding(OUTCOMES[name], comparison.effect(name), differences[name], language)
        for name in names or comparison.scenario.outcomes
    ]


def paired_differences(comparison: Comparison) -> dict[str, np.ndarray]:
    """Shared plan minus parallel for each paired run, shape (replicates,), by outcome."""
    differences = comparison.outcomes[:, 1] - comparison.outcomes[:, 0]
    return {name: differences[:, number] for number, name in enumerate(comparison.scenario.outcomes)}


def finding(outcome: Outcome, row: dict[str, Any], differences: np.ndarray, language: Language = "en") -> Finding:
    """What one row of the effects table says, with the differences of its paired runs."""
    gains = (-1 if outcome.better == "lower" else 1) * differences[np.isfinite(differences)]
    verdict = verdict_of_effect(row, len(gains))
    low, high = (number(row[end], outcome, True, language) for end in ("low", "high"))
    part, part_span = relative(row, outcome, language)
    return Finding(
        outcome=outcome,
        unit=unit_words(outcome, language),
        parallel=number(row["parallel"], outcome, language=language),
        shared_plan=number(row["shared_plan"], outcome, language=language),
        difference=number(row["difference"], outcome, True, language),
        span=span(low, high, language) if math.isfinite(row["low"]) else "",
        pairs=len(gains),
        verdict=verdict,
        leading_pairs=int((gains > 0 if verdict.leader == "shared_plan" else gains < 0).sum()),
        equal_pairs=int((gains == 0).sum()),
        relative=part,
        relative_span=part_span,
        language=language,
    )


def effects_table(comparison: Comparison, language: Language = "en") -> "pd.DataFrame":
    """The effects with label, counted pairs and badge: what goes into files.

    Only the labels are in a language; a program reads the same columns and keys in both.
    """
    table = comparison.effects.copy()
    found = findings(comparison, language)
    table.insert(1, "label", [one.label for one in found])
    table["main"] = [one.outcome.main for one in found]
    table["pairs"] = [one.pairs for one in found]
    table["leader"] = [one.leader for one in found]
    table["leading_pairs"] = [one.leading_pairs for one in found]
    table["badge"] = [one.badge for one in found]
    table["small"] = [one.small for one in found]
    return table
