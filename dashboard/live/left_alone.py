"""Regions as the model itself would live them: at week 0, and then by its own choices.

They are remembered, so that a whole class begins at once.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from dashboard.live.lessons import what_it_is
from dashboard.live.standing import Concern, concerns_in, small
from sim.by_week import ByWeek
from sim.scenario import Scenario

MOST = 8  # remembered of each kind

Kept = TypeVar("Kept")
_at_week_0: "OrderedDict[Hashable, ByWeek]" = OrderedDict()
_models: "OrderedDict[Hashable, Reference]" = OrderedDict()


@dataclass(frozen=True)
class Reference:
    """A region that is left to the model's own choices: the same for all learners.

    Attributes:
        families: the records of all families at the beginning of each week, shape (weeks + 1, families).
        spent: hours by task of the professional whose weeks are played, shape (weeks, tasks); empty without one.
        concerns: those that came up, in order.
    """

    families: np.ndarray
    spent: np.ndarray
    concerns: tuple[Concern, ...]


@dataclass(frozen=True)
class Region:
    """A region that is played, on one route and with one luck.

    Attributes:
        hand: what distinguishes the way in which it is played.
    """

    scenario: Scenario
    route: str
    seed: int
    hand: str

    @property
    def key(self) -> tuple[Hashable, ...]:
        """What distinguishes it from others that are played."""
        return (*what_it_is(self.scenario), self.route, self.seed, self.hand)

    def at_week_0(self) -> ByWeek:
        """The region at week 0, lived once."""
        return known(_at_week_0, MOST, self.key, lambda: ByWeek(self.scenario, self.route, self.seed)).copy()

    def left_to_the_model(self, post: int, weeks: int) -> Reference:
        """The region's weeks by the model's own choices, lived once."""
        return known(_models, MOST, (*self.key, post, weeks), lambda: live_alone(self.at_week_0(), post, weeks))


def known(kept: "OrderedDict[Hashable, Kept]", most: int, key: Hashable, make: Callable[[], Kept]) -> Kept:
    """What is remembered under a key, or is made now; the oldest is forgotten."""
    if (found := kept.get(key)) is None:
        found = kept[key] = make()
        while len(kept) > most:
            kept.popitem(last=False)
    return found


def live_alone(life: ByWeek, post: int, weeks: int) -> Reference:
    """Live so many weeks, and write down what is shown of them."""
    families, spent, concerns = [small(life.worlds[0])], [], []
    while life.week < weeks:
        life.step()
        families.append(small(life.worlds[0]))
        concerns += concerns_in(life, life.week - 1)
        if post >= 0:
            spent.append(life.worlds[0].post["spent"][post].copy())
    return Reference(np.array(families), np.array(spent), tuple(concerns))
