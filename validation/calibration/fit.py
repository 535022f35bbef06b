"""How well something fits what is known: the chance that a figure lies in its range, given all that is unsure.

Unsure is the luck of a few runs, and the model itself: even the true values would not give a figure exactly, and a weak
source is held to less. So the tolerance does not vanish with more runs.

Source: craig1997, model discrepancy beside the variance of runs (the sizes are a judgement).
"""

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtr

from validation.targets import Target

# Standard deviation of what the model may be off, as a share of the width of the figure's range, by how solid the
# source is.
OFF = {
    "direct": 0.1,
    "derived": 0.15,
    "secondary": 0.2,
    "seed": 0.2,
    "abstract": 0.2,
    "own judgement, unverified": 0.3,
}
LEAST = 1e-300  # of a chance, so that its logarithm is a number


def off_by(targets: Sequence[Target]) -> np.ndarray:
    """Standard deviation of what the model may be off each target, in its unit; shape (targets,)."""
    return np.array([OFF[one.solid] * (high_of(one) - low_of(one)) for one in targets])


def low_of(target: Target) -> float:
    """The low end of a range that must be there."""
    if target.low is None:
        raise ValueError(f"{target.name} has no range to be held against")
    return target.low


def high_of(target: Target) -> float:
    """The high end of a range that must be there."""
    if target.high is None:
        raise ValueError(f"{target.name} has no range to be held against")
    return target.high


def log_chances(targets: Sequence[Target], means: np.ndarray, errors: np.ndarray) -> np.ndarray:
    """How well each of some sets fits each target, 0 at best: logarithm of the chance of being inside beside the most
    that there can be.

    Args:
        targets: with ranges.
        means: what the sets say, shape (sets, targets); what is no number fits nothing.
        errors: standard deviation of those means, without what the model is off; shape (targets,) or as ``means``.

    Returns:
        Shape (sets, targets).
    """
    low, high = np.array([low_of(one) for one in targets]), np.array([high_of(one) for one in targets])
    unsure = np.sqrt(off_by(targets) ** 2 + errors**2)
    inside = ndtr((high - means) / unsure) - ndtr((low - means) / unsure)
    most = 2.0 * ndtr((high - low) / (2.0 * unsure)) - 1.0
    return np.log(np.maximum(np.where(np.isfinite(means), inside, 0.0), LEAST)) - np.log(most)


def effective(weights: np.ndarray) -> float:
    """How many sets of equal weight say as much as these: (Σw)² / Σw²; 0 when none has any."""
    square = float((weights**2).sum())
    return float(weights.sum()) ** 2 / square if square > 0 else 0.0


def means_of(values: np.ndarray) -> np.ndarray:
    """Means over the second axis of what is a number; not a number where nothing is."""
    there = np.isfinite(values)
    return np.where(there, values, 0.0).sum(axis=1) / np.where(there.any(axis=1), there.sum(axis=1), np.nan)
