"""The verdict: which route does better in an outcome, how surely, and whether the difference is large enough to matter.

One rule for headlines, tables, maps, reports and experiments. ``words.toml`` says it in words (``[verdict]``); the
numbers in those words are the ones below.

What is judged is the mean of paired differences: the same region with the same luck, shared plan minus parallel
routes. A route leads *surely* when the 95 % range of that mean leaves out no difference and most pairs agree:
``clear`` from 95 of 100 pairs and ten pairs on, ``likely`` from 75 of 100; a pair that ends the same counts for half.
A difference that is smaller than the smallest one that matters (``matters_from``) is ``small``: however sure it is,
neither route does better. It may then be *ahead*: that word stands for whichever route the mean leans to.

Analyses that ask another question have a test of their own for what is luck; none of them says of a route that it does
better unless the difference also matters:

- ``analysis/luck.py`` (sensitivity, ``omtafel flips``): whether a *change* of the gain, or its sign, is there at any of
  many places. An F test on changes between the same seeds, at a level divided by the number of places: the rule would
  give 1 in 20 of them a leader, and whoever looks for what turns the answer would find just those.
- ``analysis/regret.py`` (policies): which of several *options* is ahead of the first. Student's t over luck and
  parameter sets at once, at a level divided by the number of options, because sets have no pairs that could agree.
- ``analysis/discovery.py``: whether points in which the plan loses, each by the rule, lie together. Fisher's exact test
  on points kept aside.
- ``analysis/boundary.py``: *where* the gain is nought. A band from redrawn luck and sets; who leads at a place is
  said by the rule.
- ``validation/patterns.py`` and calibration: whether a *claim* about the model holds or is contradicted. The 95 % range
  of its difference, which need not be one between routes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.language import say
from experiments.numbers import plain
from sim.comparison import COVERAGE, range_of_mean
from sim.outcomes import OUTCOMES
from sim.words import Language

CLEAR_FROM = 0.95  # share of paired runs in which the same route is better
LIKELY_FROM = 0.75
FEWEST_FOR_CLEAR = 10  # paired runs
BADGES = ("clear", "likely", "too close to call")
CLOSE = BADGES[-1]
STANDINGS = ("shared_plan", "parallel", "small", CLOSE)  # the places of a count: each verdict has one
TOLD = (*BADGES, "small")  # what stands beside a number, and is told in words


@dataclass(frozen=True)
class Verdict:
    """What may be said of one outcome in one setting.

    Attributes:
        leader: the route on whose side the mean lies, ``shared_plan`` or ``parallel``, however unsurely; empty when the
            mean is nought or there is none.
        badge: one of ``BADGES``.
        small: whether the mean difference is smaller than the smallest one that matters.
    """

    leader: str
    badge: str
    small: bool

    @property
    def sure(self) -> bool:
        """Whether luck is ruled out as far as the rule asks."""
        return self.badge != CLOSE

    @property
    def better(self) -> str:
        """The route that does better: surely, and by enough to matter; else empty."""
        return self.leader if self.sure and not self.small else ""

    @property
    def standing(self) -> str:
        """Where it belongs among the few places of a map or a count: a route, ``small`` or ``too close to call``."""
        return self.better or ("small" if self.sure else CLOSE)

    @property
    def step(self) -> int:
        """Its place among the seven of a map: 0 parallel routes clearly better, 3 too close, 6 the plan clearly better.

        Next to the middle stand differences that are sure, but too small to matter.
        """
        size = 3 - BADGES.index(self.badge) if self.better else int(self.sure)
        return 3 + (size if self.leader == "shared_plan" else -size)

    def told(self, language: Language) -> str:
        """The verdict in a few words: "shared plan better (likely)", "too small to matter"."""
        words = {"small": "verdict.small", CLOSE: f"badges.{CLOSE}"}.get(self.standing, f"verdict.{self.better}")
        badge = say(f"badges.{self.badge}", language)
        return say(words, language, badge=badge)


def verdict(gain: float, low: float, high: float, share: float, pairs: int, matters_from: float) -> Verdict:
    """The verdict by the numbers it rests on.

    Args:
        gain: mean of the paired differences in the unit of the outcome, above 0 when the shared plan is better.
        low, high: its 95 % range; not numbers after one pair.
        share: share of pairs in which the shared plan is better, ties half.
        pairs: how many pairs have a value on both routes.
        matters_from: the smallest difference that matters.
    """
    leader = "shared_plan" if gain > 0 else "parallel" if gain < 0 else ""
    return Verdict(leader, BADGES[-1 - how_sure(gain, low, high, share, pairs)], bool(abs(gain) < matters_from))


def how_sure(gain: Any, low: Any, high: Any, share: Any, pairs: Any) -> Any:
    """How far luck is ruled out: 0 too close to call, 1 likely, 2 clear; of numbers or of arrays that fit.

    Args:
        gain, low, high, share, pairs: as for ``verdict``.
    """
    agreeing = share * (gain > 0) + (1 - share) * (gain <= 0)
    clear = (agreeing >= CLEAR_FROM) & (pairs >= FEWEST_FOR_CLEAR)
    return ((low > 0) | (high < 0)) * (1 * (agreeing >= LIKELY_FROM) + clear)


def verdict_of_pairs(gains: np.ndarray, matters_from: float) -> Verdict:
    """The verdict on paired differences.

    Args:
        gains: above 0 when the shared plan is better, shape (pairs,); pairs without a value are left out.
        matters_from: the smallest difference that matters.
    """
    there = gains[np.isfinite(gains)]
    if not len(there):
        return Verdict("", CLOSE, False)
    share = float(((there > 0) + (there == 0) / 2).mean())
    return verdict(float(there.mean()), *range_of_mean(there), share, len(there), matters_from)


def verdict_of_effect(row: Mapping[Any, Any], pairs: int) -> Verdict:
    """The verdict on a row of an effects table.

    Of an outcome of which neither way is better the leader is the route that has more of it, and nobody is better.

    Args:
        row: with ``outcome``, ``difference``, ``low``, ``high`` and ``shared_better_share``.
        pairs: how many pairs have a value on both routes.
    """
    outcome = OUTCOMES[row["outcome"]]
    sign = -1 if outcome.better == "lower" else 1
    low, high = sorted((sign * row["low"], sign * row["high"]))
    return verdict(sign * row["difference"], low, high, row["shared_better_share"], pairs, outcome.matters_from)


def leads(route: str, better: bool, language: Language) -> str:
    """That a route leads, inside a sentence: "the shared plan does better", or is only ahead.

    Args:
        route: ``shared_plan`` or ``parallel``.
        better: whether that is sure and matters.
        language: of the words.
    """
    return say(f"verdict.better.{route}" if better else f"verdict.ahead.{route}", language)


def rule_in_words(language: Language) -> dict[str, str]:
    """The rule as it is told everywhere, by the name of each part: what is judged, each badge, what many looks do."""
    numbers = {
        "coverage": hundred(COVERAGE, language),
        "clear": hundred(CLEAR_FROM, language),
        "likely": hundred(LIKELY_FROM, language),
        "fewest": plain(FEWEST_FOR_CLEAR, 0, language=language),
        "one_in": one_in(language),
    }
    parts = {"verdict.name": "verdict.judged", **{f"badges.{one}": f"badges.meaning.{one}" for one in TOLD}}
    parts["verdict.many"] = "verdict.many_words"
    return {say(name, language): say(words, language, **numbers) for name, words in parts.items()}


def by_luck(cells: int, language: Language) -> str:
    """How many of some cells luck alone would give a leader, in words: where many are looked at, some fall out so."""
    most = plain((1 - COVERAGE) * cells, 0 if cells >= 100 else 1, language=language)
    return say(
        "verdict.by_luck", language, most=most, cells=plain(cells, 0, language=language), one_in=one_in(language)
    )


def one_in(language: Language) -> str:
    """Of how many cells without a difference luck gives one a leader, at most."""
    return plain(1 / (1 - COVERAGE), 0, language=language)


def hundred(share: float, language: Language) -> str:
    """A share as a count of a hundred."""
    return plain(100 * share, 0, language=language)
