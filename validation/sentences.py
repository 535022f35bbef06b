"""A text in Markdown taken apart into sentences, each with the heading that it stands under.

What a template filled in can be marked (``mark``), so that it is known of each sentence which of its words and figures
were filled in. A row of a table is one sentence: its first cell, or that of the row above
where it is empty, and what stands beside it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

OPEN, SHUT = "\ue000", "\ue001"  # around what was filled in: signs that no text uses
FILLED = re.compile(f"{OPEN}(.*?){SHUT}", re.DOTALL)
ANEW = r"[*“\"(`]*[A-Z]"  # how a sentence begins
WITHIN = re.compile(rf"(?<=[.!?]) +(?={ANEW})")  # where one ends and another begins, in what was filled in
BETWEEN = re.compile(rf"(?:(?<=[.!?])|(?<=[.!?]{SHUT})) +(?={ANEW}|{OPEN})")
NUMBER = re.compile(r"(?<![\w.,])[+−]?(?:\d[\d,]*)?\.?\d+(?!\w)(?: %)?")
CELL = re.compile(r"(?<!\\)\|")
STARTS = ("#", "- ", "|", "![", "```")  # what is no going on of the line before


@dataclass(frozen=True)
class Sentence:
    """One sentence, or one row of a table.

    Attributes:
        heading: the nearest one above it; empty before the first of the second level.
        text: on one line.
        filled: the figures in it that were filled in, or the cells of its row; "in words" when there are none; empty
            when nothing was filled in.
    """

    heading: str
    text: str
    filled: str


def mark(value: object) -> str:
    """Mark what is filled in."""
    return f"{OPEN}{value}{SHUT}"


def sentences(markdown: str) -> list[Sentence]:
    """Every sentence of a text, in order; code and pictures are none.

    A sentence in a list under a line that ends with a colon has that line before it.
    """
    heading, lead, above = "", "", ""
    head: list[str] = []
    row: list[str] = []
    found: list[Sentence] = []
    for block in blocks(markdown):
        cells = [one.strip() for one in CELL.split(unmarked(block))[1:-1]] if bare(block).startswith("|") else []
        if cells and set("".join(cells)) == {"-"}:
            found.pop()
            head = row  # the row before this line was no row but the head
            continue
        if cells:
            row, above = cells, cells[0] or above
            label = 2 if head and not head[0] else 1  # a first column without a name says little by itself
            filled = " · ".join(cells[label:]) if OPEN in block else ""
            found.append(Sentence(heading, plain(": ".join([above, *cells[1:label]])), plain(filled)))
            continue
        if block.startswith("#"):
            heading, lead = "" if block.startswith("# ") else unmarked(block).lstrip("# "), ""
            continue
        listed = block.startswith("- ")
        for text in BETWEEN.split(block.removeprefix("- ")):
            whole = f"{lead} {text}" if listed and lead else text
            found.append(Sentence(heading, plain(unmarked(whole)), figures_in(text)))
        if not listed:
            lead = found[-1].text if found[-1].text.endswith(":") else ""
    return found


def blocks(markdown: str) -> Iterator[str]:
    """Headings, paragraphs, points of lists and rows of tables, each on one line."""
    lines: list[str] = []
    code = False
    for line in [*by_line(markdown).splitlines(), ""]:
        begins = bare(line)
        if lines and (not begins or begins.startswith(STARTS)):
            yield " ".join(" ".join(lines).split())
            lines = []
        code ^= begins.startswith("```")
        if begins and not code and not begins.startswith(("```", "![")):
            lines.append(line)


def by_line(markdown: str) -> str:
    """The text with each line and each sentence of what was filled in marked by itself."""

    def each(found: re.Match[str]) -> str:
        lines = (WITHIN.sub(f"{SHUT} {OPEN}", line) for line in found[1].split("\n"))
        return "\n".join(mark(line) if line.strip() else line for line in lines)

    return FILLED.sub(each, markdown)


def bare(line: str) -> str:
    """How a line begins, whether it was filled in or not."""
    return line.lstrip(f" {OPEN}")


def unmarked(text: str) -> str:
    """The text as people see it."""
    return text.replace(OPEN, "").replace(SHUT, "")


def plain(text: str) -> str:
    """Without the signs that make words bold."""
    return text.replace("**", "")


def figures_in(text: str) -> str:
    """The figures that were filled in in a marked sentence."""
    filled = FILLED.findall(text)
    return "; ".join(NUMBER.findall(" ".join(filled))) or ("in words" if "".join(filled).strip() else "")
