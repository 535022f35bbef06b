"""Whose turn it is: first pictures before what refines, the cheapest of them first, and nobody more than a fair share.

Whoever moves a lever waits for a first picture, and most of these cost little: a wish is put in order by what its
visitor has had and what its first picture still costs, together. So a cheap one goes before a dear one, and a dear one
is not put off for ever. What refines goes to the visitor who has had least. A visitor whose first pictures have cost
the budget more than others have had is in no hurry before the others have caught up.
"""

import math
from dataclasses import dataclass

from dashboard.live.wishes import Wish

BUDGET = 6_000_000.0  # family-weeks; a first picture as large as one may ask for costs 5.2 million
CHEAPER = 2.0  # so many times cheaper must a first picture be to stop another on its way


@dataclass(frozen=True)
class Turn:
    """A task that is to be done now.

    Attributes:
        wish: of which.
        number: which of its tasks.
        stake: what the first picture that it is for still cost, in family-weeks; without end when it refines one.
    """

    wish: Wish
    number: int
    stake: float


class Turns:
    """All wishes of which a task is still to be given out, and who of them is next."""

    def __init__(self) -> None:
        self.wishes: list[Wish] = []
        self.least = 0.0  # family-weeks that everybody who waits has had

    def add(self, wish: Wish) -> None:
        """Begin with a wish; who comes, or comes back, has had no less than those who wait."""
        wish.account.spent = max(wish.account.spent, self.least)
        self.wishes.append(wish)

    def next(self) -> Turn | None:
        """The task whose turn it is; None when there is none."""
        if found := self.next_before(math.inf):
            return found
        refining = min(self.wishes, key=lambda wish: (wish.account.spent, wish.spent), default=None)
        return Turn(refining, refining.give_out(), math.inf) if refining else None

    def next_before(self, stake: float) -> Turn | None:
        """The task of a first picture that goes before a turn with this stake, which waits meanwhile."""
        self.wishes = [wish for wish in self.wishes if not wish.over and wish.given_out < len(wish.tasks)]
        self.least = max(self.least, min((wish.account.spent for wish in self.wishes), default=0.0))
        hurried = [wish for wish in self.wishes if self.hurries(wish) and CHEAPER * wish.lacking <= stake]
        wish = min(hurried, key=lambda wish: wish.account.spent + wish.lacking, default=None)
        if wish is None:
            return None
        lacking = wish.lacking
        return Turn(wish, wish.give_out(), lacking)

    def hurries(self, wish: Wish) -> bool:
        """Whether a first picture lacks a task that nobody has begun, within the budget of its visitor."""
        return wish.given_out < wish.at_once and wish.account.spent - self.least <= BUDGET
