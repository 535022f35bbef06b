"""A class on this server: a code of six letters, bets without names, a reveal for all; forgotten when it ends.

A room knows how many are in it and what was bet, by nobody in particular. It is in the memory of the server alone, ends
with the teacher's page or by his or her word, and after a day in any case.
"""

import secrets
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

import solara

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels: no words; nothing that looks like a figure
LENGTH = 6
MOST_ROOMS = 20
MOST_LEARNERS = 60
LONGEST_SECONDS = 12 * 3600.0

Bet = tuple[tuple[float, ...], int]  # what was bet, and how sure in per cent


class Refused(ValueError):
    """A room cannot be opened or entered; the message is the key of what is said about it."""


@dataclass
class Room:
    """One class.

    Attributes:
        code: by which learners enter.
        since: when it was opened.
        bets: by round (``CHAPTER.ROUND``) and whose, where whose is a mark that means nothing outside.
        rows: sheets of the trial that were handed in.
        revealed: rounds of which the teacher has shown the result.
        there: who is in it.
        open: whether it has not ended.
        changed: told whenever something changes.
    """

    code: str
    since: float = field(default_factory=time.monotonic)
    bets: dict[str, dict[Hashable, Bet]] = field(default_factory=dict)
    rows: dict[Hashable, dict[str, str]] = field(default_factory=dict)
    revealed: set[str] = field(default_factory=set)
    there: set[Hashable] = field(default_factory=set)
    open: bool = True
    changed: threading.Condition = field(default_factory=threading.Condition, repr=False)

    def put(self, which: str, whose: Hashable, bet: Bet) -> None:
        """Lay down a bet; only the first of each counts, and none after the reveal."""
        with self.changed:
            if self.open and which not in self.revealed:
                self.bets.setdefault(which, {}).setdefault(whose, bet)
                self.changed.notify_all()

    def reveal(self, which: str) -> None:
        """Show a result to all."""
        with self.changed:
            self.revealed.add(which)
            self.changed.notify_all()

    def hand_in(self, whose: Hashable, row: dict[str, str]) -> None:
        """Take a sheet of the trial."""
        with self.changed:
            if self.open:
                self.rows[whose] = row
                self.changed.notify_all()

    def come(self, whose: Hashable) -> None:
        """Somebody enters.

        Raises:
            Refused: when it is full.
        """
        with self.changed:
            if len(self.there) >= MOST_LEARNERS and whose not in self.there:
                raise Refused("full_room")
            self.there.add(whose)
            self.changed.notify_all()

    def go(self, whose: Hashable) -> None:
        """Somebody leaves; what he or she bet stays among the others."""
        with self.changed:
            self.there.discard(whose)
            self.changed.notify_all()

    def end(self) -> None:
        """Forget everything."""
        with self.changed:
            self.open = False
            self.bets.clear()
            self.rows.clear()
            self.there.clear()
            self.changed.notify_all()

    def seen_by_teacher(self) -> Hashable:
        """What a teacher's page shows; another when something changed."""
        counts = tuple(sorted((which, len(bets)) for which, bets in self.bets.items()))
        return self.open, len(self.there), len(self.rows), counts, frozenset(self.revealed)

    def seen_by_learner(self) -> Hashable:
        """What a learner's page shows: thirty pages are not drawn anew for each other's bets."""
        return self.open, frozenset(self.revealed)


class Rooms:
    """All rooms of this server."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.rooms: dict[str, Room] = {}

    def clear(self) -> None:
        """Leave out rooms that ended, and end those that were forgotten open; under the lock."""
        for room in list(self.rooms.values()):
            if time.monotonic() - room.since > LONGEST_SECONDS:
                room.end()
        self.rooms = {code: room for code, room in self.rooms.items() if room.open}

    def begin(self) -> Room:
        """Open a room.

        Raises:
            Refused: when there are as many as this server keeps.
        """
        with self.lock:
            self.clear()
            if len(self.rooms) >= MOST_ROOMS:
                raise Refused("full_house")
            code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
            return self.rooms.setdefault(code, Room(code))

    def find(self, code: str) -> Room:
        """The room of a code.

        Raises:
            Refused: when there is none.
        """
        with self.lock:
            self.clear()
            found = self.rooms.get("".join(code.split()).upper())
        if found is None:
            raise Refused("no_room")
        return found


ROOMS = Rooms()


class Attending:
    """One page in a class, as its teacher or as a learner.

    Attributes:
        room: which; None outside a class.
        teaches: whether this page opened it.
        news: set whenever the page is to be drawn anew.
    """

    def __init__(self) -> None:
        self.room: Room | None = None
        self.teaches = False
        self.news: solara.Reactive[int] = solara.Reactive(0)

    def teach(self) -> None:
        """Open a room.

        Raises:
            Refused: when there are too many.
        """
        self.follow(ROOMS.begin(), True)

    def join(self, code: str) -> None:
        """Enter a room.

        Raises:
            Refused: when there is none of that code, or it is full.
        """
        room = ROOMS.find(code)
        room.come(self)
        self.follow(room, False)

    def follow(self, room: Room, teaches: bool) -> None:
        """From now on this page is told what happens in a room; the thread belongs to the page that starts it."""
        self.leave()
        self.room, self.teaches = room, teaches
        look = room.seen_by_teacher if teaches else room.seen_by_learner
        threading.Thread(target=self.listen, args=(room, look), daemon=True).start()
        self.news.set(self.news.peek() + 1)

    def listen(self, room: Room, look: Callable[[], Hashable]) -> None:
        """Draw the page anew whenever what it shows has changed, until it leaves or the room ends."""
        seen = look()
        while room.open and self.room is room:
            seen = self.another(room, look, seen)
            if self.room is room:
                self.news.set(self.news.peek() + 1)
        if self.room is room:
            self.room = None
            self.news.set(self.news.peek() + 1)

    def another(self, room: Room, look: Callable[[], Hashable], seen: Hashable) -> Hashable:
        """Wait until the page would show something else, or shows another room; what it shows then."""
        with room.changed:
            room.changed.wait_for(lambda: look() != seen or self.room is not room)
            return look()

    def waits_for(self, which: str) -> bool:
        """Whether a learner's page must wait for the teacher to reveal a round."""
        return self.room is not None and not self.teaches and which not in self.room.revealed

    def leave(self) -> None:
        """Leave the class; with its teacher it ends."""
        room, self.room = self.room, None
        if room is None:
            return
        room.end() if self.teaches else room.go(self)
        with room.changed:
            room.changed.notify_all()
