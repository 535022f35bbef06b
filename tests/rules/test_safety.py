"""M13: risk, signs and false alarms, the chain from noticing to acting, and what each answer does."""

import math

import pytest

from sim.agents.family import LUCK_ALARM, LUCK_SIGN
from sim.care.safety import (
    eyes_on_the_family,
    gives_a_sign,
    look_up_later,
    may_give_a_sign,
    meet_a_sign,
    share_chance,
    sign_hazard,
    watch_over_safety,
    weigh_risk,
)
from sim.chance import NEVER
from sim.event_kinds import (
    CRISIS,
    FALSE_ALARM,
    REPORT,
    SIGN,
    SIGN_MISSED,
    SIGN_SHARED,
)
from sim.names import CHILD_MENTAL_HEALTH, MONEY, PARENTING, RELATIONS

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


@pytest.mark.parametrize("shape", [0.6, 0.82, 1.0])
@pytest.mark.parametrize("last_sign", [-NEVER, -1, -10, -97, -500])
def test_no_luck_that_means_a_sign_is_passed_over(small_world, shape, last_sign):
    world = small_world(**{**HAZARD, "recurrence_shape": shape}, first_signs_per_year=0.3)
    family = world.family[0]
    family.recurrent, family.last_sign = 1.0, last_sign
    for family.risk in (0.01, 0.5, 1.0):
        hazard = sign_hazard(family, 0, world.p[0])
        assert may_give_a_sign(family, 0, hazard, world.p[0])
        assert gives_a_sign(family, 0, (1 - 1e-9) * -math.expm1(-hazard), world.p[0])
        assert not gives_a_sign(family, 0, (1 + 1e-9) * -math.expm1(-hazard), world.p[0])


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
