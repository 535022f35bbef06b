"""Where gains come from, made up by hand: what meetings bring is a sum, so that every share is known."""

from collections.abc import Callable

import numpy as np

from sim.by_channel import Sources, orders_of, sets_of
from sim.names import CHANNELS
from sim.outcomes import MAIN
from sim.scenario import load_scenario

BROUGHT = {"goals_in_line": -0.004, "meeting_hours": 0.003}
REST = 0.001


def added_up(opened: set[str]) -> float:
    """Each way brings what it brings, whatever else is open."""
    return REST + sum(BROUGHT.get(channel, 0.0) for channel in opened)


def made_sources(gain: Callable[[set[str]], float] = added_up, luck: float = 0.0001, replicates: int = 3) -> Sources:
    """Sources in which the gain in severity is a function of the open ways, and nothing else differs.

    Args:
        gain: shared plan minus parallel routes with some ways open.
        luck: by how much replicates differ from each other where a way is open, and nothing else.
        replicates: how many.
    """
    orders = orders_of(6)
    gains = {}
    for number in sets_of(orders):
        opened = {channel for place, channel in enumerate(CHANNELS) if number >> place & 1}
        values = np.zeros((replicates, len(MAIN)))
        values[:, MAIN.index("severity")] = gain(opened) + luck * len(opened) * (
            np.arange(replicates) - (replicates - 1) / 2
        )
        gains[number] = values
    return Sources(load_scenario("almelo"), 7, gains, orders)
