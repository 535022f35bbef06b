"""From shares of a range to values: what the designs that sample between the ends of factors have in common."""

from typing import Any

import numpy as np

from experiments.designs.factors import Factor
from sim.parameters import one_value


def between_ends(factors: tuple[Factor, ...], shares: np.ndarray) -> np.ndarray:
    """Points so far between the ends of their factors; whole where a factor is.

    Whole numbers are rounded after sampling: the two ends come half as often as what lies between them, and points
    that differed can become the same.

    Args:
        factors: what is moved.
        shares: 0 at the low end to 1 at the high end, shape (points, factors).

    Returns:
        Values in the units of the factors, same shape, never outside the ends.

    Raises:
        ValueError: in one line, for a factor without a range.
    """
    for one in factors:
        if not one.low < one.high:
            raise ValueError(f"{one.name} needs a low end below its high end, not {one.low:g} and {one.high:g}")
    values = np.empty(shares.shape)
    for column, one in enumerate(factors):
        # low + (high - low) can be a hair above high, which a parameter refuses
        between = np.clip(one.at(shares[:, column]), one.low, one.high)
        values[:, column] = [one_value(value) for value in between]
    return values


def shares_problem(factors: tuple[Factor, ...]) -> dict[str, Any]:
    """What SALib calls a problem: the factors, each from 0 to 1."""
    return {
        "num_vars": len(factors),
        "names": [one.name for one in factors],
        "bounds": [[0.0, 1.0]] * len(factors),
    }
