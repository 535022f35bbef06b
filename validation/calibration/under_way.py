"""A calibration under way: what it has lived and learned, and how it takes sets by weight and moves them on."""

import math
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from experiments.parameter_sets.draws import Draws, luck_of
from experiments.parameter_sets.kept import form_of, with_parameter_set
from experiments.parameter_sets.priors import settings_of, uncertain
from experiments.running.several import Runs
from sim.scenario import Scenario
from validation.bench import Progress, unseen
from validation.calibration.emulator import FEWEST, Emulator
from validation.calibration.fit import effective, log_chances, means_of
from validation.calibration.moves import Judged, steps_after, sweep, taken_by_weight, worth
from validation.targets import Target, values_of

LUCK_SEEDS = range(3000, 3024)  # how much runs of one set differ is measured at the declared values
SPARE = 1.25  # sets that are moved, for each that they should be worth
START = 0.6  # of them, so many must the last wave be worth before they are moved
FIRST_STEPS = 80  # of the walks of the first sweep
CUT = 0.5  # weights are cut at the mean × sets to this power: one set must not stand for many (ionides2008)


@dataclass(frozen=True)
class Size:
    """How much is lived.

    Attributes:
        waves: sets and pairs of each wave but the last.
        pairs: of each set of the last wave, and of every move.
        effective: how many independent sets the result should be worth.
        most: sets of the last wave at most.
        sweeps: of moves, at most.
    """

    waves: tuple[tuple[int, int], ...] = ((2048, 1), (1024, 2))
    pairs: int = 4
    effective: int = 400
    most: int = 2048
    sweeps: int = 8

    @property
    def moved(self) -> int:
        """How many sets are moved on: some more than what they should be worth, since copies remain alike for long."""
        return math.ceil(self.effective * SPARE)


@dataclass(frozen=True)
class Wave:
    """What one wave, or one sweep of moves, took and gave.

    Attributes:
        name: a number, or which sweep.
        candidates: sets that the emulator judged, or that were drawn where it judged none.
        sets, pairs: sets lived, and pairs of each.
        fit: mean chance of the sets lived that they fit, 0 to 1.
        accepted: share of the moves that was accepted, 0 to 1; nothing for a wave.
        worth: independent sets after it; nothing before the last wave.
        minutes: it took.
    """

    name: str
    candidates: int
    sets: int
    pairs: int
    fit: float
    minutes: float
    accepted: float | None = None
    worth: float | None = None


@dataclass(frozen=True)
class Posterior:
    """Parameter sets that fit, each counting as much as another.

    Attributes:
        targets: what was asked of them.
        waves: and sweeps, in their order.
        sets: as they were lived.
        worth: how many independent sets they are worth.
        rejects: which share of the sets that were lived before they were moved each target rejects, shape (targets,).
        emulator: what was learned last.
        seeds: of their runs.
    """

    targets: tuple[Target, ...]
    waves: tuple[Wave, ...]
    sets: Judged
    worth: float
    rejects: np.ndarray = field(repr=False)
    emulator: Emulator = field(repr=False)
    seeds: range


class Calibration:
    """A calibration under way.

    Args:
        scenario: the region whose usual care is known.
        targets: what is known.
        runs: where runs come from.
        size: how much is lived.
        seed: of all draws.
        step: is told how far it is.
    """

    def __init__(
        self,
        scenario: Scenario,
        targets: tuple[Target, ...],
        runs: Runs,
        size: Size | None = None,
        seed: int = 0,
        step: Progress = unseen,
    ) -> None:
        self.scenario, self.targets, self.runs, self.seed, self.step = scenario, targets, runs, seed, step
        self.size, self.form = size or Size(), form_of(scenario)
        declared = np.array([[one.value for one in uncertain()]])
        self.luck = np.nanstd(self.seen(*runs.ask(in_sets(scenario, declared), LUCK_SEEDS)), axis=1, ddof=1)[0]
        self.draws: Draws | None = None
        self.values = np.empty((0, len(targets)))
        self.waves: list[Wave] = []

    def seen(self, outcomes: np.ndarray, sizes: np.ndarray) -> np.ndarray:
        """What runs say of each target, shape (sets, pairs, targets)."""
        return np.stack([values_of(one, outcomes, sizes) for one in self.targets], axis=-1)

    def live(self, draws: Draws, seeds: range, words: str) -> Judged:
        """Live some sets, all with the same seeds."""
        outcomes, sizes = self.runs.ask(in_sets(self.scenario, draws.values), seeds, step=self.step(words, len(draws)))
        means = means_of(self.seen(outcomes, sizes))
        self.draws = self.draws + draws if self.draws else draws
        self.values = np.concatenate([self.values, means])
        fits = log_chances(self.targets, means, self.luck / np.sqrt(len(seeds)))
        return Judged(draws, fits, outcomes, sizes, np.arange(len(draws)))

    def emulator(self, upon: Emulator | None = None) -> Emulator:
        """What all sets that were lived teach, beside what is known already; of few sets nothing is learned."""
        assert self.draws is not None
        if upon and np.isfinite(self.values).sum(axis=0).min() < FEWEST:
            return upon
        return Emulator(self.draws, self.values, upon)

    def note(
        self,
        name: str,
        began: float,
        candidates: int,
        lived: Judged,
        worth: float | None,
        accepted: float | None = None,
    ) -> None:
        """Note what a wave or a sweep took and gave."""
        pairs, minutes = lived.outcomes.shape[1], (time.monotonic() - began) / 60.0
        fit = float(np.exp(lived.fit).mean())
        self.waves.append(Wave(name, candidates, len(lived), pairs, fit, minutes, accepted, worth))

    def guessed(self, emulator: Emulator, draws: Draws) -> np.ndarray:
        """How well sets are guessed to fit, as a logarithm that is 0 at best; shape (sets,)."""
        return log_chances(self.targets, *emulator.guess(draws.inputs)).sum(axis=1)

    def taken(
        self, batches: Iterable[tuple[Draws, np.ndarray, int]], seeds: range, lines: np.ndarray | None = None
    ) -> tuple[Judged, np.ndarray]:
        """Live batches of sets until they are worth enough, and take of them by weight; and what each target rejects.

        Args:
            batches: sets, how well each fits what they were drawn by (a logarithm), and how many were looked at.
            seeds: of their runs.
            lines: from which start each of the sets descends; from itself when not said.

        Raises:
            ValueError: one line, when none of them fits.
        """
        began, looked_at, weights, drawn_by = time.monotonic(), 0, np.zeros(0), np.zeros(0)
        lived: Judged | None = None
        for draws, fits, candidates in batches:
            part = self.live(draws, seeds, f"Last wave, sets {len(drawn_by) + 1} and on")
            lived = lived + part if lived else part
            drawn_by, looked_at = np.concatenate([drawn_by, fits]), looked_at + candidates
            weights = cut(np.exp(lived.fit - drawn_by))
            if effective(weights) >= self.size.moved * START:
                break
        if lived is None or not weights.any():
            raise ValueError(f"of {len(weights):,} sets that were expected to fit none does")
        self.note(f"{len(self.waves) + 1}", began, looked_at, lived, effective(weights))
        rows = taken_by_weight(weights, self.size.moved, luck_of(f"taken {self.form}", self.seed))
        return replace(lived[rows], lines=rows if lines is None else lines[rows]), 1 - np.exp(lived.fits).mean(axis=0)

    def moved(self, start: Judged, rejects: np.ndarray, seeds: range, upon: Emulator | None = None) -> Posterior:
        """Move sets on until they are worth enough; walks get longer or shorter as more or fewer are accepted."""
        now, steps, number = start, FIRST_STEPS, 0
        while worth(now) < self.size.effective and number < self.size.sweeps:
            began, number = time.monotonic(), number + 1
            live = partial(self.live, seeds=seeds, words=f"Sweep {number}: walks of {steps} steps")
            guess = partial(self.guessed, self.emulator(upon))
            now, tried, accepted = sweep(now, live, guess, steps, luck_of(f"sweep {number} {self.form}", self.seed))
            self.note(f"sweep {number}", began, steps * len(now), tried, worth(now), accepted)
            steps = steps_after(steps, accepted)
        return Posterior(self.targets, tuple(self.waves), now, worth(now), rejects, self.emulator(upon), seeds)


def cut(weights: np.ndarray) -> np.ndarray:
    """Weights of which none stands for many: cut at the mean × √sets.

    Source: ionides2008, truncated importance sampling.
    """
    return np.minimum(weights, weights.mean() * len(weights) ** CUT)


def in_sets(scenario: Scenario, sets: np.ndarray) -> list[Scenario]:
    """A scenario in each of some parameter sets, shape (sets, parameters) in the order of ``uncertain()``."""
    return [with_parameter_set(scenario, settings_of(values)) for values in sets]
