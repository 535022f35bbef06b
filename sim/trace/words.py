"""Plain words for helpers, life domains and numbers."""

from collections.abc import Iterable

from sim.agents.family import N_TIES
from sim.agents.professional import SECTOR_OF_TIE, SECTORS
from sim.tables import TIE_NAMES

DOMAIN_WORDS = {
    "parenting": "parenting",
    "child_mental_health": "the children's mental health",
    "parent_mental_health": "a parent's mental health",
    "school": "school",
    "money": "money",
    "home": "home and daily living",
    "relations": "relations at home",
    "physical_health": "physical health",
    "safety": "the children's safety",
}
SECTOR_WORDS = {
    "social_team": "the social team",
    "youth_mental_health": "youth mental health",
    "adult_mental_health": "adult mental health",
    "school": "the school",
    "debt_housing": "debt and housing help",
    "gp": "the GP",
    "child_protection": "child protection",
}
COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def domain(tie: int) -> str:
    """The life domain of a tie, in words."""
    return DOMAIN_WORDS[TIE_NAMES[tie]]


def sector(number: int) -> str:
    """A sector, in words."""
    return SECTOR_WORDS[SECTORS[number]]


def helper(tie: int) -> str:
    """Who helps in a place; with the domain where one sector helps in several."""
    own = int(SECTOR_OF_TIE[tie])
    several = sum(SECTOR_OF_TIE[other] == own for other in range(N_TIES)) > 1
    return f"{sector(own)} ({domain(tie)})" if several else sector(own)


def listed(words: Iterable[str]) -> str:
    """One, two and three; each once."""
    each = list(dict.fromkeys(words))
    return " and ".join(filter(None, (", ".join(each[:-1]), each[-1]))) if each else ""


def count(number: int, thing: str, things: str = "") -> str:
    """A number of things, small numbers in letters."""
    written = COUNTS[number] if number < len(COUNTS) else str(number)
    return f"{written} {thing if number == 1 else things or thing + 's'}"


def percent(share: float) -> str:
    """A share in whole per cents."""
    return f"{100 * share:.0f} %"


def chance(probability: float) -> str:
    """A small chance in per cents, two figures of it."""
    return f"{100 * probability:.2g} %"


def of_hundred(probability: float) -> str:
    """A chance as a number of cases of a hundred."""
    return f"{100 * probability:.0f} of 100"


def weeks(number: float) -> str:
    """A number of weeks."""
    return f"{number:.0f} week{'' if round(number) == 1 else 's'}"


def in_weeks(numbers: Iterable[int]) -> str:
    """The weeks in which something happened, each once."""
    each = sorted(set(numbers))
    return f"week{'' if len(each) == 1 else 's'} {listed(map(str, each))}"


def sentence(text: str) -> str:
    """A text with a capital and a full stop."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!")) else text + "."
