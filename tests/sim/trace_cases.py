"""A life that stands still, with made events in it: what is said of them does not hang on what the rules do."""

import dataclasses

import numpy as np

from sim import event_kinds as kinds
from sim import load_scenario
from sim.agents.care_tie import ON_LIST, OPEN
from sim.names import HOME, MONEY, PARENTING, PHYSICAL_HEALTH, SAFETY, SCHOOL
from sim.trace.life import Event, follow

WEEK = 10
TEAM, GP = 3, 5  # rows of the posts that help with parenting and with physical health
STILL = load_scenario("almelo").replace(
    families=10,
    weeks=20,
    burn_in_weeks=5,
    need_severity=0.42,
    urgent_severity=0.9,
    still_needed_severity=0.42,
    give_up_hazard=0.01,
    notes_share=0.5,
    first_table_weeks=4,
    table_interval_weeks=12,
)


def happened(kind, tie=-1, who=-1, value=0.0, against=0.0):
    """An event of the family in the week that is told."""
    return Event(WEEK, kind, 0, tie, who, value, against)


def still_life(*events, pressure=0.0, **changes):
    """A family that has come just now and whose weeks are all alike: it has two helpers and waits for a third.

    Args:
        events: what happens to it.
        pressure: under which somebody left the post of the social team two weeks before.
        changes: fields of the family that are otherwise.
    """
    life = follow(STILL, "shared_plan", 1, 0, 0)
    states = np.zeros(len(life.states), dtype=life.states.dtype).view(np.recarray)
    fields = {"trust": 0.5, "trust_before": 0.5, "overload": 0.25, "severity": 0.3, "children": 1, "born": -52 * 8}
    for name, value in {**fields, **changes}.items():
        states[name] = value
    states["severity"][:, MONEY] = 0.65
    states["plan"]["fidelity"], states["plan"]["coordinator"], states["plan"]["tables"] = 0.5, -1, 1
    ties = states["tie"]
    ties["status"][:, [PARENTING, PHYSICAL_HEALTH]], ties["status"][:, MONEY] = OPEN, ON_LIST
    ties["post"] = -1
    ties["post"][:, PARENTING], ties["post"][:, PHYSICAL_HEALTH] = TEAM, GP
    ties["since"] = ties["face_since"] = -20
    left = Event(WEEK - 2, kinds.PERSON_LEFT, -1, -1, TEAM, pressure, 0.0)
    return dataclasses.replace(life, states=states, events=list(events), staff_events=[left])


SIGN = happened(kinds.SIGN, SAFETY, value=0.9, against=0.5)
UNSEEN = happened(kinds.SIGN_MISSED, SAFETY, value=0.7, against=0.4)
CRISIS = happened(kinds.CRISIS, SAFETY, value=0.9, against=0.5)
AT_ONCE = happened(kinds.URGENT_ACTION, SAFETY, value=0.5, against=0.2)
NEW_FACE = happened(kinds.NEW_FACE, PARENTING, TEAM, 0.25, 0.75)
TABLE = happened(kinds.ROUND_TABLE_HELD, who=TEAM, value=6.0, against=8.0)
AWAY = happened(kinds.MISSED_ROUND_TABLE, PHYSICAL_HEALTH, GP, 0.9, 0.3)

# By the name of what is said in snapshot.toml: the event that is told, and what else happened or is otherwise.
CASES: dict[str, tuple[list[Event], dict[str, float]]] = {
    "comes": ([happened(kinds.ARRIVED, value=0.45)], {}),
    "life": ([happened(kinds.LIFE_EVENT_HIT, MONEY, value=0.75, against=2.5 / 52)], {}),
    "asks": ([happened(kinds.ASKED_FOR_HELP, MONEY)], {}),
    "asks_urgently": ([happened(kinds.ASKED_FOR_HELP, MONEY, value=1.0)], {}),
    "asks_at_the_table": (
        [happened(kinds.ASKED_FOR_HELP, MONEY), happened(kinds.UNMET_NEED_FOUND, MONEY, value=0.1, against=0.2), TABLE],
        {},
    ),
    "asks_protection": ([happened(kinds.ASKED_FOR_HELP, SAFETY, value=1.0), CRISIS, AT_ONCE], {}),
    "gives_up": ([happened(kinds.GAVE_UP_WAITING, MONEY, value=8.0)], {}),
    "does_not_start": ([happened(kinds.DID_NOT_START, MONEY, GP, 0.95, 0.8)], {}),
    "starts": ([happened(kinds.HELPER_STARTED, PHYSICAL_HEALTH, GP, 3.0, 0.8)], {}),
    "protection_starts": ([happened(kinds.HELPER_STARTED, SAFETY, GP, 0.0, 0.9)], {}),
    "new_face": ([NEW_FACE], {"pressure": 0.3}),
    "retold": ([NEW_FACE, happened(kinds.STORY_RETOLD, PARENTING, TEAM, 0.25, 0.4)], {}),
    "call": ([happened(kinds.CALL, PARENTING, GP, 0.5)], {}),
    "call_asked": ([happened(kinds.CALL, PARENTING, GP, 0.5)], {"asked": 1.0}),
    "school": ([happened(kinds.SCHOOL_ACTED_ALONE, SCHOOL, GP, 0.01, 0.05)], {}),
    "plan_by_itself": ([happened(kinds.PLAN_STARTED, value=0.6, against=0.5)], {}),
    "plan": ([happened(kinds.PLAN_STARTED, who=0, value=0.4, against=0.5)], {}),
    "coordinator_leaves": ([happened(kinds.COORDINATOR_LOST, who=TEAM, value=0.4)], {}),
    "coordinator_pressed": ([happened(kinds.COORDINATOR_LOST, who=TEAM, value=0.4)], {"pressure": 0.3}),
    "taken_over": ([happened(kinds.HANDED_BACK, who=TEAM, value=0.65, against=0.6)], {}),
    "handed_back": ([happened(kinds.HANDED_BACK, who=TEAM, value=0.3, against=0.6)], {}),
    "table": (
        [
            AWAY,
            happened(kinds.NETWORK_JOINED, who=0, value=-0.2, against=0.1),
            happened(kinds.UNMET_NEED_FOUND, HOME, value=0.1, against=0.2),
            TABLE,
        ],
        {},
    ),
    "nobody_comes": ([AWAY], {}),
    "unseen": ([SIGN, UNSEEN], {}),
    "no_eyes": ([SIGN, happened(kinds.SIGN_MISSED, SAFETY, value=0.7, against=0.0)], {}),
    "stays": ([SIGN, happened(kinds.SIGN_MISSED, SAFETY, value=0.1, against=0.4)], {}),
    "passed_on": ([SIGN, happened(kinds.SIGN_SHARED, SAFETY, value=0.1, against=0.4)], {}),
    "report": (
        [
            happened(kinds.REPORT, SAFETY, value=0.6, against=0.1),
            happened(kinds.SIGN_SHARED, SAFETY, value=0.1, against=0.4),
            SIGN,
        ],
        {},
    ),
    "together": ([happened(kinds.JOINT_SAFETY_PLAN, SAFETY, TEAM, 0.05, 0.08)], {}),
    "false_alarm": ([happened(kinds.FALSE_ALARM, SAFETY, value=0.001, against=0.005)], {}),
    "crisis": ([CRISIS, UNSEEN, SIGN, AT_ONCE], {}),
    "placement": ([happened(kinds.PLACEMENT, SAFETY, value=0.01, against=0.034), CRISIS], {}),
    "home": ([happened(kinds.RETURNED_HOME, SAFETY, value=0.01, against=0.012)], {}),
    "misses": ([happened(kinds.MISSED_APPOINTMENT, PARENTING, TEAM, 0.95, 0.8)], {}),
    "goals": (
        [
            happened(kinds.GOAL_REACHED, PARENTING, TEAM, 0.2, 0.25),
            happened(kinds.GOAL_REACHED, PHYSICAL_HEALTH, GP, 0.15, 0.25),
        ],
        {},
    ),
    "closes": ([happened(kinds.HELPER_CLOSED, PARENTING, TEAM)], {}),
    "protection_closes": ([happened(kinds.HELPER_CLOSED, SAFETY, GP)], {}),
    "breaks_off": ([happened(kinds.FAMILY_DROPPED_OUT, value=0.0021, against=0.024)], {}),
    "back": ([happened(kinds.CAME_BACK, value=0.001, against=0.012)], {}),
    "back_after_crisis": ([happened(kinds.CAME_BACK, value=0.5, against=0.012), CRISIS], {}),
    "back_in_need": ([happened(kinds.CAME_BACK, value=0.5, against=1.0)], {}),
    "care_closed": ([happened(kinds.FAMILY_CLOSED, against=0.7)], {}),
    "moves": ([happened(kinds.LEFT_REGION)], {}),
    "grown_up": ([happened(kinds.LEFT_REGION)], {"born": -52 * 40}),
}


def moment_of(case, teller_of):
    """The moment that is told of the first event of a case, by somebody who tells a life."""
    events, changes = CASES[case]
    name = kinds.EVENT_KINDS[events[0].kind]
    return next(moment for moment in teller_of(still_life(*events, **changes)) if name in moment.kinds)
