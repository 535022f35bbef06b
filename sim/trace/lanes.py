"""A life as it can be drawn: how the family stood each week, and who was waited for, who helped and who coordinated."""

from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from sim import event_kinds as kinds
from sim.agents.care_tie import ON_LIST, OPEN
from sim.names import LEFT, N_TIES, NOT_YET_COME, SECTOR_OF_TIE, SECTORS
from sim.tables import TIE_NAMES
from sim.trace.life import Life

COORDINATOR = "care_coordinator"  # the lane of whoever coordinates, beside those of the sectors

What = Literal["waiting", "helping", "coordinates"]


class Stretch(NamedTuple):
    """Weeks on end in which the same holds on one lane.

    Attributes:
        who: a sector (one of ``SECTORS``), or ``COORDINATOR``.
        domain: the life domain in which the sector helps, or ``safety``; of a coordinator empty.
        from_week, to_week: the first and the last week, from 0 on, both included.
        what: the family waits for the helper, has its help, or has a coordinator.
    """

    who: str
    domain: str
    from_week: int
    to_week: int
    what: What


def states_of(life: Life) -> pd.DataFrame:
    """How the family stood at the end of each week, from week 0 or its coming until it left.

    Columns: ``week``; ``trust``, ``overload``, ``direction``, ``severity`` (mean over life domains), all 0 to 1;
    ``helpers`` (open ties) and ``waiting`` (places on lists), counted; ``on_plan`` (true while it has a shared plan).
    """
    weeks = np.arange(life.scenario.weeks)
    states = life.between(0, life.scenario.weeks - 1).view(np.ndarray)
    there = ~np.isin(states["status"], (NOT_YET_COME, LEFT))
    table = pd.DataFrame(
        {
            "week": weeks,
            "trust": states["trust"],
            "overload": states["overload"],
            "direction": states["direction"],
            "severity": states["severity"].mean(axis=1),
            "helpers": states["open_ties"],
            "waiting": states["waiting_ties"],
            "on_plan": states["plan"]["active"] == 1,
        }
    )
    return table[there].reset_index(drop=True)


def lanes_of(life: Life) -> list[Stretch]:
    """All stretches from week 0 on, as things stood at the end of each week: helper by helper, the coordinator last.

    A helper who starts and closes between two ends of weeks is not seen; the story tells it.
    """
    states = life.between(0, life.scenario.weeks - 1).view(np.ndarray)
    status = states["tie"]["status"]
    lanes = []
    for tie in range(N_TIES):
        who, domain = SECTORS[SECTOR_OF_TIE[tie]], TIE_NAMES[tie]
        found = [Stretch(who, domain, *weeks, "waiting") for weeks in runs(status[:, tie] == ON_LIST)]
        found += [Stretch(who, domain, *weeks, "helping") for weeks in runs(status[:, tie] == OPEN)]
        lanes += sorted(found, key=lambda stretch: stretch.from_week)
    coordinated = (states["plan"]["active"] == 1) & (states["plan"]["coordinator"] >= 0)
    return lanes + [Stretch(COORDINATOR, "", *weeks, "coordinates") for weeks in runs(coordinated)]


def runs(holds: np.ndarray) -> list[tuple[int, int]]:
    """First and last week of every stretch in which something holds; shape (weeks,)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], holds, [False]]).astype(np.int8)))
    return [(int(first), int(end) - 1) for first, end in edges.reshape(-1, 2)]


def round_tables_of(life: Life) -> list[int]:
    """The weeks, from 0 on, in which a round table was held."""
    return [event.week for event in life.events_of(kinds.ROUND_TABLE_HELD, since=0, until=life.scenario.weeks)]
