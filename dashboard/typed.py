"""What somebody types in a box: a number in the unit shown, with a decimal comma or a decimal point."""

import re

from dashboard.levers import box_of, factor_of
from dashboard.words import say
from sim.parameters import one_value
from sim.words import Language, in_form

SHOWN = 40  # letters of what was typed
NUMBER = re.compile(r"[-+]?(?=\.?[0-9])[0-9]{0,40}(\.[0-9]{0,40})?(e[-+]?[0-9]{1,3})?", re.IGNORECASE)
THOUSANDS = re.compile(r"[-+]?[1-9][0-9]{0,2}([.,][0-9]{3})+")
DECIMAL_SIGN = {"en": ".", "nl": ","}


class Refused(ValueError):
    """What was typed is not taken; the message says so to the visitor."""


def taken(name: str, said: float | str, language: Language) -> float:
    """The value that a box stands for.

    Args:
        name: of a parameter, a size, or what is looked at.
        said: what was typed, or a number, in the unit shown.
        language: of the page.

    Raises:
        Refused: in a sentence with the label and the unit that the visitor sees.
    """
    box = box_of(name, language)
    factor = factor_of(box.parameter) if box.parameter else 1.0
    shown = (said if isinstance(said, str) else in_form(f"{said:,.12g}", language)).strip()[:SHOWN]
    try:
        number = one_value((number_in(said, language, box.whole) if isinstance(said, str) else said) / factor)
    except Ambiguous as error:
        one, other = (in_form(f"{one:g}", language) for one in error.readings)
        raise Refused(say("typed.two_ways", language, label=box.label, text=shown, one=one, other=other)) from None
    except ValueError:
        raise Refused(say("typed.no_number", language, label=box.label, text=shown)) from None
    if fault := box.fault(number):
        value, low, high = (box.shown(one, language) for one in (number, box.low, box.high))
        raise Refused(say(f"typed.{fault}", language, label=box.label, text=shown, value=value, low=low, high=high))
    return number


class Ambiguous(ValueError):
    """A text that reads as two numbers, such as 1,125 on an English page."""

    def __init__(self, *readings: float) -> None:
        self.readings = readings
        super().__init__(" or ".join(map(str, readings)))


def number_in(text: str, language: Language, whole: bool = False) -> float:
    """The number that a text means, with a comma or a point before its decimals, whatever the language.

    One sign with three digits behind it may part thousands as well: that is so for whole numbers, and not so for the
    decimal sign of the language; otherwise nobody can tell.

    Raises:
        Ambiguous: when nobody can tell.
        ValueError: when it is no number.
    """
    text = "".join(text.split()).replace("−", "-").removesuffix("%")
    signs = [letter for letter in text if letter in ".,"]
    decimal = signs[-1] if signs and signs.count(signs[-1]) == 1 else ""
    if len(signs) == 1 and THOUSANDS.fullmatch(text):
        if whole:
            decimal = ""
        elif decimal != DECIMAL_SIGN[language]:
            raise Ambiguous(plain(text, ""), plain(text, decimal))
    return plain(text, decimal)


def plain(text: str, decimal: str) -> float:
    """The number in a text whose decimals stand behind `decimal`; every other sign parts thousands."""
    before, sign, after = text.rpartition(decimal) if decimal else (text, "", "")
    if re.search("[.,]", before):
        if not THOUSANDS.fullmatch(before) or len(set(before) & {".", ","}) > 1:
            raise ValueError(text)
        before = re.sub("[.,]", "", before)
    joined = f"{before}{'.' if sign else ''}{after}"
    if not NUMBER.fullmatch(joined):
        raise ValueError(text)
    return float(joined)
