"""Markdown as GitHub shows it: tables, text that means nothing but itself, and numbers."""

import re
from collections.abc import Iterable, Sequence

SPECIAL = re.compile(r"([\\|*_<>$~\[\]])")
CODE = re.compile(r"(`+[^`]+`+)")


def plain(text: str) -> str:
    """Text in which no sign is taken for markup, but for code between backticks."""
    parts = CODE.split(" ".join(text.split()))
    return "".join(part if CODE.fullmatch(part) else SPECIAL.sub(r"\\\1", part) for part in parts)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are Markdown of one line, and may not hold a bare ``|``."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def figure(value: float) -> str:
    """A number as people read it: thousands apart, a real minus sign, no digits that say nothing."""
    return f"{value:,.6g}".replace("-", "−")
