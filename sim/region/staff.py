"""Who works in a region: organisations and posts per sector, as many as caseloads and needs ask for."""

import numpy as np

from sim import chance
from sim.agents.organisation import NOBODY, organisation_type, sector_type
from sim.agents.professional import N_SECTORS, SCHOOL_STAFF, post_type
from sim.care.turnover import be_a_person
from sim.chance import four
from sim.compiled import rule


def posts_needed(families: int, p: np.record) -> np.ndarray:
    """Posts per sector: families × cases of a family ÷ caseload × staffing, at least one.

    Args:
        families: families in the region.
        p: the parameters at the start.

    Returns:
        Whole numbers, shape (7,).

    Source: jeugdautoriteit2023 and others (caseloads); cases of a family are what the burn-in settles at.
    """
    return np.maximum(1, np.round(families * p.cases_per_family / p.caseload * p.staffing)).astype(int)


def empty_staff(families: int, p: np.record) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows for sectors, organisations and posts, with their places but without persons.

    Returns:
        Records of ``sector_type`` (7,), ``organisation_type`` and ``post_type``.
    """
    sectors = np.zeros(N_SECTORS, dtype=sector_type).view(np.recarray)
    organisations, posts = [], []
    first_post = first_organisation = 0
    for number, needed in enumerate(posts_needed(families, p)):
        count = max(1, round(needed / p.posts_per_organisation[number]))
        sizes = np.full(count, needed // count)
        sizes[: needed % count] += 1
        sizes = sizes[sizes > 0]
        rows = np.zeros(len(sizes), dtype=organisation_type)
        rows["sector"] = number
        rows["posts"] = sizes
        rows["first_post"] = first_post + np.cumsum(sizes) - sizes
        rows["head"] = rows["tail"] = rows["linked_team"] = NOBODY
        staff = np.zeros(needed, dtype=post_type)
        staff["sector"] = number
        staff["organisation"] = first_organisation + np.repeat(np.arange(len(sizes)), sizes)
        sectors[number].first_organisation = first_organisation
        sectors[number].organisations = len(sizes)
        first_organisation += len(sizes)
        first_post += needed
        organisations.append(rows)
        posts.append(staff)
    return sectors, joined(organisations), joined(posts)


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
    """Turn the drawn order of each sector's posts into even steps, so that a cut of a tenth takes a tenth of each."""
    for number in range(N_SECTORS):
        of_sector = np.flatnonzero(posts["sector"] == number)
        ranks = np.argsort(np.argsort(posts["order"][of_sector], kind="stable"), kind="stable")
        posts["order"][of_sector] = (ranks + 0.5) / len(of_sector)
