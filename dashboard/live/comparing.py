"""A comparison that grows while somebody looks: a first picture from a few paired runs, then refined in place."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import solara

from dashboard.live.cores import Wish, all_cores
from sim.comparison import Comparison, Replicate, comparison_of, live_replicate
from sim.scenario import Scenario

AT_ONCE = 8  # paired runs of the first picture
GROWTH = 4  # each picture after that has so many times as many
PATIENCE_SECONDS = 600.0


@dataclass(frozen=True)
class Asked:
    """Which comparison somebody waits for."""

    scenario: Scenario
    pairs: int
    seed: int


@dataclass(frozen=True)
class Shown:
    """A comparison as far as it has come.

    Attributes:
        asked: what was asked for.
        comparison: of the paired runs so far.
        pairs: how many these are.
    """

    asked: Asked
    comparison: Comparison = field(repr=False)
    pairs: int

    @property
    def whole(self) -> bool:
        """Whether all paired runs are in it."""
        return self.pairs == self.asked.pairs


class Comparing:
    """One visitor's comparison.

    Attributes:
        shown: the newest picture, also while another is awaited; None before the first.
        before: the picture before the last move, as a line to compare with; None without one.
        waiting: what is awaited, or None when the picture is whole.
        failure: what went wrong with the last runs, or nothing.
    """

    def __init__(self) -> None:
        self.shown: solara.Reactive[Shown | None] = solara.Reactive(None)
        self.before: solara.Reactive[Shown | None] = solara.Reactive(None)
        self.waiting: solara.Reactive[Asked | None] = solara.Reactive(None)
        self.failure = solara.Reactive("")
        self.wish: Wish[Replicate] | None = None
        self.asked: Asked | None = None

    def ask(self, scenario: Scenario, pairs: int, seed: int) -> None:
        """Ask for a comparison; an older one that is still under way is dropped."""
        asked = Asked(scenario, pairs, seed)
        if asked == self.asked:
            return
        self.withdraw()
        shown = self.shown.peek()
        if shown and shown.whole and shown.asked != asked:
            self.before.set(shown)
        self.asked = asked
        self.failure.set("")
        self.waiting.set(asked)
        self.wish = all_cores().fulfil(Wish([pair(scenario, seed + number) for number in range(pairs)], AT_ONCE))
        threading.Thread(target=self.follow, args=(asked, self.wish), daemon=True).start()

    def withdraw(self) -> None:
        """Wait for nothing any more."""
        if self.wish:
            self.wish.withdraw()
        self.asked = None

    def follow(self, asked: Asked, wish: Wish[Replicate]) -> None:
        """Show each picture when its paired runs are there."""
        for count in milestones(asked.pairs):
            wish.wait_for(count, PATIENCE_SECONDS)
            if wish.withdrawn:
                return
            if wish.error:
                self.failure.set(f"{type(wish.error).__name__}: {wish.error}")
                self.waiting.set(None)
                return
            there = wish.in_order()
            comparison = comparison_of(asked.scenario, asked.seed, there)
            if self.asked != asked:  # asked for something else meanwhile
                return
            if len(there) == asked.pairs:
                self.waiting.set(None)
            self.shown.set(Shown(asked, comparison, len(there)))
            if len(there) == asked.pairs:
                return


def pair(scenario: Scenario, seed: int) -> Callable:
    """The task of living one pair."""
    return lambda between: live_replicate(scenario, seed, between)


def milestones(pairs: int) -> list[int]:
    """After how many paired runs there is a new picture: few at first, then ever more at a time."""
    counts = [min(AT_ONCE, pairs)]
    while counts[-1] < pairs:
        counts.append(min(GROWTH * counts[-1], pairs))
    return counts
