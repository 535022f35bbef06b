"""How large a difference is beside how much families differ: Hedges g, by hand, for families, and of whole runs."""

import numpy as np
import pytest

from sim import compare
from sim.agents.family import family_type
from sim.effect_size import AMONG, OF_FAMILIES, hedges_g, mean_and_variance, sizes_of, values_of
from sim.outcomes import OUTCOMES
from tests.records import records

ALL, WITH_PLAN = 0, 1


def column(outcome):
    return list(OF_FAMILIES).index(outcome)


def four_families(**state):
    """Four families that differ in nothing but these fields."""
    return records(family_type, 4, **state)


def test_g_is_the_difference_in_pooled_deviations_less_a_little_for_small_groups():
    # Both variances are 1 and the means differ by 2: 2 × (1 − 3 / (4 × 6 − 9)) = 2 × .8.
    assert hedges_g(np.array([1.0, 2, 3]), np.array([3.0, 4, 5])) == pytest.approx(1.6)


def test_larger_groups_weigh_more_in_the_pooled_deviation():
    # Variances 2 and 4 with 1 and 2 degrees of freedom, means 1 and 3; 1 − 3 / (4 × 5 − 9) is 8 / 11.
    expected = 2 / ((1 * 2 + 2 * 4) / 3) ** 0.5 * 8 / 11
    assert hedges_g(np.array([0.0, 2]), np.array([1.0, 3, 5])) == pytest.approx(expected)
    assert hedges_g(np.array([1.0, 3, 5]), np.array([0.0, 2])) == pytest.approx(-expected)


def test_who_has_no_value_is_left_out():
    assert hedges_g(np.array([1.0, 2, 3, np.nan]), np.array([np.nan, 3, 4, 5])) == pytest.approx(1.6)


@pytest.mark.parametrize(
    ("control", "treated"),
    [([1.0], [1.0, 2.0]), ([1.0, 2.0], [2.0, np.nan]), ([], []), ([1.0, 1.0], [1.0, 1.0]), ([0.1] * 3, [0.2] * 3)],
)
def test_one_value_or_values_that_do_not_differ_give_no_g(control, treated):
    assert np.isnan(hedges_g(np.array(control), np.array(treated)))


def test_a_familys_outcome_is_read_from_its_record():
    families = four_families(severity=np.arange(32).reshape(4, 8), ended_early=[0, 1, 3, 0], trust=[0.1, 0.2, 0.3, 0.4])
    families["open_cases"], families["aligned"] = [0, 1, 2, 4], [0, 0.5, 0.25, 0.75]
    assert list(values_of(families, "severity")) == [3.5, 11.5, 19.5, 27.5]
    assert list(values_of(families, "ended_early_share")) == [0, 1, 1, 0], "whether, not how often"
    assert list(values_of(families, "trust")) == [0.1, 0.2, 0.3, 0.4]
    assert list(values_of(families, "alignment")[1:]) == [0.5, 0.25, 0.75]
    assert np.isnan(values_of(families, "alignment")[0]), "without a helper there is nothing to align"


def test_every_outcome_it_is_worked_out_for_has_a_better_side_and_a_field():
    for outcome, field in OF_FAMILIES.items():
        assert OUTCOMES[outcome].better in ("higher", "lower")
        assert field in (family_type.names or ())


def test_above_nought_the_shared_plan_is_better_whichever_way_is_up():
    parallel = four_families(trust=[0.1, 0.2, 0.3, 0.4], crises=[4, 5, 6, 7])
    shared = four_families(trust=[0.2, 0.3, 0.4, 0.5], crises=[3, 4, 5, 6])
    sizes = sizes_of(parallel, shared)
    # A shift by 1 of values 1, 2, 3, 4 (variance 5 / 3), with 6 degrees of freedom.
    expected = 1 / (5 / 3) ** 0.5 * (1 - 3 / 23)
    assert sizes[ALL, column("trust")] == pytest.approx(expected)
    assert sizes[ALL, column("crises")] == pytest.approx(expected)


def test_families_that_had_a_plan_are_the_same_ones_on_both_routes():
    parallel = four_families(trust=[0.1, 0.3, 0.5, 0.9])
    shared = four_families(trust=[0.5, 0.7, 0.0, 0.0], had_plan=[1, 1, 0, 0])
    # .1 and .3 beside .5 and .7: variances .02, 2 degrees of freedom, 1 − 3 / 7.
    assert sizes_of(parallel, shared)[WITH_PLAN, column("trust")] == pytest.approx(0.4 / 0.02**0.5 * 4 / 7)
    assert sizes_of(parallel, shared)[ALL, column("trust")] < 0
    shared["had_plan"] = 0
    assert np.isnan(sizes_of(parallel, shared)[WITH_PLAN]).all()


def test_routes_that_do_not_differ_give_nought(region):
    comparison = compare(region(shared_plan_share=0), replicates=2, seed=4)
    assert comparison.sizes.shape == (2, len(AMONG), len(OF_FAMILIES))
    for outcome in ("severity", "trust", "overload", "direction", "helpers_met"):
        assert list(comparison.sizes[:, ALL, column(outcome)]) == [0, 0], outcome
    known = np.isfinite(comparison.sizes)
    assert not comparison.sizes[known].any()
    assert not known[:, WITH_PLAN].any(), "nobody had a plan"


def test_a_comparison_tells_the_size_of_each_outcome_in_each_pair(region):
    comparison = compare(region(families=60), replicates=2, seed=4)
    table = comparison.effect_sizes
    assert list(table.columns) == ["replicate", "among", "outcome", "g"]
    assert len(table) == 2 * len(AMONG) * len(OF_FAMILIES)
    assert set(table["among"]) == set(AMONG)
    one = table[(table["replicate"] == 1) & (table["among"] == AMONG[WITH_PLAN]) & (table["outcome"] == "trust")]
    assert one["g"].item() == comparison.sizes[1, WITH_PLAN, column("trust")]
    assert (comparison.sizes[:, ALL, column("trust")] != 0).all()


def test_the_size_of_an_effect_points_the_way_its_gain_does(region):
    comparison = compare(region(families=60), replicates=2, seed=4)
    by_ability = comparison.gains[comparison.gains["group"] == "ability"]
    for replicate in range(2):
        gains = by_ability[by_ability["replicate"] == replicate]
        for outcome, sign in (("trust", 1), ("direction", 1), ("severity", -1), ("stories_retold", -1)):
            mean = np.average(gains[outcome], weights=gains["families"])
            assert np.sign(sign * mean) == np.sign(comparison.sizes[replicate, ALL, column(outcome)])


@pytest.mark.parametrize("families", [2, 9, 230, 1001])
def test_mean_and_variance_are_those_of_numpy_to_the_last_bit(families):
    values = np.random.default_rng(1).random(families)
    assert mean_and_variance(values) == (values.mean(), values.var(ddof=1))
