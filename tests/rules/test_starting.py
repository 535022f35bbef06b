"""M4: a place comes free, and the next on the list starts or not."""

import math

import pytest

from sim.agents.care_tie import NO_TIE, OPEN
from sim.care.starting import fill_open_places, first_knowledge, offer_a_place
from sim.care.waiting import (
    back_on_the_list,
    join_the_list,
    leave_the_list,
)
from sim.event_kinds import DID_NOT_START, HELPER_STARTED, STORY_RETOLD
from sim.names import CHILD_PROTECTION, DEBT_HOUSING, HOME, MONEY, PARENTING, SAFETY, SOCIAL_TEAM
from tests.rules.on_the_list import fill_list, queue


def test_the_very_first_place_counts_like_any_other(small_world, dice):
    world = small_world(families=3, caseload=1, start_chance=0.9)  # family 0 with its first tie has place number 0
    for number in range(3):
        join_the_list(world, 0, number, PARENTING, 1 if number == 0 else 0)
    assert queue(world, SOCIAL_TEAM) == [0, 1, 2]
    dice(0.5)
    fill_open_places(world, 0, world.p[0])
    assert world.family[0].tie[PARENTING].status == OPEN
    world = small_world(families=3)
    for number in range(3):
        join_the_list(world, 0, number, PARENTING, 0)
    leave_the_list(world, 1, PARENTING)
    assert queue(world, SOCIAL_TEAM) == [0, 2]


def test_professionals_with_room_take_the_next_on_their_list(small_world, dice):
    world = small_world(families=5, caseload=2, extra_places=0, start_chance=0.9)
    fill_list(world, 5, urgent=(3,))
    dice(0.5)
    fill_open_places(world, 6, world.p[0])
    assert queue(world, DEBT_HOUSING) == [2 + 2]
    assert [world.family[number].tie[MONEY].post for number in (3, 0, 1, 2)] == [8, 8, 9, 9]
    assert list(world.post["caseload"][[8, 9]]) == [2, 2]
    assert world.sector[DEBT_HOUSING].started == 4


@pytest.mark.parametrize(("week", "left"), [(12, [0, 1]), (13, [])])
def test_protection_takes_what_has_waited_long_enough_above_its_caseload(small_world, dice, week, left):
    world = small_world(families=2, caseload=0, imposed_wait_weeks=13)
    for number in range(2):
        join_the_list(world, 0, number, SAFETY, 1)
    first, second = 2 * CHILD_PROTECTION, 2 * CHILD_PROTECTION + 1
    world.post["caseload"][[first, second]] = (3, 1)
    world.post["fte"][[first, second]] = (1, 0.5)
    dice(0.99)
    fill_open_places(world, week, world.p[0])
    assert queue(world, CHILD_PROTECTION) == left
    assert list(world.post["caseload"][[first, second]]) == ([3, 1] if left else [4, 2]), "by cases for a full week"


def test_nothing_else_is_taken_up_above_the_caseload_and_nothing_by_empty_posts(small_world, dice):
    world = small_world(families=2, caseload=0, imposed_wait_weeks=13)
    join_the_list(world, 0, 0, MONEY, 1)
    join_the_list(world, 0, 1, SAFETY, 1)
    world.post["filled"][world.post["sector"] == CHILD_PROTECTION] = 0
    dice(0.5)
    fill_open_places(world, 99, world.p[0])
    assert (queue(world, DEBT_HOUSING), queue(world, CHILD_PROTECTION)) == ([0], [1])


def test_empty_posts_take_nobody(small_world, dice):
    world = small_world(families=2)
    world.post["filled"] = 0
    fill_list(world, 2)
    dice(0.5)
    fill_open_places(world, 0, world.p[0])
    assert queue(world, DEBT_HOUSING) == [0, 1]


def offered(world, place=MONEY, week=10, post=None):
    number = {MONEY: 2 * DEBT_HOUSING, SAFETY: 2 * CHILD_PROTECTION}[place] if post is None else post
    offer_a_place(world, week, 0, place, number, world.p[0])
    return world.family[0].tie[place]


def test_a_family_whose_turn_came_too_late_does_not_start(small_world, dice, happened):
    world = small_world(start_chance=0.8, start_odds_per_week=1)
    fill_list(world, 1)
    dice(0.81)
    tie = offered(world)
    assert (tie.status, world.family[0].open_ties, world.sector[DEBT_HOUSING].started) == (NO_TIE, 0, 0)
    assert world.sector[DEBT_HOUSING].wait_squares == world.sector[DEBT_HOUSING].wait_cubes == 0
    assert happened(world) == [DID_NOT_START]


def test_protection_is_not_a_choice(small_world, dice):
    world = small_world(start_chance=0.5)
    join_the_list(world, 0, 0, SAFETY, 1)
    dice(0.99)
    assert offered(world, SAFETY).status == OPEN


def test_a_case_that_was_in_care_starts_again_for_certain_with_what_is_left_of_its_bond(small_world, helper, dice):
    world = small_world(start_chance=0.5, cold_bond_kept=0.5, first_bond=0.3)
    helper(world, 0, MONEY, bond=0.8)
    back_on_the_list(world, 9, 0, MONEY)
    dice(0.99)
    tie = offered(world)
    assert (tie.status, tie.bond) == (OPEN, pytest.approx(0.4))
    sector = world.sector[DEBT_HOUSING]
    assert (sector.started, sector.weeks_waited, sector.wait_squares, sector.wait_cubes) == (0, 0, 0, 0)


def test_a_start_brings_a_first_bond_by_trust_and_goals_of_ones_own(small_world, dice, happened):
    world = small_world(start_chance=0.9, first_bond=0.4, first_alignment=0.25, trajectory_weeks=45)
    fill_list(world, 1)
    world.family[0].tie[MONEY].since = 2
    dice(0.5, 0.5, math.exp(-10.5 / 45))
    tie = offered(world)
    assert (tie.status, tie.post, tie.incumbent, tie.since, tie.face_since) == (OPEN, 8, 1, 10, 10)
    assert tie.bond == pytest.approx(0.4 * 0.5)
    assert tie.aligned == 0.25
    assert tie.until == 10 + 11
    sector = world.sector[DEBT_HOUSING]
    assert (sector.started, sector.weeks_waited, sector.wait_squares, sector.wait_cubes) == (1, 8, 64, 512)
    assert happened(world) == [HELPER_STARTED, STORY_RETOLD]


def test_the_waits_of_those_who_started_are_added_up_with_their_squares_and_cubes(small_world, dice):
    world = small_world(families=2, start_chance=0.9, start_odds_per_week=1)
    fill_list(world, 2)
    dice(0.5)
    for number, since in ((0, 8), (1, 5)):
        world.family[number].tie[MONEY].since = since
        offer_a_place(world, 10, number, MONEY, 2 * DEBT_HOUSING, world.p[0])
    sector = world.sector[DEBT_HOUSING]
    assert (sector.weeks_waited, sector.wait_squares, sector.wait_cubes) == (2 + 5, 4 + 25, 8 + 125)


def test_a_kept_plan_aligns_a_new_helper_as_far_as_its_vision_is_shared(small_world, dice, plan):
    world = small_world(start_chance=0.9, first_alignment=0.2, plan_keeping=1)
    fill_list(world, 1)
    plan(world, 0, current=0.8, coherence=0.5)
    dice(0.5)
    assert offered(world).aligned == pytest.approx(0.2 + 0.8 * 0.5 * 0.5 * 0.8)


@pytest.mark.parametrize(("asked", "luck", "known"), [(1, 0.79, 0.9 * 0.969), (1, 0.81, 0), (0, 0.79, 0)])
def test_a_letter_goes_ahead_only_when_the_family_was_asked(small_world, helper, asked, luck, known):
    world = small_world(retention_notes=0.969, notes_share=0.8, shared_record=0)
    helper(world, 0, PARENTING, known=0.9)
    tie = world.family[0].tie[MONEY]
    tie.consent = asked
    assert first_knowledge(world, world.family[0], tie, luck, world.p[0]) == pytest.approx(known)


def test_a_current_plan_tells_a_new_helper_what_the_others_know(small_world, helper, plan):
    world = small_world(retention_document=0.998, plan_keeping=0.5, shared_record=0)
    helper(world, 0, PARENTING, known=0.9)
    plan(world, 0, current=0.8)
    tie = world.family[0].tie[MONEY]
    assert first_knowledge(world, world.family[0], tie, 1.0, world.p[0]) == pytest.approx(0.9 * 0.4 * 0.998)


def test_the_first_helper_knows_nothing(small_world, plan):
    world = small_world(shared_record=1)
    plan(world, 0, current=1.0)
    tie = world.family[0].tie[MONEY]
    tie.consent = 1
    assert first_knowledge(world, world.family[0], tie, 0.0, world.p[0]) == 0


def test_a_helper_who_takes_up_a_second_case_of_the_family_is_no_new_face(small_world, helper, dice):
    world = small_world(start_chance=0.9)
    helper(world, 0, HOME, known=0.9)
    fill_list(world, 1)
    dice(0.5)
    tie = offered(world)
    family = world.family[0]
    assert (family.helpers_started, family.met_again, family.stories_retold) == (0, 0, 0)
    assert tie.known == 0.9


def test_consent_is_asked_where_it_is_the_custom_and_then_kept(small_world, dice):
    world = small_world(start_chance=0.9)
    fill_list(world, 1)
    world.family[0].asked = 1.0
    dice(0.5)
    assert offered(world).consent == 1
