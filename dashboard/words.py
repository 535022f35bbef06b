"""The words of the pages, in Dutch and English, from ``dashboard/words.toml`` and from those of reports."""

from functools import cache
from pathlib import Path

from experiments.language import heading
from experiments.language import lexicon as lexicon_of_reports
from sim.region import ROUTES
from sim.words import Language, Lexicon

LONGEST_REASON = 300  # letters of why something went wrong; it may repeat what stands in a file


@cache
def lexicon() -> Lexicon:
    """The words, read and checked once."""
    return Lexicon(Path(__file__).parent / "words.toml")


def say(key: str, language: Language, **values: object) -> str:
    """A sentence of the pages or of reports, with its gaps filled."""
    words = lexicon() if key in lexicon().words else lexicon_of_reports()
    return words.say(key, language, **values)


def route_names(language: Language) -> dict[str, str]:
    """The routes by name, with a capital."""
    return {route: heading(say(f"routes.{route}", language)) for route in ROUTES}


def part_words(part: str, language: Language) -> dict[str, str]:
    """All words that stand on a part of a page, by their last name."""
    start = f"part.{part}."
    words = {key: words for key, words in lexicon().words.items() if key.startswith(start)}
    return {key.removeprefix(start): one.to(language) for key, one in words.items()}


def shorten(why: str) -> str:
    """Why something went wrong, or the beginning and the end of it when it is long."""
    half = LONGEST_REASON // 2
    return why if len(why) <= LONGEST_REASON else f"{why[:half]} … {why[-half:]}"
