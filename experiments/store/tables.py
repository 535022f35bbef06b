"""The tables of an experiment: made from its parts in one fixed order, so that the same runs give the same bytes.

runs.parquet      a row a run: cell, factors, replicate, route, and every outcome
effects.parquet   a row a cell and outcome: both routes, difference, range (also as effects.csv)
cells.csv         a row a cell: factors, replicates, failures
failures.csv      a row a run that failed: where, why, and the command that lives it again
dictionary.csv    what every column means
"""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from experiments.analysis.effects import COLUMNS, SINGLE_COLUMNS, effects_of_cell, means_of_cell
from experiments.csv_files import write_csv
from experiments.schedule import Group, Pair, groups_of
from experiments.specification.cells import Cells
from experiments.specification.experiment import Experiment, as_plain_data
from experiments.store.dictionary import dictionary
from experiments.store.folder import Folder, about
from experiments.store.identity import Identities
from experiments.store.index import Index
from experiments.store.parts import FAILED, kinds, schema_of, write_whole
from experiments.store.replay import replay_command
from experiments.store.table_writer import TableWriter

RUNS, EFFECTS = "runs", "effects"
MOST_ROWS_AS_CSV = 50_000  # of runs: Excel opens a million, but nobody wants to wait for it
IN_PARTS_ONLY = ("seconds",)  # what differs from one time to the next


@dataclass(frozen=True)
class Written:
    """What the tables hold.

    Attributes:
        runs, failed: rows of runs, and those of them that failed.
        pairs, missing: pairs that are asked for as far as is known, and those that are not there yet.
        files: what was written.
    """

    runs: int
    failed: int
    pairs: int
    missing: int
    files: tuple[str, ...]


@dataclass
class KnownPairs:
    """The pairs of a group that are there, with the identities of their runs; and how many are not."""

    pairs: list[tuple[Pair, tuple[str, ...]]]
    missing: int


def known_pairs(experiment: Experiment, cells: Cells, group: Group, index: Index) -> KnownPairs:
    """Walk a group's way over what is on disk, as far as that goes."""
    routes = experiment.routes
    identities = {cell: Identities(cells.scenario(cell), routes, experiment.model) for cell in group.cells}
    deciding = list(experiment.replicates.half_width)
    found = KnownPairs([], 0)
    while stage := [pair for block in group.stage() for pair in block.pairs]:
        runs = [identities[pair.cell].of(experiment.seed + pair.replicate) for pair in stage]
        there = [all(map(index.has, several)) for several in runs]
        found.pairs += [(pair, several) for pair, several, known in zip(stage, runs, there, strict=True) if known]
        found.missing += there.count(False)
        if found.missing:
            break
        if deciding:
            values = index.rows([run for several in runs for run in several], deciding)
            values = values.reshape(len(stage), len(routes), len(deciding))
            answers = values[:, 1] - values[:, 0] if experiment.paired else values[:, 0]
            for pair, answer in zip(stage, answers, strict=True):
                group.take(pair, dict(zip(deciding, map(float, answer), strict=True)))
        group.look()
    found.pairs.sort(key=lambda one: (one[0].cell, one[0].replicate))
    return found


def write_tables(experiment: Experiment, folder: Folder, index: Index, csv: bool | None = None) -> Written:
    """Write all tables of what is there; nothing is done when they are there already.

    Where every run is stale, the tables that another version of the model made stay: there is nothing to put in their
    place.

    Args:
        experiment: what was asked.
        folder: where it is kept.
        index: what is there.
        csv: whether all runs are written as CSV too; by default when they are not too many.

    Raises:
        DamagedPart: when a part cannot be read.
    """
    if index.stale and not index.part_of:
        return Written(runs=0, failed=0, pairs=0, missing=0, files=())
    found = there_already(experiment, folder, index, csv)
    if found is not None:
        return found
    with folder.tables_lock():  # two processes may end at the same time, one having seen less than the other
        index.refresh()
        return there_already(experiment, folder, index, csv) or write_anew(experiment, folder, index, csv)


def there_already(experiment: Experiment, folder: Folder, index: Index, csv: bool | None) -> Written | None:
    """What the tables hold that are there; None when they are from other runs, or not as they were written."""
    before = folder.manifest().get("tables")
    if not before or before["state"] != state_of(experiment, index, with_csv(index, csv)):
        return None
    if any(checksum(folder.root / name) != known for name, known in before["files"].items()):
        return None
    return Written(**before["counts"], files=tuple(before["files"]))


def with_csv(index: Index, csv: bool | None) -> bool:
    """Whether all runs are written as CSV too."""
    return len(index.part_of) <= MOST_ROWS_AS_CSV if csv is None else csv


def write_anew(experiment: Experiment, folder: Folder, index: Index, csv: bool | None) -> Written:
    """Write all tables of what is there."""
    csv = with_csv(index, csv)
    state = state_of(experiment, index, csv)
    cells = Cells(experiment)
    failures: list[dict[str, object]] = []
    of_cells: list[dict[str, object]] = []
    missing = 0
    known = about(experiment)
    with (
        TableWriter(folder.root, RUNS, runs_schema(cells), known, csv) as runs,
        TableWriter(folder.root, EFFECTS, effects_schema(experiment, cells), known, True) as effects,
    ):
        for group in groups_of(range(len(cells)), experiment.replicates):
            there = known_pairs(experiment, cells, group, index)
            missing += there.missing
            if there.pairs:
                table = runs_of(experiment, cells, there, index)
                runs.add(table)
                effects.add(effects_of(experiment, cells, group, table))
                failures += failures_in(cells, table)
            of_cells += rows_of_cells(cells, group, there, failures)
    pairs = runs.rows // len(experiment.routes)
    files = [*runs.files, *effects.files]
    if not csv:  # one of fewer runs may be left
        (folder.root / f"{RUNS}.csv").unlink(missing_ok=True)
    tables = {
        "cells.csv": pd.DataFrame(of_cells),
        "failures.csv": pd.DataFrame(failures, columns=failure_columns(cells)),
        "dictionary.csv": dictionary(experiment, cells),
    }
    for name, frame in tables.items():
        write_whole(folder.root / name, partial(write_csv, frame))
        files.append(name)
    counts = {"runs": runs.rows, "failed": len(failures), "pairs": pairs + missing, "missing": missing}
    checksums = {name: checksum(folder.root / name) for name in files}
    folder.write_manifest(tables={"state": state, "counts": counts, "files": checksums})
    return Written(**counts, files=tuple(files))


def checksum(path: Path) -> str:
    """A fingerprint of what stands in a file; empty when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def state_of(experiment: Experiment, index: Index, csv: bool) -> str:
    """What the tables are made from, as a fingerprint."""
    parts = sorted({path.name for path in index.parts if path is not None})
    failed = sorted(run.hex() for run in index.failed)  # a part can be written anew, with what failed done
    asked = json.dumps([as_plain_data(experiment), experiment.text, index.version, parts, failed, csv], sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()


def runs_schema(cells: Cells) -> pa.Schema:
    """The columns of the table of runs: those of a part, with cell and replicate, without what is luck of the clock."""
    fields = {one.name: one for one in schema_of(cells.labels) if one.name not in IN_PARTS_ONLY}
    run = fields.pop("run")  # who looks at the table looks for it last
    moved = [fields.pop(name) for name in cells.labels]
    cell, replicate = pa.field("cell", pa.int64()), pa.field("replicate", pa.int64())
    return pa.schema([cell, *moved, replicate, *fields.values(), run])


def runs_of(experiment: Experiment, cells: Cells, there: KnownPairs, index: Index) -> pa.Table:
    """The rows of a group; what was moved comes from its cells, whoever ran it first."""
    routes = experiment.routes
    schema = runs_schema(cells)
    known = kinds()
    in_parts = [name for name in schema.names if name in known and name != "run"]
    stored = index.table([run for _, several in there.pairs for run in several], in_parts)
    of_cell = cells.table.iloc[[pair.cell for pair, _ in there.pairs for _ in routes]]
    replicates = [pair.replicate for pair, _ in there.pairs for _ in routes]
    own = {"cell": of_cell["cell"], "replicate": replicates, **{name: of_cell[name] for name in cells.labels}}
    columns = [pa.array(own[one.name], one.type) if one.name in own else stored[one.name] for one in schema]
    return pa.table(columns, schema=schema)


def effects_schema(experiment: Experiment, cells: Cells) -> pa.Schema:
    """The columns of the table of effects."""
    kinds = {"policy": pa.string(), "world": pa.int32(), "structure": pa.string()}
    fields = [("cell", pa.int64()), *((name, kinds.get(name, pa.float64())) for name in cells.labels)]
    texts = {"outcome": pa.string(), "pairs": pa.int64(), "runs": pa.int64()}
    columns = COLUMNS if experiment.paired else SINGLE_COLUMNS
    return pa.schema([*fields, *((name, texts.get(name, pa.float64())) for name in columns)])


def effects_of(experiment: Experiment, cells: Cells, group: Group, table: pa.Table) -> pa.Table:
    """A row for each cell of a group and each outcome that the experiment shows."""
    names = list(experiment.outcomes)
    routes = len(experiment.routes)
    values = np.column_stack([table[name].to_numpy() for name in names]).reshape(-1, routes, len(names))
    cell_of = table["cell"].to_numpy()[::routes]
    summarise = effects_of_cell if experiment.paired else means_of_cell
    rows = [
        {"cell": cell, **cells.row(cell), **row}
        for cell in group.cells
        if (cell_of == cell).any()
        for row in summarise(values[cell_of == cell], names)
    ]
    return pa.Table.from_pylist(rows, schema=effects_schema(experiment, cells))


def failure_columns(cells: Cells) -> list[str]:
    """The columns of the table of failures."""
    return ["cell", *cells.labels, "replicate", "route", "seed", "stage", "message", "command"]


def failures_in(cells: Cells, table: pa.Table) -> list[dict[str, object]]:
    """What failed among some runs, with the command that lives it again (from within the folder)."""
    rows = table.select([name for name in (*failure_columns(cells), "run", "status") if name != "command"]).to_pylist()
    found = []
    for row in rows:
        if row["status"] == FAILED:
            command = replay_command(Path("failed") / f"{row['run']}.toml", row["route"], row["seed"])
            found.append({name: {**row, "command": command}[name] for name in failure_columns(cells)})
    return found


def rows_of_cells(
    cells: Cells, group: Group, there: KnownPairs, failures: list[dict[str, object]]
) -> list[dict[str, object]]:
    """A row for each cell of a group: what was moved, and how many replicates are there."""
    replicates = Counter(pair.cell for pair, _ in there.pairs)
    failed = Counter(row["cell"] for row in failures if row["cell"] in replicates)
    return [
        {"cell": cell, **cells.row(cell), "replicates": replicates[cell], "failed_runs": failed[cell]}
        for cell in group.cells
    ]
