"""The same comparison under rival forms of the rules: does the answer hang on where theory does not decide?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from sim.scenario import Scenario
from sim.structures import STRUCTURES

if TYPE_CHECKING:
    import pandas as pd

MOVES_FROM = 0.003  # a form that moves the effect by less does not count, for or against


class Compared(Protocol):
    """What is known of a comparison here: what differs between the routes in one outcome."""

    def effect(self, name: str) -> dict[str, Any]:
        """``difference``, shared plan minus parallel routes, with its range (``low``, ``high``)."""


One = TypeVar("One", bound=Compared)


@dataclass(frozen=True)
class AcrossStructures(Generic[One]):
    """One comparison as the scenario has it, and one for each other form of each rule, one form at a time.

    Attributes:
        usual: as the scenario has it.
        others: by structure and form.
    """

    usual: One
    others: Mapping[tuple[str, str], One] = field(repr=False)

    def moving(self, outcome: str = "severity") -> dict[tuple[str, str], float]:
        """The difference between the routes under each form that moves it, by structure and form."""
        usual = self.usual.effect(outcome)["difference"]
        found = {form: one.effect(outcome)["difference"] for form, one in self.others.items()}
        return {form: difference for form, difference in found.items() if abs(difference - usual) >= MOVES_FROM}

    def agreeing(self, outcome: str = "severity") -> tuple[int, int]:
        """How many of the forms that move the difference leave its sign as it is, and how many there are.

        The usual form counts as one of them.
        """
        usual = self.usual.effect(outcome)["difference"]
        moving = self.moving(outcome)
        return 1 + sum(difference * usual > 0 for difference in moving.values()), 1 + len(moving)

    def table(self, outcome: str = "severity") -> "pd.DataFrame":
        """A row for the forms of the scenario (with an empty ``structure`` and ``form``), and one for each other form.

        Columns: ``structure``, ``form``; ``difference``, shared plan minus parallel routes, with its 95 % range over
        replicates (``low``, ``high``); ``moves``, whether the form moves the difference by ``MOVES_FROM`` or more;
        ``agrees``, whether the difference has the sign that it has under the usual forms.
        """
        import pandas as pd

        usual, moving = self.usual.effect(outcome)["difference"], self.moving(outcome)
        rows = []
        for (structure, form), one in {("", ""): self.usual, **self.others}.items():
            effect = one.effect(outcome)
            rows.append(
                {
                    "structure": structure,
                    "form": form,
                    **{name: effect[name] for name in ("difference", "low", "high")},
                    "moves": (structure, form) in moving,
                    "agrees": effect["difference"] * usual > 0,
                }
            )
        return pd.DataFrame(rows)


def other_forms(scenario: Scenario) -> list[tuple[str, str]]:
    """Every structure with each form that the scenario does not have."""
    there = {"", *(one.name for one in scenario.extensions)}
    return [
        (name, form)
        for name, structure in STRUCTURES.items()
        for form in structure.forms
        if structure.extension in there and form != scenario.structures.get(name, next(iter(structure.forms)))
    ]
