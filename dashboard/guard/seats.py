"""How many pages can be open at once, and how many of them one visitor may have.

Places are counted by session. Only sockets whose session this server did not give are counted by address, so that a
class behind one address is never locked out. Whoever has started nothing gives way when all places are taken. Pages
that are gone are kept for a minute, and nobody has more than twice as many as may be open, so that coming and going
fills nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

MOST = 200  # pages that are open at once
MOST_OF_SESSION = 20
MOST_OF_ADDRESS = 60  # without a session of this server: tabs from before a restart
MOST_KEPT = 2 * MOST  # pages that are open, or gone for less than a minute
Full = Literal["full", "many"]


class Sitting(Protocol):
    """Who sits there."""

    @property
    def started(self) -> bool:
        """Whether something has begun to be shown."""

    def dismiss(self) -> None:
        """Send away."""


@dataclass(eq=False)
class Seat:
    """The place of one open page.

    Attributes:
        holder: the session it is counted by, or the address.
        most: how many the holder may have.
        talk: with the page, which has started to show something or not.
        kernel: the number of the page.
    """

    holder: str
    most: int
    talk: Sitting
    kernel: str = ""


class Seats:
    """All places of a server.

    Args:
        kept: what Solara has not forgotten yet of pages, by their number.
    """

    def __init__(self, kept: Callable[[], Mapping[str, Any]] = dict) -> None:
        self.kept = kept
        self.taken: list[Seat] = []  # longest first
        self.brought: dict[str, str] = {}  # who came with a page that is kept still, by its number

    def full_for(self, holder: str = "", most: int = MOST, kernel: str = "") -> Full | None:
        """Whether somebody cannot come in: all places are taken (full), or too many by the same (many).

        Args:
            holder, most: as of a seat; nothing for who comes for the first time.
            kernel: the number of a page that may be kept still.
        """
        kept = self.kept()
        there = {*kept, *(one.kernel for one in self.taken)}
        self.brought = {one: who for one, who in self.brought.items() if one in there}
        gone_too = sum(who == holder for who in self.brought.values())
        if sum(one.holder == holder for one in self.taken) >= most or (kernel not in kept and gone_too >= 2 * most):
            return "many"
        crowded = len(self.taken) >= MOST and all(one.talk.started for one in self.taken)
        return "full" if crowded or (len(kept) >= MOST_KEPT and kernel not in kept) else None

    def take(self, seat: Seat) -> None:
        """Sit down, where need be on the place of who has waited longest without starting anything."""
        self.brought.setdefault(seat.kernel, seat.holder)
        if len(self.taken) >= MOST:
            idle = next(one for one in self.taken if not one.talk.started)
            self.taken.remove(idle)
            idle.talk.dismiss()
        self.taken.append(seat)

    def leave(self, seat: Seat) -> None:
        """Stand up, unless somebody else has the place by now."""
        if seat in self.taken:
            self.taken.remove(seat)

    def at_work(self, kernel: str) -> bool:
        """Whether a page has begun to show anything: Solara has made room for it and drawn it."""
        return getattr(self.kept().get(kernel), "container", None) is not None

    def forget(self, kernel: str) -> None:
        """Forget at once what was kept for a page that has started nothing."""
        if context := self.kept().get(kernel):
            context.close()
