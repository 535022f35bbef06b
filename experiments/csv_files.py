"""The one way in which tables become CSV: UTF-8, columns named in the first line, decimal points, empty for nothing.

A text that a spreadsheet would run as a formula gets an apostrophe in front of it; numbers stay as they are. Excel as
it is set in the Netherlands gets another form on request: semicolons, decimal commas, and the mark by which it
recognises UTF-8.
"""

import codecs
import io
from pathlib import Path
from typing import BinaryIO, Literal

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

Form = Literal["plain", "excel-nl"]
RUN_BY_SPREADSHEETS = r"^([=+\-@\t\r\n＝＋－＠])"  # how a formula begins; the last four are wide forms of the first


class CsvFile:
    """A CSV file that is written piece by piece.

    Args:
        file: where to; who opened it closes it.
        schema: of every piece.
        form: ``plain`` or ``excel-nl``.
    """

    def __init__(self, file: BinaryIO, schema: pa.Schema, form: Form = "plain") -> None:
        self.form = form
        if form == "excel-nl":
            file.write(codecs.BOM_UTF8)
        options = pa.csv.WriteOptions(delimiter=";" if form == "excel-nl" else ",")
        self.writer = pa.csv.CSVWriter(file, as_written(schema.empty_table(), form).schema, write_options=options)

    def write_table(self, table: pa.Table) -> None:
        """Write some rows."""
        self.writer.write_table(as_written(table, self.form))

    def close(self) -> None:
        """Write what is left."""
        self.writer.close()


def csv_bytes(frame: pd.DataFrame, form: Form = "plain") -> bytes:
    """A table without its index as CSV.

    Raises:
        pyarrow.ArrowException: when a column holds texts and numbers.
    """
    table = pa.Table.from_pandas(frame, preserve_index=False)
    file = io.BytesIO()
    writer = CsvFile(file, table.schema, form)
    writer.write_table(table)
    writer.close()
    return file.getvalue()


def write_csv(frame: pd.DataFrame, path: Path, form: Form = "plain") -> None:
    """Write a table without its index to a path."""
    path.write_bytes(csv_bytes(frame, form))


def as_written(table: pa.Table, form: Form) -> pa.Table:
    """A table with every value as it stands in the file."""
    names = pc.replace_substring_regex(pa.array(table.column_names, pa.string()), RUN_BY_SPREADSHEETS, r"'\1")
    return pa.table([values_as_written(column, form) for column in table.columns], names=names.to_pylist())


def values_as_written(column: pa.ChunkedArray, form: Form) -> pa.ChunkedArray:
    """One column of it."""
    if pa.types.is_dictionary(column.type) or pa.types.is_null(column.type):
        column = column.cast(pa.string())
    if pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)
        return pc.replace_substring(column.cast(pa.string()), ".", ",") if form == "excel-nl" else column
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return pc.replace_substring_regex(column, RUN_BY_SPREADSHEETS, r"'\1")
    return column
