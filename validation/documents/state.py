"""Tables of what the records of the model hold, and of enumerations."""

import ast
import inspect
from importlib import import_module

from sim.records import comments, fields
from validation.documents.markdown import plain, table


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
