"""M4: from need to request, to a place on a list, to a start; what waiting does, and who gives up."""

import math

import pytest

from sim.agents.care_tie import NO_TIE, ON_LIST
from sim.care.waiting import (
    ask,
    ask_for_help,
    back_on_the_list,
    case_limit,
    hurry,
    join_the_list,
    leave_the_list,
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
    N_TIES,
    PARENT_MENTAL_HEALTH,
    PARENTING,
    SAFETY,
    SCHOOL,
    SOCIAL_TEAM,
    WAITING,
)
from tests.rules.on_the_list import fill_list, queue

LIKELY = {
    "request_chance": 0.1,
    "request_floor": 1,
    "request_parents_care": 0,
    "request_worries": 0,
    "request_support": 0,
    "need_severity": 0.4,
    "urgent_severity": 0.9,
}


def test_a_list_has_urgent_requests_first_and_then_goes_by_date(small_world):
    world = small_world(families=5)
    fill_list(world, 5, urgent=(2, 4))
    assert queue(world, DEBT_HOUSING) == [2, 4, 0, 1, 3]


@pytest.mark.parametrize("leaver", range(4))
def test_leaving_anywhere_in_a_list_keeps_it_whole(small_world, leaver):
    world = small_world(families=4)
    fill_list(world, 4)
    leave_the_list(world, leaver, MONEY)
    assert queue(world, DEBT_HOUSING) == [number for number in range(4) if number != leaver]
    assert world.family[leaver].waiting_ties == 0
    assert world.family[leaver].tie[MONEY].status == NO_TIE
    join_the_list(world, 0, leaver, MONEY, 0)
    assert queue(world, DEBT_HOUSING)[-1] == leaver


def test_the_last_to_leave_leaves_an_empty_list(small_world):
    world = small_world(families=1)
    fill_list(world, 1)
    leave_the_list(world, 0, MONEY)
    assert queue(world, DEBT_HOUSING) == []
    assert list(world.organisation[DEBT_HOUSING].head) == list(world.organisation[DEBT_HOUSING].tail) == [-1, -1]


def test_two_requests_of_one_family_stand_on_one_list_apart(small_world):
    world = small_world()
    join_the_list(world, 0, 0, MONEY, 0)
    join_the_list(world, 0, 0, HOME, 0)
    assert queue(world, DEBT_HOUSING) == [0, 0]
    leave_the_list(world, 0, MONEY)
    assert (queue(world, DEBT_HOUSING), world.family[0].waiting_ties) == ([0], 1)


def test_a_request_that_becomes_urgent_passes_the_others(small_world):
    world = small_world(families=3)
    fill_list(world, 3)
    hurry(world, 0, 2, MONEY)
    assert queue(world, DEBT_HOUSING) == [2, 0, 1]
    hurry(world, 0, 2, MONEY)
    assert queue(world, DEBT_HOUSING) == [2, 0, 1]


def test_a_request_begins_with_nothing_and_lasts_as_long_as_patience(small_world, dice, happened):
    world = small_world(give_up_hazard=0.05)
    tie = world.family[0].tie[MONEY]
    tie.known = tie.bond = tie.aligned = 0.7
    tie.consent, tie.incumbent = 1, 5
    dice(math.exp(-0.05 * 13.5))  # 13 whole weeks and a half of patience
    ask(world, 7, 0, MONEY, 0, world.p[0])
    assert (tie.status, tie.since, tie.until) == (ON_LIST, 7, 7 + 14)
    assert (tie.known, tie.bond, tie.aligned, tie.consent, tie.incumbent) == (0, 0, 0, 0, 0)
    assert world.sector[DEBT_HOUSING].asked == 1
    assert happened(world) == [ASKED_FOR_HELP]


def test_whoever_never_gives_up_waits_for_ever(small_world, dice):
    world = small_world(give_up_hazard=0)
    dice(1e-9)
    ask(world, 0, 0, MONEY, 0, world.p[0])
    assert world.family[0].tie[MONEY].until == NEVER


def test_imposed_care_is_never_given_up(small_world, dice):
    world = small_world(give_up_hazard=0.05)
    dice(0.5)
    for place, until in ((MONEY, 7 + 14), (SAFETY, 7 + NEVER)):
        ask(world, 7, 0, place, 1, world.p[0])
        assert world.family[0].tie[place].until == until


def test_a_family_gives_up_in_the_week_its_patience_ends(small_world, happened):
    world = small_world(waiting_drift=0)
    join_the_list(world, 0, 0, MONEY, 0)
    family = world.family[0]
    family.tie[MONEY].until = 20
    wait(world, 19, 0, family, world.p[0])
    assert (queue(world, DEBT_HOUSING), family.weeks_waited) == ([0], 1)
    wait(world, 20, 0, family, world.p[0])
    assert (queue(world, DEBT_HOUSING), family.waiting_ties) == ([], 0)
    assert (world.sector[DEBT_HOUSING].gave_up, world.sector[DEBT_HOUSING].waiting_weeks) == (1, 2)
    assert happened(world) == [GAVE_UP_WAITING]


@pytest.mark.parametrize(("drift", "after"), [(0.1, 0.4 + 0.1 * 0.4 * 0.6), (-0.1, 0.4 - 0.1 * 0.24), (0, 0.4)])
def test_waiting_drifts_either_way_in_the_domain_that_waits(small_world, drift, after):
    world = small_world(waiting_drift=drift)
    family = world.family[0]
    family.severity[MONEY] = 0.4
    family.tie[MONEY].until = NEVER
    join_the_list(world, 0, 0, MONEY, 0)
    wait(world, 0, 0, family, world.p[0])
    assert family.severity[MONEY] == pytest.approx(after)
    assert family.severity[HOME] == 0.5


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


def test_extra_places_raise_the_cases_a_post_can_hold(small_world):
    world = small_world(caseload=10, extra_places=0.3)
    assert case_limit(world.post[0], world.p[0]) == 13
    world.p[0].extra_places = 0
    assert case_limit(world.post[0], world.p[0]) == 10


@pytest.mark.parametrize(
    ("before", "fte", "cases"), [(0, 1, 10), (0, 0.66, 7), (0.5, 0.64, 6), (0.66, 0.64, 6), (2, 0.01, 0)]
)
def test_a_post_for_part_of_a_week_holds_its_part_of_the_cases(small_world, before, fte, cases):
    world = small_world(caseload=10, extra_places=0)
    world.post[0].fte_before, world.post[0].fte = before, fte
    assert case_limit(world.post[0], world.p[0]) == cases


def test_full_posts_hold_alike_behind_a_half_one(small_world):
    world = small_world(caseload=13, extra_places=0)
    world.post["fte"][:4] = [0.5, 1, 1, 1]
    world.post["fte_before"][:4] = [0, 0.5, 1.5, 2.5]
    assert [case_limit(post, world.p[0]) for post in world.post[:4]] == [7, 13, 13, 13]


def test_a_family_asks_for_the_heaviest_unmet_need(small_world, dice):
    world = small_world(**LIKELY)
    family = world.family[0]
    family.severity[HOME], family.severity[MONEY] = 0.7, 0.8
    dice(0.5)
    ask_for_help(world, 0, 0, family, 0.09, world.p[0])
    assert (family.tie[MONEY].status, family.tie[MONEY].urgent) == (ON_LIST, 0)
    ask_for_help(world, 0, 0, family, 0.09, world.p[0])
    assert family.tie[HOME].status == ON_LIST
    assert family.waiting_ties == 2


def test_a_family_without_luck_or_need_asks_nothing(small_world, dice):
    world = small_world(**LIKELY)
    family = world.family[0]
    dice(0.5)
    ask_for_help(world, 0, 0, family, 0.11, world.p[0])
    family.severity[:] = 0.39
    ask_for_help(world, 0, 0, family, 0.0, world.p[0])
    assert family.waiting_ties == 0


def test_the_gravest_needs_are_urgent(small_world, dice):
    world = small_world(**LIKELY)
    world.family[0].severity[MONEY] = 0.9
    dice(0.5)
    ask_for_help(world, 0, 0, world.family[0], 0.0, world.p[0])
    assert world.family[0].tie[MONEY].urgent == 1


def asks_below(world, family):
    """The luck below which this family asks for help, found by halving."""
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        ask_for_help(world, 0, 0, family, middle, world.p[0])
        if family.waiting_ties:
            low = middle
            for place in range(N_TIES):
                if family.tie[place].status == ON_LIST:
                    leave_the_list(world, 0, place)
        else:
            high = middle
    return low


def test_distrust_keeps_families_from_asking(small_world, dice):
    world = small_world(**{**LIKELY, "request_floor": 0.4})
    dice(0.5)
    family = world.family[0]
    family.severity[MONEY] = 0.8
    assert asks_below(world, family) == pytest.approx(0.1 * (0.4 + 0.6 * 0.5))
    family.trust = 0
    assert asks_below(world, family) == pytest.approx(0.1 * 0.4)
    world.p[0].request_floor = 1
    assert asks_below(world, family) == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("setting", "chance"),
    [
        ({"request_parents_care": 0.3}, 0.1 * 1.3),
        ({"request_worries": 0.29}, 0.1 * (1 + 0.29 * 0.5)),
        ({"request_support": 0.05}, 0.1 * (1 + 0.05 * 0.6)),
        ({}, 0.1),
    ],
)
def test_a_childs_care_follows_parents_care_worries_and_support(small_world, helper, dice, setting, chance):
    world = small_world(**{**LIKELY, **setting})
    dice(0.5)
    family = world.family[0]
    family.support = 0.6
    helper(world, 0, PARENT_MENTAL_HEALTH)
    family.severity[CHILD_MENTAL_HEALTH] = 0.8
    assert asks_below(world, family) == pytest.approx(chance)


def test_requests_for_the_parents_themselves_do_not_follow_parents_care(small_world, helper, dice):
    world = small_world(**{**LIKELY, "request_parents_care": 0.3, "request_worries": 0.3, "request_support": 0.3})
    dice(0.5)
    helper(world, 0, PARENT_MENTAL_HEALTH)
    world.family[0].severity[MONEY] = 0.8
    assert asks_below(world, world.family[0]) == pytest.approx(0.1)


def test_school_is_asked_only_for_a_child_of_school_age(small_world, dice):
    world = small_world(**{**LIKELY, "school_from_age": 4, "school_to_age": 18})
    dice(0.5)
    family = world.family[0]
    family.severity[SCHOOL] = 0.8
    family.born[0] = -3 * 52
    ask_for_help(world, 0, 0, family, 0.0, world.p[0])
    assert family.tie[SCHOOL].status == NO_TIE
    family.born[0] = -4 * 52
    ask_for_help(world, 0, 0, family, 0.0, world.p[0])
    assert family.tie[SCHOOL].status == ON_LIST


def test_trouble_at_a_school_nobody_attends_does_not_keep_a_family_from_asking_other_help(small_world, dice):
    world = small_world(**LIKELY)
    dice(0.5)
    family = world.family[0]
    family.severity[SCHOOL], family.severity[MONEY] = 0.8, 0.7
    family.born[0] = -2 * 52
    ask_for_help(world, 0, 0, family, 0.0, world.p[0])
    assert family.tie[MONEY].status == ON_LIST


def test_a_case_whose_post_stays_empty_goes_before_new_requests(small_world, helper):
    world = small_world(families=3)
    tie = helper(world, 2, MONEY, bond=0.6)
    fill_list(world, 2)
    back_on_the_list(world, 9, 2, MONEY)
    assert queue(world, DEBT_HOUSING) == [2, 0, 1]
    assert (tie.status, tie.since, tie.bond) == (ON_LIST, 9, 0.6)
    assert (world.family[2].open_ties, world.post[tie.post].caseload) == (0, 0)
    wait(world, 999, 2, world.family[2], world.p[0])
    assert tie.status == ON_LIST  # it does not give up: it was in care


@pytest.mark.parametrize(("helpers", "status"), [(0, WAITING), (1, IN_CARE)])
def test_a_family_is_in_care_from_its_first_helper_on(small_world, helper, helpers, status):
    world = small_world()
    for place in range(helpers):
        helper(world, 0, place)
    assert standing(world.family[0]) == status


def test_children_of_all_teams_have_their_own_list(small_world):
    world = small_world(families=2)
    join_the_list(world, 0, 0, PARENTING, 0)
    join_the_list(world, 0, 1, MONEY, 0)
    assert (queue(world, SOCIAL_TEAM), queue(world, DEBT_HOUSING)) == ([0], [1])
