"""M13: risk, signs and false alarms, the chain from noticing to acting, and what each answer does."""

import math

import pytest

from sim.agents.care_tie import NO_TIE, ON_LIST
from sim.agents.family import (
    CHILD_MENTAL_HEALTH,
    HOME,
    LUCK_ALARM,
    LUCK_RETURN_HOME,
    LUCK_SIGN,
    MONEY,
    PARENTING,
    RELATIONS,
    SAFETY,
)
from sim.agents.professional import PREPARATION, SAFETY_WORK
from sim.care.safety import (
    act_on_concern,
    book_safety_hours,
    call_in_protection,
    consider_placement,
    count_placement_week,
    eyes_on_the_family,
    go_around_the_family,
    look_up_later,
    meet_a_crisis,
    meet_a_sign,
    share_chance,
    sign_hazard,
    watch_over_safety,
    weigh_risk,
)
from sim.care.waiting import join_the_list
from sim.chance import NEVER
from sim.event_kinds import (
    CRISIS,
    FALSE_ALARM,
    JOINT_SAFETY_PLAN,
    PLACEMENT,
    REPORT,
    RETURNED_HOME,
    SIGN,
    SIGN_MISSED,
    SIGN_SHARED,
    URGENT_ACTION,
)

RISK = {"risk_parenting": 1, "risk_relations": 1.2, "risk_overload": 0.8, "risk_no_support": 0.6}
HAZARD = {"recurrence_shape": 0.82, "recurrence_weeks": 97.4, "reference_risk": 0.5, "safety_concern_rate": 1}


def test_risk_weighs_parenting_relations_overload_and_missing_support(small_world):
    world = small_world(**RISK, safety_plan_holds=0.3)
    family = world.family[0]
    family.severity[PARENTING], family.severity[RELATIONS], family.overload, family.support = 0.8, 0.6, 0.4, 0.75
    weigh_risk(family, world.p[0])
    heat = (0.8 + 1.2 * 0.6 + 0.8 * 0.4 + 0.6 * 0.25) / 3.6
    assert family.risk == pytest.approx(heat)
    family.safety_plan = 0.5
    weigh_risk(family, world.p[0])
    assert family.risk == pytest.approx(heat * 0.85)
    world.p[0].safety_plan_holds = 0
    weigh_risk(family, world.p[0])
    assert family.risk == pytest.approx(heat)


def test_a_first_sign_comes_evenly_by_risk_and_by_the_concern_of_the_times(small_world):
    world = small_world(**{**HAZARD, "safety_concern_rate": 2}, first_signs_per_year=1.04)
    family = world.family[0]
    family.risk = 0.75
    assert sign_hazard(family, 0, world.p[0]) == pytest.approx(0.02 * 1.5 * 2)
    assert sign_hazard(family, 100, world.p[0]) == pytest.approx(0.06)
    world.p[0].safety_concern_rate = 0
    assert sign_hazard(family, 0, world.p[0]) == 0


@pytest.mark.parametrize("weeks", [1, 10, 97, 500])
def test_recurrence_follows_the_weibull_hazard_front_loaded(small_world, weeks):
    world = small_world(**HAZARD)
    family = world.family[0]
    family.risk, family.recurrent, family.last_sign = 0.5, 1.0, 0

    def cumulative(week):
        return (week / 97.4) ** 0.82

    slope = (cumulative(weeks + 1e-4) - cumulative(weeks - 1e-4)) / 2e-4
    assert sign_hazard(family, weeks, world.p[0]) == pytest.approx(slope, rel=1e-6)
    assert sign_hazard(family, weeks, world.p[0]) > sign_hazard(family, weeks + 1, world.p[0])
    world.p[0].recurrence_shape = 1
    assert sign_hazard(family, weeks, world.p[0]) == pytest.approx(1 / 97.4)


def test_families_in_whom_unsafety_does_not_come_back_have_no_second_sign(small_world):
    world = small_world(**HAZARD)
    family = world.family[0]
    family.risk, family.recurrent, family.last_sign = 0.5, 0.0, 0
    assert sign_hazard(family, 10, world.p[0]) == 0


WATCH = {
    **RISK,
    **HAZARD,
    "first_signs_per_year": 1.04,
    "concern_fades": 0.1,
    "safety_plan_fades": 0.2,
    "false_alarms_per_year": 1.04,
    "adult_age": 18,
    "crisis_after_sign": 0.4,
}


def test_concern_and_safety_plans_fade(small_world):
    world = small_world(**WATCH)
    family = world.family[0]
    family.concern = family.safety_plan = 0.5
    family.luck[:] = 1.0
    watch_over_safety(world, 0, 0, family, world.p[0])
    assert (family.concern, family.safety_plan) == (pytest.approx(0.45), pytest.approx(0.4))


def test_a_sign_comes_at_its_hazard_to_families_with_a_child(small_world, dice, happened):
    world = small_world(**WATCH)
    family = world.family[0]
    family.luck[:] = 1.0
    dice(0.99)
    weigh_risk(family, world.p[0])
    chance = 1 - math.exp(-0.02 * family.risk / 0.5)
    family.luck[LUCK_SIGN] = chance + 1e-9
    watch_over_safety(world, 0, 0, family, world.p[0])
    assert happened(world) == []
    family.luck[LUCK_SIGN] = chance - 1e-9
    family.born[0] = -18 * 52
    watch_over_safety(world, 0, 0, family, world.p[0])
    assert happened(world) == []
    family.born[0] = -520
    watch_over_safety(world, 0, 0, family, world.p[0])
    assert happened(world) == [SIGN, SIGN_MISSED]


def test_helpers_sometimes_raise_a_false_alarm_more_so_where_trust_is_low(small_world, helper, dice, happened):
    world = small_world(**{**WATCH, "safety_concern_rate": 2}, report_trust=0)
    family = world.family[0]
    family.trust = 0.25
    family.luck[:] = 1.0
    dice(0.99)
    family.luck[LUCK_ALARM] = 2 * 0.02 * 0.75 - 1e-9
    watch_over_safety(world, 0, 0, family, world.p[0])
    assert happened(world) == []  # nobody is there to be alarmed
    helper(world, 0, MONEY)
    watch_over_safety(world, 0, 0, family, world.p[0])
    assert happened(world) == [FALSE_ALARM, REPORT]
    assert world.weekly[0].false_alarms == 1
    for luck, rate in ((2 * 0.02 * 0.75 + 1e-9, 1.04), (0.0, 0.0)):
        family.luck[LUCK_ALARM], world.p[0].false_alarms_per_year = luck, rate
        watch_over_safety(world, 0, 0, family, world.p[0])
        assert world.weekly[0].false_alarms == 1


def test_helpers_notice_by_how_much_of_the_story_they_know(small_world, helper):
    world = small_world(notice_chance=0.4)
    family = world.family[0]
    assert eyes_on_the_family(world, family, world.p[0]) == 0
    helper(world, 0, MONEY, known=0.5)
    helper(world, 0, PARENTING, known=1.0)
    assert eyes_on_the_family(world, family, world.p[0]) == pytest.approx(1 - 0.8 * 0.6)
    world.p[0].notice_chance = 0
    assert eyes_on_the_family(world, family, world.p[0]) == 0


def test_an_empty_post_notices_nothing(small_world, helper):
    world = small_world(notice_chance=0.4)
    tie = helper(world, 0, MONEY, known=1.0)
    world.post[tie.post].filled = 0
    assert eyes_on_the_family(world, world.family[0], world.p[0]) == 0


def test_who_comes_of_age_is_placed_no_longer(small_world):
    world = small_world(**WATCH)
    family = world.family[0]
    family.luck[:] = 1.0
    family.placed = 1
    family.born[:] = -18 * 52
    watch_over_safety(world, 0, 0, family, world.p[0])
    assert (family.placed, family.placement_days, world.weekly[0].placed_children) == (0, 0, 0)


def test_a_false_alarm_does_not_wait_for_a_week_without_thought_of_a_sign(small_world, helper, dice, happened):
    world = small_world(**WATCH, report_trust=0)
    family = world.family[0]
    helper(world, 0, MONEY)
    dice(0.99)
    family.luck[:] = 1.0
    family.luck[LUCK_SIGN], family.luck[LUCK_ALARM] = 0.1, 0.0  # close to a sign, and none
    watch_over_safety(world, 0, 0, family, world.p[0])
    assert happened(world) == [FALSE_ALARM, REPORT]


def test_helpers_in_line_share_a_concern_and_fear_of_placement_keeps_others_silent(small_world, helper):
    world = small_world(share_alone=0.5, concern_closes=0.6)
    helper(world, 0, MONEY, aligned=0.4)
    helper(world, 0, PARENTING, aligned=0.8)
    family = world.family[0]
    assert share_chance(family, world.p[0]) == pytest.approx(0.5 + 0.5 * 0.6)
    family.concern = 0.5
    assert share_chance(family, world.p[0]) == pytest.approx(0.8 * (1 - 0.6 * 0.5 * 0.4))
    world.p[0].concern_closes = 0
    assert share_chance(family, world.p[0]) == pytest.approx(0.8)


CHAIN = {
    "notice_chance": 0.8,
    "recorded_chance": 0.7,
    "share_alone": 0.6,
    "concern_closes": 0,
    "concern_rises": 0.5,
    "sign_harm": 0.1,
    "crisis_after_sign": 0.4,
    "acting_prevents": 0.25,
    "reference_risk": 0.5,
    "report_trust": 0,
}
SEEN, SHARED = 0.8 * 0.5, 0.6 + 0.4 * 0.5  # one helper, who knows half and is half in line


@pytest.mark.parametrize(
    ("luck", "kinds", "counts"),
    [
        ((SEEN + 1e-9, 0, 0, 1), [SIGN, SIGN_MISSED], (0, 0, 0, 1)),
        ((SEEN - 1e-9, 0.7 + 1e-9, 0, 1), [SIGN, SIGN_MISSED], (1, 0, 0, 1)),
        ((SEEN - 1e-9, 0.7 - 1e-9, SHARED + 1e-9, 1), [SIGN, SIGN_MISSED], (1, 0, 0, 1)),
        ((SEEN - 1e-9, 0.7 - 1e-9, SHARED - 1e-9, 1), [SIGN, SIGN_SHARED, REPORT], (1, 1, 1, 0)),
    ],
)
def test_a_sign_is_noticed_recorded_shared_and_acted_on_or_lost_on_the_way(
    small_world, helper, dice, happened, luck, kinds, counts
):
    world = small_world(**CHAIN)
    helper(world, 0, MONEY)
    dice(*luck)
    meet_a_sign(world, 3, 0, world.family[0], world.p[0])
    assert happened(world) == kinds
    week = world.weekly[3]
    assert (week.signs_noticed, week.signs_shared, week.signs_acted_on, week.signs_missed) == counts
    assert week.signs == 1
    assert world.family[0].concern == (0.5 if counts[0] else 0)
    assert world.family[0].last_sign == 3


def test_a_sign_itself_harms_the_child_and_relations(small_world, dice):
    world = small_world(**CHAIN)
    dice(1.0)
    family = world.family[0]
    meet_a_sign(world, 0, 0, family, world.p[0])
    assert family.severity[CHILD_MENTAL_HEALTH] == family.severity[RELATIONS] == pytest.approx(0.55)
    assert family.severity[MONEY] == 0.5


@pytest.mark.parametrize(("acted", "chance"), [(False, 0.4 * 1.2), (True, 0.4 * 1.2 * 0.75)])
def test_a_crisis_follows_by_risk_less_often_when_somebody_acted(small_world, helper, dice, happened, acted, chance):
    for luck, crisis in ((chance + 1e-9, False), (chance - 1e-9, True)):
        world = small_world(**CHAIN)
        helper(world, 0, MONEY)
        world.family[0].risk = 0.6
        dice(*((0, 0, 0) if acted else (1, 1, 1)), luck)
        meet_a_sign(world, 0, 0, world.family[0], world.p[0])
        assert (CRISIS in happened(world)) == crisis


ANSWER = {
    "joint_safety_plan": 0.8,
    "safety_plan_hours": 4,
    "report_hours": 6,
    "report_trust": 0.1,
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
    assert (world.family[0].tie[SAFETY].status == ON_LIST) == called
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


@pytest.mark.parametrize(("risk", "still_unsafe"), [(0.5, 1), (0.49, 0)])
def test_a_year_and_a_half_after_a_first_report_somebody_looks_again(small_world, risk, still_unsafe):
    world = small_world(reference_risk=0.5)
    family = world.family[0]
    family.first_reported, family.risk = 20, risk
    for week in range(190):
        look_up_later(world, week, family, world.p[0])
    assert (world.weekly[98].looked_up_later, world.weekly[98].still_unsafe) == (1, still_unsafe)
    assert (world.weekly["looked_up_later"].sum(), world.weekly["still_unsafe"].sum()) == (1, still_unsafe)


@pytest.mark.parametrize("reason", ["never reported", "not followed"])
def test_nobody_looks_again_at_families_without_report_or_whose_outcomes_do_not_count(small_world, reason):
    world = small_world(reference_risk=0)
    family = world.family[0]
    if reason == "not followed":
        family.first_reported, family.followed = 20, 0
    for week in range(190):
        look_up_later(world, week, family, world.p[0])
    assert world.weekly["looked_up_later"].sum() == 0


def test_who_looks_again_sees_the_risk_of_that_week(small_world):
    world = small_world(**{**WATCH, "reference_risk": 0.5})
    family = world.family[0]
    family.luck[:] = 1.0
    family.first_reported, family.risk = 20, 0.0
    family.severity[:] = 1.0
    watch_over_safety(world, 98, 0, family, world.p[0])
    assert family.risk > 0.5
    assert world.weekly[98].still_unsafe == 1


def test_safety_hours_are_shared_by_all_helpers_who_are_there(small_world, helper):
    world = small_world()
    helper(world, 0, MONEY)
    absent = helper(world, 0, PARENTING)
    helper(world, 0, HOME, post=9)
    world.post[absent.post].filled = 0
    book_safety_hours(world, world.family[0], 6.0)
    assert [world.post[row].spent[SAFETY_WORK] for row in (8, 9, 0)] == [2, 2, 0]


def test_a_good_bond_shields_trust_when_a_family_is_gone_around(small_world, helper):
    world = small_world(bond_shields=0.7, report_breaks_bond=0)
    family = world.family[0]
    helper(world, 0, MONEY, bond=0.8)
    helper(world, 0, HOME, bond=0.2)
    go_around_the_family(family, 0.2, world.p[0])
    assert family.trust == pytest.approx(0.5 * (1 - 0.2 * (1 - 0.7 * 0.8)))
    assert family.direction == pytest.approx(0.5 * 0.8)


def test_going_around_a_family_breaks_weak_bonds_more_than_strong_ones(small_world, helper):
    world = small_world(report_breaks_bond=2)
    strong, weak = helper(world, 0, MONEY, bond=0.8), helper(world, 0, HOME, bond=0.2)
    go_around_the_family(world.family[0], 0.1, world.p[0])
    assert strong.bond == pytest.approx(0.8 * (1 - 0.2 * 0.2))
    assert weak.bond == pytest.approx(0.2 * (1 - 0.2 * 0.8))


def test_a_bond_cannot_break_more_than_wholly(small_world, helper):
    world = small_world(report_breaks_bond=3)
    tie = helper(world, 0, MONEY, bond=0.1)
    go_around_the_family(world.family[0], 0.5, world.p[0])
    assert 0 <= tie.bond <= 0.1


CRISIS_SETTINGS = {
    **ANSWER,
    "crisis_overload": 0.4,
    "concern_rises": 0.5,
    "crisis_hours": 8,
    "urgent_outdates_plan": 0.5,
    "urgent_misaligns": 0.2,
    "urgent_trust": 0.12,
    "protection_after_crisis": 0.25,
    "placement_after_crisis": 0.07,
}


def test_a_crisis_overloads_makes_requests_urgent_and_takes_hours(small_world, helper, dice, happened):
    world = small_world(**CRISIS_SETTINGS)
    helper(world, 0, MONEY)
    join_the_list(world, 0, 0, PARENTING, 0)
    family = world.family[0]
    family.concern = 0.2
    dice(1.0)
    meet_a_crisis(world, 6, 0, family, world.p[0])
    assert (family.overload, family.concern, family.last_crisis) == (pytest.approx(0.7), pytest.approx(0.6), 6)
    assert (family.crises, world.weekly[6].crises) == (1, 1)
    assert family.tie[PARENTING].urgent == 1
    assert world.post[8].spent[SAFETY_WORK] == 8
    assert happened(world) == [CRISIS, URGENT_ACTION]


def test_under_urgency_people_act_outside_the_plan_and_fall_out_of_line(small_world, helper, plan, dice):
    world = small_world(**CRISIS_SETTINGS)
    tie = helper(world, 0, MONEY, bond=0.0)
    shared = plan(world, 0, coordinator=0)
    dice(1.0)
    meet_a_crisis(world, 0, 0, world.family[0], world.p[0])
    assert (shared.current, tie.aligned) == (0.25, pytest.approx(0.4))
    assert world.family[0].trust == pytest.approx(0.5 * 0.88)


@pytest.mark.parametrize(("luck", "inside"), [(0.8 * 0.25 - 1e-9, True), (0.8 * 0.25 + 1e-9, False)])
def test_a_current_plan_that_is_kept_can_hold_a_crisis(small_world, helper, plan, dice, happened, luck, inside):
    world = small_world(**CRISIS_SETTINGS)
    tie = helper(world, 0, MONEY)
    plan(world, 0, coordinator=0)
    dice(1.0, luck, 1.0)
    meet_a_crisis(world, 0, 0, world.family[0], world.p[0])
    assert (URGENT_ACTION not in happened(world)) == inside
    assert (tie.aligned == 0.5) == inside


@pytest.mark.parametrize(("luck", "called"), [(0.24, True), (0.26, False)])
def test_after_some_crises_protection_is_called_in_and_a_child_is_placed(small_world, dice, luck, called):
    world = small_world(**{**CRISIS_SETTINGS, "placement_after_crisis": 0.25})
    dice(luck)
    meet_a_crisis(world, 0, 0, world.family[0], world.p[0])
    assert (world.family[0].tie[SAFETY].status == ON_LIST) == called
    assert world.family[0].placed == called


def test_protection_is_called_in_by_chance_once_and_goes_before_others(small_world, dice):
    world = small_world(families=2, adult_age=18)
    family = world.family[0]
    dice(0.5)
    call_in_protection(world, 0, 0, family, 0.26, 0.25, world.p[0])
    assert family.tie[SAFETY].status == NO_TIE
    call_in_protection(world, 0, 0, family, 0.24, 0.25, world.p[0])
    assert (family.tie[SAFETY].status, family.tie[SAFETY].urgent) == (ON_LIST, 1)
    call_in_protection(world, 0, 0, family, 0.24, 0.25, world.p[0])
    assert family.waiting_ties == 1
    world.family[1].born[0] = -18 * 52
    call_in_protection(world, 0, 1, world.family[1], 0.24, 0.25, world.p[0])
    assert world.family[1].waiting_ties == 0


@pytest.mark.parametrize("problems", [0, 1, 5])
def test_a_placement_becomes_ten_per_cent_likelier_with_every_problem(small_world, helper, happened, problems):
    world = small_world(placement_per_problem=0.1, need_severity=0.4, placement_overload=0.3, placement_trust=0.2)
    family = world.family[0]
    family.severity[:] = 0.39
    family.severity[:problems] = 0.4
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
