"""The results of an experiment, as pandas tables; and the one way that runs it, for the command line and for Python."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.analysis.effects import effects_of_cell, gain_sign, means_of_cell, with_gains
from experiments.running.engines import Engine
from experiments.running.pair import run_all
from experiments.running.runner import Runner, Summary, writing_in
from experiments.running.threads import Threads
from experiments.running.watcher import Watcher
from experiments.specification.cells import Cells
from experiments.specification.experiment import Experiment, parse_experiment, read_experiment
from experiments.store.folder import Folder, existing_folder, experiment_in, go_to, open_folder
from experiments.store.parts import DamagedPart
from experiments.store.tables import Written, write_tables
from sim.by_model import Model
from sim.outcomes import OUTCOMES
from sim.parameters import nearest
from sim.plots import Plot
from sim.shown import Shown

RESULTS = Path("results")
SHOWN = 20  # rows in a notebook
FIGURES = ("parallel", "shared_plan", "mean", "difference", "low", "high", "pairs", "badge")  # what stands in them


@dataclass(frozen=True, repr=False)
class Results(Shown):
    """What an experiment found.

    Attributes:
        experiment: what was asked.
        root: the folder.
        written: what its tables hold.
        summary: what running came to; nothing was run when the folder was only opened.
    """

    experiment: Experiment
    root: Path
    written: Written
    summary: Summary
    plot = Plot()  # its pictures, after ``import omtafel``

    @property
    def heading(self) -> str:
        """The question, and how much was run."""
        pairs = f"{len(self.runs) // len(self.experiment.routes):,} {'pairs' if self.experiment.paired else 'runs'}"
        return f"{self.experiment.question} ({len(self.cells):,} cells, {pairs})"

    def rows_shown(self) -> Iterable[Mapping[str, object]]:
        """The effects, of the first cells when there are many."""
        table = self.effects().head(SHOWN)
        columns = ["cell", *self.cells.row(0), "outcome", *(name for name in FIGURES if name in table)]
        return [dict(zip(map(str, columns), row, strict=True)) for row in table[columns].itertuples(index=False)]

    @cached_property
    def cells(self) -> Cells:
        """The combinations that are run."""
        return Cells(self.experiment)

    @cached_property
    def runs(self) -> pd.DataFrame:
        """A row a run: cell, factors, replicate, route, seed, status, every outcome (``dictionary.csv`` says more)."""
        return pd.read_parquet(self.root / "runs.parquet")

    def effects(self, outcomes: Sequence[str] | None = None) -> pd.DataFrame:
        """What differs between the routes: a row a cell and outcome.

        Args:
            outcomes: which; by default those that the experiment shows.

        Returns:
            Cell and factors, means on both routes, ``difference`` with its 95 % range ``low`` to ``high``, ``luck``,
            ``shared_better_share``, ``correlation``, ``pairs``; ``gain``, above 0 when the shared plan is better; and
            the verdict (``experiments/verdicts.py``): ``leader``, ``badge``, ``small``, and the ``standing`` by which
            cells are counted. With one route only: its ``mean`` with a range.

        Raises:
            ValueError: for an outcome that does not exist.
        """
        if outcomes is None:
            table = pd.read_parquet(self.root / "effects.parquet")
        else:
            table = self.computed(list(outcomes))
        return with_gains(table) if self.experiment.paired else table

    def computed(self, names: list[str]) -> pd.DataFrame:
        """Effects on other outcomes than those that are on disk."""
        summarise = effects_of_cell if self.experiment.paired else means_of_cell
        values = np.stack([self.values(name) for name in names], axis=-1)
        rows = [
            {"cell": cell, **self.cells.row(cell), **row}
            for cell in range(len(self.cells))
            for row in summarise(values[cell], names)
        ]
        return pd.DataFrame(rows)

    def values(self, outcome: str) -> np.ndarray:
        """An outcome of every run, shape (cells, replicates, routes); not a number where there is none."""
        if outcome not in OUTCOMES:
            raise ValueError(f"unknown outcome {outcome!r}{nearest(outcome, list(OUTCOMES))}")
        runs = self.runs
        replicates = int(runs["replicate"].max()) + 1 if len(runs) else 0
        found = np.full((len(self.cells), replicates, len(self.experiment.routes)), np.nan)
        route = runs["route"].map({name: number for number, name in enumerate(self.experiment.routes)})
        found[runs["cell"], runs["replicate"], route] = runs[outcome]
        return found

    def gains(self, outcome: str) -> np.ndarray:
        """What the shared plan gains, above 0 when it is better: shape (cells, replicates).

        Raises:
            ValueError: for an unknown outcome, or when only one route was run.
        """
        if not self.experiment.paired:
            raise ValueError("gains need both routes, and this experiment has only one")
        values = self.values(outcome)
        return gain_sign(outcome) * (values[:, :, 1] - values[:, :, 0])


def run(
    experiment: Experiment | str | Path,
    out: str | Path | None = None,
    workers: int | None = None,
    engine: Engine | None = None,
    watcher: Watcher | None = None,
    command: str = "",
    shard: tuple[int, int] | None = None,
    again: bool = False,
    csv: bool | None = None,
    model: Model | None = None,
) -> Results:
    """Run an experiment, or what is missing of it.

    Args:
        experiment: one that was read, the path of a TOML file, or the text of one.
        out: folder; by default ``results`` and the experiment's name.
        workers: threads; by default one for each core.
        engine: where runs are lived instead of in threads.
        watcher: is told how it goes.
        command: that started this, for the manifest.
        shard: run only this one, from 1 on, of so many shards.
        again: try again what failed earlier.
        csv: write all runs as CSV too; by default when they are not too many.
        model: a subclass of ``sim.CareModel`` that lives the runs instead of the engine, in threads of this process.

    Returns:
        The results.

    Raises:
        ExperimentError: when the experiment cannot be read.
        FolderError: when the folder holds something else.
        Stopped: when results cannot be written.
        ValueError: for a model that is none, or that is to be lived elsewhere.
    """
    experiment = experiment if isinstance(experiment, Experiment) else read(experiment)
    if model is not None:
        if engine is not None:
            raise ValueError("a model of one's own is lived in threads of this process: leave engine out")
        from experiments.store.own_model import name_of  # with Mesa, a second or two: few have a model of their own

        experiment = dataclasses.replace(experiment, model=name_of(model))
        engine = Threads(workers, partial(run_all, model=model))
    root = Path(out) if out is not None else RESULTS / experiment.name
    watcher = watcher or Watcher()
    cells = Cells(experiment)
    engine = engine or Threads(workers)
    try:
        with writing_in(root):
            folder = open_folder(root, experiment)
            place = go_to(folder, experiment, command)
        summary = Summary()
        while True:
            more = Runner(experiment, cells, place, engine, watcher, shard, again and not summary.pairs).run()
            summary = Summary(more.pairs, summary.ran + more.ran, summary.failed + more.failed)
            try:
                with writing_in(root):
                    place.index.refresh()
                    written = write_tables(experiment, folder, place.index, csv)
            except DamagedPart as damaged:  # found out late: run again what it held
                place.index.put_aside(damaged.path)
                watcher.note(f"{damaged} and is set aside: its runs are run again")
                continue
            if not written.missing or shard is not None:
                return Results(experiment, root, written, summary)
            watcher.note(f"{written.missing:,} paired runs have gone from {folder.parts}: they are run again")
    finally:
        engine.close()


def read(experiment: str | Path) -> Experiment:
    """An experiment from a path, or from the text of a file."""
    if isinstance(experiment, str) and "\n" in experiment:
        return parse_experiment(experiment, "experiment")
    return read_experiment(experiment)


def open_results(root: str | Path) -> Results:
    """The results in a folder, as far as they are there.

    Raises:
        FolderError: when it holds no experiment.
    """
    folder = existing_folder(Path(root))
    experiment = experiment_in(folder)
    return Results(experiment, folder.root, up_to_date(experiment, folder), Summary())


def up_to_date(experiment: Experiment, folder: Folder) -> Written:
    """The tables of a folder, written anew when runs have come."""
    while True:
        index = folder.index()
        try:
            return write_tables(experiment, folder, index)
        except DamagedPart as damaged:
            index.put_aside(damaged.path)
