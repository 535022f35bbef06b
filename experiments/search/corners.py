"""Where each route does best: the corner of all levers, in parameter sets that fit, where it leads by most.

Levers move together, each within its range, and the parameter set with them; a population of such settings is bred from
a first one that is spread evenly over all of it. Each is judged by the same few pairs; what comes out is lived again
with luck of its own, because the best of many is partly lucky. Then each lever is put back where it was, one by one:
what the lead leans on is named, and the rest of the corner left out.

Source: storn1997, differential evolution.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import differential_evolution
from scipy.stats import qmc

from experiments.analysis.effects import gains_of
from experiments.in_words import amount, label
from experiments.language import say
from experiments.parameter_sets.kept import with_parameter_set
from experiments.running.several import Runs
from experiments.verdicts import Verdict, verdict_of_pairs
from sim.outcomes import OUTCOMES
from sim.parameters import Parameter, parameters
from sim.scenario import Scenario
from sim.words import Language

# Whether there are plans, and whose: not how they work.
HELD = ("shared_plan_share", "coordinator_sector")
FIRST_SEED, LAST_SEED = 7000, 8000  # of the search, and of what is found
LEANS = 0.1  # of the lead is lost without a lever, from which it is named
MOST_NAMED = 6  # levers
WORST = 1e9  # what cannot be judged is never bred


@dataclass(frozen=True)
class Size:
    """How much is lived.

    Attributes:
        first: settings spread over everything, before any is bred.
        bred: settings in a generation.
        generations: how many.
        pairs: of each of those.
        last_pairs: of what is found, and of it without each lever.
    """

    first: int = 512
    bred: int = 48
    generations: int = 16
    pairs: int = 3
    last_pairs: int = 24


@dataclass(frozen=True)
class Corner:
    """Where one route does best by one outcome.

    Attributes:
        outcome: by which.
        route: that leads, or loses least.
        gains: of the shared plan in pairs of their own, above 0 when it is better, shape (pairs,).
        levers: what it leans on, the most first, by name.
        parameter_set: number of the set; -1 for the declared values.
        scenario: all of it, to be lived again.
    """

    outcome: str
    route: str
    gains: np.ndarray = field(repr=False)
    levers: Mapping[str, float]
    parameter_set: int
    scenario: Scenario = field(repr=False)

    @property
    def verdict(self) -> Verdict:
        """Which route does better there, and how surely."""
        return verdict_of_pairs(self.gains, OUTCOMES[self.outcome].matters_from)

    @property
    def wins(self) -> bool:
        """Whether the route that was looked for does better there, surely and by what matters."""
        return self.verdict.better == self.route

    def sentence(self, language: Language) -> str:
        """Where the route does best, and what is so there."""
        known = parameters()
        where = ", ".join(
            say(
                "corners.lever",
                language,
                label=label(known[name], language),
                amount=amount(float(f"{value:.2g}"), known[name], language),
            )
            for name, value in self.levers.items()
        )
        return say(
            f"corners.{'wins' if self.wins else 'nowhere'}.{self.route}",
            language,
            outcome=OUTCOMES[self.outcome].label.to(language),
            where=where or say("corners.no_lever", language),
            verdict=self.verdict.told(language),
        )


def corners(
    scenario: Scenario,
    outcomes: Sequence[str],
    runs: Runs,
    sets: Sequence[Mapping[str, float]],
    size: Size | None = None,
    seed: int = 0,
) -> Iterator[Corner]:
    """The corners of some outcomes as they are found: for each outcome that of either route.

    Args:
        scenario: the region; what it sets is where each lever is put back to.
        outcomes: of which one way is better.
        runs: where runs come from.
        sets: parameter sets that fit; the declared values stand for them where there are none.
        size: how much is lived.
        seed: of what is tried.
    """
    size = size or Size()
    space = Space(scenario, sets)
    first = qmc.LatinHypercube(space.dimensions, rng=seed).random(size.first)
    seeds = range(FIRST_SEED, FIRST_SEED + size.pairs)
    answers, _ = runs.ask([space.at(place) for place in first], seeds)
    for outcome in outcomes:
        gains = gains_of(answers, outcome).mean(axis=1)
        for route, sign in (("shared_plan", 1.0), ("parallel", -1.0)):

            def loss(places: np.ndarray, outcome: str = outcome, sign: float = sign) -> np.ndarray:
                lived, _ = runs.ask([space.at(place) for place in np.atleast_2d(places.T)], seeds)
                return np.nan_to_num(-sign * gains_of(lived, outcome).mean(axis=1), nan=WORST)

            best = np.argsort(np.nan_to_num(-sign * gains, nan=WORST), kind="stable")[: size.bred]
            found = differential_evolution(
                loss,
                [(0.0, 1.0)] * space.dimensions,
                init=first[best],
                maxiter=size.generations,
                tol=0.0,
                polish=False,
                updating="deferred",
                vectorized=True,
                rng=seed,
            )
            yield looked_at(space, found.x, outcome, route, sign, runs, size)


class Space:
    """All levers from 0 to 1 each, and the parameter set.

    Args:
        scenario: where levers stand as it has them.
        sets: parameter sets.
    """

    def __init__(self, scenario: Scenario, sets: Sequence[Mapping[str, float]]) -> None:
        self.scenario, self.sets = scenario, sets
        self.levers: list[Parameter] = [
            one for one in scenario.numbers if one.kind != "assumption" and one.field not in HELD
        ]
        self.dimensions = len(self.levers) + 1

    def set_at(self, place: np.ndarray) -> int:
        """Number of the parameter set; -1 where there are none."""
        return min(int(place[-1] * len(self.sets)), len(self.sets) - 1)

    def value(self, one: Parameter, share: float) -> float:
        """A lever's value at a share of its range."""
        value = one.low + min(1.0, max(0.0, share)) * (one.high - one.low)
        return float(round(value)) if one.unit == "number" else float(value)

    def at(self, place: np.ndarray, back: str = "") -> Scenario:
        """The scenario there, with one lever put back to where it was."""
        moved = {
            one.name: self.value(one, share)
            for one, share in zip(self.levers, place[:-1], strict=True)
            if one.name != back
        }
        number = self.set_at(place)
        there = self.scenario.replace(**moved)
        return with_parameter_set(there, self.sets[number]) if number >= 0 else there


def looked_at(space: Space, place: np.ndarray, outcome: str, route: str, sign: float, runs: Runs, size: Size) -> Corner:
    """What was found, lived with luck of its own, and which levers it leans on."""
    seeds = range(LAST_SEED, LAST_SEED + size.last_pairs)
    several = [space.at(place), *(space.at(place, one.name) for one in space.levers)]
    gains = gains_of(runs.ask(several, seeds)[0], outcome)
    whole, *without = sign * np.nanmean(gains, axis=1)
    lost = {one.name: whole - less for one, less in zip(space.levers, without, strict=True)}
    named = [name for name in sorted(lost, key=lambda name: -lost[name]) if lost[name] > LEANS * abs(whole)]
    levers = {name: several[0].value(name) for name in named[:MOST_NAMED]}
    return Corner(outcome, route, gains[0], levers, space.set_at(place), several[0])
