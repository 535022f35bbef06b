"""Which of some things stands first, as far as ranges let tell."""

import numpy as np
import pytest

from experiments.analysis.places import places, told_apart


def test_ranges_that_do_not_touch_give_sure_places():
    first, last = places(np.array([5.0, 1.0, 3.0]), np.array([6.0, 2.0, 4.0]))
    assert first.tolist() == last.tolist() == [1, 3, 2]


def test_who_overlaps_shares_places():
    """The first overlaps the second, the second the third; the first lies above the third."""
    first, last = places(np.array([4.0, 2.0, 0.0]), np.array([6.0, 4.5, 2.5]))
    assert first.tolist() == [1, 1, 2]
    assert last.tolist() == [2, 3, 3]


def test_without_ranges_nothing_has_a_place():
    first, last = places(np.full(3, np.nan), np.full(3, np.nan))
    assert (first.tolist(), last.tolist()) == ([1, 1, 1], [3, 3, 3])


def test_ranges_that_touch_at_an_end_do_not_tell():
    first, last = places(np.array([2.0, 1.0]), np.array([3.0, 2.0]))
    assert (first.tolist(), last.tolist()) == ([1, 1], [2, 2])


@pytest.mark.parametrize(
    ("last", "groups"),
    [([1, 2, 3], [1, 1, 1]), ([2, 2, 3], [2, 1]), ([3, 3, 3], [3]), ([2, 3, 3, 4], [3, 1]), ([], [])],
)
def test_a_list_falls_into_groups_of_which_the_order_is_sure(last, groups):
    assert [len(range(len(last))[part]) for part in told_apart(last)] == groups
