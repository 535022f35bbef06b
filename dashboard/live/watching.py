"""Watching a region's ties on both routes, week by week: lived once, then shown at any week."""

from dataclasses import dataclass, field

from dashboard.live.following import InPictures
from dashboard.live.wishes import Task, family_weeks
from sim.scenario import Scenario
from sim.ties import RegionOverTime, region_over_time

AS_PAIRS = 7  # paired runs that cost as much as writing down all ties, week by week


@dataclass(frozen=True)
class Asked:
    """Whose region."""

    scenario: Scenario
    seed: int


@dataclass(frozen=True)
class Watched:
    """A region over time."""

    asked: Asked
    region: RegionOverTime = field(repr=False)
    whole: bool = True


class Watching(InPictures[Asked, Watched, RegionOverTime]):
    """One visitor's look at a region."""

    def tasks(self, asked: Asked) -> list[Task[RegionOverTime]]:
        """One: live all weeks."""
        work = lambda between: region_over_time(asked.scenario, asked.seed, between=between)  # noqa: E731
        return [Task(work, AS_PAIRS * family_weeks(asked.scenario))]

    def picture(self, asked: Asked, there: list[RegionOverTime]) -> Watched:
        """The region when its weeks have been lived."""
        return Watched(asked, there[0])
