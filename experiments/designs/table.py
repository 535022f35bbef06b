"""A design from a table: its points are the rows, as somebody wrote them."""

import numpy as np

from experiments.designs.design import Design, Options
from experiments.designs.factors import Factor


def points(factors: tuple[Factor, ...], options: Options, seed: int) -> np.ndarray:
    """The values of all factors side by side, row by row.

    Args:
        factors: the columns, each with its value in every row.
        options: none.
        seed: not used, nothing is drawn.

    Returns:
        Values in the units of the factors, shape (points, factors).

    Raises:
        ValueError: in one line, when the factors do not have as many values each.
    """
    if len({len(one.values) for one in factors}) != 1:
        raise ValueError("every column of a table has a value in every row")
    return np.array([one.values for one in factors], dtype=float).T


def count(factors: tuple[Factor, ...], options: Options) -> int:
    """The rows."""
    return len(factors[0].values) if factors else 0


DESIGN = Design(points, count, needs_ranges=False)
