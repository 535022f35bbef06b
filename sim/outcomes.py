"""What is measured: definition, unit, which way is better, and the smallest difference that matters, declared as data.

Outcomes of families are over the families that were in the region at week 0 or came later, whatever became of
them (in care, closed, broken off), until they leave it. Both routes therefore count the very same families.

How each outcome is computed stands in ``sim/measures.py``.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from sim.measures import EACH, MEASURES, Totals
from sim.words import Words, gaps, names
from sim.world import World, rule_set_of

Better = Literal["higher", "lower", "neither"]


class Figure(BaseModel):
    """A figure of the headline: an outcome in a unit that people use.

    Attributes:
        place: which of the figures it is, from 1 on; outcomes with the same place stand together.
        title, unit: what it is called there, and what it counts in.
        short: what it is called where there is room for a word.
        times, divided_by: what makes that unit of the outcome's own.
        decimals: digits after the point.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    place: int = Field(ge=1)
    title: Words
    short: Words
    unit: Words
    times: float = Field(default=1, gt=0)
    divided_by: float = Field(default=1, gt=0)
    decimals: int = Field(ge=0)


class Trade(BaseModel):
    """An outcome in the sentence of the headline, which names what the shared plan brings and what it takes.

    Attributes:
        more, less: what it brings or takes when it has more of the outcome, or less; in ``{amount}`` goes by how much,
            in the unit of the figure.
        called: the outcome inside a sentence.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    more: Words
    less: Words
    called: Words

    @model_validator(mode="after")
    def no_gap_but_the_amount(self) -> Self:
        """What is told of an outcome is by how much it differs."""
        if not self.gaps <= {"amount"}:
            raise ValueError("a trade has no gap but {amount}")
        return self

    @property
    def gaps(self) -> set[str]:
        """The names of what is filled in."""
        return set().union(*(gaps(text) for words in (self.more, self.less) for text in (words.en, words.nl)))


class OutcomeDeclaration(BaseModel):
    """One table of ``outcomes.toml``, as written."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    main: bool = False
    unit: str
    better: Better
    matters_from: float
    label: Words
    definition: Words
    figure: Figure | None = None
    trade: Trade | None = None

    @model_validator(mode="after")
    def only_what_is_judged(self) -> Self:
        """The headline tells what is judged and stands in the first table, and its sentence leaves out no figure."""
        if self.figure and not self.trade:
            raise ValueError("a figure needs a trade too")
        if self.trade and self.trade.gaps and not self.figure:
            raise ValueError("an amount needs a figure, which says its unit")
        if self.trade and (self.better == "neither" or not self.main):
            raise ValueError("only a main outcome of which one way is better can be traded")
        return self


class Outcome(OutcomeDeclaration):
    """One thing that is measured.

    Attributes:
        name: as in tables and in Python.
        label, definition: what it is called and what exactly is measured, in English and Dutch.
        unit: what it counts in.
        better: whether more of it is better or worse for families; ``neither`` for what is only accounted for.
        matters_from: smallest difference worth speaking of.
        main: whether it belongs in the first table a user sees.
        figure, trade: how the headline tells it, if it does.
        extension: which one declares it; empty for the model's own.
    """

    name: str
    extension: str = ""


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
            where = ".".join([name, *map(str, first["loc"])])
            raise ValueError(f"outcomes.toml: {where}: {first['msg']}") from None
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


BASE = tuple(OUTCOMES)  # the model's own; those of extensions come after them
MAIN = tuple(name for name, outcome in OUTCOMES.items() if outcome.main)

Measure = Callable[[Totals], float]
OWN_MEASURES: dict[int, Mapping[str, Measure]] = {}  # of extensions, by the set of rules that a region lives by


def outcomes_with(own: Iterable[str]) -> list[str]:
    """The names of all outcomes of runs with extensions that declare these."""
    return [*BASE, *own]


def take_in(extension: str, declared: Mapping[str, tuple[OutcomeDeclaration, Measure]]) -> None:
    """Make the outcomes of an extension known, in the place of those that it had before."""
    for name in [name for name, one in OUTCOMES.items() if one.extension == extension]:
        del OUTCOMES[name]
    for name, (one, _) in declared.items():
        OUTCOMES[name] = Outcome(name=name, extension=extension, **one.__dict__)


def outcomes_of(worlds: list[World]) -> dict[str, float]:
    """Every outcome of one run: those of the model, then those of its extensions.

    Args:
        worlds: the regions after their last week.

    Returns:
        Numbers by outcome name, in the order of ``outcomes_with``.
    """
    totals = Totals(worlds)
    found = {name: measure(totals) for name, measure in MEASURES.items()}
    for stem, (kind, measure) in EACH.items():
        for key, value in zip(names(kind), measure(totals), strict=True):
            found[f"{stem}_{key}"] = float(value)
    own = OWN_MEASURES.get(rule_set_of(worlds[0]), {})
    return {name: found[name] for name in BASE} | {name: float(measure(totals)) for name, measure in own.items()}


def main_outcomes_of(worlds: list[World]) -> list[float]:
    """The main outcomes of one run alone, in the order of ``MAIN``: a fifth of the work of all of them."""
    totals = Totals(worlds)
    return [MEASURES[name](totals) for name in MAIN]
