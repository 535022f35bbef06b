"""What an extension says: ``sim.extension``, with which a Python file declares what it adds to the model.

>>> @sim.extension(after="contact")
... def keep_in_touch(world, week, number, family, p):
...     ...
"""

import hashlib
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np
from pydantic import BaseModel, ValidationError

from sim.outcomes import OUTCOMES, Measure, OutcomeDeclaration
from sim.parameters import Declaration, base_declarations, limits_of_units, members, nearest
from sim.places import PLACES
from sim.structures import STRUCTURES, Structure
from sim.words import LANGUAGES

KINDS = ("family", "person", "tie", "post", "week")  # of state, each an array of its own: world.own_family and so on
NUMBERS = {"float": "f8", "whole": "i8"}  # of a field of state
FIRST_DECISION = 1_000  # the model's own decisions of luck are below
DECISIONS = 2**31 - FIRST_DECISION


class ExtensionError(ValueError):
    """Something is wrong with an extension; the message is one line that names file and line."""


@dataclass(frozen=True)
class OwnRule:
    """A rule of an extension: what it does, and after which step of the week or instead of which rule."""

    function: FunctionType
    after: str | None
    replaces: str | None
    where: str


@dataclass
class Declared:
    """All that one extension declares.

    Attributes:
        file: its file, as messages name it.
        rules: in the order of the file.
        parameters, outcomes, structures: by name; an outcome with what measures it.
        state: for each kind the fields, each with the NumPy type of its numbers and the value it begins with.
    """

    file: str
    rules: list[OwnRule] = field(default_factory=list)
    parameters: dict[str, Declaration] = field(default_factory=dict)
    outcomes: dict[str, tuple[OutcomeDeclaration, Measure]] = field(default_factory=dict)
    structures: dict[str, Structure] = field(default_factory=dict)
    state: dict[str, dict[str, tuple[str, float]]] = field(default_factory=lambda: {kind: {} for kind in KINDS})


LOADING: ContextVar[Declared | None] = ContextVar("extension that is being read", default=None)


@contextmanager
def collecting(file: str) -> Iterator[Declared]:
    """What is declared meanwhile belongs to the extension of this file."""
    found = Declared(file)
    before = LOADING.set(found)
    try:
        yield found
    finally:
        LOADING.reset(before)


class Declaring:
    """The declarations of an extension; outside of the reading of one they change nothing."""

    def __call__(self, *, after: str | None = None, replaces: str | None = None) -> Callable[[Any], Any]:
        """Mark a function as a rule of the week.

        Args:
            after: a step of the week (``sim.places.PLACES``), after which it is followed; it takes ``(world, week,
                number, family, p)`` after a step of a family and ``(world, week, p)`` after one of the region.
            replaces: the name of a rule of the model instead of which it is followed, with as many arguments. Inside,
                that name still means the model's rule.

        Raises:
            ExtensionError: for a step or number of arguments that does not exist; of rules, when they are compiled.
        """
        if (after is None) == (replaces is None):
            refuse("a rule comes after=… a step of the week, or it replaces=… a rule: one of the two")
        if after is not None and after not in PLACES:
            refuse(f"unknown step {after!r}{nearest(str(after), list(PLACES))}; there are {', '.join(PLACES)}")

        def mark(function: Any) -> Any:
            plain: Any = getattr(function, "py_func", function)
            if not inspect.isfunction(plain):
                refuse(f"{function!r} is no function")
            if after is not None and plain.__code__.co_argcount != len(PLACES[after]):
                refuse(
                    f"{plain.__name__} comes after {after}, so it takes ({', '.join(PLACES[after])})", line_of(plain)
                )
            declared = LOADING.get()
            if declared is not None:
                declared.rules.append(OwnRule(plain, after, replaces, f"{declared.file}, line {line_of(plain)}"))
            return function

        return mark

    def parameter(self, name: str, value: float, low: float, high: float, unit: str = "share", **more: Any) -> None:
        """Declare a number that can be set, which rules read as ``p.name``.

        Args:
            name: unique among all parameters.
            value, low, high: as declared, and between which values it is plausible.
            unit: what it counts in; ``"share"`` is shown in per cent.
            more: ``kind`` ("policy" by default, "world" or "assumption"), ``label`` and ``explanation`` (a text, or
                ``{"en": …, "nl": …}``), ``grade``, ``source`` and ``limits``, as in ``sim/parameters/*.toml``.

        Raises:
            ExtensionError: for what is no declaration, or a name that is taken.
        """
        usual = {"kind": "policy", "grade": "assumed", "source": "assumed: by the extension"}
        texts = described(name, more, "label", "explanation")
        table = {"value": value, "low": low, "high": high, "unit": unit, **usual, **more, **texts}
        table.setdefault("limits", possible(unit, low, high))
        made = made_of(Declaration, table, f"parameter {name}")
        try:
            members(name, made)
        except ValueError as error:
            refuse(str(error))
        self.add("parameters", name, made, name in base_declarations())

    def outcome(self, name: str, **table: Any) -> Callable[[Measure], Measure]:
        """Mark a function as what measures an outcome; it gets ``sim.measures.Totals`` and gives a number.

        Args:
            name: unique among all outcomes.
            table: ``unit``, ``better`` ("higher", "lower" or "neither"), ``matters_from``, ``label`` and ``definition``
                (a text, or ``{"en": …, "nl": …}``), as in ``sim/outcomes.toml``.

        Raises:
            ExtensionError: for what is no declaration, or a name that is taken.
        """
        table = {"better": "neither", **table, **described(name, table, "label", "definition")}
        made = made_of(OutcomeDeclaration, table, f"outcome {name}")
        if made.main:
            refuse(f"outcome {name}: the main outcomes are the model's own")

        def mark(measure: Measure) -> Measure:
            self.add("outcomes", name, (made, measure), name in OUTCOMES and not OUTCOMES[name].extension)
            return measure

        return mark

    def structure(self, name: str, forms: Mapping[str, Any], **texts: Any) -> None:
        """Declare rival forms of a rule; rules read the place of the chosen one as ``p.NAME_form``, 0 for the first.

        Args:
            name: unique among all structures.
            forms: by name; each a text, or ``{"en": …, "nl": …, "speaks_for": …}``.
            texts: ``label`` and ``decides``.

        Raises:
            ExtensionError: for what is no declaration, or a name that is taken.
        """
        usual = {"speaks_for": "assumed: by the extension"}
        written = {
            form: {**usual, **({"en": text, "nl": text} if isinstance(text, str) else dict(text))}
            for form, text in forms.items()
        }
        table = {**texts, **described(name, texts, "label", "decides"), "forms": written}
        made = made_of(Structure, table, f"structure {name}")
        if len(forms) < 2:
            refuse(f"structure {name}: needs two forms at least")
        self.add("structures", name, made, name in STRUCTURES and not STRUCTURES[name].extension)

    def state(self, kind: str, **fields: Any) -> None:
        """Declare what is known of each family, person, tie, post, or written down each week.

        Args:
            kind: one of ``KINDS``; rules find it as ``world.own_family[number].field``, ``world.own_person[row]``,
                ``world.own_tie[row]`` (beside ``world.relation``), ``world.own_post[row]`` and, of the week,
                ``own_line(world, week).field``.
            fields: a number with which each begins: 0.0 for numbers with a fraction, 0 for whole ones.

        Raises:
            ExtensionError: for another kind, or what is no number.
        """
        if kind not in KINDS:
            refuse(f"unknown kind of state {kind!r}{nearest(kind, list(KINDS))}; there are {', '.join(KINDS)}")
        for name, start in fields.items():
            if isinstance(start, bool) or not isinstance(start, int | float):
                refuse(f"state {name}: give the number it begins with (0.0, or 0 for whole numbers), not {start!r}")
            declared = LOADING.get()
            if declared is not None:
                if name in declared.state[kind]:
                    refuse(f"state {name} of a {kind} is declared twice")
                declared.state[kind][name] = (NUMBERS["whole" if isinstance(start, int) else "float"], start)

    def luck(self, name: str) -> int:
        """The decision of an extension's own luck, for ``four(world.luck[0], DECISION, number, week, 0)``.

        The same name always gives the same number, above those of the model.
        """
        digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
        return FIRST_DECISION + int.from_bytes(digest, "little") % DECISIONS

    def add(self, what: str, name: str, made: Any, taken: bool) -> None:
        """Put a declaration with the others of its extension."""
        if not name.isidentifier() or not name.isascii() or name != name.lower():
            refuse(f"{name!r} is no name: write small letters, digits and _")
        declared = LOADING.get()
        if taken or (declared is not None and name in getattr(declared, what)):
            refuse(f"{what[:-1]} {name} is declared already")
        if declared is not None:
            getattr(declared, what)[name] = made


extension = Declaring()


def possible(unit: str, low: float, high: float) -> tuple[float, float]:
    """What its unit allows, and at least the range that was declared."""
    least, most = limits_of_units().get(unit, (low, high))
    return min(least, low), max(most, high)


def described(name: str, table: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    """The texts of a declaration in both languages; one text serves for both, and the name for what is not there."""
    texts = {}
    for key in keys:
        text = table.get(key, name.replace("_", " "))
        texts[key] = dict.fromkeys(LANGUAGES, text) if isinstance(text, str) else text
    return texts


def made_of(kind: type[BaseModel], table: Mapping[str, Any], what: str) -> Any:
    """A declaration from a table, or a refusal that says what is wrong with it."""
    try:
        return kind.model_validate(dict(table))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        refuse(f"{what}: {where + ': ' if where else ''}{first['msg'].removeprefix('Value error, ')}")


def line_of(function: Callable[..., Any]) -> int:
    """The line in which a function begins, as its own file counts."""
    return int(function.__code__.co_firstlineno)


def refuse(message: str, line: int | None = None) -> Any:
    """Raise an error that names the file and the line of what was declared."""
    declared = LOADING.get()
    frame = sys._getframe(1)
    while frame.f_back is not None and Path(frame.f_code.co_filename) == Path(__file__):
        frame = frame.f_back
    file = declared.file if declared is not None else frame.f_code.co_filename
    raise ExtensionError(f"{file}, line {line or frame.f_lineno}: {message}")


def starting(fields: Mapping[str, tuple[str, float]], rows: int) -> np.ndarray:
    """An array of state, every field with the value it begins with; empty where there is no field."""
    from sim.compiled import record

    if not fields:
        return np.zeros(0, dtype=record([("nothing", "f8")])).view(np.recarray)
    found = np.zeros(rows, dtype=record([(name, kind) for name, (kind, _) in fields.items()]))
    for name, (_, start) in fields.items():
        found[name] = start
    return found.view(np.recarray)
