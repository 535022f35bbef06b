"""Why a family broke off care, or did not: its story, the causes walked back, and the smallest change that keeps it."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from sim import event_kinds as kinds
from sim.agents.family import LEFT, WEEKS_PER_YEAR
from sim.run import check_route, check_seed
from sim.scenario import Scenario
from sim.trace.causes import walk_back
from sim.trace.life import Life, follow
from sim.trace.smallest_change import SmallestChange, find_smallest_change
from sim.trace.story import Moment, tell
from sim.trace.words import count, domain, in_weeks, listed, sentence

HEAVIEST = 3  # domains named in a summary


@dataclass(frozen=True)
class Explanation:
    """What happened to one family in one run, and why.

    Attributes:
        family: its number in the region.
        summary: who the family is and what became of it.
        story: sentences with their week, in order, from week 0 on or from its coming.
        dropped_out: whether it broke off care in any of those weeks.
        causes: what led to the first time it did, largest first, each with its share and its own causes.
        smallest_change: the one lever that would have kept it, moved as little as possible; None when it never broke
            off care or when no lever does that alone (the summary then says so).
    """

    family: int
    summary: str
    story: list[Moment] = field(repr=False)
    dropped_out: bool
    causes: list[str] = field(repr=False)
    smallest_change: SmallestChange | None


def explain(
    scenario: Scenario,
    route: str,
    seed: int,
    family: int,
    region: int = 0,
    progress: Callable[[], None] | None = None,
) -> Explanation:
    """Explain what became of one family, by living its region again with the same luck.

    Args:
        scenario, route, seed: the run.
        family: number of the family, as in ``run.families``.
        region: number of its region.
        progress: called at each rerun (up to some three hundred), from several threads.

    Returns:
        Its story; for a family that broke off care the causes and the smallest change as well.

    Raises:
        ValueError: one line, for an unknown route, region or family or an impossible seed.

    Source: model description, trace.
    """
    check_route(route)
    check_seed(seed)
    if isinstance(region, bool) or not isinstance(region, int) or not 0 <= region < scenario.regions:
        numbers = f"they are numbered 0 to {scenario.regions - 1}"
        raise ValueError(f"scenario {scenario.name} has no region {region!r}: {numbers}")
    life = follow(scenario, route, seed, region, family)
    change, nothing_found = find_smallest_change(life, progress) if life.dropouts else (None, "")
    summary = " ".join(filter(None, (who_it_is(life), what_became_of_it(life), nothing_found)))
    return Explanation(family, summary, tell(life), bool(life.dropouts), walk_back(life), change)


def who_it_is(life: Life) -> str:
    """Parents, children, own people, and where most is going on, at week 0 or on coming."""
    state = life.state(life.first_week)
    ages = [int(max(0, life.first_week - born) / WEEKS_PER_YEAR) for born in sorted(state.born[: state.children])]
    children = count(int(state.children), "child", "children")
    aged = f"aged {listed(map(str, ages))}" if len(set(ages)) > 1 else f"{ages[0]} years old"
    people = f"{count(int(state.members), 'person', 'people')} of their own nearby"
    heaviest = np.argsort(-state.severity, kind="stable")[:HEAVIEST]
    return sentence(
        f"{count(int(state.parents), 'parent')} with {children}, {aged}, and {people}. "
        f"In week {life.first_week} most was going on in {listed(map(domain, heaviest))}"
    )


def what_became_of_it(life: Life) -> str:
    """Whether and when it broke off care, came back or left."""
    if life.states[-1].status == LEFT and life.states[-1].status_since < 0:
        return "It had left the region before week 0."
    if not life.dropouts:
        return "It never broke off care in the weeks that are looked at."
    text = f"It broke off care in {in_weeks(event.week for event in life.dropouts)}"
    back = life.events_of(kinds.CAME_BACK, since=life.dropouts[0].week, until=life.scenario.weeks)
    return sentence(text + (f" and came back in {in_weeks(event.week for event in back)}" if back else ""))
