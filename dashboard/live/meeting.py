"""Meeting one family on both routes with the same luck."""

from dataclasses import dataclass, field
from functools import partial

import pandas as pd

from dashboard.live.following import InPictures, Question
from dashboard.live.searching import Searching, Sought
from dashboard.live.wishes import Account, Task, task_of
from sim.region import ROUTES
from sim.run import Between
from sim.scenario import Scenario
from sim.trace.beside import Told, beside, families_worth_telling
from sim.words import Language

AS_PAIRS = 3  # paired runs that cost as much as choosing a family and telling what became of it


@dataclass(frozen=True)
class Asked(Question["Met", "Met"]):
    """Which family; None for the one whose routes differ most."""

    scenario: Scenario
    seed: int
    family: int | None
    language: Language

    def tasks(self) -> list[Task["Met"]]:
        """One: live the region, choose the family and follow it."""
        return [task_of(self.scenario, partial(meet, self), AS_PAIRS)]

    def found(self, there: list["Met"]) -> "Met":
        """The family when its weeks have been lived."""
        return there[0]


@dataclass(frozen=True)
class Met:
    """A family on both routes.

    Attributes:
        asked: what was asked for.
        family: its number.
        families: whom one can choose from, those whose routes differ most first.
        told: its life on parallel routes and with a shared plan.
    """

    asked: Asked
    family: int
    families: pd.DataFrame = field(repr=False)
    told: tuple[Told, Told] = field(repr=False)

    def sought(self, route: str) -> Sought:
        """What would have kept this family on a route."""
        return Sought(self.asked.scenario, self.asked.seed, self.family, route, self.asked.language)


class Meeting(InPictures[Asked, Met]):
    """One visitor's meeting with a family.

    Attributes:
        searches: what would have kept it, by route, as far as that was asked.
    """

    def __init__(self, account: Account) -> None:
        super().__init__(account)
        self.searches = {route: Searching(account) for route in ROUTES}

    def ask(self, asked: Asked) -> None:
        """Ask to meet a family; a search for an earlier one stops."""
        if asked != self.asked:
            self.stop_looking()
        super().ask(asked)

    def look_for_what_keeps(self, route: str) -> None:
        """Look for what would have kept the family on a route, one search at a time."""
        shown = self.shown.now
        if shown and route in self.searches and not any(search.waiting.now for search in self.searches.values()):
            self.searches[route].ask(shown.found.sought(route))

    def stop_looking(self) -> None:
        """Search no further."""
        for search in self.searches.values():
            search.withdraw()

    def withdraw(self) -> None:
        """Wait for nothing any more."""
        self.stop_looking()
        super().withdraw()


def meet(asked: Asked, between: Between | None) -> Met:
    """Live the region on both routes and follow the family."""
    families = families_worth_telling(asked.scenario, asked.seed, between=between)
    families = families.sort_values("differs", ascending=False, kind="stable")
    family = int(families["family"].iloc[0]) if asked.family is None else asked.family
    told = beside(asked.scenario, asked.seed, family, language=asked.language, between=between)
    return Met(asked, family, families, told)
