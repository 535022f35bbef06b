"""A region of one's own, whole: from a table or from answers to a scenario, held against its own waits, as a file."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from experiments import versions
from experiments.in_words import amount, implausible, label
from experiments.language import say
from experiments.own_region.making import Line, Made, make
from experiments.own_region.reading import Known, Table, Unknown, read_table
from experiments.own_region.waits import MOST_WEEKS, Check, check_waits
from sim.parameters import parameters
from sim.scenario import SIZES, Scenario
from sim.words import Language

REMARK = "# "


@dataclass(frozen=True)
class OwnRegion:
    """What came of a region's figures.

    Attributes:
        scenario: ready to run.
        given: settings that figures gave, or that follow from them, with where they come from.
        declared: what the figures did not say, as declared, with grade and source.
        not_used: figures that others go before, a sentence each.
        unknown: columns and rows that nobody knows.
        checks: posts beside waiting lists, for every sector whose staff was given.
        source: what it was made from.
        language: of all sentences.
    """

    scenario: Scenario
    given: tuple[Line, ...]
    declared: tuple[Line, ...]
    not_used: tuple[str, ...]
    unknown: tuple[Unknown, ...]
    checks: tuple[Check, ...]
    source: str
    language: Language

    def implausible(self) -> list[str]:
        """The settings that are taken although they lie outside what is plausible, a line each."""
        return [f"{one.name} = {one.value:g}: {one.note}" for one in self.given if one.note]

    def not_known(self) -> list[str]:
        """What nobody knows, with the nearest name, a line each."""
        return [unknown_in_words(one, self.language) for one in self.unknown]

    def checked(self) -> list[str]:
        """Posts beside waiting lists, a sentence each."""
        return [one.text(self.language) for one in self.checks]

    def toml(self) -> str:
        """The scenario as a file, in which every setting says where it comes from."""
        scenario = self.scenario
        texts = [f"{key} = {json.dumps(getattr(scenario, key), ensure_ascii=False)}" for key in TEXTS]
        notes = [*self.not_used, *self.not_known(), *self.checked()]
        lines = [*map(remark, notes), *texts]
        by_name = {one.name: one for one in self.given}
        if FAMILIES in by_name:
            lines.append(remark(by_name[FAMILIES].text))
        lines += [f"{name} = {getattr(scenario, name)}" for name in SIZES if name != "regions"]
        lines += ["", "[set]"]
        for name, value in scenario.settings.items():
            lines += [remark(by_name[name].text + (f" ! {by_name[name].note}" if by_name[name].note else ""))]
            lines.append(f"{name} = {value!r}")
        return "\n".join([versions.remark(), *lines, "", *(remark(one.text) for one in self.declared), ""])


TEXTS = ("title", "title_nl", "why", "why_nl")
FAMILIES = "families"


def own_region(
    content: bytes,
    name: str,
    region: str | None = None,
    sheet: str | None = None,
    language: Language = "en",
    called: str = "",
    seed: int = 0,
) -> OwnRegion:
    """A region from a table that somebody exported.

    Args:
        content, name: of the file.
        region: which one, where the table has several.
        sheet: of a spreadsheet.
        language: of everything that is said.
        called: what the scenario is called; by default the region of the table, or the name of the file.
        seed: whose luck posts are held against waits with.

    Raises:
        TableError: in one line that names the file, the place and what is wrong.
    """
    table = read_table(name, content, region, sheet, language)
    return region_from(table, called or table.region or name.rpartition(".")[0], language, seed)


def region_from(table: Table, called: str, language: Language = "en", seed: int = 0) -> OwnRegion:
    """A region from what a table says; see ``own_region``."""
    return checked_region(make(table.known, called, table.name, language), table.name, table.unknown, language, seed)


def region_from_answers(answers: Sequence[Known], called: str, language: Language = "en", seed: int = 0) -> OwnRegion:
    """A region from answers to questions (``questions.py``); see ``own_region``."""
    source = say("own_region.answers", language)
    return checked_region(make(tuple(answers), called, source, language), source, (), language, seed)


def checked_region(made: Made, source: str, unknown: tuple[Unknown, ...], language: Language, seed: int) -> OwnRegion:
    """A region held against its own waits; a wait that was not given is the one that goes with the posts."""
    checks = check_waits(made, seed)
    found = [wait_from_posts(one, language) for one in checks if one.given is None]
    scenario = made.scenario.replace(**{one.name: one.value for one in found})
    names = {one.name for one in found}
    declared = tuple(one for one in made.declared if one.name not in names)
    return OwnRegion(
        replace(scenario, name=made.scenario.name),
        (*made.given, *found),
        declared,
        made.not_used,
        unknown,
        tuple(checks),
        source,
        language,
    )


def wait_from_posts(check: Check, language: Language) -> Line:
    """The wait that goes with the posts of a sector, as a setting."""
    parameter = parameters()[f"wait_measured_{check.sector}"]
    value = float(round(min(check.weeks, MOST_WEEKS)))
    told = {"label": label(parameter, language), "amount": amount(value, parameter, language)}
    note = implausible(value, parameter, language)
    return Line(parameter.name, value, say("own_region.wait_from_posts", language, **told), note)


def unknown_in_words(one: Unknown, language: Language) -> str:
    """That nobody knows some words, with the nearest name that is known."""
    line = say("own_region.unknown", language, words=one.words, where=one.where)
    return say("own_region.nearest", language, line=line, name=one.nearest) if one.nearest else line


def remark(text: str) -> str:
    """A line of a file that is not read."""
    return REMARK + " ".join(text.split())
