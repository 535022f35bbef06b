"""Numbers as people write them: with a decimal comma or a decimal point, and with signs that part thousands."""

import re

from sim.words import Language

NUMBER = re.compile(r"[-+]?(?=\.?[0-9])[0-9]{0,40}(\.[0-9]{0,40})?(e[-+]?[0-9]{1,3})?", re.IGNORECASE)
THOUSANDS = re.compile(r"[-+]?[1-9][0-9]{0,2}([.,][0-9]{3})+")
DECIMAL_SIGN = {"en": ".", "nl": ","}


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
