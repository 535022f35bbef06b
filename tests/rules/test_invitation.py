"""M11: who is asked to the round table, and who comes."""

import pytest

from sim.care.invitation import invitation_chance, invite_professionals
from sim.event_kinds import MISSED_ROUND_TABLE
from sim.names import (
    CHILD_MENTAL_HEALTH,
    HOME,
    MONEY,
    ROUND_TABLE,
    SAFETY,
    SCHOOL,
    SCHOOL_STAFF,
    SOCIAL_TEAM,
    YOUTH_MENTAL_HEALTH,
)
from tests.rules.at_the_table import INVITING, coordinated

VISION = 0.4 + 0.6 * 0.5  # of somebody with half of the shared vision
PAID = 0.6 + 0.4 * 0.5


def chance_of(world, sector, room=20.0, concern=0.0):
    school = world.organisation[sector]
    return invitation_chance(world.post[2 * sector], school, room, concern, world.p[0])


def test_an_invited_professional_comes_by_vision_and_pay(small_world):
    world = small_world(**INVITING)
    assert chance_of(world, YOUTH_MENTAL_HEALTH) == pytest.approx(VISION * PAID)
    world.post[2 * YOUTH_MENTAL_HEALTH].embedding = 1
    assert chance_of(world, YOUTH_MENTAL_HEALTH) == pytest.approx(PAID)
    world.p[0].paid_attendance = 1
    assert chance_of(world, YOUTH_MENTAL_HEALTH) == pytest.approx(1)
    world.p[0].paid_attendance = 0
    assert chance_of(world, YOUTH_MENTAL_HEALTH) == pytest.approx(0.6)


def test_the_sector_that_coordinates_is_always_paid(small_world):
    world = small_world(**{**INVITING, "paid_attendance": 0})
    assert chance_of(world, SOCIAL_TEAM) == pytest.approx(VISION)


@pytest.mark.parametrize(("room", "share"), [(20, 1), (2, 1), (0.5, 0.25), (0, 0), (-3, 0)])
def test_without_time_nobody_comes(small_world, room, share):
    world = small_world(**INVITING)
    assert chance_of(world, YOUTH_MENTAL_HEALTH, room=room) == pytest.approx(VISION * PAID * share)


def test_concern_about_safety_keeps_professionals_away(small_world):
    world = small_world(**INVITING)
    assert chance_of(world, YOUTH_MENTAL_HEALTH, concern=0.5) == pytest.approx(VISION * PAID * 0.85)
    world.p[0].concern_keeps_away = 0
    assert chance_of(world, YOUTH_MENTAL_HEALTH, concern=0.5) == pytest.approx(VISION * PAID)


def test_schools_come_more_with_care_structure_and_with_a_linked_team(small_world):
    world = small_world(**INVITING)
    structured = VISION + 0.4 * 0.5 * (1 - VISION)
    assert chance_of(world, SCHOOL_STAFF) == pytest.approx(structured * PAID)
    world.organisation[SCHOOL_STAFF].linked_team = SOCIAL_TEAM
    assert chance_of(world, SCHOOL_STAFF) == pytest.approx((structured + 0.5 * (1 - structured)) * PAID)
    world.p[0].school_structure_brings = world.p[0].school_link_brings = 0
    assert chance_of(world, SCHOOL_STAFF) == pytest.approx(VISION * PAID)


def test_structure_and_link_bring_nobody_but_schools(small_world):
    world = small_world(**INVITING)
    world.organisation[YOUTH_MENTAL_HEALTH].care_structure = 1
    world.organisation[YOUTH_MENTAL_HEALTH].linked_team = SOCIAL_TEAM
    assert chance_of(world, YOUTH_MENTAL_HEALTH) == pytest.approx(VISION * PAID)


def test_the_heaviest_domains_are_invited_first_and_safety_before_all(small_world, helper, plan, dice):
    world = small_world(**INVITING, table_size=5)  # two parents, the coordinator, and two guests
    shared = coordinated(world, helper, plan, MONEY, CHILD_MENTAL_HEALTH, SCHOOL, SAFETY)
    family = world.family[0]
    family.severity[MONEY], family.severity[CHILD_MENTAL_HEALTH], family.severity[SCHOOL] = 0.6, 0.8, 0.7
    dice(0.0)
    assert invite_professionals(world, 0, 0, family, world.p[0]) == 2
    assert [shared.seat[place] for place in (SAFETY, CHILD_MENTAL_HEALTH, SCHOOL, MONEY)] == [1, 1, 0, 0]
    assert world.weekly[0].invited == world.weekly[0].came == 2


@pytest.mark.parametrize(("size", "guests"), [(3, 0), (4, 1), (5, 2), (6, 3), (16, 3)])
def test_the_table_is_no_larger_than_agreed(small_world, helper, plan, dice, size, guests):
    world = small_world(**INVITING, table_size=size)
    coordinated(world, helper, plan, MONEY, CHILD_MENTAL_HEALTH, SCHOOL)
    dice(0.0)
    assert invite_professionals(world, 0, 0, world.family[0], world.p[0]) == guests


def test_who_comes_spends_hours_and_who_does_not_leaves_a_seat_empty(small_world, helper, plan, dice, happened):
    world = small_world(**INVITING, table_size=8)
    shared = coordinated(world, helper, plan, MONEY)
    dice(VISION * PAID - 1e-9)
    assert invite_professionals(world, 0, 0, world.family[0], world.p[0]) == 1
    assert (shared.seat[MONEY], world.post[8].spent[ROUND_TABLE]) == (1, 2)
    dice(VISION * PAID + 1e-9)
    assert invite_professionals(world, 0, 0, world.family[0], world.p[0]) == 0
    assert (shared.seat[MONEY], world.post[8].spent[ROUND_TABLE]) == (-1, 2)
    assert (world.sector[4].invited, world.sector[4].came) == (2, 1)
    assert happened(world) == [MISSED_ROUND_TABLE]


@pytest.mark.parametrize("reason", ["vacant", "a stranger"])
def test_an_empty_post_and_a_newcomer_who_does_not_know_the_family_stay_away(small_world, helper, plan, dice, reason):
    world = small_world(**INVITING, table_size=8)
    coordinated(world, helper, plan, MONEY)
    if reason == "vacant":
        world.post[8].filled = 0
    else:
        world.post[8].incumbent = 2
    dice(0.0)
    assert invite_professionals(world, 0, 0, world.family[0], world.p[0]) == 0


def test_one_person_with_two_cases_takes_one_seat_and_pays_once(small_world, helper, plan, dice):
    world = small_world(**INVITING, table_size=8)
    coordinated(world, helper, plan, MONEY, HOME)  # both with the same post
    dice(0.0)
    assert invite_professionals(world, 0, 0, world.family[0], world.p[0]) == 1
    assert world.post[8].spent[ROUND_TABLE] == 2
    assert world.weekly[0].invited == 1
