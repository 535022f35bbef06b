"""Amounts in a table: a number as people write it, with or without its unit, in the unit that its figure counts in."""

import re
from dataclasses import dataclass

from experiments.language import say
from experiments.own_region.cells import Cell, Cells
from experiments.own_region.figures import plain_words, tables, unit_names
from experiments.read_numbers import Ambiguous, number_in
from sim.words import Language

SHOWN = 40  # letters of what stands there
NOTHING_THERE = {"", ".", "..", "-", "–", "x", "nvt", "n.v.t.", "nb", "n.b.", "n/a", "na", "nan", "onbekend", "unknown"}
BEFORE = re.compile(r"^[€$]\s*")
BEHIND = re.compile(r"^(?P<number>[-+−]?[0-9][0-9.,\s']*)\s*(?P<unit>\D.*)?$")


@dataclass(frozen=True)
class Amount:
    """An amount that was read.

    Attributes:
        figure: of which; where the unit is another one's it is that one, such as staff in hours for staff in posts.
        value: in the unit of the figure.
        said: as it stands there, with its unit where that stands elsewhere.
    """

    figure: str
    value: float
    said: str


def amount_in(content: str | float, unit: str, figure: str, form: Language, language: Language) -> Amount:
    """The amount of a figure.

    Args:
        content: a number, or a text with one, and its unit perhaps behind it.
        unit: that is said elsewhere, as plain words; empty for none.
        figure: a key of ``figures.toml``.
        form: how numbers are written where they can be read in two ways.
        language: of what is said.

    Raises:
        ValueError: in one line without the place, for what is no number or in a unit that is not the figure's.
    """
    number, behind = (content, "") if not isinstance(content, str) else number_and_unit(content, form, language)
    unit = behind or unit
    figure = sibling_in(figure, unit)
    own = tables().unit[tables().figure[figure].unit].by_name
    text = content if isinstance(content, str) else f"{content:.12g}"
    said = f"{text} {unit}" if unit and not behind else text
    if unit and unit not in own:
        label = tables().figure[figure].label.to(language).lower()
        raise ValueError(say("own_region.wrong.unit", language, label=label, unit=unit))
    if not unit and tables().figure[figure].unit == "share" and number > 1:
        unit, said = "%", f"{said} %"  # nobody has a share above 1
    return Amount(figure, own[unit].of(number) if unit else number, said)


def number_and_unit(text: str, form: Language, language: Language) -> tuple[float, str]:
    """The number that a text begins with, and the unit behind it as plain words.

    Raises:
        ValueError: in one line, for what is no number.
    """
    found = BEHIND.match(BEFORE.sub("", text.strip()))
    behind = plain_words(found["unit"] or "") if found else ""
    if found is None or (behind and behind not in unit_names()):
        raise ValueError(say("own_region.wrong.number", language, text=text[:SHOWN]))
    try:
        return number_in(found["number"].replace("'", ""), form), behind
    except Ambiguous as error:
        return error.readings[0], behind  # not the decimal sign of this form, so it parts thousands
    except ValueError:
        raise ValueError(say("own_region.wrong.number", language, text=text[:SHOWN])) from None


def sibling_in(figure: str, unit: str) -> str:
    """The figure, or the one that sets the same and counts in a unit: staff in full-time posts, or in hours."""
    known = tables()
    if not unit or unit in known.unit[known.figure[figure].unit].by_name:
        return figure
    others = (key for key, one in known.figure.items() if one.sets == known.figure[figure].sets)
    return next((key for key in others if unit in known.unit[known.figure[key].unit].by_name), figure)


def looks_like_a_number(cell: Cell) -> bool:
    """Whether a cell begins as a number does."""
    return not isinstance(cell.content, str) or BEHIND.match(BEFORE.sub("", cell.content)) is not None


def form_of(cells: Cells) -> Language:
    """How the numbers of a table are written: with a decimal comma as in Dutch, or a point as in English.

    Numbers that can be read in one way only decide; where there are none a table with semicolons is taken for Dutch.
    """
    signs = {"nl": 0, "en": 0}
    for text in (one.content for row in cells.rows for one in row if isinstance(one.content, str)):
        found = BEHIND.match(BEFORE.sub("", text))
        number = found["number"].strip() if found else ""
        if "," in number and (re.search(r",(\d{1,2}|\d{4,})$", number) or re.search(r"\.\d{3},", number)):
            signs["nl"] += 1
        if "." in number and (re.search(r"\.(\d{1,2}|\d{4,})$", number) or re.search(r",\d{3}\.", number)):
            signs["en"] += 1
    if signs["nl"] == signs["en"]:
        return "nl" if cells.separator == ";" else "en"
    return "nl" if signs["nl"] > signs["en"] else "en"
