"""The headings of a table: which row they stand in, what each means, and the units that may stand below them."""

from collections.abc import Sequence
from dataclasses import dataclass

from experiments.own_region.amounts import looks_like_a_number
from experiments.own_region.cells import Cell
from experiments.own_region.figures import Meaning, meaning_of, plain_words, unit_names

MOST_ABOVE = 40  # rows in which headings are looked for


@dataclass(frozen=True)
class Column:
    """A column: its place, its heading, and what that means; None for what nobody knows."""

    place: int
    heading: str
    meaning: Meaning | None


def headings_of(rows: list[list[Cell]]) -> tuple[list[Column], list[list[Cell]]]:
    """The columns and the rows below them; without headings the first columns name what the others hold."""
    scores = [known_headings(row) for row in rows[:MOST_ABOVE]]
    best = max(range(len(scores)), key=lambda number: (scores[number], -number))
    if scores[best] == 0:
        return [Column(place, "", None) for place in range(len(rows[0]))], rows
    names = [one.text for one in rows[best]]
    body = rows[best + 1 :]
    units = [""] * len(names)
    if body and is_row_of_units(body[0]):  # as national statistics have it
        units = [*(one.text for one in body[0]), *units]
        body = body[1:]
    columns = []
    for place, heading in enumerate(names):
        meaning = meaning_of(heading, heading=True) if heading else None
        unit = plain_words(units[place])
        if meaning and unit in unit_names() and not meaning.unit:
            meaning = Meaning(meaning.figure, meaning.sector, unit, meaning.column)
        columns.append(Column(place, heading, meaning))
    return columns, body


def known_headings(row: Sequence[Cell]) -> int:
    """How many headings of a row are known; none where numbers stand among them."""
    texts = [one.text for one in row if one.text]
    if len(texts) < 2 or any(looks_like_a_number(one) for one in row):
        return 0
    return sum(meaning_of(text, heading=True) is not None for text in texts)


def is_row_of_units(row: Sequence[Cell]) -> bool:
    """Whether nothing but units stands in a row."""
    texts = [plain_words(one.text) for one in row if one.text]
    return bool(texts) and all(text in unit_names() for text in texts)
