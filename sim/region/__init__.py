"""A region made from real figures: families with their people and problems, organisations with their posts."""

import numpy as np

from sim import parameters
from sim.chance import luck_of
from sim.region.families import count_arrivals, empty_families, furnish_families
from sim.region.staff import empty_staff, furnish_staff, spread_cuts_evenly
from sim.scenario import Scenario
from sim.world import World, event_type, tally_type, weekly_type

ROUTES = ("parallel", "shared_plan")


def settings_by_stretch(scenario: Scenario, route: str) -> list[dict[str, float]]:
    """The settings of the burn-in, then of each stretch of weeks between changes.

    The route is nothing but a setting: on ``parallel``, and in the burn-in, nobody is offered a shared plan.
    """
    stretches = [dict(scenario.settings)]
    for week in change_weeks(scenario):
        settings = dict(stretches[-1])
        for change in scenario.changes:
            if change.week == week:
                settings.update(change.settings)
        stretches.append(settings)
    for number, settings in enumerate(stretches):
        if route == "parallel" or number == 0:
            settings["shared_plan_share"] = 0.0
    if route != "parallel":
        restore_share(scenario, stretches)
    return stretches


def change_weeks(scenario: Scenario) -> list[int]:
    """The weeks in which a stretch with settings of its own begins: week 0 and every change."""
    return sorted({0, *(change.week for change in scenario.changes)})


def restore_share(scenario: Scenario, stretches: list[dict[str, float]]) -> None:
    """Give every stretch after the burn-in the share of families on a plan that the scenario asks for."""
    share = scenario.value("shared_plan_share")
    for number, week in enumerate(change_weeks(scenario), start=1):
        for change in scenario.changes:
            if change.week == week:
                share = change.settings.get("shared_plan_share", share)
        stretches[number]["shared_plan_share"] = share


def stretch_of_week(scenario: Scenario) -> np.ndarray:
    """Which stretch each week belongs to, shape (burn-in weeks + weeks,); 0 is the burn-in."""
    weeks = np.arange(-scenario.burn_in_weeks, scenario.weeks)
    return np.searchsorted(change_weeks(scenario), weeks, side="right").astype(np.int32)


def settings_records(scenario: Scenario, route: str) -> np.ndarray:
    """The parameters of every stretch on a route, as records."""
    return parameters.as_records(settings_by_stretch(scenario, route))


def build_region(scenario: Scenario, seed: int, region: int = 0) -> World:
    """A region before its first week: all families that ever come, all posts, nobody in care yet.

    Args:
        scenario: what to build.
        seed: whose luck.
        region: number of the region among those of the scenario.

    Returns:
        A world on the parallel route, ready for its burn-in.
    """
    p = settings_records(scenario, "parallel")
    stretch = stretch_of_week(scenario)
    luck = luck_of(seed, region)
    first_week = -scenario.burn_in_weeks
    initial = scenario.families_of(region)
    arrivals = np.zeros(len(stretch), dtype=np.int64)
    count_arrivals(luck, p, stretch, first_week, initial, arrivals)
    arrivals[0] = 0
    tally = np.zeros(1, dtype=tally_type).view(np.recarray)
    tally[0].first_week = tally[0].next_week = first_week
    sectors, organisations, posts = empty_staff(initial, p[0])
    world = World(
        p=p,
        stretch=stretch,
        luck=luck,
        tally=tally,
        family=empty_families(initial, arrivals, first_week),
        post=posts,
        organisation=organisations,
        sector=sectors,
        weekly=np.zeros(1, dtype=weekly_type).view(np.recarray),
        log=np.zeros(0, dtype=event_type).view(np.recarray),
    )
    furnish_families(world)
    furnish_staff(world)
    spread_cuts_evenly(world.post)
    return world
