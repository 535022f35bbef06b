"""The life of one family in one run, followed week by week: how it stood and what happened to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from sim import event_kinds as kinds
from sim.region import build_region
from sim.run import STRETCH, Between, at_week_0, on_route
from sim.scenario import Scenario
from sim.week import run_weeks
from sim.world import World, event_type

EVENTS_AT_MOST = 64  # of one family in one week; nine helpers can each start, miss, be replaced, close …
STAFF_EVENTS = (kinds.PERSON_LEFT, kinds.PERSON_CAME)


class Event(NamedTuple):
    """One line of the log; fields as in ``sim.world.event_type``."""

    week: int
    kind: int
    family: int
    tie: int
    who: int
    value: float
    against: float


@dataclass(frozen=True)
class Life:
    """What one family lived through, from the first week of the burn-in on.

    Attributes:
        scenario, route, seed, region, family: which run and which family.
        world: the region after its last week.
        states: the family's record at the end of each week.
        events: what happened to it, in order.
        staff_events: who left and came on which post, in order.
    """

    scenario: Scenario
    route: str
    seed: int
    region: int
    family: int
    world: World
    states: np.ndarray
    events: list[Event]
    staff_events: list[Event]

    def state(self, week: int) -> np.record:
        """How the family stood at the end of a week."""
        return self.states[week + self.scenario.burn_in_weeks]

    def before(self, week: int) -> np.record:
        """How the family stood when a week began; in the very first week of all how it stood at its end."""
        return self.state(max(week - 1, -self.scenario.burn_in_weeks))

    def between(self, since: int, until: int) -> np.ndarray:
        """How it stood at the end of each week between two weeks, both included."""
        return self.states[since + self.scenario.burn_in_weeks : until + self.scenario.burn_in_weeks + 1]

    def settings(self, week: int) -> np.record:
        """The parameters that held in a week."""
        return self.world.p[self.world.stretch[week + self.scenario.burn_in_weeks]]

    @cached_property
    def first_week(self) -> int:
        """The week in which the family came, or week 0 for one that was there before."""
        return max(0, int(self.states[-1].arrives))

    @cached_property
    def dropouts(self) -> list[Event]:
        """Each time it broke off care, from week 0 on."""
        return [event for event in self.events if event.kind == kinds.FAMILY_DROPPED_OUT and event.week >= 0]

    def events_of(self, *wanted: int, since: int, until: int) -> list[Event]:
        """Its events of some kinds between two weeks, both included."""
        return [event for event in self.events if event.kind in wanted and since <= event.week <= until]

    def in_the_week_of(self, event: Event, *wanted: int) -> list[Event]:
        """Its events of some kinds in the week of another."""
        return self.events_of(*wanted, since=event.week, until=event.week)

    def departure(self, post: int, week: int) -> Event | None:
        """The last time up to a week that somebody left a post."""
        gone = [event for event in self.staff_events if event.kind == kinds.PERSON_LEFT and event.who == post]
        return next((event for event in reversed(gone) if event.week <= week), None)


def follow(scenario: Scenario, route: str, seed: int, region: int, family: int, between: Between | None = None) -> Life:
    """Live a region's weeks once more and write down what concerns one family; arguments as of ``follow_on``.

    Raises:
        ValueError: when the family never comes; one line that says how many there are.
    """
    (life,) = follow_on(scenario, (route,), seed, region, family, between)
    return life


def follow_on(
    scenario: Scenario, routes: Iterable[str], seed: int, region: int, family: int, between: Between | None = None
) -> list[Life]:
    """The same family on each of some routes: the burn-in is lived once, from week 0 on every route has its own weeks.

    Args:
        scenario, routes, seed, region, family: whose weeks.
        between: called every year of a run; what it raises stops the run.

    Raises:
        ValueError: when the family never comes; one line that says how many there are.
    """
    world = build_region(scenario, seed, region)
    check_family(world, scenario, region, family)
    past = watch(world, family, 0, between)
    start = at_week_0(world, scenario)
    lives = []
    for route in routes:
        world = on_route(start, scenario, route)
        here = watch(world, family, scenario.weeks, between)
        states = np.zeros(scenario.burn_in_weeks + scenario.weeks, dtype=world.family.dtype).view(np.recarray)
        states[: scenario.burn_in_weeks], states[scenario.burn_in_weeks :] = past.states, here.states
        events, staff = past.events + here.events, past.staff_events + here.staff_events
        lives.append(Life(scenario, route, seed, region, family, world, states, events, staff))
    return lives


class Watched(NamedTuple):
    """Some weeks of a family, written down; fields as in ``Life``."""

    states: np.ndarray
    events: list[Event]
    staff_events: list[Event]


def watch(world: World, family: int, until: int, between: Between | None = None) -> Watched:
    """Live on up to, not including, the week `until` and write down what concerns one family.

    The log is emptied every week, so that it takes little room; keeping one changes nothing that happens.
    """
    log = np.zeros(EVENTS_AT_MOST * len(world.family) + len(STAFF_EVENTS) * len(world.post), event_type)
    logged = world._replace(log=log.view(np.recarray))
    since = int(world.tally[0].next_week)
    states = np.zeros(until - since, dtype=world.family.dtype)
    mine: list[Event] = []
    staff: list[Event] = []
    for number, week in enumerate(range(since, until)):
        if between and number % STRETCH == 0:
            between()
        run_weeks(logged, week + 1)
        states[number] = world.family[family]
        lines = log[: world.tally[0].events]
        mine += [Event(*line.tolist()) for line in lines[lines["family"] == family]]
        staff += [Event(*line.tolist()) for line in lines[np.isin(lines["kind"], STAFF_EVENTS)]]
        world.tally[0].events = 0
    return Watched(states, mine, staff)


def check_region(scenario: Scenario, region: int) -> None:
    """Refuse a region that a scenario does not have."""
    if isinstance(region, bool) or not isinstance(region, int) or not 0 <= region < scenario.regions:
        numbers = f"they are numbered 0 to {scenario.regions - 1}"
        raise ValueError(f"scenario {scenario.name} has no region {region!r}: {numbers}")


def check_family(world: World, scenario: Scenario, region: int, family: int) -> None:
    """Refuse a family that never comes."""
    if isinstance(family, bool) or not isinstance(family, int) or not 0 <= family < len(world.family):
        place = f"region {region} of scenario" if scenario.regions > 1 else "scenario"
        raise ValueError(
            f"{place} {scenario.name} has no family {family!r}: {len(world.family)} families come, numbered 0 to "
            f"{len(world.family) - 1}"
        )


def of_kind(events: list[Event], kind: int) -> list[Event]:
    """Those of a kind among some events."""
    return [event for event in events if event.kind == kind]


def heaviest(severity: np.ndarray, most: int) -> list[int]:
    """The life domains in which most is going on, heaviest first; severity of shape (domains,)."""
    return np.argsort(-severity, kind="stable")[:most].tolist()
