"""What the records of the model hold: every state with its meaning, read from the record types and their comments."""

import ast
import inspect
import io
import re
import tokenize
from functools import cache
from importlib import import_module
from types import ModuleType

import numpy as np

from sim import names
from sim.agents import family, professional
from sim.version import parsed

CONSTANT = re.compile(r"\b[A-Z][A-Z_]+\b")
# Each kind of record by the name that rules give to one of them.
RECORDS = {
    "family": ("sim.agents.family", "family_type"),
    "person": ("sim.agents.person", "person_type"),
    "need": ("sim.agents.need", "need_type"),
    "relation": ("sim.agents.relation", "relation_type"),
    "member": ("sim.agents.network_member", "network_member_type"),
    "plan": ("sim.agents.shared_plan", "shared_plan_type"),
    "post": ("sim.agents.professional", "post_type"),
    "school": ("sim.agents.organisation", "organisation_type"),
    "sector": ("sim.agents.organisation", "sector_type"),
}


@cache
def meanings() -> dict[str, dict[str, str]]:
    """What every state means, by record and field."""
    return {owner: {name: meaning for name, _, meaning in fields(*place)} for owner, place in RECORDS.items()}


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
    for node in parsed(text).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == record:
            return node.value
    raise ValueError(f"no record type {record!r}")


def comments(text: str) -> dict[int, str]:
    """The comment on each line of a source."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return {token.start[0]: token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT}
