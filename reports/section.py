"""A section of a report: what it says, its pictures, and its tables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from charts.chart import Chart


@dataclass(frozen=True)
class Table:
    """A table of words.

    Attributes:
        title: what it shows.
        columns: headings; the first column names the rows.
        rows: words.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Section:
    """A section of a report.

    Attributes:
        key: unique on the page.
        title: heading.
        answers: what it says to the question, for the top of the page.
        paragraphs: what else can be read from it.
        pictures, tables: what it shows.
        wide: whether its pictures take the whole width.
        files: what makes its numbers as tables for other programs, by the name of the file beside the page, without
            ending; several sections may add to one file.
    """

    key: str
    title: str
    answers: Sequence[str] = ()
    paragraphs: Sequence[str] = ()
    pictures: Sequence[Chart] = ()
    tables: Sequence[Table] = ()
    wide: bool = False
    files: Mapping[str, Callable[[], pd.DataFrame]] = field(default_factory=dict)
