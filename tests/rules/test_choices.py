"""Choices from outside take the place of the rule that would have decided, and what the rule has is written down."""

import pytest

from sim.agents.family import LUCK_ALARM
from sim.care.choices import ACT, BY_RULE, CHOSEN, KNOWN, SEEN, SHARE, TELL_AFTERWARDS, WAIT, done_about
from sim.care.contact import keep_appointments
from sim.care.hours import EARLY, plan_appointments, share_out_hours
from sim.care.safety import meet_a_sign, watch_over_safety
from sim.care.safety_action import act_on_concern
from sim.event_kinds import FALSE_ALARM, JOINT_SAFETY_PLAN, REPORT, SIGN, SIGN_MISSED, SIGN_SHARED
from sim.names import CONTACT, MONEY, PARENTING

HOURS = {
    "goal_drift": 0,
    "appointments_per_week": 0.4,
    "appointment_hours": 1.5,
    "first_phase_ratio": 1,
    "cover_share": 0,
    "missing_base": 0,
    "missing_overload": 0,
    "missing_distrust": 0,
}


def two_families(small_world, helper, due, hours_left=20.0):
    """Two families, each with a case of the same professional, who decides this week."""
    world = small_world(families=2, **HOURS)
    one, other = (helper(world, number, MONEY, due=due) for number in range(2))
    world.tally[0].deciding = 1
    one.need.turn = other.need.turn = KNOWN
    one.post.decided = 1
    one.post.hours_left = hours_left
    return world, one, other


def live(world):
    """Plan the appointments of every family, share out the hours, and keep them."""
    for number in range(len(world.family)):
        plan_appointments(world, 0, world.family[number], world.p[0])
    for post in world.post:
        share_out_hours(post)
    for number in range(len(world.family)):
        keep_appointments(world, 0, number, world.family[number], world.p[0])


def test_who_is_chosen_is_seen_and_who_is_not_waits(small_world, helper, dice):
    dice(0.0)
    world, one, other = two_families(small_world, helper, due=0.8)
    other.need.turn |= CHOSEN
    live(world)
    assert (one.need.turn, other.need.turn) == (KNOWN + BY_RULE, KNOWN + CHOSEN + BY_RULE + SEEN)
    assert (one.need.due, other.need.due) == (pytest.approx(1.2), pytest.approx(0.2))
    assert one.post.spent[CONTACT] == 1.5
    assert [family.contacts for family in world.family] == [0, 1]


def test_who_is_chosen_is_seen_before_it_is_due(small_world, helper, dice):
    dice(0.0)
    world, one, other = two_families(small_world, helper, due=EARLY - 0.45)
    other.need.turn |= CHOSEN
    live(world)
    assert (one.need.turn, other.need.turn) == (KNOWN, KNOWN + CHOSEN + SEEN)
    assert other.need.due == pytest.approx(EARLY - 0.45 + 0.4 - 1)


def test_whom_the_hours_do_not_reach_is_not_seen(small_world, helper, dice):
    dice(0.0)
    world, one, other = two_families(small_world, helper, due=0.8, hours_left=1.5)
    one.need.turn = other.need.turn = KNOWN + CHOSEN
    live(world)
    assert (one.need.turn, other.need.turn) == (KNOWN + CHOSEN + BY_RULE + SEEN, KNOWN + CHOSEN)
    assert one.post.hours_left == 0


def test_what_the_rule_would_have_is_reckoned_with_the_hours_that_it_would_have_left(small_world, helper, dice):
    dice(0.0)
    world, one, other = two_families(small_world, helper, due=0.8, hours_left=1.5)
    other.need.turn |= CHOSEN
    live(world)
    assert (one.need.turn, other.need.turn) == (KNOWN + BY_RULE, KNOWN + CHOSEN + SEEN)
    assert one.post.hours_aside == 0


def test_of_whom_nobody_decides_the_rule_is_written_down(small_world, helper, dice):
    dice(0.0)
    world, one, other = two_families(small_world, helper, due=0.8)
    one.post.decided = 0
    live(world)
    assert one.need.turn == other.need.turn == KNOWN + BY_RULE + SEEN
    world.tally[0].deciding = one.need.turn = 0
    live(world)
    assert one.need.turn == 0, "nobody looks"


def test_a_case_that_begins_in_the_week_is_left_to_the_rule(small_world, helper, dice):
    dice(0.0)
    world, one, other = two_families(small_world, helper, due=0.8)
    one.need.turn = 0
    live(world)
    assert (one.need.turn, other.need.turn) == (BY_RULE + SEEN, KNOWN + BY_RULE)


CHAIN = {
    "notice_chance": 1,
    "concern_closes": 0,
    "report_trust": 0,
    "protection_after_report": 0,
    "placement_after_report": 0,
    "safety_team": 0,
    "tells_afterwards": 0,
    "joint_safety_plan": 1,
    "safety_plan_hours": 2,
    "contact_first": 0,
    "crisis_after_sign": 0,
}


@pytest.mark.parametrize("share_alone", [0, 1])
@pytest.mark.parametrize(
    ("choice", "kinds"), [(SHARE, [SIGN, SIGN_SHARED, REPORT]), (ACT, [SIGN, SIGN_SHARED, REPORT]), (WAIT, None)]
)
def test_a_concern_is_shared_or_kept_as_decided(small_world, helper, dice, happened, share_alone, choice, kinds):
    world = small_world(**CHAIN, share_alone=share_alone)
    helper(world, 0, MONEY, position=1.0, wish=-1.0, known=1.0)  # in line with nobody
    family = world.family[0]
    world.tally[0].deciding = 1
    family.concern_choice = choice
    dice(0.0)
    meet_a_sign(world, 3, 0, family, world.p[0])
    assert happened(world) == (kinds or [SIGN, SIGN_MISSED])
    assert family.concern_by_rule == (SHARE if share_alone else WAIT)
    assert family.concern_done == choice


def test_who_acts_at_once_makes_no_joint_safety_plan(small_world, helper, plan, dice, happened):
    world = small_world(**CHAIN)
    helper(world, 0, PARENTING)
    plan(world, 0, coordinator=0, fidelity=1.0)
    dice(0.0)
    for choice in (SHARE, ACT):
        world.family[0].concern_choice = choice
        act_on_concern(world, 0, 0, world.family[0], 1.0, world.p[0])
    assert happened(world) == [JOINT_SAFETY_PLAN, REPORT]


def test_a_false_alarm_is_a_concern_too(small_world, helper, dice, happened):
    world = small_world(**CHAIN, false_alarms_per_year=52, safety_concern_rate=1, first_signs_per_year=0)
    helper(world, 0, PARENTING)
    world.family[0].luck[:] = 1.0
    world.family[0].luck[LUCK_ALARM] = 0.0
    world.tally[0].deciding = 1
    dice(0.5)
    for choice in (WAIT, SHARE):
        world.family[0].concern_choice = choice
        watch_over_safety(world, 0, 0, world.family[0], world.p[0])
    assert happened(world) == [FALSE_ALARM, FALSE_ALARM, REPORT]


def test_the_coordinator_can_be_told_afterwards_where_there_is_one(small_world, plan):
    world = small_world()
    world.tally[0].deciding = 1
    world.family[0].concern_choice = TELL_AFTERWARDS
    assert done_about(world, world.family[0], SHARE) == WAIT
    plan(world, 0, coordinator=0)
    assert done_about(world, world.family[0], SHARE) == TELL_AFTERWARDS
    world.tally[0].deciding = 0
    assert done_about(world, world.family[0], SHARE) == SHARE, "nobody decides"
