"""The same words in two languages: names of sectors, life domains and tasks, and files of words for sentences."""

import string
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

Language = Literal["en", "nl"]
LANGUAGES: tuple[Language, ...] = ("en", "nl")
SWAPPED = str.maketrans(".,", ",.")


class Words(BaseModel):
    """The same words in English and Dutch."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    en: str
    nl: str

    def of(self, name: "Words") -> "Words":
        """These words followed by a name, such as "At the table: school"."""
        return Words(en=f"{self.en}: {name.en}", nl=f"{self.nl}: {name.nl}")

    def to(self, language: Language) -> str:
        """The words in one language."""
        return self.nl if language == "nl" else self.en


class Lexicon:
    """The words of one room: a TOML file with, under each key, the same sentence in both languages.

    Sentences may have gaps, such as ``{count}``; both languages must have the same ones.

    Args:
        path: the file. Tables may hold tables; the key of ``[answer.rest]`` is ``answer.rest``.

    Raises:
        ValueError: one line that names the key which lacks a language, or whose gaps differ.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.words: dict[str, Words] = {}
        self.add(tomllib.loads(path.read_text("utf-8")), "")

    def add(self, table: Mapping[str, Any], prefix: str) -> None:
        """Take in a table and the tables in it."""
        for name, value in table.items():
            key = f"{prefix}{name}"
            if not isinstance(value, dict):
                raise ValueError(f"{self.path.name}: {key} needs a text in each language")
            if not set(value) & set(LANGUAGES):
                self.add(value, f"{key}.")
                continue
            try:
                words = Words.model_validate(value)
            except ValidationError as error:
                first = error.errors()[0]
                raise ValueError(f"{self.path.name}: {key}.{first['loc'][0]}: {first['msg']}") from None
            if gaps(words.en) != gaps(words.nl):
                raise ValueError(f"{self.path.name}: {key}: the languages have other gaps")
            self.words[key] = words

    def say(self, key: str, language: Language, **values: object) -> str:
        """The sentence of a key with its gaps filled.

        Raises:
            KeyError: when there are no such words, or a gap stays empty.
        """
        if key not in self.words:
            raise KeyError(f"{self.path.name} has no words for {key}")
        return self.words[key].to(language).format(**values)


def gaps(text: str) -> set[str]:
    """The names of the gaps in a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def in_form(number: str, language: Language) -> str:
    """A number written the English way (1,234.5), in the form of a language (Dutch: 1.234,5)."""
    return number.translate(SWAPPED) if language == "nl" else number


@cache
def names(kind: str) -> dict[str, Words]:
    """Names by key, in the order of the arrays; `kind` is ``sector``, ``domain`` or ``task``."""
    tables = tomllib.loads((Path(__file__).parent / "names.toml").read_text("utf-8"))
    return {key: Words.model_validate(words) for key, words in tables[kind].items()}
