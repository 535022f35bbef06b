"""A file that somebody exported, as rows of cells that know where they stand: CSV in any usual form, or Excel."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from experiments.language import say
from sim.words import Language

LARGEST_FILE = 20_000_000  # bytes
LARGEST_UNPACKED = 200_000_000  # bytes that a file of Excel may become
MOST_ROWS = 200_000
LONGEST = 300  # letters of a cell
SEPARATORS = ";,\t|"
EXCEL = (".xlsx", ".xlsm")
OLD_EXCEL = (".xls", ".ods", ".numbers")
ENCODINGS = ("utf-8-sig", "cp1252")  # what programs write that say nothing, and Excel on Windows


class TableError(ValueError):
    """Something is wrong with a table; the message is one line that names the file, the place and what."""


@dataclass(frozen=True)
class Cell:
    """What stands in one place of a table: a text without blanks around it, or a number of a spreadsheet.

    Attributes:
        content: text or number; an empty text for nothing.
        place: such as ``line 4, column 3`` or ``cell C4``.
        unit: in which a spreadsheet shows the number, where it says so.
    """

    content: str | float
    place: str
    unit: str = ""

    @property
    def text(self) -> str:
        """What stands there as a text."""
        return self.content if isinstance(self.content, str) else f"{self.content:.12g}"


@dataclass(frozen=True)
class Cells:
    """The rows of a table, with the sign that parts its columns; empty for a spreadsheet."""

    rows: list[list[Cell]]
    separator: str = ""


def cells_of(name: str, content: bytes, sheet: str | None = None, language: Language = "en") -> Cells:
    """The cells of a file.

    Args:
        name: of the file, for its ending and for what is said of it.
        content: of the file.
        sheet: of a spreadsheet, by name; by default the first one.
        language: in which places are named.

    Raises:
        TableError: for what is no table.
    """
    if len(content) > LARGEST_FILE:
        raise wrong("too_large", language, name=name, most=LARGEST_FILE // 1_000_000)
    lower = name.lower()
    if lower.endswith(OLD_EXCEL):
        raise wrong("old_excel", language, name=name)
    if lower.endswith(EXCEL):
        return Cells(list(rows_of_excel(name, content, sheet, language)))
    if sheet is not None:
        raise wrong("no_sheets", language, name=name)
    if content.startswith(b"PK\x03\x04") or (b"\0" in content and not is_utf16(content)):
        raise wrong("no_text", language, name=name)
    text = text_in(name, content, language)
    if not text.strip():
        raise wrong("empty", language, name=name)
    separator = separator_of(text)
    return Cells(list(rows_of_csv(name, text, separator, language)), separator)


def wrong(key: str, language: Language, **values: object) -> TableError:
    """What is wrong with a table, in one line."""
    return TableError(say(f"own_region.wrong.{key}", language, **values))


def is_utf16(content: bytes) -> bool:
    """Whether a text begins with the mark of UTF-16, as Excel saves *Unicode text*."""
    return content.startswith((b"\xff\xfe", b"\xfe\xff"))


def text_in(name: str, content: bytes, language: Language) -> str:
    """A text in UTF-8, with or without the mark at its beginning, in UTF-16, or as Windows writes it."""
    for encoding in ("utf-16",) if is_utf16(content) else ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise wrong("no_text", language, name=name)


def separator_of(text: str) -> str:
    """The sign that parts the columns: the one that gives most lines the same number of columns, and most of them."""
    first = text.splitlines()[0].strip().lower()
    if first.startswith("sep=") and len(first) == 5:  # what Excel is told
        return first[-1]
    best, score = ",", 0
    for separator in SEPARATORS:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(text[:20_000]), delimiter=separator) if any(row))
        width, lines = max(widths.items(), key=lambda pair: (pair[1] * (pair[0] > 1), pair[0]), default=(1, 0))
        if width > 1 and lines > score:
            best, score = separator, lines
    return best


def rows_of_csv(name: str, text: str, separator: str, language: Language) -> Iterator[list[Cell]]:
    """The rows of a text, each cell with its line and column; a cell in quotes may hold several lines."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        before = 0
        for number, row in enumerate(reader):
            if number >= MOST_ROWS:
                raise wrong("too_many", language, name=name, most=MOST_ROWS)
            line, before = before + 1, reader.line_num
            if not (number == 0 and row and row[0].lower().startswith("sep=")):
                yield [
                    Cell(tidy(one), say("own_region.place.line", language, line=line, column=column))
                    for column, one in enumerate(row, start=1)
                ]
    except csv.Error as error:
        raise wrong("no_csv", language, name=name, line=reader.line_num, error=error) from None


def rows_of_excel(name: str, content: bytes, sheet: str | None, language: Language) -> Iterator[list[Cell]]:
    """The rows of a sheet, with what its formulas came to."""
    from zipfile import BadZipFile, ZipFile

    from openpyxl import load_workbook
    from openpyxl.utils import get_column_letter
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        if sum(one.file_size for one in ZipFile(io.BytesIO(content)).infolist()) > LARGEST_UNPACKED:
            raise wrong("too_large", language, name=name, most=LARGEST_UNPACKED // 1_000_000)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except TableError:
        raise
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        raise wrong("no_excel", language, name=name) from None
    if sheet is not None and sheet not in book.sheetnames:
        raise wrong("no_sheet", language, name=name, sheet=sheet, sheets=", ".join(book.sheetnames))
    chosen = book[sheet if sheet is not None else book.sheetnames[0]]
    for number, row in enumerate(chosen.iter_rows(), start=1):
        if number > MOST_ROWS:
            raise wrong("too_many", language, name=name, most=MOST_ROWS)
        yield [
            of_excel(one, say("own_region.place.cell", language, cell=f"{get_column_letter(column)}{number}"))
            for column, one in enumerate(row, start=1)
        ]


def of_excel(cell: Any, place: str) -> Cell:
    """An Excel cell; per cents are counted as such, as people see them."""
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        percent = "%" in (cell.number_format or "")
        return Cell(100.0 * value if percent else float(value), place, "%" if percent else "")
    return Cell("" if value is None else tidy(str(value)), place)


def tidy(text: str) -> str:
    """A text of bounded length on one line, without blanks around it, hard ones too."""
    return printed(text.replace("\ufeff", ""))[:LONGEST]


def printed(text: str) -> str:
    """A text as it can be printed on one line."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
