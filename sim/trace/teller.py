"""Who tells a story, in English or Dutch: numbers, lists, people, helpers and life domains, and all sentences.

The sentences themselves stand in ``words.toml``.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from sim.agents.person import WEEKS_PER_YEAR
from sim.names import NEED_NAMES, SCHOOL_STAFF, SECTOR_OF, SECTORS
from sim.trace.life import Life
from sim.words import LANGUAGES, Language, Lexicon, gaps, in_form

IN_LETTERS = 12  # numbers up to this one are written in letters


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

    def listed(self, words: Iterable[str]) -> str:
        """One, two and three; each once."""
        return self.all_of(dict.fromkeys(words))

    def all_of(self, words: Iterable[str]) -> str:
        """One, two and two."""
        each = list(words)
        last = " " + self.say("and") + " "
        return last.join(filter(None, (", ".join(each[:-1]), each[-1]))) if each else ""

    def count(self, number: int, thing: str) -> str:
        """A number of things (a key under ``thing``), small numbers in letters."""
        written = self.say(f"count.{number}") if number <= IN_LETTERS else str(number)
        return self.one_or_more(f"thing.{thing}", number, count=written)

    def sentence(self, text: str) -> str:
        """A text with a capital and a full stop; nothing stays nothing."""
        text = text[:1].upper().replace("É", "E") + text[1:]  # Dutch writes "Eén" at the start of a sentence
        return text if text.endswith((".", "?", "!")) or not text else text + "."

    def domain(self, number: int) -> str:
        """A life domain, or the children's safety."""
        return self.say(f"domain.{NEED_NAMES[number]}")

    def sector(self, number: int) -> str:
        """A sector."""
        return self.say(f"sector.{SECTORS[number]}")

    def need(self, life: Life, need: int, week: int) -> str:
        """A need: its life domain, and whose it is."""
        row = life.needs(0)[need]
        if row.person < 0:
            return self.domain(int(row.domain))
        return self.say(f"whose.{NEED_NAMES[row.domain]}", person=self.person(life, int(row.person), week))

    def level(self, life: Life, need: int, week: int, severity: float | None = None) -> str:
        """A need with how much is going on there, 0 to 1: at the end of a week, or as told."""
        severity = float(life.needs(week)[need].severity) if severity is None else severity
        return self.say("level", need=self.need(life, need, week), severity=self.number(severity))

    def person(self, life: Life, number: int, week: int) -> str:
        """A parent, or a child by age."""
        parents, children = int(life.last.parents), int(life.last.children)
        if number < parents:
            return self.say("person.parent" if parents == 1 else "person.other" if number else "person.one_parent")
        years = [ages(life, week)[turn] for turn in range(children)]
        mine = years[number - parents]
        if children == 1 or mine == 0:
            return self.say("person.child" if children == 1 else "person.baby")
        return self.say("person.one_aged" if years.count(mine) > 1 else "person.aged", age=mine)

    def helper(self, life: Life, need: int, week: int, post: int = -1) -> str:
        """Who helps with a need: the sector, with whom or what it is for where that is not plain."""
        row = life.needs(0)[need]
        number = int(life.world.post[post].sector if post >= 0 else SECTOR_OF[row.domain])
        sector = self.sector(number)
        if number != SECTOR_OF[row.domain] or list(SECTOR_OF).count(number) > 1:
            return self.say("helper.domain", sector=sector, need=self.need(life, need, week))
        if row.person < 0:
            return sector
        key = "helper.school" if number == SCHOOL_STAFF else "helper.person"
        return self.say(key, sector=sector, person=self.person(life, int(row.person), week))


def ages(life: Life, week: int) -> list[int]:
    """The ages of all children in whole years; a child that is not born yet counts as nought."""
    return [max(0, int((week - child.born) / WEEKS_PER_YEAR)) for child in life.people[life.last.parents :]]


@cache
def lexicon() -> Lexicon:
    """All sentences, read once."""
    return Lexicon(Path(__file__).parent / "words.toml")


def gaps_of(key: str) -> set[str]:
    """What a sentence asks to be filled in."""
    return gaps(lexicon().words[key].en)


def has(key: str) -> bool:
    """Whether there is such a sentence."""
    return key in lexicon().words
