"""A chapter, as its file declares it: what is lived, what a learner bets on, and what is said once it was lived.

Every chapter walks the same way: bet, try, reveal, name the mechanism, and the same question about another setting.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from dashboard.choices import CAPS
from sim.outcomes import MAIN
from sim.scenario import Scenario, load_scenario
from sim.words import Words

HERE = Path(__file__).parent
SIDES = ("parallel", "shared_plan")
# Surely more or less by what matters; surely, by less than matters; and what cannot be told.
Standing = Literal["more", "less", "bit_more", "bit_less", "close"]
STANDINGS: tuple[Standing, ...] = ("more", "less", "bit_more", "bit_less", "close")


class Declared(BaseModel):
    """A table of a chapter; what it has no place for is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


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
    set: dict[str, float] = {}
    structure: dict[str, str] = {}


class Figure(Declared):
    """A number that is measured when the settings have been lived: one side minus the other, over the same luck.

    Or, with `among`, in how many of some settings the difference that the plan makes stands in a certain way.

    Attributes:
        outcome: one of the main outcomes.
        one, other: ``SETTING.ROUTE``; a setting alone stands for what the shared plan adds there (plan minus parallel).
            Without `other` it is the mean of `one`.
        among, stands: settings that are counted, and how the difference must stand there to count.
        times: what the number is multiplied by to be read (10 for a mark out of ten).
        unit: after the number, when it is not the outcome's own.
        digits: behind the point.
    """

    outcome: str
    one: str = ""
    other: str = ""
    among: list[str] = []
    stands: list[Standing] = []
    times: float = 1.0
    unit: Words | None = None
    digits: int = 1

    @model_validator(mode="after")
    def of_a_main_outcome(self) -> Self:
        """Only main outcomes are measured while somebody waits."""
        if self.outcome not in MAIN:
            raise ValueError(f"{self.outcome} is no main outcome ({', '.join(MAIN)})")
        if bool(self.one) == bool(self.among) or bool(self.among) != bool(self.stands):
            raise ValueError("a figure has a side (one), or settings to count (among) and how they must stand (stands)")
        return self

    @property
    def settings(self) -> list[str]:
        """The settings that it needs."""
        return [*self.among, *(side.partition(".")[0] for side in (self.one, self.other) if side)]


class Place(Declared):
    """A map of two levers on which a learner bets on the place where a plan stops paying off.

    Attributes:
        outcome: in which the plan pays off, or does not.
        across, up: levers.
        steps: values along each, from its lowest to its highest.
        towns: settings among which the learner chooses his or her own.
    """

    outcome: str
    across: str
    up: str
    steps: int = Field(default=6, ge=3, le=9)
    towns: list[str]


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


class Bet(Declared):
    """What a learner bets on: a number, or a place on a map.

    Attributes:
        question: as it is asked.
        figure: the number.
        place: the map, instead of a number.
        hand: a number of what is played by hand (``hand_numbers``), instead of both; with `unit` and `digits`.
        low, high, step: of the numbers that can be bet.
        near: a bet is right when it lies no further than this from what is measured.
    """

    question: Words
    figure: str = ""
    place: Place | None = None
    hand: str = ""
    unit: Words | None = None
    digits: int = 0
    low: float = 0
    high: float = 10
    step: float = 1
    near: float = 1

    @model_validator(mode="after")
    def on_one_thing(self) -> Self:
        """On a number or on a place, within its ends."""
        if bool(self.figure) + bool(self.place) + bool(self.hand) != 1 or bool(self.hand) != bool(self.unit):
            raise ValueError("a bet is on a figure, on a place, or on what is played by hand (hand and its unit)")
        if not self.low < self.high or self.near <= 0:
            raise ValueError("low must lie below high, and near above 0")
        return self


class Sentence(Declared):
    """What is said of a number, by how it stands; where it says nothing, general words do.

    Attributes:
        figure: of which.
        expects: how it stands, or may stand, in the model of today; the chapter builds on it, and a test holds it to
            that.
        more, less: one side has surely more, or less, than the other, by what matters.
        bit_more, bit_less: surely too, by less than matters.
        close: it cannot be told.
    """

    figure: str
    expects: list[Standing] = Field(min_length=1)
    more: Words | None = None
    less: Words | None = None
    bit_more: Words | None = None
    bit_less: Words | None = None
    close: Words | None = None


class Round(Declared):
    """A bet and its reveal.

    Attributes:
        text: what comes before the bet.
        bet: what is bet on.
        says: what is said afterwards.
        told: what is said of what was played by hand, with numbers of it in its gaps.
        setting, route: that are played by hand; without a setting it is the first.
    """

    text: list[Words] = []
    bet: Bet
    says: list[Sentence] = []
    told: list[Words] = []
    setting: str = ""
    route: Literal["parallel", "shared_plan"] = "parallel"


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
    settings: list[str] = []
    outcomes: list[str] = []


class Naming(Declared):
    """The mechanism: its name, and how it works."""

    title: Words
    text: list[Words]


class Chapter(Declared):
    """One chapter.

    Attributes:
        name: of its file.
        number: in the list.
        teaches: the mechanisms it teaches, in a word or two each.
        title, about: what it is called, and its question in a sentence.
        care: said before it begins, where it may come close; whoever wants to may skip it.
        region, settings, figures: what is lived and measured.
        hand: what is played by hand, if anything.
        first, trying, naming, elsewhere: the way through it.
    """

    name: str
    number: int
    teaches: list[Words]
    title: Words
    about: Words
    care: Words | None = None
    region: Region = Region()
    settings: dict[str, Setting]
    figures: dict[str, Figure] = {}
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
        self.known(self.trying.settings, self.settings, "setting")
        self.known(self.trying.outcomes, dict.fromkeys(MAIN), "main outcome")
        for name in self.settings:
            scenario = self.scenario(name)
            for size in ("families", "weeks", "burn_in_weeks"):
                if getattr(scenario, size) > CAPS[size][1]:
                    raise ValueError(f"{size} is more than a page may ask for")
        return self

    @staticmethod
    def known(names: list[str], declared: Mapping[str, object], what: str) -> None:
        """Refuse a name that is not declared."""
        for name in names:
            if name not in declared:
                raise ValueError(f"there is no {what} {name}")

    def scenario(self, setting: str) -> Scenario:
        """A setting of the region, ready to be lived.

        Raises:
            ValueError: one line, for a setting that cannot be.
        """
        region, chosen = self.region, self.settings[setting]
        sizes = {name: getattr(region, name) for name in ("families", "weeks", "burn_in_weeks")}
        return load_scenario(region.scenario).replace(**sizes, **chosen.set, structures=chosen.structure)

    def rounds(self) -> dict[str, Round]:
        """Both bets by name."""
        return {"first": self.first, "elsewhere": self.elsewhere}


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
