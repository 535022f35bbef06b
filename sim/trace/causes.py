"""Why help stopped: from the chance of that week back to what moved it, and back to the causes of that.

How much something moved the chance is found by living the last year again without it, with the same luck. Shares
are of the rise of the chance above that of a calm family that trusts care and its helper, on the scale on which
chances multiply.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from sim import event_kinds as kinds
from sim.agents.need import ON_LIST
from sim.care.leaving import break_off_chance, leaving_hazard
from sim.region import build_region
from sim.run import Between, at_week_0, live_on, on_route
from sim.trace.life import Event, Life, heaviest
from sim.trace.sentences import Scene
from sim.trace.teller import Teller
from sim.world import World, copy_of

LOOK_BACK_WEEKS = 52
WORTH_TELLING = 0.03  # share of the rise below which something is left out
TOLD_AT_MOST = 2  # of many changes of helper or heavy needs

CALM = {"trust": 1.0, "trust_before": 1.0, "overload": 0.0, "bond": 1.0, "streak": 0}


class Burden(NamedTuple):
    """Something that costs a family trust, calm or the bond with a helper.

    Attributes:
        key: of the words for what it is, under ``burden``.
        without: the settings with which it costs nothing.
        events: which events of the log are it, when it is an event.
        because: where it came from, in a sentence; receives life, events, the first and last week, and the teller.
    """

    key: str
    without: dict[str, float]
    events: tuple[int, ...] = ()
    because: Callable[[Life, list[Event], int, int, Teller], str] | None = None


def who_left_before(life: Life, events: list[Event], since: int, until: int, teller: Teller) -> str:
    """Who left the post before the family met somebody else there."""
    scenes = [Scene(life, [event], teller) for event in events[-TOLD_AT_MOST:]]
    return "; ".join(one.say("because.took_over", week=one.week) for one in scenes)


def how_far_apart(life: Life, events: list[Event], since: int, until: int, teller: Teller) -> str:
    """People who help at once, and how far their goals were the family's, on average over the weeks."""
    states = life.watched.states[life.between(since, until)]
    helped = states[states["open_cases"] > 0]  # never empty: what ended had begun
    share = teller.percent(float(helped["aligned"].mean()))
    return teller.say("because.conflict", helpers=teller.number(states["helpers"].mean(), ".1f"), share=share)


def what_it_touched(life: Life, events: list[Event], since: int, until: int, teller: Teller) -> str:
    """Which life domains were hit."""
    domains = (int(life.needs(0)[event.need].domain) for event in events)  # which person it hit is not written down
    return teller.say("because.life", domains=teller.listed(map(teller.domain, domains)))


def what_weighs_most(life: Life, events: list[Event], since: int, until: int, teller: Teller) -> str:
    """The heaviest needs over the weeks."""
    severity = life.watched.needs["severity"][life.between(since, until)].mean(axis=0)[:-1]
    levels = (teller.level(life, need, until, severity[need]) for need in heaviest(severity, TOLD_AT_MOST))
    return teller.say("because.problems", levels=teller.listed(levels))


AROUND = (kinds.REPORT, kinds.URGENT_ACTION, kinds.PLACEMENT)
NO_NEW_FACE = {"new_face_trust": 0.0, "cold_bond_kept": 1.0, "warm_bond_kept": 1.0}
BURDENS = (
    Burden("around", {"report_trust": 0.0, "false_report_trust": 0.0}, AROUND),
    Burden("crises", {"crisis_overload": 0.0}, (kinds.CRISIS,)),
    Burden("new_faces", NO_NEW_FACE, (kinds.NEW_FACE,), who_left_before),
    Burden("retelling", {"retelling_trust": 0.0, "retelling_hours": 0.0}, (kinds.STORY_RETOLD,)),
    Burden(
        "conflict", dict.fromkeys(("conflict_trust", "to_and_fro_load", "contradiction_load"), 0.0), (), how_far_apart
    ),
    Burden("calls", {"behind_back_trust": 0.0}),
    Burden("missing", {"missed_bond": 0.0}, (kinds.MISSED_APPOINTMENT,)),
    Burden("life", {"life_event_overload": 0.0, "life_event_size": 0.0}, (kinds.LIFE_EVENT_HIT,), what_it_touched),
    Burden("problems", {"problem_load_hours": 0.0}, (), what_weighs_most),
    Burden("appointments", {"appointment_effort": 0.0}),
    Burden("the_school", {"school_alone_load": 0.0}, (kinds.SCHOOL_ACTED_ALONE,)),
    Burden("tables", {"crowd_load": 0.0}, (kinds.ROUND_TABLE_HELD,)),
    Burden("coordinating", {"self_hours": 0.0}),
)


def walk_back(life: Life, teller: Teller, between: Between | None = None) -> list[str]:
    """The causes of a life's ending (``Life.ending``), largest first; nothing when no help stopped early.

    Args:
        life: the family's life as it was.
        teller: who says it.
        between: called every year that is lived again; what it raises stops it.
    """
    end = life.ending
    if end is None:
        return []
    rise = math.log(chance_if(life, end) / chance_if(life, end, **CALM))
    happened = what_happened(life, end, rise, teller)
    if rise <= 0.0:
        return [teller.sentence(teller.say("cause.luck_alone", happened=happened))]
    texts = [happened, what_made_the_chance(life, end, rise, teller)]
    since = max(end.week - LOOK_BACK_WEEKS + 1, -life.scenario.burn_in_weeks)
    start = region_before(life, since, between)
    shares = [(share_of(life, start, end, since, burden, rise, between), burden) for burden in BURDENS]
    told = sorted((one for one in shares if one[0] >= WORTH_TELLING), key=lambda pair: -pair[0])
    texts += [what_it_did(life, end, since, burden, share, teller) for share, burden in told]
    rest = 1.0 - sum(share for share, _ in told)
    if rest >= WORTH_TELLING and since > max(-life.scenario.burn_in_weeks, life.last.arrives):
        texts.append(teller.say("cause.rest", share=teller.percent(rest), week=since))
    texts.append(what_it_waited_for(life, end, teller))
    return [teller.sentence(text) for text in texts if text]


def chance_if(life: Life, end: Event, **changes: float) -> float:
    """The chance of what ended in that week, had the family or its bond been another."""
    place = life.place(end.week)
    return chance_of(
        life, end, life.watched.states[place : place + 1].copy()[0], life.relation(end.need, end.week), changes
    )


def chance_of(life: Life, end: Event, state: np.record, relation: np.record, changes: dict[str, float]) -> float:
    """The chance to break off everything, or to stop with one helper, of a family that stands so, with changes."""
    state, relation = state.copy(), relation.copy()
    for name, value in changes.items():
        (state if name in (state.dtype.names or ()) else relation)[name] = value
    p = life.settings(end.week)
    if end.kind == kinds.FAMILY_DROPPED_OUT:
        return float(break_off_chance(state, p))
    return -math.expm1(-leaving_hazard(state, relation, end.week, p))


def what_happened(life: Life, end: Event, rise: float, teller: Teller) -> str:
    chance = chance_if(life, end)
    told: dict[str, object] = {"week": end.week, "chance": teller.chance(chance)}
    told["times"] = teller.number(math.exp(rise), ".1f")
    if end.kind == kinds.FAMILY_DROPPED_OUT:
        return teller.say("cause.all_care", **told)
    weeks = teller.weeks(end.week - life.relation(end.need, end.week).since)
    helper = teller.helper(life, end.need, end.week, end.who)
    return teller.say("cause.one_helper", weeks=weeks, helper=helper, **told)


def what_made_the_chance(life: Life, end: Event, rise: float, teller: Teller) -> str:
    """How low or falling trust, overload, a weak bond and missed appointments share in the rise of the chance."""
    state, relation = life.state(end.week), life.relation(end.need, end.week)
    fallen = max(0.0, float(state.trust_before - state.trust))
    parts: dict[str, dict[str, float]] = {
        teller.say("cause.low_trust", trust=teller.number(state.trust)): {"trust": 1.0, "trust_before": 1.0 + fallen},
        teller.say("cause.falling_trust"): {"trust_before": float(state.trust)},
        teller.say("cause.high_overload", overload=teller.number(state.overload)): {"overload": 0.0},
    }
    if end.kind == kinds.ENDED_EARLY:
        parts[teller.say("cause.weak_bond", bond=teller.number(relation.bond))] = {"bond": 1.0}
        parts[teller.say("cause.missed", streak=int(relation.streak))] = {"streak": 0}
    whole = chance_if(life, end)
    shares = {what: math.log(whole / chance_if(life, end, **changes)) / rise for what, changes in parts.items()}
    told = sorted((what for what in shares if shares[what] > WORTH_TELLING), key=lambda what: -shares[what])
    said = (teller.say("cause.part", share=teller.percent(shares[what]), what=what) for what in told)
    return teller.say("cause.made", parts=teller.listed(said))


def region_before(life: Life, week: int, between: Between | None = None) -> World:
    """The region as it was when a week began."""
    if week < 0:
        world = build_region(life.scenario, life.seed, life.region)
        live_on(world, week, between)
        return world
    world = on_route(life.start, life.scenario, life.route)
    live_on(world, week, between)
    return world


def share_of(
    life: Life, start: World, end: Event, since: int, burden: Burden, rise: float, between: Between | None
) -> float:
    """How much of the rise a burden made."""
    if burden.events and not life.events_of(*burden.events, since=since, until=end.week):
        return 0.0
    world = live_on_without(start, life, end.week + 1, burden.without, since, between)
    state = world.family[life.family]
    relation = world.relation[max(0, world.need[state.first_need + end.need].relation)]
    return math.log(chance_if(life, end) / chance_of(life, end, state, relation, {})) / rise


def live_on_without(
    start: World, life: Life, until: int, changes: dict[str, float], since: int, between: Between | None = None
) -> World:
    """Live on from a region that stays as it is, with some parameters otherwise from a week on."""
    world = copy_of(start)
    if world.tally[0].next_week < 0:
        live_on(otherwise(world, changes, since), 0, between)
    if since <= 0:
        world = on_route(at_week_0(world, life.scenario), life.scenario, life.route)
    live_on(otherwise(world, changes, since), until, between)
    return world


def otherwise(world: World, changes: dict[str, float], since: int) -> World:
    """The same region, its agents shared, with some parameters otherwise from a week on."""
    other = world.p.copy()
    for name, value in changes.items():
        other[name] = value
    stretch = world.stretch.copy()
    stretch[since - world.tally[0].first_week :] += len(world.p)
    return world._replace(p=np.concatenate([world.p, other]).view(np.recarray), stretch=stretch)


def what_it_did(life: Life, end: Event, since: int, burden: Burden, share: float, teller: Teller) -> str:
    """A burden, its share, when it was, and where it came from."""
    events = life.events_of(*burden.events, since=since, until=end.week) if burden.events else []
    told = {"share": teller.percent(share), "burden": teller.say(f"burden.{burden.key}")}
    text = teller.say("cause.did", **told)
    if events and burden.key != "missing":
        text = teller.say("cause.did_in", weeks=teller.in_weeks(event.week for event in events), **told)
    if burden.because is None:
        return text
    return f"{teller.sentence(text)} {teller.sentence(burden.because(life, events, since, end.week, teller))}"


def what_it_waited_for(life: Life, end: Event, teller: Teller) -> str:
    """The places on waiting lists it held when that week began."""
    waits = [
        teller.say("cause.wait", helper=teller.helper(life, place, end.week), weeks=teller.weeks(end.week - need.since))
        for place, need in enumerate(life.needs(end.week - 1))
        if need.status == ON_LIST
    ]
    return teller.say("cause.waited", helpers=teller.listed(waits)) if waits else ""
