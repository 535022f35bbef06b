"""The school: it sees the child most, knows the method least, and may act alone.

Structured care at school makes acting alone rarer; a social team linked to the school brings regular contact.
"""

from sim import event_kinds as kinds
from sim.agents.acquaintance import meet_colleague
from sim.agents.cases import case_held_by, relation_with
from sim.agents.family import move_direction
from sim.agents.need import fits, go_ones_own_way
from sim.agents.professional import room_for_meetings, spend_on_meeting
from sim.care.talk import speak_with_each_other
from sim.compiled import rule, weekly_rule
from sim.names import CALLS, SCHOOL, SOCIAL_TEAM
from sim.world import note


@weekly_rule
def work_with_the_school(world, week, number, family, luck, luck_who, p):
    """The school of one of the children, where a case is open, plans an appointment behind everybody's back, or the
    linked team drops in.

    Source: vanhal2019, schools plan with parents without telling the coordinator and pass on unpleasant messages;
    a linked team eases contact (sizes assumed).
    """
    if p.school_alone_chance <= luck <= 1.0 - p.school_link_contact:  # most weeks nothing happens whatever the school
        return
    row = school_case(world, family, luck_who)
    if row < 0:
        return
    need = world.need[row]
    post = world.post[world.relation[need.relation].post]
    if post.away == 1:
        return
    school = world.organisation[post.organisation]
    alone = p.school_alone_chance * (1.0 - school.care_structure) * (1.0 - fits(need.position, need.wish))
    if luck < alone:
        act_alone(world, week, number, family, row, luck, alone, p)
    elif school.linked_team >= 0 and luck > 1.0 - p.school_link_contact:
        drop_in(world, week, family, row, p)


@rule
def school_case(world, family, luck):
    """The row of an open case at a school, each child's as likely; -1 without.

    Source: assumed: bookkeeping.
    """
    cases = 0
    for rank in range(family.open_cases):
        cases += 1 if world.need[family.open_need[rank]].domain == SCHOOL else 0
    turn = int(luck * cases)
    for rank in range(family.open_cases):
        row = family.open_need[rank]
        if world.need[row].domain == SCHOOL:
            if turn == 0:
                return row
            turn -= 1
    return -1


@rule
def act_alone(world, week, number, family, row, luck, chance, p):
    """One more appointment, at cross purposes; with a coordinator, who is asked to bring the message.

    Source: vanhal2019, results on schools (sizes assumed).
    """
    need = world.need[row]
    relation = world.relation[need.relation]
    note(world, week, kinds.SCHOOL_ACTED_ALONE, number, row, relation.post, luck, chance)
    go_ones_own_way(need, p.school_alone_misaligns)
    family.load += p.school_alone_load
    move_direction(family, -p.report_trust)
    plan = family.plan
    if plan.active == 1 and plan.coordinator >= 0:
        own = relation_with(world, family, plan.coordinator)
        mine = case_held_by(world, family, own) if own >= 0 else -1
        coordinator = world.post[plan.coordinator]
        if mine >= 0 and own != need.relation and room_for_meetings(coordinator, p) >= p.call_hours:
            spend_on_meeting(coordinator, CALLS, p.call_hours, p)
            spend_on_meeting(world.post[relation.post], CALLS, p.call_hours, p)
            speak_with_each_other(world, family, mine, row, p.call_hours, p)


@rule
def drop_in(world, week, family, row, p):
    """The linked social team meets the school about this child.

    Source: vanhal2019, teams linked to a school (size assumed).
    """
    at_school = world.relation[world.need[row].relation]
    post = world.post[at_school.post]
    for rank in range(family.open_cases):
        other_row = family.open_need[rank]
        other = world.relation[world.need[other_row].relation]
        if other.post != at_school.post:
            colleague = world.post[other.post]
            time = min(room_for_meetings(colleague, p), room_for_meetings(post, p))
            if colleague.away == 0 and colleague.sector == SOCIAL_TEAM and time >= p.call_hours:
                spend_on_meeting(colleague, CALLS, p.call_hours, p)
                spend_on_meeting(post, CALLS, p.call_hours, p)
                speak_with_each_other(world, family, row, other_row, p.call_hours, p)
                meet_colleague(post, other.post, colleague, p.call_hours, week, p)
                meet_colleague(colleague, at_school.post, post, p.call_hours, week, p)
                return
