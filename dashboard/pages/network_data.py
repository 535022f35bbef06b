"""What the network's picture gets: its paper, where every family stands from which week to which, and all ties."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from dashboard.pages.network_layout import HEAD, Region, paper
from dashboard.pages.network_places import BETWEEN, NAMED, example, places, room, seats, statuses, stretches
from sim.names import N_SECTORS, SECTORS, STATUSES
from sim.region import ROUTES
from sim.ties import KINDS, RegionOverTime, Ties
from sim.words import Language, names

Data = dict[str, Any]


def network_data(region: RegionOverTime, weeks: int, language: Language) -> Data:
    """People, organisations and ties as the page wants them.

    Args:
        region: lived on both routes.
        weeks: how many were lived.
        language: of the sectors.
    """
    sectors = {sector: number for number, sector in enumerate(SECTORS)}
    post_sector = region.posts["sector"].map(sectors).to_numpy(np.int64)
    organisation_sector = region.organisations["sector"].map(sectors).to_numpy(np.int64)
    linked_team = region.organisations["linked_team"].to_numpy(np.int64)
    status = {route: statuses(region.routes[route], len(region.families), weeks) for route in ROUTES}
    place = {route: places(region.routes[route], post_sector, organisation_sector, status[route]) for route in ROUTES}
    seat = {route: seats(place[route]) for route in ROUTES}
    needed = [room(place[route], seat[route], len(post_sector) + N_SECTORS + len(NAMED)) for route in ROUTES]
    drawn = paper(Region(region.posts["organisation"].to_numpy(), organisation_sector, np.maximum(*needed)))
    return {
        "size": rounded([drawn.width, drawn.height]),
        "head": HEAD,
        "blocks": {name: rounded(box) for name, box in drawn.blocks.items()},
        "marks": {name: rounded(box) for name, box in drawn.marks.items()},
        "organisations": [rounded(drawn.organisations[one]) for one in range(len(organisation_sector))],
        "posts": [rounded(drawn.posts[one]) for one in range(len(post_sector))],
        "reach": [drawn.reach.get(sector, 0.0) for sector in range(N_SECTORS)],
        "crowds": [rounded(drawn.crowds[one]) for one in range(N_SECTORS + len(NAMED))],
        "sector_of_post": post_sector.tolist(),
        "sector_of_organisation": organisation_sector.tolist(),
        "members": region.families["members"].tolist(),
        "people": by_first(region.people[["family", "parent", "born"]].to_numpy(np.int64), len(region.families)),
        "linked": np.flatnonzero(linked_team >= 0).tolist(),
        "routes": {
            route: {
                "ties": tie_data(region.routes[route], len(region.families)),
                "stands": by_first(stretches(status[route], place[route], seat[route]), len(region.families)),
                "vacancies": region.routes[route].vacancies[["post", "since", "until"]].to_numpy().ravel().tolist(),
            }
            for route in ROUTES
        },
        "example": example(place["parallel"], place["shared_plan"], len(post_sector)),
        "sectors": dict(zip(SECTORS, (words.to(language) for words in names("sector").values()))),
        "named": list(NAMED),
        "between": BETWEEN,
        "statuses": list(STATUSES),
    }


def tie_data(ties: Ties, families: int) -> list[list[int]]:
    """The ties of each family: kind, person, other, first week and first week after, of one after the other."""
    kinds = ties.ties["kind"].map({kind: number for number, kind in enumerate(KINDS)})
    rest = ties.ties[["person", "other", "since", "until"]]
    return by_first(np.column_stack([ties.ties["family"], kinds, rest]).astype(np.int64), families)


def by_first(rows: np.ndarray, families: int) -> list[list[int]]:
    """What stands behind the first number of each row, all in one list for each first number."""
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    ends = np.searchsorted(rows[:, 0], np.arange(1, families))
    return [some[:, 1:].ravel().tolist() for some in np.split(rows, ends)]


def rounded(lengths: Iterable[float]) -> list[float]:
    """Lengths with the digits that a screen can show."""
    return [round(float(one), 2) for one in lengths]
