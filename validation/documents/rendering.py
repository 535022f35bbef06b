"""A page from its template: what it may say, and a refusal by name of what the model does not have."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2

from sim.parameters import declarations, nearest
from sim.rules import NAMED
from validation.documents import facts

HERE = Path(__file__).parent


class DocumentError(ValueError):
    """A template says something that the model does not have; the message is one line that names it."""


def template_of(name: str) -> str:
    """The template of a page."""
    return (HERE / f"{name}.jinja").read_text("utf-8")


def page(name: str, template: str, context: dict[str, Any], filled: Callable[[Any], Any] | None = None) -> str:
    """One page from its template.

    Args:
        name: file name of the page, for errors.
        template: Jinja text.
        context: what the template needs beside the common words.
        filled: what becomes of each value that is filled in; by default it stays as it is.
    """
    known = {**facts.WORDS, **context}
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        undefined=jinja2.StrictUndefined,
        finalize=filled,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    try:
        text = environment.from_string(template).render(known)
    except jinja2.UndefinedError as error:
        missing = re.search(r"'(\w+)' is undefined", str(error))
        raise DocumentError(f"{name}: {error}{nearest(missing[1], list(known)) if missing else ''}") from None
    except ValueError as error:
        raise DocumentError(f"{name}: {error}") from None
    for parameter in NAMED.findall(text):
        if parameter not in declarations():
            raise DocumentError(f"{name}: unknown parameter p.{parameter}{nearest(parameter, list(declarations()))}")
    return text
