"""Cells of a map over two factors: where they lie."""

import numpy as np


def edges(values: tuple[float, ...]) -> np.ndarray:
    """Where the cell of each value begins and ends, shape (values + 1,): half way to the next value."""
    middles = np.asarray(values, dtype=float)
    if len(middles) == 1:
        half = abs(middles[0]) / 2 or 0.5
        return np.array([middles[0] - half, middles[0] + half])
    between = (middles[1:] + middles[:-1]) / 2
    return np.array([2 * middles[0] - between[0], *between, 2 * middles[-1] - between[-1]])


def cell_of(value: float, values: tuple[float, ...]) -> int | None:
    """Which cell a value falls in; none when it lies outside all."""
    ends = edges(values)
    return int(np.clip(np.searchsorted(ends, value) - 1, 0, len(values) - 1)) if ends[0] <= value <= ends[-1] else None
