"""A table that is written piece by piece, as Parquet and for people as CSV; it appears when all of it is written."""

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from experiments.csv_files import CsvFile
from experiments.store.parts import ENDING, bring_to_disk, unfinished_name


class TableWriter:
    """A table under way.

    Args:
        folder: where to.
        name: of the files, without ending.
        schema: of the table.
        about: what stands in the Parquet file beside it.
        csv: whether there is a CSV too.

    Attributes:
        rows: that were added.
        files: names of the files.
    """

    def __init__(self, folder: Path, name: str, schema: pa.Schema, about: Mapping[str, str], csv: bool) -> None:
        self.folder = folder
        self.rows = 0
        self.files = [f"{name}{ENDING}", *([f"{name}.csv"] if csv else [])]
        self.unfinished = [unfinished_name(folder / file) for file in self.files]
        self.schema = schema.with_metadata({f"omtafel.{key}": value for key, value in about.items()})
        self.open = [path.open("wb") for path in self.unfinished]
        options = {"compression": "zstd", "write_page_checksum": True}
        self.writers: list[pq.ParquetWriter | CsvFile] = [pq.ParquetWriter(self.open[0], self.schema, **options)]
        if csv:
            self.writers.append(CsvFile(self.open[1], schema))

    def add(self, table: pa.Table) -> None:
        """Write some rows."""
        self.rows += table.num_rows
        for writer in self.writers:
            writer.write_table(table.cast(self.schema) if isinstance(writer, pq.ParquetWriter) else table)

    def __enter__(self) -> "TableWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put the files in their places when all went well, or leave nothing behind."""
        try:
            for writer in self.writers:
                writer.close()
            if kind is None:
                for file in self.open:
                    file.flush()
                    os.fsync(file.fileno())
                    file.close()
                for unfinished, name in zip(self.unfinished, self.files, strict=True):
                    os.replace(unfinished, self.folder / name)
                bring_to_disk(self.folder)
        finally:
            for file in self.open:
                with contextlib.suppress(OSError):  # what could not be written is not wanted any more
                    file.close()
            for unfinished in self.unfinished:
                unfinished.unlink(missing_ok=True)
