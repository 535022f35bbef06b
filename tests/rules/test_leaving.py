"""M17: goals reached, care that closes, families that leave a helper, break off, come back or move away."""

import math

import pytest

from sim.agents.need import NO_CASE, ON_LIST, OPEN
from sim.care.leaving import (
    breaks_off,
    close_what_is_done,
    end_or_go_on,
    end_with,
    leave_a_helper,
    leaving_hazard,
    may_leave_a_helper,
    still_needed,
)
from sim.care.waiting import join_the_list
from sim.chance import NEVER
from sim.event_kinds import (
    CAME_BACK,
    ENDED_EARLY,
    FAMILY_CLOSED,
    FAMILY_DROPPED_OUT,
    GOAL_REACHED,
    HELPER_CLOSED,
    LEFT_REGION,
)
from sim.names import (
    CLOSED,
    DROPPED_OUT,
    HOME,
    IN_CARE,
    LEFT,
    MONEY,
    PARENTING,
    PHYSICAL_HEALTH,
    SAFETY,
    SCHOOL,
    WAITING,
)
from sim.region import build_region
from sim.run import live_on
from sim.scenario import load_scenario
from tests.rules.rows import need_of, row_of

CLOSING = {
    "goal_severity": 0.3,
    "still_needed_severity": 0.42,
    "goal_trust": 0.05,
    "trajectory_weeks": 45,
    "asks_again_weeks": 26,
}


def close(world, week=0):
    close_what_is_done(world, week, 0, world.family[0], world.p[0])


def test_a_goal_reached_closes_the_case_and_builds_trust(small_world, helper, happened):
    world = small_world(**CLOSING, appointments_per_week=0.5, appointment_hours=2)
    case = helper(world, 0, MONEY, goal=1)
    case.post.expected = 3.0
    case.need.severity = 0.3
    close(world, 5)
    assert case.need.status == OPEN
    case.need.severity = 0.29
    close(world, 5)
    family = world.family[0]
    assert (case.need.status, case.need.goal, case.need.asks_from) == (NO_CASE, 0, 31)
    assert (case.post.caseload, case.post.expected) == (0, 2)
    assert (family.goals_reached, family.open_cases, case.relation.closed) == (1, 0, 5)
    assert (family.trust, family.direction) == (pytest.approx(0.5 + 0.05 * 0.5), 0.5)
    assert world.weekly[5].goals_reached == world.weekly[5].cases_closed == 1
    assert happened(world) == [GOAL_REACHED]


def test_where_results_give_direction_a_goal_reached_does(small_world, helper):
    world = small_world(**CLOSING, direction_form=1)
    helper(world, 0, MONEY).need.severity = 0.2
    close(world)
    assert world.family[0].direction == pytest.approx(0.5 + 0.05 * 0.5)


@pytest.mark.parametrize(("severity", "closes"), [(0.41, True), (0.42, False)])
def test_when_its_time_is_over_care_closes_unless_the_need_is_pressing(
    small_world, helper, dice, happened, severity, closes
):
    world = small_world(**CLOSING)
    need = helper(world, 0, MONEY, until=20, severity=severity).need
    dice(math.exp(-7.5 / 45))
    close(world, 19)
    assert need.status == OPEN
    close(world, 20)
    if closes:
        assert (need.status, happened(world)) == (NO_CASE, [HELPER_CLOSED])
        assert (world.family[0].goals_reached, world.family[0].trust) == (0, 0.5)
    else:
        assert (need.status, need.until) == (OPEN, 20 + 8)


@pytest.mark.parametrize(("risk", "placed", "needed"), [(0.42, 0, True), (0.41, 0, False), (0.41, 1, True)])
def test_protection_goes_on_while_there_is_risk_or_a_child_away(small_world, risk, placed, needed):
    world = small_world(**CLOSING)
    family = world.family[0]
    family.risk, family.placed = risk, placed
    assert still_needed(family, need_of(world, 0, SAFETY), world.p[0]) == needed


def test_safety_is_no_goal_that_is_reached(small_world, helper):
    world = small_world(**CLOSING)
    case = helper(world, 0, SAFETY, severity=0.0)
    close(world)
    assert case.need.status == OPEN


def test_help_at_school_ends_with_school(small_world, helper):
    world = small_world(**CLOSING, school_from_age=4, school_to_age=18)
    case = helper(world, 0, SCHOOL, severity=0.9)
    for age, status in ((17, OPEN), (18, NO_CASE)):
        world.person[2].born = -age * 52
        close(world)
        assert case.need.status == status


def test_several_cases_can_close_in_one_week(small_world, helper):
    world = small_world(**CLOSING)
    for domain in (MONEY, HOME, PARENTING):
        helper(world, 0, domain, severity=0.1)
    close(world)
    family = world.family[0]
    assert (family.open_cases, family.helpers, family.goals_reached) == (0, 0, 3)
    assert world.post["caseload"].sum() == 0


LEAVING = {
    "leaving_base": 0.01,
    "early_leaving": 3,
    "first_phase_weeks": 13,
    "leaving_distrust": 1.0,
    "leaving_overload": 0.6,
    "leaving_bond": 0.8,
    "leaving_missed": 0.4,
    "leaving_spread": 0.5,
    "asks_again_weeks": 26,
    "dropout_base": 0,
    "dropout_form": 0,
}
EVEN = {
    name: 0
    for name in ("early_leaving", *(name for name in LEAVING if name.startswith("leaving_") and name != "leaving_base"))
}


@pytest.mark.parametrize(
    ("state", "pull"),
    [
        ({}, 0),
        ({"trust": 0.3}, 1.0 * 0.2),
        ({"overload": 0.9}, 0.6 * 0.4),
        ({"bond": 0.25}, 0.8 * 0.25),
        ({"streak": 3}, 0.4 * 3),
        ({"luck": 0.9}, 0.5 * 0.8),
        ({"trust": 0.7, "bond": 0.75, "streak": 1}, -0.2 - 0.2 + 0.4),
    ],
    ids=str,
)
def test_a_family_leaves_a_helper_by_trust_overload_bond_missed_appointments_and_luck(small_world, helper, state, pull):
    world = small_world(**LEAVING)
    relation, family = helper(world, 0, MONEY, since=-1000).relation, world.family[0]
    for name, value in state.items():
        (family if name in ("trust", "overload") else relation)[name] = value
    assert leaving_hazard(family, relation, 0, world.p[0]) == pytest.approx(0.01 * math.exp(pull))


@pytest.mark.parametrize(("week", "times"), [(10, 4), (23, 1 + 3 / math.e), (10_000, 1)])
def test_most_leave_in_the_first_months(small_world, helper, week, times):
    world = small_world(**LEAVING)
    relation = helper(world, 0, MONEY, since=10).relation
    assert leaving_hazard(world.family[0], relation, week, world.p[0]) == pytest.approx(0.01 * times)


@pytest.mark.parametrize("trust", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("streak", [0, 1, 9])
@pytest.mark.parametrize("week", [0, 13, 400])
def test_no_week_in_which_a_helper_is_left_is_passed_over(small_world, helper, trust, streak, week):
    world = small_world(**LEAVING)
    family, p = world.family[0], world.p[0]
    family.trust = trust
    cases = [helper(world, 0, domain, since=0, streak=streak) for domain in (MONEY, PARENTING)]
    chance = sum(-math.expm1(-leaving_hazard(family, case.relation, week, p)) for case in cases)
    assert may_leave_a_helper(world, family, min(1.0, chance), week, p)
    if streak == 0:
        assert not may_leave_a_helper(world, family, 3 * chance, week, p), "else nothing would be spared"


@pytest.mark.slow
def test_no_week_before_week_nought_is_passed_over_either():
    scenario = load_scenario("almelo").replace(families=20)
    world = build_region(scenario, 3)
    live_on(world, int(world.tally[0].first_week) + 10)
    week = world.tally[0].next_week
    p = world.p[world.stretch[week - world.tally[0].first_week]]
    looked_at = 0
    helped = world.family["open_cases"] > 0
    for family in world.family[helped]:
        relations = world.relation[family.first_relation : family.first_relation + family.relations]
        always, cases = relations["always"] == 1, relations["cases"]
        theirs = relations[(cases > 0) & ~always]
        chance = sum(-math.expm1(-leaving_hazard(family, one, week, p)) for one in theirs)
        assert may_leave_a_helper(world, family, 0.999 * chance, week, p)
        looked_at += (cases[always] > 0).any()
    assert looked_at > 2, "else no case was with a helper who is always there"


@pytest.mark.parametrize(("luck", "left"), [(0.009, PARENTING), (0.0101, MONEY), (0.0199, MONEY), (0.021, None)])
def test_each_helper_has_its_own_share_of_luck(small_world, helper, happened, luck, left):
    world = small_world(**{**LEAVING, **EVEN, "leaving_base": -math.log(0.99)})  # one in a hundred, each
    cases = {domain: helper(world, 0, domain) for domain in (PARENTING, MONEY, HOME)}
    family = world.family[0]
    leave_a_helper(world, 5, 0, family, luck, world.p[0])
    open_now = [domain for domain in cases if cases[domain].need.status == OPEN]
    gone = {PARENTING: [PARENTING], MONEY: [MONEY, HOME], None: []}[left]  # money and home are one helper's
    assert open_now == [domain for domain in cases if domain not in gone]
    assert family.ended_early == world.weekly[5].ended_early == len(gone)
    assert happened(world) == [ENDED_EARLY] * len(gone)
    assert all(cases[domain].need.asks_from == 31 for domain in gone)
    assert family.helpers == 2 - (left is not None)


def test_imposed_care_doctor_and_mentor_stay(small_world, helper):
    world = small_world(**{**LEAVING, **EVEN, "leaving_base": 1})
    safety = helper(world, 0, SAFETY)
    helper(world, 0, SCHOOL)
    helper(world, 0, PHYSICAL_HEALTH)
    family = world.family[0]
    for luck in (0.01, 0.3, 0.6):
        leave_a_helper(world, 0, 0, family, luck, world.p[0])
    assert (family.open_cases, family.ended_early) == (3, 0)
    money = helper(world, 0, MONEY, post=safety.relation.post)
    end_with(world, 0, 0, family, safety.where, 0.0, 1.0, world.p[0])
    assert (money.need.status, safety.need.status) == (NO_CASE, OPEN), "of the same helper only what is imposed"


DROPOUT = {
    "dropout_base": 0.002,
    "leaving_base": 0.01,
    "leaving_distrust": 1.5,
    "leaving_overload": 0.8,
    "dropout_falling": 8,
    "dropout_form": 1,
    "asks_again_weeks": 26,
}


def chance_to_break_off(world):
    """The luck below which the family breaks off, found by halving."""
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if breaks_off(world.family[0], middle, world.p[0]) else (low, middle)
    return low


@pytest.mark.parametrize(("form", "base"), [(0, 0.002), (1, 0.012)])
def test_the_chance_to_break_off_follows_trust_its_fall_and_overload(small_world, form, base):
    world = small_world(**{**DROPOUT, "dropout_form": form})
    family = world.family[0]
    family.trust, family.trust_before, family.overload = 0.4, 0.5, 0.75
    pull = 1.5 * 0.1 + 0.8 * 0.25
    assert chance_to_break_off(world) == pytest.approx(base * math.exp(pull + 8 * 0.1))
    family.trust_before = 0.3  # rising trust is as good as steady trust
    assert chance_to_break_off(world) == pytest.approx(base * math.exp(pull))


def go_on(world, week=0, leaving=1.0, breaking_off=1.0):
    """What becomes of the family, by its luck for one helper and for all."""
    end_or_go_on(world, week, 0, world.family[0], leaving, breaking_off, world.p[0])


def join(world, domain, urgent=0):
    join_the_list(world, 0, row_of(world, 0, domain), urgent)


def test_who_breaks_off_ends_everything_voluntary_and_the_plan(small_world, helper, plan, happened):
    world = small_world(**DROPOUT)
    helper(world, 0, MONEY)
    helper(world, 0, SAFETY)
    join(world, PARENTING)
    shared = plan(world, 0, coordinator=8)
    family = world.family[0]
    go_on(world, 4, breaking_off=0.0)
    assert (family.status, family.status_since, family.broke_off) == (DROPPED_OUT, 4, 1)
    assert [int(need_of(world, 0, domain).status) for domain in (MONEY, PARENTING, SAFETY)] == [NO_CASE, NO_CASE, OPEN]
    assert (family.waiting_cases, family.open_cases) == (0, 1)
    assert (shared.active, world.post[8].coordinating, world.post[8].caseload) == (0, 0, 0)
    assert world.weekly[4].broke_off == 1
    assert happened(world) == [FAMILY_DROPPED_OUT]


def test_a_family_goes_on_when_luck_is_above_the_chance(small_world, helper):
    world = small_world(**DROPOUT)
    helper(world, 0, MONEY)
    chance = chance_to_break_off(world)
    go_on(world, breaking_off=chance + 1e-9)
    assert world.family[0].status == IN_CARE
    go_on(world, breaking_off=chance - 1e-9)
    assert world.family[0].status == DROPPED_OUT


@pytest.mark.parametrize(("form", "ended"), [(0, 1), (1, 0)])
def test_in_one_form_families_leave_one_helper_and_in_the_other_only_all(small_world, helper, form, ended):
    world = small_world(**{**LEAVING, **EVEN, "dropout_form": form})
    for domain in (MONEY, PARENTING):
        helper(world, 0, domain)
    go_on(world, leaving=0.001)
    assert (world.family[0].ended_early, world.family[0].open_cases) == (ended, 2 - ended)
    assert world.family[0].status == IN_CARE


def test_who_leaves_the_last_helper_closes(small_world, helper, happened):
    world = small_world(**LEAVING)
    helper(world, 0, MONEY)
    go_on(world, leaving=0.0)
    assert (world.family[0].status, happened(world)) == (CLOSED, [ENDED_EARLY, FAMILY_CLOSED])


@pytest.mark.parametrize(("luck", "back"), [(0.0049, True), (0.0051, False)])
def test_who_broke_off_comes_back_by_trust(small_world, happened, luck, back):
    world = small_world(return_chance=0.01)
    family = world.family[0]
    family.status = DROPPED_OUT
    go_on(world, leaving=luck)
    assert family.status == (WAITING if back else DROPPED_OUT)
    assert happened(world) == [CAME_BACK] * back
    assert world.weekly[0].returns == back


def test_a_crisis_brings_a_family_back_at_once(small_world):
    world = small_world(return_chance=0.01)
    family = world.family[0]
    family.status, family.last_crisis = DROPPED_OUT, 9
    go_on(world, 10)
    assert family.status == DROPPED_OUT
    family.last_crisis = 10
    go_on(world, 10)
    assert family.status == WAITING


def test_a_family_closes_when_nobody_helps_and_nothing_is_waited_for_however_heavy_its_needs(
    small_world, plan, happened
):
    world = small_world()
    family = world.family[0]
    plan(world, 0)
    world.need["severity"] = 0.9
    go_on(world, 3)
    assert (family.status, family.plan.active, happened(world)) == (CLOSED, 0, [FAMILY_CLOSED])
    assert world.weekly[3].closures == 1


def test_a_closed_family_comes_back_when_it_asks_or_is_put_on_the_list_of_protection(small_world, happened):
    for domain in (MONEY, SAFETY):
        world = small_world()
        family = world.family[0]
        family.status = CLOSED
        go_on(world)
        assert family.status == CLOSED
        join(world, domain)
        go_on(world)
        assert (family.status, need_of(world, 0, domain).status) == (WAITING, ON_LIST)
        assert happened(world) == [CAME_BACK]


def test_the_week_in_which_care_was_first_closed_is_remembered(small_world, helper):
    world = small_world(**CLOSING, dropout_base=0, leaving_base=0)
    family = world.family[0]
    go_on(world, 3)
    case = helper(world, 0, MONEY, severity=0.1)
    go_on(world, 8)
    assert family.status == CLOSED, "nobody is on a list"
    family.status = IN_CARE
    go_on(world, 9)
    assert family.status == IN_CARE
    close(world, 12)
    go_on(world, 12)
    assert (case.need.status, family.status, family.status_since, family.first_closed) == (NO_CASE, CLOSED, 12, 3)


@pytest.mark.parametrize("end", ["breaks off", "moves away"])
def test_breaking_off_and_moving_away_are_no_closing_of_care(small_world, helper, end):
    world = small_world(**DROPOUT)
    helper(world, 0, MONEY)
    family = world.family[0]
    if end == "moves away":
        family.moves_away = 0
    go_on(world, breaking_off=0.0)
    assert family.status == (LEFT if end == "moves away" else DROPPED_OUT)
    assert family.first_closed == NEVER


def test_who_moves_away_ends_all_care_protection_too(small_world, helper, plan, happened):
    world = small_world(dropout_base=0, leaving_base=0)
    helper(world, 0, MONEY)
    helper(world, 0, SAFETY)
    join(world, PARENTING)
    plan(world, 0, coordinator=8)
    family = world.family[0]
    family.moves_away = 30
    go_on(world, 29)
    assert family.status == IN_CARE
    go_on(world, 30)
    assert (family.status, family.open_cases, family.waiting_cases) == (LEFT, 0, 0)
    assert world.post["caseload"].sum() == world.post["coordinating"].sum() == 0
    assert happened(world) == [LEFT_REGION]


@pytest.mark.parametrize(("helpers", "status"), [(0, WAITING), (1, IN_CARE)])
def test_standing_follows_from_waiting_or_having_a_helper(small_world, helper, helpers, status):
    world = small_world(dropout_base=0, leaving_base=0)
    join(world, PARENTING)
    for _ in range(helpers):
        helper(world, 0, MONEY)
    family = world.family[0]
    family.status = WAITING if status == IN_CARE else IN_CARE
    go_on(world, 8)
    assert (family.status, family.status_since) == (status, 8)
