"""The ten questions that are asked before and after the chapters, with their key."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from sim.words import Words

ANSWERS = ("a", "b", "c", "d")
WHEN = ("pre", "post")


class Question(BaseModel):
    """A question with four answers.

    Attributes:
        asks: the question.
        a, b, c, d: the answers.
        key: the right one.
        claims: from which that follows (``dashboard.learn.taught.claims``).
        transfer: whether it is about something that no chapter shows.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    asks: Words
    a: Words
    b: Words
    c: Words
    d: Words
    key: Literal["a", "b", "c", "d"]
    claims: list[str] = []
    transfer: bool = False

    def answer(self, letter: str) -> Words:
        """One of the four answers."""
        return {"a": self.a, "b": self.b, "c": self.c, "d": self.d}[letter]


@cache
def questions() -> dict[str, Question]:
    """All questions by name, in the order in which they are asked."""
    tables = tomllib.loads((Path(__file__).parent / "questions.toml").read_text("utf-8"))
    return {name: Question.model_validate(table) for name, table in tables.items()}
