"""Break-even over two factors: answers known by hand, planted boundaries that bands must hold, and limits."""

from functools import partial

import numpy as np
import pytest

from experiments.analysis import boundary
from experiments.analysis.boundary import crossings, smoother
from experiments.verdicts import CLOSE, verdict_of_pairs

X = np.linspace(0.05, 0.6, 6)
Y = np.linspace(0, 0.8, 8)
ONE = np.array([0.0])
EDGE = 0.65 - 0.7 * X  # planted: the plan is better below it
break_even = partial(boundary.break_even, matters_from=0.0)


def planted(edge, replicates, rng, luck=0.3):
    """Gains that bend through 0 at an edge, with luck that all cells share and luck of their own, wilder at high x."""
    gain = 0.3 * np.tanh(4 * (edge[:, None] - Y))
    own = luck * np.linspace(0.5, 1.5, len(X))[:, None, None] * rng.normal(size=(len(X), len(Y), replicates))
    return gain[..., None] + own + luck / 2 * rng.normal(size=replicates)


def test_without_luck_the_boundary_is_where_the_gain_is_nought():
    found = break_even(X, Y, np.repeat((EDGE[:, None] - Y)[..., None], 3, axis=2))
    assert found.boundary.at == pytest.approx(EDGE)
    assert found.boundary.luck == pytest.approx(np.stack([EDGE, EDGE]))
    assert found.boundary.crossing_share == pytest.approx(1)
    assert found.falling
    assert np.isnan(found.begins.at).all()


@pytest.mark.slow
def test_the_band_holds_a_planted_boundary_in_about_95_of_100_trials():
    held = []
    for trial in range(200):
        found = break_even(X, Y, planted(EDGE, 12, np.random.default_rng(trial)), draws=250, seed=trial)
        low, high = found.boundary.luck
        held.append((low <= EDGE) & (high >= EDGE))
    assert 0.92 <= np.mean(held) <= 0.98
    assert (np.mean(held, axis=0) >= 0.9).all(), "for no value of the first factor may it fail often"


def test_a_boundary_that_bends_is_not_pulled_aside_by_smoothing():
    edge = 0.2 + 1.6 * (X - 0.2) ** 2
    gain = np.exp(-4 * Y) - np.exp(-4 * edge)[:, None]
    assert break_even(X, Y, gain[..., None]).stops.at == pytest.approx(edge, abs=0.015)


@pytest.mark.slow
def test_luck_and_sets_are_told_apart():
    """The band of luck is for the mean of just these sets; the other for the mean of all sets they come from."""
    of_these, of_all, widths = [], [], []
    for trial in range(100):
        rng = np.random.default_rng(trial)
        shift = 0.15 * rng.normal(size=12)
        luck = 0.2 * rng.normal(size=(12, len(X), len(Y), 6)) + 0.05 * rng.normal(size=6)
        true = EDGE[:, None] - Y
        gains = true[None, :, :, None] + shift[:, None, None, None] + luck
        found = break_even(X, Y, gains, draws=250, seed=trial).stops
        low, high = found.luck
        of_these.append((low <= EDGE + shift.mean()) & (high >= EDGE + shift.mean()))
        low, high = found.band
        of_all.append((low <= EDGE) & (high >= EDGE))
        widths.append([np.ptp(found.luck[:, 2]), np.ptp(found.band[:, 2])])
    assert 0.90 <= np.mean(of_these) <= 0.98
    assert 0.92 <= np.mean(of_all) <= 0.99
    assert np.median(widths, axis=0)[1] > 1.5 * np.median(widths, axis=0)[0]


def test_each_set_has_a_boundary_of_its_own():
    gains = np.stack([np.repeat((edge - Y)[None, :, None], 2, axis=2) for edge in (0.2, 0.5, 0.9)])
    found = break_even(X[:1], Y, gains)
    assert found.stops.in_sets[:, 0] == pytest.approx([0.2, 0.5, np.nan], nan_ok=True)
    assert found.stops.at == pytest.approx([1.6 / 3])


def test_one_set_is_as_none():
    gains = planted(EDGE, 6, np.random.default_rng(1))
    without, one = break_even(X, Y, gains), break_even(X, Y, gains[None])
    assert np.array_equal(without.low, one.low)
    assert np.array_equal(without.stops.band, one.stops.luck)
    assert (one.sets_half == 0).all()


def test_a_cell_is_judged_by_its_pairs():
    pairs = [[1.0, 3.0, 2.0, 2.0], [-1.0, 1.0, 0.0, 0.0], [-1.0, -3.0, -2.0, 0.0]]  # of three cells in a row
    found = break_even(ONE, np.arange(3), np.array([pairs]))
    assert found.mean[0] == pytest.approx([2, 0, -1.5])
    assert found.share_better[0] == pytest.approx([1, 0.5, 0.125])
    assert found.luck_half[0, 0] == pytest.approx(3.182 * 0.8165 / 2, rel=1e-3)  # t of 3 degrees x deviation / root 4
    assert [one.standing for one in found.verdicts[0]] == ["shared_plan", CLOSE, CLOSE]
    assert [one.told("en") for one in break_even(ONE, np.arange(3), -np.array([pairs])).verdicts[0]] == [
        "parallel routes better (likely)",
        CLOSE,
        CLOSE,
    ]


@pytest.mark.parametrize("matters_from", [0.0, 0.2])
def test_a_cell_gets_the_verdict_that_its_pairs_get_anywhere(matters_from):
    gains = planted(EDGE, 12, np.random.default_rng(2))
    found = boundary.break_even(X, Y, gains, matters_from=matters_from)
    cells = gains.reshape(-1, 12)
    assert list(found.verdicts.flat) == [verdict_of_pairs(pairs, matters_from) for pairs in cells]
    assert (found.area["small"] > 0) == (matters_from > 0)
    assert sum(found.area.values()) == pytest.approx(1)


def test_the_range_of_a_cell_adds_luck_and_sets():
    found = break_even(ONE, np.arange(2), np.array([[[[1.0, 3.0]] * 2], [[[2.0, 6.0]] * 2]]))  # two sets
    assert found.luck_half[0] == pytest.approx([19.059] * 2, rel=1e-3)  # replicates 1.5 and 4.5: 12.706 x 1.5
    assert found.sets_half[0] == pytest.approx([12.706] * 2, rel=1e-3)  # sets 2 and 4: 12.706 x 1
    assert found.high[0] - found.mean[0] == pytest.approx([22.906] * 2, rel=1e-3)


def test_area_counts_how_much_of_both_ranges_a_cell_stands_for():
    gains = np.array([[-1.0, 1.0, 1.0]])[..., None] + np.array([-0.01, 0.0, 0.01])
    found = break_even(ONE, np.array([0.0, 0.2, 1.0]), gains)
    assert found.area == pytest.approx({"shared_plan": 0.9, "parallel": 0.1, "small": 0, CLOSE: 0})


@pytest.mark.parametrize(("gain", "verdict", "side"), [(1.0, "shared_plan", np.inf), (-1.0, "parallel", -np.inf)])
def test_where_one_route_always_wins_there_is_no_boundary_within_the_grid(gain, verdict, side):
    luck = 0.1 * np.random.default_rng(0).normal(size=(len(X), len(Y), 5))
    found = break_even(X, Y, gain + luck)
    assert found.area[verdict] == pytest.approx(1)
    assert np.isnan(found.stops.at).all()
    assert (found.stops.crossing_share == 0).all()
    assert (found.stops.luck == side).all(), "it stops beyond the last y, or has stopped before the first"
    assert (found.begins.luck == -side).all()


def test_a_plan_that_changes_nothing_has_a_boundary_anywhere():
    found = break_even(X, Y, np.zeros((len(X), len(Y), 4)))
    assert found.area[CLOSE] == pytest.approx(1)
    assert (found.share_better == 0.5).all()
    assert np.isnan(found.stops.at).all()
    assert (found.stops.luck[0] == -np.inf).all()
    assert (found.stops.luck[1] == np.inf).all()


def test_a_boundary_near_the_edge_has_an_open_band_and_draws_that_do_not_cross():
    found = break_even(X, Y, planted(np.full(len(X), 0.79), 8, np.random.default_rng(3), luck=0.03)).stops
    assert (found.luck[1] == np.inf).all()
    assert ((found.luck[0] > 0.7) & (found.luck[0] < 0.8)).all()
    assert ((found.crossing_share > 0.1) & (found.crossing_share < 0.95)).all()


def test_a_gain_that_rises_and_falls_begins_and_stops():
    gain = np.repeat((0.04 - (Y - 0.4) ** 2)[None, :, None], 3, axis=2)
    found = break_even(ONE, Y, gain)
    assert found.begins.at == pytest.approx([0.2], abs=0.02)
    assert found.stops.at == pytest.approx([0.6], abs=0.02)
    assert not found.falling, "it begins before it stops"
    assert break_even(ONE, Y, -gain).falling


def test_the_first_crossing_counts_and_a_start_at_nought_is_none():
    y = np.array([0.0, 1.0, 2.0, 3.0, 4.0])
    rows = np.array([[1, -1, 1, -3, -3], [0, -1, -1, -1, -1], [-1, -1, 3, -1, -1], [2, 1, 0, 1, 1], [1, 1, 1, 1, 1.0]])
    assert crossings(rows, y, falling=True) == pytest.approx([0.5, -np.inf, 2.75, 2, np.inf])
    assert crossings(rows, y, falling=False) == pytest.approx([1.5, np.inf, 1.25, -np.inf, -np.inf])


def test_one_replicate_has_means_but_nothing_sure():
    found = break_even(X, Y, planted(EDGE, 1, np.random.default_rng(0)))
    assert found.area[CLOSE] == pytest.approx(1)
    assert (found.stops.luck[0] == -np.inf).all()
    assert (found.stops.luck[1] == np.inf).all()
    assert np.isnan(found.stops.crossing_share).all()


@pytest.mark.parametrize("size", [(1, 2), (1, 5), (2, 2), (2, 6), (3, 3), (6, 7)])
def test_smoothing_leaves_a_slope_as_it_is_on_any_grid(size):
    x, y = (np.sort(np.random.default_rng(2).random(length)) for length in size)
    slope = (1 + 2 * x[:, None] - 3 * y).reshape(-1)
    assert smoother(x, y) @ slope == pytest.approx(slope)


def test_smoothing_takes_most_of_the_luck_of_single_cells_away():
    assert np.sqrt((smoother(X, Y) ** 2).sum(axis=1)).reshape(len(X), len(Y))[2:-2, 2:-2].max() < 0.5


def test_the_same_seed_gives_the_same_band():
    gains = planted(EDGE, 6, np.random.default_rng(1))
    assert np.array_equal(break_even(X, Y, gains, seed=4).stops.luck, break_even(X, Y, gains, seed=4).stops.luck)
    assert not np.array_equal(break_even(X, Y, gains, seed=4).stops.luck, break_even(X, Y, gains, seed=5).stops.luck)


def test_luck_that_all_cells_share_moves_the_whole_boundary():
    shared = np.array([-0.1, 0.0, 0.1, -0.1, 0.0, 0.1])
    found = break_even(X, Y, (EDGE[:, None] - Y)[..., None] + shared)
    assert np.ptp(found.stops.luck - EDGE, axis=1) == pytest.approx(0), "had cells their own luck, this would vary"
    assert np.ptp(found.stops.luck[:, 0]) > 0.1


def test_incomplete_replicates_are_left_out_for_all_cells():
    gains = planted(EDGE, 6, np.random.default_rng(1))
    broken = gains.copy()
    broken[2, 3, 4] = np.nan
    found = break_even(X, Y, broken)
    assert found.left_out == 1
    assert found.mean == pytest.approx(gains[..., [0, 1, 2, 3, 5]].mean(axis=2))


@pytest.mark.parametrize(
    ("x", "y", "gains", "words"),
    [
        (X, Y, np.zeros((8, 6, 2)), "do not fit 6 by 8 values"),
        (X, Y, np.zeros((6, 8)), "do not fit"),
        (X, Y, np.zeros((6, 8, 0)), "do not fit"),
        (X[::-1], Y, np.zeros((6, 8, 2)), "values of both that rise"),
        (X, Y[:1], np.zeros((6, 1, 2)), "two or more values of the second factor"),
        (X, Y, np.full((6, 8, 2), np.nan), "a replicate in which every cell has a value"),
    ],
)
def test_what_makes_no_grid_is_refused(x, y, gains, words):
    with pytest.raises(ValueError, match=words):
        break_even(x, y, gains)
