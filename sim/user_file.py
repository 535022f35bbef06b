"""A TOML file that a user wrote: read within limits, with or without a byte order mark, or refused in one line."""

import re
import tomllib
from typing import Any

DEEPEST_KEY = 8  # names in one key, with dots between them; a reader takes time with the third power of it
MOST_DIGITS = 1_000  # of one number; Python writes some 4,000

PART = r"""(?:[A-Za-z0-9_-]++|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+')"""
DEEP_KEY = re.compile(rf"(?<![A-Za-z0-9_-]){PART}(?:[ \t]*+\.[ \t]*+{PART}){{{DEEPEST_KEY}}}")
LONG_NUMBER = re.compile(rf"(?<!\w)(?:(?:[0-9]_?){{{MOST_DIGITS + 1}}}|0[xob](?:[0-9A-Fa-f]_?){{{MOST_DIGITS + 1}}})")
DECIMAL_COMMA = re.compile(r"=\s*[-+]?(\d+),(\d+)\s*(?:[,}#]|$)")
LINE = re.compile(r"at line (\d+)")


def text_of(content: bytes) -> str:
    """The text of a file; Notepad's mark at its beginning is no part of it.

    Raises:
        ValueError: one line, for what is not UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"not a text in UTF-8 (byte {error.start})") from None


def tables_of(text: str) -> dict[str, Any]:
    """The tables of a TOML text.

    Raises:
        ValueError: one line that says what is wrong, and on which line of the text where that is known.
    """
    text = text.removeprefix("\ufeff")
    for found, what in (
        (DEEP_KEY.search(text), f"a key of more than {DEEPEST_KEY} names with dots between them"),
        (LONG_NUMBER.search(text), f"a number of more than {MOST_DIGITS:,} digits"),
    ):
        if found:
            raise ValueError(f"cannot be read: {what} (at line {1 + text.count(chr(10), 0, found.start())})")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"not valid TOML: {error}{point_instead(text, str(error))}") from None
    except RecursionError:
        raise ValueError("not valid TOML: nested too deeply") from None


def point_instead(text: str, message: str) -> str:
    """A hint where the line that a message names has a number with a decimal comma, or nothing."""
    named = LINE.search(message)
    line = text.splitlines()[int(named[1]) - 1] if named and int(named[1]) <= len(text.splitlines()) else ""
    found = DECIMAL_COMMA.search(line)
    return f": write a point, not a comma: {found[1]}.{found[2]}" if found else ""
