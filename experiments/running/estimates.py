"""What the runs so far say, kept up while they come in: means and ranges for each cell in little memory."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from experiments.analysis.effects import gain_sign
from experiments.verdicts import how_sure
from sim.comparison import COVERAGE
from sim.outcomes import OUTCOMES


@dataclass(frozen=True)
class Estimate:
    """One outcome over all cells that have two pairs or more.

    Attributes:
        outcome: its name.
        cells: how many cells.
        mean: of the cells' mean gains; above 0 the shared plan is better.
        plan_better, parallel_better: cells in which a route does better, by the rule of ``experiments/verdicts.py``.
        widest: the largest half-width of a range.
    """

    outcome: str
    cells: int
    mean: float
    plan_better: int
    parallel_better: int
    widest: float


class Estimates:
    """Running means of paired differences.

    Args:
        cells: how many.
        outcomes: which.
    """

    def __init__(self, cells: int, outcomes: Sequence[str]) -> None:
        self.outcomes = tuple(outcomes)
        self.sign = np.array([gain_sign(name) for name in outcomes])
        self.count = np.zeros((cells, len(self.outcomes)))
        self.mean = np.zeros((cells, len(self.outcomes)))
        self.squares = np.zeros((cells, len(self.outcomes)))
        self.better = np.zeros((cells, len(self.outcomes)))  # pairs in which the shared plan is better, ties half

    def add(self, cell: int, differences: np.ndarray) -> None:
        """Add a pair: shared plan minus parallel for each outcome, shape (outcomes,); what is no number is left out."""
        gains = self.sign * differences
        there = np.isfinite(gains)
        self.count[cell, there] += 1
        self.better[cell] += (gains > 0) + (gains == 0) / 2
        step = np.where(there, gains - self.mean[cell], 0.0)
        self.mean[cell] += step / np.maximum(self.count[cell], 1)
        self.squares[cell] += np.where(there, step * (gains - self.mean[cell]), 0.0)

    def now(self) -> list[Estimate]:
        """An estimate for each outcome; none for outcomes of which no cell has two pairs."""
        found = []
        for column, name in enumerate(self.outcomes):
            enough = self.count[:, column] >= 2
            if not enough.any():
                continue
            count, mean = self.count[enough, column], self.mean[enough, column]
            error = np.sqrt(self.squares[enough, column] / (count - 1) / count)
            half = stdtrit(count - 1, (1 + COVERAGE) / 2) * error
            share = self.better[enough, column] / count
            sure = how_sure(mean, mean - half, mean + half, share, count) > 0
            better = sure & (np.abs(mean) >= OUTCOMES[name].matters_from)
            found.append(
                Estimate(
                    outcome=name,
                    cells=int(enough.sum()),
                    mean=float(mean.mean()),
                    plan_better=int((better & (mean > 0)).sum()),
                    parallel_better=int((better & (mean < 0)).sum()),
                    widest=float(half.max()),
                )
            )
        return found
