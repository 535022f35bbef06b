"""Questions about single families: what a departure or concern costs."""

import numpy as np
import pytest

import sim
from sim.questions import coordinators, cost_of_a_departure, cost_of_concern, later
from sim.run import burn_in, on_route
from sim.week import run_weeks

ALMELO = sim.load_scenario("almelo")
KEYS = {"parallel_changed", "parallel_as_was", "shared_plan_changed", "shared_plan_as_was"}


def test_without_a_plan_nobody_coordinates_and_nothing_can_be_lost():
    cost = cost_of_a_departure(ALMELO.replace(shared_plan_share=0.0), 0, "alignment")
    assert set(cost) == KEYS
    assert np.isnan(list(cost.values())).all()


@pytest.mark.slow
def test_a_departure_costs_trust_on_both_routes():
    costs = [cost_of_a_departure(ALMELO, seed, "trust") for seed in range(4)]
    for route in ("parallel", "shared_plan"):
        assert np.mean([one[f"{route}_as_was"] - one[f"{route}_changed"] for one in costs]) > 0


def test_at_the_moment_of_the_departure_only_the_coordinator_is_gone():
    cost = cost_of_a_departure(ALMELO, 1, "severity", weeks_after=0)
    assert cost["shared_plan_changed"] == cost["shared_plan_as_was"]


@pytest.mark.parametrize("cost_of", [cost_of_a_departure, cost_of_concern])
def test_nothing_is_asked_of_weeks_after_the_last(cost_of):
    short = ALMELO.replace(families=20, burn_in_weeks=20, weeks=77)
    with pytest.raises(ValueError, match="weeks must be 78 or more to live that long, not 77"):
        cost_of(short, 0, "alignment")
    assert set(cost_of(short.replace(weeks=78), 0, "alignment")) == KEYS


@pytest.mark.slow
def test_concern_moves_nothing_but_what_concern_closes():
    costs = [cost_of_concern(ALMELO, seed, "alignment", weeks_after=10) for seed in range(4)]
    assert np.mean([one["shared_plan_as_was"] - one["shared_plan_changed"] for one in costs]) > 0
    deaf = ALMELO.replace(concern_closes=0.1)  # the least that is plausible
    less = [cost_of_concern(deaf, seed, "alignment", weeks_after=10) for seed in range(4)]
    assert np.mean([one["shared_plan_as_was"] - one["shared_plan_changed"] for one in less]) < np.mean(
        [one["shared_plan_as_was"] - one["shared_plan_changed"] for one in costs]
    )


def test_asking_leaves_the_world_as_it_was():
    world = on_route(burn_in(ALMELO, 2), ALMELO, "shared_plan")
    run_weeks(world, 30)
    before = world.family["trust"].copy()
    assert coordinators(world)
    assert later(world, 40).tally[0].next_week == 40
    assert np.array_equal(world.family["trust"], before)
    assert world.tally[0].next_week == 30


def test_those_who_coordinate_are_the_posts_that_families_name():
    world = on_route(burn_in(ALMELO, 2), ALMELO, "shared_plan")
    run_weeks(world, 30)
    plan = world.family["plan"]
    named = {int(row) for row, active in zip(plan["coordinator"], plan["active"], strict=True) if active and row >= 0}
    assert set(coordinators(world)) == {row for row in named if world.post[row].filled}
