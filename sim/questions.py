"""Questions about single families that no outcome of a region answers, each asked twice with the same luck."""

from collections.abc import Callable

import numpy as np

from sim.agents.need import OPEN
from sim.care.turnover import leave
from sim.effect_size import values_of
from sim.region import ROUTES
from sim.rule_sets import run_weeks
from sim.run import burn_in, on_route
from sim.scenario import Scenario
from sim.world import World, copy_of


def cost_of_a_departure(
    scenario: Scenario, seed: int, outcome: str, week: int = 52, weeks_after: int = 26
) -> dict[str, float]:
    """What the leaving of a coordinator costs, beside the leaving of that same person on parallel routes.

    It is asked of each coordinator in turn, of the families that this person coordinates on the one route and helps on
    the other.

    Args:
        scenario: where.
        seed: whose luck.
        outcome: one of ``sim.effect_size.OF_FAMILIES``.
        week: when the person leaves.
        weeks_after: when the families are looked at.

    Returns:
        As ``LivedTwice.answer`` gives it.

    Raises:
        ValueError: when the scenario ends before the families are looked at.
    """
    lived = LivedTwice(scenario, seed, outcome, week, weeks_after)
    for post in coordinators(lived.before["shared_plan"]):
        theirs = coordinated_by(lived.before["shared_plan"], post) & helped_by(lived.before["parallel"], post)

        def without(world: World, post: int = post) -> None:
            leave(world, post, week, world.p[world.stretch[week + scenario.burn_in_weeks]])

        lived.ask(theirs, without)
    return lived.answer()


def cost_of_concern(
    scenario: Scenario, seed: int, outcome: str, week: int = 52, weeks_after: int = 26
) -> dict[str, float]:
    """What it costs families with a plan when all who help them begin to fear for the children, beside parallel routes.

    Nothing else happens to them: no sign, no report. Arguments, answer and error as for ``cost_of_a_departure``.
    """
    lived = LivedTwice(scenario, seed, outcome, week, weeks_after)
    plans = lived.before["shared_plan"].family["plan"]["active"] == 1
    parallel = lived.before["parallel"].family["open_cases"]
    theirs = plans & (parallel > 0)

    def concerned(world: World) -> None:
        world.family["concern"][theirs] = 1.0

    lived.ask(theirs, concerned)
    return lived.answer()


class LivedTwice:
    """A region on both routes up to a week, and from there with and without something that happens in it.

    Attributes:
        before: the region in that week, by route.
    """

    def __init__(self, scenario: Scenario, seed: int, outcome: str, week: int, weeks_after: int) -> None:
        start = burn_in(scenario, seed)
        self.outcome, self.until = outcome, week + weeks_after
        self.before = {route: on_route(start, scenario, route) for route in ROUTES}
        for world in self.before.values():
            run_weeks(world, week)
        self.as_was = {route: later(world, self.until) for route, world in self.before.items()}
        self.seen: dict[str, list[np.ndarray]] = {
            f"{route}_{what}": [] for route in ROUTES for what in ("changed", "as_was")
        }

    def ask(self, theirs: np.ndarray, happens: Callable[[World], None]) -> None:
        """Live on after something has happened, and note what becomes of some families, shape (families,)."""
        for route, world in self.before.items():
            changed = copy_of(world)
            happens(changed)
            run_weeks(changed, self.until)
            with_it = values_of(changed.family.view(np.ndarray)[theirs], self.outcome)
            without = values_of(self.as_was[route].family.view(np.ndarray)[theirs], self.outcome)
            both = np.isfinite(with_it) & np.isfinite(without)
            self.seen[f"{route}_changed"].append(with_it[both])
            self.seen[f"{route}_as_was"].append(without[both])

    def answer(self) -> dict[str, float]:
        """Means over those families, for each route with what happened (``parallel_changed``, ``shared_plan_changed``)
        and without (``parallel_as_was``, ``shared_plan_as_was``); not a number without such families.
        """
        found = {name: np.concatenate(values) if values else np.zeros(0) for name, values in self.seen.items()}
        return {name: float(values.mean()) if len(values) else np.nan for name, values in found.items()}


def later(world: World, week: int) -> World:
    """A copy of a world, some weeks on."""
    world = copy_of(world)
    run_weeks(world, week)
    return world


def coordinators(world: World) -> list[int]:
    """Rows of the filled posts that coordinate for some family now."""
    plan = world.family["plan"]
    coordinator = plan["coordinator"]
    rows = np.unique(coordinator[(plan["active"] == 1) & (coordinator >= 0)])
    return [int(row) for row in rows if world.post[int(row)].filled == 1]


def coordinated_by(world: World, post: int) -> np.ndarray:
    """Which families have this coordinator, shape (families,)."""
    return (world.family["plan"]["active"] == 1) & (world.family["plan"]["coordinator"] == post)


def helped_by(world: World, post: int) -> np.ndarray:
    """Which families have an open case with this post, shape (families,)."""
    is_open = world.need["status"] == OPEN
    family, relation = world.need["family"][is_open], world.need["relation"][is_open]
    posts = world.relation["post"][relation]
    helped = np.zeros(len(world.family), dtype=bool)
    helped[family[posts == post]] = True
    return helped
