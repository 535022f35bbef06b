"""What would change an answer, for any settings: the nearest values of a lever or an assumption where it is another.

An answer is what the one rule of verdicts says of an outcome: which route does better, or that it is too small to
matter, or too close to call. What moves the outcome most is looked at first (kept with the model by ``omtafel flips``):
from where it stands to either end of its range; and where the answer at an end is another, the way there is halved
until it is known where it turns. What turns only when two things change together is not seen.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from experiments.analysis.effects import gains_of
from experiments.in_words import amount, label
from experiments.json_files import KeptJson
from experiments.language import say
from experiments.running.several import Runs
from experiments.verdicts import Verdict, verdict_of_pairs
from sim.outcomes import OUTCOMES
from sim.parameters import Declaration, Parameter, declarations, members
from sim.scenario import Scenario
from sim.words import Language, in_form

PAIRS = 12  # at each point
MOST = 10  # declarations that are looked at
HALVINGS = 4  # of the way to an end: a sixteenth of it is how exact a turning point is
ENDS = (0, 1)
movers = KeptJson(Path(__file__).parent / "movers.json")  # by main outcome what moves it, the most first


@dataclass(frozen=True)
class TurningPoint:
    """Where an answer becomes another one.

    Attributes:
        outcome: of which answer.
        name: of the declaration that is moved; its members move together.
        now, then: values of its members as they are, and where it turns.
        far: how far that is, as a share of the range.
        before, after: the answers on both sides.
    """

    outcome: str
    name: str
    now: Mapping[str, float]
    then: Mapping[str, float]
    far: float
    before: Verdict
    after: Verdict

    @property
    def declaration(self) -> Declaration:
        """What is moved."""
        return declarations()[self.name][1]

    @property
    def above(self) -> bool:
        """Whether the answer turns above the values where it turns, or below them."""
        return sum(self.then.values()) > sum(self.now.values())

    def sentence(self, language: Language) -> str:
        """From which value on, where it stands now, and what the answer then is."""
        numbers = members(self.name, self.declaration)
        way = say("turns.above" if self.above else "turns.below", language, value=self.value(language))
        if len(numbers) == 1:
            now = amount(self.now[numbers[0].name], numbers[0], language)
            way = say("turns.now", language, way=way, now=now)
        name = label(numbers[0], language) if len(numbers) == 1 else self.declaration.label.to(language)
        return say("turns.sentence", language, label=name, way=way, verdict=self.after.told(language))

    def value(self, language: Language) -> str:
        """The value at which it turns: with its unit, or as so many times what several members are now."""
        numbers = members(self.name, self.declaration)
        if len(numbers) == 1:
            return amount(float(f"{self.then[numbers[0].name]:.2g}"), numbers[0], language)
        pairs = [(self.then[one.name], self.now[one.name]) for one in numbers if self.now[one.name]]
        if not pairs:
            return amount(float(f"{self.then[numbers[0].name]:.2g}"), numbers[0], language)
        ratio = float(np.mean([then / now for then, now in pairs]))
        return say("turns.times", language, number=in_form(f"{ratio:.2g}", language))


@dataclass(frozen=True)
class Moved:
    """How far a declaration moves an outcome.

    Attributes:
        name: of the declaration.
        by: how far apart the gain lies where it stands and at the ends of its range, in the unit of the outcome.
        point: where the answer turns on the way there; None when it does not.
    """

    name: str
    by: float
    point: TurningPoint | None


def turning_points(
    scenario: Scenario,
    outcome: str,
    runs: Runs,
    names: Sequence[str] | None = None,
    pairs: int = PAIRS,
    seed: int = 0,
) -> Iterator[TurningPoint]:
    """Turning points as they are found; see ``looked_through``."""
    return (one.point for one in looked_through(scenario, outcome, runs, names, pairs, seed) if one.point)


def looked_through(
    scenario: Scenario,
    outcome: str,
    runs: Runs,
    names: Sequence[str] | None = None,
    pairs: int = PAIRS,
    seed: int = 0,
) -> Iterator[Moved]:
    """How far each declaration moves the outcome, and the nearest place where it turns the answer, as they are found.

    Args:
        scenario: where everything else stays.
        outcome: of which one way is better.
        runs: where runs come from.
        names: declarations to move; by default what moves this outcome most.
        pairs, seed: paired runs at each point, and the seed of the first.
    """
    seeds = range(seed, seed + pairs)

    def gains(several: list[Scenario]) -> list[np.ndarray]:
        return list(gains_of(runs.ask(several, seeds)[0], outcome))

    def answers(several: list[Scenario]) -> list[Verdict]:
        return list(map(verdict, gains(several)))

    def verdict(lived: np.ndarray) -> Verdict:
        return verdict_of_pairs(lived, OUTCOMES[outcome].matters_from)

    (here,) = gains([scenario])
    before = verdict(here)
    for name in names if names is not None else most_moving(outcome):
        ends = [end for end in ENDS if is_elsewhere(scenario, name, end)]
        there = gains([towards(scenario, name, end, 1.0) for end in ends])
        found = [
            halved(scenario, name, end, after, before, answers)
            for end, after in zip(ends, map(verdict, there), strict=True)
            if after.standing != before.standing
        ]
        point = None
        if found:
            share, end, after = min(found, key=lambda one: one[0] * way_to(scenario, name, one[1]))
            numbers = members(name, declarations()[name][1])
            now = {one.name: scenario.value(one.name) for one in numbers}
            then = {one.name: place(one, now[one.name], end, share) for one in numbers}
            point = TurningPoint(outcome, name, now, then, share * way_to(scenario, name, end), before, after)
        means = [one[np.isfinite(one)].mean() for one in (here, *there) if np.isfinite(one).any()]
        yield Moved(name, float(np.ptp(means)) if means else 0.0, point)


def halved(
    scenario: Scenario,
    name: str,
    end: int,
    after: Verdict,
    before: Verdict,
    answers: Callable[[list[Scenario]], list[Verdict]],
) -> tuple[float, int, Verdict]:
    """Which share of the way to an end it takes to turn the answer, with the end and the answer there."""
    here, there = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (here + there) / 2
        (verdict,) = answers([towards(scenario, name, end, middle)])
        if verdict.standing == before.standing:
            here = middle
        else:
            there, after = middle, verdict
    return there, end, after


def most_moving(outcome: str, most: int = MOST) -> list[str]:
    """What moves an outcome most, as it was found when the model was last looked through."""
    return [name for name in movers()["outcomes"].get(outcome, []) if name in declarations()][:most]


def towards(scenario: Scenario, name: str, end: int, share: float) -> Scenario:
    """A scenario with all members of a declaration a share of the way to one end of their ranges."""
    numbers = members(name, declarations()[name][1])
    return scenario.replace(**{one.name: place(one, scenario.value(one.name), end, share) for one in numbers})


def place(one: Parameter, now: float, end: int, share: float) -> float:
    """A value on the way from now to an end; some parameters are whole numbers."""
    value = now + share * ((one.high if end else one.low) - now)
    return float(round(value)) if one.unit == "number" else value


def is_elsewhere(scenario: Scenario, name: str, end: int) -> bool:
    """Whether an end is another place than where a declaration stands."""
    return way_to(scenario, name, end) > 0.0


def way_to(scenario: Scenario, name: str, end: int) -> float:
    """How far an end is from where a declaration stands, as a share of its range; the mean of its members."""
    numbers = [one for one in members(name, declarations()[name][1]) if one.high > one.low]
    ways = [abs((one.high if end else one.low) - scenario.value(one.name)) / (one.high - one.low) for one in numbers]
    return float(np.mean(ways)) if ways else 0.0
