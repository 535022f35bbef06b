"""A shared plan begins, gets a coordinator, is kept between tables, loses its coordinator, or is handed back.

The coordinator is one of the helpers already there, and only for families that cannot coordinate themselves.
"""

from sim import event_kinds as kinds
from sim.agents.acquaintance import meet_colleague
from sim.agents.cases import relation_with
from sim.agents.family import LUCK_AGREEMENT, ability_now
from sim.agents.need import fits
from sim.agents.professional import hours_for_families, room_for_meetings, spend_on_meeting
from sim.agents.shared_plan import grow_old, read_share
from sim.care.round_table import enough_for_a_table
from sim.care.talk import come_closer, speak_with_each_other
from sim.chance import NEVER
from sim.compiled import rule, weekly_rule
from sim.names import CALLS, MEETING_HOURS
from sim.world import line_of, note

HALF = 0.5
GOLDEN = 0.6180339887498949  # multiples of it lie evenly between 0 and 1: a number for each need from one


@weekly_rule
def coordinate_with_a_plan(world, week, number, family, p):
    """The weekly life of a family's plan, from its beginning on.

    Source: vanhal2019, elements of the method: plan, tables, attitude, transparency, list of agreements.
    """
    plan = family.plan
    if plan.active == 0:
        enough = family.helpers > 0 and family.helpers >= p.plan_from_helpers
        if family.plan_luck < p.shared_plan_share and enough:
            begin_a_plan(world, week, number, family, p)
        return
    if family.plan_luck >= p.shared_plan_share:
        end_the_plan(world, family)
        return
    grow_old(plan, p)
    if plan.coordinator >= 0:
        keep_the_coordinator(world, week, number, family, p)
    elif needs_a_coordinator(family, p):
        appoint_a_coordinator(world, week, number, family, p)
    else:
        keep_it_yourself(family, week, p)
    keep_agreements(world, week, family, p)


@weekly_rule
def needs_a_coordinator(family, p):
    """Whether a professional has to coordinate: where the family cannot, or where the law says that somebody must.

    Source: vanhal2019, only where parents cannot; wams2023, an obligatory coordinator.
    """
    return p.obligatory_coordinator > 0.0 or ability_now(family, p) < p.needs_coordinator_below


@rule
def begin_a_plan(world, week, number, family, p):
    """A family plan starts, on its own or with a coordinator.

    Source: vanhal2019 and seeds on 1Gezin1Plan: plan made with the family, first table after some weeks.
    """
    plan = family.plan
    plan.coordinator = -1
    if needs_a_coordinator(family, p):
        appoint_a_coordinator(world, week, number, family, p)
        if plan.coordinator < 0:
            return
    plan.active = 1
    family.had_plan = 1
    plan.since = week
    plan.tables = 0
    plan.next_table = week + int(p.first_table_weeks)
    plan.current = 0.0
    plan.kept = 0.0
    plan.evaluated = 0.0
    line_of(world, week).plans_started += 1.0
    note(
        world, week, kinds.PLAN_STARTED, number, -1, plan.coordinator, ability_now(family, p), p.needs_coordinator_below
    )


@rule
def appoint_a_coordinator(world, week, number, family, p):
    """One of the helpers becomes coordinator: of the sector that coordinates here, with room, best known first.

    Nobody becomes one, or stays one, whose whole week could not hold a round table. Plans are made one after the
    other, so an introduction takes months; who follows another reads the plan there is.

    Source: vanhal2019, the person most involved becomes coordinator; zonmw2018, usually of the social
    team; judgement, some eight to ten families for each coordinator.
    """
    best = -1
    best_bond = 0.0
    for row in range(family.first_relation, family.first_relation + family.relations):
        relation = world.relation[row]
        if relation.post >= 0 and relation.cases > 0 and world.post[relation.post].sector == p.coordinator_sector:
            post = world.post[relation.post]
            has_place = post.away == 0 and post.coordinating < p.coordinator_caseload * post.fte
            owed = post.owed_preparation
            finished = owed == 0.0 or owed < p.plan_hours  # the plan before this one is nearly made
            able = enough_for_a_table(hours_for_families(post, world.sector[post.sector], p), p)
            if has_place and able and finished and relation.bond >= best_bond:
                best = relation.post
                best_bond = relation.bond
    if best >= 0:
        world.post[best].coordinating += 1
        hours = p.plan_hours if family.plan.tables == 0 else p.reading_in_hours
        world.post[best].owed_preparation += p.channel[MEETING_HOURS] * hours
        family.plan.coordinator = best
        family.plan.incumbent = world.post[best].incumbent
        family.plan.next_table = week + int(p.first_table_weeks)


@weekly_rule
def working_fidelity(post, p):
    """How far this coordinator works as the method asks: keeping the plan, self-efficacy, and time to do so.

    Source: samen2016, better equipped professionals carry it out better; pacend, not when observed (so the weight
    of self-efficacy is uncertain); olson2021, effects are larger with higher fidelity.
    """
    skill = 1.0 - p.fidelity_by_efficacy * (1.0 - post.self_efficacy)
    return p.plan_keeping * skill * (1.0 - p.fidelity_loses_by_pressure * post.pressure)


@weekly_rule
def keep_the_coordinator(world, week, number, family, p):
    """While there is a coordinator: watch the plan, inform who lags behind, hand back when the family can.

    When the person leaves, the hub of the plan is gone; what was written down stays, and the family has to tell again
    what it had told its coordinator.

    Source: vanhal2019, a temporary role; the size of the loss is what the model explores (assumed).
    """
    plan = family.plan
    post = world.post[plan.coordinator]
    if post.filled == 0 or post.incumbent != plan.incumbent:
        note(world, week, kinds.COORDINATOR_LOST, number, -1, plan.coordinator, plan.current, 0.0)
        line_of(world, week).coordinators_lost += 1.0
        plan.coordinator = -1
        plan.next_table = NEVER
        plan.fidelity = 0.0
        return
    plan.fidelity = working_fidelity(post, p)
    own = relation_with(world, family, plan.coordinator)
    still_helper = own >= 0 and world.relation[own].cases > 0
    able_from = max(p.hand_back_above, p.needs_coordinator_below)
    has_time = enough_for_a_table(hours_for_families(post, world.sector[post.sector], p), p)
    able = ability_now(family, p) >= able_from and p.obligatory_coordinator <= 0.0
    if not still_helper or not has_time or able:
        note(world, week, kinds.HANDED_BACK, number, -1, plan.coordinator, ability_now(family, p), able_from)
        post.coordinating -= 1
        plan.coordinator = -1
        plan.fidelity = 0.0
        return
    if (week + number) % int(p.coordinator_call_weeks) == 0:
        inform_who_lags(world, week, family, own, post, p)


@rule
def inform_who_lags(world, week, family, own, post, p):
    """Every few weeks the coordinator calls the helper who is least in line, as far as fidelity and hours go.

    ``own`` is the row of the coordinator's relation with the family.

    Source: vanhal2019, the coordinator as linking pin (pace assumed).
    """
    plan = family.plan
    least = -1
    mine = -1
    lowest = 1.0
    for rank in range(family.open_cases):
        row = family.open_need[rank]
        need = world.need[row]
        in_line = fits(need.position, need.wish)
        if need.relation == own:
            mine = row
        elif in_line < lowest:
            least = row
            lowest = in_line
    if least < 0 or mine < 0:
        return
    relation = world.relation[world.need[least].relation]
    other = world.post[relation.post]
    hours = p.call_hours * plan.fidelity
    if other.away == 1 or post.away == 1 or min(room_for_meetings(other, p), room_for_meetings(post, p)) < hours:
        return
    line = line_of(world, week)
    line.coordinator_hours += spend_on_meeting(post, CALLS, hours, p)
    spend_on_meeting(other, CALLS, hours, p)
    speak_with_each_other(world, family, mine, least, hours, p)
    plan.current += p.coordinator_keeps_current * plan.fidelity * (1.0 - plan.current)
    meet_colleague(post, relation.post, other, hours, week, p)
    meet_colleague(other, plan.coordinator, post, hours, week, p)


@weekly_rule
def keep_it_yourself(family, week, p):
    """A family that coordinates itself keeps its own plan, as well as it can, and sees to the next table.

    Source: vanhal2019, the family keeps the direction (pace assumed).
    """
    plan = family.plan
    if plan.next_table == NEVER:
        plan.next_table = week + int(p.first_table_weeks)
    plan.fidelity = ability_now(family, p) * p.plan_keeping
    plan.current += p.coordinator_keeps_current * plan.fidelity * (1.0 - plan.current)


@weekly_rule
def keep_agreements(world, week, family, p):
    """Each ranked goal is an agreement: who does what until the next table. It is kept this week or broken.

    Who keeps it works at what was agreed; who breaks it goes on as before. Who sat at the table knows what was agreed,
    who did not has to read it. What was broken comes back at the next table.

    Source: vanhal2019, the list of agreements: who, what, when; durlak2008, 60 to 80 % is what good practice reaches
    (sizes assumed).
    """
    plan = family.plan
    if plan.tables == 0:
        return
    count = 0.0
    kept = 0.0
    for rank in range(family.open_cases):
        need = world.need[family.open_need[rank]]
        if need.goal == 1:
            relation = world.relation[need.relation]
            post = world.post[relation.post]
            read = 1.0 if relation.seat == 1 or relation.post == plan.coordinator else read_share(plan, p)
            chance = (HALF + HALF * post.embedding) * (1.0 - post.pressure) * read
            luck = (family.luck[LUCK_AGREEMENT] + need.slot * GOLDEN) % 1.0
            count += 1.0
            if post.away == 0 and luck < chance:
                kept += 1.0
                come_closer(need, post.embedding, need.wish, p.reading_hours, 1.0, p)
    if count > 0.0:
        plan.kept = kept / count
        line = line_of(world, week)
        line.agreements += count
        line.agreements_kept += kept


@rule
def end_the_plan(world, family):
    """The plan stops when the family leaves care or plans are no longer offered.

    Source: assumed: bookkeeping.
    """
    plan = family.plan
    if plan.active == 1 and plan.coordinator >= 0:
        post = world.post[plan.coordinator]
        if post.filled == 1 and post.incumbent == plan.incumbent:
            post.coordinating -= 1
    plan.active = 0
    plan.coordinator = -1
    plan.next_table = NEVER
    plan.current = 0.0
    plan.kept = 0.0
    for row in range(family.first_need, family.first_need + family.needs):
        world.need[row].goal = 0
    for row in range(family.first_relation, family.first_relation + family.relations):
        world.relation[row].seat = 0
    for who in range(family.members):
        family.member[who].at_table = 0
        family.member[who].carries = -1
