"""A municipality's posts held against its waiting times, while somebody looks: as ``omtafel region new`` holds them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.live.following import Following, Shown
from dashboard.live.wishes import Outcome, task_of
from experiments.own_region.waits import Check, checks_of
from sim.run import Between
from sim.scenario import Scenario


@dataclass(frozen=True)
class Asked:
    """Whose posts.

    Attributes:
        scenario: of the municipality.
        hours: of staff a week, by sector, where they were given.
        given: the settings that were filled in.
        seed: whose luck.
    """

    scenario: Scenario
    hours: Mapping[str, float]
    given: frozenset[str]
    seed: int


class Holding(Following[Asked, tuple[Check, ...]]):
    """One visitor's posts beside the waits; `done` says how many regions were lived up to week 0."""

    def answer(self, number: int, asked: Asked) -> None:
        """Live the region with other lucks, each a task of its own, as often as the wait is found anew."""
        made = 0

        def together(lucks: Sequence[Callable[[Between | None], Outcome]]) -> list[Outcome]:
            nonlocal made
            made += len(lucks)
            return self.one_by_one(number, [task_of(asked.scenario, one, routes=1) for one in lucks], made - len(lucks))

        found = checks_of(asked.scenario, asked.hours, asked.given, asked.seed, together)
        self.set(number, (self.shown, Shown(asked, tuple(found))), *self.at_rest())
