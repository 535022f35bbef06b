"""A factor: a parameter or a size that an experiment moves, by named values or anywhere in a range."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Factor:
    """What is moved, and between which ends.

    Attributes:
        name: of a parameter or a size, as in a scenario.
        label: what it is called.
        unit: what it counts in.
        values: the values it takes on a grid, in order; empty for a range.
        low, high: its ends.
        base: its value where nothing is moved.
        whole: whether only whole numbers make sense.
    """

    name: str
    label: str
    unit: str
    values: tuple[float, ...]
    low: float
    high: float
    base: float
    whole: bool = False

    def at(self, share: np.ndarray) -> np.ndarray:
        """Values so far between the ends, 0 to 1; whole where they must be. Any shape."""
        values = self.low + np.asarray(share, dtype=float) * (self.high - self.low)
        return np.round(values) if self.whole else values
