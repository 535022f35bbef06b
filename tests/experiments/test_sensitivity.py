"""Which factors move the gain of the shared plan, and how much of it is only luck: held against known answers."""

import numpy as np
import pytest
from SALib.analyze import morris as salib_morris
from SALib.analyze import sobol as salib_sobol
from scipy import stats

from experiments.analysis.luck import luck_share
from experiments.analysis.morris import morris
from experiments.analysis.sobol import sobol
from experiments.analysis.tornado import tornado
from experiments.designs import DESIGNS
from experiments.designs.factors import Factor


def factor(name, low, high, base=None, whole=False):
    """A factor without words."""
    return Factor(name, name, "number", (), low, high, low if base is None else base, whole)


def designed(kind, factors, rule, luck=(0.0,), **options):
    """Points of a design and the gains there: a rule of the points, and luck that is the same at every point."""
    points = DESIGNS[kind].points(factors, options, 1)
    return points, rule(*points.T)[:, np.newaxis] + np.array(luck)


PARTS = (factor("x", 0, 1), factor("y", 0, 2), factor("z", -3, 5))
ANGLES = tuple(factor(name, -np.pi, np.pi) for name in ("one", "two", "three"))
ANALYSES = {"one_at_a_time": tornado, "morris": morris, "sobol": sobol}


def ishigami(one, two, three):
    """Known indices with a = 7 and b = 0.1: first .3139, .4424, 0; total .5576, .4424, .2437."""
    return np.sin(one) + 7 * np.sin(two) ** 2 + 0.1 * three**4 * np.sin(one)


def as_salib_knows(factors):
    """Factors as SALib wants them."""
    return {
        "num_vars": len(factors),
        "names": [one.name for one in factors],
        "bounds": [[one.low, one.high] for one in factors],
    }


def linear(x, y, z):
    """Over their ranges: 3, -4 and 0."""
    return 3 * x - 2 * y + 0 * z


# Luck.


def test_luck_that_all_points_share_is_not_taken_for_settings():
    """Means 1 and 2, variance .5, all of it settings; within a point 2."""
    found = luck_share(np.array([[0.0, 2.0], [1.0, 3.0]]), "trust")
    assert (found.variance, found.only_luck, found.settings, found.luck_in_means) == pytest.approx((2.5, 0.8, 0.2, 0.0))


def test_points_whose_luck_turns_around_differ_by_luck_only():
    """Means 1 and 2, variance .5; what is left in each mean is 4 / 2 = 2, so nothing is settings."""
    found = luck_share(np.array([[0.0, 2.0], [3.0, 1.0]]), "trust")
    assert (found.variance, found.only_luck, found.settings, found.luck_in_means) == pytest.approx((2.0, 1.0, 0.0, 1.0))


def test_luck_that_is_partly_shared_by_hand():
    """Means 0, 2 and 7: variance 13; within (2 + 0 + 2) / 3; rest -+1, 0, +-1, over seeds that do not differ: 4 / 2."""
    found = luck_share(np.array([[-1.0, 1.0], [2.0, 2.0], [8.0, 6.0]]), "trust")
    variance = 12 + 4 / 3
    assert found.variance == pytest.approx(variance)
    assert found.settings == pytest.approx(12 / variance)
    assert found.only_luck == pytest.approx(4 / 3 / variance)
    assert found.luck_in_means == pytest.approx(1 / 13)


@pytest.mark.parametrize("replicates", [2, 5])
def test_known_shares_come_back_however_few_replicates(replicates):
    chance = np.random.default_rng(3)
    shared = np.linspace(-1, 1, replicates)
    shared *= np.sqrt(2 / shared.var(ddof=1))
    of_points, of_runs = chance.normal(0, 1, (20_000, 1)), chance.normal(0, 2, (20_000, replicates))
    found = luck_share(of_points + shared + of_runs, "trust")  # variances 1, 2 and 4
    assert found.variance == pytest.approx(7, rel=0.03)
    assert found.settings == pytest.approx(1 / 7, rel=0.08)
    assert found.only_luck == pytest.approx(6 / 7, rel=0.02)
    assert found.luck_in_means == pytest.approx((4 / replicates) / (1 + 4 / replicates), rel=0.03)


def test_without_luck_all_is_settings():
    found = luck_share(np.repeat([[1.0], [2.0], [4.0]], 3, axis=1), "trust")
    assert (found.only_luck, found.settings, found.luck_in_means) == (0.0, 1.0, 0.0)


def test_one_replicate_cannot_tell_luck_from_settings():
    found = luck_share(np.array([[1.0], [3.0]]), "trust")
    assert found.variance == pytest.approx(2.0)
    assert np.isnan([found.only_luck, found.settings, found.luck_in_means]).all()


def test_where_nothing_varies_there_are_no_shares():
    found = luck_share(np.full((7, 3), 0.1), "trust")
    assert found.variance == 0
    assert np.isnan([found.only_luck, found.settings]).all()


def test_settings_that_change_nothing_have_no_share():
    found = luck_share(np.array([[0.0, 2.0], [0.0, 2.0]]), "trust")
    assert (found.variance, found.only_luck, found.settings) == (2.0, 1.0, 0.0)
    assert np.isnan(found.luck_in_means)


def test_one_point_cannot_tell_what_settings_do():
    with pytest.raises(ValueError, match="trust: one point"):
        luck_share(np.zeros((1, 5)), "trust")


# What is refused.


@pytest.mark.parametrize("kind", ANALYSES)
@pytest.mark.parametrize("missing", [np.nan, np.inf])
def test_missing_values_are_refused_with_how_many_and_where(kind, missing):
    points, gains = designed(kind, PARTS, linear, luck=(0, 1))
    gains[2] = missing
    gains[4, 1] = missing
    with pytest.raises(ValueError, match=f"^trust: 3 of {gains.size} values are missing, at 2 of {len(gains)} points$"):
        ANALYSES[kind](PARTS, points, gains, "trust")


def test_luck_is_not_counted_with_values_missing():
    with pytest.raises(ValueError, match="trust: 1 of 4 values are missing, at 1 of 2 points"):
        luck_share(np.array([[1.0, np.nan], [2.0, 3.0]]), "trust")


@pytest.mark.parametrize("kind", ANALYSES)
def test_a_row_too_few_is_refused(kind):
    points, gains = designed(kind, PARTS, linear)
    with pytest.raises(ValueError, match=f"are no {kind} design: their number must be a multiple of"):
        ANALYSES[kind](PARTS, points[:-1], gains[:-1], "trust")


@pytest.mark.parametrize("kind", ANALYSES)
def test_points_in_another_order_are_refused(kind):
    points, gains = designed(kind, PARTS, linear)
    with pytest.raises(ValueError, match=f"no {kind} design"):
        ANALYSES[kind](PARTS, np.roll(points, 1, axis=0), np.roll(gains, 1, axis=0), "trust")


@pytest.mark.parametrize("kind", ANALYSES)
def test_gains_of_other_points_are_refused(kind):
    points, gains = designed(kind, PARTS, linear)
    with pytest.raises(ValueError, match="points must have the shape"):
        ANALYSES[kind](PARTS, points, gains[:-1], "trust")
    with pytest.raises(ValueError, match="points must have the shape"):
        ANALYSES[kind](PARTS[:2], points, gains, "trust")
    with pytest.raises(ValueError, match="gains must have the shape"):
        ANALYSES[kind](PARTS, points, gains[:, 0], "trust")


@pytest.mark.parametrize("value", [0.0, 0.1, -1e6])
def test_sobol_says_that_nothing_varies(value):
    points, gains = designed("sobol", PARTS, lambda x, y, z: 0 * x + value, luck=(0.1, 0.2, 0.7))
    with pytest.raises(ValueError, match="trust: nothing varies"):
        sobol(PARTS, points, gains, "trust")


def test_rounding_is_not_taken_for_variance():
    points, gains = designed("sobol", PARTS, lambda x, y, z: 0 * x, luck=(0.1, 0.2, 0.3))
    gains[::2] = gains[::2, ::-1]
    assert len(set(gains.mean(axis=1))) == 2  # .2 and a hair more
    with pytest.raises(ValueError, match="trust: nothing varies"):
        sobol(PARTS, points, gains, "trust")
    assert np.isnan(luck_share(gains, "trust").luck_in_means)


def test_it_is_the_variance_of_the_base_points_that_is_divided():
    points, gains = designed("sobol", PARTS, lambda x, y, z: 0 * x)
    only_crossings, only_last = gains.copy(), gains.copy()
    only_crossings[1::5, 0] = np.arange(len(gains) // 5)
    only_last[4::5, 0] = np.arange(len(gains) // 5)
    with pytest.raises(ValueError, match="nothing varies, the gain is the same at every base point"):
        sobol(PARTS, points, only_crossings, "trust")
    assert len(sobol(PARTS, points, only_last, "trust")) == 3


@pytest.mark.parametrize("kind", ANALYSES)
def test_without_factors_there_is_nothing_to_say(kind):
    with pytest.raises(ValueError, match="without factors"):
        ANALYSES[kind]((), np.empty((2, 0)), np.zeros((2, 1)), "trust")


@pytest.mark.parametrize(
    "walk",
    [
        [[0, 0], [1, 0], [0.4, 0]],  # one factor twice
        [[0, 0], [1, 1], [1, 1]],  # both at once
    ],
)
def test_a_walk_that_does_not_move_each_factor_by_itself_is_refused(walk):
    factors = (factor("x", 0, 1), factor("y", 0, 1))
    with pytest.raises(ValueError, match="no morris design"):
        morris(factors, np.array(walk * 2, dtype=float), np.ones((6, 2)), "trust")


def test_one_trajectory_is_too_few_for_a_range():
    points, gains = designed("morris", PARTS, linear)
    with pytest.raises(ValueError, match="two trajectories or more"):
        morris(PARTS, points[:4], gains[:4], "trust")


# Tornado.


def test_a_tornado_by_hand():
    factors = (factor("calls", 0, 4, base=2, whole=True), factor("turnover", 0.1, 0.5, base=0.3))
    points = DESIGNS["one_at_a_time"].points(factors, {}, 0)
    gains = np.array([[1.0, 2.0, 3.0], [1.5, 2.5, 3.5], [1.0, 2.0, 3.0], [-2.0, -1.0, 0.0], [4.0, 5.0, 9.0]])
    table = tornado(factors, points, gains, "trust")
    assert list(table["factor"]) == ["turnover", "calls"]
    turnover, calls = table.to_dict("records")
    half = stats.t.ppf(0.975, 2) * np.sqrt(3) / np.sqrt(3)  # changes 3, 3 and 6: variance 3
    assert turnover == pytest.approx(
        {
            "factor": "turnover",
            "low": 0.1,
            "high": 0.5,
            "at_base": 2,
            "at_low": -1,
            "at_high": 6,
            "low_change": -3,
            "low_change_from": -3,
            "low_change_to": -3,
            "high_change": 4,
            "high_change_from": 4 - half,
            "high_change_to": 4 + half,
            "swing": 7,
            "moves": True,
            "turns": False,  # 2, -1 and 6 on average, but of three pairs: luck
        }
    )
    assert (calls["low_change"], calls["high_change"], calls["swing"]) == pytest.approx((0.5, 0, 0.5))
    assert (calls["high_change_from"], calls["high_change_to"]) == (0, 0)
    assert not calls["turns"]
    assert table["turns"].dtype == table["moves"].dtype == bool


def test_pairs_make_the_range_not_the_spread_of_gains():
    """Luck that both points share says nothing about their difference."""
    factors = (factor("x", 0, 1, base=0.5),)
    points, gains = designed("one_at_a_time", factors, lambda x: 3 * x, luck=(-100, 0, 50, 7))
    found = tornado(factors, points, gains, "trust").loc[0]
    assert (found["low_change_from"], found["low_change_to"]) == pytest.approx((-1.5, -1.5))


def test_a_factor_that_is_best_in_the_middle_swings_too():
    factors = (factor("x", -1, 1, base=0),)
    points, gains = designed("one_at_a_time", factors, lambda x: 1 - 3 * x**2, luck=(0, 0))
    found = tornado(factors, points, gains, "trust").loc[0]
    assert (found["at_low"], found["at_high"], found["swing"], found["turns"]) == (-2, -2, 3, True)


def test_a_gain_of_exactly_nothing_does_not_turn():
    factors = (factor("x", 0, 1, base=0),)
    points, gains = designed("one_at_a_time", factors, lambda x: 2 * x)
    assert not tornado(factors, points, gains, "trust").loc[0, "turns"]


def test_one_replicate_gives_no_range():
    points, gains = designed("one_at_a_time", PARTS, linear)
    table = tornado(PARTS, points, gains, "trust")
    assert table[["low_change_from", "low_change_to", "high_change_from", "high_change_to"]].isna().all(axis=None)
    assert list(table["swing"]) == [4, 3, 0]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["one_at_a_time", "morris", "sobol"])
def test_what_luck_alone_moves_is_not_named_and_what_moves_is(kind):
    """Gains that are luck at every point but for one factor: of 40 analyses luck names another one in few."""
    by_luck, named = 0, 0
    for trial in range(40):
        points, gains = designed(kind, PARTS, lambda *values: 0 * values[0], luck=(0.0,) * 4)
        noise = np.random.default_rng(trial).normal(size=gains.shape)
        table = ANALYSES[kind](PARTS, points, noise, "trust")
        by_luck += bool(table["moves"].any())
        first = PARTS[0]
        share = (points[:, 0] - first.low) / (first.high - first.low)
        table = ANALYSES[kind](PARTS, points, noise / 100 + 4 * share[:, None], "trust")
        named += set(table.loc[table["moves"], "factor"]) >= {first.name}
    assert by_luck <= 6
    assert named == 40


@pytest.mark.parametrize("kind", ["one_at_a_time", "morris", "sobol"])
def test_a_factor_that_does_nothing_or_rounding_alone_moves_nothing(kind):
    points, gains = designed(kind, PARTS, linear, luck=(0.0, 0.3, 0.1))
    gains = gains * (1 + 1e-15 * np.random.default_rng(0).normal(size=gains.shape))
    table = ANALYSES[kind](PARTS, points, gains, "trust").set_index("factor")
    assert table["moves"].to_dict() == {"x": True, "y": True, "z": False}


# Morris.


def test_morris_gives_back_a_linear_rule_over_the_range_of_each_factor():
    points, gains = designed("morris", PARTS, linear, luck=(-1, 5, 2), trajectories=6)
    table = morris(PARTS, points, gains, "trust")
    assert list(table["factor"]) == ["y", "x", "z"]
    assert list(table["mu"]) == pytest.approx([-4, 3, 0])
    assert list(table["mu_star"]) == pytest.approx([4, 3, 0])
    assert list(table["sigma"]) == pytest.approx([0, 0, 0], abs=1e-12)
    assert list(table["mu_star_high"] - table["mu_star_low"]) == pytest.approx([0, 0, 0], abs=1e-12)


def test_a_factor_in_whole_numbers_is_held_against_the_step_it_made():
    """From 0 to 1 there are no two thirds: SALib would say 4.5."""
    factors = (factor("x", 0, 1), factor("asked", 0, 1, whole=True))
    points, gains = designed("morris", factors, lambda x, asked: x + 3 * asked)
    found = morris(factors, points, gains, "trust").loc[0, ["factor", "mu", "mu_star"]]
    assert list(found) == pytest.approx(["asked", 3, 3])


@pytest.mark.slow
def test_factors_that_work_together_show_in_sigma():
    """The effect of x is 2 y - 1 with y on 0, 2/3, 4/3 or 2 in equal shares: up to 3 and down to -1."""
    points, gains = designed("morris", PARTS, lambda x, y, z: x * (2 * y - 1) + z / 8, trajectories=4000)
    table = morris(PARTS, points, gains, "trust").set_index("factor")
    effects = 2 * np.array([0, 2 / 3, 4 / 3, 2]) - 1
    assert table.loc["x", "mu"] == pytest.approx(effects.mean(), rel=0.05)
    assert table.loc["x", "mu_star"] == pytest.approx(np.abs(effects).mean(), rel=0.05)
    assert table.loc["x", "sigma"] == pytest.approx(effects.std(), rel=0.05)
    alone = table.loc["z", ["mu", "sigma"]]
    assert list(alone) == pytest.approx([1, 0], abs=1e-9)


def test_morris_agrees_with_salib_where_no_number_is_whole():
    points, gains = designed("morris", ANGLES, ishigami, trajectories=40)
    table = morris(ANGLES, points, gains, "trust").set_index("factor")
    theirs = salib_morris.analyze(as_salib_knows(ANGLES), points, gains[:, 0], num_resamples=2000, seed=3)
    for row, one in enumerate(ANGLES):
        for column in ("mu", "mu_star", "sigma"):
            assert table.loc[one.name, column] == pytest.approx(float(theirs[column][row]))
        half = (table.loc[one.name, "mu_star_high"] - table.loc[one.name, "mu_star_low"]) / 2
        assert half == pytest.approx(float(theirs["mu_star_conf"][row]), rel=0.1)


# Sobol.


def test_sobol_gives_back_the_known_indices_of_ishigami():
    points, gains = designed("sobol", ANGLES, ishigami, luck=(-2, 2), points=2048)
    table = sobol(ANGLES, points, gains, "trust")
    assert list(table["factor"]) == ["one", "two", "three"]
    assert list(table["first"]) == pytest.approx([0.3139, 0.4424, 0], abs=0.02)
    assert list(table["total"]) == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.02)
    for index, known in (("first", [0.3139, 0.4424, 0]), ("total", [0.5576, 0.4424, 0.2437])):
        assert (table[f"{index}_low"] < known).all()
        assert (table[f"{index}_high"] > known).all()
        assert (table[f"{index}_high"] - table[f"{index}_low"] < 0.2).all()
    # variance of the function 13.845, of the two shifts 8
    assert list(table["only_luck"]) == pytest.approx([8 / 21.845] * 3, rel=0.03)
    assert list(table["luck_in_means"]) == pytest.approx([0] * 3, abs=1e-9)


def test_a_sum_has_no_interactions_and_a_product_has():
    points, gains = designed("sobol", PARTS, linear, points=512)
    table = sobol(PARTS, points, gains, "trust")
    assert list(table["first"]) == pytest.approx([16 / 25, 9 / 25, 0], abs=0.02)
    assert list(table["total"]) == pytest.approx(list(table["first"]), abs=0.02)
    centred = (factor("x", -1, 1), factor("y", -1, 1))
    points, gains = designed("sobol", centred, lambda x, y: x * y, points=512)
    table = sobol(centred, points, gains, "trust")
    assert list(table["first"]) == pytest.approx([0, 0], abs=0.05)
    assert list(table["total"]) == pytest.approx([1, 1], abs=0.05)


def test_luck_left_in_the_means_makes_totals_larger_by_no_more_than_is_said():
    """A factor that does nothing but stir the luck: each point has luck of its own."""
    chance = np.random.default_rng(0)
    factors = (factor("works", -1, 1), factor("stirs", 0, 1))
    points, gains = designed("sobol", factors, lambda works, stirs: np.sqrt(3) * works, luck=(0, 0, 0, 0), points=2048)
    gains += chance.normal(0, 2, gains.shape)  # a mean over four keeps as much variance as the factor makes
    table = sobol(factors, points, gains, "trust").set_index("factor")
    assert table.loc["works", "luck_in_means"] == pytest.approx(0.5, abs=0.02)
    assert table.loc["works", "only_luck"] == pytest.approx(4 / 5, abs=0.01)
    for name, shares in (("works", [0.5, 1]), ("stirs", [0, 0.5])):
        found = table.loc[name, ["first", "total"]]
        assert list(found) == pytest.approx(shares, abs=0.06)


def test_sobol_ranges_are_those_of_salib_at_95_percent():
    points, gains = designed("sobol", ANGLES, ishigami, points=256)
    table = sobol(ANGLES, points, gains, "trust").set_index("factor")
    theirs = salib_sobol.analyze(
        as_salib_knows(ANGLES), gains[:, 0], calc_second_order=False, num_resamples=2000, seed=8
    )
    for row, one in enumerate(ANGLES):
        for column, index in (("first", "S1"), ("total", "ST")):
            assert table.loc[one.name, column] == pytest.approx(theirs[index][row])
            half = (table.loc[one.name, f"{column}_high"] - table.loc[one.name, f"{column}_low"]) / 2
            assert half == pytest.approx(theirs[f"{index}_conf"][row], rel=0.15)


def test_one_replicate_has_indices_but_no_share_of_luck():
    points, gains = designed("sobol", PARTS, linear)
    table = sobol(PARTS, points, gains, "trust")
    assert table.loc[0, "total"] == pytest.approx(16 / 25, abs=0.1)
    assert table[["only_luck", "luck_in_means"]].isna().all(axis=None)


@pytest.mark.parametrize("kind", ANALYSES)
def test_the_same_runs_give_the_same_table_and_leave_the_luck_of_others_alone(kind):
    points, gains = designed(kind, PARTS, lambda x, y, z: x * y + z, luck=(0, 1))
    np.random.seed(4)
    next_draw = np.random.random()
    np.random.seed(4)
    table = ANALYSES[kind](PARTS, points, gains, "trust")
    assert np.random.random() == next_draw
    assert ANALYSES[kind](PARTS, points, gains, "trust").equals(table)
