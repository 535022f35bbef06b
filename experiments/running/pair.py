"""One pair of runs: the same region with the same luck on each route, and what is kept of it.

This is what a thread, or a worker of a cluster, is sent out to do. It takes a scenario and a seed, and hands back
numbers or a failure that says where it happened; it never raises for what goes wrong in a run.
"""

import time
import traceback
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from sim.by_model import Model, lived_by
from sim.comparison import families_of_both
from sim.effect_size import AMONG, OF_FAMILIES, sizes_of
from sim.histories import grouped, history_of, live_together
from sim.outcomes import OUTCOMES, outcomes_of
from sim.region import ROUTES
from sim.run import burn_in, live
from sim.scenario import Scenario
from sim.world import World

Thing = TypeVar("Thing")

TOGETHER = 12  # pairs of one seed that are lived together at most; a row of a map has eleven
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


def run_all(tasks: Sequence[Task], model: Model | None = None) -> list[Result]:
    """The results of several tasks, in order; what some of them have in common is lived once.

    Args:
        tasks: what is to be run.
        model: who lives them instead of the engine; each by itself.
    """
    if model is not None:
        return [run_task(task, model) for task in tasks]
    results: dict[int, Result] = {}
    for alike in grouped(range(len(tasks)), lambda number: what_is_shared(tasks[number])):
        if len(alike) > 1 and tasks[alike[0]].scenario.regions == 1:
            results |= zip(alike, run_together([tasks[number] for number in alike]), strict=True)
        else:
            results |= {number: run_task(tasks[number]) for number in alike}
    return [results[number] for number in range(len(tasks))]


def what_is_shared(task: Task) -> Hashable:
    """What tasks must have in common to be lived together."""
    return task.seed, task.routes, task.limit_seconds, task.scenario.regions


def in_bundles(tasks: Sequence[Thing], task_of: Callable[[Thing], Task], size: int = TOGETHER) -> list[list[Thing]]:
    """Tasks, or what holds them, in bundles worth living together: of one seed, with like histories side by side."""
    bundles = []
    for alike in grouped(tasks, lambda one: what_is_shared(task_of(one))):
        lined_up = [one for like in grouped(alike, lambda one: history_of(task_of(one).scenario)) for one in like]
        bundles += [lined_up[first : first + size] for first in range(0, len(lined_up), size)]
    return bundles


def run_together(tasks: Sequence[Task]) -> list[Result]:
    """Live pairs with one seed as a tree; if anything goes wrong, each by itself, so that it is known where."""
    first = tasks[0]
    began = time.perf_counter()

    def between() -> None:
        if time.perf_counter() - began > first.limit_seconds * len(tasks):
            raise TooSlow

    found: dict[int, tuple[np.ndarray, np.ndarray]] = {}
    try:
        scenarios = [task.scenario for task in tasks]
        for number, worlds in live_together(scenarios, first.seed, routes=first.routes, between=between):
            found[number] = measured({route: [world] for route, world in worlds.items()})
    except Exception:  # which of them it was is not known
        return [run_task(task) for task in tasks]
    seconds = (time.perf_counter() - began) / len(tasks)
    return [Result(*found[number], seconds) for number in range(len(tasks))]


def run_task(task: Task, model: Model | None = None) -> Result:
    """Live a pair; one that hangs is tried once more."""
    result = attempt(task, model)
    for _ in range(ATTEMPTS - 1):
        if result.failure is None or not result.failure.hangs:
            break
        result = attempt(task, model)
    return result


def attempt(task: Task, model: Model | None = None) -> Result:
    """Live a pair once; whatever goes wrong becomes a failure."""
    began = time.perf_counter()
    at = ["building and burn-in"]

    def between() -> None:
        if time.perf_counter() - began > task.limit_seconds:
            raise TooSlow(f"took longer than {task.limit_seconds:g} seconds")

    try:
        worlds: dict[str, list[World]] = {route: [] for route in task.routes}
        if model is not None:
            at[0] = "the weeks of the model"
            for lived in lived_by(model, task.scenario, task.seed, task.routes):
                for route in task.routes:
                    worlds[route].append(lived[route])
            between()
        for region in range(task.scenario.regions if model is None else 0):
            at[0] = "building and burn-in"
            start = burn_in(task.scenario, task.seed, region, between)
            for route in task.routes:
                at[0] = route
                worlds[route].append(live(start, task.scenario, route, between=between))
        at[0] = "measuring"
        outcomes, sizes = measured(worlds)
    except TooSlow as error:
        return failed(task, Failure(at[0], str(error), hangs=True), time.perf_counter() - began)
    except Exception as error:  # a run of thousands must not end the others, whatever is wrong with it
        return failed(task, Failure(at[0], in_one_line(error)), time.perf_counter() - began)
    return Result(outcomes, sizes, time.perf_counter() - began)


def measured(worlds: dict[str, list[World]]) -> tuple[np.ndarray, np.ndarray]:
    """Outcomes and effect sizes of a task, as in ``Result``."""
    found = [outcomes_of(regions) for regions in worlds.values()]
    outcomes = np.array([[one.get(name, np.nan) for name in OUTCOMES] for one in found])  # others' are no numbers
    return outcomes, effect_sizes(worlds) if set(worlds) == set(ROUTES) else no_sizes()


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
