"""Luck: how much of the difference between single paired runs is only luck, and how much comes from the settings."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import fdtrc

from experiments.analysis.gains import HARDLY, check_gains, hardly_varies
from sim.comparison import COVERAGE


@dataclass(frozen=True)
class LuckShare:
    """Where the variance of a single paired run comes from, when its point and its seed are both drawn.

    A gain at point i with seed r is taken as a mean + a(i) + b(r) + c(i, r): what the settings do; luck that is the
    same at every point, as points share their seeds; and luck that falls out differently at each point.

    Attributes:
        variance: var a + var b + var c, in the unit of the outcome squared.
        only_luck: (var b + var c) / variance; what no setting explains, also known as the total index of the seed.
        settings: var a / variance; what all settings together explain. With ``only_luck`` it makes 1.
        luck_in_means: var c / replicates as a share of the variance between the points' means: what these replicates
            did not average out. Where it is large, differences between points are mostly luck; where the means are all
            the same, it is not a number.

    The shares are not a number where one replicate cannot tell luck from settings, or where nothing varies. Points that
    were sampled speak for their ranges; those of a grid or at the ends of factors only for themselves.
    """

    variance: float
    only_luck: float
    settings: float
    luck_in_means: float


def luck_share(gains: np.ndarray, outcome: str) -> LuckShare:
    """The parts of the variance, by a two-way analysis of variance without repeats.

    With P points and R replicates, and means taken over replicates, over points and over both:

    - within = var b + var c: the variance over replicates at a point (divided by R - 1), averaged over points;
    - var c: the sum of squares of gain - point's mean - seed's mean + mean of all, divided by (P - 1)(R - 1);
    - var a: the variance of the points' means (divided by P - 1) less var c / R, and never below 0.

    Only var c is taken off, not all of the luck: the luck that all points share moves their means together.

    Args:
        gains: of each point with the same seeds, in the unit of the outcome, shape (points, replicates).
        outcome: its name, for messages.

    Raises:
        ValueError: in one line, when values are missing or there is only one point.
    """
    check_gains(gains, outcome)
    points, replicates = gains.shape
    if points == 1:
        raise ValueError(f"{outcome}: one point cannot tell what settings do")
    means = gains.mean(axis=1)
    of_means = float(means.var(ddof=1))
    if hardly_varies(gains):
        return LuckShare(0.0, np.nan, np.nan, np.nan)
    if replicates == 1:
        return LuckShare(of_means, np.nan, np.nan, np.nan)
    within = float(gains.var(axis=1, ddof=1).mean())
    rest = gains - means[:, np.newaxis] - gains.mean(axis=0) + gains.mean()
    left = float((rest**2).sum()) / ((points - 1) * (replicates - 1)) / replicates
    settings = max(0.0, of_means - left)
    variance = settings + within
    in_means = np.nan if hardly_varies(means) else min(1.0, left / of_means)
    return LuckShare(variance, within / variance, settings / variance, in_means)


def chance_of(changes: np.ndarray, largest: float) -> float:
    """How likely it is that luck alone makes changes as large as these, when there is none: an F test.

    The means over replicates, squared and averaged over places, are held against the variance that luck leaves in them.
    Each place counts once, however often a design comes back to it. For one place this is Student's t.

    Args:
        changes: of the gain, between the same two seeds at two points, shape (places, replicates).
        largest: the largest gain there is, for what is rounding.

    Returns:
        From 0 to 1; 1 where nothing changes but for rounding, and not a number for one replicate.
    """
    places, replicates = (apart := np.unique(changes, axis=0)).shape
    if np.abs(apart).max() <= HARDLY * largest:
        return 1.0
    if replicates == 1:
        return np.nan
    luck = float(apart.var(axis=1, ddof=1).mean()) / replicates
    size = float((apart.mean(axis=1) ** 2).mean())
    return float(fdtrc(places, places * (replicates - 1), size / luck)) if luck > 0 else 0.0


def beyond_luck(chances: Sequence[float] | np.ndarray) -> np.ndarray:
    """Which of some chances are too small for luck, any shape: so small that of all of them together few are by luck.

    That is at a level divided by their number (Bonferroni): in 1 of 20 analyses of nothing but luck, one is named.
    """
    return np.asarray(chances) < (1 - COVERAGE) / np.size(chances)
