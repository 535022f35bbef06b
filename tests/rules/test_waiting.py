"""M4: from need to request, to a place on a list, to a start; what waiting does, and who gives up."""

import math

import pytest

from sim.agents.need import NO_CASE, ON_LIST
from sim.care.waiting import (
    ask,
    ask_for_help,
    back_on_the_list,
    has_room,
    hurry,
    join_the_list,
    leave_the_list,
    organisation_of,
    standing,
    start_share,
    wait,
)
from sim.chance import NEVER
from sim.event_kinds import ASKED_FOR_HELP, GAVE_UP_WAITING
from sim.names import (
    CHILD_MENTAL_HEALTH,
    DEBT_HOUSING,
    HOME,
    IN_CARE,
    MONEY,
    PARENT_MENTAL_HEALTH,
    PARENTING,
    SAFETY,
    SCHOOL,
    SOCIAL_TEAM,
    WAITING,
    YOUTH_MENTAL_HEALTH,
)
from tests.rules.on_the_list import fill_list, queue
from tests.rules.rows import need_of, row_of

LIKELY = {
    "request_chance": 0.2,
    "own_contribution": 0,
    "request_parents_care": 0,
    "request_worries": 0,
    "request_support": 0,
    "need_severity": 0.4,
    "urgent_severity": 0.9,
}


def join(world, number, domain, urgent=0):
    """A request on its list; gives the need."""
    join_the_list(world, number, row_of(world, number, domain), urgent)
    return need_of(world, number, domain)


def test_a_list_has_urgent_requests_first_and_then_goes_by_date(small_world):
    world = small_world(families=5)
    fill_list(world, 5, urgent=(2, 4))
    assert queue(world, DEBT_HOUSING) == [2, 4, 0, 1, 3]


@pytest.mark.parametrize("leaver", range(4))
def test_leaving_anywhere_in_a_list_keeps_it_whole(small_world, leaver):
    world = small_world(families=4)
    fill_list(world, 4)
    leave_the_list(world, leaver, row_of(world, leaver, MONEY))
    assert queue(world, DEBT_HOUSING) == [number for number in range(4) if number != leaver]
    assert world.family[leaver].waiting_cases == 0
    assert need_of(world, leaver, MONEY).status == NO_CASE
    join(world, leaver, MONEY)
    assert queue(world, DEBT_HOUSING)[-1] == leaver


def test_the_last_to_leave_leaves_an_empty_list(small_world):
    world = small_world(families=1)
    fill_list(world, 1)
    leave_the_list(world, 0, row_of(world, 0, MONEY))
    assert queue(world, DEBT_HOUSING) == []
    assert list(world.organisation[DEBT_HOUSING].head) == list(world.organisation[DEBT_HOUSING].tail) == [-1, -1]


def test_two_requests_of_one_family_stand_on_one_list_apart(small_world):
    world = small_world()
    join(world, 0, MONEY)
    join(world, 0, HOME)
    assert queue(world, DEBT_HOUSING) == [0, 0]
    leave_the_list(world, 0, row_of(world, 0, MONEY))
    assert (queue(world, DEBT_HOUSING), world.family[0].waiting_cases) == ([0], 1)


def test_a_request_that_becomes_urgent_passes_the_others(small_world):
    world = small_world(families=3)
    fill_list(world, 3)
    hurry(world, 2, row_of(world, 2, MONEY))
    assert queue(world, DEBT_HOUSING) == [2, 0, 1]
    hurry(world, 2, row_of(world, 2, MONEY))
    assert queue(world, DEBT_HOUSING) == [2, 0, 1]


def test_the_list_is_that_of_the_childs_own_school_and_else_of_the_familys_own_organisation(small_world):
    world = small_world(children=2)
    world.person[3].school = 30
    family = world.family[0]
    family.organisation[YOUTH_MENTAL_HEALTH] = 20
    assert organisation_of(world, family, need_of(world, 0, SCHOOL, 1)) == 30
    assert organisation_of(world, family, need_of(world, 0, CHILD_MENTAL_HEALTH, 1)) == 20


def test_a_request_lasts_as_long_as_patience(small_world, dice, happened):
    world = small_world(give_up_hazard=0.05)
    need = need_of(world, 0, MONEY)
    need.moved = 1
    dice(math.exp(-0.05 * 13.5))  # 13 whole weeks and a half of patience
    ask(world, 7, 0, row_of(world, 0, MONEY), 0, world.p[0])
    assert (need.status, need.since, need.until, need.moved) == (ON_LIST, 7, 7 + 14, 0)
    assert world.sector[DEBT_HOUSING].asked == world.sector[DEBT_HOUSING].asked_lately == 1
    assert happened(world) == [ASKED_FOR_HELP]


@pytest.mark.parametrize(
    ("domain", "hazard", "until"), [(MONEY, 0.05, 21), (SAFETY, 0.05, 7 + NEVER), (MONEY, 0, 7 + NEVER)]
)
def test_imposed_care_is_never_given_up_nor_anything_where_nobody_gives_up(small_world, dice, domain, hazard, until):
    world = small_world(give_up_hazard=hazard)
    dice(0.5)
    ask(world, 7, 0, row_of(world, 0, domain), 1, world.p[0])
    assert need_of(world, 0, domain).until == until


def test_a_family_gives_up_in_the_week_its_patience_ends_and_does_not_ask_again_at_once(small_world, happened):
    world = small_world(waiting_drift=0, asks_again_weeks=26)
    need = join(world, 0, MONEY)
    family = world.family[0]
    need.until = 20
    wait(world, 19, 0, family, world.p[0])
    assert (queue(world, DEBT_HOUSING), family.weeks_waited) == ([0], 1)
    wait(world, 20, 0, family, world.p[0])
    assert (queue(world, DEBT_HOUSING), family.waiting_cases, need.asks_from) == ([], 0, 46)
    assert (world.sector[DEBT_HOUSING].gave_up, world.sector[DEBT_HOUSING].waiting_weeks) == (1, 2)
    assert world.weekly[20].gave_up_waiting == 1
    assert happened(world) == [GAVE_UP_WAITING]


@pytest.mark.parametrize(("drift", "after"), [(0.1, 0.4 + 0.1 * 0.4 * 0.6), (-0.1, 0.4 - 0.1 * 0.24), (0, 0.4)])
def test_waiting_drifts_either_way_in_the_domain_that_waits(small_world, drift, after):
    world = small_world(waiting_drift=drift)
    for domain in (MONEY, SAFETY):
        join(world, 0, domain).until = NEVER
    need_of(world, 0, MONEY).severity = 0.4
    wait(world, 0, 0, world.family[0], world.p[0])
    assert need_of(world, 0, MONEY).severity == pytest.approx(after)
    assert (need_of(world, 0, HOME).severity, need_of(world, 0, SAFETY).severity) == (0.5, 0)


@pytest.mark.parametrize("weeks", [0, 1, 13])
def test_the_odds_of_starting_fall_five_per_cent_a_week(small_world, weeks):
    world = small_world(start_chance=0.85, start_odds_per_week=0.95)
    odds = 0.85 / 0.15 * 0.95**weeks
    assert start_share(weeks, world.p[0]) == pytest.approx(odds / (1 + odds))
    world.p[0].start_odds_per_week = 1
    assert start_share(weeks, world.p[0]) == pytest.approx(0.85)
    world.p[0].start_odds_per_week = 0
    assert start_share(weeks, world.p[0]) == (pytest.approx(0.85) if weeks == 0 else 0)
    world.p[0].start_chance, world.p[0].start_odds_per_week = 1, 0.95
    assert start_share(weeks, world.p[0]) == 1


ROOM = {
    "hours": 32,
    "time_shortage": 0,
    "extra_capacity": 0,
    "administration_share": 0.25,
    "administration_per_case": 0,
    "team_work_share": 0,
    "appointments_per_week": 0.5,
    "appointment_hours": 2,
    "caseload": 10,
}


@pytest.mark.parametrize(
    ("changes", "most"),
    [
        ({}, 24 - 1),  # three quarters of 32 hours, less an hour for the new case
        ({"extra_capacity": 0.5}, 36 - 1),
        ({"time_shortage": 0.5, "shortage_shortens": 0}, 12 - 1),
        ({"time_shortage": 0.5, "shortage_shortens": 1}, 24 - 1),  # all of it in shorter appointments
        ({"time_shortage": 0.5, "shortage_shortens": 0.5}, 18 - 1),
    ],
)
def test_there_is_room_while_what_is_expected_fits_the_hours_for_families(small_world, changes, most):
    world = small_world(**{**ROOM, **changes})
    post, sector = world.post[0], world.sector[0]
    post.caseload = 50
    post.expected = most - 1e-9
    assert has_room(post, sector, PARENTING, world.p[0])
    post.expected = most + 1e-9
    assert not has_room(post, sector, PARENTING, world.p[0])


@pytest.mark.parametrize(("fte", "capacity", "cases"), [(1, 1, 10), (0.5, 1, 5), (1, 1.25, 12), (0.05, 1, 0)])
def test_in_the_other_form_cases_are_counted_and_hours_perish(small_world, fte, capacity, cases):
    world = small_world(**ROOM, hours_form=1)
    post, sector = world.post[0], world.sector[0]
    post.fte, sector.capacity, post.expected = fte, capacity, 1000.0
    room = []
    for held in range(15):
        post.caseload = held
        room.append(has_room(post, sector, PARENTING, world.p[0]))
    assert room == [held < cases for held in range(15)]


def test_a_family_asks_for_the_heaviest_unmet_need(small_world, dice):
    world = small_world(**LIKELY)
    family = world.family[0]
    home, money = need_of(world, 0, HOME), need_of(world, 0, MONEY)
    home.severity, money.severity = 0.7, 0.8
    dice(0.5)
    ask_for_help(world, 0, 0, family, 0.09, world.p[0])
    assert (money.status, money.urgent, home.status) == (ON_LIST, 0, NO_CASE)
    ask_for_help(world, 0, 0, family, 0.09, world.p[0])
    assert home.status == ON_LIST
    assert family.waiting_cases == 2


def test_a_need_for_which_help_was_given_up_or_over_is_asked_for_again_only_later(small_world, dice):
    world = small_world(**LIKELY)
    home, money = need_of(world, 0, HOME), need_of(world, 0, MONEY)
    home.severity, money.severity, money.asks_from = 0.7, 0.8, 10
    dice(0.5)
    ask_for_help(world, 9, 0, world.family[0], 0.09, world.p[0])
    assert (home.status, money.status) == (ON_LIST, NO_CASE)
    ask_for_help(world, 10, 0, world.family[0], 0.09, world.p[0])
    assert money.status == ON_LIST


def test_a_family_without_luck_or_need_asks_nothing(small_world, dice):
    world = small_world(**LIKELY)
    family = world.family[0]
    dice(0.5)
    ask_for_help(world, 0, 0, family, 0.11, world.p[0])
    world.need["severity"] = 0.39
    ask_for_help(world, 0, 0, family, 0.0, world.p[0])
    assert family.waiting_cases == 0


def test_the_gravest_needs_are_urgent(small_world, dice):
    world = small_world(**LIKELY)
    need = need_of(world, 0, MONEY)
    need.severity = 0.9
    dice(0.5)
    ask_for_help(world, 0, 0, world.family[0], 0.0, world.p[0])
    assert need.urgent == 1


def asks_below(world):
    """The luck below which this family asks for help, found by halving."""
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        ask_for_help(world, 0, 0, world.family[0], middle, world.p[0])
        if world.family[0].waiting_cases:
            low = middle
            for row in range(len(world.need)):
                if world.need[row].status == ON_LIST:
                    leave_the_list(world, 0, row)
        else:
            high = middle
    return low


@pytest.mark.parametrize(("trust", "paid", "chance"), [(0.5, 0, 0.1), (0.25, 0, 0.05), (0, 0, 0), (0.5, 0.2, 0.08)])
def test_distrust_and_an_own_contribution_keep_families_from_asking(small_world, dice, trust, paid, chance):
    world = small_world(**{**LIKELY, "own_contribution": paid})
    dice(0.5)
    world.family[0].trust = trust
    assert asks_below(world) == pytest.approx(chance)


FOLLOWS = {"request_parents_care": 0.3, "request_worries": 0.29, "request_support": 0.05}


@pytest.mark.parametrize(
    ("named", "times"),
    [
        (["request_parents_care"], 1.3),
        (["request_worries"], 1 + 0.29 * 0.7),
        (["request_support"], 1 + 0.05 * 0.6),
        (list(FOLLOWS), 1.3 * (1 + 0.29 * 0.7) * (1 + 0.05 * 0.6)),
        ([], 1),
    ],
)
def test_a_childs_care_follows_parents_care_worries_and_support(small_world, helper, dice, named, times):
    world = small_world(**{**LIKELY, **{name: FOLLOWS[name] for name in named}})
    dice(0.5)
    world.family[0].support = 0.6
    helper(world, 0, PARENT_MENTAL_HEALTH)
    need_of(world, 0, PARENTING).severity = 0.7
    need_of(world, 0, CHILD_MENTAL_HEALTH).severity = 0.8
    assert asks_below(world) == pytest.approx(0.1 * times)


def test_parents_without_care_of_their_own_point_no_child_the_way(small_world, dice):
    world = small_world(**{**LIKELY, "request_parents_care": 0.3})
    dice(0.5)
    need_of(world, 0, CHILD_MENTAL_HEALTH).severity = 0.8
    assert asks_below(world) == pytest.approx(0.1)


def test_requests_for_the_parents_themselves_do_not_follow_parents_care(small_world, helper, dice):
    world = small_world(**{**LIKELY, **FOLLOWS})
    dice(0.5)
    helper(world, 0, PARENT_MENTAL_HEALTH)
    need_of(world, 0, MONEY).severity = 0.8
    assert asks_below(world) == pytest.approx(0.1)


@pytest.mark.parametrize(("age", "asked"), [(3, MONEY), (4, SCHOOL), (18, MONEY)])
def test_school_is_asked_only_for_a_child_of_school_age_and_keeps_nobody_from_other_help(small_world, dice, age, asked):
    world = small_world(**LIKELY, school_from_age=4, school_to_age=18)
    dice(0.5)
    need_of(world, 0, SCHOOL).severity, need_of(world, 0, MONEY).severity = 0.8, 0.7
    world.person[2].born = -age * 52
    ask_for_help(world, 0, 0, world.family[0], 0.0, world.p[0])
    assert need_of(world, 0, asked).status == ON_LIST
    assert world.family[0].waiting_cases == 1


@pytest.mark.parametrize(("age", "asked"), [(17, CHILD_MENTAL_HEALTH), (18, MONEY), (21, MONEY)])
def test_youth_mental_health_is_asked_only_for_who_is_not_of_age(small_world, dice, age, asked):
    world = small_world(**LIKELY, adult_age=18)
    dice(0.5)
    need_of(world, 0, CHILD_MENTAL_HEALTH).severity, need_of(world, 0, MONEY).severity = 0.8, 0.7
    world.person[2].born = -age * 52
    ask_for_help(world, 0, 0, world.family[0], 0.0, world.p[0])
    assert need_of(world, 0, asked).status == ON_LIST
    assert world.family[0].waiting_cases == 1


def test_a_case_whose_post_stays_empty_goes_before_new_requests(small_world, helper):
    world = small_world(families=3, appointments_per_week=0.5, appointment_hours=2)
    case = helper(world, 2, MONEY, bond=0.6)
    case.post.expected = 3.0
    fill_list(world, 2)
    back_on_the_list(world, 9, 2, case.row, world.p[0])
    assert queue(world, DEBT_HOUSING) == [2, 0, 1]
    assert (case.need.since, case.need.moved, case.relation.bond, case.relation.closed) == (9, 1, 0.6, 9)
    assert (world.family[2].open_cases, case.post.caseload, case.post.expected) == (0, 0, 2)
    wait(world, 999, 2, world.family[2], world.p[0])
    assert case.need.status == ON_LIST, "it does not give up: it was in care"


@pytest.mark.parametrize(("helpers", "status"), [(0, WAITING), (1, IN_CARE)])
def test_a_family_is_in_care_from_its_first_helper_on(small_world, helper, helpers, status):
    world = small_world()
    for _ in range(helpers):
        helper(world, 0, MONEY)
    assert standing(world.family[0]) == status


def test_each_sector_has_its_own_list(small_world):
    world = small_world(families=2)
    join(world, 0, PARENTING)
    join(world, 1, MONEY)
    assert (queue(world, SOCIAL_TEAM), queue(world, DEBT_HOUSING)) == ([0], [1])
