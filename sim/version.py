"""Which version of the rules this is: the code that a run reaches, as Python understands it, and the declared numbers.

A changed word, label, comment or docstring makes no other version, nor does a file that no run imports.
"""

import ast
import hashlib
import threading
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

SOURCES = Path(__file__).parent
OF_A_RUN = ("sim.run", "sim.outcomes")  # with all that they import
TABLES = ("names.toml", "outcomes.toml", "parameters/*.toml")
LETTERS = 16
# Python 3.11 can lose count of its depth when two threads parse at once, and says so with a SystemError. The lock keeps
# our own threads apart; trying again is for others, which import something or look into code meanwhile.
ONE_AT_A_TIME = threading.Lock()
TRIES = 20


def rules_version(sources: Path = SOURCES) -> str:
    """The version of the rules and of all declared numbers, in hexadecimal digits; the same on every Python.

    Args:
        sources: the folder of ``sim``.
    """
    digest = hashlib.sha256(code_version(OF_A_RUN, sources).encode())
    for path in (path for pattern in TABLES for path in sorted(sources.glob(pattern))):
        digest.update(f"{path.name} {numbers_in(tomllib.loads(path.read_text('utf-8')))!r}\n".encode())
    structures = tomllib.loads((sources / "structures.toml").read_text("utf-8"))
    digest.update(f"{[(name, list(table['forms'])) for name, table in structures.items()]}\n".encode())
    return digest.hexdigest()[:LETTERS]


def code_version(modules: Iterable[str], sources: Path = SOURCES) -> str:
    """The version of some modules and of all of ``sim`` that they import, in hexadecimal digits.

    Args:
        modules: such as ``sim.run``.
        sources: the folder of ``sim``.
    """
    digest = hashlib.sha256()
    for name, said in sorted(reached(modules, sources).items()):
        digest.update(f"{name}\n{said}\n".encode())
    return digest.hexdigest()[:LETTERS]


def reached(modules: Iterable[str], sources: Path = SOURCES) -> dict[str, str]:
    """What the code of some modules says, and of all of ``sim`` that they import, also within a function, by module."""
    found: dict[str, str] = {}
    waiting = list(modules)
    while waiting:
        name = waiting.pop()
        path = file_of(name, sources)
        if name in found or path is None:
            continue
        found[name], asked = read(path.read_text("utf-8"))
        waiting += [name.rpartition(".")[0], *asked]
    return found


@cache
def read(code: str) -> tuple[str, tuple[str, ...]]:
    """What code says without the texts that only people read, and what it imports."""
    tree = parsed(code)
    return structure(without_docstrings(tree)), tuple(imported(tree))


def parsed(code: str) -> ast.Module:
    """The tree of some code, also while other threads of this process parse something else."""
    for _ in range(TRIES - 1):
        try:
            with ONE_AT_A_TIME:
                return ast.parse(code)
        except SystemError:  # another thread came between
            continue
    return ast.parse(code)


def file_of(module: str, sources: Path) -> Path | None:
    """Where a module of ``sim`` stands; None for what is no such module."""
    room, *inside = module.split(".")
    place = sources.joinpath(*inside)
    files = (place / "__init__.py", place.with_suffix(".py")) if inside else (place / "__init__.py",)
    return next((path for path in files if room == "sim" and path.is_file()), None)


def imported(node: ast.AST) -> Iterator[str]:
    """What code imports, but for what it needs to name types; a name may be a module's or stand in one."""
    for one in ast.iter_child_nodes(node):
        if isinstance(one, ast.If) and isinstance(one.test, ast.Name) and one.test.id == "TYPE_CHECKING":
            continue
        if isinstance(one, ast.Import):
            yield from (name.name for name in one.names)
        elif isinstance(one, ast.ImportFrom) and one.module:
            yield one.module
            yield from (f"{one.module}.{name.name}" for name in one.names)
        yield from imported(one)


def without_docstrings(tree: ast.Module) -> ast.Module:
    """The same code without the texts that only people read."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            first = node.body[0] if node.body else None
            if (
                isinstance(first, ast.Expr)
                and isinstance(first.value, ast.Constant)
                and isinstance(first.value.value, str)
            ):
                node.body = node.body[1:]
    return tree


def structure(node: object) -> str:
    """Code as a text, the same on every supported Python: what only some put into a tree is empty, and left out."""
    if isinstance(node, ast.AST):
        fields = [f"{name}={structure(value)}" for name, value in ast.iter_fields(node) if value not in (None, [])]
        return f"{type(node).__name__}({','.join(fields)})"
    if isinstance(node, list):
        return f"[{','.join(map(structure, node))}]"
    return repr(node)


def numbers_in(table: dict[str, Any]) -> dict[str, Any]:
    """A table without its texts, and without what holds nothing but texts."""
    inside = {name: numbers_in(one) if isinstance(one, dict) else one for name, one in table.items()}
    return {name: one for name, one in inside.items() if not isinstance(one, str) and one != {}}
