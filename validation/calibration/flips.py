"""What flips the answer: which assumption or lever, within its range, turns a gain of the shared plan into a loss."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from experiments.analysis.luck import chance_of
from experiments.in_words import amount
from sim.comparison import COVERAGE
from sim.outcomes import OUTCOMES
from sim.parameters import Declaration, Parameter, declarations, members
from sim.scenario import Scenario
from validation.bench import Bench, Progress, unseen, with_settings
from validation.patterns import mean, there

POINTS = (0.0, 0.25, 0.5, 0.75, 1.0)  # looked at between the two ends of a range, when the ends differ in sign
WEAK = {"measured": "measured", "literature": "from the literature", "expert": "expert judgement", "assumed": "assumed"}
OUT_OF_QUESTION = ("shared_plan_share", "coordinator_sector")  # whether there is a plan, and whose: not how it works


@dataclass(frozen=True)
class Flip:
    """One declaration that turns the sign of one outcome.

    Attributes:
        outcome: which.
        name: of the declaration; its members move together.
        at: where between the ends of its range it turns, 0 to 1.
        above: whether the answer is the other one above that value (else below it).
        usual, turned: difference as it is, and at the end of the range; above 0 the plan is better.
        now: the value as it is, where the declaration stands for one number.
    """

    outcome: str
    name: str
    at: float
    above: bool
    usual: float
    turned: float
    now: float

    def value(self) -> str:
        """The turning value in words: with its unit, or as a multiple of what several members are declared to be."""
        _, declaration = declarations()[self.name]
        numbers = members(self.name, declaration)
        turning = [one.low + self.at * (one.high - one.low) for one in numbers]
        if len(numbers) == 1 or not any(one.value for one in numbers):
            return amount(float(f"{turning[0]:.2g}"), numbers[0])
        ratio = np.mean([value / one.value for value, one in zip(turning, numbers, strict=True) if one.value])
        return f"{ratio:.2g} times its declared values"

    def sentence(self) -> str:
        """What turns it, where it stands now, and how well that is known."""
        _, declaration = declarations()[self.name]
        numbers = members(self.name, declaration)
        now = f" (now {amount(self.now, numbers[0])})" if len(numbers) == 1 else ""
        grade = f"evidence: {WEAK[declaration.grade]}"
        kind = grade if declaration.kind == "assumption" else f"a {declaration.kind} lever"
        way = "above" if self.above else "below"
        small = "; then by less than matters" if abs(self.turned) < OUTCOMES[self.outcome].matters_from else ""
        return f"{declaration.label.en} {way} {self.value()}{now}; {kind}{small}"


def main_outcomes() -> list[str]:
    """The main outcomes of which one way is better."""
    return [name for name, one in OUTCOMES.items() if one.main and one.better != "neither"]


def asked() -> list[str]:
    """The declarations that may turn the answer."""
    return [name for name in declarations() if name not in OUT_OF_QUESTION]


def moved(declaration: Declaration, name: str, at: float) -> dict[str, float]:
    """All members of a declaration at one place between the ends of their ranges."""
    return {one.name: whole(one, one.low + at * (one.high - one.low)) for one in members(name, declaration)}


def whole(one: Parameter, value: float) -> float:
    """A value that the parameter can have: some are whole numbers."""
    return float(round(value)) if one.unit == "number" else value


def gains(scenario: Scenario, pairs: int, seed: int, workers: int | None) -> np.ndarray:
    """What the shared plan gains in each main outcome, above 0 when better; shape (pairs, main outcomes)."""
    bench = Bench(scenario, pairs, seed, workers)
    return np.stack([bench.gain(name) for name in main_outcomes()], axis=1)


def find_flips(
    scenario: Scenario,
    pairs: int = 24,
    seed: int = 0,
    workers: int | None = None,
    progress: Progress = unseen,
    only: Collection[str] | None = None,
) -> tuple[dict[str, tuple[float, int]], list[Flip], dict[str, np.ndarray]]:
    """Move declarations to both ends of their range, one at a time, and see which outcomes change sign.

    Args:
        scenario: where everything else stays.
        pairs: paired runs at each point.
        seed: seed of the first pair.
        workers: threads.
        progress: is told how far it is.
        only: names of declarations, when not all are to be moved.

    Returns:
        What the plan gains as it is, by main outcome, with its sign beyond luck (0 where luck hides it), and the flips:
        signs that are as surely the other ones, for as many ends and outcomes as are looked at; and by declaration how
        far its ends move the gain in each main outcome.

    Raises:
        ValueError: for a scenario of several regions.
    """
    if scenario.regions > 1:
        raise ValueError(f"flips are looked for in one region, and {scenario.name} has {scenario.regions}")
    moving = {name: one for name, (_, one) in declarations().items() if name in (only or asked())}
    advance = progress("Both ends of every range", len(moving))
    found = []
    swings = {}

    def look(name: str, declaration: Declaration, at: float) -> np.ndarray:
        return gains(with_settings(scenario, moved(declaration, name, at)), pairs, seed, workers)

    usual = gains(scenario, pairs, seed, workers)
    before = surely(usual, usual.shape[1])
    looks = usual.shape[1] * 2 * len(moving)
    for name, declaration in moving.items():
        seen = {at: look(name, declaration, at) for at in (POINTS[0], POINTS[-1])}
        after = [surely(seen[end], looks) for end in (0, 1)]
        swings[name] = np.nanmax([np.abs(np.nanmean(one - usual, axis=0)) for one in seen.values()], axis=0)
        turned = [
            (column, end)
            for column, sign in enumerate(before)
            for end in (0, 1)
            if sign and after[end][column] == -sign
        ]
        if turned:
            seen |= {at: look(name, declaration, at) for at in POINTS[1:-1]}
        for column, end in turned:
            means = {at: mean(values[:, column]) for at, values in sorted(seen.items())}
            at = crossing(means, end)
            now = scenario.value(members(name, declaration)[0].name)
            found.append(Flip(main_outcomes()[column], name, at, end == 1, mean(usual[:, column]), means[end], now))
        advance()
    middle = {name: (mean(usual[:, n]), before[n]) for n, name in enumerate(main_outcomes())}
    return middle, found, swings


def surely(values: np.ndarray, looks: int) -> list[int]:
    """The sign of each mean gain where it is there beyond luck, else 0.

    Args:
        values: shape (pairs, main outcomes).
        looks: at how many means is looked in all: the level is divided by that, so that few signs come from luck.
    """
    largest = float(np.nanmax(np.abs(values)))
    found = []
    for column in values.T:
        known = there(column)
        sure = len(known) > 1 and chance_of(known[None], largest) < (1 - COVERAGE) / looks
        found.append(int(np.sign(known.mean())) if sure else 0)
    return found


def crossing(means: dict[float, float], end: int) -> float:
    """Where between the ends of a range the mean crosses 0 first, coming from inside towards one end."""
    places = sorted(means, reverse=end == 0)
    for nearer, farther in zip(reversed(places[:-1]), reversed(places[1:]), strict=True):
        if means[nearer] * means[farther] <= 0 and means[nearer] != means[farther]:
            share = means[nearer] / (means[nearer] - means[farther])
            return float(nearer + share * (farther - nearer))
    return float(end)
