"""A bet on a place: where on a map of two levers a plan stops paying off."""

import numpy as np

from experiments.analysis.boundary import BreakEven

NEXT_TO = 1  # places that a bet may lie beside the edge, across or up


def pays_off(found: BreakEven, at_least: float = 0.0) -> np.ndarray:
    """Where the plan gains anything, or at least so much, after smoothing; shape (across, up)."""
    return np.asarray((found.smoothed > 0) & (found.smoothed >= at_least))


def edge(found: BreakEven) -> list[tuple[int, int]]:
    """The places where it stops: it does not pay off there, and does so right beside it; across and up."""
    pays = pays_off(found)
    across, up = pays.shape
    beside = [(1, 0), (-1, 0), (0, 1), (0, -1)]
    return [
        (i, j)
        for i in range(across)
        for j in range(up)
        if not pays[i, j] and any(0 <= i + a < across and 0 <= j + b < up and pays[i + a, j + b] for a, b in beside)
    ]


def steps_off(found: BreakEven, bet: tuple[float, ...]) -> int | None:
    """How many places a bet lies beside the nearest place of the edge; None where there is no edge, or no bet.

    Args:
        found: the map.
        bet: the values of both levers; empty for "nowhere".
    """
    places = edge(found)
    if not places or not bet:
        return None
    i, j = int(np.abs(found.x - bet[0]).argmin()), int(np.abs(found.y - bet[1]).argmin())
    return min(max(abs(i - a), abs(j - b)) for a, b in places)


def is_right(found: BreakEven, bet: tuple[float, ...]) -> bool:
    """Whether a bet was right: on the edge or next to it, or "nowhere" where there is none."""
    if not edge(found):
        return not bet
    off = steps_off(found, bet)
    return off is not None and off <= NEXT_TO
