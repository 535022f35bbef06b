"""What is done about unsafety: a joint safety plan, a report, urgent action outside any plan, protection, placement.

An investigation by itself helps nobody, and being acted against costs trust.
"""

from sim import event_kinds as kinds
from sim.agents.care_tie import NO_TIE, ON_LIST, OPEN
from sim.agents.family import DAYS_PER_WEEK, LUCK_RETURN_HOME, has_child_between, move_direction, move_trust
from sim.agents.professional import room_for_meetings, spend
from sim.care.waiting import ask, hurry
from sim.chance import SAFETY_ANSWER, four
from sim.compiled import rule
from sim.names import N_DOMAINS, N_TIES, PARENTING, PREPARATION, SAFETY, SAFETY_WORK
from sim.world import line_of, note


@rule
def act_on_concern(world, week, number, family, founded, p):
    """A joint safety plan where the plan and its coordinator allow it; else a report, outside any plan.

    Source: vanhal2019, under urgency people act outside the plan; campbell2010, an investigation changes no risk;
    weinstein2001, what a report does to the relation depends on the bond before it.
    """
    plan = family.plan
    if founded > 0.0:
        family.first_reported = min(family.first_reported, week)
    luck_way, luck_protected, luck_placed, _ = four(world.luck[0], SAFETY_ANSWER, number, week, 0)
    together = p.joint_safety_plan * plan.fidelity * family.trust
    if plan.active == 1 and plan.coordinator >= 0 and luck_way < together:
        coordinator = world.post[plan.coordinator]
        if room_for_meetings(coordinator, p) >= p.safety_plan_hours:
            spend(coordinator, PREPARATION, p.safety_plan_hours)
            family.safety_plan += founded * plan.fidelity * (1.0 - family.safety_plan)
            note(world, week, kinds.JOINT_SAFETY_PLAN, number, SAFETY, plan.coordinator, luck_way, together)
            return
    note(world, week, kinds.REPORT, number, SAFETY, -1, luck_way, together)
    book_safety_hours(world, family, p.report_hours)
    go_around_the_family(family, p.report_trust, p)
    call_in_protection(world, week, number, family, luck_protected, p.protection_after_report * founded, p)
    consider_placement(world, week, number, family, luck_placed, p.placement_after_report * founded, p)


@rule
def book_safety_hours(world, family, hours):
    """Safety work is done first, by every helper with an open case whose hours still allow it.

    Source: assumed: safety goes before everything.
    """
    if family.open_ties > 0:
        for place in range(N_TIES):
            tie = family.tie[place]
            if tie.status == OPEN and world.post[tie.post].filled == 1:
                spend(world.post[tie.post], SAFETY_WORK, hours / family.open_ties)


@rule
def go_around_the_family(family, damage, p):
    """Acting around a family costs trust, direction and the bonds, less where the bond was good.

    Source: weinstein2001, the relation before a report decides; vanhal2019, working around parents harms.
    """
    best = 0.0
    for place in range(N_TIES):
        tie = family.tie[place]
        if tie.status == OPEN:
            best = max(best, tie.bond)
            tie.bond -= min(1.0, damage * p.report_breaks_bond) * (1.0 - tie.bond) * tie.bond
    move_trust(family, -damage * (1.0 - p.bond_shields * best))
    move_direction(family, -damage)


@rule
def meet_a_crisis(world, week, number, family, p):
    """A crisis: overload, urgent action outside the plan, everything on lists becomes urgent, perhaps a placement.

    Source: vanhal2019, under urgency there is less coordination, just where it is crucial; ftm2021 and others on
    level (0.3 to 1 a family-year, unverified).
    """
    line = line_of(world, week)
    line.crises += 1.0
    family.crises += 1
    family.last_crisis = week
    family.overload += p.crisis_overload * (1.0 - family.overload)
    family.concern += p.concern_rises * (1.0 - family.concern)
    note(world, week, kinds.CRISIS, number, SAFETY, -1, family.risk, p.reference_risk)
    for place in range(N_DOMAINS):
        if family.tie[place].status == ON_LIST:
            hurry(world, week, number, place)
    book_safety_hours(world, family, p.crisis_hours)
    luck_protected, luck_urgent, luck_placed, _ = four(world.luck[0], SAFETY_ANSWER, number, week, 1)
    plan = family.plan
    inside = 0.0
    if plan.active == 1:
        inside = plan.fidelity * plan.current * p.joint_safety_plan
    if luck_urgent >= inside:
        note(world, week, kinds.URGENT_ACTION, number, SAFETY, -1, luck_urgent, inside)
        plan.current -= p.urgent_outdates_plan * plan.current
        for place in range(N_TIES):
            family.tie[place].aligned -= p.urgent_misaligns * family.tie[place].aligned
        go_around_the_family(family, p.urgent_trust, p)
    call_in_protection(world, week, number, family, luck_protected, p.protection_after_crisis, p)
    consider_placement(world, week, number, family, luck_placed, p.placement_after_crisis, p)


@rule
def call_in_protection(world, week, number, family, luck, chance, p):
    """Child protection is asked in for some families: most reports end with advice or with help that goes on.

    Source: cbs2025 and cbsots2024, many reports and few new supervision orders (the shares are assumed).
    """
    if luck < chance and family.tie[SAFETY].status == NO_TIE and has_child_between(family, week, 0.0, p.adult_age):
        ask(world, week, number, SAFETY, 1, p)


@rule
def consider_placement(world, week, number, family, luck, base, p):
    """A child may be placed out of home: likelier with each domain in trouble.

    Source: smit2022, 10 % for each further problem; level set beside vanassen2020.
    """
    if family.placed > 0 or base <= 0.0:
        return
    problems = 0.0
    for domain in range(N_DOMAINS):
        if family.severity[domain] >= p.need_severity:
            problems += 1.0
    chance = base * (1.0 + p.placement_per_problem * problems)
    if luck < chance:
        family.placed = 1
        family.placements += 1
        family.first_placed = min(family.first_placed, week)
        line_of(world, week).placements += 1.0
        note(world, week, kinds.PLACEMENT, number, SAFETY, -1, luck, chance)
        family.overload += p.placement_overload * (1.0 - family.overload)
        go_around_the_family(family, p.placement_trust, p)


@rule
def count_placement_week(world, week, number, family, p):
    """Days out of home add up; a child returns with a constant chance, larger when the parents get help.

    Source: wodc2025, 39 % returned in about five years, help for parents more than doubles safe return.
    """
    line = line_of(world, week)
    line.placed_children += family.placed
    line.placement_days += DAYS_PER_WEEK * family.placed
    family.placement_days += DAYS_PER_WEEK * family.placed
    family.cost_euros += p.placement_day_euros * DAYS_PER_WEEK * family.placed
    luck_return = family.luck[LUCK_RETURN_HOME]
    helped = 1.0 if family.tie[PARENTING].status == OPEN else 0.0
    chance = p.return_home_chance * (1.0 + p.return_with_help * helped) * (1.0 - family.risk)
    if luck_return < chance:
        family.placed = 0
        note(world, week, kinds.RETURNED_HOME, number, SAFETY, -1, luck_return, chance)
