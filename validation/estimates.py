"""What evidence is given in: a correlation given something else, a logistic fit, and how well it tells apart."""

from collections.abc import Callable

import numpy as np
import pandas as pd

STEPS = 25  # of Newton's method; it stands still after some eight
LITTLE = 1e-6  # ridge, so that a sign that never differs does no harm


def partial_correlation(one: np.ndarray, other: np.ndarray, given: np.ndarray) -> float:
    """The correlation of what a straight line on ``given`` leaves of two things; all of shape (n,).

    Returns:
        -1 to 1; not a number with fewer than four values, or where one of them does not differ.
    """
    if len(one) <= 3:
        return np.nan
    line = np.column_stack([np.ones(len(given)), given])
    left = [values - line @ np.linalg.lstsq(line, values, rcond=None)[0] for values in (one, other)]
    if min(np.std(values) for values in left) < LITTLE:
        return np.nan
    return float(np.corrcoef(*left)[0, 1])


def chance_by(signs: np.ndarray, happened: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """A logistic fit: gives a function from signs to the chance that it happens.

    Args:
        signs: shape (n, signs).
        happened: shape (n,), true or false.

    Source: textbook, maximum likelihood by Newton's method, with a ridge so small that it does not show.
    """
    middle, spread = signs.mean(axis=0), np.maximum(signs.std(axis=0), LITTLE)

    def columns(raw: np.ndarray) -> np.ndarray:
        return np.column_stack([np.ones(len(raw)), (raw - middle) / spread])

    x = columns(signs)
    weights = np.zeros(x.shape[1])
    for _ in range(STEPS):
        chance = chances(x, weights)
        slope = x.T @ (happened - chance) - LITTLE * weights
        counts = (chance * (1 - chance))[:, None]
        curve = (x * counts).T @ x + LITTLE * np.eye(len(weights))
        weights = weights + np.linalg.solve(curve, slope)
    return lambda raw: chances(columns(raw), weights)


def chances(x: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The chances that a logistic curve gives, shape (n,); ``x`` has shape (n, signs)."""
    away = np.exp(-x @ weights)
    return 1 / (1 + away)


def auc(chance: np.ndarray, happened: np.ndarray) -> float:
    """The chance that of one to whom it happened and one to whom it did not the first was given the larger chance.

    Args:
        chance: shape (n,); equal ones count half.
        happened: shape (n,), true or false.

    Returns:
        0 to 1; not a number when it happened to all or to nobody.
    """
    yes, no = int(happened.sum()), int((~happened).sum())
    if not yes or not no:
        return np.nan
    ranks = pd.Series(chance).rank().to_numpy()
    return float((ranks[happened].sum() - yes * (yes + 1) / 2) / (yes * no))
