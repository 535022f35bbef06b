"""Estimates, on numbers of which the answer is known."""

import numpy as np
import pytest

from validation.estimates import auc, chance_by, partial_correlation


def test_what_goes_together_by_a_third_thing_alone_does_not_correlate_given_it():
    third = np.repeat([0.0, 1.0], 4)
    one = third * 10 + np.tile([-1, -1, 1, 1], 2)
    other = third * 10 + np.tile([-1, 1, -1, 1], 2)
    assert np.corrcoef(one, other)[0, 1] > 0.9
    assert partial_correlation(one, other, third) == pytest.approx(0, abs=1e-12)
    assert partial_correlation(one, one, third) == pytest.approx(1)


def test_too_few_values_or_such_as_do_not_differ_have_no_correlation():
    three = np.array([1.0, 2.0, 4.0])
    assert np.isnan(partial_correlation(three, three, three))
    straight = np.arange(8.0)
    assert np.isnan(partial_correlation(straight, straight**2, straight)), "the line leaves nothing of it"


def test_a_logistic_fit_gives_back_the_shares_of_two_groups():
    signs = np.repeat([0.0, 1.0], 100)[:, None]
    happened = np.concatenate([np.arange(100) < 20, np.arange(100) < 70])
    chance = chance_by(signs, happened)
    assert chance(np.array([[0.0], [1.0]])) == pytest.approx([0.2, 0.7], abs=1e-4)


def test_a_sign_that_never_differs_does_no_harm():
    signs = np.column_stack([np.repeat([0.0, 1.0], 50), np.full(100, 3.0)])
    happened = np.concatenate([np.arange(50) < 10, np.arange(50) < 40])
    assert chance_by(signs, happened)(signs[[0, -1]]) == pytest.approx([0.2, 0.8], abs=1e-4)


def test_the_auc_counts_pairs_and_equal_chances_half():
    happened = np.array([True, True, False, False])
    assert auc(np.array([0.9, 0.8, 0.2, 0.1]), happened) == 1
    assert auc(np.array([0.9, 0.3, 0.5, 0.1]), happened) == 0.75
    assert auc(np.full(4, 0.3), happened) == 0.5
    assert np.isnan(auc(np.full(2, 0.3), np.array([True, True])))
