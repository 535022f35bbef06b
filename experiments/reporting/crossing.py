"""Where the gain of the shared plan turns along a factor, in words: the answer that most questions ask for.

It names the place where it turns, or between which values it turns nowhere; and on either side whether what is gained
or lost is sure, and large enough to matter.
"""

from collections.abc import Sequence

import numpy as np

from experiments.analysis.boundary import BreakEven
from experiments.designs.factors import Factor
from experiments.pictures.amounts import amount, inside
from experiments.verdicts import Verdict

LEADS = {
    "shared_plan": "the shared plan does better",
    "parallel": "parallel routes do better",
    "": "neither does better",
}


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
        other = below if falling else above
        parallel = f"parallel routes do better {way} {inside(factor.label)} {amount(at, factor)} (range {band})"
        shared = f"{LEADS['shared_plan']} on the other side{size_of(other, 'shared_plan')}"
        return f"{parallel}{size_of(last, 'parallel')}; {shared}"
    gain = found.smoothed[row].mean()
    leader = "shared_plan" if gain > 0 else "parallel" if gain < 0 else ""
    low, high = found.boundary.band[:, row]
    ends = f"{amount(factor.values[0], factor)} and {amount(factor.values[-1], factor)}"
    told = f"nowhere between {ends} does {inside(factor.label)} turn who does better"
    if leader and low < high:
        told += f", as far as luck lets tell (break-even from {span_in_words((low, high), factor)})"
    return f"{told}: {LEADS[leader]} throughout{size_of(verdicts, leader)}"


def size_of(verdicts: np.ndarray, leader: str) -> str:
    """What must not be forgotten of a route that leads over some values: too close to call, or less than matters."""
    several: list[Verdict] = [one for one in verdicts if one.leader == leader]
    if any(one.better for one in several):
        return ""
    return ", by less than matters" if any(one.sure for one in several) else ", but too close to call" if leader else ""


def span_in_words(band: Sequence[float] | np.ndarray, factor: Factor) -> str:
    """The band of a break-even."""
    low, high = band
    return f"{end(low, factor, 'below')} to {end(high, factor, 'above')}"


def end(value: float, factor: Factor, side: str) -> str:
    """An end of a range, or that it lies outside what was looked at."""
    if np.isfinite(value):
        return amount(value, factor)
    return f"{side} {amount(min(factor.values) if side == 'below' else max(factor.values), factor)}"
