"""A life that stands still, with made events in it: what is said of them does not hang on what the rules do."""

import dataclasses

import numpy as np

from sim import event_kinds as kinds
from sim import load_scenario
from sim.agents.need import ON_LIST, OPEN
from sim.names import CHILD_MENTAL_HEALTH as MIND
from sim.names import DROPPED_OUT, HOME, IN_CARE, MONEY, PARENTING, PHYSICAL_HEALTH, SAFETY, SCHOOL
from sim.region import build_region
from sim.trace.life import Event, Life, follow
from tests.records import put

WEEK = 10
TEAM, DEBT = 0, 1  # places of the social team and of debt help among the sectors' first posts
STILL = load_scenario("almelo").replace(
    families=30, weeks=20, burn_in_weeks=5, give_up_hazard=0.01, notes_share=0.5, adult_age=18
)
SEED = 1


def one_parent_two_children() -> Life:
    """The life of the first family with one parent and two children."""
    families = build_region(STILL, SEED).family
    alike = (families["parents"] == 1) & (families["children"] == 2)
    return follow(STILL, "shared_plan", SEED, 0, int(np.flatnonzero(alike)[0]))


LIFE = one_parent_two_children()
PLACE = {int(need.domain): place for place, need in reversed(list(enumerate(LIFE.needs(0))))}  # first of each domain
POST = {int(sector): int(np.flatnonzero(LIFE.world.post["sector"] == sector)[0]) for sector in range(7)}


def happened(kind, domain=-1, sector=-1, value=0.0, chance=0.0):
    """An event in the week that is told: of the first need of a domain, with the first post of a sector."""
    need, who = PLACE.get(domain, -1), POST.get(sector, -1)
    return Event(WEEK, kind, LIFE.family, need, who, value, chance)


def still_life(*events, pressure=0.0, born=(-52 * 12, -52 * 8), active=0, tables=1, moved=0, **changes):
    """A family whose weeks are all alike: the social team and the doctor help it, and it waits for help with money.

    Args:
        events: what happens to it.
        pressure: under which somebody left the post of the social team two weeks before.
        born: the weeks in which its children were born.
        active, tables, moved: fields of its plan and of its needs.
        changes: fields of the family that are otherwise.
    """
    watched = LIFE.watched
    states, needs, relations = (array.copy() for array in watched[:3])
    fields = {"arrives": -5, "status": IN_CARE, "trust": 0.5, "trust_before": 0.5, "overload": 0.25, "severity": 0.3}
    put(states, **{**fields, **changes})
    plan = states["plan"]
    put(plan, active=active, coordinator=-1, tables=tables)
    put(needs, status=0, severity=0.3, moved=moved, since=-20)
    put(needs[:, PLACE[MONEY]], status=ON_LIST, severity=0.65)
    first = states["first_relation"][0]
    put(relations, post=-1, cases=0, since=-20)
    for turn, (domain, sector) in enumerate(((PARENTING, TEAM), (PHYSICAL_HEALTH, 5))):
        put(needs[:, PLACE[domain]], status=OPEN, relation=first + turn)
        put(relations[:, turn], post=POST[sector], bond=0.4, cases=1)
    left = Event(WEEK - 2, kinds.PERSON_LEFT, -1, -1, POST[TEAM], pressure, 0.0)
    person = LIFE.world.person.copy()
    children = slice(int(LIFE.last.first_person) + 1, int(LIFE.last.first_person) + 3)
    person["born"][children] = born
    world = LIFE.world._replace(person=person)
    watched = watched._replace(
        states=states, needs=needs, relations=relations, events=list(events), staff_events=[left]
    )
    return dataclasses.replace(LIFE, world=world, watched=watched)


SIGN = happened(kinds.SIGN, SAFETY, value=0.9, chance=0.5)
UNSEEN = happened(kinds.SIGN_MISSED, SAFETY, value=0.7, chance=0.4)
SHARED = happened(kinds.SIGN_SHARED, SAFETY, value=0.1, chance=0.4)
CRISIS = happened(kinds.CRISIS, SAFETY, value=0.9, chance=0.5)
AT_ONCE = happened(kinds.URGENT_ACTION, value=0.5, chance=0.2)
NEW_FACE = happened(kinds.NEW_FACE, PARENTING, TEAM, 0.25, 0.75)
TABLE = happened(kinds.ROUND_TABLE_HELD, sector=TEAM, value=6.0, chance=8.0)
AWAY = happened(kinds.MISSED_ROUND_TABLE, PHYSICAL_HEALTH, 5, 0.9, 0.3)
FOUND = happened(kinds.UNMET_NEED_FOUND, MONEY, value=0.1, chance=0.2)
MERGED = happened(kinds.ROUTE_MERGED, HOME, TEAM, float(POST[4]))
MISSED = happened(kinds.MISSED_APPOINTMENT, PARENTING, TEAM, 0.95, 0.8)
CALL = happened(kinds.CALL, PARENTING, 5, 0.5)
BACK = happened(kinds.CAME_BACK, value=0.001, chance=0.012)

# By the name of what is said in snapshot.toml: the events, the first of which is told, and what is otherwise.
CASES: dict[str, tuple[list[Event], dict]] = {
    "comes": ([happened(kinds.ARRIVED, value=0.45)], {}),
    "life": ([happened(kinds.LIFE_EVENT_HIT, MONEY, value=0.75, chance=2.5 / 52)], {}),
    "asks": ([happened(kinds.ASKED_FOR_HELP, MONEY)], {}),
    "asks_for_a_child": ([happened(kinds.ASKED_FOR_HELP, MIND)], {}),
    "asks_for_a_twin": ([happened(kinds.ASKED_FOR_HELP, MIND)], {"born": (-52 * 9, -52 * 9)}),
    "asks_urgently": ([happened(kinds.ASKED_FOR_HELP, MONEY, value=1.0)], {}),
    "asks_at_the_table": ([happened(kinds.ASKED_FOR_HELP, MONEY), FOUND, TABLE], {}),
    "asks_protection": ([happened(kinds.ASKED_FOR_HELP, SAFETY, value=1.0), CRISIS, AT_ONCE], {}),
    "gives_up": ([happened(kinds.GAVE_UP_WAITING, MONEY, value=8.0)], {}),
    "does_not_start": ([happened(kinds.DID_NOT_START, MONEY, 4, 0.95, 0.8)], {}),
    "starts": ([happened(kinds.HELPER_STARTED, PARENTING, TEAM, 3.0, 0.8)], {}),
    "starts_after_nobody": ([happened(kinds.HELPER_STARTED, PARENTING, TEAM, 3.0, 0.8)], {"moved": 1}),
    "doctor_starts": ([happened(kinds.HELPER_STARTED, PHYSICAL_HEALTH, 5, 1.0, 1.0)], {}),
    "protection_starts": ([happened(kinds.HELPER_STARTED, SAFETY, 6, 2.0, 1.0)], {}),
    "new_face": ([NEW_FACE], {"pressure": 0.3}),
    "retold": ([NEW_FACE, happened(kinds.STORY_RETOLD, PARENTING, TEAM, 0.25, 0.4)], {}),
    "school": ([happened(kinds.SCHOOL_ACTED_ALONE, SCHOOL, 3, 0.01, 0.05)], {}),
    "merged": ([MERGED], {}),
    "merged_at_the_table": ([MERGED, TABLE], {}),
    "merged_by_a_colleague": ([happened(kinds.ROUTE_MERGED, PARENTING, TEAM, float(POST[TEAM]))], {}),
    "plan_by_itself": ([happened(kinds.PLAN_STARTED, value=0.6, chance=0.5)], {}),
    "plan": ([happened(kinds.PLAN_STARTED, sector=TEAM, value=0.4, chance=0.5)], {}),
    "coordinator_leaves": ([happened(kinds.COORDINATOR_LOST, sector=TEAM, value=0.4)], {}),
    "coordinator_pressed": ([happened(kinds.COORDINATOR_LOST, sector=TEAM, value=0.4)], {"pressure": 0.3}),
    "taken_over": ([happened(kinds.HANDED_BACK, sector=TEAM, value=0.65, chance=0.6)], {}),
    "no_time_to_coordinate": ([happened(kinds.HANDED_BACK, sector=TEAM, value=0.3, chance=0.6)], {}),
    "no_helper_any_more": ([happened(kinds.HANDED_BACK, sector=4, value=0.3, chance=0.6)], {}),
    "table": ([AWAY, happened(kinds.NETWORK_JOINED, value=-0.2, chance=0.1), FOUND, TABLE], {}),
    "unseen": ([SIGN, UNSEEN], {}),
    "stays": ([SIGN, happened(kinds.SIGN_MISSED, SAFETY, value=0.1, chance=0.4)], {}),
    "passed_on": ([SIGN, SHARED], {}),
    "told_afterwards": ([SIGN, happened(kinds.TOLD_AFTERWARDS, SAFETY, TEAM), SHARED], {}),
    "report": ([happened(kinds.REPORT, SAFETY, value=0.6, chance=0.1), SHARED, SIGN], {}),
    "together": ([happened(kinds.JOINT_SAFETY_PLAN, SAFETY, TEAM, 0.05, 0.08)], {}),
    "false_alarm": ([happened(kinds.FALSE_ALARM, SAFETY, value=0.001, chance=0.005)], {}),
    "crisis": ([CRISIS, UNSEEN, SIGN, AT_ONCE], {}),
    "crisis_of_mind": ([happened(kinds.CRISIS, MIND, value=0.9, chance=0.5)], {"active": 1}),
    "crisis_of_money": ([happened(kinds.CRISIS, MONEY, value=0.9, chance=0.5), AT_ONCE], {"active": 1}),
    "placement": ([happened(kinds.PLACEMENT, SAFETY, value=0.01, chance=0.034), CRISIS], {}),
    "home": ([happened(kinds.RETURNED_HOME, SAFETY, value=0.01, chance=0.012)], {}),
    "routine": ([MISSED, MISSED, CALL, AWAY], {}),
    "goals": (
        [
            happened(kinds.GOAL_REACHED, PARENTING, TEAM, 0.2, 0.25),
            happened(kinds.GOAL_REACHED, PHYSICAL_HEALTH, 5, 0.15, 0.25),
        ],
        {},
    ),
    "closes": ([happened(kinds.HELPER_CLOSED, PARENTING, TEAM)], {}),
    "protection_closes": ([happened(kinds.HELPER_CLOSED, SAFETY, 6)], {}),
    "ends_early": ([happened(kinds.ENDED_EARLY, PARENTING, TEAM, 0.001, 0.012)], {}),
    "breaks_off": ([happened(kinds.FAMILY_DROPPED_OUT, value=0.0021, chance=0.024)], {}),
    "back": ([BACK], {"status": DROPPED_OUT}),
    "back_after_crisis": ([BACK, CRISIS], {"status": DROPPED_OUT}),
    "back_in_need": ([BACK], {}),
    "care_closed": ([happened(kinds.FAMILY_CLOSED, chance=0.7)], {}),
    "moves": ([happened(kinds.LEFT_REGION)], {}),
    "grown_up": ([happened(kinds.LEFT_REGION)], {"born": (-52 * 50, -52 * 40)}),
}


def moment_of(case, teller_of):
    """The moment that is told of the first event of a case, by somebody who tells a life."""
    events, changes = CASES[case]
    name = kinds.EVENT_KINDS[events[0].kind]
    return next(moment for moment in teller_of(still_life(*events, **changes)) if name in moment.kinds)
