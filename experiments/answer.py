"""The answer in words: one sentence with its condition, and how the main outcomes divide.

The same sentence stands in the terminal, in the report and in the files.
"""

from typing import Any

import numpy as np

from experiments.findings import ROUTE_WORDS, Finding, effects_by_outcome, finding, paired_differences
from experiments.numbers import plain
from sim.comparison import Comparison
from sim.outcomes import OUTCOMES


def sentence(comparison: Comparison) -> str:
    """The answer in one sentence, with its condition: families kept in care, and how sure that is."""
    differences = paired_differences(comparison)
    if all(((values == 0) | np.isnan(values)).all() for values in differences.values()):
        return "With these settings the shared plan changes nothing: both routes end the same, in this model."
    row = effects_by_outcome(comparison)["dropout_share"]
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


def kept_in_care(row: dict[str, Any]) -> tuple[str, str]:
    """How many more of 100 families one route keeps in care than the other, and the range of that number."""
    low, high = sorted(100 * (value if row["difference"] > 0 else -value) for value in (row["low"], row["high"]))
    digits = 0 if high - low >= 2 else 1
    return plain(abs(100 * row["difference"]), digits), f"{plain(low, digits)} to {plain(high, digits)}"


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
