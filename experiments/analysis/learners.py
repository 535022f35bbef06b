"""A trial with learners: does one way of teaching give a higher score than another, with classes as clusters?

The analysis is fixed before anybody has learned anything, and takes no choices:

- *score*: how many items are right afterwards, corrected for how many were right before (analysis of covariance).
- *classes*: where a coin was tossed for each learner, both ways are compared within each class, so that nothing is left
  of what classes differ in. Where most learners are in classes that had one way only, it is the class that was tossed
  for, and means of classes are compared.
- *verdict*: a two-sided test at .05, the effect in standard deviations (d) with its 95 % range, and the power that
  the trial had for an effect of d = .36, whatever came out.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from scipy.special import stdtr, stdtrit

SOUGHT = 0.36  # in standard deviations: what trying before an explanation gave over many trials (g of a meta-analysis)
LEVEL = 0.05
ENOUGH = 0.8  # power from which on "nothing was found" says something
FEWEST_CLASSES = 2  # of each way, where whole classes had one: else nothing is known of what classes differ in
FEWEST_LEARNERS = 4  # of each way, where a coin was tossed for each learner
Unit = Literal["learner", "class"]


@dataclass(frozen=True)
class Scores:
    """What learners scored.

    Attributes:
        classes: the class of each learner as a number from 0 on, shape (learners,), as all that follow.
        first: whether a learner had the first way.
        pre, post: items that were right before and after.
    """

    classes: np.ndarray
    first: np.ndarray
    pre: np.ndarray
    post: np.ndarray

    def those(self, kept: np.ndarray) -> "Scores":
        """Some of the learners, their classes numbered anew."""
        numbers = np.unique(self.classes[kept], return_inverse=True)[1]
        return Scores(numbers, self.first[kept], self.pre[kept], self.post[kept])

    @property
    def count(self) -> int:
        """How many classes there are."""
        return len(np.unique(self.classes))

    def means(self, values: np.ndarray) -> np.ndarray:
        """The mean of each class, shape (classes,)."""
        return np.bincount(self.classes, values) / np.bincount(self.classes)

    def within(self, values: np.ndarray) -> np.ndarray:
        """Values beside the mean of their class."""
        return values - self.means(values)[self.classes]


@dataclass(frozen=True)
class Trial:
    """What a trial with learners found.

    Attributes:
        unit: what the coin was tossed for.
        learners, classes: how many counted.
        effect: difference in standard deviations, first way minus second.
        low, high: its 95 % range.
        p: of the two-sided test.
        power: chance that this trial had to find ``SOUGHT``, were it there.
    """

    unit: Unit
    learners: int
    classes: int
    effect: float
    low: float
    high: float
    p: float
    power: float

    @property
    def found(self) -> bool:
        """Whether the ways differ by more than luck."""
        return self.p < LEVEL


def analyse(scores: Scores) -> Trial:
    """Analyse a trial.

    Raises:
        ValueError: one line, when too few learners or classes had either way to estimate anything.
    """
    if not len(scores.post):
        raise ValueError("nobody answered all questions")
    share = scores.means(scores.first.astype(float))
    mixed = ((share > 0) & (share < 1))[scores.classes]
    if mixed.mean() >= 0.5:
        return within_classes(scores.those(mixed))
    return between_classes(scores, share >= 0.5)


def within_classes(scores: Scores) -> Trial:
    """Both ways compared within each class."""
    few = min(int((scores.first == way).sum()) for way in (True, False))
    if few < FEWEST_LEARNERS:
        raise ValueError(f"{few} learners had one of both ways, and at least {FEWEST_LEARNERS} must have each")
    first, pre, post = (scores.within(one.astype(float)) for one in (scores.first, scores.pre, scores.post))
    free = len(post) - scores.count - 2
    if free < 1:
        raise ValueError("there are too few learners for so many classes")
    design = np.column_stack([first, pre]) if pre.any() else first[:, None]
    inverse = np.linalg.pinv(design.T @ design)
    found = inverse @ design.T @ post
    rest = post - design @ found
    error = float(np.sqrt(inverse[0, 0] * (rest @ rest) / free))
    apart = post - found[0] * first  # what learners of a class differ in, whatever they had known before
    spread = float(np.sqrt(apart @ apart / (free + 1)))
    return trial("learner", scores, float(found[0]), error, spread, free)


def between_classes(scores: Scores, had_first: np.ndarray) -> Trial:
    """Means of classes compared, where a class had one way; `had_first` has shape (classes,)."""
    few = min(int((had_first == way).sum()) for way in (True, False))
    if few < FEWEST_CLASSES:
        raise ValueError(f"{few} classes had one of both ways, and at least {FEWEST_CLASSES} must have each")
    pre, post = scores.within(scores.pre), scores.within(scores.post)
    slope = float(pre @ post / (pre @ pre)) if pre.any() else 0.0
    adjusted = scores.means(scores.post) - slope * scores.means(scores.pre)
    one, other = adjusted[had_first], adjusted[~had_first]
    free = len(adjusted) - 2
    squares = ((one - one.mean()) ** 2).sum() + ((other - other.mean()) ** 2).sum()
    error = float(np.sqrt(squares / free * (1 / len(one) + 1 / len(other))))
    spread = float(np.sqrt(np.mean([scores.post[scores.first == way].var(ddof=1) for way in (True, False)])))
    return trial("class", scores, float(one.mean() - other.mean()), error, spread, free)


def trial(unit: Unit, scores: Scores, effect: float, error: float, spread: float, free: int) -> Trial:
    """What came out, in standard deviations.

    Raises:
        ValueError: when all scores are the same.
    """
    if not spread or not error:
        raise ValueError("all learners have the same score, so nothing can be compared")
    half = float(stdtrit(free, 1 - LEVEL / 2)) * error
    ends = (effect - half) / spread, (effect + half) / spread
    p = float(2 * stdtr(free, -abs(effect) / error))
    power = power_of(SOUGHT * spread / error, free)
    return Trial(unit, len(scores.post), scores.count, effect / spread, *ends, p, power)


def power_of(errors: float, free: int) -> float:
    """The chance to find an effect that lies so many standard errors from none, with so many degrees of freedom."""
    from scipy.stats import nct  # a second, which pages need not wait for

    critical = stdtrit(free, 1 - LEVEL / 2)
    return float(nct.sf(critical, free, errors) + nct.cdf(-critical, free, errors))


@cache
def learners_needed() -> int:
    """Learners of each way that a trial needs to find ``SOUGHT``, when nothing is known of what they knew before."""
    count = FEWEST_LEARNERS
    while power_of(SOUGHT * np.sqrt(count / 2), 2 * count - 2) < ENOUGH:
        count += 1
    return count
