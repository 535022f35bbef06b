"""Watching a region's ties on both routes, week by week: lived once, then shown at any week."""

from dataclasses import dataclass

from dashboard.live.following import InPictures, Question
from dashboard.live.wishes import Task, task_of
from sim.scenario import Scenario
from sim.ties import RegionOverTime, region_over_time

AS_PAIRS = 7  # paired runs that cost as much as writing down all ties, week by week


@dataclass(frozen=True)
class Asked(Question[RegionOverTime, RegionOverTime]):
    """Whose region."""

    scenario: Scenario
    seed: int

    def tasks(self) -> list[Task[RegionOverTime]]:
        """One: live all weeks."""
        live = lambda between: region_over_time(self.scenario, self.seed, between=between)  # noqa: E731
        return [task_of(self.scenario, live, AS_PAIRS)]

    def found(self, there: list[RegionOverTime]) -> RegionOverTime:
        """The region when its weeks have been lived."""
        return there[0]


Watching = InPictures[Asked, RegionOverTime]
