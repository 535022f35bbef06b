"""Who works in a region: organisations and posts per sector, as many as caseloads and needs ask for."""

import math

import numpy as np

from sim import chance
from sim.agents.organisation import NOBODY, organisation_type, sector_type
from sim.agents.professional import post_type
from sim.care.turnover import be_a_person
from sim.chance import four
from sim.compiled import rule
from sim.names import N_SECTORS, SCHOOL_STAFF

PRECISION = 9  # decimals of a post: what is less is how computers divide


def posts_needed(families: int, p: np.record) -> np.ndarray:
    """Posts per sector: families × cases of a family ÷ caseload × staffing, at least enough for one case.

    Args:
        families: families in the region.
        p: the parameters at the start.

    Returns:
        Full weeks of work, shape (7,); the part behind the point is a last post with part of a week.

    Source: jeugdautoriteit2023 and others (caseloads); cases of a family are what the burn-in settles at.
    """
    return np.maximum(1.0, np.round(families * p.cases_per_family * p.staffing)) / p.caseload


def empty_staff(families: int, p: np.record) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows for sectors, organisations and posts, with their places but without persons.

    Returns:
        Records of ``sector_type`` (7,), ``organisation_type`` and ``post_type``.
    """
    sectors = np.zeros(N_SECTORS, dtype=sector_type).view(np.recarray)
    organisations, posts = [], []
    first_post = first_organisation = 0
    for number, needed in enumerate(posts_needed(families, p)):
        count = math.ceil(round(needed, PRECISION))
        sizes = sizes_of_organisations(count, p.posts_per_organisation[number])
        rows = np.zeros(len(sizes), dtype=organisation_type)
        rows["sector"] = number
        rows["posts"] = sizes
        rows["first_post"] = first_post + np.cumsum(sizes) - sizes
        rows["head"] = rows["tail"] = rows["linked_team"] = NOBODY
        staff = np.zeros(count, dtype=post_type)
        staff["sector"] = number
        staff["organisation"] = first_organisation + np.repeat(np.arange(len(sizes)), sizes)
        staff["fte"] = 1.0
        staff["fte"][sizes[0] - 1] -= max(0.0, count - needed)  # the first organisation is among the largest
        until = np.cumsum(staff["fte"])
        staff["fte_before"][1:] = until[:-1]
        rows["families_until"] = until[np.cumsum(sizes) - 1] / needed
        sectors[number].first_organisation = first_organisation
        sectors[number].organisations = len(sizes)
        first_organisation += len(sizes)
        first_post += count
        organisations.append(rows)
        posts.append(staff)
    return sectors, joined(organisations), joined(posts)


def sizes_of_organisations(posts: int, usual: float) -> np.ndarray:
    """Posts of each organisation of a sector, the largest first: as many as usual, about, and as even as can be."""
    count = min(posts, max(1, round(posts / usual)))
    return posts // count + (np.arange(count) < posts % count)


def joined(arrays: list[np.ndarray]) -> np.ndarray:
    """Record arrays behind each other, to the last byte (also the unused ones, so that equal worlds are equal)."""
    return np.concatenate([array.view(np.uint8) for array in arrays]).view(arrays[0].dtype).view(np.recarray)


@rule
def furnish_staff(world):
    """Give every post its first person and every school its place among schools.

    Source: fspsf2016 and edwards2018, tenure is short (the spread at the start is assumed).
    """
    p = world.p[world.stretch[0]]
    for row in range(world.organisation.shape[0]):
        organisation = world.organisation[row]
        luck, link_luck, _, _ = four(world.luck[0], chance.ORGANISATION_TRAITS, row, 0, 0)
        if organisation.sector == SCHOOL_STAFF:
            organisation.luck = luck
            organisation.link_luck = link_luck
    for number in range(world.post.shape[0]):
        post = world.post[number]
        order, tenure, _, _ = four(world.luck[0], chance.ORGANISATION_TRAITS, number, 0, 1)
        post.order = order
        post.filled = 1
        post.incumbent = 1
        post.since = world.tally[0].first_week - int(tenure * p.first_tenure_weeks)
        be_a_person(world, number, p)


def spread_cuts_evenly(posts: np.ndarray) -> None:
    """Turn the drawn order of each sector's posts into their hours, so that a cut of a tenth takes a tenth of each."""
    for number in range(N_SECTORS):
        of_sector = np.flatnonzero(posts["sector"] == number)
        rows = of_sector[np.argsort(posts["order"][of_sector], kind="stable")]
        until = np.cumsum(posts["fte"][rows])
        posts["order"][rows] = (until - 0.5 * posts["fte"][rows]) / until[-1]
