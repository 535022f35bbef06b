"""A hundred families out of many."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from experiments.hundred import hundred_families
from experiments.numbers import whole_parts
from sim.comparison import compare
from sim.outcomes import OUTCOMES
from sim.scenario import load_scenario


def test_shares_become_whole_parts_that_add_up_to_a_hundred():
    assert whole_parts([1, 1, 1]) == [34, 33, 33]
    assert whole_parts([0.446, 0.446, 0.108]) == [45, 44, 11]
    assert whole_parts([0.0, 2.0]) == [0, 100]


def test_as_many_break_off_as_the_table_says_on_each_route():
    # 33.8 and 32.9 of 100; four fates rounded one by one made these 33 and 33
    fates = np.array([[[517, 145], [154, 184]]])
    hundred = hundred_families(fates)
    assert [sum(hundred.broke_off(route)) for route in ("parallel", "shared_plan")] == [34, 33]


@given(st.lists(st.integers(0, 400), min_size=4, max_size=4))
def test_a_hundred_are_drawn_whatever_became_of_them(counts):
    fates = np.array([counts]).reshape(1, 2, 2)
    hundred = hundred_families(fates)
    assert sum(hundred.counts.values()) == 100
    assert min(hundred.counts.values()) >= 0
    for route, lost in (("parallel", fates[0, 1].sum()), ("shared_plan", fates[0, :, 1].sum())):
        share = lost / fates.sum() if fates.sum() else 0
        assert abs(sum(hundred.broke_off(route)) - 100 * share) <= 0.5 + 1e-9


def test_each_family_stands_in_the_same_place_on_both_routes():
    hundred = hundred_families(np.array([[[50, 10], [20, 20]]]))
    assert hundred.counts == {"both": 20, "parallel": 20, "shared_plan": 10, "neither": 50}
    lost = list(zip(hundred.broke_off("parallel"), hundred.broke_off("shared_plan")))
    assert lost.count((True, True)) == 20
    assert lost.count((True, False)) == 20
    assert lost.count((False, True)) == 10


def test_as_many_are_marked_as_a_route_has_more_or_fewer_than_in_a_baseline():
    now = hundred_families(np.array([[[50, 10], [20, 20]]]))  # 40 and 30 break off
    before = hundred_families(np.array([[[57, 8], [10, 25]]]))  # 35 and 33
    last_to_break_off, first_to_stay = [35, 36, 37, 38, 39], [20, 21, 22]
    for route, those in (("parallel", last_to_break_off), ("shared_plan", first_to_stay)):
        assert [number for number, one in enumerate(now.moved(route, before)) if one] == those
        assert not any(now.moved(route, now))


def test_the_hundred_break_off_care_as_often_as_the_outcome_says():
    comparison = compare(load_scenario("almelo").replace(families=60, weeks=104), 6, 3)
    column = list(OUTCOMES).index("broke_off_share")
    fates = comparison.fates
    shares = (
        np.stack([fates[:, 1, :].sum(axis=1), fates[:, :, 1].sum(axis=1)], axis=1) / fates.sum(axis=(1, 2))[:, None]
    )
    np.testing.assert_allclose(shares, comparison.outcomes[:, :, column])
