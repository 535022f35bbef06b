"""What moves together where nobody measured: themes, such as "an hour of help eases more", and what is part of them.

With a luck of its own for each of a hundred numbers their mean would hardly move, although it is as unsure as each of
them; so a theme is drawn first, and its members lie near it.
"""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from experiments.parameter_sets.priors import uncertain
from sim.parameters import declarations, nearest
from sim.words import Words

FILE = Path(__file__).parent / "themes.toml"
TOGETHER = 0.8  # correlation of a member with its theme; the rest of it is its own


class Theme(BaseModel):
    """One thing that may be more or less so.

    Attributes:
        name: in the file; of a theme with one member, that of its declaration.
        label: what is more where the theme is higher.
        members: declarations, with a minus where they move the other way.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    label: Words
    members: tuple[str, ...]


@cache
def themes() -> tuple[Theme, ...]:
    """All themes: those of the file in its order, then what is in none of them, each by itself.

    Raises:
        ValueError: one line that names the theme and what is wrong with it.
    """
    free = dict.fromkeys(one.field for one in uncertain())
    found = []
    for name, table in tomllib.loads(FILE.read_text("utf-8")).items():
        try:
            theme = Theme.model_validate({"name": name, **table})
        except ValidationError as error:
            first = error.errors()[0]
            raise ValueError(f"{FILE.name}: {name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
        for field in map(declaration_of, theme.members):
            if field not in declarations():
                raise ValueError(f"{FILE.name}: {name}: unknown {field!r}{nearest(field, list(declarations()))}")
            if field not in free:
                raise ValueError(f"{FILE.name}: {name}: {field} is in another theme, or nothing that is drawn")
            del free[field]
        found.append(theme)
    alone = [Theme(name=field, label=declarations()[field][1].label, members=(field,)) for field in free]
    return (*found, *alone)


def declaration_of(member: str) -> str:
    """A member without its sign."""
    return member.removeprefix("-")


@cache
def loadings() -> np.ndarray:
    """How far each parameter moves with each theme, -1 to 1; shape (themes, parameters).

    A number that is all of its theme moves with it wholly.
    """
    columns = [one.field for one in uncertain()]
    table = np.zeros((len(themes()), len(columns)))
    for row, theme in enumerate(themes()):
        signs = {declaration_of(member): -1.0 if member.startswith("-") else 1.0 for member in theme.members}
        mine = [column for column, field in enumerate(columns) if field in signs]
        for column in mine:
            table[row, column] = signs[columns[column]] * (TOGETHER if len(mine) > 1 else 1.0)
    return table


@cache
def own_parts() -> np.ndarray:
    """How far each parameter moves by itself, 0 where it is all of its theme; shape (parameters,)."""
    return np.sqrt(1.0 - (loadings() ** 2).sum(axis=0))


def moved_by(heights: np.ndarray, own: np.ndarray) -> np.ndarray:
    """How high each parameter lies, as standard normal numbers.

    Args:
        heights: of the themes, standard normal, shape (sets, themes).
        own: what is the parameter's own, standard normal, shape (sets, parameters).

    Returns:
        Shape (sets, parameters).
    """
    return heights @ loadings() + own * own_parts()


def said(names: Sequence[str]) -> list[Words]:
    """What some themes are about, by name."""
    labels = {theme.name: theme.label for theme in themes()}
    return [labels[name] for name in names]
