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
    """Full weeks of work per sector to begin with: families × cases of a family ÷ caseload.

    How many hours a region pays for is found in the burn-in (``sim/care/capacity.py``) and scales these.

    Args:
        families: families in the region.
        p: the parameters at the start.

    Returns:
        Full weeks of work, shape (7,).

    Source: jeugdautoriteit2023 and others (caseloads).
    """
    return np.maximum(1.0, families * p.cases_per_family) / p.caseload


def empty_staff(families: int, p: np.record) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows for sectors, organisations and posts, with their places but without persons.

    Returns:
        Records of ``sector_type`` (7,), ``organisation_type`` and ``post_type``.
    """
    sectors = np.zeros(N_SECTORS, dtype=sector_type).view(np.recarray)
    sectors["capacity"] = 1.0
    organisations, posts = [], []
    first_post = first_organisation = 0
    for number, needed in enumerate(posts_needed(families, p)):
        count = math.ceil(round(needed, PRECISION))
        sizes = sizes_of_organisations(count, p.posts_per_organisation[number])
        rows = np.zeros(len(sizes), dtype=organisation_type)
        rows["sector"] = number
        rows["posts"] = sizes
        until = np.cumsum(sizes)
        first, share = first_post + until - sizes, until / count
        rows["first_post"] = first
        rows["head"] = rows["tail"] = rows["linked_team"] = NOBODY
        rows["families_until"] = share
        staff = np.zeros(count, dtype=post_type)
        staff["sector"] = number
        organisation = first_organisation + np.repeat(np.arange(len(sizes)), sizes)
        staff["organisation"] = organisation
        staff["fte"] = needed / count
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
        organisation.richness = math.exp(p.organisations_differ * (luck + luck - 1.0))
    for number in range(world.sector.shape[0]):
        make_up_the_mean(world, number)
    for number in range(world.post.shape[0]):
        post = world.post[number]
        order, tenure, _, _ = four(world.luck[0], chance.ORGANISATION_TRAITS, number, 0, 1)
        post.order = order
        post.filled = 1
        post.incumbent = 1
        post.ill_until = world.tally[0].first_week
        post.fte *= world.organisation[post.organisation].richness
        post.since = world.tally[0].first_week - int(tenure * p.first_tenure_weeks)
        be_a_person(world, number, p)


@rule
def make_up_the_mean(world, number):
    """Organisations of a sector differ in hours for each family; together they have as many as the sector.

    Source: kamerstuk2025, five of thirteen protection agencies held over 70 % of the waiting lists (spread assumed).
    """
    sector = world.sector[number]
    posts = 0.0
    hours = 0.0
    for row in range(sector.first_organisation, sector.first_organisation + sector.organisations):
        posts += world.organisation[row].posts
        hours += world.organisation[row].posts * world.organisation[row].richness
    for row in range(sector.first_organisation, sector.first_organisation + sector.organisations):
        world.organisation[row].richness *= posts / hours


def spread_cuts_evenly(posts: np.ndarray) -> None:
    """Turn the drawn order of each sector's posts into their hours, so that a cut of a tenth takes a tenth of each."""
    for number in range(N_SECTORS):
        of_sector = np.flatnonzero(posts["sector"] == number)
        drawn = posts["order"][of_sector]
        rows = of_sector[np.argsort(drawn, kind="stable")]
        fte = posts["fte"][rows]
        until = np.cumsum(fte)
        order = (until - 0.5 * fte) / until[-1]
        posts["order"][rows] = order
