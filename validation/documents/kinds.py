"""What was done to see whether the model can be believed: by kind of validation, and by what is looked at."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

from validation.documents.markdown import table

FILE = Path(__file__).parents[1] / "kinds.toml"


class Cell(BaseModel):
    """One kind, of one thing that is looked at; the file's head says what its fields mean."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    done: str = ""
    by: tuple[str, ...] = ()
    not_done: str = ""
    once: Literal["held_out_seen", ""] = ""

    @model_validator(mode="after")
    def one_or_the_other(self) -> "Cell":
        """What is done names its test or command; both only where a fact decides."""
        if bool(self.done) != bool(self.by):
            raise ValueError("done and by go together")
        if bool(self.done) == bool(self.not_done) and not self.once:
            raise ValueError("needs done or not_done, and both only with once")
        return self

    def words(self, facts: Mapping[str, bool]) -> str:
        """What stands in the table."""
        if self.done and (not self.once or facts[self.once]):
            return f"{self.done} ({', '.join(f'`{one}`' for one in self.by)})"
        return f"**not done**: {self.not_done}"


class Kind(BaseModel):
    """A kind of validation."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    label: str
    parts: Cell
    behaviour: Cell
    answer: Cell


def kinds() -> dict[str, Kind]:
    """All kinds by name."""
    return {name: Kind.model_validate(one) for name, one in tomllib.loads(FILE.read_text("utf-8")).items()}


def kinds_table(facts: Mapping[str, bool]) -> str:
    """A row a kind.

    Args:
        facts: which of the facts that cells wait for are so, by name.
    """
    rows = [
        (one.label, one.parts.words(facts), one.behaviour.words(facts), one.answer.words(facts))
        for one in kinds().values()
    ]
    return table(("kind", "its parts: rules and numbers", "what comes out", "what a plan is worth"), rows)
