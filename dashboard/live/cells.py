"""Several settings at once, each lived on both routes with the same luck: a map, four worlds, what was put aside.

Runs come in stages: after each stage there is a picture, the first from very few runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np

from dashboard.live.following import InPictures, Question
from dashboard.live.once import Once
from dashboard.live.wishes import Task, task_of
from sim.outcomes import MAIN, main_outcomes_of
from sim.region import ROUTES
from sim.run import Between
from sim.scenario import Scenario

Run = tuple[int, int]  # which setting, and which paired run of it


@dataclass(frozen=True)
class Asked(Question[np.ndarray, np.ndarray]):
    """What is lived; what is known of it are outcomes by setting, as `laid_out`.

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

    def tasks(self) -> list[Task[np.ndarray]]:
        """A task for each paired run."""
        once = Once()
        return [paired_run(self.scenarios[cell], self.seed + number, once) for cell, number in self.runs]

    def milestones(self) -> list[int]:
        """A picture after each stage."""
        return list(accumulate(map(len, self.stages)))

    def at_once(self) -> int:
        """The first stage, when it is urgent."""
        return len(self.stages[0]) if self.urgent else 0

    def found(self, there: list[np.ndarray]) -> np.ndarray:
        """What was lived so far."""
        return laid_out(self, there)


Cells = InPictures[Asked, np.ndarray]


def laid_out(asked: Asked, results: Sequence[np.ndarray]) -> np.ndarray:
    """Results in the order of the runs, by setting and paired run; shape (settings, pairs, 2, len(MAIN)).

    Not a number where nothing was lived yet.
    """
    pairs = 1 + max(number for _, number in asked.runs[: len(results)])
    outcomes = np.full((len(asked.scenarios), pairs, len(ROUTES), len(MAIN)), np.nan)
    for (cell, number), result in zip(asked.runs, results):
        outcomes[cell, number] = result
    return outcomes


def paired_run(scenario: Scenario, seed: int, once: Once) -> Task[np.ndarray]:
    """The task of living one pair for its main outcomes, shape (2, len(MAIN)).

    It may cost less than it says, when another has lived a part of it.
    """

    def work(between: Between | None) -> np.ndarray:
        regions = [once.both_routes(scenario, seed, region, between) for region in range(scenario.regions)]
        return np.array([main_outcomes_of([pair[route] for pair in regions]) for route in ROUTES])

    return task_of(scenario, work)


def in_rounds(settings: int, pairs: int, *pictures: int) -> tuple[tuple[Run, ...], ...]:
    """Stages for a few settings, all of which get on together.

    Args:
        settings: how many.
        pairs: paired runs of each in the end.
        pictures: after how many paired runs of each there is a picture before; those that are not reached count for
            nothing.
    """
    runs = tuple((cell, number) for number in range(pairs) for cell in range(settings))
    ends = [settings * one for one in sorted({*(one for one in pictures if one < pairs), pairs})]
    return tuple(runs[before:end] for before, end in zip([0, *ends], ends))
