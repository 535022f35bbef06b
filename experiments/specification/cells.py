"""The cells of an experiment: every combination of a design's point, a policy and a parameter set."""

import dataclasses
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import pandas as pd

from experiments.designs import DESIGNS
from experiments.parameter_sets.kept import parameter_sets, with_parameter_set
from experiments.specification.experiment import Experiment
from sim.scenario import SIZES, Scenario

NO_POLICY = ""
NO_SET = -1
DESIGN_SEEDS = 2**32  # what NumPy takes; the seed of an experiment may be below 0


class Combinations(Protocol):
    """Anything that can be run cell by cell."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The columns that say which cell it is."""

    def __len__(self) -> int: ...

    def scenario(self, cell: int) -> Scenario:
        """What is run in a cell."""

    def row(self, cell: int) -> dict[str, object]:
        """What the columns of ``labels`` hold for a cell."""


class Cells:
    """All cells in order: parameter sets outermost, then policies, then the points of the design.

    Args:
        experiment: whose.

    Attributes:
        points: values of the factors, shape (points, factors).
        policies: names; one empty name when there are none.
        parameter_sets: numbers of parameter sets; one of -1 when there are none.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        options = dict(experiment.design.options)
        seed = experiment.seed % DESIGN_SEEDS
        self.points: np.ndarray = DESIGNS[experiment.design.kind].points(experiment.factors, options, seed)
        self.policies = tuple(experiment.policies) or (NO_POLICY,)
        self.parameter_sets = tuple(range(options["worlds"])) if "worlds" in options else (NO_SET,)

    def __len__(self) -> int:
        return len(self.parameter_sets) * len(self.policies) * len(self.points)

    def place(self, cell: int) -> tuple[int, str, np.ndarray]:
        """Parameter set, policy and factor values of a cell."""
        rest, point = divmod(cell, len(self.points))
        parameter_set, policy = divmod(rest, len(self.policies))
        return self.parameter_sets[parameter_set], self.policies[policy], self.points[point]

    def scenario(self, cell: int) -> Scenario:
        """What is run in a cell.

        What the scenario sets goes before what a parameter set says; policy and factors go before both.
        """
        parameter_set, policy, point = self.place(cell)
        scenario = self.experiment.scenario
        if parameter_set != NO_SET:
            scenario = with_parameter_set(scenario, parameter_sets()[parameter_set])
        moved = {one.name: float(value) for one, value in zip(self.experiment.factors, point, strict=True)}
        return with_values(scenario, {**moved, **self.experiment.policies.get(policy, {})})

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The columns that say which cell it is."""
        names = ["world"] if self.parameter_sets != (NO_SET,) else []
        names += ["policy"] if self.policies != (NO_POLICY,) else []
        return (*names, *(one.name for one in self.experiment.factors))

    def row(self, cell: int) -> dict[str, object]:
        """A cell's parameter set, policy and factor values, by column."""
        parameter_set, policy, point = self.place(cell)
        known: dict[str, object] = {"world": parameter_set, "policy": policy}
        known |= {one.name: float(value) for one, value in zip(self.experiment.factors, point, strict=True)}
        return {name: known[name] for name in self.labels}

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row a cell: its number and the columns of ``labels``."""
        inner = len(self.policies) * len(self.points)
        columns: dict[str, np.ndarray] = {"cell": np.arange(len(self))}
        columns["world"] = np.repeat(self.parameter_sets, inner)
        columns["policy"] = np.tile(
            np.repeat(np.array(self.policies, dtype=object), len(self.points)), len(self.parameter_sets)
        )
        for number, one in enumerate(self.experiment.factors):
            columns[one.name] = np.tile(self.points[:, number], len(self.parameter_sets) * len(self.policies))
        return pd.DataFrame(columns)[["cell", *self.labels]]


def with_values(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """A scenario with checked parameters and sizes; faster than ``Scenario.replace``, which checks again."""
    sizes: dict[str, Any] = {name: int(value) for name, value in values.items() if name in SIZES}
    settings = {name: value for name, value in values.items() if name not in SIZES}
    return dataclasses.replace(scenario, settings={**scenario.settings, **settings}, **sizes)
