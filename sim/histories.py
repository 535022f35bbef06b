"""What settings have in common is lived once: the burn-in, the weeks before a lever begins, a whole parallel route.

What a region has lived up to some week hangs on the families and posts there are, on luck, and on the settings that
held until then. A lever that acts on the plan alone (``acts_on = "plan"``) is none of these while nobody was offered
a plan. So of several scenarios with one seed those that are the same up to a week share all that came before it: they
are lived as a tree that forks where their settings do. Every bit is as if each had been lived by itself.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from sim.parameters import parameters
from sim.region import ROUTES, build_region, change_weeks, settings_by_stretch, settings_records, stretch_of_week
from sim.run import Between, at_week_0, live_on
from sim.scenario import SIZES, Scenario
from sim.world import World, copy_of

Thing = TypeVar("Thing")
Settings = frozenset[tuple[str, float]]
OFFERED = "shared_plan_share"  # without it nobody has a plan


@dataclass(frozen=True, eq=False)
class Course:
    """One scenario on one route, as settings that act from week to week.

    Attributes:
        number: of the scenario among those that are lived together.
        scenario, route: what is lived.
        begins: the weeks in which a stretch with settings of its own begins, but for the first.
        acting: for each stretch the settings that anything hangs on.
    """

    number: int
    scenario: Scenario
    route: str
    begins: tuple[int, ...]
    acting: tuple[Settings, ...]

    def acting_in(self, week: int) -> Settings:
        """What acts in a week."""
        return self.acting[bisect_right(self.begins, week)]

    def next_fork(self, week: int) -> int:
        """The next week in which settings may change; the first week after the last when there is none."""
        return min((begin for begin in self.begins if begin > week), default=self.scenario.weeks)

    @cached_property
    def settings(self) -> tuple[np.ndarray, np.ndarray]:
        """What a world keeps of its settings: ``p`` and ``stretch``."""
        return settings_records(self.scenario, self.route), stretch_of_week(self.scenario)

    def taken_up(self, world: World) -> World:
        """A world that goes on with the settings of this course."""
        p, stretch = self.settings
        return world._replace(p=p, stretch=stretch)


def course_of(scenario: Scenario, route: str, number: int = 0) -> Course:
    """A scenario on a route; a setting at its declared value is left out, and one that nothing hangs on yet.

    The share of families that are offered a plan stays in as soon as there is one, whatever is declared.
    """
    known = parameters()
    acting: list[Settings] = []
    offered = False
    for settings in settings_by_stretch(scenario, route):
        offered = offered or settings[OFFERED] > 0.0
        moved = {name: value for name, value in settings.items() if name == OFFERED or value != known[name].value}
        acting.append(frozenset((name, moved[name]) for name in moved if offered or known[name].acts_on != "plan"))
    return Course(number, scenario, route, tuple(change_weeks(scenario)), tuple(acting))


def history_of(scenario: Scenario) -> Hashable:
    """What scenarios must have in common to share everything but the weeks with a plan."""
    course = course_of(scenario, ROUTES[0])
    first = -scenario.burn_in_weeks
    weeks = sorted({first, *(begin for begin in course.begins if begin > first)})
    forks = [week for week in weeks if week == first or course.acting_in(week) != course.acting_in(week - 1)]
    return sizes_of(scenario), tuple((week, course.acting_in(week)) for week in forks)


def sizes_of(scenario: Scenario) -> Hashable:
    """How large and how long it is, which forms of rules it has, and which extensions."""
    forms = tuple(sorted(scenario.structures.items()))
    return tuple(getattr(scenario, name) for name in SIZES), forms, tuple(one.digest for one in scenario.extensions)


def live_together(
    scenarios: Sequence[Scenario],
    seed: int,
    region: int = 0,
    routes: Sequence[str] = ROUTES,
    between: Between | None = None,
) -> Iterator[tuple[int, dict[str, World]]]:
    """Live one region of several scenarios with the same luck.

    Args:
        scenarios: what is lived.
        seed, region: whose luck.
        routes: on which routes.
        between: called now and then during a run; what it raises stops all of them.

    Yields:
        The number of a scenario and its worlds by route, each as soon as it is there. Scenarios may hand out the same
        arrays, so these are to be looked at only.
    """
    waiting: dict[int, dict[str, World]] = {}
    for world, courses in beginnings(scenarios, seed, region, routes):
        for course, lived in live_on_together(world, courses, -courses[0].scenario.burn_in_weeks, between):
            here = waiting.setdefault(course.number, {})
            here[course.route] = lived
            if len(here) == len(routes):
                del waiting[course.number]
                yield course.number, {route: here[route] for route in routes}


def beginnings(
    scenarios: Sequence[Scenario], seed: int, region: int, routes: Sequence[str]
) -> Iterator[tuple[World, list[Course]]]:
    """Regions before their first week, each with the courses that begin there."""
    built: dict[Hashable, tuple[Hashable, World]] = {}
    worlds: dict[Hashable, World] = {}
    courses: dict[Hashable, list[Course]] = {}
    for number, scenario in enumerate(scenarios):
        same = history_of(scenario)
        if same not in built:
            world = build_region(scenario, seed, region)
            built[same] = (sizes_of(scenario), everything_in(world)), world
        key, world = built[same]
        worlds.setdefault(key, world)
        courses.setdefault(key, []).extend(course_of(scenario, route, number) for route in routes)
    for key, world in worlds.items():
        yield world, courses[key]


def everything_in(world: World) -> bytes:
    """A fingerprint of a world but for the settings that it goes on with."""
    digest = hashlib.blake2b()
    for array in world._replace(p=np.zeros(0), stretch=np.zeros(0)):
        digest.update(np.asarray(array).tobytes())
    return digest.digest()


def live_on_together(
    world: World, courses: Sequence[Course], week: int, between: Between | None
) -> Iterator[tuple[Course, World]]:
    """Live what is left of some courses from a world that they have in common, which stays as it is."""
    for same in grouped(courses, lambda course: course.acting_in(week)):
        fork = min(course.next_fork(week) for course in same)
        here = same[0].taken_up(copy_of(world))
        if week == 0:
            here = at_week_0(here, same[0].scenario)
        live_on(here, fork, between)
        if fork < same[0].scenario.weeks:
            yield from live_on_together(here, same, fork, between)
        else:
            yield from ((course, course.taken_up(here)) for course in same)


def grouped(things: Iterable[Thing], key: Callable[[Thing], Any]) -> list[list[Thing]]:
    """Things by what they have in common, in the order in which that is first met."""
    groups: dict[Any, list[Thing]] = {}
    for one in things:
        groups.setdefault(key(one), []).append(one)
    return list(groups.values())
