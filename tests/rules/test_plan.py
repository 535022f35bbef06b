"""M10 and M16: a shared plan begins, is kept, ages, loses its coordinator, is handed back, and ends."""

import pytest

from sim.agents.acquaintance import familiarity
from sim.agents.shared_plan import grow_old, read_share
from sim.care.plan import (
    appoint_a_coordinator,
    begin_a_plan,
    coordinate_with_a_plan,
    inform_who_lags,
    keep_agreements,
    keep_it_yourself,
    keep_the_coordinator,
    working_fidelity,
)
from sim.chance import NEVER
from sim.event_kinds import COORDINATOR_LOST, HANDED_BACK, PLAN_STARTED
from sim.names import CALLS, DEBT_HOUSING, HOME, MEETING_HOURS, MONEY, PARENTING, RELATIONS, SOCIAL_TEAM
from tests.rules.rows import need_of

RULES = {
    "shared_plan_share": 1,
    "plan_from_helpers": 2,
    "needs_coordinator_below": 0.5,
    "hand_back_above": 0.6,
    "obligatory_coordinator": 0,
    "coordinator_caseload": 8,
    "coordinator_sector": SOCIAL_TEAM,
    "overload_takes_ability": 0,
    "first_table_weeks": 4,
    "plan_hours": 5,
    "contact_first": 0,
}


def two_helpers(world, helper):
    return helper(world, 0, PARENTING), helper(world, 0, MONEY)


def test_a_plan_begins_from_two_helpers_on_for_the_share_of_families_that_gets_one(small_world, helper):
    world = small_world(**{**RULES, "shared_plan_share": 0.4})
    family = world.family[0]
    helper(world, 0, PARENTING)
    coordinate_with_a_plan(world, 0, 0, family, world.p[0])
    assert family.plan.active == 0
    helper(world, 0, MONEY)
    family.plan_luck = 0.4
    coordinate_with_a_plan(world, 0, 0, family, world.p[0])
    assert family.plan.active == 0
    family.plan_luck, family.ability = 0.39, 0.3
    coordinate_with_a_plan(world, 7, 0, family, world.p[0])
    assert (family.plan.active, family.plan.since, family.plan.next_table) == (1, 7, 11)
    assert family.had_plan == 1
    assert world.weekly[7].plans_started == 1


def test_without_plans_on_offer_nobody_gets_one_and_running_plans_end(small_world, helper, plan):
    world = small_world(**{**RULES, "shared_plan_share": 0})
    two_helpers(world, helper)
    family = world.family[0]
    coordinate_with_a_plan(world, 0, 0, family, world.p[0])
    assert family.plan.active == 0
    plan(world, 0, coordinator=0)
    coordinate_with_a_plan(world, 0, 0, family, world.p[0])
    assert (family.plan.active, family.plan.coordinator, world.post[0].coordinating) == (0, -1, 0)


@pytest.mark.parametrize(("ability", "coordinator"), [(0.49, 0), (0.5, -1)])
def test_a_coordinator_comes_only_for_families_below_the_ability_to_coordinate(
    small_world, helper, happened, ability, coordinator
):
    world = small_world(**RULES)
    two_helpers(world, helper)
    family = world.family[0]
    family.ability = ability
    begin_a_plan(world, 0, 0, family, world.p[0])
    assert (family.plan.active, family.plan.coordinator) == (1, coordinator)
    assert world.post[0].coordinating == (1 if coordinator == 0 else 0)
    assert world.post[0].owed_preparation == (5 if coordinator == 0 else 0)
    assert happened(world) == [PLAN_STARTED]


def test_overload_can_make_a_coordinator_needed(small_world, helper):
    world = small_world(**{**RULES, "overload_takes_ability": 0.4})
    two_helpers(world, helper)
    family = world.family[0]
    family.ability, family.overload = 0.6, 0.5
    begin_a_plan(world, 0, 0, family, world.p[0])
    assert family.plan.coordinator == 0


def test_where_the_law_says_so_an_able_family_has_a_coordinator_too(small_world, helper, plan, happened):
    world = small_world(**{**RULES, "obligatory_coordinator": 1}, coordinator_call_weeks=1)
    two_helpers(world, helper)
    family = world.family[0]
    family.ability = 0.9
    begin_a_plan(world, 0, 0, family, world.p[0])
    keep_the_coordinator(world, 1, 0, family, world.p[0])
    assert (family.plan.coordinator, happened(world)) == (0, [PLAN_STARTED])
    world.p[0].obligatory_coordinator = 0
    keep_the_coordinator(world, 2, 0, family, world.p[0])
    assert family.plan.coordinator == -1


def test_without_hours_to_make_it_a_plan_gets_its_coordinator(small_world, helper):
    world = small_world(**{**RULES, "plan_hours": 0})
    two_helpers(world, helper)
    world.family[0].ability = 0.2
    begin_a_plan(world, 0, 0, world.family[0], world.p[0])
    assert (world.family[0].plan.coordinator, world.post[0].owed_preparation) == (0, 0)


def test_coordinators_take_families_up_to_their_caseload(small_world, helper):
    world = small_world(**RULES)
    two_helpers(world, helper)
    family = world.family[0]
    world.post[0].coordinating = 8
    appoint_a_coordinator(world, 0, 0, family, world.p[0])
    assert family.plan.coordinator == -1
    world.post[0].coordinating = 7
    appoint_a_coordinator(world, 0, 0, family, world.p[0])
    assert (family.plan.coordinator, world.post[0].coordinating) == (0, 8)


@pytest.mark.parametrize(("fte", "families"), [(1, 8), (0.5, 4), (0.3, 3)])
def test_a_post_for_part_of_a_week_coordinates_for_its_part_of_the_families(small_world, helper, fte, families):
    world = small_world(**RULES)
    two_helpers(world, helper)
    world.post[0].fte = fte
    for coordinating in (families, families - 1):
        world.post[0].coordinating = coordinating
        appoint_a_coordinator(world, 0, 0, world.family[0], world.p[0])
        assert (world.family[0].plan.coordinator == 0) == (coordinating < families)


HALF_A_WEEK = {  # of twenty hours, for families
    "hours": 20,
    "administration_share": 0.25,
    "administration_per_case": 0,
    "team_work_share": 0.25,
    "extra_capacity": 0,
}


@pytest.mark.parametrize(
    ("fte", "shortage", "appointed"), [(0.1, 0, True), (0.09, 0, False), (0.2, 0.5, True), (0.2, 0.51, False)]
)
def test_nobody_coordinates_whose_week_cannot_hold_a_table(small_world, helper, fte, shortage, appointed):
    table = {"preparation_hours": 1, "table_hours": 1, "table_possible_from": 0.5}  # one hour is enough
    world = small_world(**{**RULES, **HALF_A_WEEK, **table, "coordinator_caseload": 25, "time_shortage": shortage})
    two_helpers(world, helper)
    world.post[0].fte = fte
    appoint_a_coordinator(world, 0, 0, world.family[0], world.p[0])
    assert (world.family[0].plan.coordinator == 0) == appointed


def test_somebody_with_two_cases_is_one_helper_and_needs_no_plan(small_world, helper):
    world = small_world(**RULES)
    family = world.family[0]
    family.ability = 0.3
    helper(world, 0, PARENTING)
    helper(world, 0, RELATIONS)  # the same post
    coordinate_with_a_plan(world, 0, 0, family, world.p[0])
    assert family.plan.active == 0
    helper(world, 0, MONEY)
    coordinate_with_a_plan(world, 0, 0, family, world.p[0])
    assert family.plan.active == 1


def test_plans_are_made_one_after_the_other(small_world, helper):
    world = small_world(**RULES)
    two_helpers(world, helper)
    world.post[0].owed_preparation = 5
    appoint_a_coordinator(world, 0, 0, world.family[0], world.p[0])
    assert world.post[0].coordinating == 0, "the plan before it is not made yet"
    world.post[0].owed_preparation = 4.9
    appoint_a_coordinator(world, 0, 0, world.family[0], world.p[0])
    assert (world.post[0].coordinating, world.post[0].owed_preparation) == (1, pytest.approx(9.9))


def test_where_meetings_cost_no_hours_the_making_of_a_plan_costs_none(small_world, helper):
    world = small_world(**RULES)
    two_helpers(world, helper)
    world.p[0].channel[MEETING_HOURS] = 0.0
    appoint_a_coordinator(world, 0, 0, world.family[0], world.p[0])
    assert (world.post[0].coordinating, world.post[0].owed_preparation) == (1, 0)


def test_an_unable_family_without_anybody_to_coordinate_gets_no_plan(small_world, helper):
    world = small_world(**RULES)
    two_helpers(world, helper)
    family = world.family[0]
    family.ability, world.post[0].away = 0.2, 1
    begin_a_plan(world, 0, 0, family, world.p[0])
    assert (family.plan.active, family.had_plan) == (0, 0)


def test_the_helper_of_the_coordinating_sector_with_the_best_bond_becomes_coordinator(small_world, helper):
    world = small_world(**RULES)
    helper(world, 0, MONEY, bond=0.9)
    helper(world, 0, PARENTING, bond=0.3)
    helper(world, 0, RELATIONS, post=1, bond=0.4)
    appoint_a_coordinator(world, 0, 0, world.family[0], world.p[0])
    assert world.family[0].plan.coordinator == 1
    world.p[0].coordinator_sector = DEBT_HOUSING
    appoint_a_coordinator(world, 0, 0, world.family[0], world.p[0])
    assert world.family[0].plan.coordinator == 8


def test_fidelity_falls_with_little_self_efficacy_and_with_pressure(small_world):
    world = small_world(plan_keeping=0.8, fidelity_by_efficacy=0.4, fidelity_loses_by_pressure=0.6)
    post = world.post[0]
    post.self_efficacy, post.pressure = 0.75, 0.5
    assert working_fidelity(post, world.p[0]) == pytest.approx(0.8 * (1 - 0.4 * 0.25) * (1 - 0.6 * 0.5))
    world.p[0].fidelity_by_efficacy = world.p[0].fidelity_loses_by_pressure = 0
    assert working_fidelity(post, world.p[0]) == pytest.approx(0.8)
    world.p[0].plan_keeping = 0
    assert working_fidelity(post, world.p[0]) == 0


def test_paper_ages_and_an_evaluation_is_forgotten(small_world, plan):
    world = small_world(plan_ageing=0.03, evaluation_slows_slipping=0)
    shared = plan(world, 0, current=0.8, evaluated=0.5)
    grow_old(shared, world.p[0])
    assert (shared.current, shared.evaluated) == (pytest.approx(0.8 * 0.97), pytest.approx(0.5 * 0.97))


def test_a_joint_evaluation_slows_the_ageing(small_world, plan):
    world = small_world(plan_ageing=0.03, evaluation_slows_slipping=0.5)
    shared = plan(world, 0, current=0.8, evaluated=0.4)
    grow_old(shared, world.p[0])
    assert shared.current == pytest.approx(0.8 * (1 - 0.03 * 0.8))


def test_a_running_plan_grows_old_every_week(small_world, helper, plan):
    world = small_world(**RULES, plan_ageing=0.1, coordinator_keeps_current=0)
    two_helpers(world, helper)
    shared = plan(world, 0, current=0.8)
    for week in range(2):
        coordinate_with_a_plan(world, week, 0, world.family[0], world.p[0])
    assert shared.current == pytest.approx(0.8 * 0.81)


def test_an_able_family_keeps_its_running_plan_itself(small_world, helper, plan):
    world = small_world(**RULES, plan_keeping=0.8)
    two_helpers(world, helper)
    world.family[0].ability = 0.7
    shared = plan(world, 0, fidelity=0.0)
    coordinate_with_a_plan(world, 0, 0, world.family[0], world.p[0])
    assert (shared.coordinator, shared.fidelity) == (-1, pytest.approx(0.56))


def test_those_who_were_not_there_read_what_is_current_and_kept(small_world, plan):
    world = small_world(plan_keeping=0.7)
    assert read_share(plan(world, 0, current=0.5), world.p[0]) == pytest.approx(0.35)


AGREED = {"plan_keeping": 0.8, "reading_hours": 0.5, "goals_meet": 0.4}


def agreed(world, helper, plan, luck, **state):
    """A ranked goal about money, whose helper stands at .5 where the family wants −.5; three quarters are on paper."""
    case = helper(world, 0, MONEY, position=0.5, wish=-0.5, goal=1)
    shared = plan(world, 0, tables=1, current=0.75, **state)
    family = world.family[0]
    family.luck[:] = (luck - case.need.slot * 0.6180339887498949) % 1.0
    keep_agreements(world, 3, family, world.p[0])
    return case, shared


KEPT = (1 + 0.5) / 2 * (1 - 0.2) * 0.75 * 0.8  # by vision, calm and what is read of the paper


@pytest.mark.parametrize("luck", [KEPT - 1e-6, KEPT + 1e-6])
def test_an_agreement_is_kept_by_vision_calm_and_reading_or_it_is_broken(small_world, helper, plan, luck):
    world = small_world(**AGREED)
    world.post[8].pressure = 0.2
    case, shared = agreed(world, helper, plan, luck)
    kept = luck < KEPT
    assert (shared.kept, world.weekly[3].agreements, world.weekly[3].agreements_kept) == (kept, 1, kept)
    assert case.need.position == pytest.approx(0.5 - kept * 0.4 * 0.5 * 0.5 * 1.0)
    assert case.need.position_alone == 0.5


@pytest.mark.parametrize("who", ["guest", "coordinator"])
def test_who_was_at_the_table_need_not_read(small_world, helper, plan, who):
    world = small_world(**AGREED)
    if who == "guest":
        world.relation["seat"] = 1
    _, shared = agreed(
        world, helper, plan, (1 + 0.5) / 2 - 1e-6, **({"coordinator": 8} if who == "coordinator" else {})
    )
    assert shared.kept == 1


def test_who_is_away_keeps_no_agreement(small_world, helper, plan):
    world = small_world(**AGREED)
    world.post[8].away = 1
    assert agreed(world, helper, plan, 0.0)[1].kept == 0


def test_before_the_first_table_and_outside_goals_nothing_was_agreed(small_world, helper, plan):
    world = small_world(**AGREED)
    case = helper(world, 0, MONEY, position=0.5, goal=1)
    shared = plan(world, 0, tables=0)
    keep_agreements(world, 0, world.family[0], world.p[0])
    shared.tables, case.need.goal = 1, 0
    keep_agreements(world, 0, world.family[0], world.p[0])
    assert (case.need.position, world.weekly[0].agreements, shared.kept) == (0.5, 0, 0.5)


@pytest.mark.parametrize("loss", ["left", "replaced"])
def test_when_the_coordinator_goes_the_hub_is_lost_and_the_paper_stays(small_world, helper, plan, happened, loss):
    world = small_world(**RULES)
    two_helpers(world, helper)
    family = world.family[0]
    shared = plan(world, 0, coordinator=0, current=0.8)
    if loss == "left":
        world.post[0].filled = 0
    else:
        world.post[0].incumbent = 2
    keep_the_coordinator(world, 0, 0, family, world.p[0])
    assert (shared.active, shared.coordinator, shared.next_table) == (1, -1, NEVER)
    assert (shared.current, shared.fidelity) == (0.8, 0)
    assert world.weekly[0].coordinators_lost == 1
    assert happened(world) == [COORDINATOR_LOST]


def test_after_a_loss_an_unable_family_gets_another_coordinator(small_world, helper, plan):
    world = small_world(**RULES)
    two_helpers(world, helper)
    helper(world, 0, RELATIONS, post=1)
    family = world.family[0]
    family.ability = 0.2
    shared = plan(world, 0, coordinator=0)
    world.post[0].filled = 0
    coordinate_with_a_plan(world, 0, 0, family, world.p[0])
    assert shared.coordinator == -1
    coordinate_with_a_plan(world, 1, 0, family, world.p[0])
    assert (shared.coordinator, shared.incumbent, shared.next_table) == (1, 1, 5)


def test_a_plan_without_coordinator_is_not_kept_by_the_one_who_left(small_world, helper, plan):
    world = small_world(**RULES)
    two_helpers(world, helper)
    family = world.family[0]
    family.ability = 0.2
    shared = plan(world, 0, coordinator=0, fidelity=0.7)
    world.post[0].filled = 0
    for week in range(3):
        coordinate_with_a_plan(world, week, 0, family, world.p[0])
    assert (shared.active, shared.coordinator) == (1, -1)
    assert shared.fidelity < 0.2


@pytest.mark.parametrize(("ability", "kept"), [(0.59, True), (0.6, False)])
def test_the_role_is_handed_back_when_the_family_can_do_it(small_world, helper, plan, happened, ability, kept):
    world = small_world(**RULES, coordinator_call_weeks=1)
    two_helpers(world, helper)
    family = world.family[0]
    family.ability = ability
    shared = plan(world, 0, coordinator=0)
    keep_the_coordinator(world, 0, 0, family, world.p[0])
    assert (shared.coordinator == 0) == kept
    assert world.post[0].coordinating == (1 if kept else 0)
    assert happened(world) == ([] if kept else [HANDED_BACK])
    assert shared.active == 1


@pytest.mark.parametrize(("shortage", "kept"), [(0.5, True), (0.51, False)])
def test_the_role_is_handed_back_when_no_week_can_hold_a_table_any_more(
    small_world, helper, plan, happened, shortage, kept
):
    table = {"preparation_hours": 5, "table_hours": 5, "table_possible_from": 0.5}  # five hours are enough
    world = small_world(**RULES, **HALF_A_WEEK, **table, coordinator_call_weeks=1, time_shortage=shortage)
    two_helpers(world, helper)
    world.family[0].ability = 0.3
    shared = plan(world, 0, coordinator=0)
    keep_the_coordinator(world, 0, 0, world.family[0], world.p[0])
    assert (shared.coordinator == 0) == kept
    assert happened(world) == ([] if kept else [HANDED_BACK])


@pytest.mark.parametrize(("ability", "kept"), [(0.69, True), (0.7, False)])
def test_the_role_is_never_handed_back_to_a_family_that_would_get_a_coordinator_again(
    small_world, helper, plan, ability, kept
):
    world = small_world(**{**RULES, "needs_coordinator_below": 0.7}, coordinator_call_weeks=1)
    two_helpers(world, helper)
    world.family[0].ability = ability
    shared = plan(world, 0, coordinator=0)
    keep_the_coordinator(world, 0, 0, world.family[0], world.p[0])
    assert (shared.coordinator == 0) == kept


def test_whoever_hands_back_leaves_the_date_of_the_next_table_and_no_fidelity(small_world, helper, plan):
    world = small_world(**RULES)
    two_helpers(world, helper)
    family = world.family[0]
    family.ability = 0.7
    shared = plan(world, 0, coordinator=0, next_table=8, fidelity=0.9)
    keep_the_coordinator(world, 6, 0, family, world.p[0])
    assert (shared.coordinator, shared.next_table, shared.fidelity) == (-1, 8, 0)
    coordinate_with_a_plan(world, 7, 0, family, world.p[0])
    assert shared.next_table == 8
    assert shared.fidelity > 0, "now the family keeps it"


def test_a_helper_who_closed_the_case_is_coordinator_no_longer(small_world, helper, plan):
    world = small_world(**RULES)
    helper(world, 0, MONEY)
    helper(world, 0, HOME)
    family = world.family[0]
    family.ability = 0.2
    shared = plan(world, 0, coordinator=0)
    keep_the_coordinator(world, 0, 0, family, world.p[0])
    assert (shared.coordinator, world.post[0].coordinating) == (-1, 0)


def test_a_family_that_coordinates_itself_keeps_the_paper_as_well_as_it_can(small_world, plan):
    world = small_world(overload_takes_ability=0, plan_keeping=0.8, coordinator_keeps_current=0.1)
    family = world.family[0]
    family.ability = 0.75
    shared = plan(world, 0, current=0.5)
    keep_it_yourself(family, 0, world.p[0])
    assert shared.fidelity == pytest.approx(0.75 * 0.8)
    assert shared.current == pytest.approx(0.5 + 0.1 * 0.6 * 0.5)
    world.p[0].coordinator_keeps_current = 0
    shared.current = 0.5
    keep_it_yourself(family, 0, world.p[0])
    assert shared.current == 0.5


def test_a_family_that_coordinates_itself_sets_a_date_for_a_table_when_there_is_none(small_world, plan):
    world = small_world(**RULES)
    family = world.family[0]
    family.ability = 0.7
    shared = plan(world, 0)  # without a date
    keep_it_yourself(family, 7, world.p[0])
    assert shared.next_table == 7 + 4
    keep_it_yourself(family, 9, world.p[0])
    assert shared.next_table == 7 + 4


def test_a_family_able_to_do_so_goes_on_by_itself_after_its_coordinator_left(small_world, helper, plan):
    world = small_world(**RULES)
    two_helpers(world, helper)
    family = world.family[0]
    family.ability = 0.55  # enough to do it, too little to be handed it back
    shared = plan(world, 0, coordinator=0)
    world.post[0].filled = 0
    coordinate_with_a_plan(world, 5, 0, family, world.p[0])
    assert (shared.coordinator, shared.next_table) == (-1, NEVER)
    coordinate_with_a_plan(world, 6, 0, family, world.p[0])
    assert (shared.coordinator, shared.next_table) == (-1, 6 + 4)


CALL_ROUND = {
    **RULES,
    "call_hours": 0.6,
    "goals_meet": 0.5,
    "story_told_per_hour": 1.0,
    "concern_closes": 0.6,
    "coordinator_keeps_current": 0.15,
    "acquainted_per_hour": 1.0,
    "behind_back_trust": 0,
}


def lagging(world, helper, plan):
    """The coordinator's own case least in line of all, one helper .6 in line, and one who is .4 and lags."""
    helper(world, 0, PARENTING, position=-0.8, wish=1.0, known=1.0, consent=1)
    helper(world, 0, HOME, post=9, position=0.2, wish=1.0)
    lags = helper(world, 0, MONEY, position=-0.2, wish=1.0, known=0.4, consent=1)
    return lags, plan(world, 0, coordinator=0, fidelity=0.5, current=0.6)


def call_round(world, week=0):
    where = need_of(world, 0, PARENTING).relation
    inform_who_lags(world, week, world.family[0], where, world.post[0], world.p[0])


def test_the_coordinator_calls_the_helper_who_is_least_in_line(small_world, helper, plan):
    world = small_world(**CALL_ROUND)
    lags, shared = lagging(world, helper, plan)
    world.family[0].concern = 0.5
    world.post[8].embedding = 0.8
    call_round(world)
    hours = 0.6 * 0.5  # by fidelity
    frankly = hours * (1 - 0.6 * 0.5)
    assert lags.need.position == pytest.approx(-0.2 + 0.5 * frankly * 0.8 * 1.2)
    assert lags.relation.known == pytest.approx(0.4 + frankly * 0.6)
    assert shared.current == pytest.approx(0.6 + 0.15 * 0.5 * 0.4)
    assert world.post[0].spent[CALLS] == world.post[8].spent[CALLS] == pytest.approx(hours)
    assert world.weekly[0].coordinator_hours == pytest.approx(hours)
    assert familiarity(world.post[0], 8, world.post[8], 0, world.p[0]) == pytest.approx(0.3)
    assert familiarity(world.post[8], 0, world.post[0], 0, world.p[0]) == pytest.approx(0.3)
    assert need_of(world, 0, HOME).position == 0.2


@pytest.mark.parametrize("reason", ["all in line", "no time here", "no time there", "away here", "away there"])
def test_without_a_lagging_helper_or_time_nobody_is_called(small_world, helper, plan, reason):
    world = small_world(**CALL_ROUND)
    lags, shared = lagging(world, helper, plan)
    before = -0.2
    if reason == "all in line":
        need_of(world, 0, HOME).position = lags.need.position = before = lags.need.wish
    elif reason.startswith("no time"):
        world.post[0 if reason == "no time here" else 8].hours_left = 0.29
    else:
        world.post[0 if reason == "away here" else 8].away = 1
    call_round(world)
    assert (lags.need.position, shared.current, world.post[0].spent[CALLS]) == (before, 0.6, 0)


def test_a_plan_on_paper_makes_no_difference_on_the_telephone(small_world, helper, plan):
    world = small_world(**CALL_ROUND)
    lags, shared = lagging(world, helper, plan)
    shared.fidelity = 0
    call_round(world)
    assert (lags.need.position, lags.relation.known, shared.current) == (-0.2, 0.4, 0.6)


def test_calls_come_every_few_weeks(small_world, helper, plan):
    world = small_world(**CALL_ROUND, coordinator_call_weeks=4, plan_keeping=0.8)
    lagging(world, helper, plan)
    world.family[0].ability = 0.2
    hours = []
    for week in range(8):
        keep_the_coordinator(world, week, 0, world.family[0], world.p[0])
        hours.append(float(world.weekly[week].coordinator_hours) > 0)
        world.post["hours_left"] = 20
    assert sum(hours) == 2
