"""The region as a picture: families in the middle, their own people beside them, services in a ring around them.

Places never move, so that what changes from week to week is only who is tied to whom.
"""

from typing import Any

import numpy as np

from sim.names import SECTORS, STATUSES
from sim.region import ROUTES
from sim.ties import KINDS, RegionOverTime
from sim.words import Language, names

Data = dict[str, Any]
GOLDEN = np.pi * (3 - np.sqrt(5))  # the angle at which seeds of a sunflower follow each other
DISC, RING, OUTER = 600.0, 860.0, 1000.0  # radius of the families, of the posts, of the organisations
BESIDE = 22.0  # how far somebody of the own network stands from the family
GAP = 0.1  # between sectors, in radians


def network_data(region: RegionOverTime, language: Language) -> Data:
    """People, organisations and ties as the page wants them."""
    organisations = region.organisations["organisation"].to_numpy()
    sectors = [SECTORS.index(one) for one in region.organisations["sector"]]
    angles = organisation_angles(sectors, np.bincount(region.posts["organisation"], minlength=len(organisations)))
    family_at = family_places(region.families["team"].to_numpy(), angles)
    posts = post_places(region.posts["organisation"].to_numpy(), angles)
    return {
        "families": rounded(family_at),
        "members": [int(one) for one in region.families["members"]],
        "posts": [[x, y, SECTORS.index(sector)] for (x, y), sector in zip(rounded(posts), region.posts["sector"])],
        "organisations": [[*xy, sector] for xy, sector in zip(rounded(on_circle(angles, OUTER)), sectors)],
        "links": [
            [int(school), int(team)]
            for school, team in zip(organisations, region.organisations["linked_team"])
            if team >= 0
        ],
        "routes": {route: ties_data(region.routes[route]) for route in ROUTES},
        "sectors": [words.to(language) for words in names("sector").values()],
        "kinds": list(KINDS),
        "statuses": list(STATUSES),
        "beside": BESIDE,
    }


def ties_data(ties: Any) -> Data:
    """The stretches of one route, as rows of whole numbers."""
    kinds = {kind: number for number, kind in enumerate(KINDS)}
    columns = zip(ties.ties["kind"].map(kinds), *(ties.ties[name] for name in ("family", "other", "since", "until")))
    standing = {status: number for number, status in enumerate(STATUSES)}
    stands = zip(
        ties.standings["standing"].map(standing), *(ties.standings[name] for name in ("family", "since", "until"))
    )
    return {
        "ties": [[int(one) for one in row] for row in columns],
        "standings": [[int(one) for one in row] for row in stands],
        "vacancies": ties.vacancies[["post", "since", "until"]].astype(int).to_numpy().tolist(),
    }


def organisation_angles(sectors: list[int], posts: np.ndarray) -> np.ndarray:
    """Where each organisation stands on the ring: sector after sector, with room for its posts."""
    room = np.maximum(posts, 1).astype(float)
    free = 2 * np.pi - GAP * len(set(sectors))
    width = free * room / room.sum()
    order = np.argsort(sectors, kind="stable")
    angles = np.zeros(len(sectors))
    at, before = 0.0, None
    for place in order:
        if before is not None and sectors[place] != before:
            at += GAP
        angles[place] = at + width[place] / 2
        at += width[place]
        before = sectors[place]
    return angles - np.pi / 2


def on_circle(angles: np.ndarray, radius: float) -> np.ndarray:
    """Points on a circle, shape (n, 2)."""
    return radius * np.column_stack([np.cos(angles), np.sin(angles)])


def post_places(organisation: np.ndarray, angles: np.ndarray) -> np.ndarray:
    """Posts side by side before their organisation, shape (posts, 2)."""
    counts = np.bincount(organisation, minlength=len(angles))
    total = max(1, counts.sum())
    seen = np.zeros(len(angles), dtype=int)
    spread = np.zeros(len(organisation))
    for post, place in enumerate(organisation):
        spread[post] = seen[place] - (counts[place] - 1) / 2
        seen[place] += 1
    step = (2 * np.pi - 1) / total
    return on_circle(angles[organisation] + spread * step, RING)


def family_places(team: np.ndarray, angles: np.ndarray) -> np.ndarray:
    """Families as seeds of a sunflower, each on the side of its own team, shape (families, 2)."""
    count = len(team)
    seeds = np.arange(count)
    radius = DISC * np.sqrt((seeds + 0.5) / count)
    turn = (seeds * GOLDEN) % (2 * np.pi)
    places = np.column_stack([radius * np.cos(turn), radius * np.sin(turn)])
    around = np.argsort(np.arctan2(places[:, 1], places[:, 0]), kind="stable")
    near = np.argsort(np.arctan2(np.sin(angles[team]), np.cos(angles[team])), kind="stable")
    found = np.zeros((count, 2))
    found[near] = places[around]
    return found


def rounded(places: np.ndarray) -> list[list[float]]:
    """Places with the digits that a screen can show."""
    return [[round(float(x), 1), round(float(y), 1)] for x, y in places]
