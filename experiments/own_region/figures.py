"""What a region may know of itself, and by which names tables have it, from ``figures.toml`` and the parameters."""

import difflib
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from sim.names import SECTORS
from sim.parameters import Grade, declarations, members
from sim.words import Words

JOINING = {"van", "de", "het", "een", "bij", "voor", "in", "door", "of", "for", "the", "per", "at", "by", "a"}
FAMILIES, HOURS = "families", "hours_of_staff"  # what a figure can set besides parameters
UNIT_OF = {"weeks": "weeks", "euros an hour": "euros_an_hour", "euros a day": "euros_a_day"}  # of parameters


class Strict(BaseModel):
    """A table of ``figures.toml``, as written; an unknown key is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Figure(Strict):
    """Something that a region may know of itself."""

    sets: str
    by_sector: bool = False
    unit: str
    times: str = ""
    asked: bool = False
    label: Words
    names: tuple[str, ...]


class Factor(Strict):
    """So many times, divided by so many."""

    times: float = 1.0
    over: float = 1.0

    def of(self, value: float) -> float:
        """The value after it."""
        return value * self.times / self.over


class Unit(Factor):
    """A unit in which tables give a figure, and its factor to the unit of the figure."""

    names: tuple[str, ...]


class OwnUnit(Strict):
    """The unit a figure counts in, with others that become it."""

    names: tuple[str, ...]
    other: dict[str, Unit] = {}

    def factor(self, name: str) -> Factor:
        """The factor of a unit by one of its names, as ``plain_words`` makes it."""
        return self.by_name[name]

    @property
    def by_name(self) -> dict[str, Factor]:
        """Every unit under every name."""
        own = {plain_words(name): Factor() for name in self.names}
        return {**{plain_words(name): unit for unit in self.other.values() for name in unit.names}, **own}


class Conversion(Factor):
    """How one figure becomes another, with what that rests on."""

    grade: Grade
    source: str
    label: Words


class Tables(Strict):
    """All that stands in ``figures.toml``."""

    figure: dict[str, Figure]
    unit: dict[str, OwnUnit]
    conversion: dict[str, Conversion]
    sector: dict[str, tuple[str, ...]]
    column: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Meaning:
    """What some words of a table stand for; what they do not say is empty.

    Attributes:
        figure, sector, unit: which; the sector ``total`` is all of them together.
        column: what a column with this heading says of its rows (``region``, ``period``, ``value``…).
    """

    figure: str = ""
    sector: str = ""
    unit: str = ""
    column: str = ""


@cache
def tables() -> Tables:
    """``figures.toml``, read once, with every parameter as a figure of its own behind what stands there."""
    found = tomllib.loads(Path(__file__).with_name("figures.toml").read_text("utf-8"))
    own = {name: one for name, one in of_parameters().items() if name not in found["figure"]}
    return Tables.model_validate({**found, "figure": {**found["figure"], **own}})


def of_parameters() -> dict[str, Figure]:
    """Every parameter as a figure, under its own name and label."""
    found = {}
    for name, (_, one) in declarations().items():
        unit = "share" if one.unit.startswith("share") else UNIT_OF.get(one.unit, "count")
        if one.of in (None, "sector"):
            names = (name, one.label.en, one.label.nl)
            found[name] = Figure(sets=name, by_sector=one.of == "sector", unit=unit, label=one.label, names=names)
        else:
            for number in members(name, one):
                found[number.name] = Figure(sets=number.name, unit=unit, label=one.label, names=(number.name,))
    return found


def plain_words(text: str) -> str:
    """Words as they are compared: small letters without accents, brackets, hyphens and what counts the columns."""
    text = re.sub(r"_\d+\s*$", "", text.strip())
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    letters = unicodedata.normalize("NFKD", text)
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^a-z0-9%€/]+", " ", kept.lower()).split())


@cache
def figure_names() -> dict[str, str]:
    """The figure that each name stands for; those of ``figures.toml`` go before those of parameters."""
    found: dict[str, str] = {}
    for key, one in tables().figure.items():
        for name in one.names:
            found.setdefault(plain_words(name), key)
    return found


@cache
def sector_names() -> dict[str, str]:
    """The sector that each name stands for, longer names first."""
    known = {plain_words(name): key for key, names in tables().sector.items() for name in names}
    known |= {plain_words(key): key for key in SECTORS}
    return dict(sorted(known.items(), key=lambda pair: -len(pair[0])))


@cache
def unit_names() -> frozenset[str]:
    """Every name of a unit."""
    return frozenset(name for one in tables().unit.values() for name in one.by_name)


@cache
def column_names() -> dict[str, str]:
    """What a column under each heading says of its rows."""
    return {plain_words(name): key for key, names in tables().column.items() for name in names}


@lru_cache(maxsize=10_000)
def meaning_of(text: str, heading: bool = False) -> Meaning | None:
    """What some words stand for, or None when nobody knows.

    Args:
        text: as it stands in the table, such as ``Wachttijd jeugd-ggz (weken)``.
        heading: whether it stands above a column, where it may also say what the column is about.
    """
    brackets = re.findall(r"[(\[]([^)\]]*)[)\]]", text)
    units = [one for one in map(plain_words, brackets) if one in unit_names()]
    words = plain_words(re.sub(r"[(\[][^)\]]*[)\]]", " ", text))
    unit = units[0] if units else ""
    if heading and words in column_names():
        return Meaning(column=column_names()[words], unit=unit)
    found = figure_and_sector(words) or figure_and_sector(plain_words(text))
    if found is None:
        for name in sorted(unit_names(), key=len, reverse=True):
            if words.endswith(f" {name}") and (found := figure_and_sector(without_joining(words[: -len(name)]))):
                unit = unit or name
                break
    return Meaning(found[0], found[1], unit) if found else None


def figure_and_sector(words: str) -> tuple[str, str] | None:
    """The figure and the sector that words name, one of them or both; None when anything else stands there."""
    if words in figure_names():
        return figure_names()[words], ""
    for name, sector in sector_names().items():
        if words == name:
            return "", sector
        if f" {name} " in f" {words} ":
            rest = without_joining(f" {words} ".replace(f" {name} ", " | ", 1).replace("|", " "))
            if rest in figure_names():
                return figure_names()[rest], sector
    return None


def without_joining(words: str) -> str:
    """Words without small ones at the ends, such as *of* and *van de*."""
    kept = words.split()
    while kept and kept[0] in JOINING:
        kept = kept[1:]
    while kept and kept[-1] in JOINING:
        kept = kept[:-1]
    return " ".join(kept)


def nearest_name(text: str) -> str:
    """The known name that is nearest to words that nobody knows, a sector in them kept; empty when none is near."""
    words = plain_words(re.sub(r"[(\[][^)\]]*[)\]]", " ", text))
    for name in sector_names():
        if f" {name} " in f" {words} " and words != name:
            rest = without_joining(f" {words} ".replace(f" {name} ", " ", 1))
            close = difflib.get_close_matches(rest, figure_names(), n=1, cutoff=0.6)
            return f"{close[0]} {name}" if close else ""
    known = [*figure_names(), *sector_names(), *column_names()]
    close = difflib.get_close_matches(words, known, n=1, cutoff=0.6)
    return close[0] if close else ""
