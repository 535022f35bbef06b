"""Why it happened, and what would have changed it: the causes of a dropout walked back, and the same life once more.

The causes are read from the event log. The smallest change that would have kept the family is not read from anything:
the same weeks are run again with one lever moved and the same luck, until the smallest move is found that keeps it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from sim.agents.family import ability_now
from sim.parameters import Parameter, parameters
from sim.run import burn_in, check_route, check_seed, live, on_route
from sim.scenario import Scenario
from sim.story import Moment, Row, domain_words, rows_of, share, situation_of, story_of, weeks_words
from sim.tables import event_table
from sim.week import run_weeks
from sim.world import World

WEEKS_BACK = 26  # how far back causes are looked for
HALVINGS = 7  # the smallest move is found to within 1/128 of the way to a lever's end
LEAST_SHARE = 0.01  # what counts for less is left out
MOST_CAUSES_EACH = 3  # the last few events of one kind are named, the others counted

# What moved what, by kind of event.
COST_TRUST = {
    "story_retold": "the story had to be told again",
    "new_face": "a helper was replaced by somebody new",
    "report": "a report was made around the family",
    "urgent_action": "helpers acted outside any plan",
    "placement": "a child was placed out of home",
    "call": "helpers arranged things by telephone",
}
COST_CALM = {
    "life_event": "something heavy happened",
    "crisis": "it came to a crisis",
    "placement": "a child was placed out of home",
    "school_acted_alone": "the school planned by itself",
    "story_retold": "the story had to be told again",
    "round_table": "a round table asked its effort",
}


@dataclass(frozen=True)
class Change:
    """One lever moved from week 0 on.

    Attributes:
        parameter: its name.
        from_value, to_value: before and after.
        share_of_range: how far it was moved, as a share of its range.
        text: the same in words.
    """

    parameter: str
    from_value: float
    to_value: float
    share_of_range: float
    text: str


@dataclass(frozen=True)
class Explanation:
    """One family's weeks, and why it broke off care if it did.

    Attributes:
        family: its row in the region.
        summary: who it is, by situation, and what became of it.
        story: what happened, in order.
        dropped_out: whether it broke off care.
        causes: what led to the first time, walked back.
        smallest_change: the smallest single move of a lever with which it would not have broken off at all, or None.
    """

    family: int
    summary: str
    story: list[Moment] = field(repr=False)
    dropped_out: bool
    causes: list[str]
    smallest_change: Change | None


def explain(scenario: Scenario, route: str, seed: int, family: int, region: int = 0) -> Explanation:
    """Tell a family's story, and what would have kept it in care.

    Args:
        scenario, route, seed: the run, as in ``sim.simulate``.
        family: row of the family in its region.
        region: number of the region.

    Raises:
        ValueError: when there is no such family, region or route.

    Source: model description, trace.
    """
    check_route(route)
    check_seed(seed)
    if not 0 <= region < scenario.regions:
        raise ValueError(f"region {region} does not exist (there are {scenario.regions}, from 0)")
    start = burn_in(scenario, seed, region)
    known = len(start.family)
    if isinstance(family, bool) or not 0 <= family < known:
        raise ValueError(f"family {family} does not exist (there are {known}, from 0 to {known - 1})")
    world = live(start, scenario, route, events=True)
    events = event_table([world])
    story = story_of(events, family)
    breaks = [moment.week for moment in story if moment.kind == "dropped_out"]
    situation = situation_of(world.family[family])
    if not breaks:
        return Explanation(family, f"{situation} It did not break off care.", story, False, [], None)
    change = smallest_change(start, scenario, route, family, int(world.family[family].weeks_in_care))
    ending = "" if change else " No single lever, moved to either end, would have kept it in care."
    return Explanation(
        family=family,
        summary=f"{situation} It broke off care in week {breaks[0]}.{ending}",
        story=story,
        dropped_out=True,
        causes=causes_of(start, scenario, route, events, family, breaks[0]),
        smallest_change=change,
    )


def causes_of(start: World, scenario: Scenario, route: str, events: pd.DataFrame, family: int, week: int) -> list[str]:
    """What led to a dropout: the parts of that week's chance, then what moved them, then what lay behind that.

    The chance is a product, so each part is weighed by the logarithm of its factor.
    """
    before = on_route(start, scenario, route)
    run_weeks(before, max(week, 0))
    p = before.p[before.stretch[week - before.tally[0].first_week]]
    then = before.family[family]
    falling = max(0.0, float(then.trust_before - then.trust))
    parts = {
        f"trust in care of no more than {share(float(then.trust))}": p.dropout_distrust * (1 - then.trust),
        f"trust that had been falling (by {falling * 100:.0f} points)": p.dropout_falling * falling,
        f"overload of {share(float(then.overload))}": p.dropout_overload * then.overload,
    }
    weights = {words: float(np.log1p(part)) for words, part in parts.items()}
    total = sum(weights.values())
    causes = []
    for words, weight in sorted(weights.items(), key=lambda item: -item[1]):
        if total > 0 and weight / total >= LEAST_SHARE:
            causes.append(f"Week {week}: {words} made {share(weight / total)} of what raised the chance to break off.")
    own = events[(events["family"] == family) & (events["week"] < week) & (events["week"] >= week - WEEKS_BACK)]
    causes += moved_by(own, events, COST_TRUST, "Trust fell because")
    causes += moved_by(own, events, COST_CALM, "Calm was lost because")
    waiting = own[own["kind"] == "gave_up_waiting"]
    for event in rows_of(waiting):
        waited = weeks_words(event.value)
        causes.append(f"Week {event.week}: the wait for {domain_words(event.tie)} was given up after {waited}.")
    if ability_now(then, p) < p.needs_coordinator_below and then.plan.active == 0:
        causes.append("The family had more to coordinate than it could, and nobody did it with it.")
    return causes


def moved_by(own: pd.DataFrame, events: pd.DataFrame, kinds: dict[str, str], opening: str) -> list[str]:
    """The events that moved trust or calm, newest first, each with what lay behind it."""
    causes = []
    for kind, words in kinds.items():
        happened = own[own["kind"] == kind].iloc[::-1]
        for event in happened.head(MOST_CAUSES_EACH).pipe(rows_of):
            causes.append(f"{opening} {words} (week {event.week}){behind(event, events)}.")
        if len(happened) > MOST_CAUSES_EACH:
            causes.append(f"{opening} {words} {len(happened) - MOST_CAUSES_EACH} more times in half a year.")
    return causes


def behind(event: Row, events: pd.DataFrame) -> str:
    """What lay behind an event, in words, or nothing."""
    if event.kind == "story_retold":
        return f": only {share(event.value)} of it was known, less than {share(event.against)}"
    if event.kind == "new_face":
        left = events[(events["kind"] == "person_left") & (events["who"] == event.who) & (events["week"] <= event.week)]
        if len(left):
            last = left.iloc[-1]
            pressure = f" under a pressure of {share(last.value)}" if last.value > 0 else ""
            return f": the one before left the job in week {last.week}{pressure}"
    if event.kind in ("report", "crisis", "urgent_action"):
        signs = events[
            (events["family"] == event.family)
            & events["kind"].isin(["sign", "sign_missed", "false_alarm"])
            & (events["week"] == event.week)
        ]
        if (signs["kind"] == "false_alarm").any():
            return ": an alarm without a ground"
        if (signs["kind"] == "sign_missed").any():
            return ": a sign of unsafety that nobody acted on"
        if len(signs):
            return ": a sign of unsafety"
    if event.kind == "life_event":
        return f" in {domain_words(event.tie)}"
    return ""


def smallest_change(start: World, scenario: Scenario, route: str, family: int, kept_weeks: int) -> Change | None:
    """The smallest single move of a lever that keeps the family in care: policy first, then the world.

    Kept means: it never breaks off, and is in care for at least `kept_weeks`, as many weeks as it was. (Without care
    nobody can break off; that is no way to keep a family.)
    """

    def keeps(name: str, value: float) -> bool:
        then = live(start, scenario.replace(**{name: value}), route).family[family]
        return int(then.dropouts) == 0 and int(then.weeks_in_care) >= kept_weeks

    for kind in ("policy", "world"):
        levers = [lever for lever in parameters().values() if lever.kind == kind and not lever.at_start]
        moves = [smallest_move(lever, scenario, end, keeps) for lever in levers for end in (lever.low, lever.high)]
        kept = [move for move in moves if move]
        if kept:
            return min(kept, key=lambda move: move.share_of_range)
    return None


def smallest_move(
    lever: Parameter, scenario: Scenario, end: float, keeps: Callable[[str, float], bool]
) -> Change | None:
    """The smallest move of one lever towards one end that keeps the family, or None when not even the end does."""
    now = scenario.value(lever.name)
    if end == now or not keeps(lever.name, end):
        return None
    fails, works = now, end
    for _ in range(HALVINGS if lever.unit != "number" else 0):
        between = (fails + works) / 2
        if keeps(lever.name, between):
            works = between
        else:
            fails = between
    unit = "" if lever.unit == "share" else f" ({lever.unit})"
    return Change(
        parameter=lever.name,
        from_value=now,
        to_value=works,
        share_of_range=abs(works - now) / (lever.high - lever.low),
        text=f"{lever.label.en}: {works:.3g} instead of {now:.3g}{unit}, from week 0 on.",
    )
