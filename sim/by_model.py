"""A replicate that a Mesa model of one's own lives instead of the engine: ``sim.CareModel`` with another rule."""

from collections.abc import Callable, Sequence
from typing import Any

from sim.region import ROUTES
from sim.scenario import Scenario
from sim.world import World

Model = Callable[..., Any]  # called with a scenario, a route and a seed; gives a ``sim.CareModel``


def lived_by(model: Model, scenario: Scenario, seed: int, routes: Sequence[str] = ROUTES) -> list[dict[str, World]]:
    """All weeks of a replicate, once on each route.

    Args:
        model: a subclass of ``sim.CareModel``, or what gives one.
        scenario, seed: whose weeks.
        routes: on which routes.

    Returns:
        For each region its worlds after the last week, by route.

    Raises:
        ValueError: when it gives something else.
    """
    worlds = []
    for route in routes:
        one = model(scenario, route, seed)
        if not hasattr(one, "worlds") or not hasattr(one, "run_model"):
            raise ValueError(f"model must be sim.CareModel or a subclass of it, not {model!r:.60}")
        one.run_model()
        worlds.append(one.worlds)
    return [dict(zip(routes, region, strict=True)) for region in zip(*worlds, strict=True)]
