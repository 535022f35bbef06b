"""The cores of the machine, shared by everybody who waits for runs.

Each core asks, task by task, whose turn it is (see ``dashboard.live.turns``). A run asks now and then whether a
first picture should go before it; if so that is lived at once, by the same core, and the run goes on afterwards. A run
that nobody waits for any more stops there.
"""

import threading

from dashboard.live.turns import Turn, Turns
from dashboard.live.wishes import Account, Outcome, Wish
from sim.workers import cores

LOOK_AGAIN_SECONDS = 0.5


class Cores:
    """Threads that live the runs of all wishes, one thread a core.

    Args:
        count: how many; by default as many as there are cores.
    """

    def __init__(self, count: int | None = None) -> None:
        self.turns = Turns()
        self.work = threading.Condition()
        self.threads = [threading.Thread(target=self.serve, daemon=True) for _ in range(cores(count))]
        for thread in self.threads:
            thread.start()

    def account_of(self, session: str) -> Account:
        """The account of a session."""
        with self.work:
            return self.turns.account_of(session)

    def fulfil(self, wish: Wish[Outcome]) -> Wish[Outcome]:
        """Begin with a wish."""
        with self.work:
            self.turns.add(wish)
            self.work.notify_all()
        return wish

    def serve(self) -> None:
        """What each core does: look whose turn it is, live a task, and look again."""
        while True:
            with self.work:
                while (turn := self.turns.next()) is None:
                    # whoever comes back to a page tells nobody
                    self.work.wait(LOOK_AGAIN_SECONDS if self.turns.wishes else None)
            self.live(turn)

    def live(self, turn: Turn) -> None:
        """Live a task; on the way, whatever goes before it."""

        def between() -> None:
            turn.wish.still_wanted()
            while other := self.before(turn):
                self.live(other)
                turn.wish.still_wanted()

        turn.wish.live(turn.number, between)

    def before(self, turn: Turn) -> Turn | None:
        """What goes before a task that is under way."""
        with self.work:
            return self.turns.next_before(turn)


_all: list[Cores] = []
_making = threading.Lock()


def all_cores() -> Cores:
    """The cores of this machine, for all visitors."""
    with _making:
        if not _all:
            _all.append(Cores())
        return _all[0]
