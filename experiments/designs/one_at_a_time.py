"""One at a time: everything as it is, then each factor alone at its low and at its high end.

It shows nothing of how factors work together.
"""

import numpy as np

from experiments.designs.design import Design, Options, settled
from experiments.designs.factors import Factor


def points(factors: tuple[Factor, ...], options: Options, seed: int) -> np.ndarray:
    """The base point, then the low and the high end of the first factor, of the second, and so on.

    An end that equals the base stays in, so that a row's number says what it is; the same runs serve for both.

    Args:
        factors: what is moved, each with its base and its ends.
        options: none.
        seed: not used, nothing is drawn.

    Returns:
        Values in the units of the factors, shape (1 + 2 x factors, factors).

    Raises:
        ValueError: in one line, for an option.
    """
    settled(options, {})
    rows = np.tile([one.base for one in factors], (1 + 2 * len(factors), 1)).astype(float)
    for column, one in enumerate(factors):
        rows[1 + 2 * column, column] = one.low
        rows[2 + 2 * column, column] = one.high
    return rows


def count(factors: tuple[Factor, ...], options: Options) -> int:
    """The base, and both ends of each factor."""
    return 1 + 2 * len(factors)


DESIGN = Design(points, count)
