"""What is done about unsafety: a joint safety plan, a report, urgent action outside any plan, protection, placement.

An investigation by itself helps nobody, and being acted against costs trust.
"""

from sim import event_kinds as kinds
from sim.agents.family import DAYS_PER_WEEK, LUCK_RETURN_HOME, has_child, move_direction, move_trust
from sim.agents.household import household_need, safety_case
from sim.agents.need import NO_CASE, ON_LIST, OPEN, go_ones_own_way
from sim.agents.professional import room_for_meetings, spend, spend_on_meeting
from sim.care.choices import ACT
from sim.care.waiting import ask, hurry
from sim.chance import SAFETY_ANSWER, four
from sim.compiled import rule
from sim.names import CHILD_PROTECTION, PREPARATION, SAFETY_WORK
from sim.world import line_of, note

AT_HOME_PARENTING = 0  # place among a household's needs
URGENT = 2  # page of the luck of an answer
BESIDE, INSIDE = 1.0, 2.0  # where a regional safety team stands: beside the plan, or inside it


@rule
def act_on_concern(world, week, number, family, founded, p):
    """A joint safety plan where the plan and its coordinator allow it; else a report, outside any plan.

    Who decided to act at once does not ask for a joint safety plan.

    Source: vanhal2019, under urgency people act outside the plan; campbell2010, an investigation changes no risk;
    weinstein2001, what a report does to the relation depends on the bond before it.
    """
    plan = family.plan
    if founded > 0.0:
        family.first_reported = min(family.first_reported, week)
    luck_way, luck_protected, luck_placed, _ = four(world.luck[0], SAFETY_ANSWER, number, week, 0)
    custom = max(p.joint_safety_plan, 1.0 if p.safety_team >= INSIDE else 0.0)
    together = custom * plan.fidelity * family.trust
    asked = family.concern_choice != ACT
    if asked and plan.active == 1 and plan.coordinator >= 0 and luck_way < together:
        coordinator = world.post[plan.coordinator]
        if room_for_meetings(coordinator, p) >= p.safety_plan_hours:
            spend_on_meeting(coordinator, PREPARATION, p.safety_plan_hours, p)
            family.safety_plan += founded * plan.fidelity * (1.0 - family.safety_plan)
            note(
                world, week, kinds.JOINT_SAFETY_PLAN, number, safety_case(family), plan.coordinator, luck_way, together
            )
            return
    note(world, week, kinds.REPORT, number, safety_case(family), -1, luck_way, together)
    book_safety_hours(world, family, p.report_hours, p)
    if founded > 0.0:
        go_around_the_family(world, family, p.report_trust, p)
    else:
        be_accused_wrongly(world, family, p)
    call_in_protection(world, week, number, family, luck_protected, p.protection_after_report * founded, p)
    consider_placement(world, week, number, family, luck_placed, p.placement_after_report * founded, p)


@rule
def book_safety_hours(world, family, hours, p):
    """Safety work is done first: by a regional team where there is one, else by every helper with an open case.

    Source: assumed: safety goes before everything; toekomstscenario2021, a regional safety team.
    """
    if p.safety_team >= BESIDE:
        agency = world.organisation[family.organisation[CHILD_PROTECTION]]
        for row in range(agency.first_post, agency.first_post + agency.posts):
            if world.post[row].away == 0:
                hours -= spend(world.post[row], SAFETY_WORK, hours)
        return
    for row in range(family.first_relation, family.first_relation + family.relations):
        relation = world.relation[row]
        if relation.post >= 0 and relation.cases > 0 and world.post[relation.post].away == 0:
            spend(world.post[relation.post], SAFETY_WORK, hours / family.helpers)


@rule
def best_bond(world, family):
    """The best bond with a helper who has an open case, 0 without any.

    Source: assumed: bookkeeping.
    """
    best = 0.0
    for row in range(family.first_relation, family.first_relation + family.relations):
        relation = world.relation[row]
        if relation.post >= 0 and relation.cases > 0:
            best = max(best, relation.bond)
    return best


@rule
def go_around_the_family(world, family, damage, p):
    """Acting around a family costs trust, direction and the bonds, less where the bond was good.

    Source: weinstein2001, the relation before a report decides; vanhal2019, working around parents harms.
    """
    best = best_bond(world, family)
    for row in range(family.first_relation, family.first_relation + family.relations):
        relation = world.relation[row]
        if relation.post >= 0 and relation.cases > 0:
            relation.bond -= min(1.0, damage * p.report_breaks_bond) * (1.0 - relation.bond) * relation.bond
    move_trust(family, -damage * (1.0 - p.bond_shields * best))
    move_direction(family, -damage)


@rule
def be_accused_wrongly(world, family, p):
    """A report without ground costs trust whatever the bond, and weighs on the parents.

    Source: campbell2010, mothers who were investigated were more depressed (direction; sizes assumed).
    """
    move_trust(family, -p.false_report_trust)
    move_direction(family, -p.report_trust)
    family.overload += p.false_report_trust * (1.0 - family.overload)


@rule
def meet_a_crisis(world, week, number, family, p):
    """A crisis of safety: as any crisis, and protection or placement may follow.

    Source: ftm2021 and others on level (0.3 to 1 a family-year, unverified).
    """
    have_a_crisis(world, week, number, family, safety_case(family), p)
    luck_protected, _, luck_placed, _ = four(world.luck[0], SAFETY_ANSWER, number, week, 1)
    family.concern += p.concern_rises * (1.0 - family.concern)
    call_in_protection(world, week, number, family, luck_protected, p.protection_after_crisis, p)
    consider_placement(world, week, number, family, luck_placed, p.placement_after_crisis, p)


@rule
def have_a_crisis(world, week, number, family, row, p):
    """A crisis of the need in `row`: overload, urgent action outside the plan, everything on lists becomes urgent.

    Source: vanhal2019, under urgency there is less coordination, just where it is crucial.
    """
    line = line_of(world, week)
    line.crises += 1.0
    family.crises += 1
    family.last_crisis = week
    family.overload += p.crisis_overload * (1.0 - family.overload)
    note(world, week, kinds.CRISIS, number, row, -1, family.risk, p.reference_risk)
    for row in range(family.first_need, safety_case(family)):
        if world.need[row].status == ON_LIST:
            hurry(world, number, row)
    book_safety_hours(world, family, p.crisis_hours, p)
    luck_urgent = four(world.luck[0], SAFETY_ANSWER, number, week, URGENT)[0]
    plan = family.plan
    inside = 0.0
    if plan.active == 1:
        inside = plan.fidelity * plan.current * p.joint_safety_plan
    if luck_urgent >= inside:
        note(world, week, kinds.URGENT_ACTION, number, -1, -1, luck_urgent, inside)
        plan.current -= p.urgent_outdates_plan * plan.current
        for rank in range(family.open_cases):
            go_ones_own_way(world.need[family.open_need[rank]], p.school_alone_misaligns)
        go_around_the_family(world, family, p.report_trust, p)


@rule
def call_in_protection(world, week, number, family, luck, chance, p):
    """Child protection is asked in for some families: most reports end with advice or with help that goes on.

    Source: cbs2025 and cbsots2024, many reports and few new supervision orders (the shares are assumed).
    """
    row = safety_case(family)
    if luck < chance and world.need[row].status == NO_CASE and has_child(world, family, week, p):
        ask(world, week, number, row, 1, p)


@rule
def consider_placement(world, week, number, family, luck, base, p):
    """A child may be placed out of home: likelier with each domain in trouble.

    Source: smit2022, 10 % for each further problem; level set beside vanassen2020.
    """
    if family.placed > 0 or base <= 0.0:
        return
    problems = 0.0
    for row in range(family.first_need, safety_case(family)):
        if world.need[row].severity >= p.need_severity:
            problems += 1.0
    chance = base * (1.0 + p.placement_per_problem * problems)
    if luck < chance:
        family.placed = 1
        family.placements += 1
        family.first_placed = min(family.first_placed, week)
        line_of(world, week).placements += 1.0
        note(world, week, kinds.PLACEMENT, number, safety_case(family), -1, luck, chance)
        family.overload += p.crisis_overload * (1.0 - family.overload)
        go_around_the_family(world, family, p.report_trust, p)


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
    helped = 1.0 if world.need[household_need(family, AT_HOME_PARENTING)].status == OPEN else 0.0
    chance = p.return_home_chance * (1.0 + p.return_with_help * helped) * (1.0 - family.risk)
    if luck_return < chance:
        family.placed = 0
        note(world, week, kinds.RETURNED_HOME, number, safety_case(family), -1, luck_return, chance)
