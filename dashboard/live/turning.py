"""What would change the answer, looked for while somebody looks: after a rest, and before nobody's first picture.

Every paired run is a task of its own; whoever moves a lever ends the search.
"""

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from dashboard.live.following import TOLD_EVERY_SECONDS, Following, Shown
from dashboard.live.wishes import Account, task_of
from experiments.running.several import Answers, Step
from experiments.search.turning_points import TurningPoint, most_moving, turning_points
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


class Turning(Following[Asked, tuple[TurningPoint, ...]]):
    """One visitor's search; `done` says how many paired runs were lived, and the nearest so far are shown."""

    def __init__(self, account: Account, rest: float | None = None) -> None:
        super().__init__(account)
        self.rest = rest

    def answer(self, number: int, asked: Asked) -> None:
        """Search, and show the nearest turning points as they are found."""
        threading.Event().wait(REST_SECONDS if self.rest is None else self.rest)
        found: list[TurningPoint] = []
        names = most_moving(asked.outcome, LOOKED_AT)
        runs = ByTasks(self, number)
        for one in turning_points(asked.scenario, asked.outcome, runs, names, PAIRS, asked.seed):
            found.append(one)
            self.set(number, (self.shown, Shown(asked, nearest(found), runs.made, whole=False)))
        self.set(number, (self.shown, Shown(asked, nearest(found), runs.made)), *self.at_rest())


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
        wish = self.search.wish_for(self.number, tasks, at_once=0)
        while not wish.wait_for(len(tasks), TOLD_EVERY_SECONDS):
            self.search.set(self.number, (self.search.done, (self.made + len(wish.results), 0)))
        self.made += len(tasks)
        lived: list[Replicate] = wish.in_order()
        shape = (len(scenarios), len(seeds))
        outcomes, sizes = (np.array([getattr(one, name) for one in lived]) for name in ("outcomes", "sizes"))
        return outcomes.reshape(*shape, *outcomes.shape[1:]), sizes.reshape(*shape, *sizes.shape[1:])


def nearest(found: Sequence[TurningPoint]) -> tuple[TurningPoint, ...]:
    """The nearest few, the nearest first."""
    return tuple(sorted(found, key=lambda one: one.far)[:NEAREST])
