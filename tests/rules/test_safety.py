"""M13: risk, signs and false alarms, the chain from noticing to acting, and what each answer does."""

import math

import pytest

from sim.agents.family import LUCK_ALARM, LUCK_OTHER_CRISIS, LUCK_SIGN
from sim.care.safety import (
    eyes_on_the_family,
    gives_a_sign,
    look_up_later,
    may_give_a_sign,
    meet_a_sign,
    other_crises,
    share_chance,
    sign_hazard,
    told_afterwards,
    watch_over_safety,
    weigh_risk,
)
from sim.chance import NEVER
from sim.event_kinds import CRISIS, FALSE_ALARM, REPORT, SIGN, SIGN_MISSED, SIGN_SHARED, TOLD_AFTERWARDS, URGENT_ACTION
from sim.names import CHILD_MENTAL_HEALTH, HOME, MONEY, PARENT_MENTAL_HEALTH, PARENTING, RELATIONS, SAFETY, STORY_KNOWN
from tests.rules.rows import need_of, row_of

RISK = {"risk_parenting": 1, "risk_relations": 1.2, "risk_overload": 0.8, "risk_no_support": 0.6}
HAZARD = {
    "recurrence_soon": 0.02,
    "recurrence_late": 0.004,
    "recurrence_weeks": 50,
    "reference_risk": 0.5,
    "safety_concern_rate": 1,
}


def test_risk_weighs_parenting_relations_overload_and_missing_support(small_world):
    world = small_world(**RISK, safety_plan_holds=0.3)
    family = world.family[0]
    need_of(world, 0, PARENTING).severity, need_of(world, 0, RELATIONS).severity = 0.8, 0.6
    family.overload, family.support = 0.4, 0.75
    weigh_risk(world, family, world.p[0])
    heat = (0.8 + 1.2 * 0.6 + 0.8 * 0.4 + 0.6 * 0.25) / 3.6
    assert family.risk == pytest.approx(heat)
    family.safety_plan = 0.5
    weigh_risk(world, family, world.p[0])
    assert family.risk == pytest.approx(heat * 0.85)
    world.p[0].safety_plan_holds = 0
    weigh_risk(world, family, world.p[0])
    assert family.risk == pytest.approx(heat)


def test_a_first_sign_comes_evenly_by_risk_and_by_the_concern_of_the_times(small_world):
    world = small_world(**{**HAZARD, "safety_concern_rate": 2}, first_signs_per_year=1.04)
    family = world.family[0]
    family.risk = 0.75
    assert sign_hazard(family, 0, world.p[0]) == pytest.approx(0.02 * 1.5 * 2)
    assert sign_hazard(family, 100, world.p[0]) == pytest.approx(0.06)
    world.p[0].safety_concern_rate = 0
    assert sign_hazard(family, 0, world.p[0]) == 0


@pytest.mark.parametrize("soon", [0.001, 0.02])
@pytest.mark.parametrize("last_sign", [-NEVER, -1, -10, -97, -500])
def test_no_luck_that_means_a_sign_is_passed_over(small_world, soon, last_sign):
    world = small_world(**{**HAZARD, "recurrence_soon": soon, "recurrence_late": 0.001}, first_signs_per_year=0.3)
    family = world.family[0]
    family.last_sign = last_sign
    for family.risk in (0.01, 0.5, 1.0):
        hazard = sign_hazard(family, 0, world.p[0])
        assert may_give_a_sign(family, hazard, world.p[0])
        assert gives_a_sign(family, 0, (1 - 1e-9) * -math.expm1(-hazard), world.p[0])
        assert not gives_a_sign(family, 0, (1 + 1e-9) * -math.expm1(-hazard), world.p[0])


@pytest.mark.parametrize(("weeks", "fresh"), [(0, 1.0), (50, math.exp(-1)), (100, math.exp(-2)), (5000, 0.0)])
def test_after_a_sign_the_next_is_near_at_first_and_never_out_of_the_question(small_world, weeks, fresh):
    world = small_world(**HAZARD)
    family = world.family[0]
    family.risk, family.last_sign = 0.75, 0
    assert sign_hazard(family, weeks, world.p[0]) == pytest.approx(1.5 * (0.004 + 0.016 * fresh))


WATCH = {
    **RISK,
    **HAZARD,
    "first_signs_per_year": 1.04,
    "concern_fades": 0.1,
    "plan_ageing": 0.2,
    "other_crises_per_year": 0,
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
    weigh_risk(world, family, world.p[0])
    chance = 1 - math.exp(-0.02 * family.risk / 0.5)
    family.luck[LUCK_SIGN] = chance + 1e-9
    watch_over_safety(world, 0, 0, family, world.p[0])
    assert happened(world) == []
    family.luck[LUCK_SIGN] = chance - 1e-9
    world.person["born"] = -18 * 52
    watch_over_safety(world, 0, 0, family, world.p[0])
    assert happened(world) == []
    world.person["born"] = -520
    watch_over_safety(world, 0, 0, family, world.p[0])
    assert happened(world) == [SIGN, SIGN_MISSED]


def test_helpers_sometimes_raise_a_false_alarm_more_so_where_trust_is_low(small_world, helper, dice, happened):
    world = small_world(**{**WATCH, "safety_concern_rate": 2}, report_trust=0, false_report_trust=0)
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


def test_helpers_doctor_and_school_notice_by_how_much_of_the_story_they_know(small_world, helper):
    world = small_world(notice_chance=0.4)
    family = world.family[0]
    for always in world.relation[world.relation["always"] == 1]:
        assert always.known == 0.5
    assert eyes_on_the_family(world, family, world.p[0]) == pytest.approx(1 - 0.8 * 0.8)
    helper(world, 0, MONEY, known=0.5)
    helper(world, 0, PARENTING, known=1.0)
    assert eyes_on_the_family(world, family, world.p[0]) == pytest.approx(1 - 0.8**3 * 0.6)
    world.p[0].notice_chance = 0
    assert eyes_on_the_family(world, family, world.p[0]) == 0


def test_who_helped_before_or_is_away_notices_nothing(small_world, helper):
    world = small_world(notice_chance=0.4)
    world.relation["known"][world.relation["always"] == 1] = 0
    world.relation["known_alone"][world.relation["always"] == 1] = 0
    case = helper(world, 0, MONEY, known=1.0)
    assert eyes_on_the_family(world, world.family[0], world.p[0]) == pytest.approx(0.4)
    case.post.away = 1
    assert eyes_on_the_family(world, world.family[0], world.p[0]) == 0
    case.post.away, case.relation.cases = 0, 0
    assert eyes_on_the_family(world, world.family[0], world.p[0]) == 0


def test_where_meetings_may_not_tell_helpers_notice_by_what_they_would_know_alone(small_world, helper):
    world = small_world(notice_chance=0.4)
    world.relation["known"][world.relation["always"] == 1] = 0
    world.relation["known_alone"][world.relation["always"] == 1] = 0
    helper(world, 0, MONEY, known=1.0, known_alone=0.25)
    world.p[0].channel[STORY_KNOWN] = 0
    assert eyes_on_the_family(world, world.family[0], world.p[0]) == pytest.approx(0.1)


def test_who_comes_of_age_is_placed_no_longer(small_world):
    world = small_world(**WATCH)
    family = world.family[0]
    family.luck[:] = 1.0
    family.placed = 1
    world.person["born"] = -18 * 52
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
    world = small_world(share_alone=0.5, concern_closes=0.6, safety_team=0, sharing_without_asking=0)
    helper(world, 0, MONEY, position=1.0, wish=-0.2)  # .4 in line
    helper(world, 0, PARENTING, position=0.4, wish=0.0)  # .8
    family = world.family[0]
    assert share_chance(world, family, world.p[0]) == pytest.approx(0.5 + 0.5 * 0.6)
    family.concern = 0.5
    assert share_chance(world, family, world.p[0]) == pytest.approx(0.8 * (1 - 0.6 * 0.5 * 0.4))
    world.p[0].concern_closes = 0
    assert share_chance(world, family, world.p[0]) == pytest.approx(0.8)


def test_a_safety_team_to_tell_it_to_and_leave_to_share_make_more_of_it_told(small_world, helper):
    world = small_world(share_alone=0.6, concern_closes=0, safety_team=1, tells_afterwards=0.5)
    helper(world, 0, MONEY, position=1.0, wish=-1.0)  # not in line at all
    family = world.family[0]
    assert share_chance(world, family, world.p[0]) == pytest.approx(0.6 + 0.5 * 0.4)
    world.p[0].sharing_without_asking = 0.25
    assert share_chance(world, family, world.p[0]) == pytest.approx(0.8 + 0.25 * 0.2)
    world.p[0].sharing_without_asking = 1
    assert share_chance(world, family, world.p[0]) == pytest.approx(1)


CHAIN = {
    "notice_chance": 0.8,
    "share_alone": 0.6,
    "concern_closes": 0,
    "concern_rises": 0.5,
    "sign_harm": 0.1,
    "crisis_after_sign": 0.4,
    "acting_prevents": 0.25,
    "reference_risk": 0.5,
    "report_trust": 0,
    "protection_after_report": 0,
    "safety_team": 0,
    "sharing_without_asking": 0,
}
SEEN = 0.8 * 0.5  # by one helper, who knows half
SHARED = 0.6 + 0.4 * 0.5  # half in line


def only_one_sees(world, helper):
    """A helper who knows half of the story and is half in line; doctor and school know nothing of it."""
    helper(world, 0, MONEY)
    for name in ("known", "known_alone"):
        world.relation[name][world.relation["always"] == 1] = 0.0


@pytest.mark.parametrize(
    ("luck", "kinds", "counts"),
    [
        ((SEEN + 1e-9, 0, 0, 1), [SIGN, SIGN_MISSED], (0, 0, 0, 1)),
        ((SEEN - 1e-9, 0, SHARED + 1e-9, 1), [SIGN, SIGN_MISSED], (1, 0, 0, 1)),
        ((SEEN - 1e-9, 0, SHARED - 1e-9, 1), [SIGN, SIGN_SHARED, REPORT], (1, 1, 1, 0)),
    ],
)
def test_a_sign_is_noticed_shared_and_acted_on_or_lost_on_the_way(
    small_world, helper, dice, happened, luck, kinds, counts
):
    world = small_world(**CHAIN)
    only_one_sees(world, helper)
    dice(*luck)
    meet_a_sign(world, 3, 0, world.family[0], world.p[0])
    assert happened(world) == kinds
    week = world.weekly[3]
    assert (week.signs_noticed, week.signs_shared, week.signs_acted_on, week.signs_missed) == counts
    assert week.signs == 1
    assert world.family[0].concern == (0.5 if counts[0] else 0)
    assert world.family[0].last_sign == 3


@pytest.mark.parametrize(("told", "speaks", "heard"), [(0.49, 0.69, True), (0.51, 0.69, False), (0.49, 0.71, False)])
def test_what_was_not_shared_is_told_to_the_coordinator_who_speaks_or_leaves_it(
    small_world, plan, dice, told, speaks, heard
):
    world = small_world(tells_afterwards=0.5)
    plan(world, 0, coordinator=0, fidelity=0.7)
    dice(told, speaks)
    assert told_afterwards(world, 0, 0, world.family[0], world.p[0]) == heard


@pytest.mark.parametrize("missing", ["plan", "coordinator", "health"])
def test_without_a_coordinator_who_is_there_nobody_is_told_afterwards(small_world, plan, dice, missing):
    world = small_world(tells_afterwards=1)
    shared = plan(world, 0, coordinator=-1 if missing == "coordinator" else 0, fidelity=1.0)
    if missing == "plan":
        shared.active = 0
    if missing == "health":
        world.post[0].away = 1
    dice(0.0)
    assert not told_afterwards(world, 0, 0, world.family[0], world.p[0])


def test_what_is_told_afterwards_is_acted_on_and_costs_trust(small_world, helper, plan, dice, happened):
    world = small_world(**CHAIN, tells_afterwards=1, behind_back_trust=0.2, joint_safety_plan=0)
    world.p[0].share_alone = 0
    helper(world, 0, MONEY, position=1.0, wish=-1.0)  # in line with nobody: shares nothing
    plan(world, 0, coordinator=0, fidelity=1.0)
    dice(0.0, 0.0, 0.5, 1.0)
    meet_a_sign(world, 3, 0, world.family[0], world.p[0])
    assert (world.weekly[3].told_afterwards, world.weekly[3].signs_shared) == (1, 1)
    assert world.family[0].trust == pytest.approx(0.5 * 0.8)
    assert happened(world) == [SIGN, TOLD_AFTERWARDS, SIGN_SHARED, REPORT]


def test_a_sign_itself_harms_every_child_and_relations(small_world, dice):
    world = small_world(**CHAIN, children=2)
    dice(1.0)
    meet_a_sign(world, 0, 0, world.family[0], world.p[0])
    harmed = (world.need["domain"] == CHILD_MENTAL_HEALTH) | (world.need["domain"] == RELATIONS)
    assert harmed.sum() == 3
    assert list(world.need["severity"][harmed]) == [pytest.approx(0.55)] * 3
    others = ~harmed & (world.need["domain"] != SAFETY)
    assert (world.need["severity"][others] == 0.5).all()


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
    world.need["severity"] = 1.0
    watch_over_safety(world, 98, 0, family, world.p[0])
    assert family.risk > 0.5
    assert world.weekly[98].still_unsafe == 1


OTHER = {"other_crises_per_year": 5.2}  # a tenth of a week's, each kind, at its heaviest


@pytest.mark.parametrize(
    ("luck", "psychiatric", "money"),
    [(0.049 - 1e-9, 1, 0), (0.049 + 1e-9, 0, 1), (0.058 - 1e-9, 0, 1), (0.058 + 1e-9, 0, 0)],
)
def test_a_crisis_of_the_mind_or_of_money_and_home_comes_by_the_square_of_the_heaviest(
    small_world, dice, happened, luck, psychiatric, money
):
    world = small_world(**OTHER, children=2)
    world.person["born"] = -12 * 52
    dice(1.0)
    for domain, which, severity in (
        (PARENT_MENTAL_HEALTH, 0, 0.2),
        (PARENT_MENTAL_HEALTH, 1, 0.1),
        (CHILD_MENTAL_HEALTH, 1, 0.7),
        (MONEY, 0, 0.2),
        (HOME, 0, 0.3),
    ):
        need_of(world, 0, domain, which).severity = severity
    other_crises(world, 4, 0, world.family[0], luck, world.p[0])
    assert (world.weekly[4].crises_psychiatric, world.weekly[4].crises_money) == (psychiatric, money)
    assert world.weekly[4].crises == world.family[0].crises == psychiatric + money
    assert happened(world) == [CRISIS, URGENT_ACTION] * (psychiatric + money)
    if psychiatric + money:
        heaviest = row_of(world, 0, CHILD_MENTAL_HEALTH, 1) if psychiatric else row_of(world, 0, HOME)
        assert world.log[0].need == heaviest


def test_no_luck_that_means_another_crisis_is_passed_over(small_world, dice):
    world = small_world(**{**WATCH, **OTHER})
    dice(1.0)
    world.need["severity"] = 1.0
    family = world.family[0]
    family.luck[:] = 1.0
    for luck, crises in ((0.2 + 1e-9, 0), (0.2 - 1e-9, 1)):
        family.luck[LUCK_OTHER_CRISIS] = luck
        watch_over_safety(world, 0, 0, family, world.p[0])
        assert world.weekly[0].crises == crises


@pytest.mark.parametrize(("age", "psychiatric"), [(11.9, 0), (12, 1)])
def test_a_young_child_has_no_psychiatric_crisis(small_world, dice, age, psychiatric):
    world = small_world(**OTHER)
    world.person["born"] = -int(age * 52)
    dice(1.0)
    world.need["severity"] = 0.0
    need_of(world, 0, CHILD_MENTAL_HEALTH).severity = 1.0
    other_crises(world, 0, 0, world.family[0], 0.0, world.p[0])
    assert world.weekly[0].crises_psychiatric == psychiatric
