"""The break-even on a map: a line where neither route wins, a band for luck, and a wider one for plausible worlds."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Boundary:
    """A value of y for each value of x, not a number where there is none.

    Attributes:
        middle: shape (x,), in the unit of y.
        low, high: its range by luck, shape (x,); ``-inf`` or ``inf`` where it is open to that side, the same at both
            ends where the break-even surely lies outside, and not a number where nothing is known.
        world_low, world_high: its wider range over plausible worlds, shape (x,); none when these were not run.
    """

    middle: np.ndarray
    low: np.ndarray
    high: np.ndarray
    world_low: np.ndarray | None = None
    world_high: np.ndarray | None = None

    @property
    def over_worlds(self) -> tuple[np.ndarray, np.ndarray] | None:
        """The wider range, when there is one."""
        if self.world_low is None or self.world_high is None:
            return None
        return self.world_low, self.world_high


def pieces(there: np.ndarray) -> list[list[int]]:
    """Numbers that follow each other without a gap."""
    found: list[list[int]] = []
    for number in np.flatnonzero(there):
        if found and found[-1][-1] == number - 1:
            found[-1].append(int(number))
        else:
            found.append([int(number)])
    return found
