"""Policies beside each other on one route: their figures, what differs from the first, and which is best on what.

All of them had the same families and the same luck, so a difference between two of them is one of paired runs, and is
judged by the rule that judges routes. Best on an outcome is whatever no other policy does better than; over plausible
worlds `regretted` says how often that is so, and what choosing otherwise may cost.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from experiments.analysis.effects import gain_sign
from experiments.analysis.regret import regret_table
from experiments.findings import Finding, finding
from experiments.headline import place_of
from experiments.language import joined, say
from experiments.numbers import number, plain, unit_words
from experiments.verdicts import verdict_of_pairs
from sim.comparison import effect_of
from sim.outcomes import MAIN, OUTCOMES, Outcome
from sim.region import ROUTES
from sim.words import Language

# The figures of the headline first, as they stand there, then the other main outcomes of which one way is better.
SHOWN = tuple(sorted((name for name in MAIN if OUTCOMES[name].better != "neither"), key=place_of))
DRAWS = 200  # of the bootstrap behind a range of regret, of which none is shown


@dataclass(frozen=True)
class Cell:
    """One policy in one outcome.

    Attributes:
        value: its mean, in the unit of the line.
        against: the first policy and this one as paired runs; None for the first itself.
        words: how it stands beside the first: "better than A (clear)"; empty for the first itself.
        best: whether no other policy does better.
        gain: how much better it is than the first on average, in the unit of the outcome, above 0 when better.
    """

    value: str
    against: Finding | None
    words: str
    best: bool
    gain: float


@dataclass(frozen=True)
class Line:
    """One outcome of all policies.

    Attributes:
        outcome: its declaration.
        title, unit: what it is called here, and what its numbers count in.
        cells: a policy each.
        best: which are best, in words.
    """

    outcome: Outcome
    title: str
    unit: str
    cells: list[Cell]
    best: str


@dataclass(frozen=True)
class Regret:
    """One outcome over plausible worlds.

    Attributes:
        outcome: its declaration.
        title, unit: as in a line.
        best_in: in how many worlds each policy is best.
        worst: what each falls short of the best one in the world where that is most.
    """

    outcome: Outcome
    title: str
    unit: str
    best_in: list[str]
    worst: list[str]


@dataclass(frozen=True)
class Policies:
    """What is known of some policies.

    Attributes:
        names: in their order; the others are held against the first.
        lines: their figures, an outcome each.
        regrets: the same over plausible worlds; none before these were lived.
        route: on which route.
        pairs, worlds: how many paired runs, and plausible worlds, that is.
        language: of the words.
    """

    names: list[str]
    lines: list[Line]
    regrets: list[Regret]
    route: str
    pairs: int
    worlds: int
    language: Language

    @property
    def told(self) -> list[str]:
        """A sentence for each policy but the first."""
        return summary(self.lines, self.names, self.language)

    @property
    def caption(self) -> str:
        """What the table holds."""
        route = say(f"policies.route.{self.route}", self.language)
        return say("policies.on_route", self.language, route=route, pairs=self.pairs)


def policies_found(
    values: np.ndarray, over_worlds: np.ndarray | None, names: Sequence[str], route: str, language: Language = "en"
) -> Policies:
    """What is known of some policies on a route.

    Args:
        values: shape (policies, pairs, 2, len(MAIN)), with the routes as in ``ROUTES``.
        over_worlds: shape (policies, worlds, pairs, 2, len(MAIN)), where these were lived.
        names: of the policies; route, language: as they are to be told.
    """
    on = ROUTES.index(route)
    several = over_worlds is not None and len(names) > 1
    return Policies(
        list(names),
        compared(values[:, :, on], names, language),
        regretted(over_worlds[:, :, :, on], names, language) if several and over_worlds is not None else [],
        route,
        values.shape[1],
        over_worlds.shape[1] if over_worlds is not None else 0,
        language,
    )


def compared(values: np.ndarray, names: Sequence[str], language: Language = "en") -> list[Line]:
    """A line for each outcome.

    Args:
        values: on one route, the same pair with the same seed everywhere, shape (policies, pairs, len(MAIN)).
        names: of the policies, in their order.
        language: of the words.
    """
    return [line(OUTCOMES[name], values[:, :, MAIN.index(name)], names, language) for name in SHOWN]


def line(outcome: Outcome, values: np.ndarray, names: Sequence[str], language: Language) -> Line:
    """The line of an outcome, from values of shape (policies, pairs)."""
    first = values[0]
    best = [not any(does_better(other, one, outcome) for other in values) for one in values]
    cells = []
    for number_of, one in enumerate(values):
        row = effect_of(outcome.name, first, one, outcome)
        against = finding(outcome, row, one - first, language) if number_of else None
        words = standing_words(against, names[0]) if against else ""
        gain = gain_sign(outcome.name) * row["difference"]
        cells.append(Cell(in_its_unit(row["shared_plan"], outcome, language), against, words, best[number_of], gain))
    told = joined([name for name, ahead in zip(names, best) if ahead], language)
    title, unit = called(outcome, language)
    return Line(outcome, title, unit, cells, say("policies.no_best", language) if all(best) else told)


def does_better(one: np.ndarray, other: np.ndarray, outcome: Outcome) -> bool:
    """Whether a policy does better than another, by the one rule of verdicts; values of shape (pairs,)."""
    gains = gain_sign(outcome.name) * (one - other)
    return verdict_of_pairs(gains[np.isfinite(gains)], outcome.matters_from).better == "shared_plan"


def standing_words(one: Finding, first: str) -> str:
    """How a policy stands beside the first."""
    side = {"shared_plan": "better", "parallel": "worse"}.get(one.verdict.better)
    if side is None:
        return one.badge_words
    return say(f"policies.{side}", one.language, first=first, badge=one.badge_word)


def called(outcome: Outcome, language: Language) -> tuple[str, str]:
    """What an outcome is called and in which unit its numbers stand: those of the headline where it is a figure."""
    if declared := outcome.figure:
        return declared.title.to(language), declared.unit.to(language)
    return outcome.label.to(language), unit_words(outcome, language)


def in_its_unit(value: float, outcome: Outcome, language: Language) -> str:
    """A value or an amount in the unit in which an outcome is told here."""
    if declared := outcome.figure:
        return plain(value * declared.times / declared.divided_by, declared.decimals, language=language)
    return number(value, outcome, language=language)


def regretted(values: np.ndarray, names: Sequence[str], language: Language = "en") -> list[Regret]:
    """What may come of choosing each policy, a row for each outcome.

    Args:
        values: on one route, shape (policies, worlds, pairs, len(MAIN)).
        names: of the policies.
        language: of the words.
    """
    return [
        one
        for name in SHOWN
        if (one := regret_of(OUTCOMES[name], values[..., MAIN.index(name)], names, language)) is not None
    ]


def regret_of(outcome: Outcome, values: np.ndarray, names: Sequence[str], language: Language) -> Regret | None:
    """The row of an outcome; None where somewhere there was nothing to measure."""
    if not np.isfinite(values).all():
        return None
    table = regret_table(values, names, outcome.better, outcome.matters_from, draws=DRAWS)
    worlds = values.shape[1]
    best = [
        say("policies.best_in", language, count=plain(worlds * share, 0, language=language), worlds=worlds)
        for share in table["best_in_share"]
    ]
    worst = [in_its_unit(float(one), outcome, language) for one in table["worst_regret"]]
    title, unit = called(outcome, language)
    return Regret(outcome, title, unit, best, worst)


def summary(lines: Sequence[Line], names: Sequence[str], language: Language = "en") -> list[str]:
    """A sentence for each policy but the first: on what it is better than that, and on what worse."""
    told = []
    for number_of, name in enumerate(names[1:], start=1):
        sides: dict[str, list[str]] = {"shared_plan": [], "parallel": []}
        for one in lines:
            against = one.cells[number_of].against
            if against and (side := against.verdict.better):
                sides[side].append(one.title[:1].lower() + one.title[1:])
        kind = {(True, True): "both", (True, False): "gains", (False, True): "losses", (False, False): "neither"}
        key = kind[bool(sides["shared_plan"]), bool(sides["parallel"])]
        better, worse = (joined(side, language) if side else "" for side in sides.values())
        told.append(say(f"policies.told.{key}", language, name=name, first=names[0], better=better, worse=worse))
    return told
