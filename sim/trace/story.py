"""A family's story from week to week, from what the log wrote down and how the family stood at the time.

Each kind of event has a sentence and what decided it, in plain words: a function that receives the life, the events of
one week that belong together, and who tells it. Chances and values are those that the rules of ``sim/care`` wrote down.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim import event_kinds as kinds
from sim.agents.care_tie import ON_LIST, OPEN
from sim.agents.family import WEEKS_PER_YEAR
from sim.names import CLOSED, DROPPED_OUT, LEFT
from sim.trace import sentences_of_help as of_help
from sim.trace import sentences_of_helpers as of_helpers
from sim.trace.life import Event, Life, heaviest
from sim.trace.teller import Said, Teller

SENTENCES: dict[int, Callable[[Life, list[Event], Teller], Said]] = {
    kinds.ARRIVED: of_help.it_came,
    kinds.LIFE_EVENT_HIT: of_help.life_hits,
    kinds.ASKED_FOR_HELP: of_help.it_asks,
    kinds.GAVE_UP_WAITING: of_help.it_gives_up,
    kinds.DID_NOT_START: of_help.it_does_not_start,
    kinds.HELPER_STARTED: of_help.somebody_new,
    kinds.CALL: of_helpers.they_call,
    kinds.SCHOOL_ACTED_ALONE: of_helpers.the_school_acts_alone,
    kinds.PLAN_STARTED: of_helpers.a_plan_starts,
    kinds.COORDINATOR_LOST: of_helpers.the_coordinator_leaves,
    kinds.HANDED_BACK: of_helpers.it_is_handed_back,
    kinds.ROUND_TABLE_HELD: of_helpers.a_table,
    kinds.SIGN: of_helpers.a_sign,
    kinds.JOINT_SAFETY_PLAN: of_helpers.a_plan_together,
    kinds.REPORT: of_helpers.a_report,
    kinds.FALSE_ALARM: of_helpers.a_false_alarm,
    kinds.CRISIS: of_helpers.a_crisis,
    kinds.PLACEMENT: of_helpers.a_placement,
    kinds.RETURNED_HOME: of_helpers.home_again,
    kinds.MISSED_APPOINTMENT: of_help.it_misses,
    kinds.GOAL_REACHED: of_help.goals_are_reached,
    kinds.HELPER_CLOSED: of_help.helpers_close,
    kinds.FAMILY_DROPPED_OUT: of_help.it_breaks_off,
    kinds.CAME_BACK: of_help.it_comes_back,
    kinds.FAMILY_CLOSED: of_help.care_is_closed,
    kinds.LEFT_REGION: of_help.it_leaves,
}


MOST = 3  # domains named in a summary


def sum_up(life: Life, teller: Teller) -> str:
    """Who the family is and what became of it."""
    return f"{who_it_is(life, teller)} {what_became_of_it(life, teller)}"


def who_it_is(life: Life, teller: Teller) -> str:
    """Parents, children, own people, and where most is going on, at week 0 or on coming."""
    state = life.state(life.first_week)
    ages = [int(max(0, life.first_week - born) / WEEKS_PER_YEAR) for born in sorted(state.born[: state.children])]
    text = teller.say(
        "summary.who",
        parents=teller.count(int(state.parents), "parent"),
        children=teller.count(int(state.children), "child"),
        aged=teller.one_or_more("summary.aged", len(set(ages)), ages=teller.listed(map(str, ages))),
        people=teller.count(int(state.members), "person"),
        week=life.first_week,
        domains=teller.listed(map(teller.domain, heaviest(state.severity, MOST))),
    )
    return teller.sentence(text)


def what_became_of_it(life: Life, teller: Teller) -> str:
    """Whether and when it broke off care, came back or left."""
    if life.states[-1].status == LEFT and life.states[-1].status_since < 0:
        return teller.sentence(teller.say("summary.left_before"))
    if not life.dropouts:
        return teller.sentence(teller.say("summary.stayed"))
    text = teller.say("summary.broke_off", weeks=teller.in_weeks(event.week for event in life.dropouts))
    back = life.events_of(kinds.CAME_BACK, since=life.dropouts[0].week, until=life.scenario.weeks)
    if back:
        weeks = teller.in_weeks(event.week for event in back)
        text = teller.say("summary.came_back", broke_off=text, weeks=weeks)
    return teller.sentence(text)


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
