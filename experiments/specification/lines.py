"""On which line of a TOML text something stands, so that an error can name it."""

import re
from collections.abc import Iterator

NAME = r"""(?:[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*')"""
NAMES = rf"{NAME}(?:\s*\.\s*{NAME})*"
HEADER = re.compile(rf"\s*\[\[?\s*({NAMES})\s*\]")
KEY = re.compile(rf"\s*({NAMES})\s*=")
PIECE = re.compile(  # what a bracket or the end of a line may hide in, before what it may be
    r'"""(?:\\.|[^\\])*?"""+|\'\'\'.*?\'\'\'+|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}\n]', re.DOTALL
)


def line_of(text: str, *path: str) -> int | None:
    """The line of a key, or of the nearest table around it that can be found.

    Args:
        text: the whole file, valid TOML.
        path: names from the outermost table to the key.

    Returns:
        A line number from 1 on, or None when not even the outermost name stands there.
    """
    best, depth = None, 0
    for number, names in named_lines(text):
        shared = 0
        while shared < min(len(names), len(path)) and names[shared] == path[shared]:
            shared += 1
        if shared > depth:
            best, depth = number, shared
    return best


def named_lines(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Every line that names a table or a key, with all names that lead there."""
    table: tuple[str, ...] = ()
    lines = text.split("\n")
    for number in beginnings(text):
        line = lines[number - 1]
        header, key = HEADER.match(line), KEY.match(line)
        if key:
            yield number, (*table, *parts(key[1]))
        elif header:
            table = parts(header[1])
            yield number, table


def beginnings(text: str) -> Iterator[int]:
    """The lines that go on with nothing from the line before: no text over several lines, no open bracket."""
    yield 1
    number, open_brackets = 1, 0
    for piece in PIECE.findall(text):
        number += piece.count("\n")
        if piece in "[{":
            open_brackets += 1
        elif piece in "]}":
            open_brackets -= 1
        elif piece == "\n" and not open_brackets:
            yield number


def parts(dotted: str) -> tuple[str, ...]:
    """The names of a dotted key, without quotes."""
    return tuple(name.strip("\"'") for name in re.findall(NAME, dotted))
