"""Morris: which factors matter at all, and which do so otherwise from place to place, from few runs.

Source: Morris (1991), Technometrics 33, 161-174; mu_star: Campolongo, Cariboni and Saltelli (2007), Environmental
Modelling & Software 22, 1509-1518 (departs from SALib, which divides by the step that was meant: a factor that counts
in whole numbers made another one).
"""

import numpy as np
import pandas as pd
from scipy.special import ndtri

from experiments.analysis.gains import check_fit, check_gains
from experiments.analysis.luck import beyond_luck, chance_of
from experiments.designs.factors import Factor
from sim.comparison import COVERAGE

RESAMPLES = 1_000  # of the trajectories, for the range of mu_star
SEED = 1  # of the resampling, so that the same runs always give the same range


def morris(factors: tuple[Factor, ...], points: np.ndarray, gains: np.ndarray, outcome: str) -> pd.DataFrame:
    """A row for each factor, the one that matters most first.

    An elementary effect is the change of the mean gain over one step of a factor, divided by that step as a share of
    its range: in the unit of the outcome, as if the step were the whole range.

    Columns: ``factor``; ``mu``, the mean of its elementary effects; ``mu_star``, the mean of their sizes, with the 95 %
    range ``mu_star_low`` to ``mu_star_high`` (bootstrap over trajectories, normal, so that it can reach below 0);
    ``sigma``, their standard deviation: above 0 where the factor works otherwise in other places, by itself or together
    with others; ``moves``, whether all of them are more than luck makes, for as many factors as there are.

    All is about the mean over just these replicates. As all points share their seeds, luck that is the same everywhere
    drops out; luck that a step brings about itself stays, and makes ``mu_star`` and ``sigma`` larger.

    Args:
        factors: what was moved.
        points: those of a design ``morris``, shape (trajectories x (factors + 1), factors).
        gains: in the unit of the outcome, the same seeds at every point, shape (points, replicates).
        outcome: its name, for messages.

    Raises:
        ValueError: in one line, when values are missing or the points are of another design.
    """
    check_gains(gains, outcome)
    check_fit(factors, points, gains, len(factors) + 1, "morris")
    single = np.stack([elementary_effects(factors, points, one) for one in gains.T], axis=2)
    effects = single.mean(axis=2)
    sizes, largest = np.abs(effects), float(np.abs(gains).max())
    drawn = np.random.default_rng(SEED).integers(len(effects), size=(RESAMPLES, len(effects)))
    half = ndtri((1 + COVERAGE) / 2) * sizes[drawn].mean(axis=1).std(axis=0, ddof=1)
    table = pd.DataFrame(
        {
            "factor": [one.name for one in factors],
            "mu": effects.mean(axis=0),
            "mu_star": sizes.mean(axis=0),
            "mu_star_low": sizes.mean(axis=0) - half,
            "mu_star_high": sizes.mean(axis=0) + half,
            "sigma": effects.std(axis=0, ddof=1),
            "moves": beyond_luck([chance_of(single[:, one], largest) for one in range(len(factors))]),
        }
    )
    return table.sort_values("mu_star", ascending=False, kind="stable", ignore_index=True)


def elementary_effects(factors: tuple[Factor, ...], points: np.ndarray, means: np.ndarray) -> np.ndarray:
    """Change of a gain over the range of a factor, by its step in each trajectory.

    Args:
        factors: what was moved.
        points: shape (trajectories x (factors + 1), factors).
        means: the gain at each point, in one replicate or on average, shape (points,).

    Returns:
        Shape (trajectories, factors).

    Raises:
        ValueError: in one line, when there is one trajectory, or not one step of each factor in every trajectory.
    """
    count = len(factors)
    ranges = np.array([one.high - one.low for one in factors])
    steps = np.diff(points.reshape(-1, count + 1, count), axis=1)
    moved = steps != 0
    if len(steps) < 2 or not (moved.sum(axis=1) == 1).all() or not (moved.sum(axis=2) == 1).all():
        raise ValueError("the points are no morris design: two trajectories or more that move each factor once")
    changes = np.diff(means.reshape(-1, count + 1), axis=1)
    which = moved.argmax(axis=2)
    shares = np.take_along_axis(steps, which[:, :, np.newaxis], axis=2)[:, :, 0] / ranges[which]
    effects = np.empty(changes.shape)
    np.put_along_axis(effects, which, changes / shares, axis=1)
    return effects
