"""Targets: declared with a source, held against the right numbers, and the declared values inside the hard ones."""

import numpy as np
import pytest

import sim
from sim.effect_size import AMONG, OF_FAMILIES
from sim.outcomes import OUTCOMES
from sim.sources import sources
from validation.targets import figures, targets, values_of


def test_every_target_is_a_range_and_names_a_source_that_there_is():
    for target in targets().values():
        assert target.low < target.high
        key = target.source.split(" ")[0].rstrip(":,")
        assert key in sources(), target.source
        assert target.solid


def test_a_target_is_read_from_its_own_route_and_outcome():
    outcomes = np.arange(2.0 * 3 * len(OUTCOMES)).reshape(3, 2, len(OUTCOMES))
    sizes = np.zeros((3, len(AMONG), len(OF_FAMILIES)))
    sizes[:, AMONG.index("families that had a plan"), list(OF_FAMILIES).index("severity")] = [1, 2, 3]
    wait = list(OUTCOMES).index("wait_weeks_youth_mental_health")
    network = list(OUTCOMES).index("network_at_table_share")
    assert list(values_of(targets()["wait"], outcomes, sizes)) == list(outcomes[:, 0, wait])
    assert list(values_of(targets()["network"], outcomes, sizes)) == list(outcomes[:, 1, network])
    assert list(values_of(targets()["effect"], outcomes, sizes)) == [1, 2, 3]


@pytest.fixture(scope="module")
def almelo():
    return figures(sim.compare(sim.load_scenario("almelo"), 40), [])


@pytest.mark.parametrize("name", [one.name for one in targets().values() if one.hard])
def test_the_declared_values_lie_inside_every_hard_target(almelo, name):
    found = next(one for one in almelo if one.target.name == name)
    assert found.inside, found


def test_no_plan_is_outside_the_target_for_the_network_at_the_table():
    found = figures(sim.compare(sim.load_scenario("almelo").replace(shared_plan_share=0.0), 2), [])
    assert not next(one for one in found if one.target.name == "network").inside
