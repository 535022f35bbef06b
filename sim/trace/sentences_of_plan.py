"""How helpers' dealings with each other are told: calls, the school, the shared plan and its round tables."""

import numpy as np

from sim import event_kinds as kinds
from sim.trace.because import PRESSED
from sim.trace.life import Event, Life, of_kind
from sim.trace.words import Said, Teller


def they_call(life: Life, found: list[Event], teller: Teller) -> Said:
    state, before = life.state(found[0].week), life.before(found[0].week)
    pairs = []
    for call in found:
        others = [tie for tie in np.flatnonzero(state.tie["post"] == call.who).tolist() if tie != call.tie]
        other = teller.helper(others[0]) if others else teller.say("calls.another")
        pairs.append(teller.say("calls.pair", one=teller.helper(call.tie), other=other))
    # a table later in the week asks for consent as well, so what held when they called is read from before
    asked = state.asked > 0.0 or all(before.tie[call.tie]["consent"] for call in found)
    whys = [teller.say("calls.time"), teller.say("calls.asked" if asked else "calls.not_asked")]
    return Said(teller.say("calls.text", pairs=teller.listed(pairs)), whys)


def the_school_acts_alone(life: Life, found: list[Event], teller: Teller) -> Said:
    often = teller.of_hundred(found[0].against)
    return Said(teller.say("school_alone.text"), [teller.say("school_alone.why", often=often)])


def a_plan_starts(life: Life, found: list[Event], teller: Teller) -> Said:
    text = teller.say("plan.starts_by_itself")
    if found[0].who >= 0:
        sector = teller.sector(int(life.world.post[found[0].who].sector))
        text = teller.say("plan.starts_with", sector=sector)
    room, enough = teller.number(found[0].value), teller.number(found[0].against)
    return Said(text, [teller.say("plan.room", room=room, enough=enough)])


def the_coordinator_leaves(life: Life, found: list[Event], teller: Teller) -> Said:
    text = teller.say("plan.coordinator_leaves", share=teller.percent(found[0].value))
    left = life.departure(found[0].who, found[0].week)
    if left is None:
        return Said(text, [])
    if left.value < PRESSED:
        return Said(text, [teller.say("plan.coordinator_left", week=left.week)])
    return Said(text, [teller.say("plan.coordinator_left_pressed", week=left.week, share=teller.percent(left.value))])


def it_is_handed_back(life: Life, found: list[Event], teller: Teller) -> Said:
    if found[0].value < found[0].against:
        return Said(teller.say("plan.handed_back"), [teller.say("plan.handed_back_why")])
    room, enough = teller.number(found[0].value), teller.number(found[0].against)
    return Said(teller.say("plan.taken_over"), [teller.say("plan.taken_over_why", room=room, enough=enough)])


def a_table(life: Life, found: list[Event], teller: Teller) -> Said:
    held = of_kind(found, kinds.ROUND_TABLE_HELD)
    texts = [teller.say("table.nobody")]
    if held:
        texts = [teller.say("table.held", people=teller.count(int(held[0].value), "person"))]
    absent = list(dict.fromkeys(teller.helper(event.tie) for event in of_kind(found, kinds.MISSED_ROUND_TABLE)))
    if absent and held:
        texts.append(teller.one_or_more("table.absent", len(absent), helpers=teller.listed(absent)))
    for event in of_kind(found, kinds.NETWORK_JOINED):
        texts.append(teller.say("table.joined_against" if event.value < 0 else "table.joined"))
    for event in of_kind(found, kinds.UNMET_NEED_FOUND):
        texts.append(teller.say("table.need", domain=teller.domain(event.tie)))
    return Said("; ".join(texts), why_a_table(life, found, teller))


def why_a_table(life: Life, found: list[Event], teller: Teller) -> list[str]:
    """Why it was held now, why helpers stayed away, and why somebody joined or a need came up."""
    state, settings = life.state(found[0].week), life.settings(found[0].week)
    whys = []
    if of_kind(found, kinds.ROUND_TABLE_HELD):
        first = state.plan.tables == 1
        weeks = teller.weeks(int(settings.first_table_weeks if first else settings.table_interval_weeks))
        whys.append(teller.say("table.first" if first else "table.again", weeks=weeks))
    absent = of_kind(found, kinds.MISSED_ROUND_TABLE)
    if absent:
        attendance = (
            teller.say("table.attendance", helper=teller.helper(event.tie), often=teller.of_hundred(event.against))
            for event in absent
        )
        whys.append(teller.say("table.absent_why", attendance=teller.listed(attendance)))
    if of_kind(found, kinds.NETWORK_JOINED):
        whys.append(teller.say("table.joined_why", trust=teller.number(state.trust)))
    for event in of_kind(found, kinds.UNMET_NEED_FOUND):
        whys.append(teller.say("table.need_why", often=teller.of_hundred(event.against)))
    return whys
