"""How the rules are compiled: once per version of the sources, into a cache of their own.

A rule is a plain Python function marked ``@rule``. Numba compiles it and keeps the result on disk. Numba notices any
change in the file of a compiled function, and none in the files of the functions it calls; so the cache's folder
carries a fingerprint of the rules (``sim.version``) and of the versions that decide what the compiler makes of them,
and within a folder nothing is compiled anew.

With ``NUMBA_DISABLE_JIT=1`` the same functions run as plain Python: slowly, and with the same bits.
"""

import hashlib
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba
import numpy as np
from numba.core.caching import CacheImpl, UserProvidedCacheLocator
from numba.core.types import Record

from sim import rules_cache
from sim.version import SOURCES, rules_version


def begun_digest() -> Any:
    """A digest that holds the versions which decide what the compiler makes of the rules."""
    return hashlib.sha256(f"{sys.version_info[:3]} {np.__version__} {numba.__version__}".encode())


def fingerprint() -> str:
    """Sixteen hexadecimal digits that change with the rules and declared numbers, with Python, NumPy or Numba."""
    digest = begun_digest()
    digest.update(rules_version().encode())
    return digest.hexdigest()[:16]


def mark() -> str:
    """The name of the file by which a folder of compiled rules says that it was made from these very files.

    What a change of a file means for the rules takes a tenth of a second to find out; whether there was one does not.
    """
    digest = begun_digest()
    for path in sorted(SOURCES.rglob("*.py")) + sorted(SOURCES.rglob("*.toml")):
        digest.update(path.relative_to(SOURCES).as_posix().encode() + b"\0" + path.read_bytes())
    return f"from-{digest.hexdigest()[:16]}"


MARK = mark()
RULES_VERSION = rules_cache.version_marked(MARK) or fingerprint()
RULES_FOLDER = rules_cache.rules_folder(RULES_VERSION)
settings: Any = numba.config
COMPILES = not settings.DISABLE_JIT
OF_A_SET = "of_a_set"  # attribute of a rule that was made for a set with extensions: the version of that set
OPTIONS = "rule_options"  # attribute by which a function is known as a rule, and how it is compiled


class RulesLocator(UserProvidedCacheLocator):
    """Tells Numba where compiled rules are; it makes no folder until there is something to keep."""

    def __init__(self, function: Callable[..., Any], file: str) -> None:
        super().__init__(function, file)
        self.version: str = getattr(function, OF_A_SET, RULES_VERSION)
        self.folder = rules_cache.rules_folder(self.version)
        self._cache_path = str(self.folder / self.get_suitable_cache_subpath(file))

    @classmethod
    def from_function(cls, function: Callable[..., Any], file: str) -> "RulesLocator | None":
        """Where a function of the model, or of a set of rules, is kept; functions of others are none of ours."""
        if SOURCES not in Path(file).parents and not hasattr(function, OF_A_SET):
            return None
        found = cls(function, file)
        if found.folder.is_dir():
            found.hold()
        return found

    def hold(self) -> None:
        """Keep the folder while this process lives; the mark says which files the model's own rules were made from."""
        rules_cache.hold(self.folder)
        if self.version == RULES_VERSION:
            rules_cache.put_mark(self.folder, MARK)

    def get_source_stamp(self) -> str:
        """What a compiled rule was made from: the folder says so, whatever else changed in the file."""
        return self.version

    def get_disambiguator(self) -> str:
        """What tells rules of one name apart: nothing need, and their lines move."""
        return "rule"

    def ensure_cache_path(self) -> None:
        """Make the folder, now that a rule was compiled."""
        rules_cache.make(self.folder)
        self.hold()
        super().ensure_cache_path()


CacheImpl._locator_classes = [RulesLocator, *CacheImpl._locator_classes]


def compiled_before(folder: Path = RULES_FOLDER) -> bool:
    """Whether the whole week was compiled earlier, so that a run starts within seconds.

    Args:
        folder: where the compiled rules of this set are kept.
    """
    return not COMPILES or any(folder.rglob("*run_weeks*.nbc"))


def record(fields: list[tuple]) -> np.dtype:
    """A record type whose fields read as attributes, laid out so that the processor can load them at once.

    Args:
        fields: names with NumPy types and shapes, as for ``numpy.dtype``.
    """
    return np.dtype((np.record, np.dtype(fields, align=True)))


def name_records_shortly() -> None:
    """Give Numba's record types short names.

    Numba writes the whole layout of a record into its name, and the names of the arguments into the name of every
    compiled function. With records of dozens of fields that is most of the work of compiling. A fingerprint of the
    layout names it as uniquely. It also writes every argument out before each step with each function, in case somebody
    listens.
    """
    of_numba = Record.__init__

    def named_by_fingerprint(self: Any, fields: Any, size: int, aligned: bool) -> None:
        of_numba(self, fields, size, aligned)
        self.name = f"Record({hashlib.sha256(self.name.encode()).hexdigest()[:12]})"

    Record.__init__ = named_by_fingerprint
    Record.__repr__ = lambda self: self.name


name_records_shortly()


# Rules allocate nothing, so Numba need not count references to arrays (`_nrt`; that took two thirds of the time).
OF_EVERY_RULE: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}
TRIED = numba.__version__.startswith("0.68.")  # with another Numba every rule is translated as that Numba does it


@cache
def shelf() -> Any:
    """Where the parts of the model's own rules are kept."""
    from sim.kept_parts import Shelf

    return Shelf(RULES_FOLDER)


def rule(function: Callable[..., Any]) -> Any:
    """Mark a function of the model: compiled, cached on disk, free of Python's global lock."""
    return translated(function, OF_EVERY_RULE)


def weekly_rule(function: Callable[..., Any]) -> Any:
    """Mark a rule that every family lives through every week: it is compiled into the week itself.

    Most weeks the call would cost more than the rule.
    """
    return translated(function, {"forceinline": True, **OF_EVERY_RULE})


def of_extensions(function: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a function of the model that looks at what extensions declare: it is translated anew for each."""
    setattr(function, OF_A_SET, RULES_VERSION)
    return function


def translated(function: Callable[..., Any], options: dict[str, Any]) -> Any:
    """The function for Python and for other rules to call; nothing is compiled before the first call."""
    setattr(function, OPTIONS, options)
    if not (COMPILES and TRIED):
        return numba.njit(cache=True, **options)(function)
    from sim.within import Rule  # what it leans on need not be there in another Numba

    of_the_model = not hasattr(function, OF_A_SET)
    made = Rule(function, {"nopython": True, "boundscheck": None, **options}, shelf(), own=of_the_model)
    made.enable_caching()
    return made
