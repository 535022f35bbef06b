"""Targets: declared with a source, held against the right numbers, and the declared values inside the hard ones."""

from unittest.mock import Mock

import numpy as np
import pytest
from pydantic import ValidationError

import sim
from sim.effect_size import AMONG, OF_FAMILIES
from sim.outcomes import OUTCOMES
from sim.sources import sources
from validation.bench import Bench
from validation.following import Followed
from validation.targets import Figure, Seen, Target, figures, of_outcomes, targets, values_of

pytestmark = pytest.mark.slow


def seen_in(scenario, pairs):
    """What figures are read from, over a few pairs."""
    return Seen(sim.compare(scenario, pairs), Bench(scenario, pairs).followed())


def test_every_target_is_a_range_or_reported_and_names_a_source_that_there_is():
    for target in targets().values():
        assert target.low is None or target.high is None or target.low < target.high
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


def test_what_is_counted_is_read_by_its_name_from_each_region_that_was_followed():
    nothing = np.zeros(0)
    followed = [
        Followed(nothing, {}, nothing, nothing, (nothing, nothing), {"idle_with_a_list": at}) for at in (0.1, 0.3)
    ]
    assert list(Seen(Mock(), followed).values(targets()["idle"])) == [0.1, 0.3]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"low": 1.0, "hard": False}, "needs low and high, or neither"),
        ({"hard": True}, "is hard, but has no range"),
    ],
)
def test_half_a_range_or_a_hard_target_without_one_is_refused(given, says):
    with pytest.raises(ValidationError, match=says):
        Target(name="t", says="t", outcome="crises", on="parallel", source="judgement", **given)


def test_what_is_only_reported_is_never_outside_and_parameter_sets_are_not_chosen_by_it():
    reported = targets()["helpers_come_and_go"]
    assert not reported.judged
    assert Figure(reported, 99.0, 0.0, (0.0, 0.0)).inside
    assert not Figure(targets()["idle"], 0.06, 0.0, (0.0, 0.0)).inside
    assert {"wait", "crises"} <= set(of_outcomes())
    assert not {"idle", "helpers_come_and_go", "ended_something"} & set(of_outcomes())


@pytest.fixture(scope="module")
def almelo():
    return figures(seen_in(sim.load_scenario("almelo"), 20), [])


@pytest.mark.parametrize("name", [one.name for one in targets().values() if one.hard])
def test_the_declared_values_lie_inside_every_hard_target(almelo, name):
    found = next(one for one in almelo if one.target.name == name)
    assert found.inside, found


def test_no_plan_is_outside_the_target_for_the_network_at_the_table():
    found = figures(seen_in(sim.load_scenario("almelo").replace(shared_plan_share=0.0, families=40), 2), [])
    assert not next(one for one in found if one.target.name == "network").inside
