"""Who of the helpers is asked to a round table, and who comes: by shared vision, time, pay and concern about safety."""

from sim import event_kinds as kinds
from sim.chance import TABLE_INVITATION, four
from sim.compiled import weekly_rule
from sim.names import CHILD_PROTECTION, SAFETY, SCHOOL_STAFF
from sim.world import line_of, note


@weekly_rule
def invitation_chance(post, school, safety_concern, p):
    """Chance that an invited professional comes: shared vision, time, pay, and concern about safety.

    A table is planned ahead, so what counts is whether the weeks are full, most where appointments go first. Schools
    come more often with a structured care team and a linked social team. Concern is what child protection comes for.

    Source: vanhal2019 (embedding, time, schools); zonmw2018, "not paid to attend"; kim2017, service
    providers miss meetings most (sizes assumed).
    """
    time = (1.0 - post.pressure) ** (p.contact_first[post.sector] + p.contact_first[post.sector])
    if p.table_hours > 0.0:
        time *= min(1.0, post.hours_left / p.table_hours)
    paid = p.unpaid_comes + (1.0 - p.unpaid_comes) * p.paid_attendance
    if post.sector == p.coordinator_sector:
        paid = 1.0
    vision = p.stranger_comes + (1.0 - p.stranger_comes) * post.embedding
    if post.sector == SCHOOL_STAFF:
        vision += p.school_structure_brings * school.care_structure * (1.0 - vision)
        if school.linked_team >= 0:
            vision += p.school_structure_brings * (1.0 - vision)
    if post.sector != CHILD_PROTECTION:
        paid *= 1.0 - p.concern_closes * safety_concern
    return vision * time * paid


@weekly_rule
def invite_professionals(world, week, number, family, p):
    """Invite the helpers with the heaviest needs first, up to the agreed size; each of them comes or not.

    The family chooses, and may refuse a helper whom it does not trust. A guest is marked by ``relation.seat``: 1 when
    at this table. Gives the number of guests beside the coordinator.

    Source: vanhal2019, whom to invite is agreed with the family beforehand; it decides who joins.
    """
    plan = family.plan
    seats_left = p.table_size - family.parents
    if plan.coordinator >= 0:
        seats_left -= 1.0
    came = 0
    for row in range(family.first_relation, family.first_relation + family.relations):
        world.relation[row].seat = 0
    line = line_of(world, week)
    for _ in range(family.relations):
        row = heaviest_not_asked(world, family)
        if row < 0 or seats_left < 1.0:
            break
        where = world.need[row].relation
        relation = world.relation[where]
        post = world.post[relation.post]
        luck, luck_refused, _, _ = four(world.luck[0], TABLE_INVITATION, number, week, where - family.first_relation)
        relation.seat = -1
        if luck_refused < p.family_refuses * (1.0 - relation.bond):
            continue
        seats_left -= 1.0
        sector = world.sector[post.sector]
        sector.invited += 1.0
        line.invited += 1.0
        school = world.organisation[post.organisation]
        chance = 0.0
        if post.away == 0 and post.incumbent == relation.incumbent:
            chance = invitation_chance(post, school, family.concern, p)
        if luck < chance:
            relation.seat = 1
            came += 1
            sector.came += 1.0
            line.came += 1.0
        else:
            note(world, week, kinds.MISSED_ROUND_TABLE, number, row, relation.post, luck, chance)
    return came


@weekly_rule
def heaviest_not_asked(world, family):
    """The open case with the heaviest need whose helper was not yet invited, its row; safety goes first.

    Source: vanhal2019, goals of the family are ranked (that the heaviest goes first is assumed).
    """
    best = -1
    heaviest = -1.0
    for rank in range(family.open_cases):
        row = family.open_need[rank]
        need = world.need[row]
        relation = world.relation[need.relation]
        weight = 1.0 if need.domain == SAFETY else need.severity
        if weight > heaviest and relation.seat == 0 and relation.post != family.plan.coordinator:
            heaviest = weight
            best = row
    return best
