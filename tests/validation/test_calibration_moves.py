"""Moves of sets that fit, and how many independent ones they are worth: held against closed forms."""

import numpy as np
import pytest

from experiments.parameter_sets.draws import at_random, luck_of
from experiments.parameter_sets.themes import loadings
from sim.outcomes import MAIN, OUTCOMES
from validation.calibration.moves import Judged, steps_after, sweep, taken_by_weight, walked, worth

AT = 5  # the theme of which something is known
MIDDLE, WIDTH = 1.0, 0.5  # where a figure is met, and how exactly


def judged(draws, lines=None, differences=None):
    """Sets that fit the better the nearer one theme lies to a place."""
    fits = -0.5 * ((draws.heights[:, [AT]] - MIDDLE) / WIDTH) ** 2
    outcomes = np.zeros((len(draws), 2, 2, len(OUTCOMES)))
    if differences is not None:
        outcomes[:, :, 1] = np.reshape(differences, (len(draws), 1, -1))
    return Judged(draws, fits, outcomes, np.zeros(len(draws)), np.arange(len(draws)) if lines is None else lines)


def nothing(draws):
    """A guess that says that all sets fit alike."""
    return np.zeros(len(draws))


def wrong(draws):
    """A guess that is sure of another place."""
    return -0.5 * ((draws.heights[:, AT] - 0.2) / 0.7) ** 2


@pytest.mark.slow
def test_walks_leave_the_prior_alone_where_all_fits_alike():
    start = at_random(2000, 1, 0)
    end = walked(start, nothing, 25, luck_of("walk", 1))
    for one, other in ((end.heights, start.heights), (end.own, start.own)):
        assert one.mean() == pytest.approx(0.0, abs=0.01)
        assert one.std() == pytest.approx(1.0, abs=0.01)
        assert np.abs(one.std(axis=0) - 1).max() < 0.1
        assert 0.1 < np.corrcoef(one.ravel(), other.ravel())[0, 1] < 0.7, "and move on"
    theme = np.abs(loadings()).argmax(axis=0)
    with_theme = [np.corrcoef(end.heights[:, theme[column]], end.own[:, column])[0, 1] for column in range(len(theme))]
    assert np.mean(with_theme) == pytest.approx(0.0, abs=0.01), "what is a parameter's own stays so"


@pytest.mark.slow
@pytest.mark.parametrize("guess", [nothing, wrong])
def test_sweeps_spread_sets_as_prior_times_chance_however_wrong_the_guess(guess):
    now = judged(at_random(1200, 2, 0), lines=np.arange(1200) // 2)
    for number in range(20):
        now, tried, accepted = sweep(now, judged, guess, 10, luck_of(f"sweep {number}", 2))
        assert len(tried) == len(now) and 0 < accepted < 1
    known = now.draws.heights[:, AT]
    # a standard normal height seen once: precision 1 + 1 / WIDTH²
    assert known.mean() == pytest.approx(MIDDLE / (1 + WIDTH**2), abs=0.05)
    assert known.std() == pytest.approx(np.sqrt(WIDTH**2 / (1 + WIDTH**2)), abs=0.04)
    others = np.delete(now.draws.heights, AT, axis=1)
    assert (others.mean(), others.std()) == (pytest.approx(0.0, abs=0.01), pytest.approx(1.0, abs=0.01))
    assert now.fits == pytest.approx(judged(now.draws).fits), "what is known of a set goes with it"
    assert list(now.lines) == [number // 2 for number in range(1200)], "a set that moves remains of its line"


def test_sets_are_taken_as_often_as_their_weight_asks():
    weights = np.array([0.0, 3.0, 1.0, 0.5, 0.0, 5.5, 0.0])
    rows = taken_by_weight(weights, 40, luck_of("taken", 1))
    often = np.bincount(rows, minlength=7)
    assert often.sum() == 40
    assert (np.abs(often - 4 * weights) < 1).all()
    assert list(rows) != sorted(rows), "the first ones are not the copies of one"


def test_walks_get_shorter_where_few_end_well_and_longer_where_many_do():
    assert [steps_after(80, share) for share in (0.1, 0.3, 0.6)] == [40, 80, 160]
    assert (steps_after(10, 0.0), steps_after(320, 1.0)) == (10, 320)


LINES = np.repeat(np.arange(100), 4)


def test_independent_sets_are_worth_their_number():
    differences = np.random.default_rng(1).standard_normal((400, len(OUTCOMES)))
    draws = at_random(400, 3, 0)
    assert worth(judged(draws, differences=differences)) == 400
    assert worth(judged(draws, LINES, differences)) > 380, "what shares a line may have grown apart"


def test_copies_are_worth_as_many_as_there_are_lines():
    draws = at_random(100, 3, 0)[LINES]
    assert worth(judged(draws, LINES, LINES.astype(float))) == pytest.approx(100)
    uneven = np.repeat(np.arange(3), [2, 2, 6])
    assert worth(judged(at_random(3, 3, 0)[uneven], uneven)) == pytest.approx(10**2 / (4 + 4 + 36))
    assert worth(judged(at_random(10, 3, 0), np.zeros(10, int))) == pytest.approx(1), "one line: nothing to tell"


@pytest.mark.parametrize("part", [0.2, 0.5])
def test_sets_that_are_partly_alike_are_worth_what_the_design_effect_says(part):
    luck = np.random.default_rng(2)
    differences = np.sqrt(part) * luck.standard_normal(100)[LINES] + np.sqrt(1 - part) * luck.standard_normal(400)
    found = worth(judged(at_random(400, 3, 0), LINES, differences))
    assert found == pytest.approx(400 / (1 + 3 * part), rel=0.15), "by what is most alike: here the outcomes"


def test_outcomes_without_a_value_or_that_never_differ_tell_nothing():
    one = judged(at_random(400, 3, 0), LINES, LINES.astype(float))
    one.outcomes[:, :, :, list(OUTCOMES).index(MAIN[0])] = np.nan
    one.outcomes[:, :, :, list(OUTCOMES).index(MAIN[1])] = 0.0
    assert worth(one) == pytest.approx(100), "the others say that lines are copies"
    one.outcomes[:] = 0.0
    assert worth(one) > 380
