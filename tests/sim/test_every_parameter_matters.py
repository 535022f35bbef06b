"""Every parameter, moved from its low to its high end, changes something that is measured."""

import pytest

from sim.agents.family import NOT_YET_COME
from sim.outcomes import OUTCOMES, outcomes_of
from sim.parameters import parameters
from sim.run import burn_in, live
from sim.scenario import Scenario

# A small region in which everything happens: little time, much turnover, much worry, and every policy half done.
BUSY = {
    "turnover_rate": 0.4,
    "time_shortage": 0.15,
    "safety_concern_rate": 2,
    "posts_funded": 0.95,
    "shared_plan_share": 0.9,
    "coordinator_caseload": 4,
    "table_interval_weeks": 6,
    "table_size": 7,
    "paid_attendance": 0.5,
    "training_share": 0.5,
    "training_regional": 0.5,
    "warm_handover_weeks": 2,
    "shared_record": 0.3,
    "school_care_structure": 0.3,
    "school_team_link": 0.5,
    "network_activation": 0.3,
    "joint_safety_plan": 0.6,
    "joint_evaluation": 0.5,
    "extra_places": 0.1,
}
SIZES = {"families": 120, "weeks": 104, "burn_in_weeks": 60}


@pytest.fixture(scope="module")
def busy():
    return Scenario(name="busy").replace(**BUSY, **SIZES)


def measured(scenario):
    """Every outcome and every weekly number of a run with a shared plan."""
    world = live(burn_in(scenario, 1), scenario, "shared_plan")
    came = world.family["status"] != NOT_YET_COME
    return list(outcomes_of([world]).values()), world.weekly.tobytes(), world.family["severity"][came].tobytes()


def test_every_mechanism_is_at_work_in_the_busy_region(busy):
    outcomes = outcomes_of([live(burn_in(busy, 1), busy, "shared_plan")])
    idle = [
        name
        for name, value in outcomes.items()
        if value == 0 and not name.startswith("squeeze_") and not name.startswith("attendance_")
    ]
    assert idle == []
    assert len(outcomes) == len(OUTCOMES)


def test_every_parameter_moves_something_that_is_measured(busy):
    unmoved = []
    for name, parameter in parameters().items():
        if measured(busy.replace(**{name: parameter.low})) == measured(busy.replace(**{name: parameter.high})):
            unmoved.append(f"{name} ({parameter.low:g} to {parameter.high:g})")
    assert unmoved == []


def test_every_parameter_is_worth_declaring_on_either_side_of_its_value(busy):
    """A range that is cut off where nothing changes any more says more than is known."""
    flat = []
    here = measured(busy)
    for name, parameter in parameters().items():
        for end in (parameter.low, parameter.high):
            if end != busy.value(name) and measured(busy.replace(**{name: end})) == here:
                flat.append(f"{name} = {end:g}")
    assert flat == []
