"""Options in parameter sets: regret by hand, what luck does to it, and limits."""

import numpy as np
import pytest

from experiments.analysis.regret import chosen_and_valued, regret_table, regrets, summaries

NAMES = ["usual", "tables", "tables and training"]
BY_HAND = np.array(  # means of three options in four parameter sets
    [
        [10.0, 20.0, 30.0, 40.0],
        [12.0, 18.0, 33.0, 40.0],
        [5.0, 25.0, 31.0, 30.0],
    ]
)


def without_luck(means, replicates=4):
    """The same in each replicate."""
    return np.repeat(np.asarray(means, dtype=float)[..., None], replicates, axis=2)


def by_option(table, column):
    """One column as a list, in the order of the options."""
    return table[column].tolist()


def test_regret_by_hand_where_more_is_better():
    table = regret_table(without_luck(BY_HAND), NAMES, "higher", matters_from=1.0)
    assert by_option(table, "option") == NAMES
    assert by_option(table, "mean_value") == pytest.approx([25, 25.75, 22.75])
    assert by_option(table, "worst_value") == [10, 12, 5]
    assert by_option(table, "mean_regret") == pytest.approx([(2 + 5 + 3 + 0) / 4, 7 / 4, (7 + 0 + 2 + 10) / 4])
    assert by_option(table, "worst_regret") == [5, 7, 10]
    assert by_option(table, "regret_90") == pytest.approx([3 + 0.7 * 2, 0 + 0.7 * 7, 7 + 0.7 * 3])
    assert by_option(table, "best_in_share") == pytest.approx([0.125, 0.625, 0.25])  # the last set is shared by two
    assert by_option(table, "satisficing_share") == [0, 0.5, 0.5]


def test_regret_by_hand_where_less_is_better():
    table = regret_table(without_luck(BY_HAND), NAMES, "lower", matters_from=1.0)
    assert by_option(table, "mean_value") == pytest.approx([25, 25.75, 22.75])
    assert by_option(table, "worst_value") == [40, 40, 31]
    assert by_option(table, "worst_regret") == [10, 10, 7]
    assert by_option(table, "best_in_share") == [0.25, 0.25, 0.5]
    assert by_option(table, "satisficing_share") == [0, 0.25, 0.5]


def test_a_level_says_what_is_good_enough():
    values = without_luck(BY_HAND)
    assert by_option(regret_table(values, NAMES, "higher", 1.0, level=20.0), "satisficing_share") == [0.75, 0.5, 0.75]
    assert by_option(regret_table(values, NAMES, "lower", 1.0, level=20.0), "satisficing_share") == [0.5, 0.5, 0.25]


def test_just_the_difference_that_matters_is_enough():
    values = without_luck([[0.1], [0.3], [0.29]])  # for a computer .1 + .2 is above .3
    assert by_option(regret_table(values, NAMES, "higher", 0.2), "satisficing_share") == [0, 1, 0]


def test_without_luck_nothing_is_unsure():
    table = regret_table(without_luck(BY_HAND), NAMES, "higher", 1.0)
    for name in ("mean_regret", "regret_90", "worst_regret"):
        for suffix in ("_held_out", "_low", "_high"):
            assert by_option(table, name + suffix) == pytest.approx(by_option(table, name))


@pytest.mark.slow
def test_options_that_are_the_same_but_for_luck_get_a_regret_that_does_not_hold_on_other_luck():
    tables = [
        regret_table(np.random.default_rng(trial).normal(size=(3, 20, 8)), NAMES, "higher", 0.1, draws=100)
        for trial in range(30)
    ]
    for name in ("mean_regret", "regret_90", "worst_regret"):
        plain = np.mean([table[name] for table in tables])
        held_out = np.mean([table[f"{name}_held_out"] for table in tables])
        assert plain > 0.2, "the bias that is corrected"
        assert abs(held_out) < plain / 5
        assert np.mean([table[f"{name}_low"] <= 0.001 for table in tables]) > 0.9


@pytest.mark.slow
def test_the_true_worst_regret_lies_between_what_is_held_out_and_the_plain_value_and_in_the_range():
    truth = 0.4 * np.random.default_rng(0).normal(size=(3, 15))
    worst = regrets(truth).max(axis=1)
    plain, held_out, inside = [], [], []
    for trial in range(60):
        rng = np.random.default_rng(trial)
        luck = 0.5 * rng.normal(size=(3, 15, 8)) + rng.normal(size=8)
        table = regret_table(truth[..., None] + luck, NAMES, "higher", 0.1, draws=200)
        plain.append(table["worst_regret"])
        held_out.append(table["worst_regret_held_out"])
        inside.append((table["worst_regret_low"] <= worst) & (table["worst_regret_high"] >= worst))
    assert (np.mean(held_out, axis=0) < worst).all()
    assert (np.mean(plain, axis=0) > worst).all()
    assert np.mean(inside) >= 0.94


def test_where_the_choice_is_clear_the_range_is_as_wide_as_students_t():
    values = np.random.default_rng(2).normal(size=(2, 1, 12)) + np.array([0.0, 9.0])[:, None, None]
    table = regret_table(values, NAMES[:2], "higher", 0.1, draws=4000)
    difference = (values[1] - values[0])[0]
    half = 2.201 * difference.std(ddof=1) / 12**0.5
    assert table["worst_regret_low"][0] == pytest.approx(difference.mean() - half, abs=0.2 * half)
    assert table["worst_regret_high"][0] == pytest.approx(difference.mean() + half, abs=0.2 * half)


def test_luck_that_all_options_share_makes_nothing_unsure():
    shared = np.random.default_rng(0).normal(size=8) * 100
    table = regret_table(BY_HAND[..., None] + shared, NAMES, "higher", 1.0)
    assert by_option(table, "worst_regret_low") == pytest.approx([5, 7, 10])
    assert by_option(table, "worst_regret_high") == pytest.approx([5, 7, 10])


def test_the_best_and_the_worst_set_of_one_half_are_valued_on_the_other():
    one = np.array([[1.0, 5.0], [3.0, 0.0]])  # best: the second, then the first; worst sets: 0, then 1
    other = np.array([[2.0, 3.0], [1.0, 7.0]])
    mean, ninety, worst = chosen_and_valued(one, other)
    assert mean == pytest.approx([-0.5, -2])
    assert worst == pytest.approx([-1, -4])
    assert ninety == pytest.approx([0.1 * 0 + 0.9 * -1, 0.1 * 0 + 0.9 * -4])


def test_chosen_and_valued_on_the_same_luck_is_the_plain_regret():
    means = np.random.default_rng(1).normal(size=(4, 13))
    assert chosen_and_valued(means, means) == pytest.approx(summaries(regrets(means)))


def test_a_single_parameter_set_has_one_regret():
    table = regret_table(without_luck(BY_HAND[:, :1]), NAMES, "higher", 1.0)
    assert by_option(table, "mean_regret") == by_option(table, "regret_90") == by_option(table, "worst_regret")
    assert by_option(table, "worst_regret") == [2, 0, 7]
    assert by_option(table, "best_in_share") == [0, 1, 0]


def test_a_single_option_has_none():
    table = regret_table(without_luck(BY_HAND[:1]), NAMES[:1], "higher", 0.0)
    assert table[["worst_regret", "best_in_share", "satisficing_share"]].values.tolist() == [[0, 1, 1]]


def test_options_that_are_the_same_in_every_run_are_best_together_and_named():
    """Three names for one option are not each best in a third of the sets."""
    values = without_luck(BY_HAND[[0, 0, 1]])
    values[1] += 1e-16  # but for rounding
    table = regret_table(values, NAMES, "higher", 1.0)
    alone = regret_table(without_luck(BY_HAND[[0, 1]]), NAMES[:2], "higher", 1.0)
    both = by_option(alone, "best_in_share")
    assert by_option(table, "best_in_share") == pytest.approx([both[0], both[0], both[1]])
    assert by_option(table, "same_as") == [NAMES[1], NAMES[0], ""]


def test_what_is_ahead_by_luck_is_not_said_to_be_better():
    rng = np.random.default_rng(4)
    luck = rng.normal(size=(3, 10, 6))
    table = regret_table(luck, NAMES, "higher", 1.0)
    assert (table["over_first_low"][1:] < 0).all()
    assert table["over_first"].tolist() == pytest.approx((luck - luck[0]).mean(axis=(1, 2)).tolist())
    table = regret_table(luck + np.array([0.0, 0.0, 9.0])[:, None, None], NAMES, "higher", 1.0)
    assert table["over_first_low"][2] > 5
    assert regret_table(luck[:, :, :1], NAMES, "higher", 1.0)["over_first_low"].isna().all()


def test_one_replicate_says_nothing_about_luck():
    table = regret_table(without_luck(BY_HAND, replicates=1), NAMES, "higher", 1.0)
    assert by_option(table, "worst_regret") == [5, 7, 10]
    assert table[["worst_regret_held_out", "regret_90_low", "mean_regret_high"]].isna().all(axis=None)


def test_the_same_seed_gives_the_same_table():
    values = np.random.default_rng(0).normal(size=(3, 5, 6))
    first, again, other = (regret_table(values, NAMES, "higher", 0.1, seed=seed) for seed in (1, 1, 2))
    assert first.equals(again)
    assert not first.equals(other)


def test_what_is_missing_is_refused_with_where():
    values = without_luck(BY_HAND)
    values[1, 2, 3] = np.nan
    with pytest.raises(ValueError, match="1 of 48 values are not a number, the first for 'tables' in world 2, repl"):
        regret_table(values, NAMES, "higher", 1.0)


@pytest.mark.parametrize(
    ("names", "better", "changes", "words"),
    [
        (NAMES[:2], "higher", {}, "do not fit 2 options"),
        (["a", "b", "a"], "higher", {}, "the same name"),
        (NAMES, "neither", {}, "not 'neither'"),
        (NAMES, "higher", {"matters_from": -1.0}, "0 or more"),
        (NAMES, "higher", {"level": np.nan}, "a level a number"),
    ],
)
def test_what_does_not_fit_is_refused(names, better, changes, words):
    with pytest.raises(ValueError, match=words):
        regret_table(without_luck(BY_HAND), names, better, **{"matters_from": 1.0, **changes})
