"""A factor: a parameter or a size that an experiment moves, by named values or anywhere in a range."""

from dataclasses import dataclass, field

import numpy as np

from sim.words import Language


@dataclass(frozen=True)
class Factor:
    """What is moved, and between which ends.

    Attributes:
        name: of a parameter or a size, as in a scenario; or one of its own, where it moves several parameters.
        label: what it is called; ``label_nl`` in Dutch.
        unit: what it counts in.
        values: the values it takes on a grid, in order; empty for a range.
        low, high: its ends.
        base: its value where nothing is moved.
        whole: whether only whole numbers make sense.
        members: the parameters that it moves together, each with 1, or -1 where it goes the other way; empty where it
            is a parameter or a size itself.
    """

    name: str
    label: str
    unit: str
    values: tuple[float, ...]
    low: float
    high: float
    base: float
    whole: bool = False
    label_nl: str = field(default="", compare=False)
    members: tuple[tuple[str, float], ...] = ()

    def called(self, language: Language = "en") -> str:
        """What it is called; in English where there is no Dutch."""
        return (self.label_nl if language == "nl" else "") or self.label

    def at(self, share: np.ndarray) -> np.ndarray:
        """Values so far between the ends, 0 to 1; whole where they must be. Any shape."""
        values = self.low + np.asarray(share, dtype=float) * (self.high - self.low)
        return np.round(values) if self.whole else values
