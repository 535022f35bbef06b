"""M17: goals reached, care that closes, families that break off, come back or move away."""

import math

import pytest

from sim.agents.care_tie import NO_TIE, ON_LIST, OPEN
from sim.care.leaving import close_what_is_done, drop_out_chance, end_or_go_on, in_need, still_needed
from sim.care.waiting import join_the_list
from sim.chance import NEVER
from sim.event_kinds import (
    CAME_BACK,
    FAMILY_CLOSED,
    FAMILY_DROPPED_OUT,
    GOAL_REACHED,
    HELPER_CLOSED,
    LEFT_REGION,
)
from sim.names import CLOSED, DROPPED_OUT, HOME, IN_CARE, LEFT, MONEY, N_DOMAINS, PARENTING, SAFETY, WAITING

CLOSING = {"goal_severity": 0.3, "still_needed_severity": 0.42, "goal_trust": 0.05, "trajectory_weeks": 45}


def test_a_goal_reached_closes_the_case_and_builds_trust(small_world, helper, happened):
    world = small_world(**CLOSING)
    tie = helper(world, 0, MONEY)
    family = world.family[0]
    family.severity[MONEY] = 0.3
    close_what_is_done(world, 0, 0, family, world.p[0])
    assert tie.status == OPEN
    family.severity[MONEY] = 0.29
    close_what_is_done(world, 0, 0, family, world.p[0])
    assert (tie.status, family.goals_reached, world.post[tie.post].caseload) == (NO_TIE, 1, 0)
    assert family.trust == pytest.approx(0.5 + 0.05 * 0.5)
    assert world.weekly[0].goals_reached == world.weekly[0].ties_closed == 1
    assert happened(world) == [GOAL_REACHED]


@pytest.mark.parametrize(("severity", "closes"), [(0.41, True), (0.42, False)])
def test_when_its_time_is_over_care_closes_unless_the_need_is_pressing(
    small_world, helper, dice, happened, severity, closes
):
    world = small_world(**CLOSING)
    tie = helper(world, 0, MONEY, until=20)
    family = world.family[0]
    family.severity[MONEY] = severity
    dice(math.exp(-7.5 / 45))
    close_what_is_done(world, 19, 0, family, world.p[0])
    assert tie.status == OPEN
    close_what_is_done(world, 20, 0, family, world.p[0])
    if closes:
        assert (tie.status, happened(world)) == (NO_TIE, [HELPER_CLOSED])
        assert (family.goals_reached, family.trust) == (0, 0.5)
    else:
        assert (tie.status, tie.until) == (OPEN, 20 + 8)


@pytest.mark.parametrize(("risk", "placed", "needed"), [(0.5, 0, True), (0.49, 0, False), (0.49, 1, True)])
def test_protection_goes_on_while_there_is_risk_or_a_child_away(small_world, risk, placed, needed):
    world = small_world(reference_risk=0.5)
    family = world.family[0]
    family.risk, family.placed = risk, placed
    assert still_needed(family, SAFETY, world.p[0]) == needed


def test_several_cases_can_close_in_one_week(small_world, helper):
    world = small_world(**CLOSING)
    for place in (MONEY, HOME, PARENTING):
        helper(world, 0, place)
    family = world.family[0]
    family.severity[:] = 0.1
    close_what_is_done(world, 0, 0, family, world.p[0])
    assert (family.open_ties, family.goals_reached) == (0, 3)
    assert world.post["caseload"].sum() == 0


DROPOUT = {"dropout_base": 0.002, "dropout_distrust": 1.5, "dropout_falling": 8, "dropout_overload": 2}


def test_the_chance_to_break_off_follows_trust_its_fall_and_overload(small_world):
    world = small_world(**DROPOUT)
    family = world.family[0]
    family.trust, family.trust_before, family.overload = 0.6, 0.7, 0.5
    expected = 0.002 * (1 + 1.5 * 0.4) * (1 + 8 * 0.1) * (1 + 2 * 0.5)
    assert drop_out_chance(family, world.p[0]) == pytest.approx(expected)
    family.trust_before = 0.5  # rising trust is as good as steady trust
    assert drop_out_chance(family, world.p[0]) == pytest.approx(expected / 1.8)
    for name in ("dropout_distrust", "dropout_falling", "dropout_overload"):
        world.p[0][name] = 0
    assert drop_out_chance(family, world.p[0]) == pytest.approx(0.002)


def test_who_breaks_off_ends_everything_voluntary_and_the_plan(small_world, helper, plan, happened):
    world = small_world(**DROPOUT)
    helper(world, 0, MONEY)
    helper(world, 0, SAFETY)
    join_the_list(world, 0, 0, PARENTING, 0)
    shared = plan(world, 0, coordinator=8)
    family = world.family[0]
    end_or_go_on(world, 4, 0, family, 0.0, world.p[0])
    assert (family.status, family.status_since, family.dropouts) == (DROPPED_OUT, 4, 1)
    assert [int(family.tie[place].status) for place in (MONEY, PARENTING, SAFETY)] == [NO_TIE, NO_TIE, OPEN]
    assert (family.waiting_ties, family.open_ties) == (0, 1)
    assert (shared.active, world.post[8].coordinating, world.post[8].caseload) == (0, 0, 0)
    assert world.weekly[4].dropouts == 1
    assert happened(world) == [FAMILY_DROPPED_OUT]


def test_a_family_goes_on_when_luck_is_above_the_chance(small_world, helper):
    world = small_world(**DROPOUT)
    helper(world, 0, MONEY)
    family = world.family[0]
    chance = drop_out_chance(family, world.p[0])
    end_or_go_on(world, 0, 0, family, chance + 1e-9, world.p[0])
    assert family.status == IN_CARE
    end_or_go_on(world, 0, 0, family, chance - 1e-9, world.p[0])
    assert family.status == DROPPED_OUT


def test_with_dropout_switched_off_nobody_breaks_off(small_world, helper):
    world = small_world(**{**DROPOUT, "dropout_base": 0})
    helper(world, 0, MONEY)
    end_or_go_on(world, 0, 0, world.family[0], 0.0, world.p[0])
    assert world.family[0].status == IN_CARE


BACK = {"return_chance": 0.01, "return_trust": 2, "need_severity": 0.4}


@pytest.mark.parametrize(("luck", "back"), [(0.0199, True), (0.0201, False)])
def test_who_broke_off_comes_back_by_trust(small_world, happened, luck, back):
    world = small_world(**BACK)
    family = world.family[0]
    family.status = DROPPED_OUT
    end_or_go_on(world, 0, 0, family, luck, world.p[0])
    assert family.status == (WAITING if back else DROPPED_OUT)
    assert happened(world) == [CAME_BACK] * back
    assert world.weekly[0].returns == back


def test_a_crisis_brings_a_family_back_at_once(small_world):
    world = small_world(**BACK)
    family = world.family[0]
    family.status, family.last_crisis = DROPPED_OUT, 9
    end_or_go_on(world, 10, 0, family, 1.0, world.p[0])
    assert family.status == DROPPED_OUT
    family.last_crisis = 10
    end_or_go_on(world, 10, 0, family, 1.0, world.p[0])
    assert family.status == WAITING


def test_the_week_in_which_care_was_first_closed_is_remembered(small_world):
    world = small_world(**BACK)
    family = world.family[0]
    for week, severity in ((3, 0.39), (8, 0.41), (12, 0.39)):
        family.severity[:] = severity
        end_or_go_on(world, week, 0, family, 1.0, world.p[0])
        assert family.status == (WAITING if week == 8 else CLOSED)
    assert (family.status_since, family.first_closed) == (12, 3)


@pytest.mark.parametrize("end", ["breaks off", "moves away"])
def test_breaking_off_and_moving_away_are_no_closing_of_care(small_world, helper, end):
    world = small_world(**DROPOUT)
    helper(world, 0, MONEY)
    family = world.family[0]
    if end == "moves away":
        family.moves_away = 0
    end_or_go_on(world, 0, 0, family, 0.0, world.p[0])
    assert family.status == (LEFT if end == "moves away" else DROPPED_OUT)
    assert family.first_closed == NEVER


def test_a_family_closes_when_nobody_is_there_and_no_domain_needs_help(small_world, plan, happened):
    world = small_world(**BACK)
    family = world.family[0]
    plan(world, 0)
    family.severity[:] = 0.39
    end_or_go_on(world, 3, 0, family, 1.0, world.p[0])
    assert (family.status, family.plan.active, happened(world)) == (CLOSED, 0, [FAMILY_CLOSED])
    assert world.weekly[3].closures == 1


def test_a_family_in_need_that_lost_its_last_helper_waits_again(small_world):
    world = small_world(**BACK)
    family = world.family[0]
    end_or_go_on(world, 0, 0, family, 1.0, world.p[0])
    assert family.status == WAITING


def test_a_relapse_brings_a_closed_family_back(small_world):
    world = small_world(**BACK)
    family = world.family[0]
    family.status = CLOSED
    family.severity[:] = 0.39
    end_or_go_on(world, 0, 0, family, 1.0, world.p[0])
    assert family.status == CLOSED
    family.severity[N_DOMAINS - 1] = 0.4
    assert in_need(family, world.p[0])
    end_or_go_on(world, 0, 0, family, 1.0, world.p[0])
    assert family.status == WAITING


def test_a_closed_family_that_is_put_on_the_list_of_protection_comes_back(small_world):
    world = small_world(**BACK)
    family = world.family[0]
    family.status = CLOSED
    family.severity[:] = 0
    join_the_list(world, 0, 0, SAFETY, 1)
    end_or_go_on(world, 0, 0, family, 1.0, world.p[0])
    assert family.status == WAITING
    assert family.tie[SAFETY].status == ON_LIST


def test_who_moves_away_ends_all_care_protection_too(small_world, helper, plan, happened):
    world = small_world()
    helper(world, 0, MONEY)
    helper(world, 0, SAFETY)
    join_the_list(world, 0, 0, PARENTING, 0)
    plan(world, 0, coordinator=8)
    family = world.family[0]
    family.moves_away = 30
    end_or_go_on(world, 29, 0, family, 1.0, world.p[0])
    assert family.status == IN_CARE
    end_or_go_on(world, 30, 0, family, 1.0, world.p[0])
    assert (family.status, family.open_ties, family.waiting_ties) == (LEFT, 0, 0)
    assert world.post["caseload"].sum() == world.post["coordinating"].sum() == 0
    assert happened(world) == [LEFT_REGION]


@pytest.mark.parametrize(("helpers", "status"), [(0, WAITING), (1, IN_CARE)])
def test_standing_follows_from_waiting_or_having_a_helper(small_world, helper, helpers, status):
    world = small_world(dropout_base=0)
    join_the_list(world, 0, 0, PARENTING, 0)
    for place in range(1, helpers + 1):
        helper(world, 0, place)
    family = world.family[0]
    family.status = WAITING if status == IN_CARE else IN_CARE
    end_or_go_on(world, 8, 0, family, 1.0, world.p[0])
    assert (family.status, family.status_since) == (status, 8)
