"""The same words in two languages, and the names of sectors, life domains and tasks."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict


class Words(BaseModel):
    """The same words in English and Dutch."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    en: str
    nl: str

    def of(self, name: "Words") -> "Words":
        """These words followed by a name, such as "At the table: school"."""
        return Words(en=f"{self.en}: {name.en}", nl=f"{self.nl}: {name.nl}")


@cache
def names(kind: str) -> dict[str, Words]:
    """Names by key, in the order of the arrays; `kind` is ``sector``, ``domain`` or ``task``."""
    tables = tomllib.loads((Path(__file__).parent / "names.toml").read_text("utf-8"))
    return {key: Words.model_validate(words) for key, words in tables[kind].items()}
