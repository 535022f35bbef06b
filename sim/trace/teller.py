"""Who tells a story, in English or Dutch: the words for helpers, life domains and numbers, and all sentences.

The sentences themselves stand in ``words.toml``.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sim.names import N_TIES, SECTOR_OF_TIE, SECTORS
from sim.tables import TIE_NAMES
from sim.words import LANGUAGES, Language, Lexicon, in_form

IN_LETTERS = 12  # numbers up to this one are written in letters


class Said(NamedTuple):
    """What is said of something that happened, without capitals and full stops.

    Attributes:
        text: what happened.
        whys: what decided it, a sentence each; none when there is nothing to say.
    """

    text: str
    whys: list[str]


class Teller:
    """Who tells a story in one language.

    Args:
        language: ``"en"`` or ``"nl"``.

    Raises:
        ValueError: one line, for a language that is not spoken here.
    """

    def __init__(self, language: Language) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"unknown language {language!r} (there are {' and '.join(LANGUAGES)})")
        self.language = language

    def say(self, key: str, **values: object) -> str:
        """The words of a key with their gaps filled; values are words or whole numbers."""
        return lexicon().say(key, self.language, **values)

    def one_or_more(self, key: str, number: float, /, **values: object) -> str:
        """The words for one of something, or for another number of it."""
        return self.say(f"{key}.{'one' if number == 1 else 'more'}", **values)

    def number(self, value: float, form: str = ".2f") -> str:
        """A number with two decimals, or in another form, as the language writes it."""
        return in_form(format(value, form), self.language)

    def domain(self, tie: int) -> str:
        """The life domain of a tie."""
        return self.say(f"domain.{TIE_NAMES[tie]}")

    def level(self, tie: int, severity: float) -> str:
        """A life domain with how much is going on there, 0 to 1."""
        return self.say("level", domain=self.domain(tie), severity=self.number(severity))

    def sector(self, number: int) -> str:
        """A sector."""
        return self.say(f"sector.{SECTORS[number]}")

    def helper(self, tie: int) -> str:
        """Who helps in a place; with the domain where one sector helps in several."""
        own = int(SECTOR_OF_TIE[tie])
        several = sum(SECTOR_OF_TIE[other] == own for other in range(N_TIES)) > 1
        return self.say("helper", sector=self.sector(own), domain=self.domain(tie)) if several else self.sector(own)

    def listed(self, words: Iterable[str]) -> str:
        """One, two and three; each once."""
        each = list(dict.fromkeys(words))
        last = " " + self.say("and") + " "
        return last.join(filter(None, (", ".join(each[:-1]), each[-1]))) if each else ""

    def count(self, number: int, thing: str) -> str:
        """A number of things (``parent``, ``child``, ``person``, ``appointment``), small numbers in letters."""
        written = self.say(f"count.{number}") if number <= IN_LETTERS else str(number)
        return self.one_or_more(f"thing.{thing}", number, count=written)

    def percent(self, share: float) -> str:
        """A share in whole per cents."""
        return self.say("percent", number=self.number(100 * share, ".0f"))

    def chance(self, probability: float) -> str:
        """A small chance in per cents, two figures of it."""
        return self.say("percent", number=self.number(100 * probability, ".2g"))

    def of_hundred(self, probability: float) -> str:
        """A chance as a number of cases of a hundred."""
        return self.say("of_hundred", number=self.number(100 * probability, ".0f"))

    def weeks(self, number: float) -> str:
        """A number of weeks."""
        return self.one_or_more("weeks", round(number), number=self.number(number, ".0f"))

    def in_weeks(self, numbers: Iterable[int]) -> str:
        """The weeks in which something happened, each once."""
        each = sorted(set(numbers))
        return self.one_or_more("in_weeks", len(each), weeks=self.listed(map(str, each)))

    def sentence(self, text: str) -> str:
        """A text with a capital and a full stop; nothing stays nothing."""
        text = text[:1].upper().replace("É", "E") + text[1:]  # Dutch writes "Eén" at the start of a sentence
        return text if text.endswith((".", "?", "!")) or not text else text + "."


@cache
def lexicon() -> Lexicon:
    """All sentences, read once."""
    return Lexicon(Path(__file__).parent / "words.toml")
