"""A family's story from week to week, from what the log wrote down and how the family stood at the time."""

from dataclasses import dataclass

import numpy as np

from sim import event_kinds as kinds
from sim.agents.care_tie import ON_LIST, OPEN
from sim.agents.family import CLOSED, DROPPED_OUT, LEFT
from sim.trace.life import Event, Life
from sim.trace.sentences import SENTENCES
from sim.trace.words import helper, listed, sentence, weeks


@dataclass(frozen=True)
class Moment:
    """One sentence of a story.

    Attributes:
        week: when; week 0 is the first that is looked at.
        text: what happened.
    """

    week: int
    text: str


def tell(life: Life) -> list[Moment]:
    """The story from week 0, or from the week in which the family came, in order."""
    was_there = life.scenario.burn_in_weeks > 0 and life.states[-1].arrives < 0
    story = [Moment(0, sentence(where_it_stands(life)))] if was_there else []
    topics: dict[tuple, list[Event]] = {}
    for event in life.events:
        if event.week >= 0:
            about = ABOUT.get(event.kind, event.kind)
            place = event.tie if about == kinds.HELPER_STARTED else None
            topics.setdefault((event.week, about, place), []).append(event)
    return story + [Moment(week, sentence(SENTENCES[about](life, found))) for (week, about, _), found in topics.items()]


# Events that are told in the sentence of another kind when they share its week.
ABOUT = {
    kinds.NEW_FACE: kinds.HELPER_STARTED,
    kinds.STORY_RETOLD: kinds.HELPER_STARTED,
    kinds.SIGN_SHARED: kinds.SIGN,
    kinds.SIGN_MISSED: kinds.SIGN,
    kinds.URGENT_ACTION: kinds.CRISIS,
    kinds.MISSED_ROUND_TABLE: kinds.ROUND_TABLE_HELD,
    kinds.NETWORK_JOINED: kinds.ROUND_TABLE_HELD,
    kinds.UNMET_NEED_FOUND: kinds.ROUND_TABLE_HELD,
}


def where_it_stands(life: Life) -> str:
    """How a family that was there before stood when week 0 began."""
    before = life.state(-1)
    if before.status == LEFT:
        return "the family had left the region before"
    if before.status == CLOSED:
        return "the family has no help now; what it came for was settled"
    trust = f"its trust in care stands at {before.trust:.2f} of 1"
    if before.status == DROPPED_OUT:
        return f"the family broke off care {weeks(-before.status_since)} ago; {trust}"
    helped = [helper(tie) for tie in np.flatnonzero(before.tie["status"] == OPEN).tolist()]
    lists = np.flatnonzero(before.tie["status"] == ON_LIST).tolist()
    awaited = [f"{helper(tie)} ({weeks(-before.tie[tie]['since'])} so far)" for tie in lists]
    parts = [f"is helped by {listed(helped)}"] * bool(helped) + [f"waits for {listed(awaited)}"] * bool(awaited)
    return f"the family {' and '.join(parts) or 'has no helper yet'}; {trust}"
