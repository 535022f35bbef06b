"""Gains: what the shared plan gains at each point of a design, and whether they can be analysed.

A gain is the shared plan minus parallel routes with its sign turned so that above 0 the plan is better. The same seeds
are used at every point, so the columns of a table of gains share their luck.
"""

import numpy as np

from experiments.analysis.unfit import Unfit
from experiments.designs.factors import Factor

HARDLY = 1e-12  # of the largest value: a spread below it is rounding


def check_gains(gains: np.ndarray, outcome: str) -> None:
    """Refuse what no variance can be told from: one missing number makes SALib answer 0 without a word.

    Args:
        gains: in the unit of the outcome, shape (points, replicates).
        outcome: its name, for the message.

    Raises:
        ValueError: in one line, when the shape is another, or how many values are missing at how many points.
    """
    if gains.ndim != 2 or not gains.size:
        raise ValueError(f"{outcome}: gains must have the shape (points, replicates), not {gains.shape}")
    missing = ~np.isfinite(gains)
    if missing.any():
        counts = {
            "missing": missing.sum(),
            "size": gains.size,
            "places": missing.any(axis=1).sum(),
            "points": len(gains),
        }
        raise Unfit("missing", outcome=outcome, **counts)


def check_fit(factors: tuple[Factor, ...], points: np.ndarray, gains: np.ndarray, block: int, design: str) -> None:
    """Refuse points that are not those of a design, or not those of the gains.

    Args:
        factors: what was moved.
        points: values in the units of the factors, shape (points, factors).
        gains: shape (points, replicates).
        block: the rows of a design are a multiple of this.
        design: its kind, for the message.

    Raises:
        ValueError: in one line.
    """
    if points.shape != (len(gains), len(factors)):
        raise ValueError(f"points must have the shape {(len(gains), len(factors))}, not {points.shape}")
    if not factors:
        raise ValueError("without factors nothing can be said about them")
    if len(points) % block:
        raise ValueError(f"{len(points)} points are no {design} design: their number must be a multiple of {block}")


def hardly_varies(values: np.ndarray) -> bool:
    """Whether all values are the same but for rounding."""
    return bool(np.ptp(values) <= HARDLY * np.abs(values).max())
