"""What a family would say itself: what it knows of a plan, how often it told its story, who came, what it had a say in.

All of it is counted from the log and from how the plan stood: what happened to the family, and no mark of it.
"""

import numpy as np

from sim import event_kinds as kinds
from sim.names import LEFT
from sim.trace.life import Life
from sim.trace.teller import Teller

AGREEMENTS = 10  # of so many the family says how many are kept


def own_words(life: Life, teller: Teller) -> str:
    """The life from week 0 on in the family's words; nothing of one that had left before."""
    if life.last.status == LEFT and life.last.status_since < 0:
        return ""
    said = (of_the_plan(life, teller), of_its_story(life, teller), of_who_came(life, teller), of_its_say(life, teller))
    return " ".join(map(teller.sentence, said))


def of_the_plan(life: Life, teller: Teller) -> str:
    """Whether it has one plan with its helpers, who coordinates it, and how much of it is kept."""
    plan = life.last.plan
    if plan.active != 1:
        had = np.any(life.watched.states["plan"]["active"][life.place(0) :] == 1)
        return teller.say("own.plan_ended" if had else "own.no_plan")
    coordinated = teller.say("own.coordinator" if plan.coordinator >= 0 else "own.ourselves")
    kept = teller.number(AGREEMENTS * plan.kept, ".0f")
    return teller.say("own.plan", week=max(0, int(plan.since)), coordinated=coordinated, of=AGREEMENTS, kept=kept)


def of_its_story(life: Life, teller: Teller) -> str:
    """How often it told its story again."""
    times = len(life.events_of(kinds.STORY_RETOLD))
    return teller.say("own.told_again", times=teller.count(times, "time")) if times else teller.say("own.told_once")


def of_who_came(life: Life, teller: Teller) -> str:
    """How many helpers began, however much each helps with, who came in the place of another, and who of its own."""
    began = len({event.who for event in life.events_of(kinds.HELPER_STARTED)})
    instead, own = len(life.events_of(kinds.NEW_FACE)), len(life.events_of(kinds.NETWORK_JOINED))
    parts = [teller.one_or_more("own.began", began, helpers=teller.count(began, "helper"))]
    parts += [teller.say("own.instead", times=teller.count(instead, "time"))] if instead else []
    parts += [teller.say("own.joined", people=teller.count(own, "person"))] if own else []
    return teller.all_of(parts)


def of_its_say(life: Life, teller: Teller) -> str:
    """Where it decided with its helpers, and what went on without it."""
    tables, plans = len(life.events_of(kinds.ROUND_TABLE_HELD)), life.events_of(kinds.JOINT_SAFETY_PLAN)
    calls, reports = len(life.events_of(kinds.CALL)), len(life.events_of(kinds.REPORT))
    parts = [teller.say("own.table", times=teller.count(tables, "time")) if tables else teller.say("own.no_table")]
    parts += [teller.say("own.safety_plan")] if plans else []
    parts += [teller.say("own.called", times=teller.count(calls, "time"))] if calls else []
    parts += [teller.say("own.reported", times=teller.count(reports, "time"))] if reports else []
    return teller.all_of(parts)
