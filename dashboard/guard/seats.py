"""How many pages can be open at once, and how many of them one visitor may have.

Places are counted by session. Only sockets whose session this server did not give are counted by address, so that a
class behind one address is never locked out. Whoever has started nothing gives way when all places are taken.
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

    started: bool

    def dismiss(self) -> None:
        """Send away."""


@dataclass(eq=False)
class Seat:
    """The place of one open page.

    Attributes:
        holder: the session it is counted by, or the address.
        most: how many the holder may have.
        talk: with the page, which has started to show something or not.
    """

    holder: str
    most: int
    talk: Sitting


class Seats:
    """All places of a server.

    Args:
        kept: what Solara has not forgotten yet of pages, by their number.
    """

    def __init__(self, kept: Callable[[], Mapping[str, Any]] = dict) -> None:
        self.kept = kept
        self.taken: list[Seat] = []  # longest first

    def full_for(self, holder: str = "", most: int = MOST, kernel: str = "") -> Full | None:
        """Whether somebody cannot come in: all places are taken (full), or too many by the same (many).

        Args:
            holder, most: as of a seat; nothing for who comes for the first time.
            kernel: the number of a page that may be kept still.
        """
        if sum(one.holder == holder for one in self.taken) >= most:
            return "many"
        kept = self.kept()
        crowded = len(self.taken) >= MOST and all(one.talk.started for one in self.taken)
        return "full" if crowded or (len(kept) >= MOST_KEPT and kernel not in kept) else None

    def take(self, seat: Seat) -> None:
        """Sit down, where need be on the place of who has waited longest without starting anything."""
        if len(self.taken) >= MOST:
            idle = next(one for one in self.taken if not one.talk.started)
            self.taken.remove(idle)
            idle.talk.dismiss()
        self.taken.append(seat)

    def leave(self, seat: Seat) -> None:
        """Stand up, unless somebody else has the place by now."""
        if seat in self.taken:
            self.taken.remove(seat)

    def forget(self, kernel: str) -> None:
        """Forget at once what was kept for a page that has started nothing."""
        if context := self.kept().get(kernel):
            context.close()
