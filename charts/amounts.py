"""Values of factors and outcomes as pictures say them: shares as per cents or counts of 100, with their unit."""

import math
import re
import zlib

import numpy as np

from experiments.designs.factors import Factor
from experiments.language import say
from experiments.numbers import number, per_hundred, plain, unit_words
from sim.outcomes import Outcome
from sim.parameters import is_share

WITHOUT_UNIT = ("number", "weight", "ratio", "exponent", "")


def shown(value: float, factor: Factor) -> float:
    """A value in the unit of its axis."""
    return 100.0 * value if is_share(factor.unit) else value


def unit_of(factor: Factor) -> str:
    """What stands behind a value; empty where nothing does."""
    if is_share(factor.unit):
        return say(f"units.{factor.unit}", "en")
    return "" if factor.unit in WITHOUT_UNIT else factor.unit


def axis_title(factor: Factor) -> str:
    """A factor with its unit: "Time shortage (%)"."""
    unit = unit_of(factor)
    return f"{factor.label} ({unit})" if unit else factor.label


def inside(label: str) -> str:
    """A label in the middle of a sentence: without its capital, unless it is all capitals."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def amount(value: float, factor: Factor) -> str:
    """A value with its unit, no finer than a hundredth of the range: "20 %", "4 weeks"."""
    return f"{short(shown(value, factor), shown(factor.high - factor.low, factor))} {unit_of(factor)}".strip()


def short(value: float, span: float = 0.0) -> str:
    """A number with as many digits as tell values of a span apart, without noughts at its end."""
    span = span or abs(value) or 1.0
    if not math.isfinite(value + span):
        return plain(value, 0)
    text = f"{value:.{max(0, 2 - math.floor(math.log10(abs(span))))}f}"
    return plain(float(text), len(text.rstrip("0").partition(".")[2]))


def in_unit(values: np.ndarray, outcome: Outcome) -> np.ndarray:
    """Values of an outcome as on its axis: shares as counts of 100. Any shape."""
    return np.asarray(values, dtype=float) * (100.0 if per_hundred(outcome) else 1.0)


def title_of(outcome: Outcome) -> str:
    """An outcome with its unit."""
    return f"{outcome.label.en} ({unit_words(outcome)})"


def difference_words(value: float, low: float, high: float, outcome: Outcome) -> str:
    """A difference with its range: "−4.1 (−6.0 to −2.2)"."""
    span = span_words(low, high, outcome, signed=True)
    return number(value, outcome, signed=True) + (f" ({span})" if span != "none" else "")


def span_words(low: float, high: float, outcome: Outcome, signed: bool = False) -> str:
    """A range of an outcome, or "none"."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return "none"
    return f"{number(low, outcome, signed)} to {number(high, outcome, signed)}"


def key_of(*names: str) -> str:
    """A key of a picture that can stand in a page whatever the names hold; other names make another key."""
    return "-".join(map(key_part, names))


def key_part(name: str) -> str:
    """A name as a part of a key: with a checksum where letters that cannot stand in it would be missed."""
    part = re.sub(r"[^A-Za-z0-9_]+", "-", name).strip("-")
    return part if part.replace("-", " ") == name else f"{part or 'x'}-{zlib.crc32(name.encode()):08x}"
