"""Meeting one family on both routes with the same luck, and looking for what would have kept it."""

import threading
from dataclasses import dataclass, field

import pandas as pd
import solara

from dashboard.live.cores import Wish, all_cores
from sim.run import Between
from sim.scenario import Scenario
from sim.trace import Explanation, explain
from sim.trace.beside import Told, beside, families_worth_telling
from sim.words import Language

TOLD_EVERY_SECONDS = 0.4


@dataclass(frozen=True)
class Asked:
    """Which family; None for the one whose routes differ most."""

    scenario: Scenario
    seed: int
    family: int | None
    language: Language


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


class Meeting:
    """One visitor's meeting with a family.

    Attributes:
        met: the family, or None before the first.
        kept: what would have kept it, by route, as far as it was asked.
        searching: the route that is searched and runs made so far, or None.
        failure: what went wrong, or nothing.
    """

    def __init__(self) -> None:
        self.met: solara.Reactive[Met | None] = solara.Reactive(None)
        self.kept: solara.Reactive[dict[str, Explanation]] = solara.Reactive({})
        self.searching: solara.Reactive[tuple[str, int] | None] = solara.Reactive(None)
        self.failure = solara.Reactive("")
        self.asked: Asked | None = None
        self.wish: Wish[Met] | None = None
        self.search: Wish[Explanation] | None = None

    def ask(self, asked: Asked) -> None:
        """Ask to meet a family; a search for an earlier one stops."""
        if asked == self.asked:
            return
        self.withdraw()
        self.asked = asked
        self.failure.set("")
        self.kept.set({})
        self.wish = all_cores().fulfil(Wish([lambda between: meet(asked, between)], at_once=1))
        threading.Thread(target=self.follow, args=(self.wish,), daemon=True).start()

    def follow(self, wish: Wish[Met]) -> None:
        """Show the family when its weeks have been lived."""
        wish.wait_for(1)
        if wish.withdrawn:
            return
        if wish.error:
            self.failure.set(str(wish.error))
        else:
            self.met.set(wish.results[0])

    def look_for_what_keeps(self, route: str) -> None:
        """Live the region some hundred times again, each with one lever moved, until the family stays."""
        met = self.met.peek()
        if met is None or self.searching.peek() or route in self.kept.peek():
            return
        runs = [0]
        asked = met.asked

        def search(between: Between) -> Explanation:
            def step() -> None:
                runs[0] += 1
                between()

            return explain(asked.scenario, route, asked.seed, met.family, progress=step, language=asked.language)

        self.searching.set((route, 0))
        self.search = all_cores().fulfil(Wish([search], at_once=0))
        threading.Thread(target=self.follow_search, args=(self.search, route, runs), daemon=True).start()

    def follow_search(self, wish: Wish[Explanation], route: str, runs: list[int]) -> None:
        """Tell how far the search is, and what it found."""
        while not wish.over:
            wish.wait_for(1, TOLD_EVERY_SECONDS)
            if not wish.over:
                self.searching.set((route, runs[0]))
        if wish.withdrawn:
            return
        self.searching.set(None)
        if wish.error:
            self.failure.set(str(wish.error))
        else:
            self.kept.set({**self.kept.peek(), route: wish.results[0]})

    def stop_looking(self) -> None:
        """Search no further."""
        if self.search:
            self.search.withdraw()
        if self.searching.peek():
            self.searching.set(None)

    def withdraw(self) -> None:
        """Wait for nothing any more."""
        if self.wish:
            self.wish.withdraw()
        self.stop_looking()
        self.asked = None


def meet(asked: Asked, between: Between) -> Met:
    """Live the region on both routes and follow the family."""
    families = families_worth_telling(asked.scenario, asked.seed).sort_values("differs", ascending=False, kind="stable")
    between()
    family = int(families["family"].iloc[0]) if asked.family is None else asked.family
    told = beside(asked.scenario, asked.seed, family, language=asked.language)
    return Met(asked, family, families, told)
