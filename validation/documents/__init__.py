"""Documents whose numbers are read from the declarations each time they are written, so that none can go stale unseen.

A page is a template (``odd.md.jinja`` for ``odd.md``) and a function that gives the words and tables it needs. To add a
page, add both and a line in ``PAGES``. What every template can say stands in ``facts.py``. Files at the root of the
project are in ``AT_ROOT``: of README only the figures in declared sentences are written.
"""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from sim.parameters import nearest
from validation.claims import readme
from validation.documents import (
    architecture,
    checklists,
    claims,
    evidence,
    face_validation,
    metadata,
    odd,
    policymakers,
    studies,
    validation,
    what_changed,
)
from validation.documents.rendering import DocumentError, page, template_of

__all__ = ["AT_ROOT", "PAGES", "DocumentError", "one_page", "page", "pages", "stale", "write", "write_at_root"]

PAGES: dict[str, Callable[[], dict[str, Any]]] = {
    "architecture.md": architecture.context,
    "odd.md": odd.context,
    "evidence.md": evidence.context,
    "validation.md": validation.context,
    "model_card.md": validation.context,
    "studies.md": studies.context,
    "what_changed.md": what_changed.context,
    "policymakers.md": policymakers.context,
    "beleidsmakers.md": policymakers.context,
    "claims.md": claims.context,
    "face_validation.md": face_validation.context,
    "face_validation.csv": face_validation.context,
    "checklists.md": checklists.context,
}
AT_ROOT: dict[str, Callable[[], str]] = {
    "README.md": readme,
    "codemeta.json": metadata.codemeta,
    "ro-crate-metadata.json": metadata.crate,
}


def pages() -> dict[str, str]:
    """Every page as text, by file name.

    Raises:
        ValueError: one line that names the page and what it misspells.
    """
    return {name: one_page(name) for name in PAGES}


def one_page(name: str) -> str:
    """A page as text, by its file name."""
    return page(name, template_of(name), PAGES[name]())


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


def write_at_root(folder: Path) -> None:
    """Write what stands at the root of the project into a folder."""
    for name, text in AT_ROOT.items():
        (folder / name).write_text(text(), "utf-8")


def stale(folder: Path) -> list[str]:
    """Names of the pages in a folder that are missing or say something else than would be written now."""
    return differing(folder, pages())


def stale_at_root(folder: Path) -> list[str]:
    """The same of what stands at the root of the project."""
    return differing(folder, {name: text() for name, text in AT_ROOT.items()})


def differing(folder: Path, texts: dict[str, str]) -> list[str]:
    """Names of the files in a folder that are missing or hold another text."""
    return [
        name
        for name, text in texts.items()
        if not (folder / name).is_file() or (folder / name).read_text("utf-8") != text
    ]
