"""Several settings at once, each lived on both routes with the same luck: a map, four worlds, what was put aside.

Runs come in stages: after each stage there is a picture, the first from very few runs.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import solara

from dashboard.live.cores import Wish, all_cores, asking
from sim.comparison import both_routes
from sim.outcomes import MAIN, main_outcomes_of
from sim.region import ROUTES
from sim.run import Between
from sim.scenario import Scenario

Run = tuple[int, int]  # which setting, and which paired run of it
TOLD_EVERY_SECONDS = 0.4


@dataclass(frozen=True)
class Asked:
    """What is lived.

    Attributes:
        scenarios: the settings.
        seed: of the first paired run of each.
        stages: paired runs in the order in which they are lived; after each stage there is a picture.
        urgent: whether the first picture goes before what others refine.
    """

    scenarios: tuple[Scenario, ...] = field(repr=False)
    seed: int
    stages: tuple[tuple[Run, ...], ...] = field(repr=False)
    urgent: bool = True

    @property
    def runs(self) -> list[Run]:
        """All paired runs in order."""
        return [run for stage in self.stages for run in stage]


@dataclass(frozen=True)
class Shown:
    """What has been lived so far.

    Attributes:
        asked: what was asked for.
        outcomes: by setting, paired run, route and main outcome, shape (settings, pairs, 2, len(MAIN)); not a number
            where nothing was lived yet.
        stage: the last stage that is whole, from 0 on.
    """

    asked: Asked
    outcomes: np.ndarray = field(repr=False)
    stage: int

    @property
    def whole(self) -> bool:
        """Whether everything was lived."""
        return self.stage == len(self.asked.stages) - 1


class Cells:
    """One visitor's settings that are lived beside each other.

    Attributes:
        shown: the newest picture; None before the first.
        done: paired runs lived for what is awaited, and how many there will be; None when nothing is awaited.
        failure: what went wrong with the last runs, or nothing.
    """

    def __init__(self) -> None:
        self.shown: solara.Reactive[Shown | None] = solara.Reactive(None)
        self.done: solara.Reactive[tuple[int, int] | None] = solara.Reactive(None)
        self.failure = solara.Reactive("")
        self.wish: Wish[np.ndarray] | None = None
        self.asked: Asked | None = None

    def ask(self, asked: Asked) -> None:
        """Ask for some settings; older ones that are still under way are dropped."""
        shown = self.shown.peek()
        if asked == self.asked or (shown and shown.whole and shown.asked == asked):
            return  # under way, or there already
        self.withdraw()
        self.asked = asked
        self.failure.set("")
        self.done.set((0, len(asked.runs)))
        tasks = [paired_run(asked.scenarios[cell], asked.seed + number) for cell, number in asked.runs]
        self.wish = all_cores().fulfil(Wish(tasks, len(asked.stages[0]) if asked.urgent else 0))
        threading.Thread(target=self.follow, args=(asked, self.wish), daemon=True).start()

    def withdraw(self) -> None:
        """Wait for nothing any more; what is shown stays."""
        if self.wish:
            self.wish.withdraw()
        self.asked = None
        if self.done.peek():
            self.done.set(None)

    def follow(self, asked: Asked, wish: Wish[np.ndarray]) -> None:
        """Show each stage when it is whole, and tell in between how far it is."""
        until = 0
        for stage, runs in enumerate(asked.stages):
            until += len(runs)
            while len(wish.results) < until and not wish.over:
                wish.wait_for(until, TOLD_EVERY_SECONDS)
                if not wish.withdrawn:
                    self.done.set((len(wish.results), len(asked.runs)))
            if wish.withdrawn:
                return
            if wish.error:
                self.failure.set(f"{type(wish.error).__name__}: {wish.error}")
                self.done.set(None)
                return
            self.shown.set(Shown(asked, laid_out(asked, wish.in_order()), stage))
        self.done.set(None)


def laid_out(asked: Asked, results: Sequence[np.ndarray]) -> np.ndarray:
    """Results in the order of the runs, by setting and paired run; shape (settings, pairs, 2, len(MAIN))."""
    pairs = 1 + max(number for _, number in asked.runs[: len(results)])
    outcomes = np.full((len(asked.scenarios), pairs, len(ROUTES), len(MAIN)), np.nan)
    for (cell, number), result in zip(asked.runs, results):
        outcomes[cell, number] = result
    return outcomes


def paired_run(scenario: Scenario, seed: int) -> Callable[[Between], np.ndarray]:
    """The task of living one pair for its main outcomes, shape (2, len(MAIN))."""

    def task(between: Between) -> np.ndarray:
        ask = asking(scenario, between)
        regions = [both_routes(scenario, seed, region, ask) for region in range(scenario.regions)]
        return np.array([main_outcomes_of([pair[route] for pair in regions]) for route in ROUTES])

    return task


def in_rounds(settings: int, pairs: int, first: int) -> tuple[tuple[Run, ...], ...]:
    """Two stages for a few settings: some paired runs of each, then the rest of each."""
    rounds = [[(cell, number) for number in range(pairs) for cell in range(settings)]]
    runs = rounds[0]
    return tuple(runs[: first * settings]), tuple(runs[first * settings :])
