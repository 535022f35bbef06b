"""Numbers as people read them: shares as counts of 100, a real minus sign, no more digits than matter."""

import math

from sim.outcomes import Outcome


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
