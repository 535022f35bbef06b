"""M10: a route that another helper covers is ended, when both spoke and the family agrees; it can be judged wrongly."""

import pytest

from sim.care.merging import covers, end_a_route, may_merge, merge_routes, take_over_chance
from sim.event_kinds import ROUTE_MERGED
from sim.names import (
    CHILD_MENTAL_HEALTH,
    HOME,
    MONEY,
    PARENTING,
    PHYSICAL_HEALTH,
    RELATIONS,
    SAFETY,
    SCHOOL,
    SOCIAL_TEAM,
    YOUTH_MENTAL_HEALTH,
)

MERGING = {
    "team_covers": 0.5,
    "others_cover": 0.2,
    "merge_keeps": 0.7,
    "judging_error": 0.4,
    "alignment_floor": 0.5,
    "newcomer_lacks": 0,
    "urgent_severity": 0.9,
    "unasked_say": 0.5,
}
COVERED = {
    **MERGING,
    "judging_error": 0,
    "team_covers": 1.0,
    "appointments_per_week_debt_housing": 0.3,
    "appointment_hours_debt_housing": 1.3,
}


@pytest.mark.parametrize(
    ("sector", "domain", "share"),
    [
        (YOUTH_MENTAL_HEALTH, CHILD_MENTAL_HEALTH, 1),  # its own
        (SOCIAL_TEAM, PARENTING, 1),
        (SOCIAL_TEAM, MONEY, 0.5),
        (YOUTH_MENTAL_HEALTH, MONEY, 0.2),
    ],
)
def test_who_covers_what(small_world, sector, domain, share):
    assert covers(sector, domain, small_world(**MERGING).p[0]) == share


@pytest.mark.parametrize(
    ("domain", "may"),
    [(MONEY, True), (CHILD_MENTAL_HEALTH, True), (SAFETY, False), (SCHOOL, False), (PHYSICAL_HEALTH, False)],
)
def test_imposed_care_and_who_is_always_there_stay(small_world, helper, domain, may):
    world = small_world(**COVERED)
    case, other = helper(world, 0, domain), helper(world, 0, PARENTING)
    assert may_merge(case.need) == may
    for stays, goes in ((case, other), (other, case)):
        assert (take_over_chance(world, 0, world.family[0], stays.row, goes.row, 0.5, world.p[0]) != 0) == may


def test_what_one_would_do_is_held_against_what_the_other_does_with_some_error(small_world, helper):
    world = small_world(**MERGING)
    stays = helper(world, 0, PARENTING, position=0.2, wish=0.0)  # .9 in line, so .95 of an hour counts
    goes = helper(world, 0, MONEY, position=1.0, wish=0.0)  # .5 in line: .75
    for luck, error in ((0.5, 0.0), (0.0, -0.4), (1.0, 0.4)):
        judged = take_over_chance(world, 0, world.family[0], stays.row, goes.row, luck, world.p[0])
        assert judged == pytest.approx(0.5 * 0.95 + error - 0.7 * 0.75)


def test_a_newcomer_is_judged_less_able(small_world, helper):
    world = small_world(**{**COVERED, "newcomer_lacks": 0.4})
    stays, goes = helper(world, 0, PARENTING, position=0.0), helper(world, 0, MONEY, position=0.0)
    assert take_over_chance(world, 0, world.family[0], stays.row, goes.row, 0.5, world.p[0]) == pytest.approx(1 - 0.7)
    stays.post.since = 0
    assert take_over_chance(world, 0, world.family[0], stays.row, goes.row, 0.5, world.p[0]) == pytest.approx(0.6 - 0.7)
    stays.post.since, goes.post.since = -1000, 0
    assert take_over_chance(world, 0, world.family[0], stays.row, goes.row, 0.5, world.p[0]) == pytest.approx(
        1 - 0.7 * 0.6
    )


@pytest.mark.parametrize(("severity", "taken"), [(0.89, True), (0.9, False)])
def test_what_is_urgent_is_not_taken_over(small_world, helper, severity, taken):
    world = small_world(**COVERED)
    stays, goes = helper(world, 0, PARENTING), helper(world, 0, MONEY, severity=severity)
    assert (take_over_chance(world, 0, world.family[0], stays.row, goes.row, 0.5, world.p[0]) > 0) == taken


def test_nobody_takes_over_from_oneself(small_world, helper):
    world = small_world(**COVERED)
    one, other = helper(world, 0, PARENTING), helper(world, 0, RELATIONS)
    assert take_over_chance(world, 0, world.family[0], one.row, other.row, 0.5, world.p[0]) == 0


def test_whoever_coordinates_stays(small_world, helper):
    world = small_world(**COVERED)
    stays, goes = helper(world, 0, PARENTING), helper(world, 0, MONEY)
    world.family[0].plan.coordinator = stays.relation.post
    assert take_over_chance(world, 0, world.family[0], stays.row, goes.row, 0.5, world.p[0]) > 0
    assert take_over_chance(world, 0, world.family[0], goes.row, stays.row, 0.5, world.p[0]) == 0


AGREES = 0.8 * (0.5 * 0.5)  # trust × say of a family that was not asked


@pytest.mark.parametrize("luck", [AGREES - 1e-9, AGREES + 1e-9])
def test_a_route_ends_only_if_the_family_agrees(small_world, helper, dice, happened, luck):
    world = small_world(**COVERED)
    stays, goes = helper(world, 0, PARENTING), helper(world, 0, MONEY)
    world.family[0].trust = 0.8
    dice(luck)
    merge_routes(world, 0, 0, world.family[0], goes.row, stays.row, 0.5, world.p[0])
    agreed = luck < AGREES
    assert (happened(world), world.family[0].helpers) == (([ROUTE_MERGED], 1) if agreed else ([], 2))
    assert goes.need.relation == (stays.where if agreed else goes.where)


@pytest.mark.parametrize("keeps", [0.7, 1.01])
def test_who_covers_the_other_best_stays_and_where_nobody_does_both_stay(small_world, helper, dice, keeps):
    world = small_world(**{**COVERED, "merge_keeps": keeps})
    world.family[0].trust = world.post[0].embedding = 1.0
    stays = helper(world, 0, PARENTING, consent=1)
    goes = helper(world, 0, MONEY)  # would cover parenting by .2
    dice(0.5)
    merge_routes(world, 0, 0, world.family[0], stays.row, goes.row, 0.5, world.p[0])
    assert goes.need.relation == (stays.where if keeps < 1 else goes.where)
    assert stays.need.relation == stays.where


def test_the_one_who_stays_goes_on_with_the_case_and_the_others_place_comes_free(small_world, helper):
    world = small_world(**COVERED)
    stays = helper(world, 0, PARENTING, position=0.3, own_position=0.6, position_alone=0.4)
    goes = helper(world, 0, MONEY, since=-30, until=50)
    goes.post.expected = 1.0
    family = world.family[0]
    end_a_route(world, 7, 0, family, stays.row, goes.row, world.p[0])
    assert (family.open_cases, family.helpers) == (2, 1)
    assert (stays.post.caseload, goes.post.caseload) == (2, 0)
    assert (stays.post.expected, goes.post.expected) == (pytest.approx(0.3 * 1.3), pytest.approx(1 - 0.3 * 1.3))
    assert (stays.relation.cases, goes.relation.cases, goes.relation.closed) == (2, 0, 7)
    need = goes.need
    assert (need.relation, need.since, need.until) == (stays.where, -30, 50)
    assert (need.position, need.own_position, need.position_alone) == (0.3, 0.6, 0.4)
    assert world.weekly[7].routes_merged == 1
    event = world.log[0]
    assert (event.kind, event.need, event.who, event.value) == (ROUTE_MERGED, goes.row, 0, 8)


def test_a_helper_with_another_case_here_goes_on_with_that(small_world, helper):
    world = small_world(**COVERED)
    stays, goes, other = helper(world, 0, PARENTING), helper(world, 0, MONEY), helper(world, 0, HOME)
    end_a_route(world, 0, 0, world.family[0], stays.row, goes.row, world.p[0])
    assert (other.need.relation, other.relation.cases, other.post.caseload) == (goes.where, 1, 1)
    assert world.family[0].helpers == 2


def test_appointments_that_were_behind_are_let_go_but_for_one(small_world, helper, dice):
    world = small_world(**COVERED)
    world.family[0].trust = world.post[0].embedding = 1.0
    stays, goes = helper(world, 0, PARENTING, consent=1), helper(world, 0, MONEY, due=1.8)
    dice(0.0)
    merge_routes(world, 0, 0, world.family[0], stays.row, goes.row, 0.5, world.p[0])
    assert (goes.need.relation, goes.need.due) == (stays.where, 1)
