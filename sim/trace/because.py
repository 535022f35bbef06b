"""Where a burden came from: the causes behind the causes, read from the log and from how the family stood.

Each function receives the life, the events of the burden (if it is one of events), the first and last week that are
looked at, and who tells it; it gives a text without its capital and full stop.
"""

import numpy as np

from sim import event_kinds as kinds
from sim.agents.care_tie import OPEN
from sim.trace.life import Event, Life, heaviest
from sim.trace.teller import Teller

TOLD_AT_MOST = 2  # of many events, the latest are explained
PRESSED = 0.1  # share of the work on a post that did not fit, from which the person was under pressure


def of_reports(life: Life, events: list[Event], since: int, until: int, teller: Teller) -> str:
    texts = []
    for report in events[-TOLD_AT_MOST:]:
        signs = life.in_the_week_of(report, kinds.SIGN)
        cause = risk_of(signs[0], teller) if signs else teller.say("because.alarm")
        texts.append(teller.say("because.report", week=report.week, cause=cause))
    return "; ".join(texts)


def of_crises(life: Life, events: list[Event], since: int, until: int, teller: Teller) -> str:
    return "; ".join(
        teller.say("because.crisis", week=crisis.week, sign=sign_before(life, crisis, teller))
        for crisis in events[-TOLD_AT_MOST:]
    )


def sign_before(life: Life, crisis: Event, teller: Teller) -> str:
    """The sign that went before a crisis, and how far it had come."""
    lost = life.in_the_week_of(crisis, kinds.SIGN_MISSED)
    key = "because.passed_on"
    if lost:
        key = "because.unseen" if lost[0].value >= lost[0].against else "because.stayed"
    return teller.say(key, sign=risk_of(crisis, teller))


def risk_of(event: Event, teller: Teller) -> str:
    """A sign of unsafety with the risk that brought it."""
    return teller.say("because.sign", times=teller.number(event.value / event.against, ".1f"))


def of_placements(life: Life, events: list[Event], since: int, until: int, teller: Teller) -> str:
    texts = []
    for placement in events[-TOLD_AT_MOST:]:
        crises = life.in_the_week_of(placement, kinds.CRISIS)
        key = "because.placed_after_crisis" if crises else "because.placed_after_report"
        texts.append(teller.say(key, week=placement.week))
    return "; ".join(texts)


def of_new_faces(life: Life, events: list[Event], since: int, until: int, teller: Teller) -> str:
    return "; ".join(a_new_face(life, event, teller) for event in events[-TOLD_AT_MOST:])


def a_new_face(life: Life, event: Event, teller: Teller) -> str:
    """Who left the post before the family met somebody else there, and what was handed over."""
    text = teller.say("because.took_over", week=event.week, helper=teller.helper(event.tie))
    left = life.departure(event.who, event.week)
    if left and left.value >= PRESSED:
        share = teller.percent(left.value)
        text = teller.say("because.had_left_pressed", took_over=text, week=left.week, share=share)
    elif left:
        text = teller.say("because.had_left", took_over=text, week=left.week)
    notes = teller.say("notes.there" if event.against < life.settings(event.week).notes_share else "notes.missing")
    return f"{text}; {teller.say('because.notes', notes=notes, share=teller.percent(event.value))}"


def of_retelling(life: Life, events: list[Event], since: int, until: int, teller: Teller) -> str:
    texts = []
    for told in events[-TOLD_AT_MOST:]:
        faces = {face.tie for face in life.in_the_week_of(told, kinds.NEW_FACE)}
        key = "because.knew_who_took_over" if told.tie in faces else "because.knew_who_started"
        helper, share = teller.helper(told.tie), teller.percent(told.value)
        texts.append(teller.say(key, helper=helper, week=told.week, share=share))
    return "; ".join(texts)


def of_conflict(life: Life, events: list[Event], since: int, until: int, teller: Teller) -> str:
    helpers, aligned = helpers_between(life, since, until)
    return teller.say("because.conflict", helpers=teller.number(helpers, ".1f"), share=teller.percent(aligned))


def helpers_between(life: Life, since: int, until: int) -> tuple[float, float]:
    """People who help at once, and how far the goals of their cases were in line, on average over the weeks before the
    last.
    """
    weeks = life.between(since, until - 1)
    ties = weeks["tie"]
    open_now = ties["status"] == OPEN
    people = int(weeks["helpers"].sum())
    return people / max(1, len(weeks)), float(ties["aligned"][open_now].sum() / max(1, int(open_now.sum())))


def of_calls(life: Life, events: list[Event], since: int, until: int, teller: Teller) -> str:
    return teller.say("because.calls", weeks=teller.in_weeks(event.week for event in events))


def of_short_contact(life: Life, events: list[Event], since: int, until: int, teller: Teller) -> str:
    return teller.say("because.short_contact")


def of_missing(life: Life, events: list[Event], since: int, until: int, teller: Teller) -> str:
    overload = teller.number(life.between(since, until)["overload"].mean())
    share = teller.percent(float(np.mean([event.against for event in events])))
    new = {event.tie for event in life.events_of(kinds.NEW_FACE, since=since, until=until)}
    faces = [teller.helper(event.tie) for event in events if event.tie in new]
    if not faces:
        return teller.say("because.missing", overload=overload, share=share)
    return teller.say("because.missing_new", overload=overload, share=share, helpers=teller.listed(faces))


def of_life(life: Life, events: list[Event], since: int, until: int, teller: Teller) -> str:
    hits = (
        teller.say("because.hit", domain=teller.domain(event.tie), week=event.week, size=teller.number(event.value))
        for event in events
    )
    return teller.say("because.life", hits=teller.listed(hits))


def of_problems(life: Life, events: list[Event], since: int, until: int, teller: Teller) -> str:
    severity = life.between(since, until)["severity"].mean(axis=0)
    levels = (teller.level(place, severity[place]) for place in heaviest(severity, TOLD_AT_MOST + 1))
    return teller.say("because.problems", levels=teller.listed(levels))


def of_appointments(life: Life, events: list[Event], since: int, until: int, teller: Teller) -> str:
    kept = int(life.state(until).contacts) - int(life.state(since - 1).contacts if since > 0 else 0)
    return teller.say("because.appointments", appointments=teller.count(kept, "appointment"), week=max(since, 0))


def of_the_school(life: Life, events: list[Event], since: int, until: int, teller: Teller) -> str:
    aligned = life.between(since, until)["tie"]["aligned"][:, events[-1].tie].mean()
    return teller.say("because.the_school", share=teller.percent(float(aligned)))


def of_tables(life: Life, events: list[Event], since: int, until: int, teller: Teller) -> str:
    largest = max(events, key=lambda event: event.value)
    return teller.say("because.tables", people=teller.count(int(largest.value), "person"))


def of_coordinating(life: Life, events: list[Event], since: int, until: int, teller: Teller) -> str:
    helpers, _ = helpers_between(life, since, until)
    return teller.say("because.coordinating", helpers=teller.number(helpers, ".1f"))
