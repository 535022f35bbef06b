"""A chapter, as its file declares it: what is lived, what a learner bets on, and what is said once it was lived.

Every chapter walks the same way: bet, try, reveal, name the mechanism, and the same question about another setting.
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, ValidationError, model_validator

from dashboard.choices import CAPS
from dashboard.learn.rounds import Declared, Round, Standing
from dashboard.learn.taught.claims import Claim, claims
from sim.outcomes import MAIN
from sim.parameters import parameters
from sim.scenario import Scenario, load_scenario
from sim.words import Words

HERE = Path(__file__).parent
SIDES = ("parallel", "shared_plan")


class Region(Declared):
    """The small region that is lived, and how many paired runs of each setting.

    Attributes:
        scenario: of the library.
        families, weeks, burn_in_weeks: its size.
        pairs: paired runs of each setting.
    """

    scenario: str = "almelo"
    families: int = 174
    weeks: int = 104
    burn_in_weeks: int = 104
    pairs: int = Field(default=24, ge=10, le=100)


class Setting(Declared):
    """One setting of the region.

    Attributes:
        label: what it is called.
        set: parameters that differ from the scenario.
        structure: rules in a rival form.
    """

    label: Words
    set: dict[str, float] = Field(default_factory=dict)
    structure: dict[str, str] = Field(default_factory=dict)


class Figure(Declared):
    """A number that is measured when the settings have been lived: one side minus the other, over the same luck.

    Or, with `among`, in how many of some settings the difference that the plan makes stands in a certain way.

    Attributes:
        outcome: one of the main outcomes.
        one, other: ``SETTING.ROUTE``; a setting alone stands for what the shared plan adds there (plan minus parallel).
            Without `other` it is the mean of `one`.
        among, stands: settings that are counted, and how the difference must stand there to count.
        mark: whether a number from 0 to 1 is read as a mark out of ten.
        unit: after the number, when it is not the outcome's own.
        digits: behind the point; by default one, or two of a mark.
    """

    outcome: str
    one: str = ""
    other: str = ""
    among: tuple[str, ...] = ()
    stands: tuple[Standing, ...] = ()
    mark: bool = False
    unit: Words | None = None
    digits: int | None = None

    @model_validator(mode="after")
    def of_a_main_outcome(self) -> Self:
        """Only main outcomes are measured while somebody waits."""
        if self.outcome not in MAIN:
            raise ValueError(f"{self.outcome} is no main outcome ({', '.join(MAIN)})")
        if bool(self.one) == bool(self.among) or bool(self.among) != bool(self.stands):
            raise ValueError("a figure has a side (one), or settings to count (among) and how they must stand (stands)")
        return self

    @property
    def decimals(self) -> int:
        """How many digits it has behind the point."""
        return (2 if self.mark else 1) if self.digits is None else self.digits

    @property
    def settings(self) -> list[str]:
        """The settings that it needs."""
        return [*self.among, *(side.partition(".")[0] for side in (self.one, self.other) if side)]


class Hand(Declared):
    """What is played by hand: the learner's choices take the place of the rule that would have decided.

    Attributes:
        decision: one of ``sim.decisions``: whom a professional sees, or what is done about a concern.
        weeks: how many times something is decided.
        apart: weeks between one concern and the next that is asked about.
        after: weeks that go by after the last decision, to see what comes of it.
    """

    decision: Literal["appointments", "concern"]
    weeks: int = Field(ge=1, le=12)
    apart: int = Field(default=1, ge=1)
    after: int = Field(default=0, ge=0)


class Trying(Declared):
    """What can be tried before the reveal: settings to choose from, and the outcomes that are then shown.

    Attributes:
        text: what to do.
        settings, outcomes: to choose from, and what is shown of each.
        page: another page of the dashboard to look at, and what the way to it is called.
    """

    text: list[Words]
    page: str = ""
    way: Words | None = None
    settings: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()


class Naming(Declared):
    """The mechanism: its name, and how it works."""

    title: Words
    text: list[Words]


class Granted(Declared):
    """A number that words of the chapter take for granted; a test holds them to it.

    Attributes:
        words: as they stand in the English text.
        figure, parameter: which number, one of both.
        low, high: between these the words are true.
    """

    words: str
    figure: str = ""
    parameter: str = ""
    low: float
    high: float


class Chapter(Declared):
    """One chapter.

    Attributes:
        name: of its file.
        number: in the list.
        teaches: the mechanisms it teaches, in a word or two each.
        claims: what others, or this model, say of that: names of ``taught/claims.toml``.
        title, about: what it is called, and its question in a sentence.
        care: said before it begins, where it may come close; whoever wants to may skip it.
        region, settings, figures: what is lived and measured.
        granted: numbers that its words take for granted.
        hand: what is played by hand, if anything.
        first, trying, naming, elsewhere: the way through it.
    """

    name: str
    number: int
    teaches: list[Words]
    claims: tuple[str, ...] = Field(min_length=1)
    title: Words
    about: Words
    care: Words | None = None
    region: Region = Region()
    settings: dict[str, Setting]
    figures: dict[str, Figure] = Field(default_factory=dict)
    granted: tuple[Granted, ...] = ()
    hand: Hand | None = None
    first: Round
    trying: Trying
    naming: Naming
    elsewhere: Round

    @model_validator(mode="after")
    def nothing_dangles(self) -> Self:
        """Every name that is used is declared, and every setting can be lived."""
        for figure in self.figures.values():
            self.known(figure.settings, self.settings, "setting")
        for one in (self.first, self.elsewhere):
            self.known([sentence.figure for sentence in one.says], self.figures, "figure")
            self.known(one.bet.place.towns if one.bet.place else [], self.settings, "setting")
            self.known([one.bet.figure] if one.bet.figure else [], self.figures, "figure")
            self.known([one.setting] if one.setting else [], self.settings, "setting")
            if bool(one.bet.hand) != bool(self.hand):
                raise ValueError("a chapter that is played by hand has bets on that, and no other has")
        self.known(self.claims, claims(), "claim")
        self.known([one.figure for one in self.granted if one.figure], self.figures, "figure")
        self.known([one.parameter for one in self.granted if not one.figure], parameters(), "parameter")
        self.known(self.trying.settings, self.settings, "setting")
        self.known(self.trying.outcomes, dict.fromkeys(MAIN), "main outcome")
        for name in self.settings:
            scenario = self.scenario(name)
            for size in ("families", "weeks", "burn_in_weeks"):
                if getattr(scenario, size) > CAPS[size][1]:
                    raise ValueError(f"{size} is more than a page may ask for")
        return self

    @staticmethod
    def known(names: Sequence[str], declared: Mapping[str, object], what: str) -> None:
        """Refuse a name that is not declared."""
        for name in names:
            if name not in declared:
                raise ValueError(f"there is no {what} {name}")

    def scenario(self, setting: str) -> Scenario:
        """A setting of the region, ready to be lived.

        Raises:
            ValueError: one line, for a setting that cannot be.
        """
        chosen = self.settings[setting]
        return region_of(self.region).replace(**chosen.set, structures=chosen.structure)

    @property
    def said(self) -> list[Claim]:
        """Its claims."""
        return [claims()[name] for name in self.claims]

    def rounds(self) -> dict[str, Round]:
        """Both bets by name."""
        return {"first": self.first, "elsewhere": self.elsewhere}


@cache
def region_of(region: Region) -> Scenario:
    """A region as usual; reading it anew for every page of a class would take most of its time."""
    sizes = {name: getattr(region, name) for name in ("families", "weeks", "burn_in_weeks")}
    return load_scenario(region.scenario).replace(**sizes)


def read_chapter(path: Path) -> Chapter:
    """Read a chapter.

    Raises:
        ValueError: one line that names the file, the place in it and what is wrong there.
    """
    try:
        return Chapter.model_validate({"name": path.stem, **tomllib.loads(path.read_text("utf-8"))})
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name}: not valid TOML: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(one) for one in first["loc"])
        raise ValueError(f"{path.name}: {where}{': ' if where else ''}{first['msg']}") from None


@cache
def chapters() -> dict[str, Chapter]:
    """All chapters by name, in their order."""
    found = sorted((read_chapter(path) for path in HERE.glob("*.toml")), key=lambda one: one.number)
    return {one.name: one for one in found}
