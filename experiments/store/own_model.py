"""What tells one model of one's own from another: its name, and what its code says.

A run that such a model lived is the same run only while its code says the same. Comments, docstrings and layout do not
count; functions, classes and plain values of its own module that it uses do.
"""

import hashlib
import inspect
import textwrap
from collections.abc import Iterator
from functools import partial
from types import CodeType, FunctionType
from typing import Any

from sim.by_model import Model
from sim.model import CareModel
from sim.version import parsed, structure, without_docstrings

LETTERS = 12
PLAIN = (bool, int, float, str, bytes, tuple, list, dict, set, frozenset, type(None))


def name_of(model: Model) -> str:
    """The name of a model with twelve hexadecimal digits of what it does.

    Args:
        model: a subclass of ``sim.CareModel``, or a ``functools.partial`` of one.

    Raises:
        ValueError: for anything else.
    """
    whose = model.func if isinstance(model, partial) else model
    if not isinstance(whose, type) or not issubclass(whose, CareModel):
        raise ValueError(f"model must be sim.CareModel or a subclass of it, not {model!r:.60}")
    digest = hashlib.sha256()
    for text in said_by(whose, set()):
        digest.update(f"{text}\n".encode())
    if isinstance(model, partial):
        digest.update(f"{model.args!r} {sorted(model.keywords.items())!r}".encode())
    return f"{whose.__module__}.{whose.__qualname__} {digest.hexdigest()[:LETTERS]}"


def said_by(thing: Any, seen: set[Any]) -> Iterator[str]:
    """What a class or a function says, and whatever of its own module it uses, each once."""
    if thing in seen or thing in CareModel.__mro__:
        return
    seen.add(thing)
    if isinstance(thing, type):
        for base in thing.__bases__:
            yield from said_by(base, seen) if issubclass(base, CareModel) else ()
        for name, value in sorted(vars(thing).items()):
            yield from used(name, value, thing.__module__, seen)
    else:
        yield code_of(thing)
        for name in sorted(set(names_in(thing.__code__))):
            if name in thing.__globals__:
                yield from used(name, thing.__globals__[name], thing.__module__, seen)


def used(name: str, value: Any, module: str, seen: set[Any]) -> Iterator[str]:
    """What something with a name says: a plain value itself, code of this module what it says."""
    value = getattr(value, "py_func", None) or getattr(value, "__func__", None) or getattr(value, "fget", None) or value
    if isinstance(value, FunctionType | type) and value.__module__ == module:
        yield name
        yield from said_by(value, seen)
    elif isinstance(value, PLAIN) and not name.startswith("__"):
        yield f"{name} = {value!r}"


def code_of(function: FunctionType) -> str:
    """What a function says, without what only people read; as it was compiled where there is no source."""
    try:
        return structure(without_docstrings(parsed(textwrap.dedent(inspect.getsource(function)))))
    except (OSError, SyntaxError):
        return f"{function.__code__.co_code.hex()} {[one for one in function.__code__.co_consts if one is not None]!r}"


def names_in(code: CodeType) -> Iterator[str]:
    """The names that code uses, also within its own functions."""
    yield from code.co_names
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from names_in(one)
