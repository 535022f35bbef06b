"""What settings have in common is lived once, and every bit is as if each had been lived by itself."""

import random
from dataclasses import replace

import numpy as np
import pytest

from sim import histories, load_scenario
from sim.histories import live_together
from sim.parameters import parameters
from sim.region import ROUTES
from sim.run import burn_in, live
from sim.scenario import Change
from sim.structures import STRUCTURES
from tests.sim.random_scenarios import LEVERS, MAY_CHANGE, VALUES, by_lot

LOTS = range(4)
STEPS = 3
OF_THE_PLAN = [name for name, one in parameters().items() if one.acts_on == "plan"]
OTHER_POLICY = [name for name, one in parameters().items() if one.kind == "policy" and one.acts_on != "plan"]


def some_region(lot):
    """A small region with all settings, forms and changes by lot; every other one with the capacity of its burn-in."""
    chance = random.Random(lot)
    week = chance.randrange(1, 30)
    changes = (
        Change(week, {name: chance.choice(VALUES[name][:4]) for name in chance.sample(MAY_CHANGE, 6)}),
        Change(week + 5, {name: chance.choice(VALUES[name][:4]) for name in chance.sample(LEVERS, 4)}),
    )
    scenario = load_scenario("almelo").replace(families=25, weeks=40, burn_in_weeks=112 if lot % 2 else 30)
    forms = {name: chance.choice(list(structure.forms)) for name, structure in STRUCTURES.items()}
    return replace(scenario, settings=by_lot(lot), structures=forms, changes=changes)


def with_lever(scenario, name, value):
    """The same with a lever at a value throughout."""
    changes = tuple(
        replace(change, settings={key: one for key, one in change.settings.items() if key != name})
        for change in scenario.changes
    )
    return replace(scenario, settings={**scenario.settings, name: value}, changes=changes)


def without_plan(scenario, seed, bits):
    """Fingerprints of all that happened in the burn-in and on the parallel route, the settings themselves left out."""
    start = burn_in(scenario, seed)
    end = live(start, scenario, "parallel")
    return [bits(tuple(part for name, part in world._asdict().items() if name != "p")) for world in (start, end)]


def steps_of(name):
    """Values from one end of a range to the other."""
    one = parameters()[name]
    values = np.linspace(one.low, one.high, STEPS + 1)
    return sorted({float(round(value)) if one.unit == "number" else float(value) for value in values})


@pytest.mark.slow
@pytest.mark.parametrize("name", OF_THE_PLAN)
def test_a_lever_that_acts_on_the_plan_leaves_the_burn_in_and_the_parallel_route_alone(name, bits):
    for lot in LOTS:
        scenario = some_region(lot)
        expected, *others = (without_plan(with_lever(scenario, name, value), lot, bits) for value in steps_of(name))
        assert all(found == expected for found in others), lot


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHER_POLICY)
def test_every_other_policy_moves_something_where_nobody_has_a_plan(name, bits):
    one = parameters()[name]
    busy = {"turnover_rate": 0.6, "safety_concern_rate": 3, "shared_record": 0.5, "training_share": 1}
    scenario = load_scenario("almelo").replace(families=60, weeks=60, burn_in_weeks=60, **busy)
    low, high = (without_plan(scenario.replace(**{name: end}), 0, bits) for end in (one.low, one.high))
    assert low != high


def alone(scenario, route):
    return live(burn_in(scenario, 3), scenario, route)


def family_of_scenarios(lot):
    """Scenarios that have much in common: other plans, other worlds, and levers that begin in some week."""
    chance = random.Random(lot)
    usual = some_region(lot)
    early, late = chance.sample(range(1, 38), 2)
    begins = {"shared_plan_share": early, "table_size": late, "inflow_rate": late, "fixed_face": early}
    begun = [
        replace(usual, changes=tuple(sorted((*usual.changes, Change(week, {name: VALUES[name][2]})), key=by_week)))
        for name, week in begins.items()
    ]
    plans = [with_lever(usual, name, VALUES[name][1]) for name in chance.sample(OF_THE_PLAN, 3)]
    worlds = [with_lever(usual, name, VALUES[name][2]) for name in ("turnover_rate", "problem_load")]
    return [usual, *begun, *plans, *worlds, usual]


def by_week(change):
    return change.week


@pytest.mark.parametrize("lot", LOTS)
def test_scenarios_that_are_lived_together_give_the_bits_of_each_by_itself(lot, bits):
    scenarios = family_of_scenarios(lot)
    found = dict(live_together(scenarios, 3))
    assert sorted(found) == list(range(len(scenarios)))
    for number, scenario in enumerate(scenarios):
        assert list(found[number]) == list(ROUTES)
        for route, world in found[number].items():
            assert bits(world) == bits(alone(scenario, route)), (number, route)


@pytest.fixture
def lived(monkeypatch):
    """How many weeks were lived, as they are lived."""
    weeks = []
    live_on = histories.live_on

    def counted(world, until, between):
        weeks.append(until - int(world.tally[0].next_week))
        live_on(world, until, between)

    monkeypatch.setattr(histories, "live_on", counted)
    return weeks


ALMELO = load_scenario("almelo").replace(families=20, weeks=30, burn_in_weeks=20)


@pytest.mark.parametrize(
    ("scenarios", "weeks"),
    [
        ([ALMELO], 20 + 30 + 30),
        ([ALMELO, ALMELO], 20 + 30 + 30),
        ([ALMELO.replace(table_size=size) for size in (4, 6, 8, 10)], 20 + 30 + 4 * 30),
        ([ALMELO.replace(turnover_rate=rate) for rate in (0.1, 0.3)], 19 + 2 * (1 + 30 + 30)),
        ([ALMELO.replace(retelling_trust=share) for share in (0.01, 0.1)], 2 * (20 + 30 + 30)),
    ],
    ids=["one", "twice the same", "a lever of the plan", "a lever of the world", "an assumption"],
)  # fmt: skip
def test_weeks_that_scenarios_have_in_common_are_lived_once(lived, scenarios, weeks):
    assert len(dict(live_together(scenarios, 1))) == len(scenarios)
    assert sum(lived) == weeks


def test_a_lever_that_begins_in_a_week_shares_what_came_before(lived):
    later = [replace(ALMELO, changes=(Change(week, {"turnover_rate": 0.5}),)) for week in (10, 24)]
    dict(live_together([ALMELO, *later], 1))
    # The burn-in; then on each route ten weeks in common, fourteen in common by two, and what is left.
    assert sum(lived) == 20 + 2 * (10 + 14 + 6 + 6 + 20)


def test_until_a_plan_is_offered_there_is_but_one_history(lived):
    offered = [replace(ALMELO.replace(shared_plan_share=0), changes=(Change(12, {"shared_plan_share": 1}),))]
    dict(live_together([*offered, ALMELO.replace(shared_plan_share=0)], 1))
    assert sum(lived) == 20 + 30 + 18


def test_policy_shares_the_part_of_the_burn_in_that_is_as_usual(lived):
    scenarios = [ALMELO.replace(burn_in_weeks=120, time_shortage=shortage) for shortage in (0, 0.3)]
    dict(live_together(scenarios, 1))
    assert sum(lived) == 104 + 2 * (16 + 30 + 30)


def test_a_change_of_who_comes_later_forks_before_the_first_week(lived):
    growing = ALMELO.replace(inflow_rate=1)
    scenarios = [growing, replace(growing, changes=(Change(20, {"problem_load": 2.0}),))]
    dict(live_together(scenarios, 1))
    assert sum(lived) == 2 * (20 + 30 + 30)


def test_what_stops_a_run_stops_all():
    def stop():
        raise TimeoutError

    with pytest.raises(TimeoutError):
        dict(live_together([ALMELO, ALMELO], 1, between=stop))
