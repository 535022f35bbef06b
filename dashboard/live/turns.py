"""Whose turn it is: first pictures before what refines, the cheapest of them first, and nobody more than a fair share.

Whoever moves a lever waits for a first picture, and most of these cost little: a wish is put in order by what its
visitor has had and what its first picture still costs, together. So a cheap one goes before a dear one, and a dear one
is not put off for ever. What refines goes to the visitor who has had least. A visitor whose first pictures have cost
the budget more than somebody else who waits has had is in no hurry before the other has caught up.

Waiting ages: whatever is lived raises what whoever comes is taken to have had, by a share of it. So who comes again and
again, even as somebody new each time, stands behind those who wait in the end.

While no page of a session is open in a browser (a tab was closed, a phone is asleep) nothing is lived for it; what it
waits for stays, and goes on when a page is back.
"""

import math
from dataclasses import dataclass
from weakref import WeakValueDictionary

from dashboard.live.wishes import Account, Wish

BUDGET = 6_000_000.0  # family-weeks; a first picture as large as one may ask for costs 5.2 million
CHEAPER = 2.0  # so many times cheaper must a first picture be to stop another on its way


@dataclass(frozen=True)
class Turn:
    """A task that is to be done now.

    Attributes:
        wish: of which.
        number: which of its tasks.
        stake: what the first picture that it is for still cost, in family-weeks; without end when it refines one.
        last: what ranks later does not go before it any more: so it waits for no more than it costs itself, or the
            budget, times those who wait.
    """

    wish: Wish
    number: int
    stake: float
    last: float


class Turns:
    """All wishes of which a task is still to be given out, and who of them is next."""

    def __init__(self) -> None:
        self.wishes: list[Wish] = []
        self.awaited: list[Wish] = []  # those of them that somebody looks at
        self.least = 0.0  # family-weeks that whoever comes is taken to have had
        self.accounts: WeakValueDictionary[str, Account] = WeakValueDictionary()
        self.indebted: set[Account] = set()  # those that may have had more, which are kept when their pages are closed

    def account_of(self, session: str) -> Account:
        """The account of a session, on all of its pages.

        One that has had no more than whoever comes is forgotten when no page has it any more.
        """
        self.accounts[session] = account = self.accounts.get(session) or Account()
        waiting = {wish.account for wish in self.wishes}
        self.indebted = {one for one in self.indebted if one.spent > self.least or one in waiting}
        return account

    def add(self, wish: Wish) -> None:
        """Begin with a wish; who comes, or comes back, has had no less than the least."""
        wish.account.spent = max(wish.account.spent, self.least)
        self.wishes.append(wish)
        self.indebted.add(wish.account)

    def next(self) -> Turn | None:
        """The task whose turn it is; None when there is none."""
        self.clear()
        if first := self.first_picture(math.inf, math.inf):
            return first
        wish = min(self.awaited, key=lambda wish: (wish.account.spent, wish.spent), default=None)
        return self.turn_of(wish, math.inf) if wish else None

    def next_before(self, turn: Turn) -> Turn | None:
        """The task of a first picture that goes before one that is under way, which waits meanwhile.

        Not of the same one: it is there when all its tasks are done, and another core may do the next.
        """
        self.clear()
        return self.first_picture(turn.stake / CHEAPER, turn.last, but=turn.wish)

    def first_picture(self, dearest: float, last: float, but: Wish | None = None) -> Turn | None:
        """The next task of a first picture, of those that lack no more and rank no later than that."""
        budget = self.poorest() + BUDGET
        waiting = (one for one in self.awaited if one is not but)
        hurried = (one for one in waiting if one.given_out < one.at_once and one.account.spent <= budget)
        wish = min((one for one in hurried if one.lacking <= dearest), key=rank, default=None)
        return self.turn_of(wish, wish.lacking) if wish and rank(wish) <= last else None

    def poorest(self) -> float:
        """What whoever waits has had at least."""
        return min((wish.account.spent for wish in self.awaited), default=0.0)

    def clear(self) -> None:
        """Leave out wishes of which nothing is to be given out any more, and see which of the others are looked at."""
        self.wishes = [wish for wish in self.wishes if not wish.over and wish.given_out < len(wish.tasks)]
        before = {wish.account for wish in self.awaited}
        self.awaited = [wish for wish in self.wishes if wish.account.looked_at()]
        for back in {wish.account for wish in self.awaited} - before:
            back.spent = max(back.spent, self.least)
        self.least = max(self.least, self.poorest())

    def turn_of(self, wish: Wish, stake: float) -> Turn:
        """Give out the next task of a wish; everybody who waits gets older by an equal share of it."""
        waiting = {one.account for one in self.awaited}
        number = wish.give_out()
        self.least += wish.tasks[number].cost / len(waiting)
        return Turn(wish, number, stake, self.least + min(stake, BUDGET))


def rank(wish: Wish) -> float:
    """What a visitor has had and what the first picture still costs; the lowest is next."""
    return wish.account.spent + wish.lacking
