"""Merging: a helper takes a route over that another covers, when both spoke of it and the family agrees.

The one who stays then does part of the other's work as well, and the other's hours go to who waits. It can be judged
wrongly: a route that is ended too lightly is missed.
"""

from sim import event_kinds as kinds
from sim.agents.cases import open_a_case, shut_a_case
from sim.agents.professional import let_go, skill_now, take_on
from sim.care.talk import goals_in_line, say_of
from sim.chance import MERGING, four
from sim.compiled import rule
from sim.names import CHILD_PROTECTION, GP, SAFETY, SCHOOL_STAFF, SECTOR_OF, SOCIAL_TEAM
from sim.world import line_of, note


@rule
def covers(sector, domain, p):
    """How well a sector can help with a domain, 1 for its own.

    Source: assumed; zonmw2018, social teams are generalists (1.13 for the direction).
    """
    if SECTOR_OF[domain] == sector:
        return 1.0
    return p.team_covers if sector == SOCIAL_TEAM else p.others_cover


@rule
def may_merge(need):
    """Whether a route may be ended by another helper: never protection, school or doctor.

    Source: assumed: imposed care and who is always there stay.
    """
    sector = SECTOR_OF[need.domain]
    return need.domain != SAFETY and sector != CHILD_PROTECTION and sector != SCHOOL_STAFF and sector != GP


@rule
def merge_routes(world, week, number, family, one_row, other_row, luck, p):
    """Of two helpers who spoke, the one who covers the other's work best may take it over.

    How well each would do is judged with some error. The family must agree: by trust, and by what it has to say.

    Source: eengezinnd, the method aims at fewer helpers (direction only; sizes assumed).
    """
    first = take_over_chance(world, week, family, one_row, other_row, luck, p)
    second = take_over_chance(world, week, family, other_row, one_row, luck, p)
    stays, goes = (one_row, other_row) if first >= second else (other_row, one_row)
    if max(first, second) <= 0.0:
        return
    leaver = world.need[goes]
    staying = world.relation[world.need[stays].relation]
    agrees = family.trust * say_of(staying, world.post[staying.post], p)
    luck_agrees = four(world.luck[0], MERGING, number, week, goes - family.first_need)[0]
    if luck_agrees >= agrees:
        return
    end_a_route(world, week, number, family, stays, goes, p)
    leaver.due = min(leaver.due, 1.0)


@rule
def take_over_chance(world, week, family, stays, goes, luck, p):
    """How much better than needed the helper of one need is judged to cover another, at most 0 when not good enough.

    Whoever coordinates the family's plan stays.

    Source: assumed: the form and the error.
    """
    staying, going = world.need[stays], world.need[goes]
    if staying.relation == going.relation or not may_merge(going) or not may_merge(staying):
        return 0.0
    if going.severity >= p.urgent_severity or world.relation[going.relation].post == family.plan.coordinator:
        return 0.0
    stayer, goer = world.post[world.relation[staying.relation].post], world.post[world.relation[going.relation].post]
    own = skill_now(goer, week, p) * goals_in_line(going, p)
    other = covers(stayer.sector, going.domain, p) * skill_now(stayer, week, p) * goals_in_line(staying, p)
    judged = other + p.judging_error * (luck + luck - 1.0)
    return judged - p.merge_keeps * own


@rule
def end_a_route(world, week, number, family, stays, goes, p):
    """The case goes to the helper who stays, with the appointment that is due; the other's place comes free.

    Source: assumed: bookkeeping.
    """
    need = world.need[goes]
    before = world.relation[need.relation].post
    let_go(world.post[before], need.domain, p)
    shut_a_case(world, week, family, goes)
    where = world.need[stays].relation
    open_a_case(world, family, goes, where)
    after = world.relation[where].post
    take_on(world.post[after], need.domain, p)
    if need.due >= 1.0:
        world.post[before].contact_due -= p.appointment_hours[SECTOR_OF[need.domain]]
        world.post[after].contact_due += p.appointment_hours[SECTOR_OF[need.domain]]
    need.own_position = world.need[stays].own_position
    need.position = world.need[stays].position
    need.position_alone = world.need[stays].position_alone
    line_of(world, week).routes_merged += 1.0
    note(world, week, kinds.ROUTE_MERGED, number, goes, after, float(before), 0.0)
