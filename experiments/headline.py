"""The headline: a few figures from one route to the other, in units that people use, and one sentence on the trade.

Which outcomes these are, in which unit and in which words is declared with them (``figure`` and ``trade`` in
``sim/outcomes.toml``). Page, report, terminal and files give the same sentence, in English or Dutch.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np

from experiments.findings import Finding, findings, paired_differences
from experiments.language import joined, listed, say
from experiments.numbers import plain
from experiments.verdicts import CLOSE
from sim.comparison import Comparison
from sim.outcomes import OUTCOMES
from sim.outcomes import Figure as Declared
from sim.region import ROUTES
from sim.words import Language

EQUAL = "equal"  # where both routes end the same in every paired run
REST = ("small", EQUAL)  # what hardly differs or does not, in the order in which the sentence says it
FRAMES = {(True, True): "both", (True, False): "gains", (False, True): "losses", (False, False): "neither"}


def place_of(name: str) -> float:
    """Which of the figures an outcome is; what is no figure comes behind them."""
    declared = OUTCOMES[name].figure
    return declared.place if declared else math.inf


# In the order in which the sentence names them.
TRADED = tuple(sorted((name for name, one in OUTCOMES.items() if one.trade), key=place_of))
FIGURES = tuple(tuple(same) for place, same in groupby(TRADED, place_of) if math.isfinite(place))


@dataclass(frozen=True)
class Figure:
    """An outcome of the headline, ready to be shown.

    Attributes:
        finding: what was found, with its badge.
        title, unit: what it is called here, and what its numbers count in.
        short: what it is called where there is room for a word.
        parallel, shared_plan: means on both routes, in that unit.
    """

    finding: Finding
    title: str
    short: str
    unit: str
    parallel: str
    shared_plan: str


def figures(comparison: Comparison, language: Language = "en") -> list[list[Figure]]:
    """The figures by their place; more than one outcome may stand in a place."""
    return [
        [figure(one, comparison.effect(one.outcome.name)) for one in findings(comparison, language, names)]
        for names in FIGURES
    ]


def figure(found: Finding, row: Mapping[str, Any]) -> Figure:
    """A finding as a figure, with the row of the effects table that it was made of."""
    declared, language = found.outcome.figure, found.language
    if declared is None:
        raise ValueError(f"{found.outcome.name} is no figure of the headline")
    shown = {
        route: plain(row[route] * declared.times / declared.divided_by, declared.decimals, language=language)
        for route in ROUTES
    }
    named = {name: getattr(declared, name).to(language) for name in ("title", "short", "unit")}
    return Figure(found, **named, **shown)


def moving(places: Sequence[Sequence[Figure]]) -> list[Figure]:
    """The figures in which a route does better."""
    return [one for place in places for one in place if standing(one.finding) in ROUTES]


def sentence(comparison: Comparison, language: Language = "en") -> str:
    """The answer: what the shared plan brings, what it takes, what hardly changes, and what luck hides."""
    return " ".join(in_sentences(comparison, language))


def in_sentences(comparison: Comparison, language: Language = "en") -> list[str]:
    """The same by its sentences: the first one names the trade, and another one what is too close to call."""
    if all(((values == 0) | np.isnan(values)).all() for values in paired_differences(comparison).values()):
        return [say("answer.nothing", language)]
    if len(comparison.outcomes) == 1:
        return [say("answer.one_pair", language)]
    found = findings(comparison, language, TRADED)
    return trade(found, [comparison.effect(one.outcome.name) for one in found])


def trade(found: Sequence[Finding], rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """What the shared plan brings and takes by the verdicts on some outcomes: each of them is named once.

    Args:
        found: findings on outcomes with a ``trade``, in one language, in the order in which they are to be named.
        rows: the row of the effects table that each of them was made of.
    """
    language = found[0].language
    named: dict[str, list[str]] = {}
    for one, row in zip(found, rows, strict=True):
        named.setdefault(standing(one), []).append(in_trade(one, row))
    told = {where: joined(names, language) for where, names in named.items()}
    frame = FRAMES["shared_plan" in told, "parallel" in told]
    brought = say(f"answer.{frame}", language, gains=told.get("shared_plan"), losses=told.get("parallel"))
    rest = [say(f"answer.rest.{where}", language, names=told[where]) for where in REST if where in told]
    unclear = [say("answer.unclear", language, names=told[CLOSE])] if CLOSE in told else []
    return ["; ".join([brought, *rest]) + ".", *unclear]


def standing(one: Finding) -> str:
    """Which route does better, or why neither does; apart from what luck hides, what is the same in every pair."""
    return EQUAL if one.pairs and one.equal_pairs == one.pairs else one.verdict.standing


def in_trade(one: Finding, row: Mapping[str, Any]) -> str:
    """An outcome inside the sentence: by how much it moves where that matters, else only what it is called."""
    words = one.outcome.trade
    if words is None:
        raise ValueError(f"{one.outcome.name} has no words for the headline")
    if standing(one) not in ROUTES:
        return words.called.to(one.language)
    moved = words.less if row["difference"] < 0 else words.more
    amount = step(one.outcome.figure, row, one.language) if one.outcome.figure else ""
    return moved.to(one.language).format(amount=amount)


def step(declared: Declared, row: Mapping[str, Any], language: Language) -> str:
    """By how much the shown figures differ: who subtracts them finds what the sentence says."""
    ends = [round(row[route] * declared.times / declared.divided_by, declared.decimals) for route in ROUTES]
    return plain(abs(ends[1] - ends[0]), declared.decimals, language=language)


def balance(found: Sequence[Finding]) -> str:
    """How the main outcomes divide, in the language of the findings: no route is reported by its best number alone.

    Empty where all of them end the same in every pair.
    """
    language = found[0].language
    judged = [one for one in found if one.outcome.main and one.badge]
    if all(standing(one) == EQUAL for one in judged):
        return ""
    better = {route: [one.label for one in judged if one.verdict.better == route] for route in ROUTES}
    return say(
        "balance.whole",
        language,
        judged=len(judged),
        shared=listed(better["shared_plan"], language),
        parallel=listed(better["parallel"], language),
        small=sum(one.verdict.standing == "small" for one in judged),
        close=sum(one.verdict.standing == CLOSE for one in judged),
    )
