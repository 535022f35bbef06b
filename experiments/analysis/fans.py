"""How the paired runs lie about each week: the middle half and the middle 80 of 100 of them."""

import numpy as np

from sim.comparison import FANS, Comparison
from sim.region import ROUTES

SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)


def fans_of(comparison: Comparison, name: str) -> dict[str, np.ndarray]:
    """By route the quantiles of a weekly line over paired runs, in the order of ``SHARES``; shape (5, weeks).

    Args:
        comparison: its paired runs.
        name: one of ``sim.comparison.FANS``.
    """
    column = FANS.index(name)
    return {
        route: np.quantile(comparison.weeks[:, number, column], SHARES, axis=0) for number, route in enumerate(ROUTES)
    }
