"""Trying parameter sets: looks at many of them side by side."""

import numpy as np

from experiments.parameter_sets.kept import with_parameter_set
from experiments.parameter_sets.priors import settings_of
from experiments.running.several import Answers, Runs, Step
from sim.scenario import Scenario


def in_sets(scenario: Scenario, sets: np.ndarray) -> list[Scenario]:
    """A scenario in each of some parameter sets, shape (sets, parameters) as ``priors.sample`` gives them."""
    return [with_parameter_set(scenario, settings_of(values)) for values in sets]


def first_look(runs: Runs, scenario: Scenario, sets: np.ndarray, seeds: range, step: Step | None = None) -> np.ndarray:
    """Usual care in every set.

    Args:
        runs: where runs come from.
        scenario: the region.
        sets: values, shape (sets, parameters).
        seeds: a run for each.
        step: called after each set.

    Returns:
        Shape (sets, seeds, outcomes).
    """
    outcomes, _ = runs.ask(in_sets(scenario, sets), seeds, ("parallel",), step)
    return outcomes[:, :, 0]


def second_look(runs: Runs, scenario: Scenario, sets: np.ndarray, seeds: range, step: Step | None = None) -> Answers:
    """Both routes in every set: outcomes (sets, seeds, 2, outcomes) and effect sizes (sets, seeds, among, outcomes)."""
    return runs.ask(in_sets(scenario, sets), seeds, step=step)
