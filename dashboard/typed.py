"""What somebody types in a box: a number in the unit shown, with a decimal comma or a decimal point."""

from dashboard.levers import box_of, factor_of
from dashboard.words import say
from experiments.read_numbers import Ambiguous, number_in
from sim.parameters import one_value
from sim.words import Language, in_form

SHOWN = 40  # letters of what was typed


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
