"""Somebody who waits: a question, the runs that answer it, and the newest picture of what these gave.

Asking something else drops what was asked before. Each question has a number, and whatever is shown is set under a lock
by whoever still has the number of now: a run of an older question that comes in late changes nothing.
"""

import threading
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from dashboard.live.cores import all_cores
from dashboard.live.seen import News, Seen, put, tell
from dashboard.live.wishes import Account, Outcome, Task, Wish, Withdrawn

TOLD_EVERY_SECONDS = 0.4

Found = TypeVar("Found")


class Question(ABC, Generic[Outcome, Found]):
    """What somebody wants to know, of which all tasks are known beforehand; equal questions are the same one.

    It is answered in ever better pictures.
    """

    @abstractmethod
    def tasks(self) -> list[Task[Outcome]]:
        """What has to be done, in this order."""

    @abstractmethod
    def found(self, there: list[Outcome]) -> Found:
        """What the first so many outcomes tell."""

    def milestones(self) -> list[int]:
        """After how many tasks there is a picture."""
        return [1]

    def at_once(self) -> int:
        """How many tasks go before what others refine."""
        return self.milestones()[0]


Asked = TypeVar("Asked")
Lived = TypeVar("Lived", bound=Question)


@dataclass(frozen=True)
class Shown(Generic[Asked, Found]):
    """A picture.

    Attributes:
        asked: the question that it answers.
        found: what is known.
        there: tasks of which that is known.
        whole: whether nothing more will be added.
    """

    asked: Asked
    found: Found = field(repr=False)
    there: int = 1
    whole: bool = True


class Following(ABC, Generic[Asked, Found]):
    """One visitor's question of one kind.

    Args:
        account: of the visitor.

    Attributes:
        shown: the newest picture, also while another is awaited; None before the first.
        waiting: the question that is awaited; None when nothing more will come.
        done: tasks done for what is awaited, and how many there will be, as far as is known; None when nothing is.
        failure: what went wrong with the last question, or nothing.
        asked: the last question, also when its answer is there or was stopped; None when nobody wants to know.
        wish: the tasks that were asked for last.
    """

    def __init__(self, account: Account) -> None:
        self.account = account
        self.shown: Seen[Shown[Asked, Found] | None] = Seen(None)
        self.waiting: Seen[Asked | None] = Seen(None)
        self.done: Seen[tuple[int, int] | None] = Seen(None)
        self.failure = Seen("")
        self.asked: Asked | None = None
        self.wish: Wish | None = None
        self.number = 0  # of the question
        self.lock = threading.Lock()

    @abstractmethod
    def answer(self, number: int, asked: Asked) -> None:
        """Find the answer and show it.

        Raises:
            Withdrawn: when something else was asked meanwhile.
        """

    def total(self, asked: Asked) -> int:
        """How many tasks the answer takes; 0 when that is not known beforehand."""
        return 0

    def at_asking(self, asked: Asked) -> list[News]:
        """What else changes when something new is asked; under the lock."""
        return []

    def ask(self, asked: Asked) -> None:
        """Ask something; what was asked before and is still under way is dropped."""
        with self.lock:
            if asked == self.asked:
                return
            news = [*self.drop(), (self.failure, ""), *self.at_asking(asked)]
            self.asked, number, shown = asked, self.number, self.shown.now
            there = shown is not None and shown.whole and shown.asked == asked
            if not there:
                news += [(self.waiting, asked), (self.done, (0, self.total(asked)))]
            changed = put(news)
        tell(changed)
        if not there:
            threading.Thread(target=self.follow, args=(number, asked), daemon=True).start()

    def stop(self) -> None:
        """Wait for nothing more: what is shown stays, until something else is asked."""
        with self.lock:
            changed = put(self.drop())
        tell(changed)

    def withdraw(self) -> None:
        """Wait for nothing more, and forget what was asked."""
        with self.lock:
            self.asked = None
            changed = put([*self.drop(), (self.failure, "")])
        tell(changed)

    def drop(self) -> list[News]:
        """Let go of what is under way; under the lock."""
        self.number += 1
        if self.wish:
            self.wish.withdraw()
        return self.at_rest()

    def at_rest(self) -> list[News]:
        """What changes when nothing is awaited any more."""
        return [(self.waiting, None), (self.done, None)]

    def follow(self, number: int, asked: Asked) -> None:
        """See to it that a question is answered, or that its failure is said."""
        with suppress(Withdrawn):
            try:
                self.answer(number, asked)
            except Withdrawn:
                raise
            except Exception as error:
                refused = isinstance(error, ValueError)  # which says in a sentence what cannot be
                words = str(error) if refused else f"{type(error).__name__}: {error}"
                self.set(number, (self.failure, words), *self.at_rest())

    def wish_for(self, number: int, tasks: Sequence[Task[Outcome]], at_once: int) -> Wish[Outcome]:
        """Have tasks done for a question.

        Raises:
            Withdrawn: when it is not the question of now.
        """
        wish = Wish(tasks, at_once, self.account)
        with self.lock:
            self.check(number)
            self.wish = wish
        return all_cores().fulfil(wish)

    def one_by_one(self, number: int, tasks: Sequence[Task[Outcome]], made: int) -> list[Outcome]:
        """Have tasks done before nobody's first picture, and tell in between how many were, with those made before.

        Raises:
            Withdrawn: when it is not the question of now.
        """
        wish = self.wish_for(number, tasks, at_once=0)
        while not wish.wait_for(len(tasks), TOLD_EVERY_SECONDS):
            self.tell_done(number, made + len(wish.results), 0)
        return wish.in_order()

    def tell_done(self, number: int, done: int, total: int) -> None:
        """Set how many tasks were done; where none was since, no page is drawn again for it."""
        if self.done.now != (done, total):
            self.set(number, (self.done, (done, total)))

    def set(self, number: int, *news: News) -> None:
        """Set what is seen, for a question.

        Raises:
            Withdrawn: when it is not the question of now; nothing is set then.
        """
        with self.lock:
            self.check(number)
            changed = put(news)
        tell(changed)

    def check(self, number: int) -> None:
        """Stop whoever works for an older question; under the lock."""
        if number != self.number:
            raise Withdrawn


class InPictures(Following[Lived, Found], Generic[Lived, Found]):
    """One visitor's question of which all tasks are known beforehand."""

    def total(self, asked: Lived) -> int:
        """As many as the last picture needs."""
        return asked.milestones()[-1]

    def answer(self, number: int, asked: Lived) -> None:
        """Show each picture when its tasks are done, and tell in between how far they are."""
        wish = self.wish_for(number, asked.tasks(), asked.at_once())
        for milestone in asked.milestones():
            while not wish.wait_for(milestone, TOLD_EVERY_SECONDS):
                self.tell_done(number, len(wish.results), len(wish.tasks))
            there = wish.in_order()
            whole = len(there) == self.total(asked)
            shown = Shown(asked, asked.found(there), len(there), whole)
            self.set(number, (self.shown, shown), *(self.at_rest() if whole else []))
            if whole:
                return
