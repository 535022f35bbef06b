"""The break-even on a map: a line where neither route wins, a band for luck, and a wider one for plausible worlds."""

from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from charts import drawing
from charts.cells import edges
from charts.drawing import Scale


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


def boundary_shapes(boundary: Boundary, values: tuple[float, ...], across: Scale, up: Scale) -> list[Markup]:
    """The bands and the line, cut off where the map ends.

    Args:
        boundary: where neither route wins.
        values: of x, in order.
        across, up: scales of the map.
    """
    shapes = []
    if boundary.over_worlds:
        shapes += band(*boundary.over_worlds, values, across, up, "band-worlds")
    shapes += band(boundary.low, boundary.high, values, across, up, "band-luck")
    for piece in pieces((boundary.middle >= up.low) & (boundary.middle <= up.high)):
        points = along(piece, boundary.middle, values, across, up)
        shapes += [drawing.path(points, "break-even-halo"), drawing.path(points, "break-even")]
    return shapes


def band(
    low: np.ndarray, high: np.ndarray, values: tuple[float, ...], across: Scale, up: Scale, kind: str
) -> list[Markup]:
    """The area between two lines, in as many pieces as they have on the map."""
    low, high = np.clip(low, up.low, up.high), np.clip(high, up.low, up.high)
    return [
        drawing.area([*along(piece, high, values, across, up), *reversed(along(piece, low, values, across, up))], kind)
        for piece in pieces(high > low)
    ]


def along(
    piece: list[int], line: np.ndarray, values: tuple[float, ...], across: Scale, up: Scale
) -> list[tuple[float, float]]:
    """Points of a piece of a line; a piece of one value runs through its whole cell, so that it can be seen."""
    if len(piece) > 1:
        return [(across(values[number]), up(line[number])) for number in piece]
    ends, only = edges(values), piece[0]
    return [(across(end), up(line[only])) for end in ends[only : only + 2]]


def pieces(there: np.ndarray) -> list[list[int]]:
    """Numbers that follow each other without a gap."""
    found: list[list[int]] = []
    for number in np.flatnonzero(there):
        if found and found[-1][-1] == number - 1:
            found[-1].append(int(number))
        else:
            found.append([int(number)])
    return found
