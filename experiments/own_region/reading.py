"""Reading a table: every number in it stands for what its column and its row say, whichever way the table lies.

So one way of reading serves a long table (a row for each figure), a wide one (a row for each sector, or for each
region, and a column for each figure) and its mirror image, with titles above it and sources below it.
"""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from experiments.language import say
from experiments.own_region.amounts import NOTHING_THERE, amount_in, form_of, looks_like_a_number
from experiments.own_region.cells import Cell, Cells, TableError, cells_of, wrong
from experiments.own_region.figures import Meaning, meaning_of, nearest_name, plain_words, tables
from experiments.own_region.headings import Column, headings_of
from sim.words import Language

TOTAL = "total"
SHOWN = 8  # names that are listed
MOST_UNKNOWN = 40  # columns and rows


@dataclass(frozen=True)
class Known:
    """One figure of a region as somebody gave it.

    Attributes:
        figure: a key of ``figures.toml``.
        sector: of the model; empty where there is none.
        value: in the unit of the figure.
        said: as it stands there, such as ``98 dagen``.
        where: such as ``line 4, column 3 (Wachttijd)``.
    """

    figure: str
    sector: str
    value: float
    said: str
    where: str


@dataclass(frozen=True)
class Unknown:
    """Words that nobody knows, where they stand, and the nearest known name; empty when none is near."""

    words: str
    where: str
    nearest: str


@dataclass(frozen=True)
class Table:
    """What was read.

    Attributes:
        name: of the file.
        known: figures, in the order of the table.
        unknown: columns and rows with numbers that nothing is known by.
        regions, periods: those that the table has; only one of each was read.
        region, period: that one; empty where the table names none.
    """

    name: str
    known: tuple[Known, ...]
    unknown: tuple[Unknown, ...]
    regions: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    region: str = ""
    period: str = ""


def read_table(
    name: str, content: bytes, region: str | None = None, sheet: str | None = None, language: Language = "en"
) -> Table:
    """The figures in a file.

    Args:
        name, content: of the file.
        region: which one, where the table has several.
        sheet: of a spreadsheet.
        language: of what is said, and in which places are named.

    Raises:
        TableError: in one line that names the file and, where there is one, the place.
    """
    cells = cells_of(name, content, sheet, language)
    rows = [row for row in cells.rows if any(one.text for one in row)]
    if not rows:
        raise wrong("empty", language, name=name)
    columns, body = headings_of(rows)
    return Reader(name, columns, cells, region, language).read(body)


class Reader:
    """Reads the rows below headings.

    Args:
        name: of the file.
        columns: with what they mean.
        cells: of the whole file: they say how its numbers are written.
        region: which one is asked for.
        language: of what is said.
    """

    def __init__(self, name: str, columns: list[Column], cells: Cells, region: str | None, language: Language) -> None:
        self.name, self.columns, self.asked, self.language = name, columns, region, language
        self.form = form_of(cells)
        self.unknown: dict[tuple[str, str], Unknown] = {}

    def read(self, rows: list[list[Cell]]) -> Table:
        """The figures of one region in one period."""
        regions, periods = self.named(rows, "region"), self.named(rows, "period")
        region = self.one_region(regions)
        period = max(periods, key=lambda one: re.findall(r"\d+", one) or [""], default="")
        parted = [one for one in self.columns if self.parts(one, rows)]
        known = [
            one
            for row in rows
            if self.says(row, "region") in ("", region) and self.says(row, "period") in ("", period)
            if all(is_total(row[one.place]) for one in parted if one.place < len(row))
            for one in self.figures_in(row)
        ]
        if not known:
            words = ", ".join(one.words for one in [*self.unknown.values()][:SHOWN]) or "-"
            raise wrong("nothing", self.language, name=self.name, words=words)
        return Table(
            self.name, self.without_doubles(known), tuple(self.unknown.values()), regions, periods, region, period
        )

    def parts(self, column: Column, rows: list[list[Cell]]) -> bool:
        """Whether a column that nobody knows parts people, by age or sex: then only its rows of all together count."""
        cells = (row[column.place] for row in rows if column.place < len(row))
        return bool(column.heading) and column.meaning is None and any(map(is_total, cells))

    def named(self, rows: list[list[Cell]], column: str) -> tuple[str, ...]:
        """What a column names, each once; rows without any number say nothing."""
        found = (self.says(row, column) for row in rows if any(map(looks_like_a_number, row)))
        return tuple(dict.fromkeys(one for one in found if one))

    def one_region(self, regions: tuple[str, ...]) -> str:
        """The region that is asked for, or the only one."""
        if self.asked is None:
            if len(regions) > 1:
                raise wrong("regions", self.language, name=self.name, count=len(regions), regions=shown(regions))
            return regions[0] if regions else ""
        for one in regions:
            if plain_words(one) == plain_words(self.asked):
                return one
        near = difflib.get_close_matches(self.asked, regions, n=1) or [shown(regions)]
        raise wrong("no_region", self.language, name=self.name, region=self.asked, regions=near[0])

    def says(self, row: Sequence[Cell], column: str) -> str:
        """What a row says in the column of a kind; empty where there is none."""
        for one in self.columns:
            if one.meaning and one.meaning.column == column and one.place < len(row):
                return row[one.place].text
        return ""

    def figures_in(self, row: Sequence[Cell]) -> Iterable[Known]:
        """The figures of one row."""
        values, labels = [], []
        for cell, column in zip(row, self.columns):
            kind = column.meaning.column if column.meaning else ""
            if kind in ("region", "period", "unit", "nothing") or not cell.text:
                continue
            if looks_like_a_number(cell) or (column.meaning and kind in ("", "value")):
                values.append((cell, column))
            else:
                labels.append(cell)
        of_row = self.meaning_of_row(labels, bool(values))
        if of_row is None:
            return
        for cell, column in values:
            known = self.figure_in(cell, column, of_row, plain_words(self.says(row, "unit")))
            if known:
                yield known

    def meaning_of_row(self, labels: list[Cell], has_numbers: bool) -> Meaning | None:
        """What the words of a row say together; None where they say something that nobody knows."""
        figure = sector = unit = ""
        for cell in labels:
            meaning = meaning_of(cell.text)
            if meaning is None:
                if has_numbers:
                    self.not_known(cell.text, f"{self.name}, {cell.place}")
                    return None
                continue
            figure, sector = meaning.figure or figure, meaning.sector or sector
            unit = meaning.unit or unit
        return Meaning(figure, sector, unit)

    def figure_in(self, cell: Cell, column: Column, of_row: Meaning, unit_of_row: str) -> Known | None:
        """The figure in one cell, or None where it is not known or nothing stands there."""
        where = f"{cell.place} ({column.heading})" if column.heading else cell.place
        if column.heading and column.meaning is None:
            self.not_known(
                column.heading, f"{self.name}, {say('own_region.place.column', self.language, column=column.place + 1)}"
            )
            return None
        of_column = column.meaning or Meaning()
        if of_column.figure and of_row.figure and of_column.figure != of_row.figure:
            raise wrong("two_figures", self.language, where=f"{self.name}, {where}")
        figure = of_column.figure or of_row.figure
        sector = of_column.sector or of_row.sector
        if not figure or not self.fits(figure, sector):
            self.not_known(" ".join(filter(None, (figure.replace("_", " "), sector.replace("_", " ")))), where)
            return None
        if cell.text.lower() in NOTHING_THERE:
            return None
        unit = cell.unit or of_column.unit or of_row.unit or unit_of_row
        try:
            amount = amount_in(cell.content, unit, figure, self.form, self.language)
        except ValueError as error:
            raise TableError(f"{self.name}, {where}: {error}") from None
        return Known(
            amount.figure, "" if sector == TOTAL else sector, amount.value, amount.said, f"{self.name}, {where}"
        )

    def fits(self, figure: str, sector: str) -> bool:
        """Whether a figure is one of sectors as its place has it."""
        return tables().figure[figure].by_sector == (sector not in ("", TOTAL))

    def not_known(self, words: str, where: str) -> None:
        """Write down words that nobody knows, once for each place; the first of many."""
        if len(self.unknown) < MOST_UNKNOWN:
            self.unknown.setdefault((words, where), Unknown(words, where, nearest_name(words)))

    def without_doubles(self, known: list[Known]) -> tuple[Known, ...]:
        """Each figure once; two values for one are refused."""
        found: dict[tuple[str, str], Known] = {}
        for one in known:
            before = found.setdefault((one.figure, one.sector), one)
            if before.value != one.value:
                first = before.where.removeprefix(f"{self.name}, ")
                raise wrong("twice", self.language, where=one.where, said=one.said, first=first, before=before.said)
        return tuple(found.values())


def shown(names: Sequence[str]) -> str:
    """The first of some names."""
    return ", ".join(names[:SHOWN]) + (", …" if len(names) > SHOWN else "")


def is_total(cell: Cell) -> bool:
    """Whether a cell says that a row is of all together."""
    meaning = meaning_of(cell.text) if cell.text else None
    return meaning is not None and (meaning.figure, meaning.sector) == ("", TOTAL)
