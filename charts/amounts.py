"""Values of factors and outcomes as pictures say them: shares as per cents or counts of 100, with their unit."""

import math
import re
import zlib

import numpy as np

from experiments.designs.factors import Factor
from experiments.language import say, unit_in_words
from experiments.numbers import number, per_hundred, plain, span, unit_words
from sim.outcomes import Outcome
from sim.parameters import is_share
from sim.words import Language

WITHOUT_UNIT = ("number", "weight", "ratio", "exponent", "")


def shown(value: float, factor: Factor) -> float:
    """A value in the unit of its axis."""
    return 100.0 * value if is_share(factor.unit) else value


def unit_of(factor: Factor, language: Language = "en") -> str:
    """What stands behind a value; empty where nothing does."""
    return "" if factor.unit in WITHOUT_UNIT else unit_in_words(factor.unit, language)


def axis_title(factor: Factor, language: Language = "en") -> str:
    """A factor with its unit: "Time shortage (%)"."""
    unit, name = unit_of(factor, language), factor.called(language)
    return f"{name} ({unit})" if unit else name


def inside(label: str) -> str:
    """A label in the middle of a sentence: without its capital, unless it is all capitals."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def amount(value: float, factor: Factor, language: Language = "en") -> str:
    """A value with its unit, no finer than a hundredth of the range: "20 %", "4 weeks"."""
    number = short(shown(value, factor), shown(factor.high - factor.low, factor), language)
    return f"{number} {unit_of(factor, language)}".strip()


def short(value: float, span: float = 0.0, language: Language = "en") -> str:
    """A number with as many digits as tell values of a span apart, without noughts at its end."""
    span = span or abs(value) or 1.0
    if not math.isfinite(value + span):
        return plain(value, 0, language=language)
    text = f"{value:.{max(0, 2 - math.floor(math.log10(abs(span))))}f}"
    return plain(float(text), len(text.rstrip("0").partition(".")[2]), language=language)


def in_unit(values: np.ndarray, outcome: Outcome) -> np.ndarray:
    """Values of an outcome as on its axis: shares as counts of 100. Any shape."""
    return np.asarray(values, dtype=float) * (100.0 if per_hundred(outcome) else 1.0)


def title_of(outcome: Outcome, language: Language = "en") -> str:
    """An outcome with its unit."""
    return f"{outcome.label.to(language)} ({unit_words(outcome, language)})"


def with_about(title: str, about: str) -> str:
    """A title with what holds in this picture and not in others of its kind."""
    return f"{title} ({about})" if about else title


def difference_words(value: float, low: float, high: float, outcome: Outcome, language: Language = "en") -> str:
    """A difference with its range: "−4.1 (−6.0 to −2.2)"."""
    told = number(value, outcome, True, language)
    known = math.isfinite(low) and math.isfinite(high)
    return f"{told} ({span_words(low, high, outcome, True, language)})" if known else told


def span_words(low: float, high: float, outcome: Outcome, signed: bool = False, language: Language = "en") -> str:
    """A range of an outcome, or "none"."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return say("numbers.none", language)
    return span(number(low, outcome, signed, language), number(high, outcome, signed, language), language)


def key_of(*names: str) -> str:
    """A key of a picture that can stand in a page whatever the names hold; other names make another key."""
    return "-".join(map(key_part, names))


def key_part(name: str) -> str:
    """A name as a part of a key: with a checksum where letters that cannot stand in it would be missed."""
    part = re.sub(r"[^A-Za-z0-9_]+", "-", name).strip("-")
    return part if part.replace("-", " ") == name else f"{part or 'x'}-{zlib.crc32(name.encode()):08x}"
