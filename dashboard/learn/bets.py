"""Bets: what somebody guessed and how sure, whether it came out, and how well sureness and outcomes go together."""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

SURE = (20, 40, 60, 80, 95)  # per cent that somebody may be sure; nobody is 100


class Guess(BaseModel):
    """A bet.

    Attributes:
        value: a number, or both coordinates of a place; empty for "nowhere on the map".
        sure: per cent.
        placed: whether it counts: it cannot be changed then.
        result: what came out, as `value`; None before that.
        right: whether it was right; None before that.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    value: tuple[float, ...] = Field(default=(), max_length=2)
    sure: int = Field(default=60, ge=0, le=100)
    placed: bool = False
    result: tuple[float, ...] | None = Field(default=None, max_length=2)
    right: bool | None = None


@dataclass(frozen=True)
class Level:
    """Bets of which somebody was equally sure.

    Attributes:
        sure: per cent.
        bets, right: how many there were, and how many came out.
    """

    sure: int
    bets: int
    right: int


def calibration(guesses: Iterable[Guess]) -> list[Level]:
    """How often bets came out, by how sure they were; only bets of which that is known."""
    known = [one for one in guesses if one.right is not None]
    levels = sorted({one.sure for one in known})
    return [
        Level(sure, sum(one.sure == sure for one in known), sum(one.right is True for one in known if one.sure == sure))
        for sure in levels
    ]


def expected(levels: Iterable[Level]) -> float:
    """How many bets would have come out if sureness were right."""
    return sum(one.bets * one.sure / 100 for one in levels)
