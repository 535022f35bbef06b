"""Questions about single families that no outcome of a region answers, each asked twice with the same luck."""

import numpy as np

from sim.agents.care_tie import OPEN
from sim.care.turnover import leave
from sim.effect_size import values_of
from sim.region import ROUTES
from sim.run import burn_in, on_route
from sim.scenario import Scenario
from sim.week import run_weeks
from sim.world import World, copy_of


def cost_of_a_departure(
    scenario: Scenario, seed: int, outcome: str, week: int = 52, weeks_after: int = 26
) -> dict[str, float]:
    """What the leaving of a coordinator costs, beside the leaving of that same person on parallel routes.

    The weeks are lived twice, once with and once without the departure; so it is asked of each coordinator in turn.

    Args:
        scenario: where; it needs more than ``week + weeks_after`` weeks.
        seed: whose luck.
        outcome: one of ``sim.effect_size.OF_FAMILIES``.
        week: when the person leaves.
        weeks_after: when the families are looked at.

    Returns:
        For each route the mean over families that this person coordinates on the one route and helps on the other,
        with the departure (``parallel_left``, ``shared_plan_left``) and without (``parallel_stayed``,
        ``shared_plan_stayed``); not a number without such families.
    """
    start = burn_in(scenario, seed)
    before = {route: on_route(start, scenario, route) for route in ROUTES}
    for world in before.values():
        run_weeks(world, week)
    seen: dict[str, list[np.ndarray]] = {f"{route}_{what}": [] for route in ROUTES for what in ("left", "stayed")}
    stayed = {route: later(world, week + weeks_after) for route, world in before.items()}
    for post in coordinators(before["shared_plan"]):
        theirs = coordinated_by(before["shared_plan"], post) & helped_by(before["parallel"], post)
        for route, world in before.items():
            left = copy_of(world)
            leave(left, post, week, left.p[left.stretch[week + scenario.burn_in_weeks]])
            left = later(left, week + weeks_after)
            with_it = values_of(left.family.view(np.ndarray)[theirs], outcome)
            without = values_of(stayed[route].family.view(np.ndarray)[theirs], outcome)
            both = np.isfinite(with_it) & np.isfinite(without)
            seen[f"{route}_left"].append(with_it[both])
            seen[f"{route}_stayed"].append(without[both])
    found = {name: np.concatenate(values) if values else np.zeros(0) for name, values in seen.items()}
    return {name: float(values.mean()) if len(values) else np.nan for name, values in found.items()}


def later(world: World, week: int) -> World:
    """A copy of a world, some weeks on."""
    world = copy_of(world)
    run_weeks(world, week)
    return world


def coordinators(world: World) -> list[int]:
    """Rows of the filled posts that coordinate for some family now."""
    plan = world.family["plan"]
    rows = np.unique(plan["coordinator"][(plan["active"] == 1) & (plan["coordinator"] >= 0)])
    return [int(row) for row in rows if world.post[int(row)].filled == 1]


def coordinated_by(world: World, post: int) -> np.ndarray:
    """Which families have this coordinator, shape (families,)."""
    return (world.family["plan"]["active"] == 1) & (world.family["plan"]["coordinator"] == post)


def helped_by(world: World, post: int) -> np.ndarray:
    """Which families have an open case with this post, shape (families,)."""
    ties = world.family["tie"]
    return ((ties["status"] == OPEN) & (ties["post"] == post)).any(axis=1)
