"""The smallest change of one lever that keeps a family in care, found by really running again with the same luck.

Nothing guarantees that more of a lever does more of the same: what a family meets also hangs on other families' turns.
So each lever is tried step by step towards both sides, small steps first, and the first step that keeps the family is
halved back as far as it still does. Levers of policy go before those of the world.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeVar

import numpy as np

from sim.care.leaving import drop_out_chance
from sim.names import IN_CARE, WAITING
from sim.run import Between, burn_in, live_on, on_route
from sim.scenario import Scenario
from sim.trace.life import Life
from sim.trace.sides import Side, sides_of_levers, with_lever
from sim.trace.teller import Teller
from sim.workers import cores

Outcome = TypeVar("Outcome")
Rerun = Callable[[Between | None], Outcome]  # calls what it is given every year, and stops when that raises


class Together(Protocol):
    """A way to make reruns at once."""

    def __call__(self, reruns: Sequence[Rerun[Outcome]]) -> list[Outcome]:
        """What each of them gave, in their order."""


def in_threads(reruns: Sequence[Rerun[Outcome]]) -> list[Outcome]:
    """Make reruns, as many at a time as there are cores; what one of them raises ends it, and none is begun after."""
    with ThreadPoolExecutor(cores()) as pool:
        return list(pool.map(lambda rerun: rerun(None), reruns))


RUNGS = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0)  # shares of a lever's range that are tried, smallest first


@dataclass(frozen=True)
class SmallestChange:
    """One lever, set otherwise from week 0 on.

    Attributes:
        text: in sentences.
        parameter: name of the lever.
        from_value, to_value: as it was when the family broke off care, and as it would have had to be.
        share_of_range: size of the change as a share of the lever's range.
        scenario, route: the same run with this change, ready for ``simulate``.
    """

    text: str
    parameter: str
    from_value: float
    to_value: float
    share_of_range: float
    scenario: Scenario = field(repr=False)
    route: str


class Result(NamedTuple):
    """What one rerun gave for the family.

    Attributes:
        stays: it never breaks off care, and is in care for as many weeks as it was at least. (Who gets no care cannot
            break it off; that is no way to keep a family.)
        moved: anything at all in the region went otherwise.
        chance: to break off in the week in which it did; None when it has or asks for no care by then.
    """

    stays: bool
    moved: bool
    chance: float | None


class Search:
    """The reruns for one family, each made once."""

    def __init__(self, life: Life, together: Together) -> None:
        self.life = life
        self.together = together
        self.end = life.dropouts[0]
        self.results: dict[tuple[Side, int], Result] = {}

    def smallest(self, kind: str) -> tuple[Side, int] | None:
        """The smallest move of a lever of one kind that keeps the family, as far as the steps find it."""
        sides = sides_of_levers(self.life.scenario, self.life.route, self.end.week, kind)
        self.try_all([(side, side.steps) for side in sides])
        sides = [side for side in sides if self.results[side, side.steps].moved]  # the others do nothing here
        before = 0.0
        for share in RUNGS:
            wanted = [(side, side.steps_within(share)) for side in sides]
            wanted = [(side, steps) for side, steps in wanted if steps > side.steps_within(before)]
            self.try_all(wanted)
            kept = [(side, steps) for side, steps in wanted if self.results[side, steps].stays]
            if kept:
                halved = [(side, self.halve_back(side, side.steps_within(before), steps)) for side, steps in kept]
                return min(halved, key=lambda found: found[0].share(found[1]))
            before = share
        return None

    def halve_back(self, side: Side, too_few: int, enough: int) -> int:
        """The fewest steps that still keep the family, between a number that does not and one that does."""
        while enough - too_few > 1:
            middle = (too_few + enough) // 2
            self.try_all([(side, middle)])
            if self.results[side, middle].stays:
                enough = middle
            else:
                too_few = middle
        return enough

    def larger_steps(self, side: Side, steps: int) -> list[bool]:
        """Whether larger moves of the same lever to the same side keep the family too."""
        larger = sorted({side.steps_within(share) for share in RUNGS if side.steps_within(share) > steps})
        self.try_all([(side, more) for more in larger])
        return [self.results[side, more].stays for more in larger]

    def try_all(self, wanted: list[tuple[Side, int]]) -> None:
        """Make the reruns that were not made yet, together."""
        new = [one for one in wanted if one not in self.results]
        self.results.update(zip(new, self.together([self.rerun(*one) for one in new])))

    def rerun(self, side: Side, steps: int) -> Rerun[Result]:
        """The rerun with a lever moved, to be made by whoever has a core free."""
        return lambda between: self.run(side, steps, between)

    def changed(self, side: Side, steps: int) -> tuple[Scenario, str]:
        """The run with a lever moved: scenario and route."""
        life = self.life
        return with_lever(life.scenario, life.route, self.end.week, side.lever.name, side.value(steps))

    def run(self, side: Side, steps: int, between: Between | None) -> Result:
        """Live the region again with a lever moved, and look at the family."""
        life = self.life
        scenario, route = self.changed(side, steps)
        world = on_route(burn_in(scenario, life.seed, life.region, between), scenario, route)
        if len(world.family) <= life.family or world.family[life.family].arrives != life.states[-1].arrives:
            return Result(stays=False, moved=True, chance=None)  # with another inflow it is another family
        live_on(world, self.end.week + 1, between)
        family = world.family[life.family]
        breaks_off_now = family.dropouts == 1 and family.status_since == self.end.week
        asks = breaks_off_now or (family.dropouts == 0 and family.status in (WAITING, IN_CARE))
        p = world.p[world.stretch[self.end.week + scenario.burn_in_weeks]]
        probability = float(drop_out_chance(family, p)) if asks else None
        live_on(world, scenario.weeks, between)
        stays = family.dropouts == 0 and family.weeks_in_care >= life.states[-1].weeks_in_care
        return Result(bool(stays), not np.array_equal(world.weekly, life.world.weekly), probability)


def find_smallest_change(
    life: Life, teller: Teller, together: Together = in_threads
) -> tuple[SmallestChange | None, str]:
    """The smallest single change that would have kept a family which broke off care.

    Args:
        life: the family's life as it was.
        teller: who says it.
        together: makes reruns; what it raises stops the search.

    Returns:
        The change, or None when no lever alone does it, with a sentence that says so.
    """
    search = Search(life, together)
    for kind in ("policy", "world"):
        found = search.smallest(kind)
        if found:
            return describe(search, *found, teller), ""
    return None, nothing_found(search, teller)


def describe(search: Search, side: Side, steps: int, teller: Teller) -> SmallestChange:
    """A change that was found, with what it does and how far it can be relied on."""
    value, share = side.value(steps), side.share(steps)
    texts = [
        teller.say(
            "change.text",
            label=side.lever.label.to(teller.language),
            value=side.shown(value, teller),
            now=side.shown(side.now, teller),
            share=teller.percent(share),
        )
    ]
    larger = search.larger_steps(side, steps)
    if larger:
        texts.append(teller.say("change.all_larger" if all(larger) else "change.not_all_larger"))
    probability = search.results[side, steps].chance
    if probability is not None:
        chance, was = teller.chance(probability), teller.chance(search.end.against)
        texts.append(teller.say("change.chance", week=search.end.week, chance=chance, was=was))
    return SmallestChange(" ".join(texts), side.lever.name, side.now, value, share, *search.changed(side, steps))


def nothing_found(search: Search, teller: Teller) -> str:
    """What the reruns say when none of them kept the family."""
    end = search.end
    text = teller.say("change.none", runs=len(search.results))
    reached = [(result.chance, *one) for one, result in search.results.items() if result.chance is not None]
    if not reached:
        return text
    lowest, side, steps = min(reached, key=lambda found: found[0])
    label = side.lever.label.to(teller.language).lower()
    setting = teller.say("change.setting", label=label, value=side.shown(side.value(steps), teller))
    if lowest <= end.value:
        return f"{text} {teller.say('change.gets_past', setting=setting, week=end.week)}"
    chance, luck = teller.chance(lowest), teller.chance(end.value)
    return f"{text} {teller.say('change.nearest', setting=setting, chance=chance, week=end.week, luck=luck)}"
