"""A family's story from week to week, from what the log wrote down and how the family stood at the time."""

from dataclasses import dataclass

import numpy as np

from sim import event_kinds as kinds
from sim.agents.care_tie import ON_LIST, OPEN
from sim.names import CLOSED, DROPPED_OUT, LEFT
from sim.trace.life import Event, Life
from sim.trace.sentences import SENTENCES
from sim.trace.words import Teller


@dataclass(frozen=True)
class Moment:
    """One sentence of a story.

    Attributes:
        week: when; week 0 is the first that is looked at.
        text: what happened.
        why: which values or causes decided it; empty when there is nothing to say.
        kinds: names of the events that are told in it (see ``sim.event_kinds.EVENT_KINDS``), each once; none in the
            sentence on how the family stood before.
    """

    week: int
    text: str
    why: str
    kinds: tuple[str, ...]


def tell(life: Life, teller: Teller) -> list[Moment]:
    """The story from week 0, or from the week in which the family came, in order."""
    was_there = life.scenario.burn_in_weeks > 0 and life.states[-1].arrives < 0
    story = [Moment(0, teller.sentence(where_it_stands(life, teller)), "", ())] if was_there else []
    topics: dict[tuple, list[Event]] = {}
    for event in life.events:
        if event.week >= 0:
            about = ABOUT.get(event.kind, event.kind)
            place = event.tie if about == kinds.HELPER_STARTED else None
            topics.setdefault((event.week, about, place), []).append(event)
    for (week, about, _), found in topics.items():
        said = SENTENCES[about](life, found, teller)
        names = tuple(dict.fromkeys(kinds.EVENT_KINDS[event.kind] for event in found))
        story.append(Moment(week, teller.sentence(said.text), " ".join(map(teller.sentence, said.whys)), names))
    return story


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


def where_it_stands(life: Life, teller: Teller) -> str:
    """How a family that was there before stood when week 0 began."""
    before = life.state(-1)
    if before.status == LEFT:
        return teller.say("opening.left")
    if before.status == CLOSED:
        return teller.say("opening.closed")
    trust = teller.say("opening.trust", trust=teller.number(before.trust))
    if before.status == DROPPED_OUT:
        return teller.say("opening.broke_off", weeks=teller.weeks(-before.status_since), trust=trust)
    helped = [teller.helper(tie) for tie in np.flatnonzero(before.tie["status"] == OPEN).tolist()]
    awaited = [
        teller.say("opening.so_far", helper=teller.helper(tie), weeks=teller.weeks(-before.tie[tie]["since"]))
        for tie in np.flatnonzero(before.tie["status"] == ON_LIST).tolist()
    ]
    parts = [teller.say("opening.helped", helpers=teller.listed(helped))] if helped else []
    if awaited:
        parts.append(teller.say("opening.waits", helpers=teller.listed(awaited)))
    how = teller.listed(parts) or teller.say("opening.nobody")
    return teller.say("opening.stands", how=how, trust=trust)
