"""What people who know such families think of statements and stories: their sheet read, counted, and not kept.

A sheet has a line for each judge, with semicolons between: who judged (a role, never a name), an answer to each
statement, a mark of 1 to 5 for each story. What was not answered stays empty.
"""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from sim.parameters import nearest
from sim.user_file import tables_of, text_of
from validation import record
from validation.patterns import PATTERNS
from validation.stories import STORIES

FILE = Path(__file__).with_name("face_validation.toml")
ROLE = "rol"
MARKS = ("1", "2", "3", "4", "5")
FEWEST = 5  # judges of whom a mean may be told

Stands = Literal["comes out", "does not come out", "not looked at"]


class Statement(BaseModel):
    """What is asked, in Dutch, and the pattern that it says."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    pattern: str
    says: str

    @property
    def claim(self) -> str:
        """The pattern's claim."""
        return PATTERNS[self.pattern].claim

    @property
    def in_the_model(self) -> Stands:
        """Whether it comes out in the model, by what is kept of its check."""
        rows = [row for row in record.kept()["patterns"] if row["pattern"] == self.pattern]
        return "not looked at" if not rows else "comes out" if rows[0]["passed"] else "does not come out"


class Kit(BaseModel):
    """All of ``face_validation.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    roles: tuple[str, ...]
    answers: tuple[str, ...]
    statements: tuple[Statement, ...]


@cache
def kit() -> Kit:
    """What is asked."""
    return Kit.model_validate(tables_of(FILE.read_text("utf-8")))


@dataclass(frozen=True)
class Judgement:
    """What one judge answered.

    Attributes:
        role: one of the roles of the kit.
        answers: to each statement, one of the answers of the kit; empty when there is none.
        marks: for each story, "1" (not believable) to "5"; empty when there is none.
    """

    role: str
    answers: tuple[str, ...]
    marks: tuple[str, ...]


def columns() -> list[str]:
    """The columns of a sheet, in order."""
    statements = (f"stelling {number}" for number in range(1, len(kit().statements) + 1))
    return [ROLE, *statements, *(f"verhaal {number}" for number in range(1, STORIES + 1))]


def read(path: Path) -> list[Judgement]:
    """All judgements on a sheet.

    Raises:
        ValueError: what is wrong, in one line that names the line and the column.
        OSError: when it cannot be read.
    """
    lines = csv.reader(io.StringIO(text_in(path.read_bytes()), newline=""), delimiter=";", strict=True)
    try:
        head = [one.strip().lower() for one in next(lines, [])]
        check_head(head)
        found = [judgement_of(dict(zip(head, row)), row, lines.line_num) for row in lines if any(map(str.strip, row))]
    except csv.Error as error:
        raise ValueError(f"line {lines.line_num}: {error}") from None
    if not found:
        raise ValueError("nobody has judged yet")
    return found


def text_in(content: bytes) -> str:
    """The text of a sheet; a Dutch Excel writes a code page of its own where nobody asks for UTF-8."""
    try:
        return text_of(content)
    except ValueError:
        return content.decode("cp1252", errors="replace")


def check_head(head: list[str]) -> None:
    """Refuse a first line with other columns: a name, above all, does not belong in a sheet."""
    for name in head:
        if name not in columns():
            hint = nearest(name, columns()) or "; a sheet holds roles and answers with semicolons between, and no names"
            raise ValueError(f"line 1: unknown column {name!r}{hint}")
    for name in columns():
        if head.count(name) != 1:
            raise ValueError(f"line 1: needs one column {name!r}, with semicolons between, and has {head.count(name)}")


def judgement_of(cells: dict[str, str], row: list[str], line: int) -> Judgement:
    """One line of a sheet."""
    if len(row) != len(columns()):
        raise ValueError(f"line {line}: {len(row)} cells, not {len(columns())}")
    said = {name: " ".join(cell.lower().split()) for name, cell in cells.items()}
    for name, value in said.items():
        allowed = kit().roles if name == ROLE else kit().answers if name.startswith("stelling") else MARKS
        if value not in allowed and (value or name == ROLE):
            raise ValueError(f"line {line}: {name}: must be {', '.join(allowed)}, not {value!r}")
    role, *others = (said[name] for name in columns())
    count = len(kit().statements)
    return Judgement(role, tuple(others[:count]), tuple(others[count:]))


def counted(said: list[Judgement], statement: int, answer: str) -> Counter[str]:
    """How many gave an answer to a statement, by role.

    Args:
        said: all judgements.
        statement: its place, from 0 on.
        answer: which.
    """
    return Counter(one.role for one in said if one.answers[statement] == answer)


def marks_of(said: list[Judgement], story: int) -> list[int]:
    """The marks that a story got, its place counted from 0 on."""
    return [int(one.marks[story]) for one in said if one.marks[story]]


def mean_mark(marks: list[int]) -> str:
    """The mean of some marks in words; of fewer than five judges it says too much of each."""
    return f"{sum(marks) / len(marks):.1f}" if len(marks) >= FEWEST else f"fewer than {FEWEST} judges"
