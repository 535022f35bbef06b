"""A round of a chapter: a bet, and what is said of it once the world was lived."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sim.words import Words

# Surely more or less by what matters; surely, by less than matters; and what cannot be told.
Standing = Literal["more", "less", "bit_more", "bit_less", "close"]
STANDINGS: tuple[Standing, ...] = ("more", "less", "bit_more", "bit_less", "close")


class Declared(BaseModel):
    """A table of a chapter; what it has no place for is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


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

    @property
    def decimals(self) -> int:
        """How many digits behind the point a number has that can be bet."""
        return len(f"{self.step:g}".partition(".")[2])

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
