"""How the paired runs lie about each week: the middle half and the middle 80 of 100 of them."""

import numpy as np

from sim.comparison import FANS, Comparison
from sim.region import ROUTES

SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)


def fans_of(comparison: Comparison, name: str) -> dict[str, np.ndarray]:
    """By route the quantiles of a weekly line over paired runs, in the order of ``SHARES``; shape (5, weeks).

    Runs without a value in a week (no family had a helper) do not count in it; without any there is not a number.

    Args:
        comparison: its paired runs.
        name: one of ``sim.comparison.FANS``.
    """
    column = FANS.index(name)
    return {route: fan_of(comparison.weeks[:, number, column]) for number, route in enumerate(ROUTES)}


def fan_of(values: np.ndarray) -> np.ndarray:
    """The quantiles of values of shape (paired runs, weeks) in each week."""
    known = np.isfinite(values)
    fan = np.full((len(SHARES), values.shape[1]), np.nan)
    complete = known.all(axis=0)
    whole = np.quantile(values[:, complete], SHARES, axis=0)
    fan[:, complete] = whole
    for week in np.flatnonzero(known.any(axis=0) & ~complete):
        of_some = np.quantile(values[known[:, week], week], SHARES)
        fan[:, week] = of_some
    return fan
