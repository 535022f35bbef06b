"""The language of what a comparison says: every sentence comes from ``words.toml``, in English or Dutch."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from sim.parameters import is_share
from sim.words import Language, Lexicon


@cache
def lexicon() -> Lexicon:
    """The file of words, read once."""
    return Lexicon(Path(__file__).parent / "words.toml")


def say(key: str, language: Language, **values: object) -> str:
    """The sentence of a key in a language, with its gaps filled.

    Args:
        key: tables and key in ``words.toml`` with points between, such as ``answer.nothing``.
        language: ``en`` or ``nl``.
        values: what stands in the gaps; numbers already in the form of the language.

    Raises:
        KeyError: when there are no such words, or a gap stays empty.
    """
    return lexicon().say(key, language, **values)


def unit_in_words(unit: str, language: Language) -> str:
    """A unit in a language; that of an extension, for which there are no words, as it was written."""
    if f"units.{unit}" in lexicon().words:
        return say(f"units.{unit}", language)
    return unit.replace("share", "%", 1) if is_share(unit) else unit


def listed(names: Sequence[str], language: Language) -> str:
    """Names with their number: "2: trust in care, crises"."""
    if not names:
        return say("balance.none", language)
    return say(
        "balance.listed", language, count=len(names), names=", ".join(name[0].lower() + name[1:] for name in names)
    )


def joined(names: Sequence[str], language: Language) -> str:
    """Names in a sentence: "trust, say and cost"."""
    *others, last = names
    return f"{', '.join(others)} {say('numbers.and', language)} {last}" if others else last


def heading(words: str) -> str:
    """Words as a heading: with a capital, as Dutch has it in "Eén"."""
    return words[0].upper().replace("É", "E") + words[1:]
