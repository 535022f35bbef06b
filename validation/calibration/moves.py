"""Sets that fit, moved on: each walks where an emulator expects a fit, and stays where it was if it lives to fit worse.

Sets taken by weight are copies of few. In a sweep every set takes a walk of small steps, each of which leaves the prior
alone and is accepted by the emulator; where the walk ends is lived, with the same seeds as everything else, and taken
with the chance that makes up for what the emulator had wrong. So sets remain spread as prior × chance as lived, however
bad the emulator is (a bad one only makes them move seldom), and copies grow apart.

Source: delmoral2006 (reweigh, take by weight, move); christen2005, a guess that judges first; cotter2013, steps that
leave a normal prior alone.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from experiments.parameter_sets.draws import Draws
from experiments.parameter_sets.themes import loadings
from sim.outcomes import OUTCOMES
from validation.calibration.fit import means_of

SMALL = 0.15  # how far a step goes that moves everything, 0 to 1
SOME = 0.08  # chance of each theme to be drawn anew, where a step moves a few
STEPS = (10, 320)  # of a walk: fewest and most
ACCEPTED = (0.2, 0.4)  # share of walks that should end well: with fewer, walks are halved, with more, they are doubled


@dataclass(frozen=True)
class Judged:
    """Sets that were lived.

    Attributes:
        draws: the sets.
        fits: logarithm of how well each fits each target, shape (sets, targets).
        outcomes, sizes: of them, as ``Runs.ask`` hands them out for both routes.
        lines: which start each descends from, shape (sets,).
    """

    draws: Draws
    fits: np.ndarray = field(repr=False)
    outcomes: np.ndarray = field(repr=False)
    sizes: np.ndarray = field(repr=False)
    lines: np.ndarray = field(repr=False)

    def __len__(self) -> int:
        return len(self.draws)

    def __getitem__(self, which: np.ndarray) -> "Judged":
        lines = self.lines[which]
        return Judged(self.draws[which], self.fits[which], self.outcomes[which], self.sizes[which], lines)

    def __add__(self, other: "Judged") -> "Judged":
        mine, yours = ((one.fits, one.outcomes, one.sizes, one.lines) for one in (self, other))
        return Judged(self.draws + other.draws, *map(np.concatenate, zip(mine, yours, strict=True)))

    @property
    def fit(self) -> np.ndarray:
        """Logarithm of how well each fits all targets, shape (sets,)."""
        return self.fits.sum(axis=1)


Guess = Callable[[Draws], np.ndarray]  # logarithm of how well sets are guessed to fit, shape (sets,)
Live = Callable[[Draws], Judged]


def taken_by_weight(weights: np.ndarray, count: int, luck: np.random.Generator) -> np.ndarray:
    """Rows, each as often as its weight asks for to within one, in an order that says nothing; shape (count,)."""
    marks = (luck.random() + np.arange(count)) / count
    rows = np.searchsorted(np.cumsum(weights) / weights.sum(), marks, side="right")
    return luck.permutation(np.minimum(rows, np.flatnonzero(weights)[-1]))


def stepped(draws: Draws, luck: np.random.Generator) -> Draws:
    """Each set a step further: everything a little, or a few themes with what is their members' own drawn anew.

    Which of both, and which themes, hangs on nothing but luck; so sets from the prior stay so, and a step is as likely
    as its way back.
    """
    sets, themes = draws.heights.shape
    everything = luck.random((sets, 1)) < 0.5
    anew = luck.random((sets, themes)) < SOME
    size: np.ndarray = np.where(everything, SMALL, anew)
    of_own = size[:, np.abs(loadings()).argmax(axis=0)]
    return Draws(
        np.sqrt(1 - size**2) * draws.heights + size * luck.standard_normal(draws.heights.shape),
        np.sqrt(1 - of_own**2) * draws.own + of_own * luck.standard_normal(draws.own.shape),
    )


def walked(draws: Draws, guess: Guess, steps: int, luck: np.random.Generator) -> Draws:
    """Where sets are after so many steps, each accepted by what is guessed."""
    guessed = guess(draws)
    for _ in range(steps):
        tried = stepped(draws, luck)
        there = guess(tried)
        better = np.log(luck.random(len(draws))) < there - guessed
        draws, guessed = either(better, tried, draws), np.where(better, there, guessed)
    return draws


def either(first: np.ndarray, one: Draws, other: Draws) -> Draws:
    """The sets of one where it says so, shape (sets,), else those of the other."""
    return Draws(np.where(first[:, None], one.heights, other.heights), np.where(first[:, None], one.own, other.own))


def sweep(now: Judged, live: Live, guess: Guess, steps: int, luck: np.random.Generator) -> tuple[Judged, Judged, float]:
    """Let every set take a walk; gives where they are, all that was lived, and which share of walks was accepted.

    Args:
        now: the sets, spread as prior × chance as lived.
        live: lives sets, always with the same seeds.
        guess: is the same in the whole sweep.
        steps: of each walk.
        luck: of the sweep.
    """
    wanted = walked(now.draws, guess, steps, luck)
    tried = live(wanted)
    gain = (tried.fit - guess(wanted)) - (now.fit - guess(now.draws))
    taken = np.log(luck.random(len(now))) < gain
    rows = np.where(taken, np.arange(len(now)) + len(now), np.arange(len(now)))
    moved = (now + tried)[rows]
    return Judged(moved.draws, moved.fits, moved.outcomes, moved.sizes, now.lines), tried, float(taken.mean())


def steps_after(steps: int, accepted: float) -> int:
    """How long the next walks are, after some of which a share was accepted."""
    low, high = ACCEPTED
    wanted = steps * 2 if accepted > high else steps // 2 if accepted < low else steps
    return int(np.clip(wanted, *STEPS))


def worth(now: Judged) -> float:
    """How many independent sets these are worth: N / (1 + (m - 1) ρ), as where people are asked by household.

    Sets of one line resemble each other. ρ is how much: 1 for copies, 0 for what luck gives; the mean over the heights
    of all themes, or over the differences between the routes in the main outcomes, whichever is larger. m is how many
    sets a set finds in its line, itself included. So copies are worth as many as there are lines, when lines are as
    long as each other.

    Source: kish1965, the design effect; ρ by analysis of variance.
    """
    main = [column for column, outcome in enumerate(OUTCOMES.values()) if outcome.main]
    differences = means_of((now.outcomes[:, :, 1] - now.outcomes[:, :, 0])[:, :, main])
    alike = max(alike_in_lines(now.lines, now.draws.heights), alike_in_lines(now.lines, differences))
    together = float((np.bincount(now.lines).astype(float) ** 2).sum() / len(now))
    return len(now) / (1 + (together - 1) * alike)


def alike_in_lines(lines: np.ndarray, values: np.ndarray) -> float:
    """Intraclass correlation, 0 to 1: how much alike sets of one line are, the mean over columns.

    Args:
        lines: shape (sets,); where all are one, nothing tells how far lines lie apart, and sets count as alike.
        values: shape (sets, columns); a column counts where it is a number, varies, and lines have it more than once.
    """
    if len(np.unique(lines)) == 1:
        return 1.0
    found = []
    for column in values.T:
        known = np.isfinite(column)
        _, line, sizes = np.unique(lines[known], return_inverse=True, return_counts=True)
        if not 1 < len(sizes) < known.sum() or np.ptp(column[known]) == 0:
            continue
        column = column[known] - column[known].mean()
        means = np.bincount(line, column) / sizes
        between = float((sizes * means**2).sum()) / (len(sizes) - 1)
        within = float(((column - means[line]) ** 2).sum()) / (len(column) - len(sizes))
        usual_size = (len(column) - (sizes**2).sum() / len(column)) / (len(sizes) - 1)
        found.append((between - within) / (between + (usual_size - 1) * within))
    return float(np.clip(np.mean(found), 0, 1)) if found else 0.0
