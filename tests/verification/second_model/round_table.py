"""The round table: when, who comes, how safe it is, and what it gives and takes (M11)."""

from itertools import combinations

from tests.verification.second_model.family import Family, Tie
from tests.verification.second_model.settings import SECTORS, grow
from tests.verification.second_model.talk import (
    be_together,
    come_closer,
    get_to_know_each_other,
    hear_the_story,
    in_line,
    treat,
    undone_by_others,
)
from tests.verification.second_model.waiting import ask, heaviest_unmet_need

FEWEST_PROFESSIONALS = 2


def hold_round_table(family: Family, week: int) -> None:
    """When the date has come and whoever chairs has time, the table is held; else it waits."""
    p, plan = family.model.p, family.plan
    if not plan.active or week < plan.next_table:
        return
    lead = plan.coordinator
    if lead:
        if not lead.there or lead.post.room() < p.table_possible_from * (p.preparation_hours + p.table_hours):
            return
        prepared, chairing = lead.post.spend(p.preparation_hours) / p.preparation_hours, lead.person.chairing
    elif family.able() >= p.needs_coordinator_below:
        prepared, chairing = 1.0, family.able()
        family.load += p.preparation_hours
    else:
        return
    helpers = ([lead] if lead else []) + invite(family, lead)
    if len(helpers) < FEWEST_PROFESSIONALS:
        plan.next_table = week + p.first_table_weeks
        return
    talk_at_the_table(family, helpers, chairing, prepared, week)
    plan.tables += 1
    plan.next_table = week + p.table_interval_weeks
    heaviest = sorted(family.open, key=lambda need: -need.severity)[: round(p.goals_at_once)]
    for need in family.open:
        need.goal = need in heaviest


def invite(family: Family, lead: Tie | None) -> list[Tie]:
    """Helpers with the heaviest needs first, each once, up to the agreed size; gives those who come."""
    p, u = family.model.p, family.chance.random
    places = round(p.table_size) - len(family.parents) - (lead is not None)
    for tie in family.helpers():
        tie.sat_at_table = tie is lead
    by_severity = sorted(family.open, key=lambda need: -need.severity)
    for tie in dict.fromkeys(need.helper for need in by_severity if need.tie is not lead):
        if places <= 0:
            break
        if u() >= p.family_refuses * (1 - tie.bond):
            places -= 1
            tie.sat_at_table = u() < invitation_chance(family, tie)
    return [tie for tie in family.helpers() if tie.sat_at_table and tie is not lead]


def invitation_chance(family: Family, tie: Tie) -> float:
    """Chance that an invited professional comes: shared vision, time and pay."""
    p, post = family.model.p, tie.post
    if not tie.there:
        return 0.0
    vision = p.stranger_comes + (1 - p.stranger_comes) * tie.person.embedding
    if post.sector == "school":
        vision = grow(vision, p.school_structure_brings * post.organisation.care_structure)
    time = (1 - tie.person.pressure) ** (2 * p.contact_first[post.sector]) * min(1, post.left / p.table_hours)
    paid = p.unpaid_comes + (1 - p.unpaid_comes) * p.paid_attendance
    chance: float = vision * time * (1.0 if post.sector == SECTORS[p.coordinator_sector] else paid)
    return chance


def talk_at_the_table(family: Family, helpers: list[Tie], chairing: float, prepared: float, week: int) -> None:
    p, plan, u = family.model.p, family.plan, family.chance.random
    joining = sum(p.child_joins_from_age <= child.age(week) < p.adult_age for child in family.children)
    seats = len(family.parents) + joining + len(helpers)
    crowd = max(0.0, seats - p.comfortable_seats) / p.comfortable_seats
    crowded = crowd * (1 - p.chairing_softens * chairing)
    calm = p.climate_floor + (1 - p.climate_floor) * chairing * prepared
    climate = calm / (1 + p.crowd_spoils * crowded)
    openness = p.climate_floor + (1 - p.climate_floor) * family.trust  # no concern about safety here
    heard = p.table_hours * climate * openness
    talk = heard / len(helpers)
    for tie in helpers:
        tie.consent = True
        tie.post.spend(p.table_hours)
        own = [need for need in family.open if need.tie is tie]
        treat(family, own[0], p.goal_talk * talk, undone_by_others(family, own[0]))
        be_together(family, tie, talk, in_line(family, own[0]), climate)
        hear_the_story(family, tie, heard, 1.0)
        for need in own:
            come_closer(family, need, (1 - p.goal_talk) * heard, need.wish)
        if own[0].due >= 1:  # the family's own time with a helper stands in for an appointment
            own[0].due -= min(1, p.table_hours / len(helpers) / p.appointment_hours[own[0].sector])
    for one, other in combinations(helpers, 2):
        get_to_know_each_other(one, other, p.table_hours, week)
    plan.current = grow(plan.current, p.plan_written * climate * openness * plan.fidelity)
    family.load += (p.appointment_effort + p.table_hours) * (1 + p.crowd_load * crowded)
    if u() < p.table_finds * climate * openness and (found := heaviest_unmet_need(family, week, hidden_too=True)):
        ask(family, found, week)
