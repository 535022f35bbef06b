"""A hundred families out of many."""

import numpy as np

from dashboard.icons import hundred_families, in_hundred
from sim.comparison import compare
from sim.outcomes import OUTCOMES
from sim.scenario import load_scenario


def test_shares_become_whole_people_that_add_up_to_a_hundred():
    assert in_hundred(np.array([1, 1, 1])) == [34, 33, 33]
    assert in_hundred(np.array([0, 0, 0, 0])) == [0, 0, 0, 100]


def test_each_family_stands_in_the_same_place_on_both_routes():
    hundred = hundred_families(np.array([[[50, 10], [20, 20]]]))
    assert hundred.counts == {"both": 20, "parallel": 20, "shared_plan": 10, "neither": 50}
    lost = list(zip(hundred.broke_off("parallel"), hundred.broke_off("shared_plan")))
    assert lost.count((True, True)) == 20
    assert lost.count((True, False)) == 20
    assert lost.count((False, True)) == 10


def test_the_hundred_break_off_care_as_often_as_the_outcome_says():
    comparison = compare(load_scenario("almelo").replace(families=60, weeks=104), 6, 3)
    column = list(OUTCOMES).index("dropout_share")
    fates = comparison.fates
    shares = (
        np.stack([fates[:, 1, :].sum(axis=1), fates[:, :, 1].sum(axis=1)], axis=1) / fates.sum(axis=(1, 2))[:, None]
    )
    np.testing.assert_allclose(shares, comparison.outcomes[:, :, column])
