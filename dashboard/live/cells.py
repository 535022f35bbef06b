"""Several settings at once, each lived on both routes with the same luck: a map, four worlds, what was put aside.

Runs come in stages: after each stage there is a picture, the first from very few runs.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np

from dashboard.live.following import InPictures
from dashboard.live.wishes import Task, asking, family_weeks
from sim.comparison import both_routes
from sim.outcomes import MAIN, main_outcomes_of
from sim.region import ROUTES
from sim.run import Between
from sim.scenario import Scenario

Run = tuple[int, int]  # which setting, and which paired run of it


@dataclass(frozen=True)
class Asked:
    """What is lived.

    Attributes:
        scenarios: the settings.
        seed: of the first paired run of each.
        stages: paired runs in the order in which they are lived; after each stage there is a picture.
        urgent: whether the first picture goes before what others refine.
    """

    scenarios: tuple[Scenario, ...] = field(repr=False)
    seed: int
    stages: tuple[tuple[Run, ...], ...] = field(repr=False)
    urgent: bool = True

    @property
    def runs(self) -> list[Run]:
        """All paired runs in order."""
        return [run for stage in self.stages for run in stage]


@dataclass(frozen=True)
class Shown:
    """What has been lived so far.

    Attributes:
        asked: what was asked for.
        outcomes: by setting, paired run, route and main outcome, shape (settings, pairs, 2, len(MAIN)); not a number
            where nothing was lived yet.
        stage: the last stage that is whole, from 0 on.
    """

    asked: Asked
    outcomes: np.ndarray = field(repr=False)
    stage: int

    @property
    def whole(self) -> bool:
        """Whether everything was lived."""
        return self.stage == len(self.asked.stages) - 1


class Cells(InPictures[Asked, Shown, np.ndarray]):
    """One visitor's settings that are lived beside each other."""

    def tasks(self, asked: Asked) -> list[Task[np.ndarray]]:
        """A task for each paired run."""
        return [paired_run(asked.scenarios[cell], asked.seed + number) for cell, number in asked.runs]

    def milestones(self, asked: Asked) -> list[int]:
        """A picture after each stage."""
        return list(accumulate(len(runs) for runs in asked.stages))

    def at_once(self, asked: Asked) -> int:
        """The first stage, when it is urgent."""
        return len(asked.stages[0]) if asked.urgent else 0

    def picture(self, asked: Asked, there: list[np.ndarray]) -> Shown:
        """What was lived, and how many stages are whole."""
        return Shown(asked, laid_out(asked, there), bisect_right(self.milestones(asked), len(there)) - 1)


def laid_out(asked: Asked, results: Sequence[np.ndarray]) -> np.ndarray:
    """Results in the order of the runs, by setting and paired run; shape (settings, pairs, 2, len(MAIN))."""
    pairs = 1 + max(number for _, number in asked.runs[: len(results)])
    outcomes = np.full((len(asked.scenarios), pairs, len(ROUTES), len(MAIN)), np.nan)
    for (cell, number), result in zip(asked.runs, results):
        outcomes[cell, number] = result
    return outcomes


def paired_run(scenario: Scenario, seed: int) -> Task[np.ndarray]:
    """The task of living one pair for its main outcomes, shape (2, len(MAIN))."""

    def work(between: Between) -> np.ndarray:
        ask = asking(scenario, between)
        regions = [both_routes(scenario, seed, region, ask) for region in range(scenario.regions)]
        return np.array([main_outcomes_of([pair[route] for pair in regions]) for route in ROUTES])

    return Task(work, family_weeks(scenario))


def in_rounds(settings: int, pairs: int, first: int) -> tuple[tuple[Run, ...], ...]:
    """Two stages for a few settings: some paired runs of each, then the rest of each."""
    rounds = [[(cell, number) for number in range(pairs) for cell in range(settings)]]
    runs = rounds[0]
    return tuple(runs[: first * settings]), tuple(runs[first * settings :])
