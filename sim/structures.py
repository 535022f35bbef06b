"""Rival forms of single rules, where theory does not decide; which one holds is chosen by name in a scenario."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from sim.words import Words


class Form(BaseModel):
    """One form of a rule: what it says, in both languages, and what speaks for it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    en: str
    nl: str
    speaks_for: str


class Structure(BaseModel):
    """A rule of which there are several forms.

    Attributes:
        label: what it is about.
        decides: what hangs on it.
        forms: by name; the first is the default, and the place of each is what rules compare (``p.conflict_form``).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    label: Words
    decides: Words
    forms: dict[str, Form]
    extension: str = ""  # which one declares it; empty for the model's own


STRUCTURES: dict[str, Structure] = {
    name: Structure.model_validate(table)
    for name, table in tomllib.loads((Path(__file__).parent / "structures.toml").read_text("utf-8")).items()
}


def take_in(extension: str, declared: Mapping[str, Structure]) -> None:
    """Make the structures of an extension known, in the place of those that it had before."""
    for name in [name for name, one in STRUCTURES.items() if one.extension == extension]:
        del STRUCTURES[name]
    STRUCTURES.update({name: one.model_copy(update={"extension": extension}) for name, one in declared.items()})
