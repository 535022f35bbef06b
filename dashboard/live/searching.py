"""Looking for what would have kept a family: the region lived some hundred times again, each with one lever moved.

Every rerun is a task of its own, so that it is done when its visitor's turn comes, and none is begun when nobody waits.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.live.following import Following, Shown
from dashboard.live.wishes import Outcome, task_of
from sim.scenario import Scenario
from sim.trace import Explanation, explain
from sim.trace.smallest_change import Rerun
from sim.words import Language


@dataclass(frozen=True)
class Sought:
    """What would have kept which family, on which route, told in which language."""

    scenario: Scenario
    seed: int
    family: int
    route: str
    language: Language


class Searching(Following[Sought, Explanation]):
    """One visitor's search on one route; `done` says how many reruns were made."""

    def answer(self, number: int, asked: Sought) -> None:
        """Search, and tell in between how many reruns were made."""
        made = 0

        def together(reruns: Sequence[Rerun[Outcome]]) -> list[Outcome]:
            nonlocal made
            tasks = [task_of(asked.scenario, rerun, routes=1) for rerun in reruns]
            made += len(tasks)
            return self.one_by_one(number, tasks, made - len(tasks))

        found = explain(
            asked.scenario, asked.route, asked.seed, asked.family, language=asked.language, together=together
        )
        self.set(number, (self.shown, Shown(asked, found)), *self.at_rest())
