"""Results on a grid of factors: arrays with an axis a factor, and which factors are worth an axis of a picture."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from charts.amounts import amount, inside
from experiments.designs.factors import Factor
from experiments.results import Results
from experiments.specification.forms import form_in_words
from sim.words import Language

ON_AN_AXIS = 3  # values from which on a factor makes a map
MOST_PANELS = 6
GRIDS = ("grid", "worlds")


def is_grid(results: Results) -> bool:
    """Whether every value meets every other."""
    return results.experiment.design.kind in GRIDS


def on_grid(results: Results, outcome: str) -> np.ndarray:
    """Gains of an outcome, shape (forms of rules, sets, policies, *values of each factor, replicates)."""
    cells, gains = results.cells, results.gains(outcome)
    sizes = [len(one.values) for one in results.experiment.factors]
    return gains.reshape(*cells.shape[:3], *sizes, -1)


@dataclass(frozen=True)
class Panel:
    """A part of a grid that makes one picture: forms of rules, a policy, and one value of each factor without an axis.

    Attributes:
        structure: number of the forms of rules.
        policy: number of the policy.
        fixed: number of the value, by number of the factor.
        words: what holds in it; empty when there is only one panel.
    """

    structure: int
    policy: int
    fixed: dict[int, int]
    words: str

    def labels(self, results: Results) -> dict[str, object]:
        """The columns that say which panel it is: those that the experiment has."""
        cells, factors = results.cells, results.experiment.factors
        known = {"structure": cells.structures[self.structure], "policy": cells.policies[self.policy]}
        found: dict[str, object] = {name: known[name] for name in cells.labels if name in known}
        return found | {factors[number].name: factors[number].values[value] for number, value in self.fixed.items()}


def panels(results: Results, axes: tuple[int, ...], language: Language = "en") -> Iterator[Panel]:
    """All panels of a grid of which some factors have an axis."""
    factors = results.experiment.factors
    others = [number for number in range(len(factors)) if number not in axes]
    values = [range(len(factors[number].values)) for number in others]
    cells = results.cells
    for structure, policy, *chosen in product(range(len(cells.structures)), range(len(cells.policies)), *values):
        words = [form_in_words(cells.structures[structure], language)] if results.experiment.design.structures else []
        words += [cells.policies[policy].replace("_", " ")] if results.experiment.policies else []
        fixed = dict(zip(others, chosen, strict=True))
        words += [holds(factors[number], value, language) for number, value in fixed.items()]
        yield Panel(structure, policy, fixed, ", ".join(words))


def holds(factor: Factor, value: int, language: Language = "en") -> str:
    """What holds for a factor: "joint safety plan 100 %"."""
    return f"{inside(factor.called(language))} {amount(factor.values[value], factor, language)}"


def of_panel(values: np.ndarray, panel: Panel, axes: tuple[int, ...]) -> np.ndarray:
    """The part of a grid that a panel shows, shape (sets, *one or two axes in their order, replicates)."""
    index: list[int | slice] = [panel.structure, slice(None), panel.policy]
    count = values.ndim - 4
    index += [panel.fixed.get(number, slice(None)) for number in range(count)]
    part = values[tuple(index)]
    return part if list(axes) == sorted(axes) else part.swapaxes(1, 2)
