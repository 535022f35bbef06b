"""What the runs so far say: the same as NumPy says of all of them at once, in any order."""

from itertools import pairwise

import numpy as np
import pytest

from experiments.running.estimates import Estimates
from experiments.verdicts import verdict_of_pairs
from sim.comparison import range_of_mean
from sim.outcomes import OUTCOMES

NAMES = ("trust", "crises", "coordination_hours")  # of which more is better, less is, and neither is
SIGNS = np.array([1.0, -1.0, 1.0])


def told(differences: np.ndarray, order=None, names=NAMES) -> dict:
    """What is said after all differences, shape (cells, pairs, outcomes), came in; by outcome."""
    estimates = Estimates(len(differences), names)
    places = [(cell, number) for number in range(differences.shape[1]) for cell in range(len(differences))]
    for cell, number in places if order is None else [places[one] for one in order]:
        estimates.add(cell, differences[cell, number])
    return {one.outcome: one for one in estimates.now()}


def drawn(cells=5, pairs=12, seed=1) -> np.ndarray:
    """Differences whose cells and outcomes differ in mean and spread."""
    rng = np.random.default_rng(seed)
    middle, spread = rng.normal(size=(cells, 1, 3)), rng.uniform(0.5, 3, size=(cells, 1, 3))
    return middle + spread * rng.normal(size=(cells, pairs, 3))


def test_means_and_ranges_are_those_of_numpy_and_students_t():
    differences = drawn()
    found = told(differences)
    gains = SIGNS * differences
    for column, name in enumerate(NAMES):
        ranges = np.array([range_of_mean(one) for one in gains[:, :, column]])
        one = found[name]
        assert one.cells == 5
        assert one.mean == pytest.approx(gains[:, :, column].mean(axis=1).mean(), rel=1e-12)
        assert one.widest == pytest.approx(((ranges[:, 1] - ranges[:, 0]) / 2).max(), rel=1e-12)
        better = [verdict_of_pairs(cell, OUTCOMES[name].matters_from).better for cell in gains[:, :, column]]
        assert (one.plan_better, one.parallel_better) == (better.count("shared_plan"), better.count("parallel"))
    assert found["trust"].plan_better + found["trust"].parallel_better > 0


def test_by_hand():
    """Gains of 1 and 3 have a mean of 2 and a standard error of 1; Student's t is 12.7062 with one degree."""
    (found,) = told(np.array([[[1.0], [3.0]]]), names=("trust",)).values()
    assert found.mean == 2.0
    assert found.widest == pytest.approx(12.7062, abs=1e-4)
    assert (found.plan_better, found.parallel_better) == (0, 0)


def test_who_is_better_follows_what_is_better():
    rising = np.array([[[0.9], [1.0], [1.1]], [[-0.9], [-1.0], [-1.1]], [[1.0], [-1.0], [0.0]]])
    for name, plan, parallel in (("trust", 1, 1), ("crises", 1, 1)):
        found = told(rising, names=(name,))[name]
        assert (found.plan_better, found.parallel_better) == (plan, parallel)
    assert told(rising[:1], names=("trust",))["trust"].mean == pytest.approx(1.0)
    found = told(rising[:1], names=("crises",))["crises"]
    assert found.mean == pytest.approx(-1.0)
    assert (found.plan_better, found.parallel_better) == (0, 1)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_in_which_runs_come_in_makes_no_difference(seed):
    differences = drawn(seed=seed)
    usual = told(differences)
    mixed = told(differences, np.random.default_rng(seed).permutation(5 * 12))
    for name in NAMES:
        assert mixed[name].mean == pytest.approx(usual[name].mean, rel=1e-12, abs=1e-12)
        assert mixed[name].widest == pytest.approx(usual[name].widest, rel=1e-12)
        assert mixed[name].plan_better == usual[name].plan_better


def test_small_differences_on_large_ones_keep_their_spread():
    differences = 1e9 + drawn(cells=1, pairs=200)
    half = (np.diff([range_of_mean(one) for one in differences[0].T]) / 2).ravel()
    found = told(differences)
    assert found["trust"].widest == pytest.approx(half[0], rel=1e-6)


def test_what_has_no_value_is_left_out():
    differences = drawn(cells=2)
    differences[0, 3, 0] = differences[0, 7, 0] = np.nan
    differences[1, :, 1] = np.nan
    differences[:, :, 2] = np.nan
    found = told(differences)
    there = [np.delete(differences[0, :, 0], [3, 7]), differences[1, :, 0]]
    assert found["trust"].mean == pytest.approx(np.mean([one.mean() for one in there]), rel=1e-12)
    assert (found["trust"].cells, found["crises"].cells) == (2, 1)
    assert "coordination_hours" not in found


def test_a_single_pair_has_no_range_and_is_not_told():
    assert told(drawn(pairs=1)) == {}
    assert set(told(drawn(pairs=2))) == set(NAMES)
    estimates = Estimates(2, ("trust",))
    for cell, values in ((0, (1.0,)), (1, (2.0, 4.0))):
        for value in values:
            estimates.add(cell, np.array([value]))
    (found,) = estimates.now()
    assert (found.cells, found.mean) == (1, 3.0)


def test_ranges_become_narrower_as_runs_come_in():
    estimates = Estimates(1, ("trust",))
    widths = []
    for number in range(64):
        estimates.add(0, np.array([(-1.0) ** number]))
        widths += [one.widest for one in estimates.now()] if number in (3, 15, 63) else []
    assert len(widths) == 3
    assert all(later < earlier / 1.5 for earlier, later in pairwise(widths))
