"""A shared plan begins, gets a coordinator, is kept between tables, loses its coordinator, or is handed back.

The coordinator is one of the helpers already there, and only for families that cannot coordinate themselves.
"""

from sim import event_kinds as kinds
from sim.agents.care_tie import OPEN, align
from sim.agents.family import ability_now
from sim.agents.professional import hours_for_families, meet_colleague, room_for_meetings, spend
from sim.agents.shared_plan import grow_old, read_share
from sim.care.round_table import enough_for_a_table
from sim.chance import NEVER
from sim.compiled import rule, weekly_rule
from sim.names import CALLS, N_TIES, SECTOR_OF_TIE
from sim.world import line_of, note


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
    elif ability_now(family, p) < p.needs_coordinator_below:
        appoint_a_coordinator(world, week, number, family, p)
    else:
        keep_it_yourself(family, week, p)


@rule
def begin_a_plan(world, week, number, family, p):
    """A family plan starts, on its own or with a coordinator.

    Source: vanhal2019 and seeds on 1Gezin1Plan: plan made with the family, first table after some weeks.
    """
    plan = family.plan
    able = ability_now(family, p) >= p.needs_coordinator_below
    plan.coordinator = -1
    if not able:
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
    plan.coherence = 0.0
    plan.evaluated = 0.0
    line_of(world, week).plans_started += 1.0
    note(
        world, week, kinds.PLAN_STARTED, number, -1, plan.coordinator, ability_now(family, p), p.needs_coordinator_below
    )


@rule
def appoint_a_coordinator(world, week, number, family, p):
    """One of the helpers becomes coordinator: of the sector that coordinates here, with room, best known first.

    Nobody becomes one, or stays one, whose whole week could not hold a round table. Plans are made one after the
    other, so an introduction takes months.

    Source: vanhal2019, the person most involved becomes coordinator; zonmw2018, usually of the social
    team; judgement, some eight to ten families for each coordinator.
    """
    best = -1
    best_bond = 0.0
    for place in range(N_TIES):
        tie = family.tie[place]
        if SECTOR_OF_TIE[place] == p.coordinator_sector and tie.status == OPEN:
            post = world.post[tie.post]
            has_room = post.filled == 1 and post.coordinating < round(p.coordinator_caseload * post.fte)
            owed = post.owed_preparation
            finished = owed == 0.0 or owed < p.plan_hours  # the plan before this one is nearly made
            able = enough_for_a_table(hours_for_families(post, p), p)
            if has_room and able and finished and tie.bond >= best_bond:
                best = place
                best_bond = tie.bond
    if best >= 0:
        row = family.tie[best].post
        world.post[row].coordinating += 1
        world.post[row].owed_preparation += p.plan_hours
        family.plan.coordinator = row
        family.plan.incumbent = world.post[row].incumbent
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

    When the person leaves, the hub of the plan is gone; what was written down stays.

    Source: vanhal2019, a temporary role; the size of the loss is what the model explores (assumed).
    """
    plan = family.plan
    post = world.post[plan.coordinator]
    if post.filled == 0 or post.incumbent != plan.incumbent:
        note(world, week, kinds.COORDINATOR_LOST, number, -1, plan.coordinator, plan.current, 0.0)
        line_of(world, week).coordinators_lost += 1.0
        plan.coordinator = -1
        plan.next_table = NEVER
        plan.coherence *= plan.current
        plan.fidelity = 0.0
        return
    plan.fidelity = working_fidelity(post, p)
    still_helper = False
    for rank in range(family.open_ties):
        if family.tie[family.open_place[rank]].post == plan.coordinator:
            still_helper = True
    able_from = max(p.hand_back_above, p.needs_coordinator_below)
    has_time = enough_for_a_table(hours_for_families(post, p), p)
    if not still_helper or not has_time or ability_now(family, p) >= able_from:
        note(world, week, kinds.HANDED_BACK, number, -1, plan.coordinator, ability_now(family, p), able_from)
        post.coordinating -= 1
        plan.coordinator = -1
        plan.fidelity = 0.0
        return
    if (week + number) % int(p.coordinator_call_weeks) == 0:
        inform_who_lags(world, week, number, family, post, p)


@rule
def inform_who_lags(world, week, number, family, post, p):
    """Every few weeks the coordinator calls the helper who is least in line, as far as fidelity and hours go.

    Source: vanhal2019, the coordinator as linking pin (pace assumed).
    """
    plan = family.plan
    least = -1
    lowest = p.in_line_from
    for rank in range(family.open_ties):
        place = family.open_place[rank]
        tie = family.tie[place]
        if tie.post != plan.coordinator and tie.aligned < lowest:
            least = place
            lowest = tie.aligned
    if least < 0:
        return
    tie = family.tie[least]
    other = world.post[tie.post]
    hours = p.coordinator_call_hours * plan.fidelity
    if other.filled == 0 or room_for_meetings(other, p) < hours or room_for_meetings(post, p) < hours:
        return
    line = line_of(world, week)
    line.coordinator_hours += spend(post, CALLS, hours)
    spend(other, CALLS, hours)
    gain = p.coordinator_call_alignment * plan.fidelity * (1.0 - p.concern_closes * family.concern)
    align(tie, gain * other.embedding)
    tie.known += p.call_story * plan.fidelity * (1.0 - tie.known)
    plan.current += p.coordinator_keeps_current * plan.fidelity * (1.0 - plan.current)
    plan.kept += p.coordinator_keeps_agreements * plan.fidelity * (plan.coherence - plan.kept)
    meet_colleague(post, tie.post, other, p.call_familiarity, week, p)
    meet_colleague(other, plan.coordinator, post, p.call_familiarity, week, p)


@weekly_rule
def keep_it_yourself(family, week, p):
    """A family that coordinates itself keeps its own plan, as well as it can, and sees to the next table.

    Source: vanhal2019, the family keeps the direction (pace assumed).
    """
    plan = family.plan
    if plan.next_table == NEVER:
        plan.next_table = week + int(p.first_table_weeks)
    plan.fidelity = ability_now(family, p) * p.plan_keeping
    plan.current += p.family_keeps_current * plan.fidelity * (1.0 - plan.current)


@weekly_rule
def follow_the_plan(family, p):
    """Between tables a kept plan keeps goals together: those who read it drift away less.

    Source: vanhal2019, everybody knows what the goals are (size assumed).
    """
    plan = family.plan
    if plan.active == 1:
        pull = p.plan_keeps_aligned * read_share(plan, p) * plan.kept
        for rank in range(family.open_ties):
            align(family.tie[family.open_place[rank]], pull)


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
    plan.coherence = 0.0
    for place in range(N_TIES):
        plan.goal[place] = 0
    for who in range(family.members):
        family.member[who].at_table = 0
