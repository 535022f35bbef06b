"""Where the gain of the shared plan turns along a factor, in words: the answer that most questions ask for.

It names the place where it turns, or between which values it turns nowhere; and on either side whether what is gained
or lost is sure, and large enough to matter.
"""

from collections.abc import Sequence

import numpy as np

from charts.amounts import amount, inside
from experiments.analysis.boundary import BreakEven
from experiments.designs.factors import Factor
from experiments.verdicts import leads


def crossing_in_words(found: BreakEven, row: int, factor: Factor) -> str:
    """Where it turns along the second factor, at one value of the first.

    Args:
        found: gains over both.
        row: number of that value.
        factor: the second one, with its values in rising order.
    """
    falling = found.falling if np.isfinite(found.boundary.at[row]) else bool(np.isfinite(found.stops.at[row]))
    crossing = found.stops if falling else found.begins
    at, verdicts = crossing.at[row], found.verdicts[row]
    if np.isfinite(at):
        below, above = (verdicts[found.y < at], verdicts[found.y >= at])
        way, last = ("from", above) if falling else ("up to", below)
        band = span_in_words(crossing.band[:, row], factor)
        turn = f"{way} {inside(factor.label)} {amount(at, factor)} (range {band})"
        other = below if falling else above
        return f"{side(last, 'parallel', turn)}; {side(other, 'shared_plan', 'on the other side')}"
    gain = found.smoothed[row].mean()
    leader = "shared_plan" if gain > 0 else "parallel" if gain < 0 else ""
    low, high = found.boundary.band[:, row]
    ends = f"{amount(factor.values[0], factor)} and {amount(factor.values[-1], factor)}"
    told = f"nowhere between {ends} does {inside(factor.label)} turn who is ahead"
    if leader and low < high:
        told += f", as far as luck lets tell (break-even from {span_in_words((low, high), factor)})"
    return f"{told}: {side(verdicts, leader, 'throughout') if leader else 'neither is ahead throughout'}"


def side(verdicts: np.ndarray, leader: str, where: str) -> str:
    """Who leads over some values, and in how many of them surely and by what matters.

    Args:
        verdicts: at each of them.
        leader: the route that leads there.
        where: in words.
    """
    better = sum(one.better == leader for one in verdicts)
    if better and better == len(verdicts):
        return f"{leads(leader, True, 'en')} {where}"
    told = f"{leads(leader, False, 'en')} {where}"
    if better:
        return f"{told}, surely and by what matters at {better} of {len(verdicts)} values"
    sure = any(one.sure and one.leader == leader for one in verdicts)
    return f"{told}, by less than matters" if sure else f"{told}, but too close to call"


def span_in_words(band: Sequence[float] | np.ndarray, factor: Factor) -> str:
    """The band of a break-even."""
    low, high = band
    return f"{end(low, factor, 'below')} to {end(high, factor, 'above')}"


def end(value: float, factor: Factor, side: str) -> str:
    """An end of a range, or that it lies outside what was looked at."""
    if np.isfinite(value):
        return amount(value, factor)
    return f"{side} {amount(min(factor.values) if side == 'below' else max(factor.values), factor)}"
