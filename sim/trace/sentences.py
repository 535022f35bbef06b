"""One sentence for each kind of event in a family's life, with the values that decided, in plain words.

Each function receives the life and the events of one week that belong together, and gives a sentence without its
capital and full stop.
"""

from collections.abc import Callable

import numpy as np

from sim import event_kinds as kinds
from sim.agents.family import SAFETY
from sim.trace.life import Event, Life
from sim.trace.words import chance, count, domain, helper, listed, of_hundred, percent, sector, weeks

SMALL, LARGE = 1 / 3, 2 / 3  # of a size between 0 and 1
WORTH_NAMING = 0.005  # a share below it would read as 0 %


def of_kind(found: list[Event], kind: int) -> list[Event]:
    """Those of a kind among some events."""
    return [event for event in found if event.kind == kind]


def it_came(life: Life, found: list[Event]) -> str:
    return f"the family comes to the region's care; its problems stand at {found[0].value:.2f} of 1 on average"


def life_hits(life: Life, found: list[Event]) -> str:
    size = found[0].value
    how = "something small" if size < SMALL else "something heavy" if size >= LARGE else "something"
    return f"{how} happens in the family's life that touches {domain(found[0].tie)} ({size:.2f} of 1)"


def it_asks(life: Life, found: list[Event]) -> str:
    wanted = [event for event in found if event.tie != SAFETY]
    texts = []
    if wanted:
        urgent = ", urgently" if any(event.value for event in wanted) else ""
        texts.append(f"the family asks {listed(helper(event.tie) for event in wanted)} for help{urgent}")
    if len(wanted) < len(found):
        texts.append("child protection is asked to look in")
    return "; ".join(texts)


def it_gives_up(life: Life, found: list[Event]) -> str:
    return f"after {weeks(found[0].value)} on the list the family no longer waits for {helper(found[0].tie)}"


def it_does_not_start(life: Life, found: list[Event]) -> str:
    willing = of_hundred(found[0].against)
    return f"its turn comes at {helper(found[0].tie)}, but after this wait the family does not start ({willing} would)"


def somebody_new(life: Life, found: list[Event]) -> str:
    first = found[0]
    again = of_kind(found, kinds.STORY_RETOLD)
    told = ""
    if again:
        known = f"{percent(again[0].value)} of it" if again[0].value >= WORTH_NAMING else "none of it"
        told = f"; the family tells its story again, because {known} was known"
    if first.kind == kinds.NEW_FACE:
        known = "" if again else f", who knows {percent(first.value)} of the story"
        return f"somebody else takes over at {helper(first.tie)}{known}{told}"
    waited = f"after {weeks(first.value)} on the list" if first.value else "at once"
    return f"{helper(first.tie)} starts, {waited}{told}"


def they_call(life: Life, found: list[Event]) -> str:
    pairs = []
    for call in found:
        ties = life.state(call.week).tie
        others = [tie for tie in np.flatnonzero(ties["post"] == call.who).tolist() if tie != call.tie]
        pairs.append(f"{helper(call.tie)} and {helper(others[0]) if others else 'another helper'}")
    return f"{listed(pairs)} call each other about the family"


def the_school_acts_alone(life: Life, found: list[Event]) -> str:
    often = f"{of_hundred(found[0].against)} weeks bring that now"
    return f"the school arranges something with the parents by itself ({often})"


def a_plan_starts(life: Life, found: list[Event]) -> str:
    room = f"{found[0].value:.2f} of 1 where {found[0].against:.2f} is enough to do without a coordinator"
    if found[0].who < 0:
        return f"a shared plan starts; the family coordinates it itself (room for it: {room})"
    who = sector(int(life.world.post[found[0].who].sector))
    return f"a shared plan starts, with a care coordinator of {who} (the family's room to do it itself: {room})"


def the_coordinator_leaves(life: Life, found: list[Event]) -> str:
    return f"the care coordinator leaves; {percent(found[0].value)} of how things stand is on paper"


def it_is_handed_back(life: Life, found: list[Event]) -> str:
    if found[0].value >= found[0].against:
        return f"the family takes the coordination over itself (room for it: {found[0].value:.2f} of 1)"
    return "the coordinator is no longer one of the family's helpers and hands the plan back"


def a_table(life: Life, found: list[Event]) -> str:
    held = of_kind(found, kinds.ROUND_TABLE_HELD)
    texts = [
        f"a round table with {count(int(held[0].value), 'person', 'people')}"
        if held
        else "the family asks for a round table, and nobody comes"
    ]
    absent = of_kind(found, kinds.MISSED_ROUND_TABLE)
    if absent and held:
        texts.append(f"{listed(helper(event.tie) for event in absent)} did not come")
    for event in of_kind(found, kinds.NETWORK_JOINED):
        against = ", at first against the plan" if event.value < 0 else ""
        texts.append(f"somebody of the family's own network sits down with them{against}")
    for event in of_kind(found, kinds.UNMET_NEED_FOUND):
        texts.append(f"a need comes up that nobody had asked help for: {domain(event.tie)}")
    return "; ".join(texts)


def a_sign(life: Life, found: list[Event]) -> str:
    sign, lost = found[0], of_kind(found, kinds.SIGN_MISSED)
    outcome = "it is noticed and passed on"
    if lost:
        seen = f"{of_hundred(lost[0].against)} such signs would be seen"
        outcome = f"nobody sees it ({seen})" if lost[0].value >= lost[0].against else "it is noticed, and stays there"
    return f"a sign that the children may not be safe (risk {sign.value / sign.against:.1f} times the usual); {outcome}"


def a_crisis(life: Life, found: list[Event]) -> str:
    urgent = "; helpers act at once, outside any plan" if of_kind(found, kinds.URGENT_ACTION) else ""
    return f"a crisis at home (risk {found[0].value / found[0].against:.1f} times the usual){urgent}"


def it_misses(life: Life, found: list[Event]) -> str:
    state = life.state(found[0].week)
    comes = of_hundred(min(event.against for event in found))
    load = f"it comes to {comes} now, with overload at {state.overload:.2f} and trust at {state.trust:.2f}"
    return f"the family is not at its appointment with {listed(helper(event.tie) for event in found)} ({load})"


def goals_are_reached(life: Life, found: list[Event]) -> str:
    goals = listed(f"{domain(event.tie)} (down to {event.value:.2f})" for event in found)
    return f"what the family wanted is reached: {goals}; {listed(helper(event.tie) for event in found)} closes"


def it_breaks_off(life: Life, found: list[Event]) -> str:
    state = life.state(found[0].week)
    how = f"trust at {state.trust:.2f}, overload at {state.overload:.2f}"
    return f"the family breaks off all care that it may break off (chance {chance(found[0].against)} this week; {how})"


def it_comes_back(life: Life, found: list[Event]) -> str:
    again = [event for event in life.events if event.week == found[0].week and event.kind == kinds.CRISIS]
    return f"the family turns to care again{', after the crisis' if again else ''}"


def said(text: str) -> Callable[[Life, list[Event]], str]:
    """For what needs no values."""
    return lambda life, found: text


def of_helpers(text: str) -> Callable[[Life, list[Event]], str]:
    """For what only needs the helpers' names."""
    return lambda life, found: text.format(listed(helper(event.tie) for event in found))


SENTENCES: dict[int, Callable[[Life, list[Event]], str]] = {
    kinds.ARRIVED: it_came,
    kinds.LIFE_EVENT_HIT: life_hits,
    kinds.ASKED_FOR_HELP: it_asks,
    kinds.GAVE_UP_WAITING: it_gives_up,
    kinds.DID_NOT_START: it_does_not_start,
    kinds.HELPER_STARTED: somebody_new,
    kinds.CALL: they_call,
    kinds.SCHOOL_ACTED_ALONE: the_school_acts_alone,
    kinds.PLAN_STARTED: a_plan_starts,
    kinds.COORDINATOR_LOST: the_coordinator_leaves,
    kinds.HANDED_BACK: it_is_handed_back,
    kinds.ROUND_TABLE_HELD: a_table,
    kinds.SIGN: a_sign,
    kinds.JOINT_SAFETY_PLAN: said("family and coordinator answer the concern with a safety plan they make together"),
    kinds.REPORT: said("a report goes to Veilig Thuis, around the family"),
    kinds.FALSE_ALARM: said("somebody is worried about the children's safety where nothing was the matter"),
    kinds.CRISIS: a_crisis,
    kinds.PLACEMENT: said("a child goes to live elsewhere for a time"),
    kinds.RETURNED_HOME: said("the child comes home again"),
    kinds.MISSED_APPOINTMENT: it_misses,
    kinds.GOAL_REACHED: goals_are_reached,
    kinds.HELPER_CLOSED: of_helpers("the agreed time is over and {} closes"),
    kinds.FAMILY_DROPPED_OUT: it_breaks_off,
    kinds.CAME_BACK: it_comes_back,
    kinds.FAMILY_CLOSED: said("care is closed; no domain asks for help now"),
    kinds.LEFT_REGION: said("the family leaves the region's care: it moves, or the youngest has grown up"),
}
