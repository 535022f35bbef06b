"""What a comparison found, said so that nobody reads more into it than there is.

One `Finding` for each outcome, with numbers as people read them (of 100 families, hours, euros), how many paired runs
agree, and one of three badges. One sentence that answers, with its condition. Table, report and dashboard use these.
"""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

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
    return [finding(OUTCOMES[row.outcome], row, differences[row.outcome]) for row in comparison.effects.itertuples()]


def paired_differences(comparison: Comparison) -> dict[str, np.ndarray]:
    """Shared plan minus parallel for each paired run, shape (replicates,), by outcome."""
    wide = comparison.replicates.pivot(index=["outcome", "replicate"], columns="route", values="value")
    difference = wide["shared_plan"] - wide["parallel"]
    return {str(name): values.to_numpy() for name, values in difference.groupby(level="outcome")}


def finding(outcome: Outcome, row, differences: np.ndarray) -> Finding:
    """What one row of the effects table says, with the differences of its paired runs."""
    sign = -1 if outcome.better == "lower" else 1
    shared, parallel = int((sign * differences > 0).sum()), int((sign * differences < 0).sum())
    agreeing = shared if sign * row.difference > 0 else parallel
    span = f"{number(row.low, outcome, signed=True)} to {number(row.high, outcome, signed=True)}"
    return Finding(
        outcome=outcome,
        unit=unit_words(outcome),
        parallel=number(row.parallel, outcome),
        shared_plan=number(row.shared_plan, outcome),
        difference=number(row.difference, outcome, signed=True),
        span=span if math.isfinite(row.low) else "",
        pairs=len(differences),
        leader="" if shared == parallel == 0 else "shared_plan" if shared >= parallel else "parallel",
        leading_pairs=max(shared, parallel),
        equal_pairs=int((differences == 0).sum()),
        badge="" if outcome.better == "neither" else badge(agreeing / len(differences), row.low, row.high),
        small=abs(row.difference) < outcome.matters_from,
    )


def badge(share: float, low: float, high: float) -> str:
    """How sure it is which route is better: share of pairs that agree, and a range that leaves out no difference."""
    if not (low > 0 or high < 0):
        return "too close to call"
    if share >= CLEAR_FROM:
        return "clear"
    return "likely" if share >= LIKELY_FROM else "too close to call"


def per_hundred(outcome: Outcome) -> bool:
    """Whether an outcome is a share, which people read as a count of 100."""
    return outcome.unit.startswith("share")


def unit_words(outcome: Outcome) -> str:
    """The unit as shown: shares become counts of 100, or per cents where it is not said of what."""
    return "%" if outcome.unit == "share" else outcome.unit.replace("share of", "of 100")


def decimals(outcome: Outcome) -> int:
    """Digits after the point: one more than the smallest difference that matters has."""
    matters = outcome.matters_from * (100 if per_hundred(outcome) else 1)
    return max(0, 1 - math.floor(math.log10(matters)))


def number(value: float, outcome: Outcome, signed: bool = False) -> str:
    """A value of an outcome as people read it."""
    return plain(value * (100 if per_hundred(outcome) else 1), decimals(outcome), signed)


def plain(value: float, digits: int, signed: bool = False) -> str:
    """A number with a real minus sign, never a minus before nought, and "none" when there was nothing to measure."""
    if not math.isfinite(value):
        return "none"
    text = f"{value:+,.{digits}f}" if signed else f"{value:,.{digits}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("+-")
    return text.replace("-", "−")


def sentence(comparison: Comparison) -> str:
    """The answer in one sentence, with its condition: families kept in care, and how sure that is."""
    differences = paired_differences(comparison)
    if all((values == 0).all() for values in differences.values()):
        return "With these settings the shared plan changes nothing: both routes end the same, in this model."
    row = comparison.effects.set_index("outcome", drop=False).loc["dropout_share"]
    one = finding(OUTCOMES["dropout_share"], row, differences["dropout_share"])
    if not one.leader:
        return "With these settings both routes keep the same number of families in care, in this model."
    count, span = kept_in_care(row)
    route = ROUTE_WORDS[one.leader]
    if one.pairs == 1:
        return (
            f"With these settings one paired run cannot tell effect from luck ({route} kept {count} more of 100 "
            "families in care), in this model."
        )
    if one.badge == "too close to call":
        return (
            "With these settings it is too close to call which route keeps more families in care "
            f"({one.in_paired_runs}), in this model."
        )
    if one.small:
        return (
            f"With these settings both routes keep about as many families in care: {route} {count} more of 100 "
            f"({span}), too few to matter, in this model."
        )
    if one.leader == "shared_plan":
        return (
            f"With these settings the shared plan keeps {count} more of 100 families in care ({span}), in this model."
        )
    return (
        f"With these settings parallel routes keep {count} more of 100 families in care than the shared plan ({span}), "
        "in this model."
    )


def kept_in_care(row) -> tuple[str, str]:
    """How many more of 100 families one route keeps in care than the other, and the range of that number."""
    low, high = sorted(100 * (value if row.difference > 0 else -value) for value in (row.low, row.high))
    digits = 0 if high - low >= 2 else 1
    return plain(abs(100 * row.difference), digits), f"{plain(low, digits)} to {plain(high, digits)}"


def balance(found: list[Finding]) -> str:
    """How the main outcomes divide: no route is reported by its best number alone."""
    judged = [one for one in found if one.outcome.main and one.badge]
    sure = [one for one in judged if one.badge != "too close to call" and not one.small]
    shared = [one.outcome.label.en for one in sure if one.leader == "shared_plan"]
    parallel = [one.outcome.label.en for one in sure if one.leader == "parallel"]
    return (
        f"Of {len(judged)} main outcomes the shared plan does better on {listed(shared)}. "
        f"Parallel routes do better on {listed(parallel)}. "
        f"On {len(judged) - len(sure)} it is too close to call, or the difference is too small to matter."
    )


def listed(names: list[str]) -> str:
    """Names with their number: "2: trust in care, crises"."""
    return f"{len(names)}: {', '.join(name[0].lower() + name[1:] for name in names)}" if names else "none"


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
