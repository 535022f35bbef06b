"""M4: a region pays for the hours that give usual care the waits that are measured; then they are frozen."""

import math

import pytest

from sim.care.capacity import CALM, FROM_WEEKS, HALFWAY_WEEKS, UNTIL_WEEKS, look_at_capacity, taken_up
from sim.names import ADULT_MENTAL_HEALTH, CHILD_PROTECTION, GP, SCHOOL_STAFF

QUEUE = {"wait_measured": 10, "give_up_hazard": 0.02, "start_chance": 0.9, "start_odds_per_week": 0.95}
BEGAN = -160


def looked_at(small_world, weeks, **sector):
    """A region whose burn-in has lasted so many weeks, in which each sector did this since it was last looked at."""
    world = small_world(**QUEUE)
    world.tally[0].first_week = BEGAN
    did = {"asked_lately": 100, "ended_lately": 38, "hours_asked": 1200, "hours_planned": 800, "capacity": 3, **sector}
    for name, value in did.items():
        world.sector[name] = value
    look_at_capacity(world, BEGAN + weeks, world.p[0])
    return world


def test_of_those_who_ask_are_taken_up_who_do_not_give_up_and_still_start(small_world):
    world = small_world(**QUEUE)
    odds = 9 * 0.95**10
    assert taken_up(ADULT_MENTAL_HEALTH, world.p[0]) == pytest.approx(math.exp(-0.2) * odds / (1 + odds))
    world.p[0].wait_measured[ADULT_MENTAL_HEALTH] = 0
    assert taken_up(ADULT_MENTAL_HEALTH, world.p[0]) == pytest.approx(0.9)
    assert taken_up(CHILD_PROTECTION, world.p[0]) == pytest.approx(1 + 0.25 / 10), "imposed care is never given up"


@pytest.mark.parametrize("weeks", [HALFWAY_WEEKS, UNTIL_WEEKS])
def test_hours_are_requests_taken_up_times_what_a_case_asks_over_hours_as_caseloads_ask(small_world, weeks):
    world = looked_at(small_world, weeks)
    of_a_case = 1200 / (38 + CALM)
    starts = 100 * taken_up(ADULT_MENTAL_HEALTH, world.p[0]) + CALM
    assert world.sector[ADULT_MENTAL_HEALTH].capacity == pytest.approx(starts * of_a_case / 800)
    assert world.sector[CHILD_PROTECTION].capacity == pytest.approx((100 * (1 + 0.25 / 10) + CALM) * of_a_case / 800)
    assert world.sector[SCHOOL_STAFF].capacity == world.sector[GP].capacity == 3, "who is always there has no list"


@pytest.mark.parametrize(
    "weeks", [0, FROM_WEEKS, HALFWAY_WEEKS - 1, HALFWAY_WEEKS + 1, UNTIL_WEEKS + 1, -BEGAN, -BEGAN + UNTIL_WEEKS]
)
def test_at_all_other_times_hours_stay_as_they_are(small_world, weeks):
    assert (looked_at(small_world, weeks).sector["capacity"] == 3).all()


def test_what_came_before_cases_were_many_does_not_count(small_world):
    counts = ["asked_lately", "ended_lately", "hours_asked", "hours_planned"]
    counted = looked_at(small_world, FROM_WEEKS).sector
    assert all((counted[name] == 0).all() for name in counts)
    counted = looked_at(small_world, HALFWAY_WEEKS).sector
    assert all((counted[name] > 0).all() for name in counts), "the last look sees both halves"


def test_a_sector_that_nobody_asked_anything_keeps_its_hours(small_world):
    assert (looked_at(small_world, UNTIL_WEEKS, hours_asked=0).sector["capacity"] == 3).all()
