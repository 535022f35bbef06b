"""Plausible worlds: a grid of factors in each of so many parameter sets that what is known does not contradict."""

import numpy as np

from experiments.designs import grid
from experiments.designs.design import Design, Options
from experiments.designs.factors import Factor


def points(factors: tuple[Factor, ...], options: Options, seed: int) -> np.ndarray:
    """The same grid in every set.

    Args:
        factors: with the values each takes.
        options: ``worlds``, how many; the cells of an experiment are the grid times these.
        seed: not used.

    Returns:
        Values, shape (points, factors).
    """
    return grid.points(factors, {}, seed)


def count(factors: tuple[Factor, ...], options: Options) -> int:
    """As many as the grid has."""
    return grid.count(factors, {})


DESIGN = Design(points, count, {"worlds": (20, 1, 1_000)}, needs_ranges=False)
