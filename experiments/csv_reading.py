"""Reading a table that somebody exported: commas, semicolons or tabs between, decimal points or commas, padded names.

What cannot be read is named with its line and column.
"""

import csv
import math
import re
from dataclasses import dataclass

from sim.user_file import text_of

SEPARATORS = (";", "\t", ",")
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


@dataclass(frozen=True)
class Table:
    """A table of texts.

    Attributes:
        columns: names in the first line, without spaces around them.
        rows: as many texts each, without spaces around them.
        lines: of the file, on which each row ends.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]


def read_table(content: bytes) -> Table:
    """A table with names in its first line; lines in which nothing stands are passed over.

    Args:
        content: of the file, UTF-8 with or without a byte order mark.

    Raises:
        ValueError: in one line that begins with the number of the line where there is one ("4: …").
    """
    text = text_of(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)
    found: list[tuple[int, tuple[str, ...]]] = []
    try:
        for row in reader:
            cells = tuple(cell.strip() for cell in row)
            if any(cells):
                found.append((reader.line_num, cells))
    except csv.Error as error:
        raise ValueError(f"{reader.line_num}: {error}") from None
    if not found:
        raise ValueError("nothing stands in it")
    (top, columns), *rows = found
    for number, name in enumerate(columns):
        if not name:
            raise ValueError(f"{top}: column {number + 1} has no name")
        if name in columns[:number]:
            raise ValueError(f"{top}: column {name} is there twice")
    for line, cells in rows:
        if len(cells) != len(columns):
            raise ValueError(f"{line}: {len(cells)} values, but {len(columns)} columns")
    return Table(columns, tuple(cells for _, cells in rows), tuple(line for line, _ in rows))


def number_in(text: str) -> float:
    """The number that a cell holds; of a comma and a point the last one is the decimal one.

    Raises:
        ValueError: in a few words, for what is no number.
    """
    plain = text.replace("\u00a0", "").replace(" ", "").replace("−", "-")
    if "," in plain and "." in plain:
        thousands = "," if plain.rindex(".") > plain.rindex(",") else "."
        plain = plain.replace(thousands, "")
    plain = plain.replace(",", ".")
    if not plain:
        raise ValueError("must be a number, and nothing stands there")
    if not NUMBER.fullmatch(plain) or not math.isfinite(float(plain)):
        raise ValueError(f"must be a number, not {text!r}")
    return float(plain)
