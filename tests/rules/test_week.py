"""M19 and the frame of the week: families come when their time has come, and each is written down once."""

import pytest

from sim.agents.need import ON_LIST
from sim.event_kinds import ARRIVED, ASKED_FOR_HELP
from sim.names import CLOSED, HOME, IN_CARE, LEFT, MONEY, NOT_YET_COME, PARENTING, RELATIONS, WAITING
from sim.week import (
    coordinate,
    draw_luck,
    draw_the_week,
    live_a_week,
    live_and_ask,
    meet_and_decide,
    record,
    run_weeks,
    welcome_new_families,
)
from tests.rules.rows import need_of


def to_come(world, *weeks):
    world.family["status"] = NOT_YET_COME
    world.family["followed"] = 0
    world.family["arrives"] = weeks
    world.tally["arrived"] = 0


def test_families_come_in_the_week_of_their_arrival_and_wait(small_world, happened):
    world = small_world(families=3, need_severity=0.6)
    to_come(world, 0, 2, 2)
    world.need["severity"] = 0.7
    need_of(world, 0, HOME).severity = 0.8
    welcome_new_families(world, 0, world.p[0])
    assert list(world.family["status"]) == [WAITING, NOT_YET_COME, NOT_YET_COME]
    welcome_new_families(world, 1, world.p[0])
    assert world.tally[0].arrived == 1
    welcome_new_families(world, 2, world.p[0])
    assert (world.family["status"] == WAITING).all()
    assert list(world.family["status_since"]) == [0, 2, 2]
    assert (world.family["followed"] == 1).all()
    assert world.family["start_severity"][1] == pytest.approx(0.7)
    assert happened(world) == [ASKED_FOR_HELP, ARRIVED] * 3
    assert need_of(world, 0, HOME).status == ON_LIST, "the heaviest"


def test_a_family_that_needs_no_help_yet_comes_without_asking(small_world, happened):
    world = small_world(need_severity=0.6)
    to_come(world, 0)
    welcome_new_families(world, 0, world.p[0])
    assert happened(world) == [ARRIVED]


def test_a_week_is_written_down_over_families_that_are_followed_and_still_here(small_world, helper):
    world = small_world(families=4)
    helper(world, 0, MONEY, position=-0.6, wish=1.0)
    helper(world, 0, PARENTING, position=0.2, wish=1.0)
    world.family["status"] = [IN_CARE, CLOSED, IN_CARE, LEFT]
    world.family["followed"] = [1, 1, 0, 1]
    world.family["trust"] = [0.2, 0.6, 0.9, 0.9]
    world.family["waiting_cases"] = [3, 0, 1, 0]
    for family in world.family:
        record(world, 0, family, world.p[0])
    line = world.weekly[0]
    assert (line.families, line.trust, line.helpers) == (2, pytest.approx(0.8), 1)
    assert line.alignment == pytest.approx(0.4)
    assert line.severity == pytest.approx(1.0)
    assert (line.open_cases, line.waiting_cases) == (2, 4)
    assert list(world.family["weeks_in_care"]) == [1, 0, 1, 0]


def test_how_well_plans_are_kept_is_written_down_for_those_that_are_followed(small_world, plan):
    world = small_world(families=3)
    for number, fidelity in ((0, 0.4), (1, 0.7), (2, 0.9)):
        plan(world, number, fidelity=fidelity)
    world.family[1].plan.active = 0
    world.family[2].followed = 0
    for family in world.family:
        record(world, 0, family, world.p[0])
    assert (world.weekly[0].on_plan, world.weekly[0].fidelity) == (1, pytest.approx(0.4))


def test_who_closes_in_a_week_is_not_counted_among_those_in_line(small_world, helper):
    world = small_world(goal_severity=0.3)
    done = helper(world, 0, MONEY, position=0.8, wish=1.0)
    helper(world, 0, PARENTING, position=-0.4, wish=1.0)
    done.need.severity = 0.1
    world.family[0].luck = 1.0  # it does not break off
    meet_and_decide(world, 0, 0, world.family[0], world.p[0])
    assert (world.family[0].open_cases, world.weekly[0].alignment) == (1, pytest.approx(0.3))
    assert world.weekly[0].families_helped == 1


def test_a_family_whose_last_helper_went_frees_its_coordinator_and_its_plan_ages(small_world, plan):
    world = small_world(plan_ageing=0.03, shared_plan_share=1, overload_takes_ability=0)
    shared = plan(world, 0, coordinator=0, current=0.8)
    world.family[0].ability = 0.1
    coordinate(world, 0, 0, world.family[0], world.p[0])
    assert (shared.active, shared.coordinator, world.post[0].coordinating) == (1, -1, 0)
    assert shared.current == pytest.approx(0.8 * 0.97)
    assert world.weekly[0].round_tables == 0


def test_without_a_helper_nobody_makes_a_plan(small_world):
    world = small_world(shared_plan_share=1, plan_from_helpers=0)
    coordinate(world, 0, 0, world.family[0], world.p[0])
    assert world.family[0].plan.active == 0


def test_a_familys_luck_of_the_week_is_twelve_numbers_of_its_own(small_world):
    world = small_world(families=2)
    seen = set()
    for week in (3, 4):
        for number in (0, 1):
            draw_the_week(world.luck[0], week, number, world.family[number])
            seen |= set(world.family[number].luck)
    assert len(seen) == 4 * 12
    draw_the_week(world.luck[0], 3, 0, world.family[1])
    again = list(world.family[1].luck)
    draw_the_week(world.luck[0], 3, 0, world.family[0])
    assert again == list(world.family[0].luck)


def test_luck_is_drawn_for_every_family_that_has_come(small_world):
    world = small_world(families=3)
    world.tally[0].arrived = 2
    draw_luck(world, 3)
    drawn = world.family["luck"].copy()
    draw_the_week(world.luck[0], 3, 1, world.family[1])
    assert (drawn[1] == world.family[1].luck).all()
    assert drawn[:2].all() and not drawn[2].any()


def test_what_telling_the_story_took_at_the_start_of_care_is_felt_that_week(small_world):
    overload = {}
    for load in (0.0, 5.0):
        world = small_world(life_event_rate=0, safety_concern_rate=0)
        family = world.family[0]
        family.load = load  # as a helper who starts leaves it, before the families live their week
        live_and_ask(world, 0, 0, family, world.p[0])
        meet_and_decide(world, 0, 0, family, world.p[0])
        overload[load] = family.overload
        live_and_ask(world, 1, 0, family, world.p[0])
        assert family.load == 0, "a new week begins without load"
    assert overload[5.0] > overload[0.0]


def test_families_are_surveyed_at_the_end_of_a_year(small_world):
    world = small_world()
    family = world.family[0]
    family.met_this_year = family.retold_this_year = 1
    for week in range(50, 53):
        meet_and_decide(world, week, 0, family, world.p[0])
    assert list(world.weekly["surveyed"][50:53]) == [0, 1, 0]


def test_weeks_are_lived_one_after_another_up_to_the_last(small_world):
    world = small_world(turnover_rate=0)
    run_weeks(world, 3)
    assert world.tally[0].next_week == 3
    assert list(world.weekly["families"][:4]) == [1, 1, 1, 0]
    run_weeks(world, 3)
    assert world.tally[0].next_week == 3


def test_a_family_that_left_lives_no_more_weeks_here(small_world):
    world = small_world(families=2)
    world.family["status"][1] = LEFT
    before = world.family[1].tobytes()
    live_a_week(world, 0)
    world.family[1].luck[:] = 0  # drawn for everybody at once, asked for by nobody who left
    assert world.family[1].tobytes() == before
    assert world.family[0].tobytes() != before


@pytest.mark.parametrize(
    ("domains", "left"), [((MONEY, PARENTING), 0.3), ((PARENTING, RELATIONS), 0.0), ((MONEY,), 0.0)]
)
def test_what_was_undone_is_over_when_nobody_is_left_to_undo_it(small_world, helper, domains, left):
    world = small_world(conflict_trust=0)  # parenting and relations are with one helper
    for domain in domains:
        helper(world, 0, domain)
    family = world.family[0]
    family.undone = 0.3
    meet_and_decide(world, 0, 0, family, world.p[0])
    assert family.undone == left
