"""The school: it sees the child most, knows the method least, and may act alone.

Structured care at school makes acting alone rarer; a social team linked to the school brings regular contact.
"""

from sim import event_kinds as kinds
from sim.agents.care_tie import OPEN, align
from sim.agents.family import move_direction
from sim.agents.professional import meet_colleague, room_for_meetings, spend
from sim.compiled import rule, weekly_rule
from sim.names import CALLS, N_TIES, SCHOOL, SOCIAL_TEAM
from sim.world import note


@weekly_rule
def work_with_the_school(world, week, number, family, luck, p):
    """Either the school plans an appointment behind everybody's back, or the linked team drops in.

    Source: vanhal2019, schools plan with parents without telling the coordinator and pass on unpleasant messages;
    a linked team eases contact (sizes assumed).
    """
    if p.school_alone_chance <= luck <= 1.0 - p.school_link_contact:  # most weeks nothing happens whatever the school
        return
    tie = family.tie[SCHOOL]
    if tie.status != OPEN:
        return
    post = world.post[tie.post]
    if post.filled == 0:
        return
    school = world.organisation[post.organisation]
    alone = p.school_alone_chance * (1.0 - school.care_structure) * (1.0 - tie.aligned)
    if luck < alone:
        act_alone(world, week, number, family, tie, luck, alone, p)
    elif school.linked_team >= 0 and luck > 1.0 - p.school_link_contact:
        drop_in(world, week, family, tie, post, p)


@rule
def act_alone(world, week, number, family, tie, luck, chance, p):
    """One more appointment, at cross purposes; with a coordinator, who is asked to bring the message.

    Source: vanhal2019, results on schools (sizes assumed).
    """
    note(world, week, kinds.SCHOOL_ACTED_ALONE, number, SCHOOL, tie.post, luck, chance)
    tie.aligned -= p.school_alone_misaligns * tie.aligned
    family.load += p.school_alone_load
    move_direction(family, -p.school_alone_direction)
    plan = family.plan
    if plan.active == 1 and plan.coordinator >= 0:
        coordinator = world.post[plan.coordinator]
        if room_for_meetings(coordinator, p) >= p.message_hours:
            spend(coordinator, CALLS, p.message_hours)
            align(tie, p.message_repairs * plan.fidelity)


@rule
def drop_in(world, week, family, tie, post, p):
    """The linked social team meets the school about this child.

    Source: vanhal2019, teams linked to a school (size assumed).
    """
    for place in range(N_TIES):
        other = family.tie[place]
        if other.status == OPEN and other.post != tie.post:
            colleague = world.post[other.post]
            time = min(room_for_meetings(colleague, p), room_for_meetings(post, p))
            if colleague.filled == 1 and colleague.sector == SOCIAL_TEAM and time >= p.call_hours:
                spend(colleague, CALLS, p.call_hours)
                spend(post, CALLS, p.call_hours)
                align(tie, p.call_alignment)
                align(other, p.call_alignment)
                meet_colleague(post, other.post, colleague, p.call_familiarity, week, p)
                meet_colleague(colleague, tie.post, post, p.call_familiarity, week, p)
                return
