"""A difference as a part of what it differs from: per cents of the number on parallel routes."""

import math
from collections.abc import Mapping
from typing import Any

from experiments.language import say
from experiments.numbers import digits_for, number, plain, span
from sim.outcomes import Outcome
from sim.words import Language

WITHOUT_NOUGHT = ("0 to 1", "skewness")  # units in which twice as much means nothing
NOTHING = "—"


def relative(row: Mapping[str, Any], outcome: Outcome, language: Language = "en") -> tuple[str, str]:
    """A difference and its range in per cent, or a dash and why there is none.

    The range is that of the difference: what is known of the number on parallel routes goes into no wider one, so that
    both say as surely which route does better. Digits follow from the smallest difference that matters, as elsewhere.

    Args:
        row: of the effects table.
        outcome: which it is about.
        language: of the words.
    """
    base = row["parallel"]
    if outcome.unit in WITHOUT_NOUGHT:
        return NOTHING, say("relative.no_nought", language)
    if not math.isfinite(base) or base <= 0 or number(base, outcome) == number(0, outcome):
        return NOTHING, say("relative.nothing_there", language) if math.isfinite(base) else ""
    digits = digits_for(100 * outcome.matters_from / base)
    shown, low, high = (plain(100 * row[name] / base, digits, True, language) for name in ("difference", "low", "high"))
    return f"{shown} %", span(low, high, language) if math.isfinite(row["low"]) else ""
