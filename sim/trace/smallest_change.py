"""The smallest change of one lever that keeps a family's help going, found by really running again.

With the same luck almost anything can change a single life, so that is not enough to call something a remedy. A lever
is named only when it keeps the help going in this life *and* in eight of ten lives of the same family with other luck
from week 0 on. Of many levers some pass that by chance, so what passed must pass it once more, with ten lucks by which
nothing was chosen; those are the ones that are told. Where the help goes on in most lives with nothing changed at all,
it was mostly bad luck. The other route is no remedy: whether a plan is better is asked elsewhere. Levers of policy go
before those of the world.

Each lever is moved to both ends of its range first; only where that holds smaller moves are tried, smallest first.
"""

import dataclasses
import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeVar

import numpy as np

from sim import event_kinds as kinds
from sim.chance import luck_of
from sim.parameters import Parameter
from sim.region import settings_by_stretch, stretch_of_week
from sim.run import Between, burn_in, on_route
from sim.scenario import Change, Scenario
from sim.trace.life import Life, Watched, watch
from sim.trace.teller import Teller
from sim.workers import cores

Outcome = TypeVar("Outcome")
Rerun = Callable[[Between | None], Outcome]  # calls what it is given every year, and stops when that raises

STEPS = 100  # in a lever's range, where it does not count people, families or weeks
COUNTED = ("people", "families", "weeks", "number")  # units of levers that move by whole steps
ROUNDING = 9  # decimals to which sums of steps are exact
RUNGS = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0)  # shares of a lever's range that are tried, smallest first
LUCKS = 10  # that are tried at a time
HOLDS_IN = 8  # of those a remedy keeps the help going in at least so many
CHOOSING, CONFIRMING = range(1, LUCKS + 1), range(LUCKS + 1, 2 * LUCKS + 1)  # other lucks; 0 is that of the life itself
OTHER_ROUTE = "shared_plan_share"  # the lever that is the other route


class Together(Protocol):
    """A way to make reruns at once."""

    def __call__(self, reruns: Sequence[Rerun[Outcome]]) -> list[Outcome]:
        """What each of them gave, in their order."""


def in_threads(reruns: Sequence[Rerun[Outcome]]) -> list[Outcome]:
    """Make reruns, as many at a time as there are cores; what one of them raises ends it, and none is begun after."""
    with ThreadPoolExecutor(cores()) as pool:
        return list(pool.map(lambda rerun: rerun(None), reruns))


@dataclass(frozen=True)
class Side:
    """One lever and one end of its range.

    Attributes:
        lever: which.
        now: its value in the week that is looked at.
        end: its lowest or highest value.
    """

    lever: Parameter
    now: float
    end: float

    @property
    def range(self) -> float:
        """From its lowest value to its highest."""
        return self.lever.high - self.lever.low

    @property
    def step(self) -> float:
        """Size of one step."""
        return 1.0 if self.lever.unit in COUNTED else self.range / STEPS

    @property
    def steps(self) -> int:
        """Steps to the end."""
        return math.ceil(round(abs(self.end - self.now) / self.step, ROUNDING))

    def value(self, steps: int) -> float:
        """The lever after so many steps."""
        if steps >= self.steps:
            return self.end
        return round(self.now + math.copysign(steps * self.step, self.end - self.now), ROUNDING)

    def share(self, steps: int) -> float:
        """What so many steps are of the range."""
        return abs(self.value(steps) - self.now) / self.range

    def steps_within(self, share: float) -> int:
        """The most steps that stay within a share of the range."""
        return min(self.steps, math.floor(round(share * self.range / self.step, ROUNDING)))

    def shown(self, value: float, teller: Teller) -> str:
        """A value as people write it."""
        if self.lever.name == "coordinator_sector":
            return teller.sector(int(value))
        if self.lever.unit == "share":
            return teller.percent(value)
        number = teller.percent(value) if self.lever.is_share else teller.number(value, "g")
        unit = teller.say(f"unit.{self.lever.unit}")
        said = unit in self.lever.label.to(teller.language).lower()  # "Weeks between round tables at 11"
        return number if said else teller.say("value", number=number, unit=unit)


def sides_of_levers(scenario: Scenario, route: str, week: int, kind: str) -> list[Side]:
    """Both sides of every lever of a kind (``"policy"``, ``"world"``) that has room there, as set in a week.

    Levers that are read only when a region is built are left out: they cannot change in week 0. So is the other route.
    """
    stretch = int(stretch_of_week(scenario)[week + scenario.burn_in_weeks])
    settings = settings_by_stretch(scenario, route)[stretch]
    found = []
    for lever in scenario.numbers:
        if lever.kind == kind and not lever.at_start and lever.name != OTHER_ROUTE:
            now = settings.get(lever.name, lever.value)
            found += [Side(lever, now, end) for end in (lever.low, lever.high) if end != now]
    return found


def with_lever(scenario: Scenario, week: int, name: str, value: float) -> Scenario:
    """The scenario with one lever set otherwise.

    The change begins in week 0; where the scenario itself sets the lever later, but not after `week`, that setting is
    what changes.
    """
    changes = list(scenario.changes)
    set_by = [place for place, one in enumerate(changes) if one.week <= week and name in one.settings]
    if set_by:
        last = changes[set_by[-1]]
        changes[set_by[-1]] = Change(last.week, {**last.settings, name: value})
    else:
        changes.insert(0, Change(0, {name: value}))
    return dataclasses.replace(scenario, changes=tuple(changes))


@dataclass(frozen=True)
class SmallestChange:
    """One lever, set otherwise from week 0 on.

    Attributes:
        text: in sentences.
        parameter: name of the lever.
        from_value, to_value: as it was when the help stopped, and as it would have had to be.
        share_of_range: size of the change as a share of the lever's range.
        holds_in: of ten lives with other luck, by which it was not chosen, in how many the help goes on with it.
        scenario: the same run with this change, ready for ``simulate`` on the same route.
    """

    text: str
    parameter: str
    from_value: float
    to_value: float
    share_of_range: float
    holds_in: int
    scenario: Scenario = field(repr=False)


class Tried(NamedTuple):
    """One rerun that is asked for: a lever moved so many steps (None: nothing changed), with which luck."""

    side: Side | None
    steps: int
    luck: int


class Result(NamedTuple):
    """What one rerun gave: whether the help goes on, and whether anything in the region went otherwise."""

    goes_on: bool
    moved: bool


class Search:
    """The reruns for one family, each made once."""

    def __init__(self, life: Life, together: Together) -> None:
        if life.ending is None:
            raise ValueError("no help of this family stopped early")
        self.life, self.end, self.together = life, life.ending, together
        self.results: dict[Tried, Result] = {}

    def goes_on(self, side: Side | None, steps: int, luck: int) -> bool:
        """Whether the help goes on in a rerun that was made."""
        return self.results[Tried(side, steps, luck)].goes_on

    def holds_in(self, side: Side | None, steps: int, lucks: range) -> int:
        """In how many lives with some lucks the help goes on."""
        self.make([Tried(side, steps, luck) for luck in lucks])
        return sum(self.goes_on(side, steps, luck) for luck in lucks)

    def smallest(self, kind: str) -> tuple[Side, int] | None:
        """The smallest move of a lever of one kind that keeps the help going here and with other luck."""
        sides = sides_of_levers(self.life.scenario, self.life.route, self.end.week, kind)
        self.make([Tried(side, side.steps, 0) for side in sides])
        sides = [side for side in sides if self.results[Tried(side, side.steps, 0)].moved]  # the others do nothing here
        sides = [side for side, _ in self.that_hold([(side, side.steps) for side in sides])]
        before = 0.0
        for share in RUNGS:
            wanted = [(side, side.steps_within(share)) for side in sides]
            wanted = [(side, steps) for side, steps in wanted if steps > side.steps_within(before)]
            self.make([Tried(*one, 0) for one in wanted])
            kept = self.that_hold([one for one in wanted if self.goes_on(*one, 0)])
            for one in sorted(kept, key=lambda found: found[0].share(found[1])):
                if self.holds_in(*one, CONFIRMING) >= HOLDS_IN:
                    return one
            before = share
        return None

    def that_hold(self, wanted: list[tuple[Side, int]]) -> list[tuple[Side, int]]:
        """Those moves that keep the help going with other luck; first tried where it stops without, to be done soon."""
        lucks = sorted(CHOOSING, key=lambda luck: self.goes_on(None, 0, luck))
        few = LUCKS - HOLDS_IN
        for lived in (*range(few + 1, LUCKS, 2), LUCKS):
            self.make([Tried(*one, luck) for one in wanted for luck in lucks[:lived]])
            wanted = [one for one in wanted if sum(not self.goes_on(*one, luck) for luck in lucks[:lived]) <= few]
        return wanted

    def make(self, wanted: list[Tried]) -> None:
        """Make the reruns that were not made yet, together."""
        new = [one for one in wanted if one not in self.results]
        reruns = [lambda between, one=one: self.run(one, between) for one in new]
        self.results.update(zip(new, self.together(reruns)))

    def run(self, tried: Tried, between: Between | None) -> Result:
        """Live the region again, and look at the family."""
        life, scenario, start = self.life, self.life.scenario, self.life.start
        if tried.side:
            scenario = with_lever(scenario, self.end.week, tried.side.lever.name, tried.side.value(tried.steps))
            if tried.side.lever.kind == "world":  # who comes later is decided when a region is built
                start = burn_in(scenario, life.seed, life.region, between)
        if len(start.family) <= life.family or start.family[life.family].arrives != life.last.arrives:
            return Result(goes_on=False, moved=True)  # with another inflow it is another family
        world = on_route(start, scenario, life.route)
        if tried.luck:
            world = world._replace(luck=luck_of(life.seed, scenario.regions + tried.luck))  # of a region that is not
        lived = watch(world, life.family, scenario.weeks, between)
        return Result(self.kept_going(lived), not np.array_equal(world.weekly, life.world.weekly))

    def kept_going(self, lived: Watched) -> bool:
        """Whether what ended did not end there. Who gets no help cannot break it off; that is no way to keep it."""
        end, all_care = self.end, self.end.kind == kinds.FAMILY_DROPPED_OUT
        for event in lived.events:
            if event.kind == kinds.FAMILY_DROPPED_OUT or (event.kind == end.kind and event.need == end.need):
                return False
        return lived.weeks_helped(-1 if all_care else end.need) > 0


def find_smallest_change(
    life: Life, teller: Teller, together: Together = in_threads
) -> tuple[SmallestChange | None, str]:
    """The smallest single change that would have kept the help going that stopped early (``Life.ending``).

    Args:
        life: the family's life as it was.
        teller: who says it.
        together: makes reruns; what it raises stops the search.

    Returns:
        The change; or None, and a sentence that says whether it was mostly bad luck or no lever does it.
    """
    search = Search(life, together)
    without = search.holds_in(None, 0, CHOOSING)
    if 2 * without > LUCKS:
        return None, teller.say("change.bad_luck", without=without, lucks=LUCKS)
    for kind in ("policy", "world"):
        found = search.smallest(kind)
        if found:
            return describe(search, *found, teller), ""
    runs = len(search.results)
    return None, teller.say("change.none", without=without, lucks=LUCKS, needed=HOLDS_IN, runs=runs)


def describe(search: Search, side: Side, steps: int, teller: Teller) -> SmallestChange:
    """A change that was found, with how far it can be relied on."""
    value, share = side.value(steps), side.share(steps)
    held, without = search.holds_in(side, steps, CONFIRMING), search.holds_in(None, 0, CONFIRMING)
    text = teller.say(
        "change.text",
        label=side.lever.label.to(teller.language),
        value=side.shown(value, teller),
        now=side.shown(side.now, teller),
        share=teller.percent(share),
    )
    text = f"{text} {teller.say('change.holds', held=held, without=without, lucks=LUCKS)}"
    scenario = with_lever(search.life.scenario, search.end.week, side.lever.name, value)
    return SmallestChange(text, side.lever.name, side.now, value, share, held, scenario)
