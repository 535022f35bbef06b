"""Where a burden came from: the causes behind the causes, read from the log and from how the family stood.

Each function receives the life, the events of the burden (if it is one of events), and the first and last week that
are looked at; it gives a text without its capital and full stop, or nothing when there is no more to say.
"""

import numpy as np

from sim import event_kinds as kinds
from sim.agents.care_tie import OPEN
from sim.trace.life import Event, Life
from sim.trace.words import count, domain, helper, in_weeks, listed, percent

TOLD_AT_MOST = 2  # of many events, the latest are explained
PRESSED = 0.1  # share of the work on a post that did not fit, from which the person was under pressure


def of_reports(life: Life, events: list[Event], since: int, until: int) -> str:
    texts = []
    for report in events[-TOLD_AT_MOST:]:
        signs = life.events_of(kinds.SIGN, since=report.week, until=report.week)
        cause = risk_of(signs[0]) if signs else "an alarm where nothing was the matter"
        texts.append(f"the report in week {report.week} followed {cause}")
    return "; ".join(texts)


def of_crises(life: Life, events: list[Event], since: int, until: int) -> str:
    texts = []
    for crisis in events[-TOLD_AT_MOST:]:
        lost = life.events_of(kinds.SIGN_MISSED, since=crisis.week, until=crisis.week)
        what = "that had been passed on in time to act"
        if lost:
            what = "that nobody saw" if lost[0].value >= lost[0].against else "that was seen but went no further"
        texts.append(f"the crisis in week {crisis.week} came after {risk_of(crisis)} {what}")
    return "; ".join(texts)


def risk_of(event: Event) -> str:
    """A sign of unsafety with the risk that brought it."""
    return f"a sign of unsafety (risk {event.value / event.against:.1f} times the usual)"


def of_placements(life: Life, events: list[Event], since: int, until: int) -> str:
    texts = []
    for placement in events[-TOLD_AT_MOST:]:
        crises = life.events_of(kinds.CRISIS, since=placement.week, until=placement.week)
        texts.append(f"it was decided after {'a crisis' if crises else 'a report'} in week {placement.week}")
    return "; ".join(texts)


def of_new_faces(life: Life, events: list[Event], since: int, until: int) -> str:
    return "; ".join(why_a_new_face(life, event) for event in events[-TOLD_AT_MOST:])


def why_a_new_face(life: Life, event: Event) -> str:
    """Who left the post before the family met somebody else there, and what was handed over."""
    left = [other for other in life.staff_events if other.kind == kinds.PERSON_LEFT and other.who == event.who]
    left = [other for other in left if other.week <= event.week]
    text = f"in week {event.week} somebody else took over at {helper(event.tie)}"
    if left:
        pressed = left[-1].value >= PRESSED
        pressure = f" under pressure ({percent(left[-1].value)} of the work did not fit)" if pressed else ""
        text += f", because the one before had left in week {left[-1].week}{pressure}"
    notes = event.against < life.settings(event.week).notes_share
    return f"{text}; {'there were notes' if notes else 'there were no notes'}, and {percent(event.value)} was known"


def of_retelling(life: Life, events: list[Event], since: int, until: int) -> str:
    texts = []
    for told in events[-TOLD_AT_MOST:]:
        faces = life.events_of(kinds.NEW_FACE, since=told.week, until=told.week)
        how = "took over" if told.tie in {face.tie for face in faces} else "started"
        texts.append(f"who {how} at {helper(told.tie)} in week {told.week} knew {percent(told.value)} of it")
    return "; ".join(texts)


def of_conflict(life: Life, events: list[Event], since: int, until: int) -> str:
    helpers, aligned = helpers_between(life, since, until)
    return f"it had {helpers:.1f} helpers at once on average, in line with each other for {percent(aligned)}"


def helpers_between(life: Life, since: int, until: int) -> tuple[float, float]:
    """Helpers at once, and how far their goals were in line, on average over the weeks before the last."""
    ties = life.between(since, until - 1)["tie"]
    open_now = ties["status"] == OPEN
    total = int(open_now.sum())
    return total / max(1, len(ties)), float(ties["aligned"][open_now].sum() / max(1, total))


def of_calls(life: Life, events: list[Event], since: int, until: int) -> str:
    return f"helpers called each other in {in_weeks(event.week for event in events)}, not always with its consent"


def of_short_contact(life: Life, events: list[Event], since: int, until: int) -> str:
    return "more appointments were due than the helpers had hours for"


def of_missing(life: Life, events: list[Event], since: int, until: int) -> str:
    comes = np.mean([event.against for event in events])
    overload = life.between(since, until)["overload"].mean()
    new = {event.tie for event in life.events_of(kinds.NEW_FACE, since=since, until=until)}
    faces = [helper(event.tie) for event in events if event.tie in new]
    with_new = f", and with somebody new at {listed(faces)}" if faces else ""
    return f"with overload at {overload:.2f} on average{with_new} it came to {percent(float(comes))} of them"


def of_life(life: Life, events: list[Event], since: int, until: int) -> str:
    hits = (f"{domain(event.tie)} in week {event.week} ({event.value:.2f} of 1)" for event in events)
    return f"they touched {listed(hits)}"


def of_problems(life: Life, events: list[Event], since: int, until: int) -> str:
    severity = life.between(since, until)["severity"].mean(axis=0)
    heaviest = np.argsort(-severity, kind="stable")[: TOLD_AT_MOST + 1]
    return f"the heaviest were {listed(f'{domain(place)} ({severity[place]:.2f} of 1)' for place in heaviest)}"


def of_appointments(life: Life, events: list[Event], since: int, until: int) -> str:
    kept = int(life.state(until).contacts) - int(life.state(since - 1).contacts if since > 0 else 0)
    return f"it kept {count(kept, 'appointment')} since week {max(since, 0)}"


def of_the_school(life: Life, events: list[Event], since: int, until: int) -> str:
    aligned = life.between(since, until)["tie"]["aligned"][:, events[-1].tie].mean()
    return f"the school was in line with the others for {percent(float(aligned))}"


def of_tables(life: Life, events: list[Event], since: int, until: int) -> str:
    largest = max(events, key=lambda event: event.value)
    return f"the largest had {count(int(largest.value), 'person', 'people')}"


def of_coordinating(life: Life, events: list[Event], since: int, until: int) -> str:
    helpers, _ = helpers_between(life, since, until)
    return f"it carried information between {helpers:.1f} helpers on average"
