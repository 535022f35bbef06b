"""Questions about single families: what a departure costs."""

import numpy as np

import sim
from sim.questions import coordinators, cost_of_a_departure, later
from sim.run import burn_in, on_route
from sim.week import run_weeks

ALMELO = sim.load_scenario("almelo")
KEYS = {"parallel_left", "parallel_stayed", "shared_plan_left", "shared_plan_stayed"}


def test_without_a_plan_nobody_coordinates_and_nothing_can_be_lost():
    cost = cost_of_a_departure(ALMELO.replace(shared_plan_share=0.0), 0, "alignment")
    assert set(cost) == KEYS
    assert np.isnan(list(cost.values())).all()


def test_a_departure_costs_alignment_on_both_routes():
    costs = [cost_of_a_departure(ALMELO, seed, "alignment") for seed in range(4)]
    for route in ("parallel", "shared_plan"):
        assert np.mean([one[f"{route}_stayed"] - one[f"{route}_left"] for one in costs]) > 0


def test_at_the_moment_of_the_departure_only_the_coordinator_is_gone():
    cost = cost_of_a_departure(ALMELO, 1, "severity", weeks_after=0)
    assert cost["shared_plan_left"] == cost["shared_plan_stayed"]


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
