"""What a chapter lives: its settings, or the places of its map, each with the same luck on both routes.

A class asks the same thing at once. So what was lived for one learner is remembered for the next, as long as the server
runs; it is the same to the last bit.
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, replace

import numpy as np

from dashboard.learn.chapter import Chapter
from dashboard.learn.rounds import Place
from dashboard.live import cells
from dashboard.live.cells import in_rounds, paired_run
from dashboard.live.once import Once
from dashboard.live.wishes import Task
from experiments.analysis.boundary import BreakEven, break_even
from experiments.analysis.effects import gain_sign
from sim.outcomes import MAIN, OUTCOMES
from sim.parameters import parameters
from sim.run import Between
from sim.scenario import Scenario

AT_ONCE = 4  # paired runs of each setting in the first picture
MAP_PAIRS = 12
MOST = 20_000  # pairs that are remembered, some 400 bytes each
DRAWS = 200

_lived: "OrderedDict[Hashable, np.ndarray]" = OrderedDict()


@dataclass(frozen=True)
class Asked(cells.Asked):
    """Settings of a chapter; pairs that were lived before are not lived again."""

    def tasks(self) -> list[Task[np.ndarray]]:
        """A task for each paired run."""
        once = Once()
        return [remembered(self.scenarios[cell], self.seed + number, once) for cell, number in self.runs]


def remembered(scenario: Scenario, seed: int, once: Once) -> Task[np.ndarray]:
    """The task of living one pair, or of remembering it."""
    task = paired_run(scenario, seed, once)
    key = (*what_it_is(scenario), seed)

    def work(between: Between) -> np.ndarray:
        if (known := _lived.get(key)) is not None:
            return known
        found = task.work(between)
        _lived[key] = found
        while len(_lived) > MOST:
            _lived.popitem(last=False)
        return found

    return replace(task, work=work)


def what_it_is(scenario: Scenario) -> tuple[Hashable, ...]:
    """What distinguishes a scenario from others that are lived."""
    return (
        scenario.families,
        scenario.weeks,
        scenario.burn_in_weeks,
        tuple(sorted(scenario.settings.items())),
        tuple(sorted(scenario.structures.items())),
        repr(scenario.changes),
    )


def settings_of(chapter: Chapter, seed: int) -> Asked:
    """All settings of a chapter."""
    scenarios = tuple(chapter.scenario(name) for name in chapter.settings)
    return Asked(scenarios, seed, in_rounds(len(scenarios), chapter.region.pairs, AT_ONCE))


def axis(name: str, steps: int) -> np.ndarray:
    """So many values of a lever, from its lowest to its highest."""
    lever = parameters()[name]
    return np.round(np.linspace(lever.low, lever.high, steps), 6)


def places_of(chapter: Chapter, place: Place, town: str, seed: int) -> Asked:
    """All places of a chapter's map, in the town that the learner chose."""
    base = chapter.scenario(town)
    scenarios = tuple(
        base.replace(**{place.across: float(x), place.up: float(y)})
        for x in axis(place.across, place.steps)
        for y in axis(place.up, place.steps)
    )
    return Asked(scenarios, seed, in_rounds(len(scenarios), MAP_PAIRS, AT_ONCE))


def map_of_places(asked: Asked, values: np.ndarray, place: Place) -> BreakEven:
    """Where on the map the plan pays off, from what was lived so far (settings, pairs, 2, outcomes)."""
    side, column = place.steps, MAIN.index(place.outcome)
    known = values[:, np.isfinite(values[:, :, 0, column]).all(axis=0)]
    parallel, shared = known[..., 0, column], known[..., 1, column]
    gains = gain_sign(place.outcome) * (shared - parallel)
    x, y = axis(place.across, side), axis(place.up, side)
    matters = OUTCOMES[place.outcome].matters_from
    return break_even(x, y, gains.reshape(side, side, -1), matters_from=matters, draws=DRAWS, seed=asked.seed)
