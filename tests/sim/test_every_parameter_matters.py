"""Every parameter, moved to an end of its range, changes something that is measured."""

import numpy as np
import pytest

from sim.behaviour import half_way, levers
from sim.names import NOT_YET_COME
from sim.outcomes import OUTCOMES, outcomes_of
from sim.parameters import parameters
from sim.run import burn_in, live
from sim.scenario import Scenario
from sim.structures import STRUCTURES

# A region in which everything happens: little time, much turnover, much worry, and every policy half done.
BUSY = {
    "turnover_rate": 0.9,
    "turnover_ratio_child_protection": parameters()["turnover_ratio_child_protection"].high,
    "time_shortage": 0.15,
    "safety_concern_rate": 2,
    "posts_funded": 0.9,
    "shared_plan_share": 0.9,
    "table_interval_weeks": 6,
    "table_size": 7,
    "paid_attendance": 0.5,
    "training_share": 0.5,
    "training_regional": 0.5,
    "shared_record": 0.3,
    "school_care_structure": 0.3,
    "school_team_link": 0.5,
    "network_activation": 0.3,
    "joint_safety_plan": 1,
    "joint_evaluation": 0.5,
    "extra_capacity_social_team": 0.1,
    "fixed_face": 0.3,
    "sharing_without_asking": 0.3,
}
SIZES = {"families": 400, "weeks": 104, "burn_in_weeks": 110}
FEW = {"families": 60, "weeks": 52, "burn_in_weeks": 110}  # enough for most parameters, and quick


@pytest.fixture(scope="module")
def busy():
    """The region with everybody starting cold, with warm handovers and less turnover, with all policy half-way, and
    with every other form of its rules."""
    cold = Scenario(name="busy").replace(**BUSY, **SIZES)
    others = [cold.replace(structures=forms) for forms in other_forms()]
    return cold, cold.replace(warm_handover_weeks=2, turnover_rate=0.3), cold.replace(**half_way(levers())), *others


def other_forms():
    """Forms by structure: the second of each, then the third where there is one."""
    for place in (1, 2):
        forms = {name: list(one.forms) for name, one in STRUCTURES.items()}
        yield {name: of_it[min(place, len(of_it) - 1)] for name, of_it in forms.items()}


def moves(name, scenario, as_it_is):
    """Whether something that is measured becomes other than as it is at an end of a parameter's range."""
    one = parameters()[name]
    return any(measured(scenario.replace(**{name: end})) != as_it_is for end in (one.high, one.low))


def measured(scenario):
    """Every outcome and every weekly number of a run with a shared plan, to the last bit."""
    world = live(burn_in(scenario, 1), scenario, "shared_plan")
    came = world.family["status"] != NOT_YET_COME
    outcomes = np.array(list(outcomes_of([world]).values()))  # as bytes: what is not a number is like its kind
    return outcomes.tobytes(), world.weekly.tobytes(), world.family["severity"][came].tobytes()


@pytest.mark.slow
def test_every_mechanism_is_at_work_in_the_busy_region(busy):
    outcomes = [outcomes_of([live(burn_in(one, 1), one, "shared_plan")]) for one in busy]
    idle = [name for name in OUTCOMES if not any(found[name] > 0 or found[name] < 0 for found in outcomes)]
    assert idle == []


@pytest.mark.slow
def test_every_parameter_moves_something_that_is_measured(busy):
    regions = [(one, measured(one)) for one in (busy[0].replace(**FEW), *busy)]
    assert [name for name in parameters() if not any(moves(name, *one) for one in regions)] == []


def test_every_form_of_a_rule_moves_something_that_is_measured(busy):
    usual = measured(busy[0].replace(**FEW))
    forms = [(name, form) for name, one in STRUCTURES.items() for form in list(one.forms)[1:]]
    assert [one for one in forms if measured(busy[0].replace(**FEW, structures=dict([one]))) == usual] == []
