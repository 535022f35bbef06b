"""M4: from need to request, to a place on a list, to a start; what waiting does, and who gives up."""

import math

import pytest

from sim.agents.care_tie import NO_TIE, ON_LIST, OPEN
from sim.agents.family import (
    CHILD_MENTAL_HEALTH,
    HOME,
    IN_CARE,
    MONEY,
    N_TIES,
    PARENT_MENTAL_HEALTH,
    PARENTING,
    SAFETY,
    SCHOOL,
    WAITING,
)
from sim.agents.professional import CHILD_PROTECTION, DEBT_HOUSING, SOCIAL_TEAM
from sim.care.starting import fill_open_places, first_knowledge, offer_a_place
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
from sim.event_kinds import ASKED_FOR_HELP, DID_NOT_START, GAVE_UP_WAITING, HELPER_STARTED, STORY_RETOLD

LIKELY = {
    "request_chance": 0.1,
    "request_floor": 1,
    "request_parents_care": 0,
    "request_worries": 0,
    "request_support": 0,
    "need_severity": 0.4,
    "urgent_severity": 0.9,
}


def queue(world, organisation):
    """The families on a list, urgent ones first, found by walking the chain; and the same walked backwards."""
    found = []
    for urgent in (1, 0):
        forward, spot = [], world.organisation[organisation].head[urgent]
        while spot >= 0:
            forward.append(int(spot))
            spot = world.family[spot // N_TIES].tie[spot % N_TIES].next_waiting
        backward, spot = [], world.organisation[organisation].tail[urgent]
        while spot >= 0:
            backward.append(int(spot))
            spot = world.family[spot // N_TIES].tie[spot % N_TIES].previous_waiting
        assert forward == backward[::-1]
        found += forward
    assert world.organisation[organisation].waiting == len(found)
    return [spot // N_TIES for spot in found]


def fill_list(world, families, urgent=()):
    for number in range(families):
        join_the_list(world, 0, number, MONEY, 1 if number in urgent else 0)


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


def test_the_very_first_place_counts_like_any_other(small_world, dice):
    world = small_world(families=3, caseload=1, start_chance=0.9)  # family 0 with its first tie has place number 0
    for number in range(3):
        join_the_list(world, 0, number, PARENTING, 1 if number == 0 else 0)
    assert queue(world, SOCIAL_TEAM) == [0, 1, 2]
    dice(0.5)
    fill_open_places(world, 0, world.p[0])
    assert world.family[0].tie[PARENTING].status == OPEN
    world = small_world(families=3)
    for number in range(3):
        join_the_list(world, 0, number, PARENTING, 0)
    leave_the_list(world, 1, PARENTING)
    assert queue(world, SOCIAL_TEAM) == [0, 2]


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


def test_extra_places_raise_the_cases_a_post_can_hold(small_world):
    world = small_world(caseload=10, extra_places=0.25)
    assert case_limit(world.post[0], world.p[0]) == 12.5
    world.p[0].extra_places = 0
    assert case_limit(world.post[0], world.p[0]) == 10


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


def test_professionals_with_room_take_the_next_on_their_list(small_world, dice):
    world = small_world(families=5, caseload=2, extra_places=0, start_chance=0.9)
    fill_list(world, 5, urgent=(3,))
    dice(0.5)
    fill_open_places(world, 6, world.p[0])
    assert queue(world, DEBT_HOUSING) == [2 + 2]
    assert [world.family[number].tie[MONEY].post for number in (3, 0, 1, 2)] == [8, 8, 9, 9]
    assert list(world.post["caseload"][[8, 9]]) == [2, 2]
    assert world.sector[DEBT_HOUSING].started == 4


def test_empty_posts_take_nobody(small_world, dice):
    world = small_world(families=2)
    world.post["filled"] = 0
    fill_list(world, 2)
    dice(0.5)
    fill_open_places(world, 0, world.p[0])
    assert queue(world, DEBT_HOUSING) == [0, 1]


def offered(world, place=MONEY, week=10, post=None):
    number = {MONEY: 2 * DEBT_HOUSING, SAFETY: 2 * CHILD_PROTECTION}[place] if post is None else post
    offer_a_place(world, week, 0, place, number, world.p[0])
    return world.family[0].tie[place]


def test_a_family_whose_turn_came_too_late_does_not_start(small_world, dice, happened):
    world = small_world(start_chance=0.8, start_odds_per_week=1)
    fill_list(world, 1)
    dice(0.81)
    tie = offered(world)
    assert (tie.status, world.family[0].open_ties, world.sector[DEBT_HOUSING].started) == (NO_TIE, 0, 0)
    assert world.sector[DEBT_HOUSING].wait_squares == world.sector[DEBT_HOUSING].wait_cubes == 0
    assert happened(world) == [DID_NOT_START]


def test_protection_is_not_a_choice(small_world, dice):
    world = small_world(start_chance=0.5)
    join_the_list(world, 0, 0, SAFETY, 1)
    dice(0.99)
    assert offered(world, SAFETY).status == OPEN


def test_a_case_that_was_in_care_starts_again_for_certain_with_what_is_left_of_its_bond(small_world, helper, dice):
    world = small_world(start_chance=0.5, cold_bond_kept=0.5, first_bond=0.3)
    helper(world, 0, MONEY, bond=0.8)
    back_on_the_list(world, 9, 0, MONEY)
    dice(0.99)
    tie = offered(world)
    assert (tie.status, tie.bond) == (OPEN, pytest.approx(0.4))
    sector = world.sector[DEBT_HOUSING]
    assert (sector.started, sector.weeks_waited, sector.wait_squares, sector.wait_cubes) == (0, 0, 0, 0)


def test_a_start_brings_a_first_bond_by_trust_and_goals_of_ones_own(small_world, dice, happened):
    world = small_world(start_chance=0.9, first_bond=0.4, first_alignment=0.25, trajectory_weeks=45)
    fill_list(world, 1)
    world.family[0].tie[MONEY].since = 2
    dice(0.5, 0.5, math.exp(-10.5 / 45))
    tie = offered(world)
    assert (tie.status, tie.post, tie.incumbent, tie.since, tie.face_since) == (OPEN, 8, 1, 10, 10)
    assert tie.bond == pytest.approx(0.4 * 0.5)
    assert tie.aligned == 0.25
    assert tie.until == 10 + 11
    sector = world.sector[DEBT_HOUSING]
    assert (sector.started, sector.weeks_waited, sector.wait_squares, sector.wait_cubes) == (1, 8, 64, 512)
    assert happened(world) == [HELPER_STARTED, STORY_RETOLD]


def test_the_waits_of_those_who_started_are_added_up_with_their_squares_and_cubes(small_world, dice):
    world = small_world(families=2, start_chance=0.9, start_odds_per_week=1)
    fill_list(world, 2)
    dice(0.5)
    for number, since in ((0, 8), (1, 5)):
        world.family[number].tie[MONEY].since = since
        offer_a_place(world, 10, number, MONEY, 2 * DEBT_HOUSING, world.p[0])
    sector = world.sector[DEBT_HOUSING]
    assert (sector.weeks_waited, sector.wait_squares, sector.wait_cubes) == (2 + 5, 4 + 25, 8 + 125)


def test_a_kept_plan_aligns_a_new_helper_as_far_as_its_vision_is_shared(small_world, dice, plan):
    world = small_world(start_chance=0.9, first_alignment=0.2, plan_keeping=1)
    fill_list(world, 1)
    plan(world, 0, current=0.8, coherence=0.5)
    dice(0.5)
    assert offered(world).aligned == pytest.approx(0.2 + 0.8 * 0.5 * 0.5 * 0.8)


@pytest.mark.parametrize(("asked", "luck", "known"), [(1, 0.79, 0.9 * 0.969), (1, 0.81, 0), (0, 0.79, 0)])
def test_a_letter_goes_ahead_only_when_the_family_was_asked(small_world, helper, asked, luck, known):
    world = small_world(retention_notes=0.969, notes_share=0.8, shared_record=0)
    helper(world, 0, PARENTING, known=0.9)
    tie = world.family[0].tie[MONEY]
    tie.consent = asked
    assert first_knowledge(world, world.family[0], tie, luck, world.p[0]) == pytest.approx(known)


def test_a_current_plan_tells_a_new_helper_what_the_others_know(small_world, helper, plan):
    world = small_world(retention_document=0.998, plan_keeping=0.5, shared_record=0)
    helper(world, 0, PARENTING, known=0.9)
    plan(world, 0, current=0.8)
    tie = world.family[0].tie[MONEY]
    assert first_knowledge(world, world.family[0], tie, 1.0, world.p[0]) == pytest.approx(0.9 * 0.4 * 0.998)


def test_the_first_helper_knows_nothing(small_world, plan):
    world = small_world(shared_record=1)
    plan(world, 0, current=1.0)
    tie = world.family[0].tie[MONEY]
    tie.consent = 1
    assert first_knowledge(world, world.family[0], tie, 0.0, world.p[0]) == 0


def test_a_helper_who_takes_up_a_second_case_of_the_family_is_no_new_face(small_world, helper, dice):
    world = small_world(start_chance=0.9)
    helper(world, 0, HOME, known=0.9)
    fill_list(world, 1)
    dice(0.5)
    tie = offered(world)
    family = world.family[0]
    assert (family.helpers_started, family.met_again, family.stories_retold) == (0, 0, 0)
    assert tie.known == 0.9


def test_consent_is_asked_where_it_is_the_custom_and_then_kept(small_world, dice):
    world = small_world(start_chance=0.9)
    fill_list(world, 1)
    world.family[0].asked = 1.0
    dice(0.5)
    assert offered(world).consent == 1


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
