"""The analysis of a trial with learners: it finds what was planted, and nothing where nothing is."""

import numpy as np
import pytest

from experiments.analysis.learners import SOUGHT, Scores, analyse, learners_needed

pytestmark = pytest.mark.slow

STUDIES = 300


def study(luck, effect, classes, size, by_class=False, alike=0.1, kept=0.5):
    """A simulated trial: classes differ by `alike` of the variance, and of what is left `kept` was known before."""
    learners = classes * size
    which = np.repeat(np.arange(classes), size)
    own = luck.normal(0, np.sqrt(alike), classes)[which]
    known = np.sqrt(kept) * luck.normal(size=learners)
    first = (luck.permutation(classes) % 2 == 0)[which] if by_class else luck.random(learners) < 0.5
    pre, post = (own + np.sqrt(1 - alike) * (known + np.sqrt(1 - kept) * luck.normal(size=learners)) for _ in range(2))
    return Scores(which, first, pre, post + effect * first)


def found_share(effect, classes, size, **how):
    """In which share of simulated trials something was found."""
    luck = np.random.default_rng(20261129)
    return np.mean([analyse(study(luck, effect, classes, size, **how)).found for _ in range(STUDIES)])


def test_a_planted_effect_is_found_in_four_of_five_trials_with_122_learners_of_each_way():
    assert found_share(SOUGHT, 10, 24) >= 0.8
    assert 122 <= learners_needed() <= 124  # without a score before: what the literature says of such a trial


@pytest.mark.parametrize("by_class", [False, True])
def test_where_nothing_is_one_trial_in_twenty_finds_something_however_alike_classes_are(by_class):
    """Were learners of a class taken for independent, one in three would find something by class."""
    assert 0.02 <= found_share(0.0, 10, 24, by_class=by_class, alike=0.2) <= 0.08


def test_one_class_is_too_small_and_says_so():
    luck = np.random.default_rng(3)
    trial = analyse(study(luck, 0.0, 1, 32, kept=0.0, alike=0.0))
    assert 0.12 <= trial.power <= 0.22
    assert trial.classes == 1 and trial.unit == "learner"


def test_the_effect_by_hand():
    """Two classes, each way twice in each; in both the first way has one point more, and one point is noise."""
    classes = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    first = np.array([1, 1, 0, 0, 1, 1, 0, 0], dtype=bool)
    post = np.array([6.0, 4, 4, 4, 9, 9, 9, 7])
    trial = analyse(Scores(classes, first, np.zeros(8), post))
    rest = np.array([1.0, -1, 0, 0, 0, 0, 1, -1])  # beside the mean of class and way
    assert trial.effect == pytest.approx(1 / np.sqrt(rest @ rest / (8 - 2 - 1)))
    assert trial.unit == "learner" and not trial.found


def test_what_learners_knew_before_is_taken_out():
    """Each learner of the first way has one point more than before, beside eight points that they had differed in."""
    pre = np.tile([0.0, 2.0, 4.0, 8.0], 3)
    first = np.repeat([True, False, True], 4)
    noise = np.tile([0.1, -0.1], 6)
    trial = analyse(Scores(np.zeros(12, int), first, pre, pre + first + noise))
    assert trial.found and trial.effect > 0


def test_whole_classes_of_one_way_are_compared_as_classes():
    classes = np.repeat(np.arange(4), 10)
    post = np.tile(np.arange(10.0), 4) + np.array([3.0, 0.0, 3.2, 0.2])[classes]
    trial = analyse(Scores(classes, classes % 2 == 0, np.zeros(40), post))
    assert trial.unit == "class" and trial.found and trial.effect > 0


def test_what_cannot_be_compared_is_refused():
    few = Scores(np.zeros(5, int), np.array([1, 1, 1, 1, 0], bool), np.zeros(5), np.arange(5.0))
    with pytest.raises(ValueError, match="1 learners had one of both ways"):
        analyse(few)
    with pytest.raises(ValueError, match="0 classes had one of both ways"):
        analyse(Scores(np.zeros(9, int), np.ones(9, bool), np.zeros(9), np.arange(9.0)))
    with pytest.raises(ValueError, match="same score"):
        analyse(Scores(np.zeros(8, int), np.arange(8) % 2 == 0, np.zeros(8), np.ones(8)))
