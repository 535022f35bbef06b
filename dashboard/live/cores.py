"""The cores of the machine, shared fairly by everybody who waits for runs.

A wish is a row of tasks that somebody waits for. Each core asks, task by task, whose turn it is: first those who have
no picture yet, the longest waiting first; then whoever has had least. A wish that is withdrawn has no further turns,
and a run of it that is under way stops at its next year.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from sim.run import Between
from sim.scenario import Scenario
from sim.workers import cores

Outcome = TypeVar("Outcome")
Task = Callable[[Between], Outcome]  # lives something; calls what it is given now and then


SHORT = 200 * 260  # family-weeks of a route; a run below that is over before one could stop it


class Withdrawn(Exception):
    """Nobody waits for this run any more."""


class Wish(Generic[Outcome]):
    """Tasks that somebody waits for.

    Args:
        tasks: what is to be done, in this order.
        at_once: how many of them the first picture needs.
    """

    def __init__(self, tasks: Sequence[Task[Outcome]], at_once: int) -> None:
        self.tasks = tasks
        self.at_once = min(at_once, len(tasks))
        self.changed = threading.Condition()
        self.given_out = 0
        self.results: dict[int, Outcome] = {}
        self.error: BaseException | None = None
        self.withdrawn = False

    @property
    def urgent(self) -> bool:
        """Whether the first picture still lacks a task that nobody has begun."""
        return self.given_out < self.at_once

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.withdrawn or self.error is not None or len(self.results) == len(self.tasks)

    def withdraw(self) -> None:
        """Wait no longer."""
        with self.changed:
            self.withdrawn = True
            self.changed.notify_all()

    def still_wanted(self) -> None:
        """Stop the run that asks, when nobody waits for it any more."""
        if self.withdrawn:
            raise Withdrawn

    def live(self, number: int) -> None:
        """Do one task and keep what came out."""
        try:
            outcome = self.tasks[number](self.still_wanted)
        except Withdrawn:
            return
        except Exception as error:  # it belongs to whoever waits
            with self.changed:
                self.error = error
                self.changed.notify_all()
            return
        with self.changed:
            self.results[number] = outcome
            self.changed.notify_all()

    def in_order(self) -> list[Outcome]:
        """What has come out so far, up to the first task that is not done yet."""
        with self.changed:
            found: list[Outcome] = []
            while len(found) in self.results:
                found.append(self.results[len(found)])
            return found

    def wait_for(self, count: int, seconds: float | None = None) -> None:
        """Wait until the first so many tasks are done or nothing more will come; for so long, when that is said."""
        with self.changed:
            self.changed.wait_for(lambda: self.over or all(one in self.results for one in range(count)), seconds)


class Cores:
    """Threads that live the runs of all wishes, one thread a core.

    Args:
        count: how many; by default as many as there are cores.
    """

    def __init__(self, count: int | None = None) -> None:
        self.wishes: list[Wish] = []
        self.work = threading.Condition()
        self.threads = [threading.Thread(target=self.serve, daemon=True) for _ in range(cores(count))]
        for thread in self.threads:
            thread.start()

    def fulfil(self, wish: Wish[Outcome]) -> Wish[Outcome]:
        """Begin with a wish."""
        with self.work:
            self.wishes.append(wish)
            self.work.notify_all()
        return wish

    def serve(self) -> None:
        """What each core does: look whose turn it is, live a task, and look again."""
        while True:
            with self.work:
                while (wish := self.next_wish()) is None:
                    self.work.wait()
                number = wish.given_out
                wish.given_out += 1
            wish.live(number)

    def next_wish(self) -> Wish | None:
        """Whose turn it is."""
        self.wishes = [wish for wish in self.wishes if not wish.over and wish.given_out < len(wish.tasks)]
        urgent = next((wish for wish in self.wishes if wish.urgent), None)
        return urgent or min(self.wishes, key=lambda wish: wish.given_out, default=None)


def asking(scenario: Scenario, between: Between) -> Between | None:
    """What a run is to call every year, or None for one that is short.

    A run that asks whether it is still wanted waits each time for Python's lock, which others hold.
    """
    short = scenario.families * (scenario.weeks + scenario.burn_in_weeks) < SHORT
    return None if short else between


_all: list[Cores] = []
_making = threading.Lock()


def all_cores() -> Cores:
    """The cores of this machine, for all visitors."""
    with _making:
        if not _all:
            _all.append(Cores())
        return _all[0]
