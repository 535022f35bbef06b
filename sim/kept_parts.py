"""Translated rules, kept on disk beside the program that they became part of: a week with rules of an extension takes
most of its rules from there.

A part is the code of one rule for one kind of arguments, before it is made short: other programs put it where they call
it. A shelf is a folder of files; each holds the parts that were translated for one program.
"""

import hashlib
import os
import pickle
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from llvmlite import binding
from numba.core.codegen import JITCodeLibrary
from numba.core.registry import cpu_target
from numba.core.serialize import dumps

ENDING = ".parts"
LETTERS = 12
Where = tuple[str, str]  # module and name of a rule
Types = tuple[Any, ...]  # of the arguments of a rule


class Part(NamedTuple):
    """What calls of a rule need to know; Numba's own account of it has this and more."""

    signature: Any
    fndesc: Any
    library: "Code"
    entry_point: object  # nobody calls a part by address; this names it


class Code(JITCodeLibrary):
    """The code of a rule by itself; with that of the rules it calls it becomes machine code in the whole, once."""

    def finalize(self) -> None:
        """Be ready to be called by others; nothing is linked or made short yet."""
        self._finalized = True

    @property
    def alone(self) -> Any:
        """The code without that of the rules it calls."""
        return super()._get_module_for_linking()

    def _get_module_for_linking(self) -> Any:
        whole = self.alone.clone()
        for one in with_called([self])[1:]:
            whole.link_in(code_of(one), preserve=True)
        return whole


def code_of(library: JITCodeLibrary) -> Any:
    """What a library adds to those that it calls; all of it, where it is no rule's."""
    return library.alone if isinstance(library, Code) else library._get_module_for_linking()


def called_by(library: JITCodeLibrary) -> list[JITCodeLibrary]:
    """The libraries that a rule's own calls; one that is no rule's has them inside."""
    return list(dict.fromkeys(library._linking_libraries)) if isinstance(library, Code) else []


def with_called(libraries: Iterable[JITCodeLibrary]) -> list[JITCodeLibrary]:
    """Libraries, and all that they call and these call."""
    found = list(dict.fromkeys(libraries))
    known = set(found)
    for one in found:  # which grows meanwhile
        new = [called for called in called_by(one) if called not in known]
        known.update(new)
        found += new
    return found


@dataclass(frozen=True)
class File:
    """One file of a shelf.

    Attributes:
        parts: rule, signature and descriptor of each, and which of the codes is its.
        codes: name and bitcode of each, and which others it calls.
        made: libraries that were made of them, by place.
    """

    parts: list[tuple[Where, Any, Any, int]]
    codes: list[tuple[str, bytes, list[int]]]
    made: dict[int, Code] = field(default_factory=dict)

    def library(self, place: int, codegen: Any) -> Code:
        """The library of one of the codes, with those that it calls; rules do not call themselves."""
        if place not in self.made:
            name, bitcode, called = self.codes[place]
            made = Code(codegen, name)
            made._final_module = binding.parse_bitcode(bitcode)
            made._linking_libraries = [self.library(one, codegen) for one in called]
            made.finalize()
            self.made[place] = made
        return self.made[place]


Kept = tuple[File, Any, Any, int]  # what holds a part; its signature and descriptor, and which of the codes is its


def file_of(parts: Iterable[tuple[Where, Any]]) -> File:
    """What is written of some parts, each with its rule."""
    listed = list(parts)
    libraries = with_called(part.library for _, part in listed)
    places = {one: place for place, one in enumerate(libraries)}
    codes = [(one.name, code_of(one).as_bitcode(), [places[called] for called in called_by(one)]) for one in libraries]
    of_rules = [(where, part.signature, described(part.fndesc), places[part.library]) for where, part in listed]
    return File(of_rules, codes)


def described(descriptor: Any) -> Any:
    """A descriptor without what only the translation needed."""
    made = copy(descriptor)
    made.typemap = made.calltypes = None
    return made


def machine() -> tuple[Any, ...]:
    """For which processor Numba translates here; one folder may serve several."""
    return cpu_target.target_context.codegen().magic_tuple()


class Shelf:
    """A folder with the parts of the model's own rules.

    Args:
        folder: of the compiled rules; it need not be there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.fresh: list[tuple[Where, Any]] = []  # translated since the last program
        self.read: set[Path] = set()
        self.by_rule: dict[Where, list[Kept]] = {}

    def keep(self, name: str, arguments: Types) -> None:
        """Write down what was translated for a program; not where nothing can be written.

        Args:
            name, arguments: of the program.
        """
        fresh, self.fresh = self.fresh, []
        differs = hashlib.sha256(f"{arguments} {machine()}".encode()).hexdigest()[:LETTERS]
        path = self.folder / f"{name}-{differs}{ENDING}"
        if not fresh:
            return
        self.read.add(path)  # what it says is known here
        with suppress(OSError):
            with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as file:
                made = file_of(fresh)
                file.write(dumps((machine(), made.parts, made.codes)))
            os.replace(file.name, path)

    def find(self, where: Where, arguments: Types, codegen: Any) -> Part | None:
        """The part of a rule for arguments of these types; None where there is none, on disk neither."""
        for kept in (self.by_rule.get(where, ()), self.new_on_disk(where)):
            for file, signature, descriptor, place in kept:
                if signature.args == arguments:
                    return Part(signature, descriptor, file.library(place, codegen), object())
        return None

    def new_on_disk(self, where: Where) -> Iterator[Kept]:
        """The parts of a rule in files that were put there since; what cannot be read is translated."""
        for path in set(self.folder.glob(f"*{ENDING}")) - self.read:
            self.read.add(path)
            with suppress(OSError, EOFError, pickle.UnpicklingError):
                made_for, *kept = pickle.loads(path.read_bytes())
                file = File(*kept)
                for of_rule, *part in file.parts if made_for == machine() else ():
                    self.by_rule.setdefault(of_rule, []).append((file, *part))
        yield from self.by_rule.get(where, ())
