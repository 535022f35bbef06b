"""M11: who is asked to the round table, and who comes."""

import pytest

from sim.care.invitation import invitation_chance, invite_professionals
from sim.event_kinds import MISSED_ROUND_TABLE
from sim.names import (
    CHILD_MENTAL_HEALTH,
    CHILD_PROTECTION,
    HOME,
    MONEY,
    SAFETY,
    SCHOOL,
    SCHOOL_STAFF,
    SOCIAL_TEAM,
    YOUTH_MENTAL_HEALTH,
)
from tests.rules.at_the_table import INVITING, coordinated, seat_of
from tests.rules.rows import need_of

VISION = 0.4 + 0.6 * 0.5  # of somebody with half of the shared vision
PAID = 0.6 + 0.4 * 0.5


def chance_of(world, sector, concern=0.0):
    return invitation_chance(world.post[2 * sector], world.organisation[sector], concern, world.p[0])


def invite(world):
    return invite_professionals(world, 0, 0, world.family[0], world.p[0])


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


@pytest.mark.parametrize(("left", "share"), [(20, 1), (2, 1), (0.5, 0.25), (0, 0)])
def test_without_time_nobody_comes(small_world, left, share):
    world = small_world(**INVITING)
    world.post["hours_left"] = left
    assert chance_of(world, YOUTH_MENTAL_HEALTH) == pytest.approx(VISION * PAID * share)


@pytest.mark.parametrize(("first", "share"), [(0, 1), (0.5, 0.6), (1, 0.36)])
def test_who_is_pressed_comes_less_most_so_where_appointments_go_first(small_world, first, share):
    world = small_world(**{**INVITING, "contact_first": first})
    world.post["pressure"] = 0.4
    assert chance_of(world, YOUTH_MENTAL_HEALTH) == pytest.approx(VISION * PAID * share)


def test_for_a_table_that_takes_no_time_nobody_needs_any(small_world):
    world = small_world(**{**INVITING, "table_hours": 0})
    world.post["hours_left"] = 0
    assert chance_of(world, YOUTH_MENTAL_HEALTH) == pytest.approx(VISION * PAID)


def test_concern_about_safety_keeps_professionals_away(small_world):
    world = small_world(**INVITING)
    assert chance_of(world, YOUTH_MENTAL_HEALTH, concern=0.5) == pytest.approx(VISION * PAID * 0.85)
    assert chance_of(world, CHILD_PROTECTION, concern=0.5) == pytest.approx(VISION * PAID), "it comes for that"
    world.p[0].concern_closes = 0
    assert chance_of(world, YOUTH_MENTAL_HEALTH, concern=0.5) == pytest.approx(VISION * PAID)


def test_schools_come_more_with_care_structure_and_with_a_linked_team(small_world):
    world = small_world(**INVITING)
    structured = VISION + 0.4 * 0.5 * (1 - VISION)
    assert chance_of(world, SCHOOL_STAFF) == pytest.approx(structured * PAID)
    world.organisation[SCHOOL_STAFF].linked_team = SOCIAL_TEAM
    assert chance_of(world, SCHOOL_STAFF) == pytest.approx((structured + 0.4 * (1 - structured)) * PAID)
    world.p[0].school_structure_brings = 0
    assert chance_of(world, SCHOOL_STAFF) == pytest.approx(VISION * PAID)


def test_structure_and_link_bring_nobody_but_schools(small_world):
    world = small_world(**INVITING)
    world.organisation[YOUTH_MENTAL_HEALTH].care_structure = 1
    world.organisation[YOUTH_MENTAL_HEALTH].linked_team = SOCIAL_TEAM
    assert chance_of(world, YOUTH_MENTAL_HEALTH) == pytest.approx(VISION * PAID)


def test_the_heaviest_needs_are_invited_first_and_safety_before_all(small_world, helper, plan, dice):
    world = small_world(**INVITING, table_size=5)  # two parents, the coordinator, and two guests
    coordinated(world, helper, plan, MONEY, CHILD_MENTAL_HEALTH, SCHOOL, SAFETY)
    for domain, severity in ((MONEY, 0.6), (CHILD_MENTAL_HEALTH, 0.8), (SCHOOL, 0.7)):
        need_of(world, 0, domain).severity = severity
    dice(0.0)
    assert invite(world) == 2
    assert [seat_of(world, domain) for domain in (SAFETY, CHILD_MENTAL_HEALTH, SCHOOL, MONEY)] == [1, 1, 0, 0]
    assert world.weekly[0].invited == world.weekly[0].came == 2


@pytest.mark.parametrize(("parents", "size", "guests"), [(2, 3, 0), (2, 4, 1), (1, 4, 2), (2, 6, 3), (2, 16, 3)])
def test_the_table_is_no_larger_than_agreed(small_world, helper, plan, dice, parents, size, guests):
    world = small_world(**INVITING, parents=parents, table_size=size)
    coordinated(world, helper, plan, MONEY, CHILD_MENTAL_HEALTH, SCHOOL)
    dice(0.0)
    assert invite(world) == guests


def test_who_comes_takes_a_seat_and_who_does_not_leaves_one_empty(small_world, helper, plan, dice, happened):
    world = small_world(**INVITING, table_size=8)
    coordinated(world, helper, plan, MONEY)
    dice(VISION * PAID - 1e-9)
    assert (invite(world), seat_of(world, MONEY)) == (1, 1)
    dice(VISION * PAID + 1e-9)
    assert (invite(world), seat_of(world, MONEY)) == (0, -1)
    assert (world.sector[4].invited, world.sector[4].came) == (2, 1)
    assert happened(world) == [MISSED_ROUND_TABLE]
    assert (world.post["spent"] == 0).all()  # hours go when the table is held


@pytest.mark.parametrize(("luck", "refused"), [(0.4 * 0.75 - 1e-9, True), (0.4 * 0.75 + 1e-9, False)])
def test_the_family_refuses_a_helper_whom_it_does_not_trust_and_asks_the_next(
    small_world, helper, plan, dice, luck, refused
):
    world = small_world(**{**INVITING, "family_refuses": 0.4}, table_size=4)  # one guest
    coordinated(world, helper, plan, MONEY, CHILD_MENTAL_HEALTH)
    need_of(world, 0, MONEY).severity = 0.9
    world.relation[need_of(world, 0, MONEY).relation].bond = 0.25
    world.relation[need_of(world, 0, CHILD_MENTAL_HEALTH).relation].bond = 1.0
    dice(0.0, luck)
    assert invite(world) == 1
    assert [seat_of(world, domain) for domain in (MONEY, CHILD_MENTAL_HEALTH)] == ([-1, 1] if refused else [1, 0])
    assert world.weekly[0].invited == 1  # who is refused is not invited


@pytest.mark.parametrize("reason", ["away", "a stranger"])
def test_who_is_away_and_a_newcomer_who_does_not_know_the_family_stay_away(small_world, helper, plan, dice, reason):
    world = small_world(**INVITING, table_size=8)
    coordinated(world, helper, plan, MONEY)
    if reason == "away":
        world.post[8].away = 1
    else:
        world.post[8].incumbent = 2
    dice(0.0)
    assert (invite(world), seat_of(world, MONEY)) == (0, -1)


def test_one_person_with_two_cases_takes_one_seat(small_world, helper, plan, dice):
    world = small_world(**INVITING, table_size=8)
    coordinated(world, helper, plan, MONEY, HOME)  # both with the same helper
    dice(0.0)
    assert invite(world) == 1
    assert world.weekly[0].invited == 1
