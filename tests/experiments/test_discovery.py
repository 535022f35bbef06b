"""Where the shared plan loses: planted boxes, how they are measured and said, and limits."""

import numpy as np
import pytest

from experiments.analysis.boxes import Box, beyond_luck, condition, measured, said_end
from experiments.analysis.discovery import discover
from experiments.designs.factors import Factor

SHORTAGE = Factor("time_shortage", "Time shortage", "share", (), 0.0, 0.8, 0.0)
TURNOVER = Factor("turnover_rate", "Staff turnover", "share per year", (), 0.0, 0.9, 0.2)
WEEKS = Factor("weeks", "Weeks", "weeks", (), 52.0, 156.0, 156.0, whole=True)
FACTORS = [SHORTAGE, TURNOVER, WEEKS]


def sampled(count, seed=0):
    """Points anywhere in the ranges, shape (count, 3)."""
    rng = np.random.default_rng(seed)
    return np.stack([factor.at(rng.random(count)) for factor in FACTORS], axis=1)


def find(points, gains, **more):
    """What is found where every gain below 0 is a loss."""
    return discover(FACTORS, points, np.asarray(gains) < 0, **more)


def in_corner(points):
    """Gains that are below 0 in one corner only."""
    return np.where((points[:, 0] > 0.41) & (points[:, 1] > 0.3), -1.0, 1.0)


def test_a_planted_corner_is_found_and_said_in_the_units_of_its_factors():
    points = sampled(1000)
    found = find(points, in_corner(points))
    (box,) = found.boxes
    assert box.conditions == ("time shortage above 41 %", "staff turnover above 30 % per year")
    assert (box.coverage, box.density) == pytest.approx((1, 1), abs=0.02)
    assert found.sentence == (
        "With time shortage above 41 %, staff turnover above 30 % per year the shared plan mostly loses: in "
        f"{box.losing} of {box.points} such combinations kept aside, which are {100 * box.coverage:.0f} % of all in "
        "which it does."
    )


def test_peeling_finds_the_planted_corner_too_and_says_it_as_closely():
    points = sampled(1000)
    (box,) = find(points, in_corner(points), by="prim").boxes
    assert box.coverage == pytest.approx(1, abs=0.1) and box.density >= 0.75, "it stops where it is dense enough"
    assert box.low[:2] == pytest.approx([0.41, 0.3], abs=0.12)
    assert np.isinf(box.high).all() and np.isinf(box.low[2])


def test_peeling_goes_on_with_what_is_left():
    points = sampled(2000, seed=1)
    gains = np.where((points[:, 0] < 0.08) | (points[:, 0] > 0.6), -1.0, 1.0)
    ends = [(box.low[0], box.high[0]) for box in find(points, gains, by="prim").boxes]
    assert len(ends) == 2
    assert ends[0][0] == pytest.approx(0.6, abs=0.08) and ends[1][1] == pytest.approx(0.08, abs=0.04)


def test_where_losses_lie_anywhere_nothing_is_peeled():
    points = sampled(1000, seed=2)
    gains = np.where(np.random.default_rng(5).random(1000) < 0.3, -1.0, 1.0)
    assert find(points, gains, by="prim").boxes == ()


def test_two_separate_boxes_are_sorted_by_what_they_cover():
    points = sampled(1000, seed=1)
    gains = np.where((points[:, 0] < 0.08) | (points[:, 0] > 0.6), -1.0, 1.0)
    found = find(points, gains)
    assert [box.conditions for box in found.boxes] == [("time shortage above 60 %",), ("time shortage at most 8 %",)]
    assert found.boxes[0].coverage > 2 * found.boxes[1].coverage
    assert found.coverage == pytest.approx(sum(box.coverage for box in found.boxes))
    assert found.coverage == pytest.approx(1, abs=0.03)


def test_branches_that_lose_on_both_sides_are_one_box():
    points = sampled(1000)
    rng = np.random.default_rng(3)
    gains = np.where((points[:, 0] > 0.41) & (rng.random(1000) < 0.92 + 0.06 * (points[:, 1] > 0.4)), -1.0, 1.0)
    (box,) = find(points, gains).boxes
    assert box.conditions == ("time shortage above 41 %",)


def test_a_box_is_counted_on_points_it_was_not_grown_on():
    points = sampled(400)
    gains = in_corner(points) + np.random.default_rng(5).normal(size=400)
    found = find(points, gains, density=0.6)
    for box in found.boxes:
        inside = ((points > box.low) & (points <= box.high)).all(axis=1)
        assert box.points < 0.7 * inside.sum()
    assert found.boxes
    assert found.aside in (200, 201)


def test_what_luck_made_dense_where_it_grew_is_no_box():
    points = sampled(300)
    boxes = [find(points, np.random.default_rng(trial).normal(size=300), density=0.75).boxes for trial in range(40)]
    assert sum(map(len, boxes)) <= 2, "gains are pure luck: on the half that grew them most trials have dense leaves"


def test_boxes_are_as_dense_as_asked():
    points = sampled(1000)
    gains = in_corner(points) * np.where(np.random.default_rng(5).random(1000) < 0.2, -1, 1)  # a fifth turned
    assert 0.7 <= find(points, gains, density=0.7).boxes[0].density < 0.9
    none = find(points, gains, density=0.95)
    assert none.boxes == ()
    assert none.sentence == (
        f"The shared plan loses in {none.losing} of 1,000 combinations, but no simple box holds so many of them that "
        "it so loses in 95 % of the box."
    )


def test_a_box_that_is_next_to_empty_aside_is_none():
    points = np.zeros((60, 3))
    points[:, 0] = np.repeat([0.0, 0.8], [50, 10])
    gains = np.where(points[:, 0] > 0.4, -1.0, 1.0)
    assert find(points, gains).boxes[0].points == 5
    points[np.flatnonzero(gains < 0)[:3], 0] = 0.0  # three of the ten that lose lie elsewhere
    assert find(points, gains).boxes == ()


def test_a_condition_that_sets_nothing_apart_on_points_kept_aside_is_dropped():
    """A tree asks three questions, also where one says all there is: the others are luck."""
    for seed in range(8):
        points = sampled(160, seed)
        gains = np.where(points[:, 0] > 0.3, -1.0, 1.0) * np.where(np.random.default_rng(seed).random(160) < 0.1, -1, 1)
        for box in find(points, gains, density=0.7).boxes:
            assert len(box.conditions) == 1
            assert box.conditions[0].startswith("time shortage above")


def test_a_weak_condition_is_dropped_and_a_strong_one_stays():
    points = sampled(400, seed=3)
    loses = points[:, 0] > 0.4
    low, high = beyond_luck(np.array([0.4, 0.05, -np.inf]), np.array([np.inf, np.inf, 150.0]), points, loses)
    assert low.tolist() == [0.4, -np.inf, -np.inf]
    assert np.isposinf(high).all()


@pytest.mark.parametrize(
    ("losing", "sentence"),
    [
        (0, "The shared plan loses in none of 100 combinations."),
        (100, "The shared plan loses in all of 100 combinations, so that nothing sets them apart."),
        (9, "The shared plan loses in only 9 of 100 combinations, too few to say where."),
        (75, "The shared plan loses in 75 of 100 combinations, so often that no box would say more."),
    ],
)
def test_where_nothing_can_be_found_one_sentence_says_why(losing, sentence):
    points = sampled(100)
    gains = np.ones(100)
    gains[np.argsort(points[:, 0])[:losing]] = -1.0
    found = find(points, gains)
    assert (found.boxes, found.losing, found.sentence) == ((), losing, sentence)
    assert found.coverage == 0


def test_too_few_that_do_not_lose_cannot_be_told_apart_either():
    points = sampled(100)
    gains = np.where(np.arange(100) < 5, 1.0, -1.0)
    assert "so often that no box" in find(points, gains, density=1).sentence


def test_a_gain_of_nought_is_no_loss():
    assert find(sampled(50), np.zeros(50)).losing == 0


def test_the_same_points_give_the_same_boxes():
    points = sampled(300)
    gains = in_corner(points) + np.random.default_rng(5).normal(size=300) / 2
    assert find(points, gains).sentence == find(points, gains).sentence
    halves = {find(points, gains, seed=seed).sentence for seed in range(4)}
    assert len(halves) > 1, "another seed parts the points otherwise"


def test_ends_are_values_a_factor_takes_or_are_rounded():
    grid = Factor("time_shortage", "Time shortage", "share", (0.0, 0.33, 0.61), 0.0, 0.61, 0.0)
    assert said_end(grid, 0.47) == 0.33
    assert said_end(WEEKS, 99.5) == 99
    assert said_end(SHORTAGE, 0.41372) == 0.41
    assert said_end(Factor("cost", "Cost", "euros", (), 0.0, 9000.0, 0.0), 4567.0) == 4600


def test_a_box_is_counted_by_hand():
    points = np.array([[0.1], [0.2], [0.3], [0.4], [0.5]])
    loses = np.array([False, True, True, False, True])
    box = measured([SHORTAGE], np.array([0.1]), np.array([0.4]), points, loses)  # holds .2, .3 and .4
    assert (box.points, box.losing) == (3, 2)
    assert (box.coverage, box.density) == pytest.approx((2 / 3, 2 / 3))
    assert box.conditions == ("time shortage above 10 % and at most 40 %",)
    assert isinstance(box, Box)


def test_conditions_have_units_and_leave_out_what_does_not_matter():
    assert condition(WEEKS, -np.inf, 99.0) == "weeks at most 99 weeks"
    assert condition(SHORTAGE, 0.29, np.inf) == "time shortage above 29 %"
    assert condition(SHORTAGE, -np.inf, np.inf) == ""


@pytest.mark.parametrize(
    ("points", "loses", "changes", "words"),
    [
        (np.zeros((4, 2)), np.zeros(4, bool), {}, "do not fit"),
        (np.zeros((0, 3)), np.zeros(0, bool), {}, "do not fit"),
        (np.zeros((4, 3)), np.zeros(4), {}, "do not fit"),
        (np.array([[0, 1, np.nan]]), np.zeros(1, bool), {}, "must be numbers"),
        (np.zeros((4, 3)), np.zeros(4, bool), {"density": 75.0}, "density must be from 0 to 1, not 75"),
    ],
)
def test_what_does_not_fit_is_refused(points, loses, changes, words):
    with pytest.raises(ValueError, match=words):
        discover(FACTORS, points, loses, **changes)
