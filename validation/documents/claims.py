"""What the page of claims needs: each sentence about results, where it stands, what gives it, and its figures now."""

import re
from collections.abc import Callable
from typing import Any

from sim.parameters import nearest
from validation.claims import KEPT, claims
from validation.documents import policymakers, studies, validation, what_changed
from validation.documents.markdown import table
from validation.documents.rendering import page, template_of
from validation.sentences import Sentence, mark, sentences

WRITTEN: dict[str, Callable[[], dict[str, Any]]] = {  # the pages that are written from kept results
    "model_card.md": validation.context,
    "policymakers.md": policymakers.context,
    "beleidsmakers.md": policymakers.context,
    "studies.md": studies.context,
    "validation.md": validation.context,
    "what_changed.md": what_changed.context,
}
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
BAR = re.compile(r"(?<!\\)\|")


def context() -> dict[str, Any]:
    """The results that are kept, and the claims of each page, as tables."""
    return {
        "results_table": results_table(),
        "by_people": by_people(),
        "written": {name: written(name, marked(name)) for name in WRITTEN},
    }


def results_table() -> str:
    """What is kept: the command that gives it, when it was run, and the behaviour of the model that it belongs to."""
    rows = []
    for name, kept in KEPT.items():
        of = kept()
        made = (of.get("date", ""), f"`{of['behaviour']}`" if "behaviour" in of else "no run: as it is declared")
        rows.append((f'<a id="{name}"></a>{name}', f"`{of['command']}`", *made))
    return table(("result", "command", "run on", "behaviour"), rows)


def by_people() -> str:
    """The sentences that people wrote."""
    rows = [
        (
            f"[{one.where}](../{one.where})",
            in_a_cell(one.text),
            "; ".join(f"{name} {gap.words}" for name, gap in one.gaps.items()),
            linked(one.results),
        )
        for one in claims().claims
    ]
    return table(("where", "sentence", "its figures now", "given by"), rows)


def written(name: str, text: str) -> str:
    """The sentences of a page that is written from kept results.

    Args:
        name: of the page.
        text: of the page, with what was filled in marked.
    """
    rows = [
        (in_a_cell(one.heading), in_a_cell(one.text), in_a_cell(one.filled), linked(given_by(name, one)))
        for one in sentences(text)
        if one.heading and one.filled and given_by(name, one)
    ]
    return table(("under", "sentence", "its figures now", "given by"), rows)


def given_by(name: str, one: Sentence) -> tuple[str, ...]:
    """Which results give what is filled in in a sentence; none where that is no result.

    Raises:
        ValueError: when it is not declared under that heading, or names a result that there is not.
    """
    headings = claims().sections[name]
    found = headings.get(one.heading, headings.get("*"))
    if found is None:
        raise ValueError(f"claims.toml: what gives the figures of {name} under {one.heading!r} is not declared there")
    for result in found:
        if result not in KEPT:
            raise ValueError(f"claims.toml: no kept result {result!r}{nearest(result, list(KEPT))}")
    return found


def marked(name: str) -> str:
    """A page with what is filled in marked."""
    return page(name, template_of(name), WRITTEN[name](), mark)


def linked(results: tuple[str, ...]) -> str:
    """Names of results, as links to their commands."""
    return ", ".join(f"[{name}](#{name})" for name in results)


def in_a_cell(text: str) -> str:
    """Text as a cell takes it: links as their words, and no bare bar."""
    return BAR.sub(r"\\|", LINK.sub(r"\1", text))
