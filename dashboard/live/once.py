"""What several settings on a page have in common is lived once: a burn-in, and a whole parallel route.

Settings that differ in levers that act on the plan alone share both (``sim/histories.py``), so that a row of a map with
such a lever costs little more than half.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field

from sim.comparison import both_routes
from sim.histories import history_of
from sim.region import ROUTES
from sim.run import Between, burn_in, live
from sim.scenario import Scenario
from sim.world import World

KEPT = 16  # histories; a map has eleven in a row, and its runs of one seed lie together
PARALLEL = ROUTES[0]


@dataclass
class History:
    """A region at week 0, and what becomes of it on parallel routes; nothing before somebody has lived it."""

    worlds: tuple[World, World] | None = None
    busy: threading.Lock = field(default_factory=threading.Lock)


class Living(threading.local):
    """What a thread is about: a history is lived in it, and on the way maybe another pair that goes before."""

    a_history = False


LIVING = Living()


class Once:
    """Lives pairs; what an earlier one had in common with it is taken from there. Any number of threads may ask."""

    def __init__(self, kept: int = KEPT) -> None:
        self.kept = kept
        self.lock = threading.Lock()
        self.histories: OrderedDict[Hashable, History] = OrderedDict()

    def both_routes(self, scenario: Scenario, seed: int, region: int, between: Between | None) -> dict[str, World]:
        """As ``sim.comparison.both_routes``, bit by bit; the worlds are to be looked at only."""
        history = self.history((seed, region, history_of(scenario)))
        if history.worlds is None:
            # Who is on the way of a history waits for no other: it may be the same, or one that waits for this.
            if not history.busy.acquire(blocking=not LIVING.a_history):
                return both_routes(scenario, seed, region, between)
            before, LIVING.a_history = LIVING.a_history, True
            try:
                if history.worlds is None:
                    start = burn_in(scenario, seed, region, between)
                    history.worlds = start, live(start, scenario, PARALLEL, between=between)
            finally:
                LIVING.a_history = before
                history.busy.release()
        start, parallel = history.worlds
        return {
            route: parallel if route == PARALLEL else live(start, scenario, route, between=between) for route in ROUTES
        }

    def history(self, key: Hashable) -> History:
        """The history of this key; the one that was not asked for longest is forgotten."""
        with self.lock:
            found = self.histories.setdefault(key, History())
            self.histories.move_to_end(key)
            if len(self.histories) > self.kept:
                self.histories.popitem(last=False)
            return found
