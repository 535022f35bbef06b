"""Any region with any settings, for hypothesis: ends of ranges, middles, nought where it means something, changes."""

import random
from dataclasses import dataclass, replace

import numpy as np
from hypothesis import strategies as some

from sim import load_scenario
from sim.parameters import parameters
from sim.region import ROUTES, settings_records
from sim.run import burn_in, on_route
from sim.scenario import Change, Scenario
from sim.structures import STRUCTURES
from sim.week import run_weeks
from sim.world import copy_of, event_type
from tests.sim.recomputed import Week

# Nought means nothing for these, because something is counted in them or measured by them.
NEVER_NOUGHT = (
    "caseload",  # cases of a post, by which posts are counted
    "posts_per_organisation",
    "trajectory_weeks",  # a course of care has a length
    "recurrence_weeks",
    "reference_risk",  # the risk that others are measured by
    "risk_parenting",  # one of four weights must weigh something
    "comfortable_seats",  # the table that crowds are measured by
    "problem_load",  # by its logarithm
    "carrying_hours",  # what a family can carry
    "first_phase_weeks",  # phases have a length
    "learning_weeks",
    "illness_weeks",
    "coordinator_call_weeks",  # once in so many weeks
)
EVENTS_PER_FAMILY_WEEK = 40  # more than can happen
KNOWN = parameters()
SHOCKS = {
    "none": {},
    "nobody has a problem left": {"severity": 0.0},
    "everything is as bad as can be": {"severity": 1.0, "overload": 1.0},
    "all trust is gone": {"trust": 0.0, "direction": 0.0},
    "all trust": {"trust": 1.0, "direction": 1.0, "overload": 0.0},
    "everybody is worried": {"concern": 1.0},
}


def values_of(name: str) -> tuple[float, ...]:
    """What a parameter is tried at; its declared value first, because hypothesis looks for the simplest."""
    one = KNOWN[name]
    middle = (one.low + one.high) / 2
    nought = () if one.field in NEVER_NOUGHT else (0.0,)
    values = (one.value, one.low, one.high, round(middle) if one.unit == "number" else middle, *nought)
    return tuple(dict.fromkeys(float(value) for value in values))


VALUES = {name: values_of(name) for name in KNOWN}
LEVERS = [name for name, one in KNOWN.items() if one.kind != "assumption" and not one.at_start]
MAY_CHANGE = [name for name, one in KNOWN.items() if not one.at_start]


NOUGHT = [name for name, values in VALUES.items() if 0.0 in values]


def some_of(names: list[str], at_most: int) -> some.SearchStrategy[dict[str, float]]:
    """Some parameters, each at one of its values."""
    pairs = [(name, value) for name in names for value in VALUES[name]]
    return some.lists(some.sampled_from(pairs), max_size=at_most).map(dict)


def by_lot(lot: int) -> dict[str, float]:
    """All parameters, each at an end or in the middle of its range: drawn here, because hypothesis is slow at it."""
    chance = random.Random(lot)
    return {name: chance.choice(VALUES[name][:4]) for name in KNOWN}


ALL_SETTINGS = some.integers(0, 2**16).map(by_lot)
NOTHING_OF_SOME = some.lists(some.sampled_from(NOUGHT), max_size=12).map(lambda names: dict.fromkeys(names, 0.0))
AT_LIMITS = some.lists(
    some.sampled_from([(name, end) for name, one in KNOWN.items() for end in one.limits if not one.is_plausible(end)]),
    min_size=1,
    max_size=6,
).map(dict)
SOME_SETTINGS, SOME_LEVERS = some_of(list(KNOWN), 8), some_of(LEVERS, 4)
CHANGES = some.lists(
    some.builds(Change, some.integers(0, 11), some.one_of(SOME_LEVERS, some_of(MAY_CHANGE, 6))), max_size=3
)


@dataclass(frozen=True)
class Case:
    """A region to be lived.

    Attributes:
        scenario, route, seed: what is run.
        region: which region of it.
        shock: state that all families are given at week 0.
    """

    scenario: Scenario
    route: str
    seed: int
    region: int
    shock: str

    def weeks(self):
        """Every week in turn, between a copy of the world before it and the world itself."""
        start = burn_in(self.scenario, self.seed, self.region)
        for name, value in SHOCKS[self.shock].items():
            (start.need if name == "severity" else start.family)[name] = value
        world = on_route(start, self.scenario, self.route)
        room = 64 + EVENTS_PER_FAMILY_WEEK * len(world.family) * self.scenario.weeks
        world = world._replace(log=np.zeros(room, dtype=event_type).view(np.recarray))
        stretches = settings_records(self.scenario, self.route)
        for week in range(self.scenario.weeks):
            before = copy_of(world._replace(log=world.log[:0], weekly=world.weekly[:0]))
            run_weeks(world, week + 1)
            assert world.tally[0].events <= room
            yield Week(week, stretches[world.stretch[week + self.scenario.burn_in_weeks]], before, world)


@some.composite
def cases(draw, at_limits: bool = False) -> Case:
    """A random region; `at_limits` with some parameters at what is possible at all."""
    weeks = draw(some.sampled_from((1, 3, 6, 6, 12, 12, 56)))
    settings = draw(some.one_of(SOME_SETTINGS, ALL_SETTINGS))
    settings |= draw(some.one_of(some.just({}), NOTHING_OF_SOME))
    settings |= draw(SOME_LEVERS)
    settings |= draw(AT_LIMITS) if at_limits else {}
    changes = tuple(sorted((one for one in draw(CHANGES) if one.week < weeks), key=lambda one: one.week))
    regions = draw(some.sampled_from((1, 1, 2, 3)))
    scenario = load_scenario("almelo").replace(
        families=draw(some.integers(regions, 60)),
        regions=regions,
        weeks=weeks,
        burn_in_weeks=draw(some.sampled_from((0, 4, 30, 110))),
    )
    structures = {name: draw(some.sampled_from(list(one.forms))) for name, one in STRUCTURES.items()}
    return Case(
        scenario=replace(scenario, settings=settings, structures=structures, changes=changes),
        route=draw(some.sampled_from(ROUTES)),
        seed=draw(some.integers(0, 2**31)),
        region=draw(some.integers(0, regions - 1)),
        shock=draw(some.sampled_from(list(SHOCKS))),
    )
