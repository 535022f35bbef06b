"""A bench for questions of the form "what if": one scenario, other settings, always the same luck."""

import dataclasses
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from experiments.analysis.effects import gain_sign
from experiments.running.several import Lived, Runs
from sim.outcomes import OUTCOMES
from sim.parameters import nearest, parameters
from sim.scenario import Scenario
from sim.workers import cores

Step = Callable[[], None]
Progress = Callable[[str, int], Step]  # given words and a number of steps, hands out what is called after each step

COLUMN = {name: number for number, name in enumerate(OUTCOMES)}


def unseen(words: str, steps: int) -> Step:
    """Progress that nobody watches."""
    return lambda: None


def with_settings(scenario: Scenario, settings: Mapping[str, float]) -> Scenario:
    """The scenario with other settings, also outside their range: a mechanism that is switched off is not plausible.

    Args:
        scenario: what to change.
        settings: values by parameter name; the name of a declaration with several members sets them all.

    Raises:
        KeyError: an unknown name, with the nearest one.
    """
    known = parameters()
    changed = dict(scenario.settings)
    for name, value in settings.items():
        members = [one.name for one in known.values() if name in (one.name, one.field)]
        if not members:
            raise KeyError(f"unknown parameter {name!r}{nearest(name, list(known))}")
        changed.update(dict.fromkeys(members, float(value)))
    return dataclasses.replace(scenario, settings=changed)


class Bench:
    """Runs a scenario under asked settings, each once, and hands out outcomes by replicate.

    Args:
        scenario: what everything starts from.
        replicates: paired runs for each settings.
        seed: seed of the first pair.
        workers: threads.
        runs: where runs come from; by default they are lived now.

    Attributes:
        asked: the settings under which anything was asked so far, each once.
    """

    def __init__(
        self,
        scenario: Scenario,
        replicates: int,
        seed: int = 0,
        workers: int | None = None,
        runs: Runs | None = None,
    ) -> None:
        self.scenario = scenario
        self.replicates = replicates
        self.seed = seed
        self.workers = workers
        self.runs = runs or Lived(workers)
        self.known: dict[tuple, np.ndarray] = {}
        self.asked: dict[tuple, Mapping[str, float]] = {}

    def switched_off(self, settings: Mapping[str, float]) -> "Bench":
        """The same bench with settings under everything that is asked of it."""
        scenario = with_settings(self.scenario, settings)
        return Bench(scenario, self.replicates, self.seed, self.workers, self.runs)

    def each(
        self, question: Callable[[Scenario, int], float | tuple[float, ...]], settings: Mapping[str, float]
    ) -> np.ndarray:
        """The answers to a question of one's own, by replicate; shape (replicates,) or (replicates, answers)."""
        self.ask(settings)
        scenario = with_settings(self.scenario, settings)

        with ThreadPoolExecutor(cores(self.workers)) as pool:
            seeds = range(self.seed, self.seed + self.replicates)
            return np.array(list(pool.map(lambda seed: question(scenario, seed), seeds)))

    def outcomes(self, settings: Mapping[str, float]) -> np.ndarray:
        """All outcomes under some settings, shape (replicates, 2 routes, outcomes)."""
        key = self.ask(settings)
        if key not in self.known:
            seeds = range(self.seed, self.seed + self.replicates)
            outcomes, _ = self.runs.ask([with_settings(self.scenario, settings)], seeds)
            self.known[key] = outcomes[0]
        return self.known[key]

    def ask(self, settings: Mapping[str, float]) -> tuple:
        """Note settings that are asked about, and give what tells them from others."""
        key = tuple(sorted(settings.items()))
        self.asked.setdefault(key, dict(settings))
        return key

    def parallel(self, outcome: str, **settings: float) -> np.ndarray:
        """An outcome on parallel routes, shape (replicates,)."""
        return self.outcomes(settings)[:, 0, COLUMN[outcome]]

    def shared(self, outcome: str, **settings: float) -> np.ndarray:
        """An outcome with a shared plan, shape (replicates,)."""
        return self.outcomes(settings)[:, 1, COLUMN[outcome]]

    def gain(self, outcome: str, **settings: float) -> np.ndarray:
        """What the shared plan gains in an outcome, above 0 when it is better; shape (replicates,)."""
        return gain_sign(outcome) * (self.shared(outcome, **settings) - self.parallel(outcome, **settings))
