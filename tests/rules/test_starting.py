"""M4: a place comes free, and the next on the list starts or not."""

import math

import pytest

from sim.agents.need import NO_CASE, OPEN
from sim.care.starting import fill_open_places, length_of, offer_a_place
from sim.care.waiting import back_on_the_list, join_the_list, leave_the_list
from sim.event_kinds import DID_NOT_START, HELPER_STARTED, STORY_RETOLD
from sim.names import (
    CHILD_PROTECTION,
    DEBT_HOUSING,
    GP,
    HOME,
    MONEY,
    PARENTING,
    PHYSICAL_HEALTH,
    SAFETY,
    SCHOOL,
    SCHOOL_STAFF,
    SOCIAL_TEAM,
)
from tests.rules.on_the_list import fill_list, queue
from tests.rules.rows import need_of, row_of

ROOM_FOR_TWO = {
    "hours": 8,
    "time_shortage": 0,
    "extra_capacity": 0,
    "administration_share": 0,
    "administration_per_case": 0,
    "team_work_share": 0,
    "appointments_per_week": 1,
    "appointment_hours": 4,
    "start_chance": 0.9,
}
STARTING = {"start_chance": 0.9, "start_odds_per_week": 1, "first_bond": 0.4, "trajectory_weeks": 45}


def join(world, number, domain, urgent=0):
    join_the_list(world, number, row_of(world, number, domain), urgent)
    return need_of(world, number, domain)


def test_the_very_first_row_counts_like_any_other(small_world, dice):
    world = small_world(families=3, **ROOM_FOR_TWO)  # the first need of family 0 is row 0
    for number in range(3):
        join(world, number, PARENTING, 1 if number == 0 else 0)
    assert queue(world, SOCIAL_TEAM) == [0, 1, 2]
    leave_the_list(world, 1, row_of(world, 1, PARENTING))
    assert queue(world, SOCIAL_TEAM) == [0, 2]
    dice(0.5)
    fill_open_places(world, 0, world.p[0])
    assert need_of(world, 0, PARENTING).status == OPEN


def test_professionals_with_room_take_the_next_on_their_list(small_world, dice):
    world = small_world(families=6, **ROOM_FOR_TWO)
    fill_list(world, 6, urgent=(3,))
    world.post[9].expected = 3.0  # room for one
    dice(0.5)
    fill_open_places(world, 6, world.p[0])
    assert queue(world, DEBT_HOUSING) == [2, 4, 5]
    holders = [world.relation[need_of(world, number, MONEY).relation].post for number in (3, 0, 1)]
    assert holders == [8, 8, 9]
    assert list(world.post["caseload"][[8, 9]]) == [2, 1]
    assert list(world.post["expected"][[8, 9]]) == [8, 7]
    assert world.sector[DEBT_HOUSING].started == 3


def test_where_many_do_not_start_the_next_is_asked_and_no_hours_are_kept_for_who_did_not(small_world, dice):
    world = small_world(families=3, **ROOM_FOR_TWO)
    fill_list(world, 3)
    dice(0.99)
    fill_open_places(world, 6, world.p[0])
    assert queue(world, DEBT_HOUSING) == []
    assert (world.post["expected"] == 0).all() and (world.post["caseload"] == 0).all()


@pytest.mark.parametrize("lost", ["away", "empty"])
def test_who_is_not_there_takes_nobody(small_world, dice, lost):
    world = small_world(families=2, **ROOM_FOR_TWO)
    world.post["away"] = 1
    world.post["filled"] = 1 if lost == "away" else 0
    fill_list(world, 2)
    dice(0.5)
    fill_open_places(world, 0, world.p[0])
    assert queue(world, DEBT_HOUSING) == [0, 1]


@pytest.mark.parametrize(("week", "left"), [(12, [0, 1]), (13, [])])
def test_protection_takes_what_has_waited_long_enough_above_its_hours(small_world, dice, week, left):
    world = small_world(families=2, **{**ROOM_FOR_TWO, "hours": 0}, imposed_wait_weeks=13)
    for number in range(2):
        join(world, number, SAFETY, 1)
    first, second = 2 * CHILD_PROTECTION, 2 * CHILD_PROTECTION + 1
    world.post["caseload"][[first, second]] = (3, 1)
    world.post["fte"][[first, second]] = (1, 0.5)
    dice(0.99)
    fill_open_places(world, week, world.p[0])
    assert queue(world, CHILD_PROTECTION) == left
    assert list(world.post["caseload"][[first, second]]) == ([3, 1] if left else [4, 2]), "by cases for a full week"


def test_nothing_else_is_taken_up_above_the_hours_and_nothing_by_empty_posts(small_world, dice):
    world = small_world(families=2, **{**ROOM_FOR_TWO, "hours": 0}, imposed_wait_weeks=13)
    join(world, 0, MONEY, 1)
    join(world, 1, SAFETY, 1)
    world.post["filled"][world.post["sector"] == CHILD_PROTECTION] = 0
    dice(0.5)
    fill_open_places(world, 99, world.p[0])
    assert (queue(world, DEBT_HOUSING), queue(world, CHILD_PROTECTION)) == ([0], [1])


def test_doctor_and_mentor_see_who_asks_the_same_week_however_busy(small_world, dice):
    world = small_world(families=2, **{**ROOM_FOR_TWO, "hours": 0})
    doctor = world.relation[world.family[1].first_relation]
    doctor.post = 2 * GP + 1
    join(world, 0, SCHOOL)
    join(world, 1, PHYSICAL_HEALTH)
    dice(0.99)  # nobody else would start
    fill_open_places(world, 0, world.p[0])
    assert world.relation[need_of(world, 0, SCHOOL).relation].post == 2 * SCHOOL_STAFF
    assert need_of(world, 1, PHYSICAL_HEALTH).relation == world.family[1].first_relation
    assert world.family["helpers_started"].sum() == 0, "they were there already"


def test_who_sees_to_a_school_without_a_mentor_yet_is_somebody_there(small_world, dice):
    world = small_world(**ROOM_FOR_TWO)
    world.relation[1].post = -1
    join(world, 0, SCHOOL)
    dice(0.5)
    fill_open_places(world, 0, world.p[0])
    assert world.relation[need_of(world, 0, SCHOOL).relation].post == 2 * SCHOOL_STAFF


def offered(world, domain=MONEY, week=10):
    """The family's turn comes with the first post of the sector; gives need and relation."""
    row = row_of(world, 0, domain)
    offer_a_place(world, week, row, {MONEY: 2 * DEBT_HOUSING, SAFETY: 2 * CHILD_PROTECTION}[domain], world.p[0])
    return world.need[row], world.relation[world.need[row].relation]


def test_a_family_whose_turn_came_too_late_does_not_start_nor_ask_again_at_once(small_world, dice, happened):
    world = small_world(**{**STARTING, "start_chance": 0.8}, asks_again_weeks=26)
    fill_list(world, 1)
    dice(0.81)
    need, _ = offered(world)
    sector, family = world.sector[DEBT_HOUSING], world.family[0]
    assert (need.status, need.asks_from, family.open_cases, family.never_started) == (NO_CASE, 36, 0, 1)
    assert sector.started == sector.wait_squares == sector.wait_cubes == 0
    assert (world.post["caseload"] == 0).all() and queue(world, DEBT_HOUSING) == []
    assert happened(world) == [DID_NOT_START]


def test_protection_is_not_a_choice(small_world, dice):
    world = small_world(start_chance=0.5)
    join(world, 0, SAFETY, 1)
    dice(0.99)
    assert offered(world, SAFETY)[0].status == OPEN


def test_a_case_that_was_in_care_goes_on_for_certain_with_its_bond_and_goals_where_the_helper_is_the_same(
    small_world, helper, dice
):
    world = small_world(**{**STARTING, "start_chance": 0.5}, shared_record=0)
    case = helper(world, 0, MONEY, bond=0.8, position=0.3)
    back_on_the_list(world, 9, 0, case.row, world.p[0])
    dice(0.99)
    need, relation = offered(world)
    assert (need.status, need.moved, need.position) == (OPEN, 0, 0.3)
    assert (relation.bond, world.family[0].helpers_started) == (0.8, 0)
    sector = world.sector[DEBT_HOUSING]
    assert (sector.started, sector.weeks_waited, sector.wait_squares, sector.wait_cubes) == (0, 0, 0, 0)


def test_a_start_brings_a_first_bond_by_trust_and_goals_of_ones_own(small_world, dice, happened):
    world = small_world(
        **STARTING,
        own_goals_spread=0.6,
        bond_ceiling=0.5,
        bond_spread=0.4,
        shared_record=0,
        consent_asked=1,
        shorter_trajectories=0,
        appointments_per_week=0.5,
        appointment_hours=3,
    )
    fill_list(world, 1)
    need_of(world, 0, MONEY).since = 2
    dice(0.75, 0.5, math.exp(-10.5 / 45))
    need, relation = offered(world)
    assert (need.status, need.since, need.until, need.due) == (OPEN, 10, 10 + 11, 0)
    assert (relation.post, relation.incumbent, relation.since, relation.face_since) == (8, 1, 10, 10)
    assert relation.bond == pytest.approx(0.4 * 0.5)
    assert relation.ceiling == pytest.approx(0.5 + 0.4 * 0.5 * 0.5)
    assert need.position == need.position_alone == need.own_position == pytest.approx(0.6 * 0.5)
    assert (world.post[8].caseload, world.post[8].expected) == (1, 1.5)
    sector = world.sector[DEBT_HOUSING]
    assert (sector.started, sector.weeks_waited, sector.wait_squares, sector.wait_cubes) == (1, 8, 64, 512)
    assert happened(world) == [HELPER_STARTED, STORY_RETOLD]


def test_the_waits_of_those_who_started_are_added_up_with_their_squares_and_cubes(small_world, dice):
    world = small_world(families=2, **STARTING)
    fill_list(world, 2)
    dice(0.5)
    for number, since in ((0, 8), (1, 5)):
        need_of(world, number, MONEY).since = since
        offer_a_place(world, 10, row_of(world, number, MONEY), 2 * DEBT_HOUSING, world.p[0])
    sector = world.sector[DEBT_HOUSING]
    assert (sector.weeks_waited, sector.wait_squares, sector.wait_cubes) == (2 + 5, 4 + 25, 8 + 125)


def test_a_kept_plan_is_read_on_starting(small_world, dice, plan):
    world = small_world(
        **STARTING, plan_keeping=1, shared_record=0, own_goals_spread=1, reading_in_hours=2, goals_meet=0.5
    )
    fill_list(world, 1)
    plan(world, 0, current=0.8)
    dice(0.75)
    need, _ = offered(world)
    assert need.own_position == 0.5
    assert need.position == pytest.approx(0.5 - 0.5 * (2 * 0.8) * 0.5 * 0.5)


def test_what_the_others_know_goes_ahead_in_a_letter_where_the_family_was_asked(small_world, helper, dice):
    world = small_world(**STARTING, retention_notes=0.9, notes_share=0.6, shared_record=0, retell_below=0)
    helper(world, 0, PARENTING, known=0.7)
    world.family[0].asked = 1.0
    fill_list(world, 1)
    dice(0.5)
    _, relation = offered(world)
    assert (relation.consent, relation.known) == (1, pytest.approx(0.63))


def test_a_helper_who_takes_up_a_second_case_of_the_family_is_no_new_face(small_world, helper, dice):
    world = small_world(**STARTING)
    known = helper(world, 0, HOME, known=0.9, bond=0.7)
    fill_list(world, 1)
    dice(0.5)
    need, relation = offered(world)
    family = world.family[0]
    assert need.relation == known.where
    assert (family.helpers, family.open_cases) == (1, 2)
    assert (family.helpers_started, family.met_again, family.stories_retold) == (0, 0, 0)
    assert (relation.known, relation.bond, relation.since) == (0.9, 0.7, -100)


def test_a_second_case_with_a_newcomer_on_the_post_comes_after_the_handover_of_the_first(small_world, helper, dice):
    world = small_world(**STARTING, cold_bond_kept=0.3, bond_spread=0, bond_ceiling=0.6)
    known = helper(world, 0, HOME, bond=0.7)
    known.post.incumbent = 2
    fill_list(world, 1)
    dice(0.5)
    _, relation = offered(world)
    assert relation.bond == pytest.approx(0.7 * 0.3), "what is left of the bond, not a new one"
    assert (relation.incumbent, relation.face_since) == (2, 10)
    assert world.family[0].helpers_started == 1, "one new face, who is met once"
    assert known.need.own_position == world.need[known.row].own_position == 0.0, "with goals of its own"


@pytest.mark.parametrize("same", [True, False])
def test_who_helped_before_is_no_new_face_unless_the_post_has_another_person(small_world, helper, dice, same):
    world = small_world(**STARTING, shared_record=0, retell_below=0, retention_notes=0.8, notes_share=0.6)
    case = helper(world, 0, MONEY, known=0.9, bond=0.7)
    case.relation.cases, world.family[0].open_cases, world.family[0].helpers = 0, 0, 0
    case.post.incumbent = 1 if same else 2
    fill_list(world, 1)
    dice(0.5)
    need, relation = offered(world)
    assert need.relation == case.where
    assert relation.bond == (0.7 if same else pytest.approx(0.4 * 0.5))
    assert relation.known == pytest.approx(0.9 if same else 0.9 * 0.8)
    assert (relation.face_since, relation.since) == (-100 if same else 10, 10)
    assert world.family[0].helpers_started == (0 if same else 1)


@pytest.mark.parametrize(("domain", "shorter", "weeks"), [(MONEY, 0, 40), (MONEY, 0.25, 30), (SAFETY, 0.25, 130)])
def test_cases_are_meant_to_last_as_long_as_their_sector_has_them_or_shorter_by_policy(
    small_world, domain, shorter, weeks
):
    world = small_world(trajectory_weeks=[45, 45, 45, 45, 40, 45, 130], shorter_trajectories=shorter)
    assert length_of(need_of(world, 0, domain), world.p[0]) == weeks
