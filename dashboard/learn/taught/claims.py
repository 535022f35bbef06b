"""The claims that chapters and questions teach: what others say about 1Gezin1Plan, and what this model says itself."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from dashboard.words import say
from sim.sources import entry
from sim.words import Language, Words


class Claim(BaseModel):
    """One claim.

    Attributes:
        says: it, in a sentence.
        sources: who says so, by keys of ``sim/sources.toml``.
        result: whether this model says so, instead.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    says: Words
    sources: list[str] = []
    result: bool = False

    @model_validator(mode="after")
    def somebody_says_it(self) -> Self:
        """Others, by sources that are known, or this model."""
        if bool(self.sources) == self.result:
            raise ValueError("a claim has sources, or is a result of this model")
        for key in self.sources:
            entry(key)
        return self

    def whose(self, language: Language) -> str:
        """Who says so."""
        if self.result:
            return say("learn.this_model", language)
        return "; ".join(f"{entry(key).title} ({entry(key).year})" for key in self.sources)


@cache
def claims() -> dict[str, Claim]:
    """All claims by name."""
    tables = tomllib.loads(Path(__file__).with_name("claims.toml").read_text("utf-8"))
    return {name: Claim.model_validate(table) for name, table in tables.items()}
