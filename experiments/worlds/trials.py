"""Trying parameter sets: the runs of one world, and of many worlds side by side."""

import dataclasses
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from experiments.worlds.priors import settings_of
from sim import comparison
from sim.effect_size import sizes_of
from sim.outcomes import outcomes_of
from sim.region import ROUTES
from sim.run import burn_in, live
from sim.scenario import Scenario
from sim.workers import cores

Step = Callable[[], None]


def in_world(scenario: Scenario, world: Mapping[str, float]) -> Scenario:
    """A scenario in a plausible world: what the scenario sets itself goes before what the world says."""
    return dataclasses.replace(scenario, settings={**world, **scenario.settings})


def usual_care(scenario: Scenario, seed: int) -> np.ndarray:
    """Outcomes of one run on parallel routes, shape (outcomes,)."""
    return np.array(list(outcomes_of([live(burn_in(scenario, seed), scenario, "parallel")]).values()))


def both_routes(scenario: Scenario, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Outcomes of one pair, shape (2, outcomes), and its effect sizes, shape (len(AMONG), len(OF_FAMILIES))."""
    pair = comparison.both_routes(scenario, seed)
    outcomes = np.array([list(outcomes_of([pair[route]]).values()) for route in ROUTES])
    return outcomes, sizes_of(*comparison.families_of_both([pair]))


def first_look(
    scenario: Scenario, sets: np.ndarray, seeds: range, workers: int | None = None, step: Step | None = None
) -> np.ndarray:
    """Usual care in every set.

    Args:
        scenario: the region.
        sets: values, shape (sets, parameters), as ``priors.sample`` gives them.
        seeds: a run for each.
        workers: threads.
        step: called after each set.

    Returns:
        Shape (sets, seeds, outcomes).
    """

    def one(values: np.ndarray) -> np.ndarray:
        here = in_world(scenario, settings_of(values))
        found = np.array([usual_care(here, seed) for seed in seeds])
        if step:
            step()
        return found

    with ThreadPoolExecutor(cores(workers)) as pool:
        return np.array(list(pool.map(one, sets)))


def second_look(
    scenario: Scenario, sets: np.ndarray, seeds: range, workers: int | None = None, step: Step | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Both routes in every set: outcomes (sets, seeds, 2, outcomes) and effect sizes (sets, seeds, among, outcomes)."""

    def one(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        here = in_world(scenario, settings_of(values))
        pairs = [both_routes(here, seed) for seed in seeds]
        if step:
            step()
        return np.array([outcomes for outcomes, _ in pairs]), np.array([sizes for _, sizes in pairs])

    with ThreadPoolExecutor(cores(workers)) as pool:
        found = list(pool.map(one, sets))
    return np.array([outcomes for outcomes, _ in found]), np.array([sizes for _, sizes in found])
