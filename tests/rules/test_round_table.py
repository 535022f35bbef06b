"""M11: when a round table is held, what it gives and what it takes."""

import pytest

from sim.agents.acquaintance import familiarity
from sim.agents.need import NO_CASE, ON_LIST
from sim.care.round_table import (
    climate_of,
    find_unmet_needs,
    hold_round_tables,
    rank_goals,
    stand_in_for_an_appointment,
    talk_at_the_table,
)
from sim.chance import NEVER
from sim.event_kinds import MISSED_ROUND_TABLE, ROUND_TABLE_HELD, ROUTE_MERGED, UNMET_NEED_FOUND
from sim.names import (
    CHILD_MENTAL_HEALTH,
    DIRECTION,
    HOME,
    MEETING_HOURS,
    MONEY,
    NEEDS_FOUND,
    PARENTING,
    PHYSICAL_HEALTH,
    PREPARATION,
    RELATIONS,
    ROUND_TABLE,
    SAFETY,
    SCHOOL,
    TABLE_TREATS,
    TRUST,
)
from tests.rules.at_the_table import INVITING, coordinated, seated
from tests.rules.rows import need_of

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
    "table_hours": 2,
    "concern_closes": 0.6,
    "goal_talk": 0.5,
    "goals_meet": 0.4,  # and half of the talk is about goals: .2 of what is heard
    "conflict_strength": 0,
    "story_told_per_hour": 0.5,
    "bond_grows": 0.4,
    "bond_floor": 0.2,
    "alignment_floor": 0.5,
    "strain_chills": 0,
    "newcomer_lacks": 0,
    "talk_trust": 0.4,
    "talk_direction": 0.8,
    "unasked_say": 0,
    "contact_helps": 0.1,
    "acquainted_per_hour": 0.15,
    "plan_written": 0.8,
    "appointment_effort": 1,
    "crowd_load": 2,
    "table_finds": 0,
    "joint_evaluation": 0,
    "merge_keeps": 10,
}
HEARD = 2 * 0.7 * (1 - 0.6 * 0.5)  # hours × climate × openness of a family that trusts by half


def sit_down(world, helper, plan, present=(MONEY,), absent=(CHILD_MENTAL_HEALTH,), seats=6, **state):
    """A table of the coordinator, who helps with parenting, and of some other helpers; others stay away."""
    shared = coordinated(world, helper, plan, *present, *absent, current=0.5, **state)
    seated(world, *present)
    talk_at_the_table(world, 0, 0, world.family[0], world.post[0].chairing, seats, 1.0, world.p[0])
    return shared


def relation_for(world, domain):
    return world.relation[need_of(world, 0, domain).relation]


def test_those_at_the_table_hear_all_of_what_the_family_wants_and_its_story(small_world, helper, plan):
    world = small_world(**TABLE)
    sit_down(world, helper, plan)
    for domain in (PARENTING, MONEY):
        assert need_of(world, 0, domain).position == pytest.approx(1 - 0.2 * HEARD * 0.5)
        assert relation_for(world, domain).known == pytest.approx(0.5 + 0.5 * HEARD * 0.5)
        assert relation_for(world, domain).consent == 1


def test_the_absent_hear_nothing(small_world, helper, plan):
    world = small_world(**TABLE)
    sit_down(world, helper, plan)
    absent = relation_for(world, CHILD_MENTAL_HEALTH)
    assert (need_of(world, 0, CHILD_MENTAL_HEALTH).position, absent.known, absent.consent) == (1, 0.5, 0)
    assert (absent.bond, world.post[2].spent[ROUND_TABLE]) == (0.5, 0)


def test_who_is_in_the_chair_and_away_is_not_there(small_world, helper, plan):
    world = small_world(**TABLE)
    world.post[0].away = 1
    sit_down(world, helper, plan)
    assert (need_of(world, 0, PARENTING).position, world.post[0].spent[ROUND_TABLE]) == (1, 0)


def test_the_familys_time_is_shared_among_those_who_are_there(small_world, helper, plan):
    world = small_world(**TABLE)
    sit_down(world, helper, plan)
    talk = HEARD / 2
    dose = 0.5 * talk * (0.2 + 0.8 * 0.5) * (0.5 + 0.5 * 0.5)  # half is help; bond and goals as they were before
    for domain in (PARENTING, MONEY):
        assert need_of(world, 0, domain).severity == pytest.approx(0.5 * (1 - 0.1 * dose))
        assert relation_for(world, domain).bond == pytest.approx(0.5 + 0.4 * talk * 0.5)


def test_being_heard_by_each_in_turn_gives_trust_and_direction(small_world, helper, plan):
    world = small_world(**TABLE)
    sit_down(world, helper, plan)
    talk = HEARD / 2
    bond = 0.5 + 0.4 * talk * 0.5
    trust = direction = 0.5
    for _ in range(2):
        trust += 0.4 * talk * (bond - trust)
        direction += 0.8 * talk * (0.5 * 0.7) * ((1 + 0.75) / 2 - direction)
    assert world.family[0].trust == pytest.approx(trust)
    assert world.family[0].direction == pytest.approx(direction)


def test_somebody_with_two_cases_takes_no_more_of_the_time_than_others(small_world, helper, plan):
    world = small_world(**TABLE)
    helper(world, 0, RELATIONS)  # the coordinator's second case
    sit_down(world, helper, plan)
    assert relation_for(world, MONEY).bond == pytest.approx(0.5 + 0.4 * HEARD / 2 * 0.5)
    assert relation_for(world, PARENTING).bond == pytest.approx(0.5 + 0.4 * HEARD / 2 * 0.5)
    assert need_of(world, 0, RELATIONS).position == need_of(world, 0, PARENTING).position < 1
    assert world.post[0].spent[ROUND_TABLE] == world.post[8].spent[ROUND_TABLE] == 2
    assert world.weekly[0].coordinator_hours == 2


@pytest.mark.parametrize(
    ("channel", "same"),
    [
        (TRUST, lambda world: world.family[0].trust == 0.5),
        (DIRECTION, lambda world: world.family[0].direction == 0.5),
        (TABLE_TREATS, lambda world: need_of(world, 0, MONEY).severity == 0.5),
        (MEETING_HOURS, lambda world: world.post["spent"].sum() == 0),
    ],
)
def test_a_gain_that_is_switched_off_is_not_there_and_the_others_are(small_world, helper, plan, channel, same):
    world = small_world(**TABLE)
    world.p[0].channel[channel] = 0
    sit_down(world, helper, plan)
    assert same(world)
    assert relation_for(world, MONEY).bond > 0.5
    other = small_world(**TABLE)
    sit_down(other, helper, plan)
    assert not same(other)


def test_what_the_table_brought_is_kept_apart_from_what_helpers_would_do_alone(small_world, helper, plan):
    world = small_world(**TABLE)
    sit_down(world, helper, plan)
    assert (need_of(world, 0, MONEY).position_alone, relation_for(world, MONEY).known_alone) == (1, 0.5)


def test_concern_closes_mouths_unless_the_climate_holds(small_world, helper, plan):
    for chairing, climate, openness in ((0.5, 0.7, (1 - 0.6 * 0.5 * 0.3) * 0.7), (1.0, 1.0, 0.7)):
        world = small_world(**TABLE)
        world.family[0].concern, world.post[0].chairing = 0.5, chairing
        sit_down(world, helper, plan)
        assert need_of(world, 0, MONEY).position == pytest.approx(1 - 0.2 * 2 * climate * openness * 0.5)
        assert world.weekly[0].openness == pytest.approx(openness)


def test_openness_is_added_up_over_the_tables_of_a_week(small_world, helper, plan):
    world = small_world(**TABLE, families=2)
    for number, trust in ((0, 0.5), (1, 0.9)):
        helper(world, number, MONEY)
        plan(world, number, fidelity=0.5)
        family = world.family[number]
        family.trust = trust
        talk_at_the_table(world, 3, number, family, 0.5, 6, 1.0, world.p[0])
    assert world.weekly[3].openness == pytest.approx((0.4 + 0.6 * 0.5) + (0.4 + 0.6 * 0.9))


def test_a_crowd_overloads_the_family_and_spoils_the_climate(small_world, helper, plan):
    world = small_world(**TABLE)
    sit_down(world, helper, plan, seats=9)
    crowded = 0.5 * 0.7
    assert world.family[0].load == pytest.approx((1 + 2) * (1 + 2 * crowded))
    assert need_of(world, 0, MONEY).position == pytest.approx(1 - 0.2 * HEARD / (1 + 0.8 * crowded) * 0.5)


@pytest.mark.parametrize("fidelity", [0.0, 0.5])
def test_as_much_is_written_down_as_the_coordinator_works_by_the_method(small_world, helper, plan, fidelity):
    world = small_world(**TABLE)
    shared = sit_down(world, helper, plan, fidelity=fidelity)
    assert shared.current == pytest.approx(0.5 + 0.8 * HEARD / 2 * fidelity * 0.5)


def test_those_at_the_table_get_to_know_each_other_and_nobody_else(small_world, helper, plan):
    world = small_world(**TABLE)
    sit_down(world, helper, plan)
    p = world.p[0]
    assert familiarity(world.post[8], 0, world.post[0], 0, p) == pytest.approx(0.3)
    assert familiarity(world.post[0], 8, world.post[8], 0, p) == pytest.approx(0.3)
    assert familiarity(world.post[0], 2, world.post[2], 0, p) == 0
    assert familiarity(world.post[2], 0, world.post[0], 0, p) == 0


def test_the_table_stands_in_for_so_much_of_an_appointment_as_the_family_had_of_it(small_world, helper):
    world = small_world(appointment_hours=1.5)
    need = helper(world, 0, MONEY, due=1.2).need
    post = world.post[8]
    post.contact_due = 6.0
    stand_in_for_an_appointment(need, post, 0.15, world.p[0])
    assert (need.due, post.contact_due) == (pytest.approx(1.1), 6.0)  # the appointment goes on
    stand_in_for_an_appointment(need, post, 0.3, world.p[0])
    assert (need.due, post.contact_due) == (pytest.approx(0.9), 4.5)  # it is not needed this week
    stand_in_for_an_appointment(need, post, 0.3, world.p[0])
    assert (need.due, post.contact_due) == (pytest.approx(0.9), 4.5)  # none was due
    need.due = 1.9
    stand_in_for_an_appointment(need, post, 5.0, world.p[0])
    assert need.due == pytest.approx(0.9)  # one at most


@pytest.mark.parametrize(("luck", "merged"), [(0.7 - 1e-6, 1), (0.7 + 1e-6, 0)])
def test_a_good_table_agrees_on_one_route_less_and_no_more(small_world, helper, plan, dice, happened, luck, merged):
    easy = {"merge_keeps": 0.1, "judging_error": 0, "others_cover": 1, "urgent_severity": 0.8}
    world = small_world(**{**TABLE, **easy, "unasked_say": 1, "talk_trust": 0})
    world.family[0].trust = 1.0  # quality is climate, .7
    world.post["embedding"] = 1.0
    dice(luck)
    sit_down(world, helper, plan, present=(MONEY, CHILD_MENTAL_HEALTH), absent=())
    assert happened(world).count(ROUTE_MERGED) == merged
    assert world.family[0].helpers == 3 - merged


@pytest.mark.parametrize(("luck", "found"), [(0.29, True), (0.31, False)])
def test_a_good_table_brings_up_the_heaviest_need_nobody_had_asked_help_for(
    small_world, helper, dice, happened, luck, found
):
    world = small_world(table_finds=0.6, need_severity=0.4)
    helper(world, 0, MONEY)
    need_of(world, 0, MONEY).severity, need_of(world, 0, HOME).severity = 0.9, 0.7
    dice(luck)
    find_unmet_needs(world, 0, 0, world.family[0], 0.5, world.p[0])
    assert need_of(world, 0, HOME).status == (ON_LIST if found else NO_CASE)
    assert happened(world)[:1] == ([UNMET_NEED_FOUND] if found else [])
    assert world.weekly[0].unmet_needs_found == found


def test_needs_that_are_not_to_be_found_are_not_found(small_world, dice, happened):
    world = small_world(table_finds=1, need_severity=0.4)
    world.p[0].channel[NEEDS_FOUND] = 0
    dice(0.0)
    find_unmet_needs(world, 0, 0, world.family[0], 1.0, world.p[0])
    assert happened(world) == []


def test_a_table_never_finds_school_trouble_of_a_child_that_is_not_at_school(small_world, dice):
    world = small_world(table_finds=1, need_severity=0.6)
    need_of(world, 0, SCHOOL).severity = 0.9
    world.person["born"] = -2 * 52
    dice(0.0)
    find_unmet_needs(world, 0, 0, world.family[0], 1.0, world.p[0])
    assert need_of(world, 0, SCHOOL).status == NO_CASE


@pytest.mark.parametrize(("goals", "ranked"), [(1, [MONEY]), (2, [MONEY, HOME]), (9, [PARENTING, MONEY, HOME])])
def test_the_heaviest_needs_become_the_goals_of_the_coming_weeks(small_world, helper, goals, ranked):
    world = small_world(goals_at_once=goals)
    for domain, severity in ((PARENTING, 0.5), (MONEY, 0.9), (HOME, 0.7)):
        helper(world, 0, domain, severity=severity)
    need_of(world, 0, SCHOOL).severity = 1.0  # nobody works on it
    need_of(world, 0, SCHOOL).goal = 1  # a goal of before
    rank_goals(world, world.family[0], world.p[0])
    assert list(world.need["domain"][world.need["goal"] == 1]) == ranked


def test_safety_is_always_a_goal(small_world, helper):
    world = small_world(goals_at_once=1)
    helper(world, 0, MONEY)
    helper(world, 0, SAFETY)
    rank_goals(world, world.family[0], world.p[0])
    assert (need_of(world, 0, SAFETY).goal, need_of(world, 0, MONEY).goal) == (1, 1)


HOLDING = {
    **TABLE,
    **INVITING,
    "preparation_hours": 3,
    "table_possible_from": 0.5,
    "table_size": 8,
    "table_interval_weeks": 12,
    "network_asked": 0,
    "network_activation": 0,
    "needs_coordinator_below": 0.5,
    "adult_age": 18,
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
    assert (world.weekly[10].round_tables, need_of(world, 0, MONEY).position < 1) == (1, True)
    assert happened(world)[-1] == ROUND_TABLE_HELD


def test_an_older_child_sits_at_the_table_too(small_world, helper, plan, dice):
    world = small_world(**HOLDING, children=3)
    coordinated(world, helper, plan, MONEY, next_table=0)
    world.person["born"][world.person["parent"] == 0] = [-18 * 52, -12 * 52, -11 * 52]
    dice(0.0)
    hold_round_tables(world, 0, 0, world.family[0], world.p[0])
    assert world.weekly[0].table_members == 5


@pytest.mark.parametrize(("hours", "held"), [(2.4, 0), (2.5, 1)])
def test_without_time_the_table_is_put_off(small_world, helper, plan, dice, hours, held):
    world = small_world(**HOLDING)
    shared = coordinated(world, helper, plan, MONEY, next_table=0)
    world.post[0].hours_left = hours
    dice(0.0)
    hold_round_tables(world, 5, 0, world.family[0], world.p[0])
    assert shared.tables == held
    assert shared.next_table == (17 if held else 0)


@pytest.mark.parametrize("switch", ["no hours", "free meetings"])
def test_a_table_that_needs_no_preparation_is_prepared(small_world, helper, plan, dice, switch):
    kept = []
    for prepared in (True, False):
        world = small_world(**HOLDING)
        if prepared and switch == "no hours":
            world.p[0].preparation_hours = 0
        elif prepared:
            world.p[0].channel[MEETING_HOURS] = 0
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
    """A family that coordinates itself, with an ability of .8 and helpers for money and health."""
    helper(world, 0, MONEY)
    helper(world, 0, PHYSICAL_HEALTH)
    family = world.family[0]
    family.ability = 0.8
    return family, plan(world, 0, **state)


@pytest.mark.parametrize("who", ["a coordinator", "the family"])
def test_a_table_without_two_professionals_gets_a_new_date_and_its_preparation_is_gone(
    small_world, helper, plan, dice, happened, who
):
    world = small_world(**BY_ITSELF)
    family = world.family[0]
    if who == "a coordinator":
        shared = coordinated(world, helper, plan, MONEY, next_table=10)
    else:
        _, shared = in_charge(world, helper, plan, next_table=10)
    dice(1.0)
    hold_round_tables(world, 10, 0, family, world.p[0])
    assert (shared.tables, shared.next_table, family.meetings) == (0, 10 + 4, 0)
    assert (world.post[0].spent[PREPARATION], family.load) == ((3, 0) if who == "a coordinator" else (0, 3))
    assert (world.weekly[10].round_tables, world.weekly[10].openness, world.post["spent"][:, ROUND_TABLE].sum()) == (
        0,
        0,
        0,
    )
    assert set(happened(world)) == {MISSED_ROUND_TABLE}
    dice(0.0)
    hold_round_tables(world, 13, 0, family, world.p[0])
    assert shared.tables == 0
    hold_round_tables(world, 14, 0, family, world.p[0])
    assert (shared.tables, shared.next_table) == (1, 14 + 12)


def test_a_family_that_coordinates_itself_prepares_and_chairs_its_own_table(small_world, helper, plan, dice, happened):
    world = small_world(**BY_ITSELF)
    family, shared = in_charge(world, helper, plan, next_table=10)
    dice(0.0)
    hold_round_tables(world, 9, 0, family, world.p[0])
    assert (shared.tables, family.load) == (0, 0)
    hold_round_tables(world, 10, 0, family, world.p[0])
    assert (shared.tables, shared.next_table, family.meetings) == (1, 10 + 12, 1)
    assert family.load == 3 + 3, "preparing it and sitting at it"
    heard = 2 * (0.4 + 0.6 * 0.8) * 0.7
    assert need_of(world, 0, MONEY).position == pytest.approx(1 - 0.2 * heard * 0.5)
    assert world.weekly[10].table_members == 4  # two guests and two parents
    assert (world.weekly[10].round_tables, world.weekly[10].coordinator_hours) == (1, 0)
    assert list(world.post["spent"].sum(axis=0).nonzero()[0]) == [ROUND_TABLE]
    assert world.post["spent"].sum() == world.post[8].spent[ROUND_TABLE] + world.post[10].spent[ROUND_TABLE] == 4
    assert happened(world) == [ROUND_TABLE_HELD]
    assert world.log[0].who == -1


def test_a_family_that_cannot_coordinate_holds_no_table_of_its_own(small_world, helper, plan, dice):
    world = small_world(**{**BY_ITSELF, "needs_coordinator_below": 0.9})
    family, shared = in_charge(world, helper, plan, next_table=0)
    dice(0.0)
    hold_round_tables(world, 5, 0, family, world.p[0])
    assert (shared.tables, family.load) == (0, 0)


def test_no_seat_is_kept_for_a_coordinator_who_is_not_there(small_world, helper, plan, dice):
    world = small_world(**{**BY_ITSELF, "table_size": 4})  # two parents and two guests
    family, shared = in_charge(world, helper, plan, next_table=0)
    dice(0.0)
    hold_round_tables(world, 0, 0, family, world.p[0])
    assert shared.tables == 1


def test_overload_makes_a_family_a_weaker_chair(small_world, helper, plan, dice):
    world = small_world(**{**BY_ITSELF, "overload_takes_ability": 0.5})
    family, _ = in_charge(world, helper, plan, next_table=0)
    dice(0.0)
    hold_round_tables(world, 0, 0, family, world.p[0])
    heard = 2 * (0.4 + 0.6 * 0.8 * (1 - 0.5 * 0.5)) * 0.7
    assert need_of(world, 0, MONEY).position == pytest.approx(1 - 0.2 * heard * 0.5)


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
    assert world.weekly[0].table_members == 5
