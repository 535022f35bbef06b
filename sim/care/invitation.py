"""Who of the helpers is asked to a round table, and who comes: by shared vision, time, pay and concern about safety."""

from sim import event_kinds as kinds
from sim.agents.professional import room_for_meetings, spend
from sim.chance import TABLE_INVITATION, four
from sim.compiled import weekly_rule
from sim.names import N_DOMAINS, N_TIES, ROUND_TABLE, SCHOOL_STAFF
from sim.world import line_of, note


@weekly_rule
def invitation_chance(post, school, room, safety_concern, p):
    """Chance that an invited professional comes: shared vision, time, pay, and concern about safety.

    Schools come more often with a structured care team and a linked social team.

    Source: vanhal2019 (embedding, time, schools); zonmw2018, "not paid to attend"; kim2017, service
    providers miss meetings most (sizes assumed).
    """
    time = min(1.0, max(0.0, room) / p.table_hours) if p.table_hours > 0.0 else 1.0
    paid = p.unpaid_comes + (1.0 - p.unpaid_comes) * p.paid_attendance
    if post.sector == p.coordinator_sector:
        paid = 1.0
    vision = p.stranger_comes + (1.0 - p.stranger_comes) * post.embedding
    if post.sector == SCHOOL_STAFF:
        vision += p.school_structure_brings * school.care_structure * (1.0 - vision)
        if school.linked_team >= 0:
            vision += p.school_link_brings * (1.0 - vision)
    return vision * time * paid * (1.0 - p.concern_keeps_away * safety_concern)


@weekly_rule
def invite_professionals(world, week, number, family, p):
    """Invite the helpers with the heaviest domains first, up to the agreed size; each of them comes or not.

    A guest is marked by ``plan.seat``: 1 when at this table. Gives the number of guests beside the coordinator.

    Source: vanhal2019, whom to invite is agreed with the family beforehand.
    """
    plan = family.plan
    seats_left = p.table_size - family.parents
    if plan.coordinator >= 0:
        seats_left -= 1.0
    came = 0
    for place in range(N_TIES):
        plan.seat[place] = 0
    line = line_of(world, week)
    for _ in range(N_TIES):
        place = heaviest_not_asked(family)
        if place < 0 or seats_left < 1.0:
            break
        tie = family.tie[place]
        seats_left -= 1.0
        post = world.post[tie.post]
        sector = world.sector[post.sector]
        sector.invited += 1.0
        line.invited += 1.0
        luck, _, _, _ = four(world.luck[0], TABLE_INVITATION, number * N_TIES + place, week, 0)
        school = world.organisation[post.organisation]
        chance = 0.0
        if post.filled == 1 and post.incumbent == tie.incumbent:
            chance = invitation_chance(post, school, room_for_meetings(post, p), family.concern, p)
        comes = 1 if luck < chance else -1
        for rank in range(family.open_ties):  # somebody with two cases of this family is asked once
            other = family.open_place[rank]
            if family.tie[other].post == tie.post:
                plan.seat[other] = comes
        if comes == 1:
            came += 1
            sector.came += 1.0
            line.came += 1.0
            spend(post, ROUND_TABLE, p.table_hours)
        else:
            note(world, week, kinds.MISSED_ROUND_TABLE, number, place, tie.post, luck, chance)
    return came


@weekly_rule
def heaviest_not_asked(family):
    """The open tie with the heaviest problem whose helper was not yet invited; safety goes first.

    Source: vanhal2019, goals of the family are ranked (that the heaviest goes first is assumed).
    """
    best = -1
    heaviest = -1.0
    for rank in range(family.open_ties):
        place = family.open_place[rank]
        weight = 1.0 if place >= N_DOMAINS else family.severity[place]
        asked = family.plan.seat[place] != 0
        chairs = family.tie[place].post == family.plan.coordinator
        if weight > heaviest and not asked and not chairs:
            heaviest = weight
            best = place
    return best
