"""Watching a region's ties on both routes, week by week: lived once, then shown at any week."""

import threading
from dataclasses import dataclass, field

import solara

from dashboard.live.cores import Wish, all_cores
from sim.scenario import Scenario
from sim.ties import RegionOverTime, region_over_time


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


class Watching:
    """One visitor's look at a region.

    Attributes:
        watched: the region, or None before the first.
        failure: what went wrong, or nothing.
    """

    def __init__(self) -> None:
        self.watched: solara.Reactive[Watched | None] = solara.Reactive(None)
        self.failure = solara.Reactive("")
        self.asked: Asked | None = None
        self.wish: Wish[RegionOverTime] | None = None

    def ask(self, asked: Asked) -> None:
        """Ask for a region; an older one that is still under way is dropped."""
        if asked == self.asked:
            return
        self.withdraw()
        self.asked = asked
        self.failure.set("")
        task = lambda between: region_over_time(asked.scenario, asked.seed, between=between)  # noqa: E731
        self.wish = all_cores().fulfil(Wish([task], at_once=1))
        threading.Thread(target=self.follow, args=(asked, self.wish), daemon=True).start()

    def follow(self, asked: Asked, wish: Wish[RegionOverTime]) -> None:
        """Show the region when its weeks have been lived."""
        wish.wait_for(1)
        if wish.withdrawn:
            return
        if wish.error:
            self.failure.set(str(wish.error))
        else:
            self.watched.set(Watched(asked, wish.results[0]))

    def withdraw(self) -> None:
        """Wait for nothing any more."""
        if self.wish:
            self.wish.withdraw()
        self.asked = None
