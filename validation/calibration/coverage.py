"""Is what a calibration says right? Truths are drawn from the prior, observed, and calibrated for as if unknown.

Where the posterior is right, the truth lies anywhere in it alike often: ranks are even, and nine of ten truths lie in
its 90 % ranges. Giving back the prior would pass that; so themes that the figures tell of must be narrower than before.
The setting is cheap: one pair a set, and the emulator for all else. So what it tests is priors, tolerance and emulator;
waves, weights and moves are not in it, which are exact for any emulator (tests hold them against closed forms).

Source: talts2018, simulation-based calibration.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import stats

from experiments.parameter_sets.draws import Draws, at_random, luck_of
from experiments.parameter_sets.themes import themes
from validation.calibration.emulator import Emulator
from validation.calibration.fit import off_by
from validation.targets import Target

POOL = 65_536  # sets from the prior that stand for what is not known
PAGE = -1  # of the draws that they are: no wave has it
INSIDE = 0.9  # of the truths should lie in ranges of this size
CONTRACTS = 0.7  # standard deviation beside the prior's, below which something was learned


@dataclass(frozen=True)
class Coverage:
    """How truths lay in what was said of them.

    Attributes:
        ranks: share of the posterior below the truth, a row a truth and a column an outcome.
        narrower: standard deviation of each theme beside that in the prior, a row a truth and a column a theme.
    """

    ranks: pd.DataFrame = field(repr=False)
    narrower: pd.DataFrame = field(repr=False)

    @property
    def by_outcome(self) -> pd.DataFrame:
        """A row for each outcome.

        Columns: ``outcome``; ``inside``, share of truths in their 90 % ranges; ``low`` and ``high``, between which luck
        leaves that share in 99 of 100 such tests where all is right; ``even``, the chance that even ranks look so
        uneven (Kolmogorov-Smirnov).
        """
        count = len(self.ranks)
        low, high = (float(stats.binom.ppf(at, count, INSIDE)) / count for at in (0.005, 0.995))
        rows = [
            {
                "outcome": name,
                "inside": float((np.abs(column - 0.5) <= INSIDE / 2).mean()),
                "low": low,
                "high": high,
                "even": float(stats.kstest(column, "uniform").pvalue),
            }
            for name, column in self.ranks.items()
        ]
        return pd.DataFrame(rows)

    @property
    def learned(self) -> pd.Series:
        """Standard deviation of each theme beside the prior's, mean over truths; the narrowest first."""
        return self.narrower.mean().sort_values()


def cover(
    draws: Draws,
    values: np.ndarray,
    outcomes: pd.DataFrame,
    targets: tuple[Target, ...],
    truths: int = 200,
    seed: int = 0,
) -> Coverage:
    """Take some sets for the truth, and calibrate for each from the others.

    Args:
        draws: sets drawn from the prior.
        values: what one pair of each says of each target, shape (sets, targets).
        outcomes: what that pair says of what is asked about, a row a set and a column an outcome.
        targets: what would be observed.
        truths: how many, the last of the sets.
        seed: of what the model is off, and of the pool.

    Raises:
        ValueError: when there are no sets left to learn from.
    """
    complete = np.isfinite(values).all(axis=1) & np.isfinite(outcomes.to_numpy()).all(axis=1)
    draws, values, outcomes = draws[complete], values[complete], outcomes[complete]
    if len(draws) <= 2 * truths:
        raise ValueError(f"{len(draws)} sets are too few for {truths} truths: ask for more")
    known, unknown = slice(0, len(draws) - truths), slice(len(draws) - truths, None)
    pool = at_random(POOL, seed, PAGE)
    inputs, heights = pool.inputs, pool.heights
    luck = luck_of("coverage", seed)
    # What is unsure about the curves differs from one place in the pool to the next, and so is in the means already.
    figures = Emulator(draws[known], values[known])
    asked = Emulator(draws[known], outcomes.to_numpy()[known])
    means = figures.guess(inputs)[0]
    unsure = np.sqrt(figures.noise**2 + off_by(targets) ** 2)
    predicted = asked.guess(inputs)[0]
    predicted += asked.noise * luck.standard_normal(predicted.shape)
    true = values[unknown]
    observed = true + off_by(targets) * luck.standard_normal(true.shape)
    ranks, narrower = [], []
    for one, truth in zip(observed, outcomes.to_numpy()[unknown], strict=True):
        fits = -0.5 * ((one - means) / unsure) ** 2
        weights = np.exp(fits.sum(axis=1) - fits.sum(axis=1).max())
        weights /= weights.sum()
        ranks.append(weights @ (predicted < truth))
        middle = weights @ heights
        narrower.append(np.sqrt(weights @ (heights - middle) ** 2))
    return Coverage(
        pd.DataFrame(ranks, columns=outcomes.columns),
        pd.DataFrame(narrower, columns=[theme.name for theme in themes()]),
    )
