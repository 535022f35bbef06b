"""What would change the answer, looked for while somebody looks: after a rest, and before nobody's first picture.

Every paired run is a task of its own; whoever moves a lever ends the search.
"""

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from dashboard.live.following import Following, Shown
from dashboard.live.wishes import Account, task_of
from experiments.running.several import Answers, Step
from experiments.search.turning_points import Moved, TurningPoint, looked_through, most_moving
from sim.comparison import Replicate, live_replicate
from sim.region import ROUTES
from sim.scenario import Scenario

REST_SECONDS = float(os.environ.get("OMTAFEL_REST_SECONDS", "3"))  # without a move, before the search begins
PAIRS = 8  # at each point
LOOKED_AT = 8  # declarations, what moves the outcome most first
NEAREST = 3  # that are shown


@dataclass(frozen=True)
class Asked:
    """What would change which answer."""

    scenario: Scenario
    seed: int
    outcome: str


class Turning(Following[Asked, tuple[Moved, ...]]):
    """One visitor's search; `done` says how many paired runs were lived, and what was found so far is shown."""

    def __init__(self, account: Account, rest: float | None = None) -> None:
        super().__init__(account)
        self.rest = rest

    def answer(self, number: int, asked: Asked) -> None:
        """Search, and show how far each number moves the answer, and where it turns it, as that is found."""
        threading.Event().wait(REST_SECONDS if self.rest is None else self.rest)
        found: list[Moved] = []
        names = most_moving(asked.outcome, LOOKED_AT)
        runs = ByTasks(self, number)
        for one in looked_through(asked.scenario, asked.outcome, runs, names, PAIRS, asked.seed):
            found.append(one)
            self.set(number, (self.shown, Shown(asked, tuple(found), runs.made, whole=False)))
        self.set(number, (self.shown, Shown(asked, tuple(found), runs.made)), *self.at_rest())


@dataclass
class ByTasks:
    """Runs of a search as tasks of its visitor."""

    search: Turning
    number: int
    made: int = 0

    def ask(
        self, scenarios: Sequence[Scenario], seeds: range, routes: Sequence[str] = ROUTES, step: Step | None = None
    ) -> Answers:
        """See ``experiments.running.several.Runs``; always on both routes."""
        tasks = [task_of(one, partial(live_replicate, one, seed)) for one in scenarios for seed in seeds]
        lived: list[Replicate] = self.search.one_by_one(self.number, tasks, self.made)
        self.made += len(tasks)
        shape = (len(scenarios), len(seeds))
        outcomes, sizes = (np.array([getattr(one, name) for one in lived]) for name in ("outcomes", "sizes"))
        return outcomes.reshape(*shape, *outcomes.shape[1:]), sizes.reshape(*shape, *sizes.shape[1:])


def nearest(found: Sequence[Moved]) -> list[TurningPoint]:
    """The nearest few turning points, the nearest first."""
    return sorted((one.point for one in found if one.point), key=lambda one: one.far)[:NEAREST]
