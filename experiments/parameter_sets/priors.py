"""What may be true: every assumption that nobody measured, anywhere in its range, likeliest at its declared value."""

from functools import cache

import numpy as np

from sim.parameters import Parameter, parameters

DIGITS = 4  # significant digits of a drawn value: more would only say that we know more than we do
# Measured, and yet in a range: the wait that capacity is solved from. Drawing it gives hours that fit; hours that are
# drawn give waits that do not.
DRAWN_THOUGH_MEASURED = ("wait_measured",)


@cache
def uncertain() -> tuple[Parameter, ...]:
    """The parameters with a prior: the model's own of which nobody is sure; those of extensions stay as set."""
    return tuple(one for one in parameters().values() if is_uncertain(one) and not one.extension)


def is_uncertain(one: Parameter) -> bool:
    """Whether it is an assumption that is not measured. Levers are choices, and stay where they are."""
    measured = one.grade == "measured" and one.field not in DRAWN_THOUGH_MEASURED
    return one.kind == "assumption" and not measured and one.low < one.high


def triangular(share: np.ndarray, low: float, mode: float, high: float) -> np.ndarray:
    """Quantiles of a triangular distribution: all of the range is possible, the declared value is likeliest.

    Args:
        share: probabilities, any shape.
        low, mode, high: its ends and its top.
    """
    top = (mode - low) / (high - low)
    rising = low + np.sqrt(share * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - share) * (high - low) * (high - mode))
    return np.where(share < top, rising, falling)


def at(shares: np.ndarray) -> np.ndarray:
    """The values of all parameters at some shares of their priors, both of shape (sets, parameters)."""
    values = np.empty_like(shares)
    for column, one in enumerate(uncertain()):
        drawn = triangular(shares[:, column], one.low, one.value, one.high)
        values[:, column] = np.clip(rounded(drawn), one.low, one.high)
    return values


def rounded(values: np.ndarray) -> np.ndarray:
    """Values with so many significant digits."""
    with np.errstate(divide="ignore"):
        size = np.floor(np.log10(np.abs(values)))
    step = 10.0 ** (np.where(np.isfinite(size), size, 0) - DIGITS + 1)
    return np.round(values / step) * step


def settings_of(values: np.ndarray) -> dict[str, float]:
    """One parameter set as settings by name."""
    return {one.name: float(value) for one, value in zip(uncertain(), values, strict=True)}
