"""How the safety of the children is told: signs and where they went, reports, crises, a child away and home again."""

from sim import event_kinds as kinds
from sim.agents.family import WEEKS_PER_YEAR
from sim.trace.because import sign_before
from sim.trace.life import Event, Life, of_kind
from sim.trace.words import Said, Teller

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
