"""Where the gain of the shared plan turns along a factor, in words: the answer that most questions ask for.

It names the place where it turns, or between which values it turns nowhere; and on either side whether what is gained
or lost is sure, and large enough to matter.
"""

from collections.abc import Sequence

import numpy as np

from charts.amounts import amount, inside
from experiments.analysis.boundary import BreakEven
from experiments.designs.factors import Factor
from experiments.language import say
from experiments.numbers import span
from experiments.verdicts import leads
from sim.words import Language


def crossing_in_words(found: BreakEven, row: int, factor: Factor, language: Language = "en") -> str:
    """Where it turns along the second factor, at one value of the first.

    Args:
        found: gains over both.
        row: number of that value.
        factor: the second one, with its values in rising order.
        language: of the words.
    """
    falling = found.falling if np.isfinite(found.boundary.at[row]) else bool(np.isfinite(found.stops.at[row]))
    crossing = found.stops if falling else found.begins
    at, verdicts = crossing.at[row], found.verdicts[row]
    name = inside(factor.called(language))
    if np.isfinite(at):
        below, above = (verdicts[found.y < at], verdicts[found.y >= at])
        way, last = ("from", above) if falling else ("up_to", below)
        band = span_in_words(crossing.band[:, row], factor, language)
        turn = say(f"crossing.{way}", language, factor=name, value=amount(at, factor, language), band=band)
        other = below if falling else above
        elsewhere = side(other, "shared_plan", say("crossing.other_side", language), language)
        return f"{side(last, 'parallel', turn, language)}; {elsewhere}"
    gain = found.smoothed[row].mean()
    leader = "shared_plan" if gain > 0 else "parallel" if gain < 0 else ""
    low, high = found.boundary.band[:, row]
    first, last_one = (amount(factor.values[end], factor, language) for end in (0, -1))
    told = say("crossing.nowhere", language, first=first, last=last_one, factor=name)
    if leader and low < high:
        told += say("crossing.as_far_as", language, band=span_in_words((low, high), factor, language))
    if not leader:
        return f"{told}: {say('crossing.neither', language)}"
    return f"{told}: {side(verdicts, leader, say('crossing.throughout', language), language)}"


def side(verdicts: np.ndarray, leader: str, where: str, language: Language = "en") -> str:
    """Who leads over some values, and in how many of them surely and by what matters.

    Args:
        verdicts: at each of them.
        leader: the route that leads there.
        where: in words.
        language: of the words.
    """
    better = sum(one.better == leader for one in verdicts)
    if better and better == len(verdicts):
        return f"{leads(leader, True, language)} {where}"
    told = f"{leads(leader, False, language)} {where}"
    if better:
        return told + say("crossing.surely_at", language, better=better, count=len(verdicts))
    sure = any(one.sure and one.leader == leader for one in verdicts)
    return told + say("crossing.less_than_matters" if sure else "crossing.too_close", language)


def span_in_words(band: Sequence[float] | np.ndarray, factor: Factor, language: Language = "en") -> str:
    """The band of a break-even."""
    low, high = band
    return span(end(low, factor, "below", language), end(high, factor, "above", language), language)


def end(value: float, factor: Factor, side: str, language: Language = "en") -> str:
    """An end of a range, or that it lies outside what was looked at."""
    if np.isfinite(value):
        return amount(value, factor, language)
    outermost = amount(min(factor.values) if side == "below" else max(factor.values), factor, language)
    return say(f"crossing.{side}", language, value=outermost)
