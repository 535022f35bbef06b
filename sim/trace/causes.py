"""Why a family broke off care: from the chance of that week back to what moved it, and back to the causes of that.

How much something moved the chance is found by living the last year again without it, with the same luck. Shares
are of the rise of the chance above that of a calm family that trusts care, on the scale on which chances multiply.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from sim import event_kinds as kinds
from sim.agents.care_tie import ON_LIST
from sim.care.leaving import drop_out_chance
from sim.region import build_region
from sim.run import Between, at_week_0, live_on, on_route
from sim.trace import because
from sim.trace.life import Event, Life
from sim.trace.teller import Teller
from sim.world import World, copy_of

LOOK_BACK_WEEKS = 52
WORTH_TELLING = 0.03  # share of the rise below which something is left out


class Burden(NamedTuple):
    """Something that costs a family trust or calm.

    Attributes:
        key: of the words for what it is, under ``burden``.
        parameters: what it costs, in the settings; at nought it costs nothing.
        events: which events of the log are it, when it is an event.
        because: where it came from, in sentences.
    """

    key: str
    parameters: tuple[str, ...]
    events: tuple[int, ...]
    because: Callable[[Life, list[Event], int, int, Teller], str]


BURDENS = (
    Burden("reports", ("report_trust",), (kinds.REPORT,), because.of_reports),
    Burden("crises", ("urgent_trust", "crisis_overload"), (kinds.CRISIS,), because.of_crises),
    Burden("placements", ("placement_trust", "placement_overload"), (kinds.PLACEMENT,), because.of_placements),
    Burden("new_faces", ("new_face_trust",), (kinds.NEW_FACE,), because.of_new_faces),
    Burden("retelling", ("retelling_trust", "retelling_hours"), (kinds.STORY_RETOLD,), because.of_retelling),
    Burden("conflict", ("conflict_trust", "to_and_fro_load"), (), because.of_conflict),
    Burden("calls", ("behind_back_trust",), (kinds.CALL,), because.of_calls),
    Burden("short_contact", ("short_contact_trust",), (), because.of_short_contact),
    Burden("missing", ("missed_bond",), (kinds.MISSED_APPOINTMENT,), because.of_missing),
    Burden("life", ("life_event_overload", "life_event_size"), (kinds.LIFE_EVENT_HIT,), because.of_life),
    Burden("problems", ("problem_load_hours",), (), because.of_problems),
    Burden("appointments", ("appointment_effort",), (), because.of_appointments),
    Burden("the_school", ("school_alone_load",), (kinds.SCHOOL_ACTED_ALONE,), because.of_the_school),
    Burden("tables", ("table_load", "crowd_direction"), (kinds.ROUND_TABLE_HELD,), because.of_tables),
    Burden("coordinating", ("self_hours",), (), because.of_coordinating),
)


def walk_back(life: Life, teller: Teller, between: Between | None = None) -> list[str]:
    """The causes of the first time a family broke off care, largest first; nothing when it never did.

    Args:
        life: the family's life as it was.
        teller: who says it.
        between: called every year that is lived again; what it raises stops it.
    """
    if not life.dropouts:
        return []
    end = life.dropouts[0]
    calm = math.log(end.against / calm_chance(life, end.week))
    happened = what_happened(life, end, teller)
    if calm <= 0.0:
        return [teller.sentence(teller.say("cause.luck_alone", happened=happened))]
    texts = [happened, what_made_the_chance(life, end, calm, teller)]
    since = max(end.week - LOOK_BACK_WEEKS + 1, -life.scenario.burn_in_weeks)
    start = region_before(life, since, between)
    found = sorted(
        ((share_of(life, start, end, since, burden, calm, between), burden) for burden in BURDENS),
        key=lambda pair: -pair[0][0],
    )
    explained = 0.0
    for (share, state), burden in found:
        if share >= WORTH_TELLING:
            explained += share
            texts.append(what_it_did(life, end, since, burden, share, state, teller))
    texts.append(what_was_there_before(life, since, 1.0 - explained, teller))
    texts.append(what_it_waited_for(life, end, teller))
    return [teller.sentence(text) for text in texts if text]


def calm_chance(life: Life, week: int) -> float:
    """The chance of a calm family that trusts care, in the same week."""
    return chance_if(life, week, trust=1.0, trust_before=1.0, overload=0.0)


def chance_if(life: Life, week: int, **changes: float) -> float:
    """The family's chance to break off in a week, had its state been another."""
    place = week + life.scenario.burn_in_weeks
    state = life.states[place : place + 1].copy()[0]
    for name, value in changes.items():
        state[name] = value
    return drop_out_chance(state, life.settings(week))


def what_happened(life: Life, end: Event, teller: Teller) -> str:
    return teller.say(
        "cause.happened",
        week=end.week,
        chance=teller.chance(end.against),
        times=teller.number(end.against / calm_chance(life, end.week), ".1f"),
        luck=teller.chance(end.value),
    )


def what_made_the_chance(life: Life, end: Event, calm: float, teller: Teller) -> str:
    """How low trust, falling trust and overload share in the rise of the chance."""
    state = life.state(end.week)
    fallen = max(0.0, float(state.trust_before - state.trust))
    low = teller.say("cause.low_trust", trust=teller.number(state.trust))
    falling = teller.say("cause.falling_trust", fallen=teller.number(fallen))
    overload = teller.say("cause.overload", overload=teller.number(state.overload))
    without = {
        low: {"trust": 1.0, "trust_before": 1.0 + fallen},
        falling: {"trust_before": float(state.trust)},
        overload: {"overload": 0.0},
    }
    shares = {
        what: math.log(end.against / chance_if(life, end.week, **changes)) / calm for what, changes in without.items()
    }
    ranked = sorted(shares, key=lambda what: -shares[what])
    parts = (
        teller.say("cause.part", share=teller.percent(shares[what]), what=what) for what in ranked if shares[what] > 0.0
    )
    return teller.say("cause.made", parts=teller.listed(parts))


def region_before(life: Life, week: int, between: Between | None = None) -> World:
    """The region as it was when a week began."""
    world = build_region(life.scenario, life.seed, life.region)
    live_on(world, min(week, 0), between)
    if week > 0:
        world = on_route(at_week_0(world, life.scenario), life.scenario, life.route)
        live_on(world, week, between)
    return world


def share_of(
    life: Life, start: World, end: Event, since: int, burden: Burden, calm: float, between: Between | None
) -> tuple[float, np.record]:
    """How much of the rise a burden made, and how the family would have stood without it."""
    if burden.events and not life.events_of(*burden.events, since=since, until=end.week):
        return 0.0, life.state(end.week)
    without_it = live_on_without(start, life, end.week + 1, burden.parameters, since, between)
    state = without_it.family[life.family]
    return math.log(end.against / drop_out_chance(state, life.settings(end.week))) / calm, state


def live_on_without(
    start: World, life: Life, until: int, names: tuple[str, ...], since: int, between: Between | None = None
) -> World:
    """Live on from a region that stays as it is, with some parameters at nought from a week on."""
    world = copy_of(start)
    if world.tally[0].next_week < 0:
        live_on(without(world, names, since), 0, between)
    if since <= 0:
        world = on_route(at_week_0(world, life.scenario), life.scenario, life.route)
    live_on(without(world, names, since), until, between)
    return world


def without(world: World, names: tuple[str, ...], since: int) -> World:
    """The same region, its agents shared, with some parameters at nought from a week on."""
    nought = world.p.copy()
    for name in names:
        nought[name] = 0.0
    stretch = world.stretch.copy()
    stretch[since - world.tally[0].first_week :] += len(world.p)
    return world._replace(p=np.concatenate([world.p, nought]).view(np.recarray), stretch=stretch)


def what_it_did(
    life: Life, end: Event, since: int, burden: Burden, share: float, state: np.record, teller: Teller
) -> str:
    """A burden, its share, what would have been without it, and where it came from."""
    now = life.state(end.week)
    moved = "overload" if now.overload - state.overload > state.trust - now.trust else "trust"
    told = {
        "share": teller.percent(share),
        "burden": teller.say(f"burden.{burden.key}"),
        "moved": teller.say(f"moved.{moved}"),
        "otherwise": teller.number(state[moved]),
        "now": teller.number(now[moved]),
    }
    events = life.events_of(*burden.events, since=since, until=end.week) if burden.events else []
    text = teller.say("cause.did", **told)
    if events:
        text = teller.say("cause.did_in", weeks=teller.in_weeks(event.week for event in events), **told)
    return f"{text}. {teller.sentence(burden.because(life, events, since, end.week, teller))}"


def what_was_there_before(life: Life, since: int, rest: float, teller: Teller) -> str:
    """What lies further back, or in the ordinary effort of care."""
    if rest < WORTH_TELLING or since <= -life.scenario.burn_in_weeks or since <= life.states[-1].arrives:
        return ""
    before = life.state(since - 1)
    return teller.say(
        "cause.rest",
        share=teller.percent(rest),
        week=since,
        trust=teller.number(before.trust),
        overload=teller.number(before.overload),
    )


def what_it_waited_for(life: Life, end: Event, teller: Teller) -> str:
    """The places on waiting lists it held when it broke off."""
    if end.week - 1 < -life.scenario.burn_in_weeks:
        return ""
    ties = life.state(end.week - 1).tie
    lists = np.flatnonzero(ties["status"] == ON_LIST).tolist()
    if not lists:
        return ""
    waits = (
        teller.say("cause.wait", helper=teller.helper(tie), weeks=teller.weeks(end.week - ties[tie]["since"]))
        for tie in lists
    )
    return teller.say("cause.waited", helpers=teller.listed(waits))
