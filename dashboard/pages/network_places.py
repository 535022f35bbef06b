"""Where each family stands in the picture of the network: with whoever coordinates it, or with whoever helps it.

A place is a whole number: first the posts (a family stands around one helper), then the sectors (it waits there and has
no helper yet), then ``NAMED``. ``NOWHERE`` is for families that have not come yet, or have left. A seat is a number
within a place; a family keeps it for as long as it stays there, so that only who goes somewhere else moves.
"""

from heapq import heappop, heappush

import numpy as np

from sim.names import CLOSED, DROPPED_OUT, LEFT, N_SECTORS, NOT_YET_COME, STATUSES
from sim.ties import CARE, COORDINATES, ITSELF, KINDS, WAITING, Ties

BETWEEN = {"few": 2, "some": 4, "many": 6}  # without a coordinator, by helpers from so many on
NAMED = (*BETWEEN, "itself", "nobody", "dropped_out", "closed")
NOWHERE = -1

# Rows of whole numbers by kind of tie: family, other, first week, first week after; shape (ties, 4).
Rows = dict[str, np.ndarray]


def tie_rows(ties: Ties) -> Rows:
    """The ties of a route as rows of whole numbers, by kind."""
    columns = ties.ties[["family", "other", "since", "until"]].to_numpy(np.int64)
    return {kind: columns[(ties.ties["kind"] == kind).to_numpy()] for kind in KINDS}


def statuses(ties: Ties, families: int, weeks: int) -> np.ndarray:
    """Number of the status of each family in each week, shape (weeks, families)."""
    found = np.full((weeks, families), NOT_YET_COME)
    number = {status: place for place, status in enumerate(STATUSES)}
    columns = (ties.standings[name] for name in ("family", "standing", "since", "until"))
    for family, standing, since, until in zip(*columns):
        found[since:until, family] = number[standing]
    return found


def places(ties: Ties, post_sector: np.ndarray, organisation_sector: np.ndarray, status: np.ndarray) -> np.ndarray:
    """The place of each family in each week, shape (weeks, families).

    Args:
        ties: of one route.
        post_sector, organisation_sector: number of the sector of each post and each organisation.
        status: as ``statuses`` gives it.
    """
    rows = tie_rows(ties)
    return np.array(
        [
            places_now(
                {kind: ones[(ones[:, 2] <= week) & (week < ones[:, 3]), :2] for kind, ones in rows.items()},
                status[week],
                len(post_sector),
                organisation_sector,
            )
            for week in range(len(status))
        ]
    )


def places_now(now: Rows, status: np.ndarray, posts: int, organisation_sector: np.ndarray) -> np.ndarray:
    """The place of each family in one week.

    Somebody who coordinates comes before how many helpers there are, and a helper before a waiting list.

    Args:
        now: family and other of the ties there are, by kind, shape (ties, 2).
        status: of each family.
        posts: how many there are.
        organisation_sector: number of the sector of each organisation.
    """
    families = len(status)
    named = posts + N_SECTORS
    pairs = np.unique(now[CARE][:, 0] * posts + now[CARE][:, 1])  # a helper for two life domains is one helper
    helped, helper = np.divmod(pairs, posts)
    helpers = np.bincount(helped, minlength=families)
    place = np.full(families, named + NAMED.index("nobody"))
    waits = now[WAITING][::-1]  # who is on several lists stands at the one it is on longest
    sector = organisation_sector[waits[:, 1]]
    place[waits[:, 0]] = posts + sector
    place[helped] = helper
    for number, least in enumerate(BETWEEN.values()):
        place[helpers >= least] = named + number
    place[now[ITSELF][:, 0]] = named + NAMED.index("itself")
    place[now[COORDINATES][:, 0]] = now[COORDINATES][:, 1]
    place[status == DROPPED_OUT] = named + NAMED.index("dropped_out")
    place[status == CLOSED] = named + NAMED.index("closed")
    place[(status == NOT_YET_COME) | (status == LEFT)] = NOWHERE
    return place


def seats(place: np.ndarray) -> np.ndarray:
    """The seat of each family in each week, shape (weeks, families): the first free one where it came.

    Args:
        place: shape (weeks, families).
    """
    found = np.full(place.shape, NOWHERE)
    free: dict[int, list[int]] = {}
    opened: dict[int, int] = {}
    before = np.full(place.shape[1], NOWHERE)
    for week, now in enumerate(place):
        moved = np.flatnonzero(now != before)
        if week:
            found[week] = found[week - 1]
        for family in moved[before[moved] != NOWHERE].tolist():
            heappush(free.setdefault(int(before[family]), []), int(found[week, family]))
        found[week, moved] = NOWHERE
        for family in moved[now[moved] != NOWHERE].tolist():
            where = int(now[family])
            if free.get(where):
                found[week, family] = heappop(free[where])
            else:
                found[week, family] = opened.get(where, 0)
                opened[where] = opened.get(where, 0) + 1
        before = now
    return found


def stretches(status: np.ndarray, place: np.ndarray, seat: np.ndarray) -> np.ndarray:
    """When families come to stand elsewhere: family, first week, status, place and seat; shape (rows, 5)."""
    both = status * (place.max() + 2) + place
    begins = np.vstack([np.ones((1, status.shape[1]), dtype=bool), both[1:] != both[:-1]])
    family, since = np.nonzero(begins.T)
    rows = np.column_stack([family, since, status[since, family], place[since, family], seat[since, family]])
    return rows[rows[:, 2] != NOT_YET_COME]


def room(place: np.ndarray, seat: np.ndarray, places: int) -> np.ndarray:
    """How many seats each place needs over all weeks, shape (places,)."""
    found = np.zeros(places, dtype=np.int64)
    there = place != NOWHERE
    np.maximum.at(found, place[there], seat[there] + 1)
    return found


def example(parallel: np.ndarray, shared_plan: np.ndarray, posts: int) -> int:
    """The family to show first: longest with several helpers and no coordinator on one route, and one on the other.

    Args:
        parallel, shared_plan: the places on both routes, shape (weeks, families).
        posts: how many there are.
    """
    several = (parallel >= posts + N_SECTORS) & (parallel < posts + N_SECTORS + len(BETWEEN))
    held = (shared_plan >= 0) & (shared_plan < posts)
    return int((several & held).sum(axis=0).argmax())
