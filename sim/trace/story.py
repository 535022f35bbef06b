"""A family's story from week to week, and what became of it: from the log and from how the family stood at the time.

Routine (appointments missed, calls, round tables put off) is folded into one line at the end.
"""

from collections import Counter
from dataclasses import dataclass

from sim import event_kinds as kinds
from sim.agents.need import ON_LIST, OPEN
from sim.names import CLOSED, DROPPED_OUT, LEFT
from sim.trace.life import Event, Life, heaviest
from sim.trace.sentences import ABOUT, ROUTINE, SENTENCES, Scene
from sim.trace.teller import Teller, ages

MOST = 3  # domains named in a summary


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


def sum_up(life: Life, teller: Teller) -> str:
    """Who the family is and what became of it."""
    return f"{who_it_is(life, teller)} {what_became_of_it(life, teller)}"


def who_it_is(life: Life, teller: Teller) -> str:
    """Parents, all children by age, own people, and where most is going on, at week 0 or on coming."""
    week, last = life.first_week, life.last
    years = [str(one) for one in sorted(ages(life, week), reverse=True)]
    text = teller.say(
        "summary.who",
        parents=teller.count(int(last.parents), "parent"),
        children=teller.count(int(last.children), "child"),
        aged=teller.one_or_more("summary.aged", len(years), ages=teller.all_of(years)),
        people=teller.count(int(last.members), "person"),
        week=week,
        domains=teller.listed(map(teller.domain, heaviest(life.state(week).severity, MOST))),
    )
    return teller.sentence(text)


def what_became_of_it(life: Life, teller: Teller) -> str:
    """Whether and when it broke off care, came back or left, and which help it ended early."""
    if life.last.status == LEFT and life.last.status_since < 0:
        return teller.sentence(teller.say("summary.left_before"))
    if life.ending is None:
        return teller.sentence(teller.say("summary.stayed"))
    said = []
    broke_off = life.events_of(kinds.FAMILY_DROPPED_OUT)
    if broke_off:
        said.append(teller.say("summary.broke_off", weeks=in_weeks(broke_off, teller)))
        back = life.events_of(kinds.CAME_BACK, since=broke_off[0].week)
        if back:
            said.append(teller.say("summary.came_back", weeks=in_weeks(back, teller)))
    early = life.events_of(kinds.ENDED_EARLY)
    if early:
        helpers = teller.listed(teller.helper(life, one.need, one.week, one.who) for one in early)
        said.append(teller.say("summary.ended_early", weeks=in_weeks(early, teller), helpers=helpers))
    return " ".join(map(teller.sentence, said))


def in_weeks(events: list[Event], teller: Teller) -> str:
    """The weeks of some events."""
    return teller.in_weeks(event.week for event in events)


def tell(life: Life, teller: Teller) -> list[Moment]:
    """The story from week 0, or from the week in which the family came, in order; routine last, in one line."""
    was_there = life.scenario.burn_in_weeks > 0 and life.last.arrives < 0
    story = [Moment(0, teller.sentence(where_it_stands(life, teller)), "", ())] if was_there else []
    routine: list[Event] = []
    scenes: dict[tuple, list[Event]] = {}
    held = {event.week for event in life.events_of(kinds.ROUND_TABLE_HELD)}
    for event in life.events_of(*SENTENCES, *ABOUT, *ROUTINE):
        put_off = event.kind == kinds.MISSED_ROUND_TABLE and event.week not in held
        if event.kind in ROUTINE or put_off:
            routine.append(event)
            continue
        about = ABOUT.get(event.kind, event.kind)
        place = event.need if about == kinds.HELPER_STARTED else None
        scenes.setdefault((event.week, about, place), []).append(event)
    for (week, about, _), found in scenes.items():
        said = SENTENCES[about](Scene(life, found, teller))
        story.append(Moment(week, teller.sentence(said.text), " ".join(map(teller.sentence, said.whys)), named(found)))
    if routine:
        story.append(fold(life, routine, teller))
    return story


def named(events: list[Event]) -> tuple[str, ...]:
    """The kinds of some events by name, each once."""
    return tuple(dict.fromkeys(kinds.EVENT_KINDS[event.kind] for event in events))


def fold(life: Life, routine: list[Event], teller: Teller) -> Moment:
    """One line for what happens in any life with helpers, in the week of the last of it."""
    missed = [event for event in routine if event.kind == kinds.MISSED_APPOINTMENT]
    calls = sum(event.kind == kinds.CALL for event in routine)
    put_off = len({event.week for event in routine if event.kind == kinds.MISSED_ROUND_TABLE})
    parts, why = [], ""
    if missed:
        parts.append(teller.say("routine.missed", appointments=teller.count(len(missed), "appointment")))
        most, times = Counter(event.need for event in missed).most_common(1)[0]
        who = next(event.who for event in missed if event.need == most)
        helper = teller.helper(life, most, missed[0].week, who)
        why = teller.sentence(teller.say("routine.most", helper=helper, times=times))
    if calls:
        parts.append(teller.say("routine.calls", times=teller.count(calls, "time")))
    if put_off:
        parts.append(teller.say("routine.put_off", times=teller.count(put_off, "time")))
    text = teller.say("routine.text", parts=teller.all_of(parts))
    return Moment(life.scenario.weeks - 1, teller.sentence(text), why, named(routine))


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
    helped, awaited = [], []
    for place, need in enumerate(life.needs(-1)):
        if need.status == OPEN:
            helped.append(teller.helper(life, place, 0, int(life.relation(place, -1).post)))
        elif need.status == ON_LIST:
            weeks = teller.weeks(-need.since)
            awaited.append(teller.say("opening.so_far", helper=teller.helper(life, place, 0), weeks=weeks))
    parts = [teller.say("opening.helped", helpers=teller.listed(helped))] if helped else []
    if awaited:
        parts.append(teller.say("opening.waits", helpers=teller.listed(awaited)))
    how = teller.all_of(parts) or teller.say("opening.nobody")
    return teller.say("opening.stands", how=how, trust=trust)
