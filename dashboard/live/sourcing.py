"""Where the gain comes from, while somebody looks: a first picture from a few paired runs, then refined in place."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from dashboard.live.following import InPictures, Question
from dashboard.live.wishes import Task, task_of
from sim.by_channel import Sources, gains_of, orders_of, sets_of, sources_of
from sim.scenario import Scenario

PAIRS, AT_ONCE = 12, 2  # paired runs, and those of the first picture
ORDERS = 4  # in which ways are opened; the command line takes more


@dataclass(frozen=True)
class Asked(Question[np.ndarray, Sources]):
    """Whose gain."""

    scenario: Scenario
    seed: int

    def tasks(self) -> list[Task[np.ndarray]]:
        """The task of living each pair with every set of open ways that is needed."""
        sets = sets_of(orders_of(ORDERS))
        return [
            task_of(self.scenario, partial(gains_of, self.scenario, self.seed + number, sets), len(sets))
            for number in range(PAIRS)
        ]

    def milestones(self) -> list[int]:
        """After how many paired runs there is a new picture."""
        return [AT_ONCE, PAIRS]

    def found(self, there: list[np.ndarray]) -> Sources:
        """Where the gain of the paired runs so far comes from."""
        return sources_of(self.scenario, self.seed, ORDERS, there)


@dataclass(frozen=True)
class Unhurried(Asked):
    """A gain that goes before nobody's first picture."""

    def at_once(self) -> int:
        """None of its paired runs are in a hurry."""
        return 0


Sourcing = InPictures[Asked, Sources]
