"""One pair of runs: the same region with the same luck on each route, and what is kept of it.

This is what a thread, or a worker of a cluster, is sent out to do. It takes a scenario and a seed, and hands back
numbers or a failure that says where it happened; it never raises for what goes wrong in a run.
"""

import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.comparison import families_of_both
from sim.effect_size import AMONG, OF_FAMILIES, sizes_of
from sim.outcomes import OUTCOMES, outcomes_of
from sim.region import ROUTES
from sim.run import burn_in, live
from sim.scenario import Scenario
from sim.world import World

ATTEMPTS = 2  # a run that hangs is tried once more: the machine may have been busy


class TooSlow(Exception):
    """A run took longer than its limit."""


@dataclass(frozen=True)
class Task:
    """What is to be run.

    Attributes:
        scenario, seed: whose runs.
        routes: on which routes, from one burn-in.
        limit_seconds: after which it counts as hanging.
    """

    scenario: Scenario
    seed: int
    routes: tuple[str, ...] = ROUTES
    limit_seconds: float = float("inf")


@dataclass(frozen=True)
class Failure:
    """Why there is no result: in which stage, what was said, and whether time ran out."""

    stage: str
    message: str
    hangs: bool = False


@dataclass(frozen=True)
class Result:
    """What is kept of a task.

    Attributes:
        outcomes: by route and outcome, shape (routes, outcomes); not numbers after a failure.
        sizes: Hedges g, shape (len(AMONG), len(OF_FAMILIES)); not numbers without both routes.
        seconds: that it took.
        failure: why there are no numbers, or None.
    """

    outcomes: np.ndarray
    sizes: np.ndarray
    seconds: float
    failure: Failure | None = None


def run_all(tasks: Sequence[Task]) -> list[Result]:
    """The results of several tasks, in order."""
    return [run_task(task) for task in tasks]


def run_task(task: Task) -> Result:
    """Live a pair; one that hangs is tried once more."""
    result = attempt(task)
    for _ in range(ATTEMPTS - 1):
        if result.failure is None or not result.failure.hangs:
            break
        result = attempt(task)
    return result


def attempt(task: Task) -> Result:
    """Live a pair once; whatever goes wrong becomes a failure."""
    began = time.perf_counter()
    at = ["building and burn-in"]

    def between() -> None:
        if time.perf_counter() - began > task.limit_seconds:
            raise TooSlow(f"took longer than {task.limit_seconds:g} seconds")

    try:
        worlds: dict[str, list[World]] = {route: [] for route in task.routes}
        for region in range(task.scenario.regions):
            at[0] = "building and burn-in"
            start = burn_in(task.scenario, task.seed, region, between)
            for route in task.routes:
                at[0] = route
                worlds[route].append(live(start, task.scenario, route, between=between))
        at[0] = "measuring"
        outcomes = np.array([list(outcomes_of(worlds[route]).values()) for route in task.routes])
        sizes = effect_sizes(worlds) if set(task.routes) == set(ROUTES) else no_sizes()
    except TooSlow as error:
        return failed(task, Failure(at[0], str(error), hangs=True), time.perf_counter() - began)
    except Exception as error:  # a run of thousands must not end the others, whatever is wrong with it
        return failed(task, Failure(at[0], in_one_line(error)), time.perf_counter() - began)
    return Result(outcomes, sizes, time.perf_counter() - began)


def effect_sizes(worlds: dict[str, list[World]]) -> np.ndarray:
    """Hedges g of a pair over all its regions."""
    pairs = [dict(zip(worlds, regions, strict=True)) for regions in zip(*worlds.values(), strict=True)]
    return sizes_of(*families_of_both(pairs))


def no_sizes() -> np.ndarray:
    """Effect sizes of what cannot be compared."""
    return np.full((len(AMONG), len(OF_FAMILIES)), np.nan)


def failed(task: Task, failure: Failure, seconds: float) -> Result:
    """A result without numbers."""
    return Result(np.full((len(task.routes), len(OUTCOMES)), np.nan), no_sizes(), seconds, failure)


def in_one_line(error: BaseException) -> str:
    """What went wrong, and where in the code, in one line."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" (line {frames[-1].lineno} of {frames[-1].name})" if frames else ""
    return " ".join(f"{type(error).__name__}: {error}{place}".split())
