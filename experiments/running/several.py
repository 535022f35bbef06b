"""Runs of any scenarios for who asks for numbers: lived now, or kept in a folder and lived only once."""

import dataclasses
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Protocol

import numpy as np

from experiments.running.pair import TOGETHER, Failure, Result, Task, in_bundles, run_all
from experiments.running.runner import Runner
from experiments.running.threads import Threads
from experiments.running.watcher import Watcher
from experiments.specification.experiment import Experiment
from experiments.specification.precision import Precision
from experiments.store.folder import go_to, open_folder
from experiments.store.identity import Identities
from experiments.store.parts import DamagedPart, measures
from sim.effect_size import AMONG, OF_FAMILIES
from sim.outcomes import OUTCOMES
from sim.region import ROUTES
from sim.scenario import Scenario
from sim.workers import cores

Step = Callable[[], None]
Answers = tuple[np.ndarray, np.ndarray]


class RunFailed(Exception):
    """A run that somebody waits for has failed."""

    def __init__(self, seed: int, failure: Failure) -> None:
        super().__init__(f"the run with seed {seed} failed in {failure.stage}: {failure.message}")


class Runs(Protocol):
    """Hands out what runs of some scenarios say."""

    def ask(
        self, scenarios: Sequence[Scenario], seeds: range, routes: Sequence[str] = ROUTES, step: Step | None = None
    ) -> Answers:
        """Outcomes and effect sizes.

        Args:
            scenarios: what is run.
            seeds: of every scenario.
            routes: on which routes.
            step: called as often as there are scenarios, as runs come in.

        Returns:
            Outcomes, shape (scenarios, seeds, routes, outcomes), and Hedges g, shape (scenarios, seeds, len(AMONG),
            len(OF_FAMILIES)); g is not a number without both routes.

        Raises:
            RunFailed: when one of them fails.
        """


@dataclass(frozen=True)
class Lived:
    """Runs that are lived now, in threads, and not kept.

    Attributes:
        workers: threads; by default one for each core.
    """

    workers: int | None = None

    def ask(
        self, scenarios: Sequence[Scenario], seeds: range, routes: Sequence[str] = ROUTES, step: Step | None = None
    ) -> Answers:
        """See ``Runs``."""
        tasks = [Task(scenario, seed, tuple(routes)) for scenario, seed in product(scenarios, seeds)]
        together = max(1, min(TOGETHER, len(tasks) // cores(self.workers)))
        bundles = in_bundles(range(len(tasks)), tasks.__getitem__, together)
        found: dict[int, Result] = {}
        with ThreadPoolExecutor(cores(self.workers)) as pool:
            for bundle, several in zip(
                bundles, pool.map(lambda bundle: run_all([tasks[one] for one in bundle]), bundles), strict=True
            ):
                for number, result in zip(bundle, several, strict=True):
                    if result.failure:
                        raise RunFailed(tasks[number].seed, result.failure)
                    found[number] = result
                    if step and len(found) % len(seeds) == 0:
                        step()
        results = [found[number] for number in range(len(tasks))]
        shape = (len(scenarios), len(seeds))
        outcomes = np.array([one.outcomes for one in results]).reshape(*shape, len(routes), len(OUTCOMES))
        return outcomes, np.array([one.sizes for one in results]).reshape(*shape, len(AMONG), len(OF_FAMILIES))


@dataclass(frozen=True)
class Listed:
    """Any scenarios as the cells of an experiment."""

    scenarios: Sequence[Scenario]
    labels: tuple[str, ...] = ("number",)

    def __len__(self) -> int:
        return len(self.scenarios)

    def scenario(self, cell: int) -> Scenario:
        """What is run in a cell."""
        return self.scenarios[cell]

    def row(self, cell: int) -> dict[str, object]:
        """A cell's number in the list."""
        return {"number": float(cell)}


class Kept:
    """Runs that are kept in a folder: what was lived before is read there.

    Args:
        root: the folder.
        experiment: what it is for.
        workers: threads.
        watcher: is told what should be known.
        command: that started this.
    """

    def __init__(
        self,
        root: Path,
        experiment: Experiment,
        workers: int | None = None,
        watcher: Watcher | None = None,
        command: str = "",
    ) -> None:
        self.experiment = experiment
        self.workers = workers
        self.watcher = watcher or Watcher()
        self.place = go_to(open_folder(root, experiment), experiment, command)

    def ask(
        self, scenarios: Sequence[Scenario], seeds: range, routes: Sequence[str] = ROUTES, step: Step | None = None
    ) -> Answers:
        """See ``Runs``."""
        count = len(seeds)
        asked = dataclasses.replace(
            self.experiment, routes=tuple(routes), seed=seeds.start, replicates=Precision(count, count, {}), outcomes=()
        )
        watcher = Steps(self.watcher, step, count)
        pairs = [(seed, Identities(one, tuple(routes)).of(seed)) for one, seed in product(scenarios, seeds)]
        while True:
            engine = Threads(self.workers)
            try:
                Runner(asked, Listed(scenarios), self.place, engine, watcher).run()
                rows = self.read(pairs)
                break
            except DamagedPart as damaged:  # found out late: run again what it held
                self.place.index.put_aside(damaged.path)
            finally:
                engine.close()
        values = rows.reshape(len(scenarios), count, len(routes), len(measures()))
        sizes = values[:, :, -1, len(OUTCOMES) :].reshape(len(scenarios), count, len(AMONG), len(OF_FAMILIES))
        return values[..., : len(OUTCOMES)], sizes

    def read(self, pairs: Sequence[tuple[int, tuple[str, ...]]]) -> np.ndarray:
        """What is kept of some pairs, each with its seed; shape (runs, measures).

        Raises:
            RunFailed: when one of them has failed.
            DamagedPart: when one of the parts cannot be read.
        """
        index = self.place.index
        for seed, runs in pairs:
            for run in filter(index.has_failed, runs):
                (why,) = index.table([run], ["stage", "message"]).to_pylist()
                message = f"{why['message']} (more in {self.place.folder.failed})"
                raise RunFailed(seed, Failure(why["stage"], message))
        return index.rows([run for _, runs in pairs for run in runs], measures())


class Steps(Watcher):
    """Counts scenarios instead of pairs.

    Args:
        other: is told what should be known.
        step: called after each scenario.
        pairs: of a scenario.
    """

    def __init__(self, other: Watcher, step: Step | None, pairs: int) -> None:
        self.other = other
        self.step = step
        self.pairs = pairs
        self.steps = 0

    def there(self, pairs: int) -> None:
        """Step as often as scenarios have been completed."""
        while self.step and self.steps < pairs // self.pairs:
            self.steps += 1
            self.step()

    def note(self, words: str) -> None:
        """Hand it on."""
        self.other.note(words)
