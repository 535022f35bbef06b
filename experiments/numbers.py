"""Numbers as people read them: shares as counts of 100, a real minus sign, no more digits than matter.

English writes 1,234.5 and Dutch 1.234,5.
"""

import math
from collections.abc import Sequence

import numpy as np

from experiments.language import say, unit_in_words
from sim.outcomes import Outcome
from sim.words import Language, in_form


def per_hundred(outcome: Outcome) -> bool:
    """Whether an outcome is a share, which people read as a count of 100."""
    return outcome.unit.startswith("share")


def unit_words(outcome: Outcome, language: Language = "en") -> str:
    """The unit as shown: shares become counts of 100, or per cents where it is not said of what."""
    return unit_in_words(outcome.unit, language)


def of_what(outcome: Outcome, language: Language = "en") -> str:
    """The unit inside a sentence: "of 100 families", "on a scale of 0 to 1"."""
    return say("numbers.scale", language) if outcome.unit == "0 to 1" else unit_words(outcome, language)


def decimals(outcome: Outcome) -> int:
    """Digits after the point: one more than the smallest difference that matters has."""
    return digits_for(outcome.matters_from * (100 if per_hundred(outcome) else 1))


def digits_for(matters: float) -> int:
    """The same for a smallest difference in the unit that is shown."""
    return max(0, 1 - math.floor(math.log10(matters)))


def number(value: float, outcome: Outcome, signed: bool = False, language: Language = "en") -> str:
    """A value of an outcome as people read it."""
    return plain(value * (100 if per_hundred(outcome) else 1), decimals(outcome), signed, language)


def precise(value: float, outcome: Outcome, language: Language = "en") -> str:
    """A small amount of an outcome, such as half of a range: two significant digits however small it is."""
    return figure(float(f"{value * (100 if per_hundred(outcome) else 1):.2g}"), language)


def plain(value: float, digits: int, signed: bool = False, language: Language = "en") -> str:
    """A number with a real minus sign, never a minus before nought, and "none" when there was nothing to measure."""
    if not math.isfinite(value):
        return say("numbers.none", language)
    text = f"{value:+,.{digits}f}" if signed else f"{value:,.{digits}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("+-")
    return in_form(text.replace("-", "−"), language)


def figure(value: float, language: Language = "en") -> str:
    """A number with three significant digits, and a real minus sign."""
    if not np.isfinite(value):
        return say("numbers.none", language)
    if abs(value) >= 1000:
        text = f"{value:,.0f}"
    else:
        text = np.format_float_positional(value, precision=3, fractional=False, trim="-")
    return in_form(text.replace("-", "−"), language)


def span(low: str, high: str, language: Language = "en") -> str:
    """A range between two numbers as shown: "5 to 13"."""
    return say("numbers.span", language, low=low, high=high)


def whole_parts(amounts: Sequence[float], total: int = 100) -> list[int]:
    """Whole numbers that add up to a total and lie nearest to the shares of some amounts: largest remainders.

    Whatever is said to make up a hundred is rounded here; rounded one by one, parts add up to 99 or 101.
    """
    shares = total * np.asarray(amounts, dtype=float) / np.sum(amounts)
    whole = np.floor(shares).astype(int)
    whole[np.argsort(whole - shares, kind="stable")[: total - whole.sum()]] += 1
    return [int(one) for one in whole]
