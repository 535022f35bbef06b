"""What an experiment would take: runs, time, disk and memory, and its precision, from a pilot of a few runs."""

import math
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from experiments.running.pair import Result, Task, run_task
from experiments.running.rows import rows_of, table_of
from experiments.running.threads import Threads
from experiments.schedule import PAIRS_IN_A_BLOCK
from experiments.specification.cells import Cells
from experiments.specification.experiment import Experiment
from experiments.specification.precision import expected_replicates, half_width_of_spread_one
from experiments.store.folder import about
from experiments.store.identity import Identities
from experiments.store.parts import write_table
from experiments.store.tables import MOST_ROWS_AS_CSV
from sim.outcomes import OUTCOMES
from sim.run import burn_in
from sim.workers import cores

PILOT_CELLS, PILOT_PAIRS = 4, 16  # at most
CSV_BYTES_PER_VALUE = 18
COPIES = 2  # of the runs: parts, and the table made from them
BYTES_PER_EFFECT = 200  # of a cell and outcome, in Parquet and CSV
WORLDS_AT_ONCE = 2  # beside those of the routes: the start, and what is measured
PART_OF_FREE = 0.9  # of disk or memory that may be taken
GIGABYTE = 1e9


@dataclass(frozen=True)
class Plan:
    """What an experiment would take.

    Attributes:
        cells: combinations.
        pairs: paired runs that are expected; ``pairs_at_most`` when every cell needs the most.
        seconds: with so many `workers`, from the pilot's speed.
        disk, disk_free: bytes; the most it can come to.
        memory, memory_free: bytes; free is not a number where the system does not say.
        half_widths: for each outcome shown, the half-width of its range that is expected in the pilot's widest cell.
        pilot: pairs that were run for this.
        failed: of those, what failed.
    """

    cells: int
    pairs: int
    pairs_at_most: int
    seconds: float
    workers: int
    disk: float
    disk_free: float
    memory: float
    memory_free: float
    half_widths: dict[str, float]
    pilot: int
    failed: list[str]

    def refusals(self, hours: float | None = None) -> list[str]:
        """What does not fit, each with what would.

        Args:
            hours: how long it may take; None when that does not matter.
        """
        found = []
        if self.disk > PART_OF_FREE * self.disk_free:
            fits = int(self.pairs_at_most * PART_OF_FREE * self.disk_free / self.disk)
            found.append(
                f"takes {self.disk / GIGABYTE:.3g} GB of disk and {self.disk_free / GIGABYTE:.3g} GB are free: "
                f"{self.per_cell(fits)} would fit"
            )
        if self.memory > PART_OF_FREE * self.memory_free:
            fits = int(self.workers * PART_OF_FREE * self.memory_free / self.memory)
            found.append(
                f"takes {self.memory / GIGABYTE:.3g} GB of memory and {self.memory_free / GIGABYTE:.3g} GB are free: "
                + (f"--workers {fits} would fit" if fits else "fewer families or regions would fit")
            )
        if hours is not None and self.seconds > 3600 * hours:
            fits = int(self.pairs * 3600 * hours / self.seconds)
            found.append(f"takes {in_words(self.seconds)}: in {hours:g} hours {self.per_cell(fits)} would fit")
        return found

    def per_cell(self, pairs: int) -> str:
        """How many pairs that is for each cell, or how many cells."""
        if pairs >= self.cells:
            return f"{pairs // self.cells:,} replicates in each of {self.cells:,} cells"
        return f"{pairs:,} cells with one replicate"


def plan(experiment: Experiment, out: Path, workers: int | None = None, step: Callable[[], None] | None = None) -> Plan:
    """Run a pilot and say what the experiment would take.

    Args:
        experiment: what is asked.
        out: the folder it would go to.
        workers: threads.
        step: called after each pair of the pilot.
    """
    cells = Cells(experiment)
    chosen = sorted({int(cell) for cell in np.linspace(0, len(cells) - 1, min(PILOT_CELLS, len(cells)))})
    tasks = [
        Task(cells.scenario(cell), experiment.seed + replicate, experiment.routes, experiment.time_limit_seconds)
        for replicate in range(PILOT_PAIRS // len(chosen))
        for cell in chosen
    ]
    results, seconds = timed(tasks, workers, step)
    asked = experiment.replicates
    told = answers(experiment, results, len(chosen))
    spreads = {name: spread_of(told[name]) for name in experiment.outcomes}
    replicates = asked.at_most
    if asked.half_width:
        needed = [
            expected_replicates({name: told[name][:, place] for name in asked.half_width}, asked)
            for place in range(len(chosen))
        ]
        replicates = round(sum(needed) / len(needed))
    pairs, at_most = len(cells) * replicates, len(cells) * asked.at_most
    return Plan(
        cells=len(cells),
        pairs=pairs,
        pairs_at_most=at_most,
        seconds=pairs * seconds / len(tasks),
        workers=cores(workers),
        disk=bytes_on_disk(experiment, cells, results, at_most),
        disk_free=float(shutil.disk_usage(existing(out)).free),
        memory=cores(workers) * bytes_of_a_pair(experiment, cells),
        memory_free=free_memory(),
        half_widths={name: spread * half_width_of_spread_one(replicates) for name, spread in spreads.items()},
        pilot=len(tasks),
        failed=[f"{one.failure.stage}: {one.failure.message}" for one in results if one.failure],
    )


def timed(tasks: list[Task], workers: int | None, step: Callable[[], None] | None) -> tuple[list[Result], float]:
    """The results of some tasks, and the seconds they took side by side."""
    run_task(tasks[0])  # the first run of a process loads the compiled rules
    engine = Threads(workers)
    began = time.perf_counter()
    futures = [engine.submit([task]) for task in tasks]
    results = []
    for future in futures:
        results += future.result()
        if step:
            step()
    seconds = time.perf_counter() - began
    engine.close()
    return results, seconds


def answers(experiment: Experiment, results: list[Result], cells: int) -> dict[str, np.ndarray]:
    """What the pilot says of each outcome: paired differences, or values with one route; shape (replicates, cells)."""
    values = np.array([one.outcomes for one in results])
    found = values[:, 1] - values[:, 0] if experiment.paired else values[:, 0]
    return {name: found[:, column].reshape(-1, cells) for column, name in enumerate(OUTCOMES)}


def spread_of(values: np.ndarray) -> float:
    """The largest standard deviation over the cells of values, shape (replicates, cells); else not a number."""
    there = [of_cell[np.isfinite(of_cell)] for of_cell in values.T]
    return max((float(one.std(ddof=1)) for one in there if len(one) > 1), default=np.nan)


def bytes_on_disk(experiment: Experiment, cells: Cells, results: list[Result], pairs: int) -> float:
    """Bytes on disk that so many pairs take: in parts, in the table made from them, and as CSV where that is usual."""
    routes = experiment.routes
    identities = Identities(cells.scenario(0), routes)
    rows = [
        row
        for number, result in enumerate(results)
        for row in rows_of(identities.of(number), routes, number, cells.row(0), result)
    ]
    table = table_of(rows, cells.labels)
    of_file = bytes_written(experiment, table.slice(0, len(routes)))  # comes with every file, however few runs it holds
    of_run = (bytes_written(experiment, table) - of_file) / max(1, len(rows) - len(routes))
    runs, files = pairs * len(routes), math.ceil(pairs / PAIRS_IN_A_BLOCK) + 1
    csv = CSV_BYTES_PER_VALUE * len(table.column_names) if runs <= MOST_ROWS_AS_CSV else 0
    effects = BYTES_PER_EFFECT * len(cells) * len(experiment.outcomes)
    return files * of_file + runs * (COPIES * of_run + csv) + effects


def bytes_written(experiment: Experiment, table: pa.Table) -> int:
    """How large a table is as a part."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pilot.parquet"
        write_table(path, table, about(experiment))
        return path.stat().st_size


def bytes_of_a_pair(experiment: Experiment, cells: Cells) -> float:
    """Bytes of memory that a pair takes while it is lived: a world for each route and region, and the start of one."""
    scenario = cells.scenario(0)
    world = sum(array.nbytes for array in burn_in(scenario, experiment.seed))
    return world * (len(experiment.routes) * scenario.regions + WORLDS_AT_ONCE)


def existing(path: Path) -> Path:
    """The nearest folder above a path that is there."""
    path = path.absolute()
    while not path.exists():
        path = path.parent
    return path


def free_memory() -> float:
    """Bytes of memory that are free, where the system says."""
    try:
        return float(os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    except (AttributeError, ValueError, OSError):
        return np.nan


def in_words(seconds: float) -> str:
    """A span of time as people say it: "40 seconds", "12 minutes", "3.5 hours"."""
    if seconds < 90:
        return f"{max(1, round(seconds))} second{'s' if round(seconds) > 1 else ''}"
    if seconds < 90 * 60:
        return f"{round(seconds / 60)} minutes"
    return f"{seconds / 3600:.1f} hours"
