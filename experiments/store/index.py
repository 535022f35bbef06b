"""Which runs a folder holds: read from its parts, as other processes add to them."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from experiments.store.parts import ENDING, FAILED, DamagedPart, read_part

VERSION = b"omtafel.model_version"


@dataclass
class Index:
    """What is in a folder of parts.

    Attributes:
        folder: of the parts.
        damaged: where parts go that cannot be read.
        version: of the model; runs of another one are stale.
        parts: paths by number; None for those that turned out damaged.
        part_of: for each run (the bytes of its identity) the number of the part that holds it.
        failed: runs that failed.
        stale: runs of another version of the model.
        set_aside: parts that could not be read.
    """

    folder: Path
    damaged: Path
    version: str
    parts: list[Path | None] = field(default_factory=list)
    part_of: dict[bytes, int] = field(default_factory=dict)
    failed: set[bytes] = field(default_factory=set)
    stale: int = 0
    set_aside: list[Path] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def refresh(self) -> int:
        """Read the parts that have come since the last time, and forget those that have gone.

        Returns:
            How many have come.
        """
        there = {path.name: path for path in self.folder.iterdir() if path.suffix == ENDING}
        gone = {number for number, path in enumerate(self.parts) if path is not None and path.name not in there}
        if gone:
            self.forget(gone)
        new = sorted(path for name, path in there.items() if name not in self.seen)
        for path in new:
            self.add(path)
        return len(new)

    def add(self, path: Path) -> None:
        """Read which runs a part holds; one that cannot be read is set aside."""
        self.seen.add(path.name)
        try:
            table = read_part(path, ["run", "status"])
        except FileNotFoundError:
            self.seen.discard(path.name)
            return
        except DamagedPart:
            self.put_aside(path)
            return
        if (table.schema.metadata or {}).get(VERSION, b"").decode() != self.version:
            self.stale += table.num_rows
            return
        number = len(self.parts)
        self.parts.append(path)
        for run, status in zip(table["run"].to_pylist(), table["status"].to_pylist(), strict=True):
            key = bytes.fromhex(run)
            if status == FAILED:
                if key not in self.part_of:
                    self.failed.add(key)
                    self.part_of[key] = number
            elif key not in self.part_of or key in self.failed:
                self.failed.discard(key)
                self.part_of[key] = number

    def put_aside(self, path: Path) -> None:
        """Move a part that cannot be read out of the way, and forget its runs, so that they are run again."""
        self.damaged.mkdir(exist_ok=True)
        target = self.damaged / path.name
        with contextlib.suppress(FileNotFoundError):  # another process did
            path.replace(target)
        self.set_aside.append(target)
        self.seen.discard(path.name)
        self.forget({number for number, part in enumerate(self.parts) if part == path})  # several when it was rewritten

    def forget(self, numbers: set[int]) -> None:
        """Forget the runs of parts that are not there any more."""
        for number in numbers:
            part = self.parts[number]
            self.seen.discard(part.name if part else "")
            self.parts[number] = None
        for run in [run for run, place in self.part_of.items() if place in numbers]:
            del self.part_of[run]
            self.failed.discard(run)

    def has(self, run: str) -> bool:
        """Whether a run is there, done or failed."""
        return bytes.fromhex(run) in self.part_of

    def has_failed(self, run: str) -> bool:
        """Whether a run is there, and failed."""
        return bytes.fromhex(run) in self.failed

    def rows(self, runs: Sequence[str], columns: Sequence[str]) -> np.ndarray:
        """Values of some runs.

        Args:
            runs: identities, all known.
            columns: of numbers.

        Returns:
            Shape (runs, columns).

        Raises:
            DamagedPart: when one of the parts cannot be read.
        """
        if not runs:
            return np.empty((0, len(columns)))
        table = self.table(runs, columns)
        return np.column_stack([table[name].to_numpy() for name in columns])

    def table(self, runs: Sequence[str], columns: Sequence[str]) -> pa.Table:
        """Some columns of some runs, all known, in the order asked for, and the runs themselves.

        Raises:
            DamagedPart: when one of the parts cannot be read, or is gone: another process found it so.
        """
        needed: dict[int, list[int]] = {}
        for place, run in enumerate(runs):
            needed.setdefault(self.part_of[bytes.fromhex(run)], []).append(place)
        pieces, places = [], []
        for number in sorted(needed):
            path = self.parts[number]
            assert path is not None
            try:
                part = read_part(path, ["run", *columns])
            except FileNotFoundError:
                raise DamagedPart(path, "it is gone") from None
            row_of = {run: row for row, run in enumerate(part["run"].to_pylist())}
            pieces.append(part.take([row_of[runs[place]] for place in needed[number]]))
            places += needed[number]
        order = np.argsort(np.array(places, dtype=np.int64), kind="stable")
        return pa.concat_tables(pieces, promote_options="permissive").take(order)
