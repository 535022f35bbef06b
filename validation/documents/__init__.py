"""Documents whose numbers are read from the declarations each time they are written, so that none can go stale unseen.

A page is a template (``odd.md.jinja`` for ``odd.md``) and a function that gives the words and tables it needs. To add a
page, add both and a line in ``PAGES``. What every template can say stands in ``facts.py``.
"""

import re
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import jinja2

from sim.parameters import declarations, nearest
from validation.documents import architecture, evidence, facts, odd, studies, validation
from validation.documents.rules import NAMED

HERE = Path(__file__).parent
PAGES: dict[str, Callable[[], dict[str, Any]]] = {
    "architecture.md": architecture.context,
    "odd.md": odd.context,
    "evidence.md": evidence.context,
    "validation.md": validation.context,
    "model_card.md": validation.context,
    "studies.md": studies.context,
}


class DocumentError(ValueError):
    """A template says something that the model does not have; the message is one line that names it."""


def pages() -> dict[str, str]:
    """Every page as Markdown, by file name.

    Raises:
        ValueError: one line that names the page and what it misspells.
    """
    return {name: one_page(name) for name in PAGES}


def one_page(name: str) -> str:
    """A page as Markdown, by its file name."""
    return page(name, (HERE / f"{name}.jinja").read_text("utf-8"), PAGES[name]())


def page(name: str, template: str, context: dict[str, Any]) -> str:
    """One page from its template.

    Args:
        name: file name of the page, for errors.
        template: Jinja text.
        context: what the template needs beside the common words.
    """
    known = {**facts.WORDS, **context}
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        undefined=jinja2.StrictUndefined,
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


def write(folder: Path, names: Collection[str] = PAGES) -> None:
    """Write pages into a folder, which is made when it is not there; all of them unless some are named.

    Raises:
        ValueError: for a page that there is not.
    """
    for name in names:
        if name not in PAGES:
            raise DocumentError(f"unknown page {name!r}{nearest(name, list(PAGES))}")
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_text(one_page(name), "utf-8")


def stale(folder: Path) -> list[str]:
    """Names of the pages in a folder that are missing or say something else than would be written now."""
    return [
        name
        for name, text in pages().items()
        if not (folder / name).is_file() or (folder / name).read_text("utf-8") != text
    ]
