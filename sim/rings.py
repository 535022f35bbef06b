"""The ring of helpers around each family: who of them know each other, and what holds the ring together.

Helpers are the people who have an open case of the family now. Two of them know each other when each has the other
among its acquaintances (``sim/agents/acquaintance.py``), the very persons who hold the posts now. All is read from the
state after the last week; ``Run.graph`` shows the same ties.
"""

from dataclasses import dataclass

import numpy as np

from sim.agents.need import OPEN
from sim.names import LEFT, NOT_YET_COME
from sim.world import World

HALF_A_YEAR = 26  # weeks in which a tie counts as new


@dataclass(frozen=True)
class Rings:
    """What the measures of networks are made of; everything can be added up over regions.

    Attributes:
        acquainted, fragmented, rings: sums over rings of two helpers or more, and how many there are: the share of
            pairs who know each other, and of pairs whom no chain of acquaintances within the ring connects.
        bridged, gaps: pairs of helpers who do not know each other and are not the coordinator, in families whose plan
            a professional coordinates; of those, pairs of whom both know the coordinator.
        new_ties, ties: of families with a helper, and of those, the ones that began in the last half year.
        known_elsewhere, professionals: colleagues of other organisations who are known, and who could know them.
    """

    acquainted: float = 0.0
    fragmented: float = 0.0
    rings: float = 0.0
    bridged: float = 0.0
    gaps: float = 0.0
    new_ties: float = 0.0
    ties: float = 0.0
    known_elsewhere: float = 0.0
    professionals: float = 0.0

    def __add__(self, other: "Rings") -> "Rings":
        """Those of two regions."""
        return Rings(*(mine + theirs for mine, theirs in zip(vars(self).values(), vars(other).values())))


def rings_of(world: World) -> Rings:
    """What a region's rings say after its last week.

    Args:
        world: the region; families whose outcomes do not count, or who left, have no ring.
    """
    week = int(world.tally["next_week"][0]) - 1
    family, post = world.family.view(np.ndarray), world.post.view(np.ndarray)
    of, helper, since = ties_of(world)
    pairs = pairs_of(of)
    first, second = helper[pairs]
    known = know_each_other(post, first, second)
    count = np.bincount(of, minlength=len(family))
    large = count > 1
    all_pairs = np.maximum(1, count * (count - 1) / 2)
    acquainted = np.bincount(of[pairs[0]], weights=known, minlength=len(family)) / all_pairs
    parts = np.bincount(parts_of(len(of), pairs[:, known]), minlength=len(of))
    reached = np.bincount(of, weights=np.where(parts, parts * (parts - 1) / 2, 0.0), minlength=len(family)) / all_pairs
    plan = family["plan"]
    coordinator = np.where(plan["active"] == 1, plan["coordinator"], -1)[of]
    with_other = (coordinator >= 0) & (coordinator != helper)
    knows_it = with_other & know_each_other(post, helper, np.maximum(coordinator, 0))
    gap = ~known & with_other[pairs[0]] & with_other[pairs[1]]
    return Rings(
        acquainted=float(acquainted[large].sum()),
        fragmented=float((1.0 - reached)[large].sum()),
        rings=float(large.sum()),
        bridged=float((gap & knows_it[pairs[0]] & knows_it[pairs[1]]).sum()),
        gaps=float(gap.sum()),
        new_ties=float((since > week - HALF_A_YEAR).sum()),
        ties=float(len(of)),
        known_elsewhere=known_elsewhere(post),
        professionals=float((post["filled"] == 1).sum()),
    )


def ties_of(world: World) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row of the family, row of the post, and first week of each tie between a family and a helper who is there."""
    family, need, relation = (array.view(np.ndarray) for array in (world.family, world.need, world.relation))
    counts = (family["followed"] == 1) & (family["status"] != NOT_YET_COME) & (family["status"] != LEFT)
    is_open = need["status"] == OPEN
    open_cases = need[["family", "relation"]][is_open]
    of_open = counts[open_cases["family"]]
    row = np.unique(open_cases["relation"][of_open])
    of = np.searchsorted(family["first_relation"], row, side="right") - 1
    helper = relation["post"][row]
    there = world.post.view(np.ndarray)["filled"][helper] == 1
    helps_since, face_since = relation["since"], relation["face_since"]
    since = np.maximum(helps_since, face_since)[row]
    return of[there], helper[there], since[there]


def pairs_of(of: np.ndarray) -> np.ndarray:
    """All pairs of places that belong to the same family, shape (2, pairs).

    Args:
        of: the family of each place, in order.
    """
    found = []
    for apart in range(1, len(of)):
        same = np.flatnonzero(of[apart:] == of[:-apart])
        if not len(same):
            break
        found.append(np.array([same, same + apart]))
    return np.concatenate(found, axis=1) if found else np.zeros((2, 0), dtype=int)


def know_each_other(post: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Whether the people on pairs of posts have each other among their acquaintances."""
    return knows(post, one, other) & knows(post, other, one)


def knows(post: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Whether the person on the one post has the person on the other among the acquaintances."""
    acquaintance, incumbent = post["acquaintance"], post["incumbent"][other]
    same_post = acquaintance["post"][one] == other[:, np.newaxis]
    return (same_post & (acquaintance["incumbent"][one] == incumbent[:, np.newaxis])).any(axis=1)


def parts_of(places: int, joined: np.ndarray) -> np.ndarray:
    """For each place the lowest one that a chain of joined pairs leads to: what hangs together has the same.

    Args:
        places: how many there are.
        joined: pairs of places, shape (2, pairs).
    """
    part = np.arange(places)
    while True:
        before = part.copy()
        for one, other in (joined, joined[::-1]):
            np.minimum.at(part, one, part[other])
        if (part == before).all():
            return part


def known_elsewhere(post: np.ndarray) -> float:
    """How many people in other organisations are known by somebody whom they know too, added up over professionals."""
    one, other = acquaintances(post)[:2]
    organisation = post["organisation"]
    return 2.0 * float((organisation[one] != organisation[other]).sum())


def acquaintances(post: np.ndarray, week: int = 0, fades: float = 0.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """All pairs of posts whose holders know each other: the lower row, the higher, and how well, 0 to 1.

    Args:
        post: the posts of a region.
        week: that just ended.
        fades: how fast who is not met is forgotten (``familiarity_fades``); as of the last meeting when not given.
    """
    post = post.view(np.ndarray)
    held = post["acquaintance"]
    there = np.append(post["filled"] == 1, False)  # of what a free place names, nobody
    known = held["post"]
    one, place = np.nonzero(there[:-1, np.newaxis] & there[known])
    other = known[one, place]
    incumbent, last_met = post["incumbent"], held["last_met"][one, place]
    same = held["incumbent"][one, place] == incumbent[other]
    familiarity = held["familiarity"][one, place] / (1.0 + fades * (week - last_met))
    one, other, familiarity = one[same], other[same], familiarity[same]
    order = np.argsort(one * len(post) + other)
    one, other, familiarity = one[order], other[order], familiarity[order]
    forth, back = one * len(post) + other, other * len(post) + one
    at = np.searchsorted(forth, back) % max(1, len(forth))
    both = (forth[at] == back) & (one < other)
    return one[both], other[both], np.minimum(familiarity, familiarity[at])[both]
