"""When a cell of an experiment has enough pairs."""

import math

import numpy as np
import pytest
from scipy import stats

from experiments.specification.precision import Precision, expected_replicates, half_width, next_target
from sim.comparison import range_of_mean

pytestmark = pytest.mark.slow

CELLS = 8000  # simulated for each kind of difference
MOST = 400
KINDS = {
    "normal": lambda chance, shape: chance.standard_normal(shape),
    "shares of 174 families": lambda chance, shape: (
        (chance.binomial(174, 0.02, shape) - chance.binomial(174, 0.03, shape)) / 174
    ),
    "more than half nought": lambda chance, shape: (chance.poisson(0.3, shape) - chance.poisson(0.4, shape)) / 174,
    "exponential": lambda chance, shape: chance.standard_exponential(shape),
}
MEANS = {"normal": 0.0, "shares of 174 families": -0.01, "more than half nought": -0.1 / 174, "exponential": 1.0}
SPREADS = {
    "normal": 1.0,
    "shares of 174 families": math.sqrt((0.02 * 0.98 + 0.03 * 0.97) / 174),
    "more than half nought": math.sqrt(0.7) / 174,
    "exponential": 1.0,
}
COVERED = [  # differences, pairs that suffice, pairs to start with, share of cells whose range holds the true mean
    ("normal", 20, 5, 0.94),
    ("shares of 174 families", 20, 5, 0.94),
    ("more than half nought", 20, 20, 0.94),
    ("exponential", 50, 5, 0.90),  # a fixed number of 50 gets no further than .936
]


def only(half, at_least=5, at_most=200):
    """Precision that is asked of one outcome."""
    return Precision(at_least=at_least, at_most=at_most, half_width={"trust": half})


def looks_at(values, asked):
    """All looks at a cell whose differences come to be the given ones; at the last it is finished."""
    looks = [0]
    while (target := next_target(looks[-1], {"trust": values[: looks[-1]]}, asked)) != looks[-1]:
        looks.append(target)
    return looks[1:]


def alternating(pairs, spread=1.0):
    """Values of mean 0 whose standard deviation is near the given one at any even number."""
    return np.resize([spread, -spread], pairs)


def unit_half_width(pairs):
    """The half-width at a standard deviation of 1."""
    return stats.t.ppf(0.975, pairs - 1) / np.sqrt(pairs)


def cells_of(kind, pairs=MOST):
    """Simulated differences, one row a cell, always the same."""
    return KINDS[kind](np.random.default_rng(2024), (CELLS, pairs))


def covers(kind, mean, half):
    """Whether ranges hold the true mean."""
    return np.abs(mean - MEANS[kind]) <= half + 1e-12


def tolerated(share):
    """The lowest simulated share that can still be a true one of ``share``: three standard errors less."""
    return share - 3 * math.sqrt(share * (1 - share) / CELLS)


def test_half_width_by_hand():
    # mean 2, standard deviation 1, standard error 1/sqrt(3), t of 2 degrees of freedom 4.3027
    assert half_width(np.array([1.0, 2.0, 3.0])) == pytest.approx(4.30265 / math.sqrt(3), abs=1e-5)


def test_half_width_is_half_the_range_that_is_shown():
    values = np.random.default_rng(1).lognormal(size=31)
    low, high = range_of_mean(values)
    assert half_width(values) == pytest.approx((high - low) / 2, rel=1e-12)


def test_pairs_without_a_value_are_left_out():
    values = np.array([np.nan, 1.0, np.nan, 2.0, 3.0])
    assert half_width(values) == half_width(np.array([1.0, 2.0, 3.0]))


@pytest.mark.parametrize("values", [[], [0.3], [np.nan, np.nan], [np.nan, 0.3]])
def test_fewer_than_two_values_have_no_range(values):
    assert math.isnan(half_width(np.array(values)))


def test_equal_differences_have_no_width():
    assert half_width(np.full(7, 0.25)) == 0.0


def test_a_cell_starts_with_the_least():
    assert next_target(0, {}, only(0.1, at_least=20)) == 20
    assert next_target(7, {}, only(0.1, at_least=20)) == 20


def test_a_fixed_number_looks_at_nothing():
    asked = Precision(at_least=30, at_most=30, half_width={})
    assert [next_target(done, {}, asked) for done in (0, 29, 30, 31)] == [30, 30, 30, 31]
    assert expected_replicates({}, asked) == 30


def test_no_difference_at_all_is_known_at_once():
    assert looks_at(np.zeros(200), only(1e-9, at_least=5)) == [5]


def test_one_pair_says_nothing_about_luck():
    assert looks_at(np.zeros(200), only(0.1, at_least=1)) == [1, 2]


def test_a_range_that_is_only_just_small_enough_gets_ten_pairs_more():
    values = alternating(200)
    spread = values[:20].std(ddof=1)
    asked = only(spread * unit_half_width(20) * 1.0001, at_least=20)
    assert half_width(values[:20]) <= asked.half_width["trust"]
    assert next_target(20, {"trust": values[:20]}, asked) == 30


def test_a_range_that_is_small_enough_with_ten_pairs_fewer_is_done():
    values = alternating(20)
    spread = values.std(ddof=1)
    assert next_target(20, {"trust": values}, only(spread * unit_half_width(10) * 1.0001, at_least=20)) == 20
    assert next_target(20, {"trust": values}, only(spread * unit_half_width(10) * 0.9999, at_least=20)) > 20


def test_a_look_goes_to_what_the_spread_asks_for():
    values = alternating(40)
    asked = only(values.std(ddof=1) * unit_half_width(51) * 1.0001, at_least=40)
    assert next_target(40, {"trust": values}, asked) == 61  # 51 and 10 to spare


def test_steps_at_most_double_and_grow_by_a_quarter():
    assert looks_at(alternating(200), only(0.01, at_least=10)) == [10, 20, 40, 80, 160, 200]
    values = alternating(40)
    asked = only(values.std(ddof=1) * unit_half_width(31) * 1.0001, at_least=40)
    assert next_target(40, {"trust": values}, asked) == 50  # 41 would be a look after one pair


def test_the_most_demanding_outcome_decides():
    asked = Precision(at_least=20, at_most=500, half_width={"trust": 10.0, "crises": 0.4})
    values = {"trust": alternating(20), "crises": alternating(20)}
    alone = Precision(at_least=20, at_most=500, half_width={"crises": 0.4})
    assert next_target(20, values, asked) == next_target(20, values, alone) > 20


def test_as_many_pairs_without_a_value_are_expected_as_there_were():
    full = alternating(40)
    known_40_of_81 = np.full(81, np.nan)
    known_40_of_81[1::2] = full
    asked = full.std(ddof=1) * unit_half_width(51) * 1.0001
    assert next_target(81, {"trust": known_40_of_81}, only(asked, at_least=81)) == 124  # 61 × 81 / 40 = 123.5


def test_an_outcome_without_any_value_goes_on_to_the_most():
    assert looks_at(np.full(45, np.nan), only(0.1, at_least=10, at_most=45)) == [10, 20, 40, 45]


def test_a_cell_of_more_pairs_than_needed_is_left_as_it_is():
    values = alternating(70)
    assert next_target(70, {"trust": values}, only(10.0, at_least=20)) == 70
    assert next_target(70, {"trust": values}, only(0.001, at_least=20, at_most=60)) == 70


@pytest.mark.parametrize("seed", range(20))
def test_targets_rise_within_the_limits_and_any_interruption_ends_at_the_same_number(seed):
    chance = np.random.default_rng(seed)
    values = chance.lognormal(size=150)
    values[chance.random(150) < 0.2] = np.nan
    asked = only(float(chance.uniform(0.1, 2.0)), at_least=int(chance.integers(1, 30)), at_most=150)
    looks = looks_at(values, asked)
    assert looks == sorted(set(looks))
    assert asked.at_least == looks[0] <= looks[-1] <= asked.at_most
    assert looks[-1] == 150 or half_width(values[: looks[-1]]) <= asked.half_width["trust"]
    for done in range(looks[-1]):
        assert next_target(done, {"trust": values[:done]}, asked) == min(look for look in looks if look > done)


def test_finer_ranges_never_take_fewer_pairs():
    values = np.random.default_rng(5).standard_normal(400)
    ends = [looks_at(values, only(half, at_most=400))[-1] for half in (1.0, 0.5, 0.3, 0.2, 0.15)]
    assert ends == sorted(ends)
    assert ends[0] < ends[-1]


def test_as_many_differences_as_pairs_are_needed():
    with pytest.raises(ValueError, match="trust has 9 differences for 10 pairs"):
        next_target(10, {"trust": np.zeros(9)}, only(0.1))


@pytest.mark.parametrize(
    ("at_least", "at_most", "half", "said"),
    [
        (0, 10, {"trust": 0.1}, "at_least must be a whole number of 1 or more, not 0"),
        (5, 9.5, {"trust": 0.1}, "at_most must be a whole number of 1 or more, not 9.5"),
        (True, 10, {"trust": 0.1}, "at_least must be a whole number"),
        (20, 10, {"trust": 0.1}, "at_least .20. is more than at_most .10."),
        (5, 10, {}, "without a half_width"),
        (5, 10, {"trust": 0.0}, "the half-width of trust must be above 0, not 0.0"),
        (5, 10, {"trust": math.nan}, "the half-width of trust must be above 0, not nan"),
        (5, 10, {"trust": math.inf}, "the half-width of trust"),
    ],
)
def test_a_precision_that_makes_no_sense_is_refused_by_name(at_least, at_most, half, said):
    with pytest.raises(ValueError, match=said):
        Precision(at_least=at_least, at_most=at_most, half_width=half)


def test_a_pilot_foretells_where_a_cell_of_its_spread_ends():
    pilot = alternating(40)
    asked = only(pilot.std(ddof=1) * unit_half_width(51) * 1.0001, at_least=10)
    assert expected_replicates({"trust": pilot}, asked) == 61  # 10, 20, 40, 61
    assert expected_replicates({"trust": pilot}, only(10.0, at_least=20)) == 20
    assert expected_replicates({"trust": pilot}, only(0.001, at_least=20)) == 200


def test_a_pilot_without_a_range_foretells_the_most_and_one_without_any_difference_the_least():
    assert expected_replicates({"trust": np.array([0.3])}, only(0.1)) == 200
    assert expected_replicates({"trust": np.full(4, np.nan)}, only(0.1)) == 200
    assert expected_replicates({"trust": np.zeros(4)}, only(0.1)) == 5


@pytest.mark.parametrize(("kind", "enough", "start", "share"), COVERED)
def test_the_final_ranges_hold_the_true_mean_about_as_often_as_they_say(kind, enough, start, share):
    asked = only(unit_half_width(enough) * SPREADS[kind], at_least=start, at_most=MOST)
    cells = cells_of(kind)
    ends = [cell[: looks_at(cell, asked)[-1]] for cell in cells]
    held = covers(kind, np.array([end.mean() for end in ends]), np.array([half_width(end) for end in ends]))
    assert held.mean() >= tolerated(share)
    assert 10 < np.mean([len(end) for end in ends]) - enough < 18


@pytest.mark.parametrize(("kind", "enough", "start", "share"), COVERED)
def test_looking_after_every_pair_from_five_on_does_not_hold_it_as_often(kind, enough, start, share):
    asked_half = unit_half_width(enough) * SPREADS[kind]
    cells = cells_of(kind)
    pairs = np.arange(1, MOST + 1)
    mean = cells.cumsum(axis=1) / pairs
    squares = np.maximum((cells**2).cumsum(axis=1) - pairs * mean**2, 0)[:, 4:]
    half = np.sqrt(squares / (pairs[4:] - 1)) * unit_half_width(pairs[4:])
    first = (half <= asked_half).argmax(axis=1)
    rows = np.arange(CELLS)
    assert covers(kind, mean[rows, first + 4], half[rows, first]).mean() < tolerated(share)
