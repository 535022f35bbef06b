"""What the records of the model hold, read from the record types and the comments behind their fields."""

import ast
import inspect
import io
import re
import tokenize
from importlib import import_module
from types import ModuleType

import numpy as np

from sim import names
from sim.agents import family, professional
from validation.documents.markdown import plain, table

CONSTANT = re.compile(r"\b[A-Z][A-Z_]+\b")


def fields(module: str, record: str) -> list[tuple[str, str, str]]:
    """The fields of a record type: name, how many numbers, and what they mean."""
    home = import_module(module)
    text = inspect.getsource(home)
    behind = comments(text)
    lines = {
        str(part.elts[0].value): part.end_lineno or 0
        for node in ast.walk(declared_in(text, record))
        if isinstance(node, ast.List)
        for part in node.elts
        if isinstance(part, ast.Tuple) and isinstance(part.elts[0], ast.Constant)
    }
    record_type: np.dtype = getattr(home, record)
    found = []
    for name in record_type.names or ():
        field = record_type[name]
        meaning = behind.get(lines.get(name, 0), "")
        if field.base.names and not meaning:
            meaning = "records with fields of their own, see their table"
        meaning = CONSTANT.sub(lambda word: in_words(home, word[0]), meaning or name.replace("_", " "))
        found.append((name, " × ".join(map(str, field.shape)) or "1", meaning))
    return found


def in_words(home: ModuleType, name: str) -> str:
    """What a constant stands for that a comment names; its name when there is none such."""
    constant = next((vars(place)[name] for place in (home, names, family, professional) if name in vars(place)), name)
    return ", ".join(constant) if isinstance(constant, tuple) else str(constant)


def declared_in(text: str, record: str) -> ast.AST:
    """The syntax tree of what a record type is declared as."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == record:
            return node.value
    raise ValueError(f"no record type {record!r}")


def comments(text: str) -> dict[int, str]:
    """The comment on each line of a source."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return {token.start[0]: token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT}


def state_table(module: str, record: str) -> str:
    """The state of one kind of entity, a row a field."""
    rows = [(f"`{name}`", size, plain(meaning)) for name, size, meaning in fields(module, record)]
    return table(("State variable", "Numbers", "Meaning, unit, range"), rows)


def named_list(module: str, first: str) -> list[tuple[str, str]]:
    """The names of an enumeration with the comment behind each, from its first name to the end of its bracket."""
    text = inspect.getsource(import_module(module))
    behind = comments(text)
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            parts = [part for part in node.targets[0].elts if isinstance(part, ast.Name)]
            if parts and parts[0].id == first:
                return [(part.id, behind.get(part.lineno, "")) for part in parts]
    raise ValueError(f"no enumeration begins with {first!r}")
