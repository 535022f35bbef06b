"""M13: what is done about unsafety: plans, reports, urgent action, protection and placement."""

import pytest

from sim.agents.family import LUCK_RETURN_HOME
from sim.agents.need import NO_CASE, ON_LIST
from sim.care.safety_action import (
    act_on_concern,
    be_accused_wrongly,
    best_bond,
    book_safety_hours,
    call_in_protection,
    consider_placement,
    count_placement_week,
    go_around_the_family,
    have_a_crisis,
    meet_a_crisis,
)
from sim.care.waiting import join_the_list
from sim.chance import NEVER
from sim.event_kinds import (
    CRISIS,
    JOINT_SAFETY_PLAN,
    PLACEMENT,
    REPORT,
    RETURNED_HOME,
    URGENT_ACTION,
)
from sim.names import HOME, MONEY, PARENTING, PREPARATION, SAFETY, SAFETY_WORK
from tests.rules.rows import need_of, row_of

ANSWER = {
    "joint_safety_plan": 0.8,
    "safety_plan_hours": 4,
    "report_hours": 6,
    "report_trust": 0.1,
    "false_report_trust": 0.2,
    "safety_team": 0,
    "bond_shields": 0.7,
    "report_breaks_bond": 1,
    "protection_after_report": 0.2,
    "placement_after_report": 0.05,
    "placement_per_problem": 0,
    "contact_first": 0,
}
TOGETHER = 0.8 * 0.5 * 0.5  # by fidelity and trust


@pytest.mark.parametrize("luck", [TOGETHER - 1e-9, TOGETHER + 1e-9])
def test_a_plan_that_is_kept_and_trusted_answers_with_a_joint_safety_plan(
    small_world, helper, plan, dice, happened, luck
):
    world = small_world(**ANSWER)
    helper(world, 0, PARENTING)
    plan(world, 0, coordinator=0)
    family = world.family[0]
    dice(luck, 1)
    act_on_concern(world, 0, 0, family, 1.0, world.p[0])
    if luck < TOGETHER:
        assert happened(world) == [JOINT_SAFETY_PLAN]
        assert (family.safety_plan, family.trust) == (0.5, 0.5)
        assert world.post[0].spent[PREPARATION] == 4
    else:
        assert happened(world) == [REPORT]
        assert family.safety_plan == 0
        assert family.trust < 0.5
        assert world.post[0].spent[SAFETY_WORK] == 6


@pytest.mark.parametrize(("luck", "called"), [(0.19, True), (0.21, False)])
def test_after_some_reports_protection_is_called_in_and_a_child_is_placed(small_world, dice, luck, called):
    world = small_world(**{**ANSWER, "joint_safety_plan": 0, "placement_after_report": 0.2})
    dice(0.5, luck, luck)
    act_on_concern(world, 0, 0, world.family[0], 1.0, world.p[0])
    assert (need_of(world, 0, SAFETY).status == ON_LIST) == called
    assert world.family[0].placed == world.weekly[0].placements == called


@pytest.mark.parametrize("missing", ["plan", "coordinator", "hours", "policy"])
def test_without_plan_coordinator_time_or_policy_there_is_a_report(small_world, helper, plan, dice, happened, missing):
    world = small_world(**{**ANSWER, "joint_safety_plan": 0 if missing == "policy" else 1})
    helper(world, 0, PARENTING)
    if missing != "plan":
        plan(world, 0, coordinator=-1 if missing == "coordinator" else 0, fidelity=1.0)
    if missing == "hours":
        world.post[0].hours_left = 3.9
    world.family[0].trust = 1.0
    dice(0.5)
    act_on_concern(world, 0, 0, world.family[0], 1.0, world.p[0])
    assert happened(world)[0] == REPORT


def test_a_false_alarm_leaves_no_safety_plan_protection_or_placement(small_world, helper, plan, dice, happened):
    world = small_world(**ANSWER)
    helper(world, 0, PARENTING)
    dice(0.0)
    act_on_concern(world, 0, 0, world.family[0], 0.0, world.p[0])
    assert happened(world) == [REPORT]
    plan(world, 0, coordinator=0)
    act_on_concern(world, 0, 0, world.family[0], 0.0, world.p[0])
    assert happened(world) == [REPORT, JOINT_SAFETY_PLAN]
    assert world.family[0].safety_plan == 0


@pytest.mark.parametrize("together", [False, True])
def test_the_week_of_the_first_founded_answer_is_remembered(small_world, helper, plan, dice, happened, together):
    world = small_world(**ANSWER)
    helper(world, 0, PARENTING)
    plan(world, 0, coordinator=0)
    family = world.family[0]
    dice(0.0 if together else 0.99, 0.99)
    act_on_concern(world, 5, 0, family, 0.0, world.p[0])
    assert family.first_reported == NEVER, "a false alarm is no report of unsafety"
    act_on_concern(world, 8, 0, family, 1.0, world.p[0])
    act_on_concern(world, 9, 0, family, 1.0, world.p[0])
    assert family.first_reported == 8
    assert happened(world) == [JOINT_SAFETY_PLAN if together else REPORT] * 3


def test_a_false_alarm_costs_trust_whatever_the_bond_and_weighs_on_the_parents(small_world, helper, dice, happened):
    world = small_world(**ANSWER)
    case = helper(world, 0, PARENTING, bond=1.0)
    family = world.family[0]
    dice(0.99)
    act_on_concern(world, 0, 0, family, 0.0, world.p[0])
    assert happened(world) == [REPORT]
    assert family.trust == pytest.approx(0.5 * 0.8)
    assert family.direction == pytest.approx(0.5 * 0.9)
    assert family.overload == pytest.approx(0.5 + 0.2 * 0.5)
    assert (case.relation.bond, world.post[0].spent[SAFETY_WORK]) == (1, 6)
    world.p[0].false_report_trust = world.p[0].report_trust = 0
    be_accused_wrongly(world, family, world.p[0])
    assert (family.trust, family.overload) == (pytest.approx(0.4), pytest.approx(0.6))


def test_safety_hours_are_shared_by_all_helpers_and_lost_with_who_is_away(small_world, helper):
    world = small_world(safety_team=0)
    helper(world, 0, MONEY)
    absent = helper(world, 0, PARENTING)
    helper(world, 0, HOME, post=9)
    absent.post.away = 1
    book_safety_hours(world, world.family[0], 6.0, world.p[0])
    assert [world.post[row].spent[SAFETY_WORK] for row in (8, 9, 0)] == [2, 2, 0]
    assert world.post["spent"].sum() == 4, "the doctor and the school are not in it without a case"


@pytest.mark.parametrize(("team", "left", "spent"), [(1, 20, [5, 0]), (2, 20, [5, 0]), (1, 2, [2, 2])])
def test_a_regional_team_does_the_safety_work_of_all_as_far_as_it_has_hours(small_world, helper, team, left, spent):
    world = small_world(safety_team=team)
    helper(world, 0, MONEY)
    world.post["hours_left"][12:] = left
    book_safety_hours(world, world.family[0], 5.0, world.p[0])
    assert list(world.post["spent"][:, SAFETY_WORK]) == [0] * 12 + spent


def test_a_team_inside_the_plan_makes_joint_safety_plans_the_custom(small_world, helper, plan, dice, happened):
    world = small_world(**{**ANSWER, "joint_safety_plan": 0, "safety_team": 1})
    helper(world, 0, PARENTING)
    plan(world, 0, coordinator=0, fidelity=0.8)
    dice(0.8 * 0.5 - 1e-9, 1)
    act_on_concern(world, 0, 0, world.family[0], 1.0, world.p[0])
    assert happened(world) == [REPORT], "beside it"
    world.p[0].safety_team = 2
    world.family[0].trust = 0.5
    act_on_concern(world, 0, 0, world.family[0], 1.0, world.p[0])
    assert happened(world) == [REPORT, JOINT_SAFETY_PLAN]


def test_a_good_bond_shields_trust_when_a_family_is_gone_around(small_world, helper):
    world = small_world(bond_shields=0.7, report_breaks_bond=0)
    family = world.family[0]
    helper(world, 0, MONEY, bond=0.8)
    helper(world, 0, HOME, post=9, bond=0.2)
    assert best_bond(world, family) == 0.8
    go_around_the_family(world, family, 0.2, world.p[0])
    assert family.trust == pytest.approx(0.5 * (1 - 0.2 * (1 - 0.7 * 0.8)))
    assert family.direction == pytest.approx(0.5 * 0.8)


def test_the_bond_with_doctor_and_school_shields_only_where_they_have_a_case(small_world):
    world = small_world()
    assert best_bond(world, world.family[0]) == 0


def test_going_around_a_family_breaks_weak_bonds_more_than_strong_ones(small_world, helper):
    world = small_world(report_breaks_bond=2)
    strong, weak = helper(world, 0, MONEY, bond=0.8).relation, helper(world, 0, HOME, post=9, bond=0.2).relation
    go_around_the_family(world, world.family[0], 0.1, world.p[0])
    assert strong.bond == pytest.approx(0.8 * (1 - 0.2 * 0.2))
    assert weak.bond == pytest.approx(0.2 * (1 - 0.2 * 0.8))


def test_a_bond_cannot_break_more_than_wholly(small_world, helper):
    world = small_world(report_breaks_bond=3)
    relation = helper(world, 0, MONEY, bond=0.1).relation
    go_around_the_family(world, world.family[0], 0.5, world.p[0])
    assert 0 <= relation.bond <= 0.1


CRISIS_SETTINGS = {
    **ANSWER,
    "crisis_overload": 0.4,
    "concern_rises": 0.5,
    "crisis_hours": 8,
    "urgent_outdates_plan": 0.5,
    "school_alone_misaligns": 0.2,
    "protection_after_crisis": 0.25,
    "placement_after_crisis": 0.07,
}


def test_a_crisis_overloads_makes_requests_urgent_and_takes_hours(small_world, helper, dice, happened):
    world = small_world(**CRISIS_SETTINGS)
    helper(world, 0, MONEY)
    join_the_list(world, 0, row_of(world, 0, PARENTING), 0)
    family = world.family[0]
    dice(1.0)
    have_a_crisis(world, 6, 0, family, row_of(world, 0, HOME), world.p[0])
    assert (family.overload, family.last_crisis) == (pytest.approx(0.7), 6)
    assert (family.crises, world.weekly[6].crises) == (1, 1)
    assert need_of(world, 0, PARENTING).urgent == 1
    assert world.post[8].spent[SAFETY_WORK] == 8
    assert happened(world) == [CRISIS, URGENT_ACTION]
    assert family.concern == 0, "not every crisis is one of safety"


def test_a_crisis_of_safety_is_a_crisis_that_raises_concern(small_world, dice, happened):
    world = small_world(**CRISIS_SETTINGS)
    world.family[0].concern = 0.2
    dice(1.0)
    meet_a_crisis(world, 6, 0, world.family[0], world.p[0])
    assert world.family[0].concern == pytest.approx(0.6)
    assert happened(world) == [CRISIS, URGENT_ACTION]


def test_under_urgency_people_act_outside_the_plan_and_go_their_own_way(small_world, helper, plan, dice):
    world = small_world(**CRISIS_SETTINGS)
    case = helper(world, 0, MONEY, bond=0.0, position=0.5, own_position=-0.5)
    shared = plan(world, 0, coordinator=0)
    dice(1.0)
    have_a_crisis(world, 0, 0, world.family[0], row_of(world, 0, HOME), world.p[0])
    assert (shared.current, case.need.position) == (0.25, pytest.approx(0.3))
    assert world.family[0].trust == pytest.approx(0.5 * 0.9)


@pytest.mark.parametrize(("luck", "inside"), [(0.8 * 0.25 - 1e-9, True), (0.8 * 0.25 + 1e-9, False)])
def test_a_current_plan_that_is_kept_can_hold_a_crisis(small_world, helper, plan, dice, happened, luck, inside):
    world = small_world(**CRISIS_SETTINGS)
    case = helper(world, 0, MONEY, position=0.5, own_position=-0.5)
    plan(world, 0, coordinator=0)
    dice(luck)
    have_a_crisis(world, 0, 0, world.family[0], row_of(world, 0, HOME), world.p[0])
    assert (URGENT_ACTION not in happened(world)) == inside
    assert (case.need.position == 0.5) == inside


@pytest.mark.parametrize(("luck", "called"), [(0.24, True), (0.26, False)])
def test_after_some_crises_protection_is_called_in_and_a_child_is_placed(small_world, dice, luck, called):
    world = small_world(**{**CRISIS_SETTINGS, "placement_after_crisis": 0.25})
    dice(luck)
    meet_a_crisis(world, 0, 0, world.family[0], world.p[0])
    assert (need_of(world, 0, SAFETY).status == ON_LIST) == called
    assert world.family[0].placed == called


def test_protection_is_called_in_by_chance_once_and_goes_before_others(small_world, dice):
    world = small_world(families=2, adult_age=18)
    family = world.family[0]
    dice(0.5)
    call_in_protection(world, 0, 0, family, 0.26, 0.25, world.p[0])
    need = need_of(world, 0, SAFETY)
    assert need.status == NO_CASE
    call_in_protection(world, 0, 0, family, 0.24, 0.25, world.p[0])
    assert (need.status, need.urgent) == (ON_LIST, 1)
    call_in_protection(world, 0, 0, family, 0.24, 0.25, world.p[0])
    assert family.waiting_cases == 1
    world.person["born"] = -18 * 52
    call_in_protection(world, 0, 1, world.family[1], 0.24, 0.25, world.p[0])
    assert world.family[1].waiting_cases == 0


@pytest.mark.parametrize("problems", [0, 1, 5])
def test_a_placement_becomes_ten_per_cent_likelier_with_every_problem(small_world, helper, happened, problems):
    world = small_world(placement_per_problem=0.1, need_severity=0.4, crisis_overload=0.3, report_trust=0.2)
    family = world.family[0]
    world.need["severity"] = 0.39
    world.need["severity"][:problems] = 0.4
    chance = 0.07 * (1 + 0.1 * problems)
    consider_placement(world, 0, 0, family, chance + 1e-9, 0.07, world.p[0])
    assert (family.placed, happened(world)) == (0, [])
    consider_placement(world, 0, 0, family, chance - 1e-9, 0.07, world.p[0])
    assert (family.placed, family.placements, happened(world)) == (1, 1, [PLACEMENT])
    assert family.overload == pytest.approx(0.65)
    assert family.trust == pytest.approx(0.4)
    consider_placement(world, 0, 0, family, 0.0, 0.07, world.p[0])
    assert family.placements == 1


def test_nobody_is_placed_without_a_ground(small_world):
    world = small_world()
    consider_placement(world, 0, 0, world.family[0], 0.0, 0.0, world.p[0])
    assert world.family[0].placed == 0


def test_the_week_of_the_first_placement_is_remembered(small_world):
    world = small_world()
    family = world.family[0]
    consider_placement(world, 6, 0, family, 1.0, 0.07, world.p[0])
    assert family.first_placed == NEVER
    for week in (7, 30):
        family.placed = 0
        consider_placement(world, week, 0, family, 0.0, 0.07, world.p[0])
    assert (family.placements, family.first_placed) == (2, 7)


def test_a_week_out_of_home_costs_seven_days(small_world):
    world = small_world(placement_day_euros=200, return_home_chance=0)
    family = world.family[0]
    family.placed = 1
    for week in range(2):
        count_placement_week(world, week, 0, family, world.p[0])
    assert family.cost_euros == 2 * 7 * 200


@pytest.mark.parametrize("helped", [False, True])
def test_a_child_comes_home_sooner_when_the_parents_get_help(small_world, helper, happened, helped):
    world = small_world(return_home_chance=0.004, return_with_help=1.2)
    family = world.family[0]
    family.placed, family.risk = 1, 0.25
    if helped:
        helper(world, 0, PARENTING)
    chance = 0.004 * (2.2 if helped else 1) * 0.75
    family.luck[LUCK_RETURN_HOME] = chance + 1e-9
    count_placement_week(world, 0, 0, family, world.p[0])
    assert (family.placed, family.placement_days, world.weekly[0].placement_days) == (1, 7, 7)
    family.luck[LUCK_RETURN_HOME] = chance - 1e-9
    count_placement_week(world, 0, 0, family, world.p[0])
    assert (family.placed, happened(world)) == (0, [RETURNED_HOME])


@pytest.mark.parametrize(
    ("founded", "before", "fidelity", "after"),
    [
        (1.0, 0.0, 0.5, 0.5),
        (1.0, 0.4, 0.5, 0.7),  # half of the .6 that was still open
        (1.0, 0.4, 0.25, 0.55),
        (1.0, 1.0, 0.5, 1.0),
        (0.0, 0.4, 0.5, 0.4),  # a false alarm strengthens nothing, and takes nothing away
    ],
)
def test_a_safety_plan_that_is_there_already_is_strengthened_by_a_share_of_what_it_lacks(
    small_world, helper, plan, dice, happened, founded, before, fidelity, after
):
    world = small_world(**{**ANSWER, "joint_safety_plan": 1})
    helper(world, 0, PARENTING)
    plan(world, 0, coordinator=0, fidelity=fidelity)
    family = world.family[0]
    family.safety_plan = before
    dice(0, 1)
    act_on_concern(world, 0, 0, family, founded, world.p[0])
    assert happened(world) == [JOINT_SAFETY_PLAN]
    assert family.safety_plan == pytest.approx(after)


def test_a_report_leaves_the_safety_plan_that_is_there_as_it_was(small_world, helper, plan, dice, happened):
    world = small_world(**{**ANSWER, "joint_safety_plan": 0})
    helper(world, 0, PARENTING)
    plan(world, 0, coordinator=0)
    family = world.family[0]
    family.safety_plan = 0.4
    dice(1)
    act_on_concern(world, 0, 0, family, 1.0, world.p[0])
    assert happened(world) == [REPORT]
    assert family.safety_plan == 0.4


@pytest.mark.parametrize(("before", "first"), [(NEVER, 7), (3, 3)])
def test_only_the_first_founded_report_is_remembered(small_world, dice, before, first):
    world = small_world(**ANSWER)
    family = world.family[0]
    family.first_reported = before
    dice(1)
    act_on_concern(world, 7, 0, family, 0.0, world.p[0])
    assert family.first_reported == before, "a false alarm is none"
    act_on_concern(world, 7, 0, family, 1.0, world.p[0])
    assert family.first_reported == first
