"""The sheet of a trial: a row a learner, without a name: class, which came first, and the letters that were chosen."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from dashboard.learn.progress import ARMS
from dashboard.learn.trial.questions import ANSWERS, WHEN, questions
from experiments.analysis.learners import Scores
from sim.user_file import text_of

LARGEST = 2_000_000  # bytes
LONGEST_CLASS = 40  # letters


def columns() -> list[str]:
    """The columns of a sheet."""
    return ["class", "first", *(f"{when}_{name}" for when in WHEN for name in questions())]


def written(rows: Iterable[Mapping[str, str]]) -> str:
    """A sheet as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns(), lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a sheet; commas or semicolons between columns.

    Raises:
        ValueError: one line that names the row and column that cannot be.
        OSError: when there is no such file.
    """
    content = path.read_bytes()
    if len(content) > LARGEST:
        raise ValueError(f"more than {LARGEST // 1_000_000} MB, which no sheet of learners is")
    text = text_of(content)
    first, _, _ = text.partition("\n")
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    named = list(reader.fieldnames or [])
    for name in columns():
        if name not in named:
            raise ValueError(f"column {name} is missing")
    for name in named:
        if name not in columns():
            raise ValueError(f"column {name} is not one of a sheet, which holds no names and nothing else")
    return [checked(row, number) for number, row in enumerate(reader, start=2)]


def checked(row: Mapping[str | None, str | None], number: int) -> dict[str, str]:
    """One row, with every answer one that could be given, or empty.

    Raises:
        ValueError: one line, for another.
    """
    found = {str(name): (value or "").strip() for name, value in row.items() if name is not None}
    if None in row or not found["class"] or len(found["class"]) > LONGEST_CLASS:
        raise ValueError(f"row {number}: class must be a short name or number, and no column may be left over")
    if found["first"] not in ARMS:
        raise ValueError(f"row {number}: first is {found['first']!r}, and must be {' or '.join(ARMS)}")
    for name, value in found.items():
        if name not in ("class", "first") and value not in (*ANSWERS, ""):
            raise ValueError(f"row {number}: {name} is {value!r}, and must be {', '.join(ANSWERS)} or empty")
    return found


def whole(row: Mapping[str, str]) -> bool:
    """Whether all questions were answered, before and after."""
    return all(row[f"{when}_{name}"] for when in WHEN for name in questions())


def right(row: Mapping[str, str], when: str, transfer: bool | None = None) -> int:
    """How many answers are right; of some questions only, when that is asked."""
    return sum(
        row[f"{when}_{name}"] == one.key
        for name, one in questions().items()
        if transfer is None or one.transfer == transfer
    )


def scores(rows: list[dict[str, str]], transfer: bool | None = None) -> Scores:
    """The scores of learners who answered everything; of some questions only, when that is asked."""
    kept = [row for row in rows if whole(row)]
    return Scores(
        np.unique([row["class"] for row in kept], return_inverse=True)[1],
        np.array([row["first"] == ARMS[0] for row in kept]),
        np.array([float(right(row, "pre")) for row in kept]),
        np.array([float(right(row, "post", transfer)) for row in kept]),
    )
