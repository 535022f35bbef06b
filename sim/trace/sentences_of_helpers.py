"""How helpers deal with each other, as it is told: calls, the school, plan and tables, the children's safety."""

import numpy as np

from sim import event_kinds as kinds
from sim.agents.family import WEEKS_PER_YEAR
from sim.trace.because import PRESSED, sign_before
from sim.trace.life import Event, Life, of_kind
from sim.trace.teller import Said, Teller


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


HARDLY = 0.005  # a chance below it would read as 0 of 100


def a_sign(life: Life, found: list[Event], teller: Teller) -> Said:
    sign, lost, shared = found[0], of_kind(found, kinds.SIGN_MISSED), of_kind(found, kinds.SIGN_SHARED)
    outcome, why = "sign.stays", teller.say("sign.stays_why")
    if shared:
        outcome = "sign.passed_on"
        why = teller.say("sign.passed_on_why", often=teller.of_hundred(shared[0].against))
    elif lost[0].value >= lost[0].against:
        outcome = "sign.unseen"
        why = teller.say("sign.unseen_why", seen=teller.of_hundred(lost[0].against))
        if lost[0].against < HARDLY:
            why = teller.say("sign.no_eyes_why")
    times = teller.number(sign.value / sign.against, ".1f")
    return Said(teller.say("sign.text", outcome=teller.say(outcome)), [teller.say("sign.risk_why", times=times), why])


def a_plan_together(life: Life, found: list[Event], teller: Teller) -> Said:
    return Said(teller.say("concern.together"), [how_often_together(life, found[0], teller)])


def how_often_together(life: Life, answer: Event, teller: Teller) -> str:
    """How likely trust and the coordinator made it that a concern was answered together."""
    before = life.before(answer.week)
    return teller.say(
        "concern.together_why",
        trust=teller.number(before.trust),
        fidelity=teller.percent(before.plan.fidelity),
        often=teller.of_hundred(answer.against),
    )


def a_report(life: Life, found: list[Event], teller: Teller) -> Said:
    causes = [
        teller.say("concern.the_sign" if event.kind == kinds.SIGN_SHARED else "concern.the_alarm")
        for event in life.in_the_week_of(found[0], kinds.SIGN_SHARED, kinds.FALSE_ALARM)
    ]
    plan = life.before(found[0].week).plan  # plans begin and end later in the week than signs come
    if plan.active == 0 or plan.coordinator < 0:
        answer = teller.say("concern.no_coordinator")
    elif found[0].value < found[0].against:
        answer = teller.say("concern.no_time")
    else:
        answer = how_often_together(life, found[0], teller)
    return Said(teller.say("concern.report"), [teller.say("concern.report_why", causes=teller.listed(causes)), answer])


def a_false_alarm(life: Life, found: list[Event], teller: Teller) -> Said:
    a_year = teller.number(found[0].against * WEEKS_PER_YEAR, ".2g")
    return Said(teller.say("concern.false_alarm"), [teller.say("concern.false_alarm_why", a_year=a_year)])


def a_crisis(life: Life, found: list[Event], teller: Teller) -> Said:
    urgent = of_kind(found, kinds.URGENT_ACTION)
    why = teller.say("crisis.after", sign=sign_before(life, found[0], teller))
    if not urgent:
        return Said(teller.say("crisis.text"), [why, teller.say("crisis.within_the_plan")])
    held = teller.say("crisis.no_plan")
    if life.before(found[0].week).plan.active == 1:
        held = teller.say("crisis.outside_the_plan", often=teller.of_hundred(urgent[0].against))
    return Said(f"{teller.say('crisis.text')}; {teller.say('crisis.urgent')}", [why, held])


def a_placement(life: Life, found: list[Event], teller: Teller) -> Said:
    causes = [
        teller.say("asks.the_crisis" if event.kind == kinds.CRISIS else "asks.the_report")
        for event in life.in_the_week_of(found[0], kinds.REPORT, kinds.CRISIS)
    ]
    why = teller.say("placement.why", causes=teller.listed(causes), chance=teller.chance(found[0].against))
    return Said(teller.say("placement.text"), [why])


def home_again(life: Life, found: list[Event], teller: Teller) -> Said:
    why = teller.say("placement.home_why", chance=teller.chance(found[0].against))
    return Said(teller.say("placement.home"), [why])
