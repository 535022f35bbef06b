"""A grid: every listed value of a factor with every listed value of the others."""

import math
from itertools import product

import numpy as np

from experiments.designs.design import Design, Options, settled
from experiments.designs.factors import Factor


def points(factors: tuple[Factor, ...], options: Options, seed: int) -> np.ndarray:
    """All combinations, the first factor slowest; one point without values when there are no factors.

    Args:
        factors: what is moved, each with its values.
        options: none.
        seed: not used, nothing is drawn.

    Returns:
        Values in the units of the factors, shape (points, factors).

    Raises:
        ValueError: in one line, for a factor without values or with a broken number where only whole ones make sense.
    """
    settled(options, {})
    for one in factors:
        if not one.values:
            raise ValueError(f"{one.name} needs a list of values for a grid")
        for value in one.values:
            if one.whole and value != round(value):
                raise ValueError(f"{one.name} takes whole numbers only, not {value:g}")
    return np.array(list(product(*(one.values for one in factors))), dtype=float)


def count(factors: tuple[Factor, ...], options: Options) -> int:
    """How many combinations there are."""
    return math.prod(len(one.values) for one in factors)


DESIGN = Design(points, count, needs_ranges=False)
