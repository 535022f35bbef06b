"""How the rules are compiled: once per version of the sources, into a cache of their own.

A rule is a plain Python function marked ``@rule``. Numba compiles it and keeps the result on disk. Numba notices a
change in the file of a compiled function, but not in the files of the functions it calls; so the cache directory
carries a fingerprint of all sources of ``sim`` and of the versions that decide what the compiler makes of them.

With ``NUMBA_DISABLE_JIT=1`` the same functions run as plain Python: slowly, and with the same bits.
"""

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
import numpy as np
import platformdirs
from numba.core.types import Record

SOURCES = Path(__file__).parent


def fingerprint() -> str:
    """Sixteen hexadecimal digits that change with any source of ``sim``, with Python, NumPy or Numba."""
    digest = hashlib.sha256()
    digest.update(f"{sys.version_info[:3]} {np.__version__} {numba.__version__}".encode())
    for path in sorted(SOURCES.rglob("*.py")) + sorted((SOURCES / "parameters").glob("*.toml")):
        digest.update(path.relative_to(SOURCES).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Where the compiled rules are kept; a temporary folder when the user's cache cannot be written."""
    chosen = os.environ.get("OMTAFEL_CACHE_DIR") or os.environ.get("NUMBA_CACHE_DIR")
    folder = Path(chosen) if chosen else Path(platformdirs.user_cache_dir("omtafel", appauthor=False))
    if folder.name.startswith("rules-"):  # a process started by another one is handed that one's folder
        folder = folder.parent
    folder = folder / f"rules-{fingerprint()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(tempfile.mkdtemp(prefix="omtafel-rules-"))


RULES_FOLDER = cache_folder()
settings: Any = numba.config
COMPILES = not settings.DISABLE_JIT
settings.CACHE_DIR = str(RULES_FOLDER)
os.environ["NUMBA_CACHE_DIR"] = str(RULES_FOLDER)  # numba reads the environment anew whenever it changed


def compiled_before() -> bool:
    """Whether the whole week was compiled earlier, so that a run starts within seconds."""
    return not COMPILES or any(RULES_FOLDER.rglob("run_weeks*.nbc")) or any(RULES_FOLDER.rglob("*run_weeks*.nbc"))


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
    layout names it as uniquely.
    """
    of_numba = Record.__init__

    def named_by_fingerprint(self: Any, fields: Any, size: int, aligned: bool) -> None:
        of_numba(self, fields, size, aligned)
        self.name = f"Record({hashlib.sha256(self.name.encode()).hexdigest()[:12]})"

    Record.__init__ = named_by_fingerprint  # type: ignore[method-assign]


name_records_shortly()


# Rules allocate nothing, so Numba need not count references to arrays (`_nrt`; that took two thirds of the time).
OF_EVERY_RULE: dict[str, Any] = {"nogil": True, "cache": True, "error_model": "numpy", "_nrt": False}


def rule(function: Callable[..., Any]) -> Any:
    """Mark a function of the model: compiled, cached on disk, free of Python's global lock."""
    return numba.njit(**OF_EVERY_RULE)(function)


def weekly_rule(function: Callable[..., Any]) -> Any:
    """Mark a rule that every family lives through every week: it is compiled into the week itself.

    Handing a world to a function means copying all its array headers; most weeks that costs more than the rule.
    """
    return numba.njit(forceinline=True, **OF_EVERY_RULE)(function)
