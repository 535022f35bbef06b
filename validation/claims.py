"""What people wrote about results: sentences whose figures come from kept results, and may hold only while these do.

They stand in ``claims.toml``. Sentences that are written from kept results need no entry; for each section of such a
page the file says which result gives them.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from experiments import numbers
from experiments.parameter_sets import kept as worlds
from experiments.provenance import grades
from sim.parameters import nearest, parameters
from sim.user_file import tables_of
from validation import docking, editions, held_out, record, stories
from validation.calibration import turning
from validation.sentences import NUMBER, plain, sentences
from validation.studies import kept as studies

FILE = Path(__file__).with_name("claims.toml")
ROOT = Path(__file__).parents[1]
GAP = re.compile(r"\{(\w+)\}")


def declared() -> dict[str, Any]:
    """What follows from the declarations alone, without a run."""
    return {"command": "python -m validation.documents", "parameters": len(parameters()), **grades()}


KEPT: dict[str, Callable[[], dict[str, Any]]] = {
    "validation": record.kept,
    "worlds": worlds.story,
    "flips": turning.kept,
    "studies": studies.kept,
    "stories": stories.kept,
    "editions": editions.kept,
    "docking": docking.kept,
    "held_out": held_out.kept,
    "declarations": declared,
}


class Figure(BaseModel):
    """A figure of a kept result; the file's head says what its fields mean."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kept: str
    at: tuple[str, ...]
    digits: int | None = None

    @property
    def value(self) -> Any:
        """What is kept there."""
        return kept_at(self.kept, self.at)

    @property
    def words(self) -> str:
        """It as a sentence says it; of a list how many there are."""
        value = len(self.value) if isinstance(self.value, list) else self.value
        if isinstance(value, str):
            return value
        return numbers.figure(value) if self.digits is None else numbers.plain(value, self.digits)


class Condition(Figure):
    """What must be so for a sentence to be true: that a figure lies above or below a number."""

    above: float = float("-inf")
    below: float = float("inf")

    @property
    def holds(self) -> bool:
        """Whether it is so."""
        return bool(self.above < self.value < self.below)


class Claim(BaseModel):
    """A sentence about results that somebody wrote."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    where: str
    sentence: str
    gaps: dict[str, Figure] = {}
    holds: tuple[Condition, ...] = ()

    @model_validator(mode="after")
    def every_gap_is_filled(self) -> "Claim":
        """Each gap has its figure, and each figure its gap."""
        if set(GAP.findall(self.sentence)) != set(self.gaps):
            raise ValueError(f"the gaps of {self.sentence!r} are not those that are filled: {', '.join(self.gaps)}")
        return self

    @property
    def text(self) -> str:
        """The sentence with the figures of now."""
        return self.sentence.format(**{name: gap.words for name, gap in self.gaps.items()})

    @property
    def results(self) -> tuple[str, ...]:
        """Names of the kept results that it rests on."""
        return tuple(dict.fromkeys(one.kept for one in (*self.gaps.values(), *self.holds)))

    @property
    def false(self) -> list[str]:
        """Which of its conditions no longer hold."""
        return [f"{one.kept}: {' / '.join(one.at)} is {one.words}" for one in self.holds if not one.holds]

    @property
    def pattern(self) -> re.Pattern[str]:
        """Finds it in a text, whatever its line breaks and numbers in gaps; words in gaps are those of now."""
        parts = GAP.split(self.sentence)
        for number, part in enumerate(parts):
            gap = self.gaps.get(part) if number % 2 else None
            words = gap.words if gap else part
            found = re.escape(words).replace(r"\ ", r"\s+")
            parts[number] = f"(?P<{part}>{NUMBER.pattern})" if gap and NUMBER.fullmatch(words) else found
        return re.compile("".join(parts) + r"(?=\s|$)")

    def refreshed(self, text: str) -> str:
        """A text in which its numbers are those of now."""
        found = self.pattern.search(text)
        if found is None:
            return text
        for name in sorted(found.groupdict(), key=found.start, reverse=True):
            text = text[: found.start(name)] + self.gaps[name].words + text[found.end(name) :]
        return text


class Declared(BaseModel):
    """All of ``claims.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    parts: dict[str, tuple[str, ...]]
    claims: tuple[Claim, ...]
    sections: dict[str, dict[str, tuple[str, ...]]]


@cache
def claims() -> Declared:
    """What is declared."""
    return Declared.model_validate(tables_of(FILE.read_text("utf-8")))


def kept_at(name: str, at: Sequence[str]) -> Any:
    """What stands at a place in a kept result.

    Args:
        name: of the result, such as ``worlds``.
        at: keys from the outside in; in a list a key is what some field of the row holds.

    Raises:
        ValueError: one line that names what is not there.
    """
    if name not in KEPT:
        raise ValueError(f"no kept result {name!r}{nearest(name, list(KEPT))}")
    found: Any = KEPT[name]()
    for key in at:
        if isinstance(found, list):
            rows = [row for row in found if key in row.values()]
            if len(rows) != 1:
                raise ValueError(f"{name}: {len(rows)} rows hold {key!r}, not one")
            found = rows[0]
        else:
            known = list(found) if isinstance(found, dict) else []
            if key not in known:
                raise ValueError(f"{name}: there is no {key!r}{nearest(key, known)}")
            found = found[key]
    return found


def unclaimed(name: str, text: str) -> list[str]:
    """Sentences with a figure, in the parts of a file that are about results, that nobody declared.

    Raises:
        ValueError: for a part that the file does not have.
    """
    said, found = {plain(one.text) for one in claims().claims if one.where == name}, sentences(text)
    for heading in claims().parts[name]:
        if heading not in {one.heading for one in found}:
            raise ValueError(f"{FILE.name}: {name} has no part {heading!r}")
    return [
        one.text
        for one in found
        if one.heading in claims().parts[name] and NUMBER.search(one.text) and one.text not in said
    ]


def readme(root: Path = ROOT) -> str:
    """README with the figures of now in its declared sentences."""
    text = (root / "README.md").read_text("utf-8")
    for claim in claims().claims:
        if claim.where == "README.md":
            text = claim.refreshed(text)
    return text
