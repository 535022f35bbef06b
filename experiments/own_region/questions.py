"""The questions that make a region without a table: one for each figure that is asked, with what is usual."""

from collections.abc import Iterator
from dataclasses import dataclass

from experiments.in_words import amount
from experiments.language import say
from experiments.own_region.amounts import amount_in
from experiments.own_region.figures import FAMILIES, HOURS, tables
from experiments.own_region.making import BASE
from experiments.own_region.reading import Known
from sim.names import GP, SCHOOL_STAFF, SECTORS
from sim.parameters import parameters
from sim.scenario import load_scenario
from sim.words import Language, in_form, names

WITHOUT_LIST = (SECTORS[SCHOOL_STAFF], SECTORS[GP])  # their waits are not asked for


@dataclass(frozen=True)
class Question:
    """What is asked.

    Attributes:
        figure, sector: of what; the sector is empty where there is none.
        text: of the question.
        usual: what holds without an answer, in words.
        rests_on: the grade of that.
    """

    figure: str
    sector: str
    text: str
    usual: str
    rests_on: str

    def answered(self, answer: str, language: Language) -> Known | None:
        """The figure that somebody answers; None for an empty answer.

        Raises:
            ValueError: in one line, for an answer that is none.
        """
        if not answer.strip():
            return None
        found = amount_in(answer.strip(), "", self.figure, language, language)
        return Known(found.figure, self.sector, found.value, answer.strip(), say("own_region.place.question", language))


def questions(language: Language = "en") -> Iterator[Question]:
    """Every question, in order."""
    base = load_scenario(BASE)
    for key, figure in tables().figure.items():
        if not figure.asked:
            continue
        if figure.sets == FAMILIES:
            yield Question(key, "", figure.label.to(language), in_form(f"{base.families}", language), "literature")
            continue
        for sector in SECTORS if figure.by_sector else ("",):
            if key == "wait" and sector in WITHOUT_LIST:
                continue
            words = figure.label.to(language)
            text = f"{words} ({names('sector')[sector].to(language)})" if sector else words
            if figure.sets == HOURS:
                yield Question(key, sector, text, say("own_region.as_caseloads_ask", language), "assumed")
                continue
            parameter = parameters()[f"{figure.sets}_{sector}" if sector else figure.sets]
            usual = amount(base.value(parameter.name), parameter, language)
            yield Question(key, sector, text, usual, parameter.grade)
