"""From figures to a scenario: what was given, what follows from it, and what stays as declared, a line for each."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from experiments.in_words import amount, implausible, label
from experiments.language import say
from experiments.own_region.cells import TableError, printed
from experiments.own_region.figures import FAMILIES, HOURS, Conversion, Factor, tables
from experiments.own_region.reading import Known
from sim.names import SECTORS
from sim.parameters import Parameter, parameters
from sim.scenario import Scenario, ScenarioError, checked_size, load_scenario
from sim.words import Language, in_form

FALLBACK = "my region"
LONGEST_NAME = 80  # letters
BASE = "almelo"  # gives what a table does not
DIGITS = 4  # significant digits of what is worked out


@dataclass(frozen=True)
class Line:
    """Where one setting of the scenario comes from.

    Attributes:
        name: of a parameter or size.
        value: that it has.
        text: in a sentence, with where it stands and what it rests on.
        note: that it lies outside what is plausible; else empty.
    """

    name: str
    value: float
    text: str
    note: str = ""


@dataclass(frozen=True)
class Made:
    """A scenario with where all of it comes from.

    Attributes:
        scenario: ready to run.
        given: settings that figures gave.
        declared: what a region may know and these figures did not say, as declared.
        not_used: figures that others go before, a sentence each.
        hours: hours of staff a week by sector, as given.
    """

    scenario: Scenario
    given: tuple[Line, ...]
    declared: tuple[Line, ...]
    not_used: tuple[str, ...]
    hours: Mapping[str, float]


def make(known: tuple[Known, ...], name: str, source: str, language: Language = "en") -> Made:
    """A scenario from figures.

    Args:
        known: figures, each once.
        name: of the region.
        source: where the figures come from, as its description names it.
        language: of everything that is said.

    Raises:
        TableError: in one line, for a figure beyond the limits of what is possible.
    """
    return Maker(known, language).make(name, source)


class Maker:
    """Turns figures into settings, one after the other."""

    def __init__(self, known: tuple[Known, ...], language: Language) -> None:
        self.known, self.language = known, language
        self.base = load_scenario(BASE)
        self.settings: dict[str, float] = {}
        self.lines: list[Line] = []
        self.not_used: list[str] = []
        self.hours: dict[str, float] = {}

    def make(self, name: str, source: str) -> Made:
        """The scenario and its lines."""
        name = printed(name)[:LONGEST_NAME] or FALLBACK
        families = self.families()
        for one in self.known:
            figure = tables().figure[one.figure]
            if figure.sets not in (FAMILIES, HOURS):
                self.set(parameter_of(figure.sets, one.sector), one.value, one, "given")
        for one in self.known:
            if tables().figure[one.figure].sets == HOURS:
                self.staff(one, families)
        count = len(self.known) - len(self.not_used)
        scenario = replace(
            self.base,
            name=name,
            title=say("own_region.title", "en", name=name),
            title_nl=say("own_region.title", "nl", name=name),
            why=say("own_region.why", "en", count=count, source=source),
            why_nl=say("own_region.why", "nl", count=count, source=source),
        ).replace(families=families, **self.settings)
        return Made(scenario, tuple(self.lines), tuple(self.declared()), tuple(self.not_used), dict(self.hours))

    def families(self) -> int:
        """How many families there are, by the first figure that says so."""
        order = [key for key, one in tables().figure.items() if one.sets == FAMILIES]
        found = sorted((one for one in self.known if one.figure in order), key=lambda one: order.index(one.figure))
        if not found:
            return self.base.families
        first, *others = found
        factor = self.conversion(first)
        try:
            count = checked_size(FAMILIES, round(factor.of(first.value)), first.where)
        except ScenarioError as error:
            raise TableError(str(error)) from None
        words = tables().figure[FAMILIES].label.to(self.language)
        self.say_where_from(FAMILIES, count, words, self.number(count), first, "times" if rests(factor) else "given")
        for other in others:
            self.leave_out(other, first)
        return count

    def staff(self, one: Known, families: int) -> None:
        """Hours of staff as cases of a family for which posts are planned, which is how the model counts posts."""
        if one.sector in self.hours:
            self.leave_out(one, next(other for other in self.known if other.sector == one.sector and sets_hours(other)))
            return
        factor = self.conversion(one)
        hours = self.hours[one.sector] = factor.of(one.value)
        post, caseload = self.value(f"hours_{one.sector}"), self.value(f"caseload_{one.sector}")
        parameter = parameters()[f"cases_per_family_{one.sector}"]
        told = {name: self.number(value) for name, value in (("hours", hours), ("post", post), ("caseload", caseload))}
        times = say("own_region.posts_times", self.language, **self.told(factor)) if rests(factor) else ""
        told |= {"families": self.number(families), "times": times}
        try:
            self.set(parameter, hours / post * caseload / families, one, "posts", **told)
        except TableError as error:
            raise TableError(f"{error}: {say('own_region.wrong.staff', self.language)}") from None

    def set(self, parameter: Parameter, value: float, one: Known, key: str, **told: str) -> None:
        """Set a parameter to a value within its limits, and say from what."""
        try:
            number = parameter.checked(float(f"{value:.{DIGITS}g}"), one.where)
        except ValueError as error:
            raise TableError(f"{error}, from {one.said}") from None
        self.settings[parameter.name] = number
        note = implausible(number, parameter, self.language)
        words, much = label(parameter, self.language), amount(number, parameter, self.language)
        self.say_where_from(parameter.name, number, words, much, one, key, note, **told)

    def say_where_from(
        self, name: str, value: float, words: str, much: str, one: Known, key: str, note: str = "", **told: str
    ) -> None:
        """Add the line of a setting that a figure gave."""
        about = {"label": words, "amount": much, "said": one.said, "where": one.where}
        text = say(f"own_region.{key}", self.language, **about, **self.told(self.conversion(one)), **told)
        self.lines.append(Line(name, value, text, note))

    def leave_out(self, one: Known, other: Known) -> None:
        """Say that a figure is not used, and which one is instead."""
        what, instead = (tables().figure[each.figure].label.to(self.language) for each in (one, other))
        self.not_used.append(say("own_region.not_used", self.language, label=what, where=one.where, other=instead))

    def declared(self) -> Iterator[Line]:
        """What a region is asked for and these figures did not say."""
        for figure in (one for one in tables().figure.values() if one.asked):
            if figure.sets == FAMILIES:
                if not any(one.name == FAMILIES for one in self.lines):
                    told = {"label": figure.label.to(self.language), "amount": self.number(self.base.families)}
                    yield Line(FAMILIES, self.base.families, say("own_region.families_declared", self.language, **told))
                continue
            field = "cases_per_family" if figure.sets == HOURS else figure.sets
            for sector in SECTORS if figure.by_sector else ("",):
                parameter = parameter_of(field, sector)
                if parameter.name not in self.settings:
                    yield self.as_declared(parameter)

    def as_declared(self, parameter: Parameter) -> Line:
        """The line of a parameter that stays as it is."""
        value = self.base.value(parameter.name)
        told = {"label": label(parameter, self.language), "amount": amount(value, parameter, self.language)}
        told |= {"grade": parameter.grade, "source": parameter.source.removeprefix(f"{parameter.grade}: ")}
        return Line(parameter.name, value, say("own_region.declared", self.language, **told))

    def conversion(self, one: Known) -> Factor:
        """How a figure becomes what it sets."""
        return tables().conversion.get(tables().figure[one.figure].times, Factor())

    def told(self, factor: Factor) -> dict[str, str]:
        """A conversion in words; nothing for none."""
        if not isinstance(factor, Conversion):
            return {}
        what, times = factor.label.to(self.language), self.number(factor.of(1.0))
        return {"factor": times, "what": what, "grade": factor.grade, "source": factor.source}

    def value(self, name: str) -> float:
        """A parameter as it is by now."""
        return self.settings.get(name, self.base.value(name))

    def number(self, value: float) -> str:
        """A number in the form of the language."""
        return in_form(f"{float(f'{value:.{DIGITS}g}'):,.12g}", self.language)


def stem_of(name: str) -> str:
    """The name of a file from that of a region: ``Noordwijk aan Zee`` is ``noordwijk_aan_zee``."""
    return "_".join(re.findall(r"\w+", name.lower())) or "_".join(FALLBACK.split())


def hours_of(scenario: Scenario, sector: str) -> float:
    """The hours of staff a week that the cases of a sector stand for: ``Maker.staff`` the other way round.

    In tenths of an hour, as people give them, since cases are rounded: so posts are held against waits as when they
    were given.
    """
    cases, post, caseload = (scenario.value(f"{one}_{sector}") for one in ("cases_per_family", "hours", "caseload"))
    return float(f"{round(cases * scenario.families / caseload * post, 1):.{DIGITS}g}")


def parameter_of(field: str, sector: str) -> Parameter:
    """The parameter of a declaration, of a sector where it has one for each."""
    return parameters()[f"{field}_{sector}" if sector else field]


def sets_hours(one: Known) -> bool:
    """Whether a figure gives hours of staff."""
    return tables().figure[one.figure].sets == HOURS


def rests(factor: Factor) -> bool:
    """Whether a figure becomes what it sets by a conversion."""
    return isinstance(factor, Conversion)
