"""The answer in words: one sentence with its condition, and how the main outcomes divide.

The same sentence stands in the terminal, in the report and in the files, in English or Dutch.
"""

from typing import Any

import numpy as np

from experiments.findings import Finding, finding, paired_differences
from experiments.language import listed, say
from experiments.numbers import number, span
from experiments.verdicts import CLOSE
from sim.comparison import Comparison
from sim.outcomes import OUTCOMES, Outcome
from sim.region import ROUTES
from sim.words import Language


def sentence(comparison: Comparison, language: Language = "en") -> str:
    """The answer in one sentence, with its condition: families kept in care, and how sure that is."""
    differences = paired_differences(comparison)
    if all(((values == 0) | np.isnan(values)).all() for values in differences.values()):
        return say("answer.nothing", language)
    row = comparison.effect("broke_off_share")
    one = finding(OUTCOMES["broke_off_share"], row, differences["broke_off_share"], language)
    if not one.leader:
        return say("answer.equal", language)
    count, range_of_count = kept_in_care(one.outcome, row, language)
    if one.pairs == 1:
        return say(f"answer.one_pair.{one.leader}", language, count=count)
    if one.badge == CLOSE:
        return say("answer.close", language, pairs=one.in_paired_runs)
    size = "small" if one.small else "better"
    return say(f"answer.{size}.{one.leader}", language, count=count, span=range_of_count)


def kept_in_care(outcome: Outcome, row: dict[str, Any], language: Language) -> tuple[str, str]:
    """How many more of 100 families the leading route keeps in care, and its range: the numbers of the table."""
    sign = 1 if row["difference"] > 0 else -1
    count, low, high = (number(sign * row[name], outcome, language=language) for name in ("difference", "low", "high"))
    return count, span(low, high, language) if sign > 0 else span(high, low, language)


def balance(found: list[Finding]) -> str:
    """How the main outcomes divide, in the language of the findings: no route is reported by its best number alone."""
    language = found[0].language
    judged = [one for one in found if one.outcome.main and one.badge]
    better = {route: [one.label for one in judged if one.verdict.better == route] for route in ROUTES}
    return say(
        "balance.whole",
        language,
        judged=len(judged),
        shared=listed(better["shared_plan"], language),
        parallel=listed(better["parallel"], language),
        rest=len(judged) - len(better["shared_plan"]) - len(better["parallel"]),
    )
