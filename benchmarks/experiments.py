"""``make bench``, its second table: what an experiment costs beyond the model, and how fast a large one resumes."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

import sim
from benchmarks.__main__ import machine
from experiments import results
from experiments.running.engines import Bundle
from experiments.running.pair import Result, Task, no_sizes, run_all, run_task
from experiments.running.runner import Runner
from experiments.running.watcher import Watcher
from experiments.specification.cells import Cells
from experiments.specification.experiment import Experiment, parse_experiment
from experiments.store.folder import go_to, open_folder
from sim.outcomes import OUTCOMES
from sim.parameters import parameters

TINY = """
question = "How much is bookkeeping?"
replicates = {replicates}
[set]
families = 4
weeks = 2
burn_in_weeks = 0
[factors]
turnover_rate = {{ grid = [0.1, 0.5], steps = {cells} }}
"""
USUAL = """
question = "How fast are two workers?"
replicates = {replicates}
[factors]
turnover_rate = {{ grid = [0.1, 0.5], steps = {cells} }}
"""
MANY_CELLS, MANY_REPLICATES = 500, 100  # 50,000 pairs, 100,000 runs
CELLS_IN_A_ROW = 11
ROWS = 3  # the fastest counts
MEGABYTE = 1024  # kilobytes, as the system counts memory


def experiment(text: str, cells: int, replicates: int) -> Experiment:
    """An experiment of so many cells and replicates."""
    return parse_experiment(text.format(cells=cells, replicates=replicates), "bench")


def seconds_of(work: Callable[[], object]) -> float:
    """Wall-clock seconds of some work."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


class Instantly:
    """An engine that lives nothing and answers at once: what is left is what an experiment costs beyond its runs."""

    name = "instantly"
    bundle = 1

    def __init__(self) -> None:
        self.chance = np.random.default_rng(0)

    def workers(self) -> int:
        """As many as threads would be."""
        return 2

    def submit(self, bundle: Bundle) -> "Future[list[Result]]":
        """Results out of thin air."""
        future: Future[list[Result]] = Future()
        outcomes = self.chance.random((2, len(OUTCOMES)))
        future.set_result([Result(outcomes, no_sizes(), 0.0) for _ in bundle])
        return future

    def give_up(self, future: "Future[list[Result]]") -> None:
        """Nothing is ever given up."""

    def close(self) -> None:
        """There is nothing to close."""


def two_workers() -> float:
    """How much faster two workers are than one on the same experiment."""
    asked = experiment(USUAL, 20, 10)
    with tempfile.TemporaryDirectory() as folder:
        one = seconds_of(lambda: results.run(asked, Path(folder) / "one", workers=1, csv=False))
        two = seconds_of(lambda: results.run(asked, Path(folder) / "two", workers=2, csv=False))
    return one / two


def lived_together(lever: str) -> float:
    """How much faster a row of a map along a lever is lived together than each of its cells by itself."""
    low, high = parameters()[lever].low, parameters()[lever].high
    almelo = sim.load_scenario("almelo")
    cells = [almelo.replace(**{lever: float(value)}) for value in np.linspace(low, high, CELLS_IN_A_ROW)]
    rows = [[Task(cell, seed) for cell in cells] for seed in range(ROWS)]
    run_task(rows[0][0])  # the first run of a process loads the compiled rules
    return min(map(core_seconds_of(run_one_by_one), rows)) / min(map(core_seconds_of(run_all), rows))


def run_one_by_one(tasks: Sequence[Task]) -> list[Result]:
    """As ``run_all``, with nothing in common."""
    return [run_task(task) for task in tasks]


def core_seconds_of(work: Callable[[Sequence[Task]], object]) -> Callable[[Sequence[Task]], float]:
    """Seconds of a core that some work on tasks takes."""

    def measured(tasks: Sequence[Task]) -> float:
        began = time.process_time()
        work(tasks)
        return time.process_time() - began

    return measured


def in_its_own_process(code: str) -> list[float]:
    """The numbers that a fresh interpreter prints."""
    preamble = (
        "import time; began = time.process_time()\nfrom pathlib import Path\nfrom benchmarks.experiments import *\n"
    )
    done = subprocess.run([sys.executable, "-c", preamble + code], capture_output=True, text=True, check=True)
    return [float(word) for word in done.stdout.split()]


def find(root: Path) -> None:
    """Find out that everything is there: up to the moment at which a new run would be sent out."""
    asked = experiment(TINY, MANY_CELLS, MANY_REPLICATES)
    Runner(asked, Cells(asked), go_to(open_folder(root, asked), asked), Instantly(), Watcher()).run()


def memory_of(cells: int, replicates: int) -> float:
    """Megabytes at most while an experiment of so many cells is run and its tables are written."""
    return in_its_own_process(
        "import tempfile, resource\nwith tempfile.TemporaryDirectory() as folder:\n"
        f"    asked = experiment(TINY, {cells}, {replicates})\n"
        "    results.run(asked, Path(folder) / 'out', engine=Instantly(), csv=False)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE)\n"
    )[0]


def main() -> None:
    """Measure everything and print one table."""
    console = Console()
    console.print(machine())
    table = Table("what", "measured", "asked", title="Omtafel, experiments")
    runs = 2 * MANY_CELLS * MANY_REPLICATES
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "many"
        asked = experiment(TINY, MANY_CELLS, MANY_REPLICATES)
        whole = seconds_of(lambda: results.run(asked, root, engine=Instantly(), csv=False))
        table.add_row(f"{runs:,} runs that cost nothing", f"{1e3 * whole / runs:.2f} ms a run", "≤ 1 ms")
        say = f"find(Path({str(root)!r})); print(time.process_time() - began)"
        table.add_row("all of them found, from the start of Python", f"{in_its_own_process(say)[0]:.1f} s", "< 5 s")
        again = seconds_of(lambda: results.run(asked, root, engine=Instantly(), csv=False))
        table.add_row("the same command once more", f"{again:.1f} s", "< 5 s")
    for lever in ("table_size", "turnover_rate", "life_event_rate"):
        table.add_row(f"{CELLS_IN_A_ROW} cells along {lever} together", f"{lived_together(lever):.2f} times", "≥ 1")
    table.add_row("two workers beside one", f"{two_workers():.2f} times", "≥ 1.8")
    small, large = memory_of(50, 20), memory_of(1_000, 50)
    table.add_row("memory, 2,000 and 100,000 runs", f"{small:.0f} and {large:.0f} MB", "flat")
    console.print(table)


if __name__ == "__main__":
    main()
