"""A guess at what runs would say, without living them: quick enough to be asked a million times.

Each figure is a straight line in the height of every theme and in what is each parameter's own, and a curve in those
that move it most; how unsure the guess is, is part of it: luck, and what the curve does not know.
"""

import numpy as np

from experiments.extras import need
from experiments.parameter_sets.draws import Draws

CURVED = 14  # inputs whose squares and products count, for each figure
AT_ONCE = 20_000  # rows that are guessed together: memory, nothing else
FEWEST = 30  # sets with a number, below which nothing is learned


class OneGuess:
    """A guess at one figure.

    Args:
        inputs: shape (sets, inputs).
        values: what runs of those sets said, shape (sets,); what is no number is left out.

    Attributes:
        most_active: the inputs that move it most.
    """

    def __init__(self, inputs: np.ndarray, values: np.ndarray) -> None:
        there = np.isfinite(values)
        if there.sum() < FEWEST:
            raise ValueError(f"only {there.sum()} of {len(values)} sets say anything of a figure: try more")
        inputs, values = inputs[there], values[there]
        spread = max(float(values.std()), np.finfo(float).tiny)
        pull = np.abs((inputs - inputs.mean(axis=0)).T @ (values - values.mean())) / spread
        self.most_active = np.sort(np.argsort(-pull, kind="stable")[:CURVED])
        need("calibrate")
        from sklearn.linear_model import BayesianRidge  # type: ignore[import-untyped]
        from sklearn.preprocessing import PolynomialFeatures  # type: ignore[import-untyped]

        self.curves = PolynomialFeatures(degree=2, include_bias=False).fit(inputs[:, self.most_active])
        self.line = BayesianRidge().fit(self.features(inputs), values)

    @property
    def noise(self) -> float:
        """Standard deviation of one run around the curve, without what is unsure about the curve itself."""
        return float(1.0 / np.sqrt(self.line.alpha_))

    def features(self, inputs: np.ndarray) -> np.ndarray:
        """Every input, and the squares and products of the most active ones."""
        curved = self.curves.transform(inputs[:, self.most_active])
        return np.column_stack([inputs, curved[:, len(self.most_active) :]])

    def guess(self, inputs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Means and standard deviations of what one run would say, shape (sets,)."""
        parts = [
            self.line.predict(self.features(inputs[first : first + AT_ONCE]), return_std=True)
            for first in range(0, len(inputs), AT_ONCE)
        ]
        return np.concatenate([mean for mean, _ in parts]), np.concatenate([error for _, error in parts])


class Emulator:
    """A guess at several figures.

    Args:
        draws: some sets.
        values: what runs of those sets said, shape (sets, figures).
        upon: a guess of which this one only says what is different.
    """

    def __init__(self, draws: Draws, values: np.ndarray, upon: "Emulator | None" = None) -> None:
        inputs = draws.inputs
        self.upon = upon
        expected = upon.guess(inputs)[0] if upon else np.zeros_like(values)
        self.guesses = [OneGuess(inputs, column) for column in (values - expected).T]

    @property
    def noise(self) -> np.ndarray:
        """Standard deviation of one run around each curve, shape (figures,)."""
        return np.array([one.noise for one in self.guesses])

    def guess_one(self, figure: int, inputs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Means and standard deviations of what one run would say of one figure, shape (sets,)."""
        mean, error = self.guesses[figure].guess(inputs)
        return (mean + self.upon.guess_one(figure, inputs)[0] if self.upon else mean), error

    def guess(self, inputs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Means and standard deviations of what one run would say, both of shape (sets, figures)."""
        found = [self.guess_one(figure, inputs) for figure in range(len(self.guesses))]
        return np.column_stack([mean for mean, _ in found]), np.column_stack([error for _, error in found])
