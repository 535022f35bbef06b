"""What is measured: definition, unit, which way is better, and the smallest difference that matters, declared as data.

Outcomes of families are over the families that were in the region at week 0 or came later, whatever became of
them (in care, closed, broken off), until they leave it. Both routes therefore count the very same families.

How each outcome is computed stands in ``sim/measures.py``.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from sim.measures import EACH, MEASURES, Totals
from sim.words import Words, names
from sim.world import World

Better = Literal["higher", "lower", "neither"]


class OutcomeDeclaration(BaseModel):
    """One table of ``outcomes.toml``, as written."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    main: bool = False
    unit: str
    better: Better
    matters_from: float
    label: Words
    definition: Words


class Outcome(OutcomeDeclaration):
    """One thing that is measured.

    Attributes:
        name: as in tables and in Python.
        label, definition: what it is called and what exactly is measured, in English and Dutch.
        unit: what it counts in.
        better: whether more of it is better or worse for families; ``neither`` for what is only accounted for.
        matters_from: smallest difference worth speaking of.
        main: whether it belongs in the first table a user sees.
    """

    name: str


@cache
def outcomes() -> dict[str, Outcome]:
    """All declared outcomes by name, in the order of tables; ``<sector>`` and the like stand for one outcome each."""
    tables = tomllib.loads((Path(__file__).parent / "outcomes.toml").read_text("utf-8"))
    found: dict[str, Outcome] = {}
    for name, table in tables.items():
        try:
            declared = OutcomeDeclaration.model_validate(table)
        except ValidationError as error:
            first = error.errors()[0]
            raise ValueError(f"outcomes.toml: {name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
        for one in members(name, declared):
            found[one.name] = one
    return found


def members(name: str, declared: OutcomeDeclaration) -> list[Outcome]:
    """The outcomes one table stands for."""
    for kind in ("sector", "domain", "task"):
        if f"<{kind}>" in name:
            return [
                Outcome(
                    name=name.replace(f"<{kind}>", key),
                    **{**declared.__dict__, "label": declared.label.of(word)},
                )
                for key, word in names(kind).items()
            ]
    return [Outcome(name=name, **declared.__dict__)]


OUTCOMES: dict[str, Outcome] = outcomes()


MAIN = tuple(name for name, outcome in OUTCOMES.items() if outcome.main)


def outcomes_of(worlds: list[World]) -> dict[str, float]:
    """Every declared outcome of one run.

    Args:
        worlds: the regions after their last week.

    Returns:
        Numbers by outcome name, in the order of ``OUTCOMES``.
    """
    totals = Totals(worlds)
    found = {name: measure(totals) for name, measure in MEASURES.items()}
    for stem, (kind, measure) in EACH.items():
        for key, value in zip(names(kind), measure(totals), strict=True):
            found[f"{stem}_{key}"] = float(value)
    return {name: found[name] for name in OUTCOMES}


def main_outcomes_of(worlds: list[World]) -> list[float]:
    """The main outcomes of one run alone, in the order of ``MAIN``: a fifth of the work of all of them."""
    totals = Totals(worlds)
    return [MEASURES[name](totals) for name in MAIN]
