"""Numbers as people read them: shares as counts of 100, a real minus sign, no more digits than matter."""

import math

import numpy as np

from sim.outcomes import Outcome


def per_hundred(outcome: Outcome) -> bool:
    """Whether an outcome is a share, which people read as a count of 100."""
    return outcome.unit.startswith("share")


def unit_words(outcome: Outcome) -> str:
    """The unit as shown: shares become counts of 100, or per cents where it is not said of what."""
    return "%" if outcome.unit == "share" else outcome.unit.replace("share of", "of 100")


def of_what(outcome: Outcome) -> str:
    """The unit inside a sentence: "of 100 families", "on a scale of 0 to 1"."""
    return "on a scale of 0 to 1" if outcome.unit == "0 to 1" else unit_words(outcome)


def decimals(outcome: Outcome) -> int:
    """Digits after the point: one more than the smallest difference that matters has."""
    matters = outcome.matters_from * (100 if per_hundred(outcome) else 1)
    return max(0, 1 - math.floor(math.log10(matters)))


def number(value: float, outcome: Outcome, signed: bool = False) -> str:
    """A value of an outcome as people read it."""
    return plain(value * (100 if per_hundred(outcome) else 1), decimals(outcome), signed)


def precise(value: float, outcome: Outcome) -> str:
    """A small amount of an outcome, such as half of a range: two significant digits however small it is."""
    return figure(float(f"{value * (100 if per_hundred(outcome) else 1):.2g}"))


def plain(value: float, digits: int, signed: bool = False) -> str:
    """A number with a real minus sign, never a minus before nought, and "none" when there was nothing to measure."""
    if not math.isfinite(value):
        return "none"
    text = f"{value:+,.{digits}f}" if signed else f"{value:,.{digits}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("+-")
    return text.replace("-", "−")


def figure(value: float) -> str:
    """A number with three significant digits, and a real minus sign."""
    if not np.isfinite(value):
        return "none"
    if abs(value) >= 1000:
        return f"{value:,.0f}".replace("-", "−")
    return np.format_float_positional(value, precision=3, fractional=False, trim="-").replace("-", "−")
