"""Tables as CSV: whatever people call their policies, a spreadsheet that opens one of these files runs nothing.

To a spreadsheet a text that begins with one of these signs is a formula; with an apostrophe before it, it is a text.
A carriage return would begin a line where pandas writes none, and becomes a space. Parquet files keep every text.
"""

import re
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

FORMULA = r"^([=+\-@\t\n＝＋－＠])"  # the last four are the wide forms of the first
TEXT = r"'\1"


def as_csv(table: pd.DataFrame) -> str:
    """A table as the text of a CSV file."""
    return harmless(table).to_csv(index=False)


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table as a CSV file."""
    harmless(table).to_csv(path, index=False)


def harmless(table: pd.DataFrame) -> pd.DataFrame:
    """A table in which no text, and no name of a column, is a formula."""
    texts = {str(name): table[name].map(as_text) for name in table if not pd.api.types.is_numeric_dtype(table[name])}
    return table.assign(**texts).rename(columns=as_text)


def harmless_rows(rows: pa.Table) -> pa.Table:
    """The same for some rows of a table in Arrow."""
    for place, field in enumerate(rows.schema):
        if pa.types.is_string(field.type):
            texts = pc.replace_substring(rows[place], "\r", " ")
            rows = rows.set_column(place, field, pc.replace_substring_regex(texts, FORMULA, TEXT))
    return rows


def as_text(value: object) -> object:
    """A text that is no formula; anything else as it is."""
    return re.sub(FORMULA, TEXT, value.replace("\r", " ")) if isinstance(value, str) else value
