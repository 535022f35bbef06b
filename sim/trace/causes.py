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
from sim.run import at_week_0, on_route
from sim.trace import because
from sim.trace.life import Event, Life
from sim.trace.words import chance, helper, in_weeks, listed, percent, sentence, weeks
from sim.week import run_weeks
from sim.world import World, copy_of

LOOK_BACK_WEEKS = 52
WORTH_TELLING = 0.03  # share of the rise below which something is left out


class Burden(NamedTuple):
    """Something that costs a family trust or calm.

    Attributes:
        words: what it is.
        parameters: what it costs, in the settings; at nought it costs nothing.
        events: which events of the log are it, when it is an event.
        because: where it came from, in sentences.
    """

    words: str
    parameters: tuple[str, ...]
    events: tuple[int, ...]
    because: Callable[[Life, list[Event], int, int], str]


BURDENS = (
    Burden("reports around the family", ("report_trust",), (kinds.REPORT,), because.of_reports),
    Burden(
        "crises and what helpers did at once", ("urgent_trust", "crisis_overload"), (kinds.CRISIS,), because.of_crises
    ),
    Burden(
        "a child placed elsewhere", ("placement_trust", "placement_overload"), (kinds.PLACEMENT,), because.of_placements
    ),
    Burden("new faces", ("new_face_trust",), (kinds.NEW_FACE,), because.of_new_faces),
    Burden(
        "telling the story again", ("retelling_trust", "retelling_hours"), (kinds.STORY_RETOLD,), because.of_retelling
    ),
    Burden("helpers out of line with each other", ("conflict_trust", "to_and_fro_load"), (), because.of_conflict),
    Burden("calls about which the family was not asked", ("behind_back_trust",), (kinds.CALL,), because.of_calls),
    Burden("appointments cut short", ("short_contact_trust",), (), because.of_short_contact),
    Burden("missed appointments", ("missed_bond",), (kinds.MISSED_APPOINTMENT,), because.of_missing),
    Burden("events in its life", ("life_event_overload", "life_event_size"), (kinds.LIFE_EVENT_HIT,), because.of_life),
    Burden("the effort its problems ask", ("problem_load_hours",), (), because.of_problems),
    Burden("the effort its appointments ask", ("appointment_effort",), (), because.of_appointments),
    Burden("the school acting by itself", ("school_alone_load",), (kinds.SCHOOL_ACTED_ALONE,), because.of_the_school),
    Burden("round tables", ("table_load", "crowd_direction"), (kinds.ROUND_TABLE_HELD,), because.of_tables),
    Burden("coordinating its care itself", ("self_hours",), (), because.of_coordinating),
)


def walk_back(life: Life) -> list[str]:
    """The causes of the first time a family broke off care, largest first; nothing when it never did."""
    if not life.dropouts:
        return []
    end = life.dropouts[0]
    calm = math.log(end.against / calm_chance(life, end.week))
    if calm <= 0.0:
        return [sentence(f"{what_happened(life, end)}. Nothing had raised it: this was luck alone")]
    texts = [what_happened(life, end), what_made_the_chance(life, end, calm)]
    since = max(end.week - LOOK_BACK_WEEKS + 1, -life.scenario.burn_in_weeks)
    start = region_before(life, since)
    found = sorted(
        ((share_of(life, start, end, since, burden, calm), burden) for burden in BURDENS), key=lambda pair: -pair[0][0]
    )
    explained = 0.0
    for (share, state), burden in found:
        if share >= WORTH_TELLING:
            explained += share
            texts.append(what_it_did(life, end, since, burden, share, state))
    texts.append(what_was_there_before(life, since, 1.0 - explained))
    texts.append(what_it_waited_for(life, end))
    return [sentence(text) for text in texts if text]


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


def what_happened(life: Life, end: Event) -> str:
    times = end.against / calm_chance(life, end.week)
    luck = f"its luck that week let any chance above {chance(end.value)} come true"
    return (
        f"in week {end.week} the chance that the family would break off care was {chance(end.against)}, {times:.1f} "
        f"times that of a calm family that trusts care; {luck}"
    )


def what_made_the_chance(life: Life, end: Event, calm: float) -> str:
    """How low trust, falling trust and overload share in the rise of the chance."""
    state = life.state(end.week)
    fallen = max(0.0, float(state.trust_before - state.trust))
    without = {
        f"trust that was low ({state.trust:.2f} of 1)": {"trust": 1.0, "trust_before": 1.0 + fallen},
        f"trust that was falling ({fallen:.2f} below what it had been)": {"trust_before": float(state.trust)},
        f"overload ({state.overload:.2f} of 1)": {"overload": 0.0},
    }
    shares = {
        words: math.log(end.against / chance_if(life, end.week, **changes)) / calm for words, changes in without.items()
    }
    ranked = sorted(shares, key=lambda words: -shares[words])
    parts = listed(f"{percent(shares[words])} was {words}" for words in ranked if shares[words] > 0.0)
    return (
        f"of that rise {parts}. What brought it about comes next, each with the part that would go without that alone"
    )


def region_before(life: Life, week: int) -> World:
    """The region as it was when a week began."""
    world = build_region(life.scenario, life.seed, life.region)
    run_weeks(world, min(week, 0))
    if week > 0:
        world = on_route(at_week_0(world, life.scenario), life.scenario, life.route)
        run_weeks(world, week)
    return world


def share_of(life: Life, start: World, end: Event, since: int, burden: Burden, calm: float) -> tuple[float, np.record]:
    """How much of the rise a burden made, and how the family would have stood without it."""
    if burden.events and not life.events_of(*burden.events, since=since, until=end.week):
        return 0.0, life.state(end.week)
    state = live_on_without(start, life, end.week + 1, burden.parameters, since).family[life.family]
    return math.log(end.against / drop_out_chance(state, life.settings(end.week))) / calm, state


def live_on_without(start: World, life: Life, until: int, names: tuple[str, ...], since: int) -> World:
    """Live on from a region that stays as it is, with some parameters at nought from a week on."""
    world = copy_of(start)
    if world.tally[0].next_week < 0:
        run_weeks(without(world, names, since), 0)
    if since <= 0:
        world = on_route(at_week_0(world, life.scenario), life.scenario, life.route)
    run_weeks(without(world, names, since), until)
    return world


def without(world: World, names: tuple[str, ...], since: int) -> World:
    """The same region, its agents shared, with some parameters at nought from a week on."""
    nought = world.p.copy()
    for name in names:
        nought[name] = 0.0
    stretch = world.stretch.copy()
    stretch[since - world.tally[0].first_week :] += len(world.p)
    return world._replace(p=np.concatenate([world.p, nought]).view(np.recarray), stretch=stretch)


def what_it_did(life: Life, end: Event, since: int, burden: Burden, share: float, state: np.record) -> str:
    """A burden, its share, what would have been without it, and where it came from."""
    now = life.state(end.week)
    events = life.events_of(*burden.events, since=since, until=end.week) if burden.events else []
    when = f" ({in_weeks(event.week for event in events)})" if events else ""
    moved = "overload" if now.overload - state.overload > state.trust - now.trust else "trust"
    otherwise = f"without that, {moved} would have stood at {state[moved]:.2f}, not {now[moved]:.2f}"
    cause = burden.because(life, events, since, end.week)
    return f"{percent(share)} of it was {burden.words}{when}: {otherwise}" + (f". {sentence(cause)}" if cause else "")


def what_was_there_before(life: Life, since: int, rest: float) -> str:
    """What lies further back, or in the ordinary effort of care."""
    if rest < WORTH_TELLING or since <= -life.scenario.burn_in_weeks or since <= life.states[-1].arrives:
        return ""
    before = life.state(since - 1)
    stood = f"trust stood at {before.trust:.2f} and overload at {before.overload:.2f}"
    return f"the rest, {percent(rest)}, lies before week {since}, when {stood}, and in the ordinary effort of care"


def what_it_waited_for(life: Life, end: Event) -> str:
    """The places on waiting lists it held when it broke off."""
    if end.week - 1 < -life.scenario.burn_in_weeks:
        return ""
    ties = life.state(end.week - 1).tie
    lists = np.flatnonzero(ties["status"] == ON_LIST).tolist()
    waits = [f"{helper(tie)} ({weeks(end.week - ties[tie]['since'])})" for tie in lists]
    return f"meanwhile it waited for {listed(waits)}" if waits else ""
