"""How far somebody is: kept by the browser for as long as its tab is open, and by nobody else.

The server has it only while the page is open. What a browser brings back is read with suspicion.
"""

import secrets
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from dashboard.learn.bets import Guess

Arm = Literal["bet_first", "explain_first"]
ARMS: tuple[Arm, ...] = ("bet_first", "explain_first")
STEPS: dict[Arm, tuple[str, ...]] = {
    "bet_first": ("bet", "try", "reveal", "name", "elsewhere", "elsewhere_reveal"),
    "explain_first": ("name", "try", "reveal", "elsewhere", "elsewhere_reveal"),
}
MOST = 200  # of anything
LONGEST = 60_000  # letters of what a browser keeps
Key = Annotated[str, StringConstraints(max_length=80)]


class Progress(BaseModel):
    """What somebody did in the chapters.

    Attributes:
        arm: which way the chapters go; a coin decides when somebody takes part in a trial.
        step: the step of each chapter.
        guesses: bets by ``CHAPTER.ROUND``.
        tried: the setting that is tried in a chapter.
        moves: what was decided by hand, by ``CHAPTER``.
        answers: of the questions, by ``pre.ITEM`` or ``post.ITEM``.
        trial: whether the coin was tossed.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    arm: Arm = "bet_first"
    step: dict[Key, int] = {}
    guesses: dict[Key, Guess] = {}
    tried: dict[Key, Key] = {}
    moves: dict[Key, dict[Key, Key]] = {}
    answers: dict[Key, int] = {}
    trial: bool = False

    def but(self, **changed: object) -> "Progress":
        """The same, with something changed."""
        return self.model_copy(update=changed)

    def with_in(self, table: str, key: str, value: object) -> "Progress":
        """The same, with one entry of a table set; the oldest goes when there are too many."""
        entries: Mapping[str, object] = getattr(self, table)
        kept = dict([*((name, one) for name, one in entries.items() if name != key), (key, value)][-MOST:])
        return self.but(**{table: kept})

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps of every chapter, in the order of the arm."""
        return STEPS[self.arm]

    def at(self, chapter: str) -> str:
        """The step that a chapter is at."""
        return self.steps[min(max(self.step.get(chapter, 0), 0), len(self.steps) - 1)]


def read(text: str) -> Progress | None:
    """What a browser kept; None when it is nothing that this page wrote."""
    if not text or len(text) > LONGEST:
        return None
    try:
        found = Progress.model_validate_json(text)
    except ValidationError:
        return None
    tables = (found.step, found.guesses, found.tried, found.moves, found.answers)
    return found if all(len(one) <= MOST for one in tables) else None


def toss() -> Arm:
    """A coin: the order in which chapters go for somebody who takes part in a trial."""
    return secrets.choice(ARMS)
