"""Plausible worlds: a grid of factors in each of so many parameter sets that what is known does not contradict."""

from collections.abc import Mapping

import numpy as np

from experiments.designs import grid
from experiments.designs.factors import Factor

OPTIONS = {"worlds": (20, 1, 1_000)}
NEEDS_RANGES = False


def points(factors: tuple[Factor, ...], options: Mapping[str, int], seed: int) -> np.ndarray:
    """The same grid in every world.

    Args:
        factors: with the values each takes.
        options: ``worlds``, how many; the cells of an experiment are the grid times these.
        seed: not used.

    Returns:
        Values, shape (points, factors).
    """
    return grid.points(factors, {}, seed)
