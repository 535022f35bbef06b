"""The life of one family in one run, followed week by week: how it stood and what happened to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from sim import event_kinds as kinds
from sim.agents.need import OPEN
from sim.agents.person import WEEKS_PER_YEAR
from sim.region import build_region
from sim.rule_sets import run_weeks
from sim.run import Between, at_week_0, on_route
from sim.scenario import Scenario
from sim.world import World, event_type

EVENTS_AT_MOST = 64  # of one family in one week; each helper can start, miss, be replaced, close …
STAFF_EVENTS = (kinds.PERSON_LEFT, kinds.PERSON_CAME)


class Event(NamedTuple):
    """One line of the log; fields as in ``sim.world.event_type``, but a need has its place within the family."""

    week: int
    kind: int
    family: int
    need: int
    who: int
    value: float
    chance: float


class Watched(NamedTuple):
    """Some weeks of a family, written down.

    Attributes:
        states: the family's record at the end of each week, shape (weeks,).
        needs: its needs then, shape (weeks, needs).
        relations: its relations then, shape (weeks, relations).
        events: what happened to it, in order.
        staff_events: who left and came on which post, in order.
    """

    states: np.ndarray
    needs: np.ndarray
    relations: np.ndarray
    events: list[Event]
    staff_events: list[Event]

    def and_then(self, later: "Watched") -> "Watched":
        """These weeks and those that follow them."""
        states, needs, relations = (
            np.concatenate([mine, others]).view(np.recarray) for mine, others in zip(self[:3], later[:3])
        )
        return Watched(states, needs, relations, self.events + later.events, self.staff_events + later.staff_events)

    def weeks_helped(self, need: int) -> int:
        """Weeks with help for a need; for any need where it is -1."""
        helped = self.needs["status"] == OPEN
        return int(helped.any(axis=1).sum() if need < 0 else helped[:, need].sum())


@dataclass(frozen=True)
class Life:
    """What one family lived through, from the first week of the burn-in on.

    Attributes:
        scenario, route, seed, region, family: which run and which family.
        start: the region at week 0.
        world: the region after its last week.
        watched: its weeks, written down.
    """

    scenario: Scenario
    route: str
    seed: int
    region: int
    family: int
    start: World
    world: World
    watched: Watched

    @property
    def events(self) -> list[Event]:
        """What happened to it, in order."""
        return self.watched.events

    @property
    def last(self) -> np.record:
        """How the family stood in the end."""
        return self.watched.states[-1]

    def place(self, week: int) -> int:
        """Where a week stands among those written down; before the first one, the first."""
        return max(0, week + self.scenario.burn_in_weeks)

    def state(self, week: int) -> np.record:
        """How the family stood at the end of a week."""
        return self.watched.states[self.place(week)]

    def needs(self, week: int) -> np.ndarray:
        """Its needs at the end of a week."""
        return self.watched.needs[self.place(week)]

    def relation(self, need: int, week: int) -> np.record:
        """The relation that served a need last, at the end of a week; the first of all where none ever did."""
        place = max(0, self.needs(week)[need].relation - self.last.first_relation)
        return self.watched.relations[self.place(week), place]

    def between(self, since: int, until: int) -> slice:
        """The places of the weeks between two weeks, both included."""
        return slice(self.place(since), self.place(until) + 1)

    def settings(self, week: int) -> np.record:
        """The parameters that held in a week."""
        return self.world.p[self.world.stretch[self.place(week)]]

    @cached_property
    def people(self) -> np.ndarray:
        """Its people: parents, then children."""
        first = self.last.first_person
        return self.world.person[first : first + self.last.parents + self.last.children]

    @cached_property
    def first_week(self) -> int:
        """The week in which the family came, or week 0 for one that was there before."""
        return max(0, int(self.last.arrives))

    def events_of(self, *wanted: int, since: int = 0, until: int | None = None) -> list[Event]:
        """Its events of some kinds between two weeks, both included."""
        until = self.scenario.weeks if until is None else until
        return [event for event in self.events if event.kind in wanted and since <= event.week <= until]

    def in_the_week_of(self, event: Event, *wanted: int) -> list[Event]:
        """Its events of some kinds in the week of another."""
        return self.events_of(*wanted, since=event.week, until=event.week)

    @cached_property
    def ending(self) -> Event | None:
        """The first time it broke off all care from week 0 on; else the first time it ended one helper's help early."""
        all_care = self.events_of(kinds.FAMILY_DROPPED_OUT)
        return next(iter(all_care or self.events_of(kinds.ENDED_EARLY)), None)

    def departure(self, post: int, week: int) -> Event | None:
        """The last time up to a week that somebody left a post."""
        gone = [one for one in self.watched.staff_events if one.kind == kinds.PERSON_LEFT and one.who == post]
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
        between: called now and then during a run; what it raises stops the run.

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
        lives.append(Life(scenario, route, seed, region, family, start, world, past.and_then(here)))
    return lives


def watch(world: World, family: int, until: int, between: Between | None = None) -> Watched:
    """Live on up to, not including, the week `until` and write down what concerns one family.

    The log is emptied every week, so that it takes little room; keeping one changes nothing that happens.
    """
    log = np.zeros(EVENTS_AT_MOST * len(world.family) + len(STAFF_EVENTS) * len(world.post), event_type)
    logged = world._replace(log=log.view(np.recarray))
    who = world.family[family]
    rows = (
        world.family[family : family + 1],
        world.need[who.first_need : who.first_need + who.needs],
        world.relation[who.first_relation : who.first_relation + who.relations],
    )
    since = int(world.tally[0].next_week)
    lived = [np.zeros((until - since, len(of)), of.dtype).view(np.recarray) for of in rows]
    mine: list[Event] = []
    staff: list[Event] = []
    for number, week in enumerate(range(since, until)):
        if between and number % WEEKS_PER_YEAR == 0:
            between()
        run_weeks(logged, week + 1)
        for written, now in zip(lived, rows):
            written[number] = now
        lines = log[: world.tally[0].events]
        for line in lines[lines["family"] == family].tolist():
            event = Event(*line)
            mine.append(event._replace(need=max(-1, event.need - int(who.first_need))))
        staff += [Event(*line) for line in lines[np.isin(lines["kind"], STAFF_EVENTS)].tolist()]
        world.tally[0].events = 0
    return Watched(lived[0][:, 0], lived[1], lived[2], mine, staff)


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


def heaviest(severity: np.ndarray, most: int) -> list[int]:
    """The places where most is going on, heaviest first; severity of shape (life domains,) or (needs,)."""
    return np.argsort(-severity, kind="stable")[:most].tolist()
