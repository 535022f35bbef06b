"""A region made from real figures: families with their people and problems, organisations with their posts."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from sim import parameters
from sim.agents.need import need_type
from sim.agents.person import person_type
from sim.agents.relation import relation_type
from sim.care.capacity import UNTIL_WEEKS
from sim.chance import luck_of
from sim.region.families import count_arrivals, empty_families, furnish_families, give_rows
from sim.region.staff import empty_staff, furnish_staff, spread_cuts_evenly
from sim.rule_sets import rules_of
from sim.scenario import Scenario
from sim.structures import STRUCTURES
from sim.world import World, event_type, tally_type, weekly_type

ROUTES = ("parallel", "shared_plan")
BURN_IN_PARTS = ("as usual", "as the scenario has it")
WEATHER = ("turnover_rate", "time_shortage", "absence_share", "posts_funded")  # what can strike any region


def settings_by_stretch(scenario: Scenario, route: str) -> list[dict[str, float]]:
    """The settings of both parts of the burn-in, then of each stretch of weeks between changes.

    In the first part a region is as usual, so that the hours it pays for are those of usual care; from the second on
    it is as the scenario has it. The route is nothing but a setting: on ``parallel``, and in the burn-in, nobody is
    offered a shared plan.
    """
    stretches = [as_usual(scenario), dict(scenario.settings)]
    for week in change_weeks(scenario)[1:]:
        settings = dict(stretches[-1])
        for change in scenario.changes:
            if change.week == week:
                settings.update(change.settings)
        stretches.append(settings)
    for number, settings in enumerate(stretches):
        if route == "parallel" or number < len(BURN_IN_PARTS):
            settings["shared_plan_share"] = 0.0
    if route != "parallel":
        restore_share(scenario, stretches)
    return stretches


def as_usual(scenario: Scenario) -> dict[str, float]:
    """The settings without policies and without shortage or turnover beyond the usual: who lives there, and how."""
    known = parameters.parameters()
    return {
        name: value
        for name, value in scenario.settings.items()
        if known[name].kind == "assumption" or (known[name].kind == "world" and name not in WEATHER)
    }


def change_weeks(scenario: Scenario) -> list[int]:
    """The weeks in which a stretch with settings of its own begins: part two of the burn-in, week 0, every change."""
    second = min(-1, UNTIL_WEEKS - scenario.burn_in_weeks)
    return [second, *sorted({0, *(change.week for change in scenario.changes)})]


def restore_share(scenario: Scenario, stretches: list[dict[str, float]]) -> None:
    """Give every stretch after the burn-in the share of families on a plan that the scenario asks for."""
    share = scenario.value("shared_plan_share")
    for number, week in enumerate(change_weeks(scenario)[1:], start=len(BURN_IN_PARTS)):
        for change in scenario.changes:
            if change.week == week:
                share = change.settings.get("shared_plan_share", share)
        stretches[number]["shared_plan_share"] = share


def stretch_of_week(scenario: Scenario) -> np.ndarray:
    """Which stretch each week belongs to, shape (burn-in weeks + weeks,); 0 and 1 are the burn-in."""
    weeks = np.arange(-scenario.burn_in_weeks, scenario.weeks)
    return np.searchsorted(change_weeks(scenario), weeks, side="right").astype(np.int32)


def settings_records(scenario: Scenario, route: str) -> np.ndarray:
    """The parameters of every stretch on a route, with the forms of rules that the scenario chose, as records."""
    declared = rules_of(scenario.extensions).declared_record if scenario.extensions else None
    records = parameters.as_records(settings_by_stretch(scenario, route), declared)
    for structure, form in scenario.structures.items():
        records[f"{structure}_form"] = list(STRUCTURES[structure].forms).index(form)
    return records


def of_the_model(scenario: Scenario) -> Scenario:
    """The same scenario without its extensions, and without what they brought."""
    known = parameters.parameters()

    def without(settings: Mapping[str, float]) -> dict[str, float]:
        return {name: value for name, value in settings.items() if not known[name].extension}

    return replace(
        scenario,
        extensions=(),
        settings=without(scenario.settings),
        structures={name: form for name, form in scenario.structures.items() if not STRUCTURES[name].extension},
        changes=tuple(replace(change, settings=without(change.settings)) for change in scenario.changes),
    )


def build_region(scenario: Scenario, seed: int, region: int = 0) -> World:
    """A region before its first week: all families that ever come, all posts, nobody in care yet.

    Args:
        scenario: what to build.
        seed: whose luck.
        region: number of the region among those of the scenario.

    Returns:
        A world on the parallel route, ready for its burn-in.
    """
    if scenario.extensions:  # they have a say in the weeks, not in who lives there
        world = build_region(of_the_model(scenario), seed, region)
        return rules_of(scenario.extensions).extended(world)._replace(p=settings_records(scenario, "parallel"))
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
    families = empty_families(initial, arrivals, first_week)
    people, needs, relations = give_rows(luck, p, stretch, first_week, families)
    world = World(
        p=p,
        stretch=stretch,
        luck=luck,
        tally=tally,
        family=families,
        person=np.zeros(people, dtype=person_type).view(np.recarray),
        need=np.zeros(needs, dtype=need_type).view(np.recarray),
        relation=np.zeros(relations, dtype=relation_type).view(np.recarray),
        post=posts,
        organisation=organisations,
        sector=sectors,
        weekly=np.zeros(1, dtype=weekly_type).view(np.recarray),
        log=np.zeros(0, dtype=event_type).view(np.recarray),
    )
    furnish_staff(world)
    furnish_families(world)
    spread_cuts_evenly(world.post)
    return world
