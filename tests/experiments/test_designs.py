"""Which combinations of factors a design runs."""

import numpy as np
import pytest

from experiments.designs import DESIGNS, grid, latin_hypercube, morris, one_at_a_time, sobol
from experiments.designs.factors import Factor
from experiments.designs.ranges import between_ends

SAMPLED = {"latin_hypercube": {"points": 32}, "sobol": {"points": 16}, "morris": {"trajectories": 12, "levels": 4}}
OF_EVERY_KIND = SAMPLED | {"grid": {}, "one_at_a_time": {}}


def factor(name, low, high, values=(), base=None, whole=False):
    """A factor without words."""
    return Factor(name, name, "number", tuple(values), low, high, low if base is None else base, whole)


TURNOVER = factor("turnover", 0.05, 0.6, (0.05, 0.3, 0.6), base=0.2)
CALLS = factor("calls", 0, 4, (0, 4), base=2, whole=True)
SHORTAGE = factor("shortage", -1.0, 3.0, (0.5,), base=0.5)
FACTORS = (TURNOVER, CALLS, SHORTAGE)


def test_a_grid_has_every_value_with_every_other_the_first_factor_slowest():
    assert grid.points((TURNOVER, CALLS, SHORTAGE), {}, 0).tolist() == [
        [0.05, 0, 0.5],
        [0.05, 4, 0.5],
        [0.3, 0, 0.5],
        [0.3, 4, 0.5],
        [0.6, 0, 0.5],
        [0.6, 4, 0.5],
    ]


def test_a_grid_of_nothing_is_one_point():
    assert grid.points((), {}, 0).shape == (1, 0)


def test_a_grid_needs_values():
    with pytest.raises(ValueError, match="wait needs a list of values"):
        grid.points((factor("wait", 0, 1),), {}, 0)


def test_a_grid_refuses_half_a_call():
    with pytest.raises(ValueError, match=r"calls takes whole numbers only, not 2\.5"):
        grid.points((factor("calls", 0, 4, (0, 2.5), whole=True),), {}, 0)


def test_one_at_a_time_starts_at_the_base_and_visits_both_ends_of_each_factor():
    assert one_at_a_time.points(FACTORS, {}, 0).tolist() == [
        [0.2, 2, 0.5],
        [0.05, 2, 0.5],
        [0.6, 2, 0.5],
        [0.2, 0, 0.5],
        [0.2, 4, 0.5],
        [0.2, 2, -1.0],
        [0.2, 2, 3.0],
    ]


def test_an_end_that_equals_the_base_stays_in_so_that_a_row_number_says_what_it_is():
    assert one_at_a_time.points((factor("calls", 0, 4, base=0),), {}, 0).tolist() == [[0], [0], [4]]


@pytest.mark.parametrize("kind", SAMPLED)
def test_sampled_points_lie_within_the_ends_and_whole_numbers_are_whole(kind):
    found = DESIGNS[kind].points(FACTORS, SAMPLED[kind], 7)
    for column, one in enumerate(FACTORS):
        assert found[:, column].min() >= one.low
        assert found[:, column].max() <= one.high
    assert (found[:, 1] == np.round(found[:, 1])).all()
    assert len(set(found[:, 1])) > 2
    assert (found[:, 0] != np.round(found[:, 0])).any()


def test_the_upper_end_is_reached_and_never_passed():
    shortage = factor("shortage", 0.03, 0.29)
    assert 0.03 + (0.29 - 0.03) > 0.29
    assert between_ends((shortage,), np.array([[0.0], [1.0]])).tolist() == [[0.03], [0.29]]
    assert set(morris.points((shortage,), {}, 0)[:, 0]) >= {0.03, 0.29}


@pytest.mark.parametrize("kind", SAMPLED)
def test_the_same_seed_gives_the_same_points_and_another_seed_others(kind):
    first, again, other = (DESIGNS[kind].points(FACTORS, SAMPLED[kind], seed) for seed in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("kind", OF_EVERY_KIND)
def test_no_design_draws_from_or_touches_the_luck_of_others(kind):
    np.random.seed(5)
    next_draw = np.random.random()
    np.random.seed(5)
    found = DESIGNS[kind].points(FACTORS, OF_EVERY_KIND[kind], 3)
    assert np.random.random() == next_draw
    assert np.array_equal(DESIGNS[kind].points(FACTORS, OF_EVERY_KIND[kind], 3), found)


def test_each_slice_of_a_latin_hypercube_holds_one_point():
    found = latin_hypercube.points((TURNOVER, SHORTAGE), {"points": 50}, 2)
    slices = np.floor((found - [0.05, -1.0]) / [0.55, 4.0] * 50).astype(int)
    assert sorted(slices[:, 0]) == sorted(slices[:, 1]) == list(range(50))
    assert list(slices[:, 0]) != list(slices[:, 1])


@pytest.mark.parametrize("seed", [0, 1, 12])
def test_a_sobol_design_with_twice_the_points_keeps_the_rows_it_had(seed):
    few = sobol.points(FACTORS, {"points": 32}, seed)
    more = sobol.points(FACTORS, {"points": 64}, seed)
    assert few.shape == (32 * 5, 3)
    assert more.shape == (64 * 5, 3)
    assert {tuple(row) for row in few} < {tuple(row) for row in more}
    assert np.array_equal(more[: len(few)], few)


def test_a_sobol_block_crosses_one_point_with_another():
    for block in sobol.points(FACTORS, {"points": 8}, 0).reshape(8, 5, 3):
        one, other = block[0], block[-1]
        assert not np.array_equal(one, other)
        for column in range(3):
            crossed = one.copy()
            crossed[column] = other[column]
            assert np.array_equal(block[1 + column], crossed)


def test_sobol_points_are_those_that_were_stored():
    """Another version of SALib or scipy that draws other points would make all stored runs worthless."""
    found = sobol.points((factor("share", 0, 1), factor("other", 0, 1)), {"points": 2}, 0)
    assert found[[0, 4]] == pytest.approx(np.array([[0.40994959, 0.96412022], [0.65636305, 0.26379729]]), abs=1e-8)


def test_a_sobol_design_needs_a_power_of_two():
    with pytest.raises(ValueError, match="power of two, such as 64 or 128, not 100") as refused:
        sobol.points(FACTORS, {"points": 100}, 0)
    assert "\n" not in str(refused.value)


def test_a_morris_trajectory_moves_each_factor_once_over_more_than_half_its_range():
    found = morris.points(FACTORS, {"trajectories": 30, "levels": 4}, 1)
    assert found.shape == (30 * 4, 3)
    steps = np.diff(found.reshape(30, 4, 3), axis=1)
    assert (np.count_nonzero(steps, axis=1) == 1).all()
    assert (np.count_nonzero(steps, axis=2) == 1).all()
    largest = np.abs(steps).max(axis=1)
    assert largest[:, 2] == pytest.approx(4 * 2 / 3)
    assert set(largest[:, 1]) == {3}  # 0 to 2.67, and 1.33 to 4, are 0 to 3 and 1 to 4 in whole numbers
    assert {tuple(start) for start in found.reshape(30, 4, 3)[:, 0]} != {tuple(found[0])}


def test_more_morris_trajectories_begin_with_the_old_ones():
    few = morris.points(FACTORS, {"trajectories": 5}, 4)
    assert np.array_equal(morris.points(FACTORS, {"trajectories": 9}, 4)[: len(few)], few)


def test_a_morris_factor_stands_only_on_its_levels():
    found = morris.points((SHORTAGE, TURNOVER), {"trajectories": 60, "levels": 6}, 0)
    assert np.unique(found[:, 0]) == pytest.approx([-1, -0.2, 0.6, 1.4, 2.2, 3])


def test_an_odd_number_of_levels_is_refused():
    with pytest.raises(ValueError, match="levels must be even"):
        morris.points(FACTORS, {"levels": 5}, 0)


@pytest.mark.parametrize("kind", OF_EVERY_KIND)
def test_an_option_that_a_design_does_not_have_is_refused_in_one_line(kind):
    with pytest.raises(ValueError, match="no option 'pionts'") as refused:
        DESIGNS[kind].points(FACTORS, {"pionts": 8}, 0)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("kind", SAMPLED)
def test_options_have_a_usual_value_and_ends(kind):
    design = DESIGNS[kind]
    for name, (usual, lowest, highest) in design.options.items():
        assert lowest <= usual <= highest
        for outside in (lowest - 1, highest + 1):
            with pytest.raises(ValueError, match=f"{name} must be a whole number from"):
                design.points(FACTORS, {name: outside}, 0)
    usual_options = {name: usual for name, (usual, _, _) in design.options.items()}
    assert np.array_equal(design.points((SHORTAGE,), {}, 0), design.points((SHORTAGE,), usual_options, 0))


@pytest.mark.parametrize("kind", SAMPLED)
def test_a_sampled_factor_needs_a_range(kind):
    with pytest.raises(ValueError, match="wait needs a low end below its high end, not 3 and 3"):
        DESIGNS[kind].points((SHORTAGE, factor("wait", 3, 3)), SAMPLED[kind], 0)


def test_a_grid_takes_listed_values_and_the_others_take_ranges():
    assert [kind for kind in OF_EVERY_KIND if not DESIGNS[kind].needs_ranges] == ["grid"]
