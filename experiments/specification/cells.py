"""The cells of an experiment: every combination of a design's point, a policy, a parameter set and rival rules."""

import dataclasses
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import pandas as pd

from experiments.designs import DESIGNS
from experiments.parameter_sets.kept import some_parameter_sets, with_parameter_set
from experiments.specification.experiment import Experiment
from experiments.specification.forms import with_form
from experiments.specification.together import settings_at
from sim.scenario import SIZES, Scenario

NO_POLICY = ""
NO_SET = -1
NO_FORM = ""
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
    """All cells in order: forms of rules outermost, then parameter sets, policies, and the points of the design.

    Args:
        experiment: whose.

    Attributes:
        points: values of the factors, shape (points, factors).
        policies: names; one empty name when there are none.
        parameter_sets: numbers of parameter sets; one of -1 when there are none.
        structures: the usual forms of rules and those put in their place; one empty name when there are no others.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        design = experiment.design
        seed = experiment.seed % DESIGN_SEEDS
        self.points: np.ndarray = DESIGNS[design.kind].points(experiment.factors, design.own_options, seed)
        self.policies = tuple(experiment.policies) or (NO_POLICY,)
        self.parameter_sets = tuple(range(design.options["worlds"])) if "worlds" in design.options else (NO_SET,)
        self.structures = design.structures or (NO_FORM,)

    def __len__(self) -> int:
        return len(self.structures) * len(self.parameter_sets) * len(self.policies) * len(self.points)

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """How many forms of rules, parameter sets, policies and points there are."""
        return len(self.structures), len(self.parameter_sets), len(self.policies), len(self.points)

    def place(self, cell: int) -> tuple[str, int, str, np.ndarray]:
        """Forms of rules, parameter set, policy and factor values of a cell."""
        structure, parameter_set, policy, point = (int(one) for one in np.unravel_index(cell, self.shape))
        return self.structures[structure], self.parameter_sets[parameter_set], self.policies[policy], self.points[point]

    def scenario(self, cell: int) -> Scenario:
        """What is run in a cell.

        What the scenario sets goes before what a parameter set says; policy and factors go before both.
        """
        structure, parameter_set, policy, point = self.place(cell)
        scenario = self.experiment.scenario
        if structure != NO_FORM:
            scenario = with_form(scenario, structure)
        if parameter_set != NO_SET:
            scenario = with_parameter_set(scenario, some_parameter_sets(None, scenario=scenario)[parameter_set])
        moved: dict[str, float] = {}
        for one, value in zip(self.experiment.factors, point, strict=True):
            moved |= settings_at(one, float(value), scenario)
        return with_values(scenario, {**moved, **self.experiment.policies.get(policy, {})})

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The columns that say which cell it is."""
        names = ["structure"] if self.structures != (NO_FORM,) else []
        names += ["world"] if self.parameter_sets != (NO_SET,) else []
        names += ["policy"] if self.policies != (NO_POLICY,) else []
        return (*names, *(one.name for one in self.experiment.factors))

    def row(self, cell: int) -> dict[str, object]:
        """A cell's forms of rules, parameter set, policy and factor values, by column."""
        structure, parameter_set, policy, point = self.place(cell)
        known: dict[str, object] = {"structure": structure, "world": parameter_set, "policy": policy}
        known |= {one.name: float(value) for one, value in zip(self.experiment.factors, point, strict=True)}
        return {name: known[name] for name in self.labels}

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row a cell: its number and the columns of ``labels``."""
        structure, parameter_set, policy, point = np.indices(self.shape).reshape(4, -1)
        columns: dict[str, np.ndarray] = {"cell": np.arange(len(self))}
        columns["structure"] = np.array(self.structures, dtype=object)[structure]
        columns["world"] = np.array(self.parameter_sets)[parameter_set]
        columns["policy"] = np.array(self.policies, dtype=object)[policy]
        for number, one in enumerate(self.experiment.factors):
            columns[one.name] = self.points[point, number]
        return pd.DataFrame(columns)[["cell", *self.labels]]


def with_values(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """A scenario with checked parameters and sizes; faster than ``Scenario.replace``, which checks again."""
    sizes: dict[str, Any] = {name: int(value) for name, value in values.items() if name in SIZES}
    settings = {name: value for name, value in values.items() if name not in SIZES}
    return dataclasses.replace(scenario, settings={**scenario.settings, **settings}, **sizes)
