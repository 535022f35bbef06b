"""What a comparison found, said so that nobody reads more into it than there is.

One `Finding` for each outcome, with numbers as people read them (of 100 families, hours, euros), how many paired runs
agree, and one of three badges. Terminal, report and files use these.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from experiments.numbers import number, unit_words
from sim.comparison import Comparison
from sim.outcomes import OUTCOMES, Outcome

CLEAR_FROM = 0.95  # share of paired runs in which the same route is better
LIKELY_FROM = 0.75
BADGES = {
    "clear": "the same route is better in at least 95 of 100 paired runs, and the range leaves out no difference",
    "likely": "the same route is better in at least 75 of 100 paired runs, and the range leaves out no difference",
    "too close to call": "anything less than that",
}
SMALL = "but small"  # said of a difference below the one that matters
ROUTE_WORDS = {"parallel": "parallel routes", "shared_plan": "shared plan"}


@dataclass(frozen=True)
class Finding:
    """One outcome of a comparison, ready to be shown.

    Attributes:
        outcome: its declaration.
        unit: what the numbers count in, as shown.
        parallel, shared_plan: means on both routes.
        difference: shared plan minus parallel, with its sign.
        span: the range around the difference; empty after one paired run.
        pairs: paired runs.
        leader: the route that is better in most paired runs; for an outcome without a better side the one that has
            more; empty when neither leads.
        leading_pairs: paired runs in which the leader leads.
        equal_pairs: paired runs in which both routes end the same.
        badge: ``clear``, ``likely`` or ``too close to call``; empty when neither way is better.
        small: whether the difference is smaller than the smallest one that matters.
    """

    outcome: Outcome
    unit: str
    parallel: str
    shared_plan: str
    difference: str
    span: str
    pairs: int
    leader: str
    leading_pairs: int
    equal_pairs: int
    badge: str
    small: bool

    @property
    def in_pairs(self) -> str:
        """In how many paired runs: "shared plan better in 97 of 100, the same in 2"."""
        return self.counted("")

    @property
    def in_paired_runs(self) -> str:
        """The same where the number stands by itself: "shared plan better in 97 of 100 paired runs"."""
        return self.counted(" paired runs")

    def counted(self, what: str) -> str:
        """In how many of what the leader leads, and in how many nobody does."""
        if not self.leader:
            return f"the same in {self.equal_pairs} of {self.pairs}{what}"
        side = "more" if self.outcome.better == "neither" else "better"
        same = f", the same in {self.equal_pairs}" if self.equal_pairs else ""
        return f"{ROUTE_WORDS[self.leader]} {side} in {self.leading_pairs} of {self.pairs}{what}{same}"

    @property
    def badge_words(self) -> str:
        """The badge, with what it must not make one forget."""
        if self.badge in ("clear", "likely") and self.small:
            return f"{self.badge}, {SMALL}"
        return self.badge or "counted only"


def findings(comparison: Comparison) -> list[Finding]:
    """A finding for each outcome, in the order of their declaration."""
    differences = paired_differences(comparison)
    return [finding(OUTCOMES[name], row, differences[name]) for name, row in effects_by_outcome(comparison).items()]


def effects_by_outcome(comparison: Comparison) -> dict[str, dict[str, Any]]:
    """The rows of the effects table, by outcome."""
    return {
        str(row["outcome"]): {str(name): value for name, value in row.items()}
        for row in comparison.effects.to_dict("records")
    }


def paired_differences(comparison: Comparison) -> dict[str, np.ndarray]:
    """Shared plan minus parallel for each paired run, shape (replicates,), by outcome."""
    wide = comparison.replicates.pivot(index=["outcome", "replicate"], columns="route", values="value")
    difference = wide["shared_plan"] - wide["parallel"]
    return {str(name): values.to_numpy() for name, values in difference.groupby(level="outcome")}


def finding(outcome: Outcome, row: dict[str, Any], differences: np.ndarray) -> Finding:
    """What one row of the effects table says, with the differences of its paired runs."""
    sign = -1 if outcome.better == "lower" else 1
    shared, parallel = int((sign * differences > 0).sum()), int((sign * differences < 0).sum())
    agreeing = shared if sign * row["difference"] > 0 else parallel
    span = f"{number(row['low'], outcome, signed=True)} to {number(row['high'], outcome, signed=True)}"
    return Finding(
        outcome=outcome,
        unit=unit_words(outcome),
        parallel=number(row["parallel"], outcome),
        shared_plan=number(row["shared_plan"], outcome),
        difference=number(row["difference"], outcome, signed=True),
        span=span if math.isfinite(row["low"]) else "",
        pairs=len(differences),
        leader="" if shared == parallel == 0 else "shared_plan" if shared >= parallel else "parallel",
        leading_pairs=max(shared, parallel),
        equal_pairs=int((differences == 0).sum()),
        badge="" if outcome.better == "neither" else badge(agreeing / len(differences), row["low"], row["high"]),
        small=abs(row["difference"]) < outcome.matters_from,
    )


def badge(share: float, low: float, high: float) -> str:
    """How sure it is which route is better: share of pairs that agree, and a range that leaves out no difference."""
    if not (low > 0 or high < 0):
        return "too close to call"
    if share >= CLEAR_FROM:
        return "clear"
    return "likely" if share >= LIKELY_FROM else "too close to call"


def effects_table(comparison: Comparison) -> pd.DataFrame:
    """The effects with label, counted pairs and badge: what goes into files."""
    table = comparison.effects.copy()
    found = findings(comparison)
    table.insert(1, "label", [one.outcome.label.en for one in found])
    table["main"] = [one.outcome.main for one in found]
    table["pairs"] = [one.pairs for one in found]
    table["leader"] = [one.leader for one in found]
    table["leading_pairs"] = [one.leading_pairs for one in found]
    table["badge"] = [one.badge for one in found]
    table["small"] = [one.small for one in found]
    return table
