"""What may be true: every assumption that nobody measured, anywhere in its range, likeliest at its declared value."""

import hashlib
from functools import cache

import numpy as np

from sim.parameters import Parameter, parameters

DIGITS = 4  # significant digits of a drawn value: more would only say that we know more than we do


@cache
def uncertain() -> tuple[Parameter, ...]:
    """The parameters with a prior: assumptions that are not measured. Levers are choices, and stay where they are."""
    return tuple(
        one
        for one in parameters().values()
        if one.kind == "assumption" and one.grade != "measured" and one.low < one.high
    )


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


def sample(sets: int, seed: int = 0) -> np.ndarray:
    """Parameter sets spread evenly over each prior.

    Args:
        sets: how many; a power of two spreads best. More sets begin with the same ones.
        seed: of the draw.

    Returns:
        Values, shape (sets, len(uncertain())), in the order of ``uncertain()``. A column depends on its own parameter
        alone: whatever else is declared moves none of its values.
    """
    values = np.empty((sets, len(uncertain())))
    for column, one in enumerate(uncertain()):
        drawn = triangular(spread(sets, luck_of(one.name, seed)), one.low, one.value, one.high)
        values[:, column] = np.clip(rounded(drawn), one.low, one.high)
    return values


def luck_of(name: str, seed: int) -> np.random.Generator:
    """The chance of one parameter, found by its name and the seed of the draw."""
    address = hashlib.sha256(f"{seed} {name}".encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(address, "big")))


def spread(sets: int, luck: np.random.Generator) -> np.ndarray:
    """Shares between 0 and 1, of which the first 2, 4, 8 … lie one in each half, quarter, eighth …

    Each doubling fills the places that are empty, in an order of its own.

    Returns:
        Shape (sets,).
    """
    shares = luck.random(1)
    while len(shares) < sets:
        places = 2 * len(shares)
        empty = np.floor(shares * places).astype(int) ^ 1
        order = np.argsort(luck.random(len(empty)))
        shares = np.concatenate([shares, (empty[order] + luck.random(len(empty))) / places])
    return shares[:sets]


def rounded(values: np.ndarray) -> np.ndarray:
    """Values with so many significant digits."""
    with np.errstate(divide="ignore"):
        size = np.floor(np.log10(np.abs(values)))
    step = 10.0 ** (np.where(np.isfinite(size), size, 0) - DIGITS + 1)
    return np.round(values / step) * step


def settings_of(values: np.ndarray) -> dict[str, float]:
    """One parameter set as settings by name."""
    return {one.name: float(value) for one, value in zip(uncertain(), values, strict=True)}
