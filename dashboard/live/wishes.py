"""A wish: tasks that somebody waits for, what each of them costs, and on whose account it is done.

What something costs is told in family-weeks, the weeks that all families of a region live on one route: that is known
before anything is run, and the same on every machine.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sim.region import ROUTES
from sim.run import Between
from sim.scenario import Scenario

Outcome = TypeVar("Outcome")


class Withdrawn(Exception):
    """Nobody waits for this any more."""


@dataclass(eq=False)
class Account:
    """What one visitor has had, on all pages of a session.

    Attributes:
        spent: family-weeks that were lived for the visitor; of whoever was away, as much as the others had meanwhile.
        looked_at: tells whether a page of the session is open in a browser; nothing is lived for others meanwhile.
    """

    spent: float = 0.0
    looked_at: Callable[[], bool] = lambda: True


@dataclass(frozen=True)
class Task(Generic[Outcome]):
    """One thing to be done.

    Attributes:
        work: does it, and calls what it is given now and then.
        cost: in family-weeks.
    """

    work: Callable[[Between], Outcome]
    cost: float


class Wish(Generic[Outcome]):
    """Tasks that somebody waits for.

    Args:
        tasks: what is to be done, in this order.
        at_once: how many of them the first picture needs.
        account: whose it is.
    """

    def __init__(self, tasks: Sequence[Task[Outcome]], at_once: int, account: Account) -> None:
        self.tasks = tasks
        self.at_once = min(at_once, len(tasks))
        self.account = account
        self.changed = threading.Condition()
        self.given_out = 0
        self.spent = 0.0
        self.results: dict[int, Outcome] = {}
        self.error: BaseException | None = None
        self.withdrawn = False

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.withdrawn or self.error is not None or len(self.results) == len(self.tasks)

    @property
    def lacking(self) -> float:
        """What the first picture still costs: its tasks that nobody has begun, in family-weeks."""
        return sum(task.cost for task in self.tasks[self.given_out : self.at_once])

    def give_out(self) -> int:
        """Give the next task to whoever asks, on the account of whose wish it is; its number."""
        number = self.given_out
        self.given_out += 1
        self.spent += self.tasks[number].cost
        self.account.spent += self.tasks[number].cost
        return number

    def withdraw(self) -> None:
        """Wait no longer."""
        with self.changed:
            self.withdrawn = True
            self.changed.notify_all()

    def still_wanted(self) -> None:
        """Stop the run that asks, when nobody waits for it any more.

        Raises:
            Withdrawn: then.
        """
        if self.withdrawn:
            raise Withdrawn

    def live(self, number: int, between: Between) -> None:
        """Do one task and keep what came out."""
        try:
            outcome = self.tasks[number].work(between)
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

    def wait_for(self, count: int, seconds: float | None = None) -> bool:
        """Wait until the first so many tasks are done; for so long, when that is said.

        Returns:
            Whether they are.

        Raises:
            Withdrawn: when nobody waits any more.
            Exception: what a task raised.
        """
        with self.changed:
            there = lambda: all(one in self.results for one in range(count))  # noqa: E731
            self.changed.wait_for(lambda: self.over or there(), seconds)
            self.still_wanted()
            if self.error:
                raise self.error
            return there()


def family_weeks(scenario: Scenario, routes: int = len(ROUTES)) -> float:
    """What it costs to live a scenario, once up to week 0 and from there on so many routes."""
    return scenario.families * scenario.regions * (scenario.burn_in_weeks + routes * scenario.weeks)


def task_of(
    scenario: Scenario, work: Callable[[Between], Outcome], pairs: int = 1, routes: int = len(ROUTES)
) -> Task[Outcome]:
    """The task of living a scenario.

    Args:
        scenario: what is lived.
        work: lives it, and calls what it is given now and then.
        pairs: as many runs of both routes cost as much.
        routes: that are lived.
    """
    return Task(work, pairs * family_weeks(scenario, routes))
