"""Which parameter sets fit what is known: in waves, each drawn where an emulator of all runs so far expects a fit.

The first wave is drawn from the prior. Later ones are drawn from the prior too, and each set is kept with the chance
that the emulator thinks it fits; so what is kept is spread as prior × guessed chance, and a set weighs its chance as
lived over its chance as guessed. Sets of the last wave are taken by weight, and moved on (``moves``), until they are
worth enough; from there on each counts as much as another. Under a rival form of a rule it begins with sets that fit
under the usual ones, which weigh their chance under the one over that under the other.

Source: craig1997 (waves, discrepancy); beaumont2009, sets weighed by what proposed them.
"""

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from experiments.parameter_sets.draws import Draws, at_random, luck_of, sample
from experiments.running.several import Runs
from sim.scenario import Scenario
from validation.bench import Progress, unseen
from validation.calibration.emulator import Emulator
from validation.calibration.fit import log_chances
from validation.calibration.under_way import Calibration, Posterior, Size
from validation.targets import Target

FIRST_SEED = 0  # of the first wave; each wave has seeds of its own: a set must not be kept for its luck
CANDIDATES = 16_384  # drawn at a time
MOST_PAGES = 1_600  # of candidates in a wave, before it is given up
BATCH = 256  # sets of the last wave that are lived at a time
RIVAL_BATCH = 128  # the same, under a rival form


@dataclass
class Candidates:
    """Sets from the prior, page by page, of which an emulator keeps some.

    Attributes:
        targets: what they are held against.
        seed: of the draws.
        page: that comes next.
    """

    targets: tuple[Target, ...]
    seed: int
    page: int = 0

    def kept(self, emulator: Emulator, candidates: Draws, page: int) -> Draws:
        """Some of the sets, each with the chance that it is guessed to fit; what one figure leaves, the next judges."""
        needs = np.log(luck_of(f"kept {page}", self.seed).random(len(candidates)))
        inputs, rows = candidates.inputs, np.arange(len(candidates))
        for figure, target in enumerate(self.targets):
            mean, error = emulator.guess_one(figure, inputs[rows])
            needs[rows] -= log_chances((target,), mean[:, None], error[:, None])[:, 0]
            rows = rows[needs[rows] < 0]
        return candidates[rows]

    def proposed(self, emulator: Emulator, sets: int) -> tuple[Draws, int]:
        """Sets from the prior, each kept with the chance that it is guessed to fit; and how many were looked at.

        Raises:
            ValueError: one line, when so few fit that there is no end to it.
        """
        found: Draws | None = None
        for page in range(self.page, self.page + MOST_PAGES):
            kept = self.kept(emulator, at_random(CANDIDATES, self.seed, page), page)
            found = found + kept if found else kept
            if len(found) >= sets:
                looked_at, self.page = (page + 1 - self.page) * CANDIDATES, page + 1
                return found[slice(sets)], looked_at
        raise ValueError(
            f"of {MOST_PAGES * CANDIDATES:,} sets only {len(found) if found else 0} are expected to fit all "
            "figures: they contradict each other, or the model"
        )


def calibrate(
    scenario: Scenario,
    targets: tuple[Target, ...],
    runs: Runs,
    size: Size | None = None,
    seed: int = 0,
    step: Progress = unseen,
) -> Posterior:
    """Find parameter sets that fit what is known.

    Args:
        scenario: the region whose usual care is known.
        targets: what is known; each with a range.
        runs: where runs come from.
        size: how much is lived.
        seed: of all draws.
        step: is told how far it is.

    Raises:
        ValueError: one line, when nothing fits.
    """
    work = Calibration(scenario, targets, runs, size, seed, step)
    candidates, first = Candidates(targets, seed), FIRST_SEED
    for number, (sets, pairs) in enumerate(work.size.waves, 1):
        began = time.monotonic()
        draws, looked_at = candidates.proposed(work.emulator(), sets) if work.waves else (sample(sets, seed), sets)
        lived = work.live(draws, range(first, first + pairs), f"Wave {number}: {pairs} pairs of each set")
        work.note(f"{number}", began, looked_at, lived, None)
        first += pairs
    seeds = range(first, first + work.size.pairs)
    emulator = work.emulator()

    def batches() -> Iterator[tuple[Draws, np.ndarray, int]]:
        for _ in range(math.ceil(work.size.most / BATCH)):
            draws, looked_at = candidates.proposed(emulator, BATCH)
            yield draws, work.guessed(emulator, draws), looked_at

    return work.moved(*work.taken(batches(), seeds), seeds)


def calibrate_rival(
    usual: Posterior, scenario: Scenario, runs: Runs, size: Size, seed: int = 0, step: Progress = unseen
) -> Posterior:
    """Find sets that fit under a rival form of a rule, from those that fit under the usual ones.

    Args:
        usual: those sets.
        scenario: the region whose usual care is known, under the rival form.
        runs: where runs come from.
        size: how much is lived; there are no waves.
        seed: of all draws.
        step: is told how far it is.

    Raises:
        ValueError: one line, when none of them fits.
    """
    work = Calibration(scenario, usual.targets, runs, size, seed, step)
    parts = [slice(first, first + RIVAL_BATCH) for first in range(0, len(usual.sets), RIVAL_BATCH)]
    batches = ((usual.sets.draws[part], usual.sets.fit[part], 0) for part in parts)
    return work.moved(*work.taken(batches, usual.seeds, usual.sets.lines), usual.seeds, usual.emulator)
