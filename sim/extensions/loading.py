"""Reading an extension: a Python file, or an installed package that names itself under ``omtafel.extensions``.

An extension is known by its text: the same text is the same extension, an edited one is another. It carries that text
along, so that a worker elsewhere needs no file.
"""

import hashlib
import importlib.util
import linecache
import os
import sys
import threading
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import metadata
from pathlib import Path
from types import ModuleType

from sim import outcomes, parameters, structures
from sim.extensions.declaring import Declared, ExtensionError, collecting
from sim.user_file import text_of

GROUP = "omtafel.extensions"  # of entry points
ALWAYS = "OMTAFEL_WITH"  # variable of the environment: extensions of every scenario that is read, as ``--with`` has it
LETTERS = 12
DECLARED: dict[str, Declared] = {}  # by digest
ONE_AT_A_TIME = threading.RLock()


@dataclass(frozen=True)
class Extension:
    """A mechanism of others.

    Attributes:
        name: of its file, without the ending.
        file: where it was read, for messages.
        text: its source.
    """

    name: str
    file: str = field(compare=False)
    text: str = field(repr=False)

    @cached_property
    def digest(self) -> str:
        """What tells it from others, in hexadecimal digits: its name and its text."""
        return hashlib.sha256(f"{self.name}\n{self.text}".encode()).hexdigest()[:LETTERS]

    def __reduce__(self) -> tuple:
        """As what another process takes part with at once."""
        return revived, (self.name, self.file, self.text)

    @property
    def declared(self) -> Declared:
        """What it declares; it is followed once in each process.

        Raises:
            ExtensionError: one line that names file and line.
        """
        with ONE_AT_A_TIME:
            if self.digest not in DECLARED:
                DECLARED[self.digest] = followed(self)
            return DECLARED[self.digest]

    @property
    def own_parameters(self) -> list[parameters.Parameter]:
        """The numbers it adds."""
        return parameters.own_parameters(self.name, self.declared.parameters)

    def line_with(self, words: str) -> int | None:
        """The number of the first line that has some words in it; None when there is none."""
        found = (number for number, line in enumerate(self.text.splitlines(), start=1) if words in line)
        return next(found, None)

    def take_part(self) -> None:
        """Make its names known, so that settings, outcomes and forms can be asked for by name.

        Raises:
            ExtensionError: when another extension has one of its names.
        """
        declared = self.declared
        own = [one.name for one in self.own_parameters]
        with ONE_AT_A_TIME:
            for known, names in (
                ({one.name: one.extension for one in parameters.parameters().values()}, own),
                ({name: one.extension for name, one in outcomes.OUTCOMES.items()}, declared.outcomes),
                ({name: one.extension for name, one in structures.STRUCTURES.items()}, declared.structures),
            ):
                for name in names:
                    if known.get(name, self.name) != self.name:
                        raise ExtensionError(f"{self.file}: {name} is declared by {known[name] or 'the model'} already")
            parameters.take_in(self.name, declared.parameters)
            outcomes.take_in(self.name, declared.outcomes)
            structures.take_in(self.name, declared.structures)


def revived(name: str, file: str, text: str) -> Extension:
    """An extension that came from another process, or was copied."""
    one = Extension(name, file, text)
    one.take_part()
    return one


def agreed(name: str, file: str, text: str) -> Extension:
    """An extension that came with something that was kept, where it is one that whoever asks has named already.

    Raises:
        ExtensionError: otherwise; what somebody else wrote is a program, and runs nowhere unasked.
    """
    load_extensions(None)
    one = Extension(name, file, text)
    if one.digest not in DECLARED:
        raise ExtensionError(
            f"lived with {name}.py, which is a program: when you have read and trust it, omtafel --with {name}.py"
        )
    one.take_part()
    return one


def load_extensions(named: Iterable[str | Path] | str | Path | None) -> tuple[Extension, ...]:
    """Extensions by path of a Python file or by name of an installed one; with None, those of every scenario.

    Raises:
        ExtensionError: one line that names what cannot be read, and where.
    """
    if isinstance(named, str | Path):
        named = [named]
    names = always() if named is None else [str(one) for one in named]
    found: dict[str, Extension] = {}
    for name in names:
        one = read_extension(name)
        if one.name in found and found[one.name] != one:
            raise ExtensionError(f"{one.file}: another extension is called {one.name} too ({found[one.name].file})")
        one.take_part()
        found[one.name] = one
    return tuple(sorted(found.values(), key=lambda one: one.name))


def always() -> Sequence[str]:
    """The extensions of every scenario, as the environment names them."""
    return [name for name in os.environ.get(ALWAYS, "").split(os.pathsep) if name]


def read_extension(name: str) -> Extension:
    """An extension from its file, or from where it is installed."""
    path = Path(name) if name.endswith(".py") else installed(name)
    try:
        text = text_of(path.read_bytes())
    except OSError as error:
        raise ExtensionError(f"{name}: cannot be read: {(error.strerror or str(error)).lower()}") from None
    except ValueError as error:
        raise ExtensionError(f"{name}: {error}") from None
    stem = path.parent.name if path.name == "__init__.py" else path.stem
    if not stem.isidentifier():
        raise ExtensionError(f"{name}: call the file by small letters, digits and _, such as my_rules.py")
    return Extension(stem, str(path), text)


def installed(name: str) -> Path:
    """Where an installed extension stands."""
    known = {one.name: one.value for one in metadata.entry_points(group=GROUP)}
    if name not in known:
        there = f"installed are {', '.join(sorted(known))}" if known else "none is installed"
        raise ExtensionError(f"{name}: no file that ends in .py, and no installed extension ({there})")
    spec = importlib.util.find_spec(known[name].partition(":")[0])
    if spec is None or spec.origin is None:
        raise ExtensionError(f"{name}: {known[name]} cannot be found")
    return Path(spec.origin)


def followed(extension: Extension) -> Declared:
    """Follow the text of an extension, as a module of its own.

    Raises:
        ExtensionError: one line that names file and line.
    """
    file = extension.file
    module = ModuleType(f"omtafel_extension_{extension.name}_{extension.digest}")
    module.__file__ = file
    linecache.cache[file] = (len(extension.text), None, extension.text.splitlines(keepends=True), file)
    try:
        with collecting(file) as declared:
            sys.modules[module.__name__] = module
            exec(compile(extension.text, file, "exec", dont_inherit=True), module.__dict__)
    except ExtensionError:
        raise
    except SyntaxError as error:
        raise ExtensionError(f"{file}, line {error.lineno}: {error.msg}") from None
    except Exception as error:
        raise ExtensionError(told(error, file)) from error
    return declared


def told(error: BaseException, file: str) -> str:
    """An error in one line, with the last line of the file that it came from."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    where = f"{file}, line {lines[-1]}" if lines else file
    return f"{where}: {type(error).__name__}: {' '.join(str(error).split())}"
