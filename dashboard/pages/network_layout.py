"""The paper of the network's picture: a block for each sector with its organisations and helpers, and crowds between.

Lengths are in dots: the room that one family takes. The width of the paper is chosen so that all families who ever
stand somewhere have room there; what moves is only they.
"""

from dataclasses import dataclass, field
from math import ceil, pi

import numpy as np

from dashboard.pages.network_places import BETWEEN, NAMED
from sim.names import N_SECTORS, SECTORS

Box = tuple[float, float, float, float]  # left, top, width, height
ROWS = (  # block and its share of the width; families without a coordinator stand in the middle, between all helpers
    (("school", 1 / 2), ("gp", 1 / 2)),
    (("youth_mental_health", 1 / 2), ("adult_mental_health", 1 / 2)),
    (("between", 1.0),),
    (("social_team", 2 / 3), ("itself", 1 / 3)),
    (("debt_housing", 0.53), ("child_protection", 0.47)),
    (("nobody", 1 / 3), ("dropped_out", 1 / 3), ("closed", 1 / 3)),
)
TALL = 1.5  # height of the paper, as a share of its width, at most
HEAD = 0.06  # height of a line of words, as a share of the width: letters of 11 pixels fit at 240
GAP = 0.014  # between blocks, as a share of the width
PAD, BESIDE = 0.4, 0.4  # within a block, and between its organisations
STEP = 0.25  # by which rings grow


@dataclass(frozen=True)
class Region:
    """What has to find room.

    Attributes:
        organisation: of each post.
        sector: number of the sector of each organisation.
        room: seats needed at each place.
    """

    organisation: np.ndarray
    sector: np.ndarray
    room: np.ndarray

    def crowd(self, place: int) -> int:
        """Seats needed in a crowd, counted from the first sector."""
        return int(self.room[len(self.organisation) + place])


@dataclass
class Paper:
    """Where everything is.

    Attributes:
        width, height: of the paper.
        blocks: box of each block, by sector or place.
        marks: box of each crowd within the block "between".
        organisations: box of each.
        posts: middle of each.
        reach: of the families around a helper, by sector.
        crowds: by place, counted from the first sector: middle of the first seat, and seats in a row.
    """

    width: float
    height: float = 0.0
    blocks: dict[str, Box] = field(default_factory=dict)
    marks: dict[str, Box] = field(default_factory=dict)
    organisations: dict[int, Box] = field(default_factory=dict)
    posts: dict[int, tuple[float, float]] = field(default_factory=dict)
    reach: dict[int, float] = field(default_factory=dict)
    crowds: dict[int, tuple[float, float, int]] = field(default_factory=dict)


def paper(region: Region) -> Paper:
    """The narrowest paper that is not too tall: the one with the largest dots."""
    width = 12.0
    while (found := drawn(region, width)).height > TALL * width:
        width *= 1.03
    return found


def drawn(region: Region, width: float) -> Paper:
    """A paper of a width, as tall as it has to be."""
    found = Paper(width)
    gap, top = GAP * width, 0.0
    for row in ROWS:
        wides = [share * (width + gap) - gap for _, share in row]
        lefts = [sum(wides[:number]) + number * gap for number in range(len(row))]
        boxes = list(zip((name for name, _ in row), lefts, wides))
        end = max(add_block(found, region, name, left, top, wide) for name, left, wide in boxes)
        found.blocks |= {name: (left, top, wide, end - top) for name, left, wide in boxes}
        top = end + gap
    found.height = top - gap
    return found


def add_block(found: Paper, region: Region, name: str, left: float, top: float, width: float) -> float:
    """Put what belongs into a block under its words; where it ends."""
    left, top, width = left + PAD, top + HEAD * found.width, width - 2 * PAD
    if name in SECTORS:
        sector = SECTORS.index(name)
        top = add_organisations(found, region, sector, left, top, width)
        return add_crowd(found, region, sector, left, top, width) + PAD
    if name != "between":
        return add_crowd(found, region, N_SECTORS + NAMED.index(name), left, top, width) + PAD
    each, ends, under = width / len(BETWEEN), [], top + HEAD * found.width
    for number, mark in enumerate(BETWEEN):
        ends.append(add_crowd(found, region, N_SECTORS + number, left + number * each, under, each - PAD))
        found.marks[mark] = (left + number * each, top, each - PAD, ends[-1] - top)
    return max(ends) + PAD


def add_crowd(found: Paper, region: Region, place: int, left: float, top: float, width: float) -> float:
    """Seats in rows from side to side; where they end."""
    across = max(1, int(width))
    found.crowds[place] = (left + 0.5, top + 0.5, across)
    return top + ceil(region.crowd(place) / across)


def add_organisations(found: Paper, region: Region, sector: int, left: float, top: float, width: float) -> float:
    """Put the organisations of a sector side by side, with so many rows of helpers that they end soonest; where.

    What is left of the width is shared by all.
    """
    organisations = np.flatnonzero(region.sector == sector).tolist()
    if not organisations:
        return top
    posts = [np.flatnonzero(region.organisation == one).tolist() for one in organisations]
    most = max((int(region.room[post]) for ones in posts for post in ones), default=0)
    found.reach[sector] = reach(most)
    side = 1 + 2 * found.reach[sector]
    tried = [shelves(posts, side, rows, width) for rows in range(1, max(map(len, posts)) + 1)]
    boxes = min(tried, key=lambda boxes: (max(x + wide for x, _, wide, _ in boxes) > width, end_of(boxes)))
    wider = max(1.0, width / max(x + wide for x, _, wide, _ in boxes))
    for organisation, ones, (x, y, wide, high) in zip(organisations, posts, boxes):
        found.organisations[organisation] = (left + x * wider, top + y, wide * wider, high)
        for number, post in enumerate(ones):
            row, column = divmod(number, round(wide / side))
            found.posts[post] = (left + (x + (column + 0.5) * side) * wider, top + y + (row + 0.5) * side)
    return top + end_of(boxes)


def shelves(posts: list[list[int]], side: float, rows: int, width: float) -> list[Box]:
    """Boxes of organisations with their helpers in so many rows, side by side, on as many shelves as it takes."""
    boxes: list[Box] = []
    x = y = lowest = 0.0
    for ones in posts:
        across = max(1, ceil(len(ones) / rows))
        wide, high = across * side, max(1, ceil(len(ones) / across)) * side
        if x and x + wide > width:
            x, y = 0.0, lowest + BESIDE
        boxes.append((x, y, wide, high))
        x, lowest = x + wide + BESIDE, max(lowest, y + high)
    return boxes


def end_of(boxes: list[Box]) -> float:
    """Where the lowest of some boxes ends."""
    return max(top + high for _, top, _, high in boxes) + BESIDE


def reach(families: int) -> float:
    """How far from a helper the last of so many families stands: rings with room for each, one dot apart."""
    found = 0.0 if families == 0 else 1.0
    while sum(seats_around(found)) < families:
        found += STEP
    return found


def seats_around(far: float) -> list[int]:
    """Seats in the rings around a helper, from the inner one; the outer one is so far away."""
    return [int(2 * pi * (far - number)) for number in range(int(far))][::-1]
