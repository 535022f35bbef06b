"""The shared plan and its coordinator (M10)."""

import math

from tests.verification.second_model.family import Family, Plan, Tie
from tests.verification.second_model.settings import SECTORS, grow
from tests.verification.second_model.talk import come_closer, get_to_know_each_other, speak_with_each_other


def coordinate_with_a_plan(family: Family, week: int) -> None:
    """The weekly life of a family's plan, from its beginning on."""
    p, plan = family.model.p, family.plan
    if not plan.active:
        begin_a_plan(family, week)
        return
    plan.current -= p.plan_ageing * plan.current  # no joint evaluation here that would slow it
    lead = plan.coordinator
    if lead and (not lead.post.filled or lead.post.person is not plan.person):  # left the job
        plan.coordinator, plan.fidelity, plan.next_table = None, 0.0, math.inf
    elif lead and handed_back(family, lead):
        lead.person.coordinating -= 1
        plan.coordinator, plan.fidelity = None, 0.0
    elif lead:
        keep_the_coordinator(family, lead, week)
    elif not needs_a_coordinator(family):
        plan.fidelity = family.able() * p.plan_keeping
        plan.current = grow(plan.current, p.coordinator_keeps_current * plan.fidelity)
        if plan.next_table == math.inf:
            plan.next_table = week + p.first_table_weeks
    elif found := find_a_coordinator(family):
        appoint(family, found, week)
    keep_agreements(family)


def needs_a_coordinator(family: Family) -> bool:
    p = family.model.p
    needs: bool = family.able() < p.needs_coordinator_below or p.obligatory_coordinator > 0
    return needs


def begin_a_plan(family: Family, week: int) -> None:
    p = family.model.p
    if family.plan_luck >= family.model.shared_plan_share or len(family.helpers()) < p.plan_from_helpers:
        return
    found = find_a_coordinator(family) if needs_a_coordinator(family) else None
    if found or not needs_a_coordinator(family):
        family.plan = Plan(True, next_table=week + p.first_table_weeks)
        if found:
            appoint(family, found, week)


def find_a_coordinator(family: Family) -> Tie | None:
    """A helper of the sector that coordinates, with places, hours and no other plan to make; the best bond first."""
    p = family.model.p
    able = [
        tie
        for tie in family.helpers()
        if tie.post.sector == SECTORS[p.coordinator_sector]
        and tie.there
        and tie.person.coordinating < p.coordinator_caseload * tie.post.fte
        and a_week_can_hold_a_table(tie)
        and tie.post.owed["preparation"] < p.plan_hours
    ]
    return max(able, key=lambda tie: tie.bond, default=None)


def a_week_can_hold_a_table(tie: Tie) -> bool:
    p = tie.post.p
    needed: float = p.table_possible_from * (p.preparation_hours + p.table_hours)
    return tie.post.for_families() >= needed


def appoint(family: Family, tie: Tie, week: int) -> None:
    p, plan = family.model.p, family.plan
    plan.coordinator, plan.person = tie, tie.person
    tie.person.coordinating += 1
    tie.post.owed["preparation"] += p.reading_in_hours if plan.tables else p.plan_hours
    plan.next_table = week + p.first_table_weeks


def fidelity(family: Family, tie: Tie) -> float:
    p, person = family.model.p, tie.person
    lacks = p.fidelity_by_efficacy * (1 - person.self_efficacy)
    works: float = p.plan_keeping * (1 - lacks) * (1 - p.fidelity_loses_by_pressure * person.pressure)
    return works


def handed_back(family: Family, tie: Tie) -> bool:
    p = family.model.p
    can = family.able() >= max(p.hand_back_above, p.needs_coordinator_below) and not p.obligatory_coordinator
    return can or not tie.cases or not a_week_can_hold_a_table(tie)


def keep_the_coordinator(family: Family, lead: Tie, week: int) -> None:
    """Every few weeks the coordinator calls the helper who is least in line, and brings the plan up to date."""
    p, plan = family.model.p, family.plan
    plan.fidelity = fidelity(family, lead)
    others = [need for need in family.open if need.tie is not lead]
    if (week + family.number) % p.coordinator_call_weeks or not others:
        return
    other, hours = min(others, key=lambda need: need.fit()), p.call_hours * plan.fidelity
    posts = lead.post, other.helper.post
    if any(post.away or post.room() < hours for post in posts):
        return
    for post in posts:
        post.spend(hours)
    own = [need for need in family.open if need.tie is lead][-1]
    speak_with_each_other(family, own, other, hours)
    get_to_know_each_other(lead, other.helper, hours, week)
    plan.current = grow(plan.current, p.coordinator_keeps_current * plan.fidelity)


def keep_agreements(family: Family) -> None:
    """Each ranked goal is an agreement; who keeps it this week hears again what the family wants."""
    p, plan = family.model.p, family.plan
    for need in family.open:
        tie = need.helper
        if need.goal and not tie.post.away:
            read = 1.0 if tie.sat_at_table or tie is plan.coordinator else plan.current * p.plan_keeping
            chance = (1 + tie.person.embedding) / 2 * (1 - tie.person.pressure) * read
            if family.chance.random() < chance:
                come_closer(family, need, p.reading_hours, need.wish)


def end_the_plan(family: Family) -> None:
    if family.plan.coordinator and family.plan.person:
        family.plan.person.coordinating -= 1
    family.plan = Plan()
    for need in family.open:
        need.goal = False
