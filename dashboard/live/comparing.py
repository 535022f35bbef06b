"""A comparison that grows while somebody looks: a first picture from a few paired runs, then refined in place."""

import threading
from dataclasses import dataclass, field

import solara

from dashboard.choices import Choices
from dashboard.live.cores import Task, Wish, all_cores, asking
from sim.comparison import Comparison, Replicate, comparison_of, live_replicate
from sim.scenario import Scenario

AT_ONCE = 4  # paired runs of the first picture
GROWTH = 5  # each picture after that has so many times as many


@dataclass(frozen=True)
class Asked:
    """Which comparison somebody waits for.

    Attributes:
        scenario, pairs, seed: what is compared.
        choices: what was chosen for it, to say it in words.
    """

    scenario: Scenario
    pairs: int
    seed: int
    choices: Choices = field(compare=False, repr=False)


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

    def ask(self, choices: Choices) -> None:
        """Ask for the comparison of what is chosen; an older one that is still under way is dropped."""
        asked = asked_for(choices)
        if asked == self.asked:
            return
        self.withdraw()
        shown = self.shown.peek()
        if shown and shown.whole and shown.asked != asked:
            self.before.set(shown)
        self.asked = asked
        self.failure.set("")
        self.waiting.set(asked)
        self.wish = all_cores().fulfil(Wish(tasks_of(asked), AT_ONCE))
        threading.Thread(target=self.follow, args=(asked, self.wish), daemon=True).start()

    def stop(self) -> None:
        """Refine no further: what is shown stays, until something else is asked."""
        if self.wish:
            self.wish.withdraw()
        self.waiting.set(None)

    def withdraw(self) -> None:
        """Wait for nothing any more."""
        if self.wish:
            self.wish.withdraw()
        self.asked = None

    def follow(self, asked: Asked, wish: Wish[Replicate]) -> None:
        """Show each picture when its paired runs are there."""
        for count in milestones(asked.pairs):
            wish.wait_for(count)
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


def asked_for(choices: Choices) -> Asked:
    """The comparison of what is chosen."""
    return Asked(choices.scenario_now(), choices.pairs, choices.seed, choices)


def tasks_of(asked: Asked) -> list[Task[Replicate]]:
    """The task of living each pair."""

    def task(seed: int) -> Task[Replicate]:
        return lambda between: live_replicate(asked.scenario, seed, asking(asked.scenario, between))

    return [task(asked.seed + number) for number in range(asked.pairs)]


def milestones(pairs: int) -> list[int]:
    """After how many paired runs there is a new picture: few at first, then ever more at a time."""
    counts = [min(AT_ONCE, pairs)]
    while counts[-1] < pairs:
        counts.append(min(GROWTH * counts[-1], pairs))
    return counts
