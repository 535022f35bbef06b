"""The page for the council as a file: one A4, typeset by Typst without network, and readable aloud by a machine.

The standard PDF/UA-1 makes a picture without a text alternative an error; the letters are those that Typst holds, so
the page looks the same everywhere. That it is one page is counted, each time.
"""

import json
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

from charts.theme import palette
from experiments.language import say
from reports.brief import LONGEST_LINK, Brief

TEMPLATE = Path(__file__).with_name("brief.typ")
STANDARD: Literal["ua-1"] = "ua-1"
DOTS = 110  # an inch, in a picture of the page


class TooLong(ValueError):
    """The page would be more than one."""


def brief_pdf(brief: Brief, appendix: bool = False) -> bytes:
    """The page as a PDF.

    Args:
        brief: what it says.
        appendix: whether everything else follows on pages of its own.

    Raises:
        TooLong: when what it says does not fit on one page.
    """
    import typst

    said = given(on_one_page(brief), appendix)
    return cast(bytes, typst.compile(source(), format="pdf", pdf_standards=STANDARD, **said))


def brief_png(brief: Brief) -> bytes:
    """The page as a picture."""
    import typst

    said = given(on_one_page(brief), appendix=False)
    return cast(bytes, typst.compile(source(), format="png", ppi=DOTS, **said))


def on_one_page(brief: Brief) -> Brief:
    """The same, when it fits; with its long address behind words when that makes it fit.

    Raises:
        TooLong: when it does not.
    """
    if len(brief.link) <= LONGEST_LINK and pages(brief) == 1:
        return brief
    short = replace(brief, command="") if len(brief.command) > LONGEST_LINK else brief
    if pages(short) > 1:
        raise TooLong(say("brief.too_long", brief.language))
    return short


def pages(brief: Brief, appendix: bool = False) -> int:
    """How many pages it takes."""
    import typst

    return int(json.loads(typst.query(source(), "<pages>", field="value", one=True, **given(brief, appendix))))


@cache
def source() -> bytes:
    """How the page is laid out."""
    return TEMPLATE.read_bytes()


def given(brief: Brief, appendix: bool) -> dict[str, Any]:
    """What the layout gets: every word, and the colours of paper."""
    far = say("brief.long_link", brief.language) if len(brief.link) > LONGEST_LINK else brief.link
    said = {**asdict(brief), "shown_link": far, "colours": palette(), "with_appendix": appendix}
    return {"sys_inputs": {"said": json.dumps(said)}, "ignore_system_fonts": True}
