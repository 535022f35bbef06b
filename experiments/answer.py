"""The answer in words: one sentence with its condition, and how the main outcomes divide.

The same sentence stands in the terminal, in the report and in the files, in English or Dutch.
"""

from typing import Any

import numpy as np

from experiments.findings import Finding, finding, paired_differences
from experiments.language import listed, say
from experiments.numbers import plain, span
from sim.comparison import Comparison
from sim.outcomes import OUTCOMES
from sim.words import Language


def sentence(comparison: Comparison, language: Language = "en") -> str:
    """The answer in one sentence, with its condition: families kept in care, and how sure that is."""
    differences = paired_differences(comparison)
    if all(((values == 0) | np.isnan(values)).all() for values in differences.values()):
        return say("answer.nothing", language)
    row = comparison.effect("dropout_share")
    one = finding(OUTCOMES["dropout_share"], row, differences["dropout_share"], language)
    if not one.leader:
        return say("answer.equal", language)
    count, range_of_count = kept_in_care(row, language)
    if one.pairs == 1:
        return say(f"answer.one_pair.{one.leader}", language, count=count)
    if one.badge == "too close to call":
        return say("answer.close", language, pairs=one.in_paired_runs)
    size = "small" if one.small else "better"
    return say(f"answer.{size}.{one.leader}", language, count=count, span=range_of_count)


def kept_in_care(row: dict[str, Any], language: Language = "en") -> tuple[str, str]:
    """How many more of 100 families one route keeps in care than the other, and the range of that number."""
    low, high = sorted(100 * (value if row["difference"] > 0 else -value) for value in (row["low"], row["high"]))
    digits = 0 if high - low >= 2 else 1
    count = plain(abs(100 * row["difference"]), digits, language=language)
    return count, span(plain(low, digits, language=language), plain(high, digits, language=language), language)


def balance(found: list[Finding]) -> str:
    """How the main outcomes divide, in the language of the findings: no route is reported by its best number alone."""
    language = found[0].language
    judged = [one for one in found if one.outcome.main and one.badge]
    sure = [one for one in judged if one.badge != "too close to call" and not one.small]
    return say(
        "balance.whole",
        language,
        judged=len(judged),
        shared=listed([one.label for one in sure if one.leader == "shared_plan"], language),
        parallel=listed([one.label for one in sure if one.leader == "parallel"], language),
        rest=len(judged) - len(sure),
    )
