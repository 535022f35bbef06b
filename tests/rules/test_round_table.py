"""M11: when a round table is held, what it gives and what it takes."""

import pytest

from sim.agents.care_tie import NO_TIE, ON_LIST
from sim.agents.professional import familiarity
from sim.care.round_table import (
    climate_of,
    find_unmet_needs,
    hold_round_tables,
    rank_goals,
    stand_in_for_an_appointment,
    talk_at_the_table,
)
from sim.chance import NEVER
from sim.event_kinds import MISSED_ROUND_TABLE, ROUND_TABLE_HELD, UNMET_NEED_FOUND
from sim.names import CHILD_MENTAL_HEALTH, HOME, MONEY, PARENTING, PREPARATION, RELATIONS, ROUND_TABLE, SAFETY, SCHOOL
from tests.rules.at_the_table import INVITING, coordinated

CLIMATE = {"comfortable_seats": 6, "chairing_softens": 0.6, "climate_floor": 0.4, "crowd_spoils": 0.8}


def test_a_skilled_prepared_chair_makes_the_table_safe(small_world):
    world = small_world(**CLIMATE)
    assert climate_of(0.5, 6, 1.0, world.p[0]) == (pytest.approx(0.4 + 0.6 * 0.5), 0)
    assert climate_of(0.5, 6, 0.5, world.p[0])[0] == pytest.approx(0.4 + 0.6 * 0.25)
    assert climate_of(1.0, 6, 1.0, world.p[0])[0] == pytest.approx(1)


def test_a_crowded_table_spoils_the_climate_less_with_a_skilled_chair(small_world):
    world = small_world(**CLIMATE)
    climate, crowded = climate_of(0.5, 9, 1.0, world.p[0])
    assert crowded == pytest.approx(0.5 * (1 - 0.6 * 0.5))
    assert climate == pytest.approx(0.7 / (1 + 0.8 * crowded))
    world.p[0].chairing_softens = 0
    assert climate_of(0.5, 9, 1.0, world.p[0])[1] == pytest.approx(0.5)
    world.p[0].crowd_spoils = 0
    assert climate_of(0.5, 9, 1.0, world.p[0])[0] == pytest.approx(0.7)


TABLE = {
    **CLIMATE,
    "concern_closes": 0.6,
    "openness_floor": 0.5,
    "plan_keeping": 0.8,
    "absent_reads": 0.5,
    "table_alignment": 0.6,
    "table_story": 0.4,
    "table_helps": 0,
    "plan_written": 0.8,
    "table_renews_agreements": 0.8,
    "heard_direction": 0.3,
    "heard_trust": 0.2,
    "table_load": 3,
    "crowd_load": 2,
    "crowd_direction": 0.1,
    "table_familiarity": 0.3,
    "table_finds": 0,
    "joint_evaluation": 0,
    "contact_trust": 0,
    "bond_grows": 0,
    "contact_story": 0,
    "appointment_effort": 0,
}
QUALITY = 0.7 * (0.5 + 0.5 * 0.5) * 0.5  # climate × openness of a family that trusts by half × fidelity


def sit_down(world, helper, plan, present=(MONEY,), absent=(CHILD_MENTAL_HEALTH,), seats=6):
    shared = coordinated(world, helper, plan, *present, *absent, current=0.5, kept=0.25, coherence=0.0)
    for place in present:
        shared.seat[place] = 1
    for place in absent:
        shared.seat[place] = -1
    family = world.family[0]
    talk_at_the_table(world, 0, 0, family, world.post[0].chairing, seats, 1.0, world.p[0])
    return family


def test_those_at_the_table_align_and_learn_by_climate_openness_and_fidelity(small_world, helper, plan, dice):
    world = small_world(**TABLE)
    dice(0.5)
    family = sit_down(world, helper, plan)
    assert family.tie[MONEY].aligned == pytest.approx(0.5 + 0.6 * QUALITY * 0.5 * 0.5)
    assert family.tie[PARENTING].aligned == pytest.approx(0.5 + 0.6 * QUALITY * 0.5 * 0.5)
    assert family.tie[MONEY].known == pytest.approx(0.5 + 0.4 * QUALITY * 0.5)
    assert (family.tie[MONEY].consent, family.tie[CHILD_MENTAL_HEALTH].consent) == (1, 0)


def test_the_absent_get_a_part_through_the_list_of_agreements(small_world, helper, plan, dice):
    world = small_world(**TABLE)
    dice(0.5)
    family = sit_down(world, helper, plan)
    part = QUALITY * 0.8 * 0.5
    assert family.tie[CHILD_MENTAL_HEALTH].aligned == pytest.approx(0.5 + 0.6 * part * 0.5 * 0.5)
    assert family.tie[CHILD_MENTAL_HEALTH].known == pytest.approx(0.5 + 0.4 * part * 0.5)


@pytest.mark.parametrize("setting", ["absent_reads", "plan_keeping"])
def test_the_absent_get_nothing_when_nobody_keeps_or_reads_the_list(small_world, helper, plan, dice, setting):
    world = small_world(**{**TABLE, setting: 0})
    dice(0.5)
    family = sit_down(world, helper, plan)
    assert family.tie[CHILD_MENTAL_HEALTH].aligned == 0.5
    assert family.tie[MONEY].aligned > 0.5


@pytest.mark.parametrize("setting", ["table_alignment", "table_story"])
def test_a_table_without_effect_aligns_or_informs_nobody(small_world, helper, plan, dice, setting):
    world = small_world(**{**TABLE, setting: 0})
    dice(0.5)
    tie = sit_down(world, helper, plan).tie[MONEY]
    assert {"table_alignment": tie.aligned, "table_story": tie.known}[setting] == 0.5


def test_a_family_that_is_heard_trusts_more_and_feels_more_in_charge(small_world, helper, plan, dice):
    world = small_world(**TABLE)
    dice(0.5)
    family = sit_down(world, helper, plan)
    assert family.direction == pytest.approx(0.5 + 0.3 * QUALITY * 0.5)
    assert family.trust == pytest.approx(0.5 + 0.2 * QUALITY * 0.5)
    assert family.load == 3


def test_hearing_without_effect_moves_neither(small_world, helper, plan, dice):
    world = small_world(**{**TABLE, "heard_direction": 0, "heard_trust": 0})
    dice(0.5)
    family = sit_down(world, helper, plan)
    assert (family.direction, family.trust) == (0.5, 0.5)


def test_concern_closes_mouths_unless_the_climate_holds(small_world, helper, plan, dice):
    for chairing, climate, openness in ((0.5, 0.7, (1 - 0.6 * 0.5 * 0.3) * 0.75), (1.0, 1.0, 0.75)):
        world = small_world(**TABLE)
        dice(0.5)
        world.family[0].concern, world.post[0].chairing = 0.5, chairing
        family = sit_down(world, helper, plan)
        assert family.trust == pytest.approx(0.5 + 0.2 * climate * openness * 0.5 * 0.5)
        assert world.weekly[0].openness == pytest.approx(openness)


def test_openness_is_added_up_over_the_tables_of_a_week(small_world, helper, plan, dice):
    world = small_world(**TABLE, families=2)
    dice(0.5)
    for number, trust in ((0, 0.5), (1, 0.9)):
        helper(world, number, MONEY)
        plan(world, number, fidelity=0.5)
        family = world.family[number]
        family.trust = trust
        talk_at_the_table(world, 3, number, family, 0.5, 6, 1.0, world.p[0])
    assert world.weekly[3].openness == pytest.approx((0.5 + 0.5 * 0.5) + (0.5 + 0.5 * 0.9))


def test_a_crowd_overloads_the_family_and_takes_direction(small_world, helper, plan, dice):
    world = small_world(**TABLE)
    dice(0.5)
    family = sit_down(world, helper, plan, seats=9)
    crowded = 0.5 * 0.7
    quality = 0.7 / (1 + 0.8 * crowded) * 0.75 * 0.5
    assert family.load == pytest.approx(3 * (1 + 2 * crowded))
    assert family.direction == pytest.approx((0.5 + 0.3 * quality * 0.5) * (1 - 0.1 * crowded))


def test_the_plan_is_written_down_coherent_by_vision_and_renewed(small_world, helper, plan, dice):
    world = small_world(**TABLE)
    world.post[8].embedding = 0.9
    dice(0.5)
    shared = sit_down(world, helper, plan).plan
    assert shared.coherence == pytest.approx(QUALITY * (0.5 + 0.9) / 2)
    assert shared.current == pytest.approx(0.5 + 0.8 * QUALITY * 0.5)
    assert shared.kept == pytest.approx(0.25 + 0.8 * 0.5 * (shared.coherence - 0.25))


def test_a_coordinator_with_two_cases_does_not_make_the_plan_twice_as_coherent(small_world, helper, plan, dice):
    world = small_world(**TABLE)
    world.post[0].embedding = 1.0
    helper(world, 0, RELATIONS)
    dice(0.5)
    shared = sit_down(world, helper, plan, present=(), absent=()).plan
    assert shared.coherence == pytest.approx(QUALITY)


def test_a_table_for_a_plan_that_nobody_keeps_gives_nothing_and_still_tires(small_world, helper, plan, dice):
    world = small_world(**TABLE)
    dice(0.5)
    shared = coordinated(world, helper, plan, MONEY, fidelity=0.0, current=0.5, coherence=0.4)
    shared.seat[MONEY] = 1
    family = world.family[0]
    talk_at_the_table(world, 0, 0, family, world.post[0].chairing, 6, 1.0, world.p[0])
    assert (shared.current, shared.coherence, family.tie[MONEY].aligned) == (0.5, 0, 0.5)
    assert (family.trust, family.direction, family.load) == (0.5, 0.5, 3)


def test_those_at_the_table_get_to_know_each_other_and_nobody_else(small_world, helper, plan, dice):
    world = small_world(**TABLE)
    dice(0.5)
    sit_down(world, helper, plan)
    p = world.p[0]
    assert familiarity(world.post[8], 0, world.post[0], 0, p) == pytest.approx(0.3)
    assert familiarity(world.post[0], 8, world.post[8], 0, p) == pytest.approx(0.3)
    assert familiarity(world.post[0], 2, world.post[2], 0, p) == 0
    assert familiarity(world.post[2], 0, world.post[0], 0, p) == 0


def test_the_table_stands_in_for_an_appointment_that_was_due(small_world, helper):
    world = small_world(**{**TABLE, "table_helps": 0.5}, table_hours=2, contact_helps=0.1, appointment_hours=1.5)
    tie = helper(world, 0, MONEY, due=1.2, bond=1.0, aligned=1.0)
    post = world.post[8]
    post.contact_due = 6.0
    family = world.family[0]
    stand_in_for_an_appointment(family, MONEY, tie, post, 0.4, world.p[0])
    assert (tie.due, post.contact_due) == (pytest.approx(0.2), 4.5)
    assert family.severity[MONEY] == pytest.approx(0.5 * (1 - 0.1 * 0.5 * 2 * 0.4))
    stand_in_for_an_appointment(family, MONEY, tie, post, 0.4, world.p[0])
    assert (tie.due, post.contact_due) == (pytest.approx(0.2), 4.5)


@pytest.mark.parametrize(("helps", "quality"), [(0, 1.0), (0.5, 0.0)])
def test_a_table_that_helps_nothing_or_goes_badly_eases_no_problem(small_world, helper, helps, quality):
    world = small_world(**{**TABLE, "table_helps": helps}, table_hours=2, contact_helps=0.1)
    tie = helper(world, 0, MONEY, due=1.2)
    stand_in_for_an_appointment(world.family[0], MONEY, tie, world.post[8], quality, world.p[0])
    assert (world.family[0].severity[MONEY], tie.due) == (0.5, pytest.approx(0.2))


@pytest.mark.parametrize(("luck", "found"), [(0.29, True), (0.31, False)])
def test_a_good_table_brings_up_the_heaviest_need_nobody_had_asked_help_for(
    small_world, helper, dice, happened, luck, found
):
    world = small_world(table_finds=0.6, need_severity=0.4)
    helper(world, 0, MONEY)
    family = world.family[0]
    family.severity[MONEY], family.severity[HOME] = 0.9, 0.7
    dice(luck)
    find_unmet_needs(world, 0, 0, family, 0.5, world.p[0])
    assert family.tie[HOME].status == (ON_LIST if found else NO_TIE)
    assert happened(world)[:1] == ([UNMET_NEED_FOUND] if found else [])
    assert world.weekly[0].unmet_needs_found == found


def test_a_table_never_finds_school_trouble_of_a_child_that_is_not_at_school(small_world, dice):
    world = small_world(table_finds=1, need_severity=0.4)
    family = world.family[0]
    family.severity[SCHOOL] = 0.9
    family.born[0] = -2 * 52
    dice(0.0)
    find_unmet_needs(world, 0, 0, family, 1.0, world.p[0])
    assert family.tie[SCHOOL].status == NO_TIE


@pytest.mark.parametrize(("goals", "ranked"), [(1, [MONEY]), (2, [MONEY, HOME]), (9, [MONEY, HOME, PARENTING])])
def test_the_heaviest_domains_become_the_goals_of_the_coming_weeks(small_world, helper, plan, goals, ranked):
    world = small_world(goals_at_once=goals)
    for place, severity in ((PARENTING, 0.5), (MONEY, 0.9), (HOME, 0.7)):
        helper(world, 0, place)
        world.family[0].severity[place] = severity
    world.family[0].severity[SCHOOL] = 1.0  # nobody works on it
    shared = plan(world, 0)
    rank_goals(world.family[0], world.p[0])
    assert [place for place in range(9) if shared.goal[place]] == sorted(ranked)


def test_safety_is_always_a_goal(small_world, helper, plan):
    world = small_world(goals_at_once=1)
    helper(world, 0, MONEY)
    helper(world, 0, SAFETY)
    shared = plan(world, 0)
    rank_goals(world.family[0], world.p[0])
    assert (shared.goal[SAFETY], shared.goal[MONEY]) == (1, 1)


HOLDING = {
    **TABLE,
    **INVITING,
    "preparation_hours": 3,
    "table_possible_from": 0.5,
    "table_size": 8,
    "table_interval_weeks": 12,
    "network_asked": 0,
    "network_activation": 0,
    "child_joins_from_age": 12,
}


def test_a_table_is_held_when_its_date_has_come_and_costs_the_coordinator_hours(
    small_world, helper, plan, dice, happened
):
    world = small_world(**HOLDING)
    shared = coordinated(world, helper, plan, MONEY, next_table=10)
    family = world.family[0]
    dice(0.0)
    hold_round_tables(world, 9, 0, family, world.p[0])
    assert shared.tables == 0
    hold_round_tables(world, 10, 0, family, world.p[0])
    assert (shared.tables, shared.next_table, family.meetings) == (1, 22, 1)
    assert (world.post[0].spent[PREPARATION], world.post[0].spent[ROUND_TABLE]) == (3, 2)
    assert world.weekly[10].coordinator_hours == 5
    assert world.weekly[10].table_members == 4  # coordinator, guest, two parents
    assert (world.weekly[10].round_tables, family.trust > 0.5) == (1, True)
    assert happened(world)[-1] == ROUND_TABLE_HELD


def test_an_older_child_sits_at_the_table_too(small_world, helper, plan, dice):
    world = small_world(**HOLDING)
    coordinated(world, helper, plan, next_table=0)
    world.family[0].born[0] = -12 * 52
    dice(0.0)
    hold_round_tables(world, 0, 0, world.family[0], world.p[0])
    assert world.weekly[0].table_members == 4


@pytest.mark.parametrize(("hours", "held"), [(2.4, 0), (2.5, 1)])
def test_without_time_the_table_is_put_off(small_world, helper, plan, dice, hours, held):
    world = small_world(**HOLDING)
    shared = coordinated(world, helper, plan, next_table=0)
    world.post[0].hours_left = hours
    dice(0.0)
    hold_round_tables(world, 5, 0, world.family[0], world.p[0])
    assert shared.tables == held
    assert shared.next_table == (17 if held else 0)


def test_a_table_that_needs_no_preparation_is_prepared(small_world, helper, plan, dice):
    kept = []
    for hours in (0, 1e-9):
        world = small_world(**{**HOLDING, "preparation_hours": hours})
        shared = coordinated(world, helper, plan, MONEY)
        dice(0)
        hold_round_tables(world, 0, 0, world.family[0], world.p[0])
        kept.append(shared.current)
    assert kept[0] > 0.5
    assert kept[0] == pytest.approx(kept[1])


@pytest.mark.parametrize("coordinator", [-1, 0])
def test_without_a_date_or_without_a_plan_there_is_no_table(small_world, helper, plan, dice, coordinator):
    world = small_world(**HOLDING)
    helper(world, 0, MONEY)
    shared = plan(world, 0, coordinator=coordinator, next_table=NEVER)
    family = world.family[0]
    dice(0.0)
    hold_round_tables(world, 0, 0, family, world.p[0])
    shared.active, shared.next_table = 0, 0
    hold_round_tables(world, 0, 0, family, world.p[0])
    assert (shared.tables, family.meetings, family.load) == (0, 0, 0)


BY_ITSELF = {**HOLDING, "overload_takes_ability": 0, "first_table_weeks": 4}


def in_charge(world, helper, plan, **state):
    """A family that coordinates itself, with an ability of .8 and one helper for money."""
    helper(world, 0, MONEY)
    family = world.family[0]
    family.ability = 0.8
    return family, plan(world, 0, **state)


def test_a_family_that_coordinates_itself_prepares_and_chairs_its_own_table(small_world, helper, plan, dice, happened):
    world = small_world(**BY_ITSELF)
    family, shared = in_charge(world, helper, plan, next_table=10)
    dice(0.0)
    hold_round_tables(world, 9, 0, family, world.p[0])
    assert (shared.tables, family.load) == (0, 0)
    hold_round_tables(world, 10, 0, family, world.p[0])
    assert (shared.tables, shared.next_table, family.meetings) == (1, 10 + 12, 1)
    assert family.load == 3 + 3, "preparing it and sitting at it"
    assert family.trust == pytest.approx(0.5 + 0.2 * (0.4 + 0.6 * 0.8) * 0.75 * 0.5 * 0.5)
    assert world.weekly[10].table_members == 3  # a guest and two parents
    assert (world.weekly[10].round_tables, world.weekly[10].coordinator_hours) == (1, 0)
    assert list(world.post["spent"].sum(axis=0).nonzero()[0]) == [ROUND_TABLE]
    assert world.post["spent"].sum() == world.post[8].spent[ROUND_TABLE] == 2
    assert happened(world) == [ROUND_TABLE_HELD]
    assert world.log[0].who == -1


def test_when_nobody_comes_to_its_table_the_family_asks_again_some_weeks_later(
    small_world, helper, plan, dice, happened
):
    world = small_world(**BY_ITSELF)
    family, shared = in_charge(world, helper, plan, next_table=10)
    dice(1.0)
    hold_round_tables(world, 10, 0, family, world.p[0])
    assert (shared.tables, shared.next_table, family.meetings) == (0, 10 + 4, 0)
    assert family.load == 3, "it was prepared all the same"
    assert (world.weekly[10].round_tables, world.weekly[10].openness) == (0, 0)
    assert happened(world) == [MISSED_ROUND_TABLE]
    dice(0.0)
    hold_round_tables(world, 13, 0, family, world.p[0])
    assert shared.tables == 0
    hold_round_tables(world, 14, 0, family, world.p[0])
    assert (shared.tables, shared.next_table) == (1, 14 + 12)


def test_a_family_that_cannot_coordinate_holds_no_table_of_its_own(small_world, helper, plan, dice):
    world = small_world(**{**BY_ITSELF, "needs_coordinator_below": 0.9})
    family, shared = in_charge(world, helper, plan, next_table=0)
    dice(0.0)
    hold_round_tables(world, 5, 0, family, world.p[0])
    assert (shared.tables, family.load) == (0, 0)


def test_no_seat_is_kept_for_a_coordinator_who_is_not_there(small_world, helper, plan, dice):
    world = small_world(**{**BY_ITSELF, "table_size": 3})  # two parents and one guest
    family, shared = in_charge(world, helper, plan, next_table=0)
    dice(0.0)
    hold_round_tables(world, 0, 0, family, world.p[0])
    assert shared.tables == 1


def test_a_coordinator_holds_the_table_even_when_nobody_else_comes(small_world, helper, plan, dice):
    world = small_world(**BY_ITSELF)
    shared = coordinated(world, helper, plan, MONEY, next_table=0)
    dice(1.0)
    hold_round_tables(world, 5, 0, world.family[0], world.p[0])
    assert (shared.tables, shared.next_table) == (1, 5 + 12)
    assert world.weekly[5].table_members == 3
    assert world.family[0].load == 3, "the coordinator prepared it"


def test_overload_makes_a_family_a_weaker_chair(small_world, helper, plan, dice):
    world = small_world(**{**BY_ITSELF, "overload_takes_ability": 0.5})
    family, _ = in_charge(world, helper, plan, next_table=0)
    dice(0.0)
    hold_round_tables(world, 0, 0, family, world.p[0])
    chairing = 0.8 * (1 - 0.5 * 0.5)
    assert family.trust == pytest.approx(0.5 + 0.2 * (0.4 + 0.6 * chairing) * 0.75 * 0.5 * 0.5)


@pytest.mark.parametrize(("coordinator", "chairing"), [(-1, 0.8), (8, 0.3)])
def test_whoever_chairs_wins_the_network_over_by_their_own_skill(
    small_world, helper, plan, dice, coordinator, chairing
):
    world = small_world(**BY_ITSELF, stance_moves=0.5)
    family, _ = in_charge(world, helper, plan, coordinator=coordinator, next_table=0)
    world.post["chairing"] = 0.3
    family.members = 1
    family.member[0].at_table, family.member[0].stance = 1, -0.5
    dice(0.0)
    hold_round_tables(world, 0, 0, family, world.p[0])
    assert family.member[0].stance == pytest.approx(-0.5 + 0.5 * chairing * 1.5)
