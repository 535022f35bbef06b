"""The bibliography: what every source is, how it was read, and what was noted from it (``sources.toml``)."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from sim.parameters import nearest


class Source(BaseModel):
    """One table of the bibliography, as written."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    title: str
    where: str
    year: str
    solid: str
    design: str
    figures: tuple[str, ...]
    note: str = ""


@cache
def sources() -> dict[str, Source]:
    """The bibliography by key."""
    tables = tomllib.loads((Path(__file__).parent / "sources.toml").read_text("utf-8"))
    return {key: Source.model_validate(table) for key, table in tables.items()}


def entry(key: str) -> Source:
    """A source by its key, or a ``ValueError`` that names the nearest."""
    if key not in sources():
        raise ValueError(f"unknown source {key!r}{nearest(key, list(sources()))}")
    return sources()[key]
