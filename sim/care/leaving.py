"""The end of care: a goal reached, a helper who closes, a family that leaves a helper or breaks off, comes back, or
moves.
"""

import math

from sim import event_kinds as kinds
from sim.agents.cases import shut_a_case
from sim.agents.family import move_direction, move_trust
from sim.agents.household import safety_case
from sim.agents.need import ON_LIST, OPEN, SLOTS
from sim.agents.person import at_school
from sim.agents.professional import let_go
from sim.care.plan import end_the_plan
from sim.care.waiting import leave_the_list, standing
from sim.chance import NEVER, START_OF_CARE, one, weeks_until
from sim.compiled import rule, weekly_rule
from sim.names import (
    CLOSED,
    DROPPED_OUT,
    FROM_RESULTS,
    IN_CARE,
    LEFT,
    PER_HELPER,
    SAFETY,
    SCHOOL,
    SECTOR_OF,
    WAITING,
    WHOLE_FAMILY,
)
from sim.world import line_of, note

HALF = 0.5  # the middle of a scale of 0 to 1


@rule
def set_status(family, status, week):
    """Give a family another standing from this week on.

    Source: assumed: bookkeeping.
    """
    family.status = status
    family.status_since = week


@rule
def end_case(world, week, number, row, p):
    """A case ends: there is room for another, or the place on the list is given up. For some time help is not asked
    again.

    Source: assumed: bookkeeping.
    """
    family = world.family[number]
    need = world.need[row]
    if need.status == OPEN:
        need.asks_from = week + int(p.asks_again_weeks)
        let_go(world.post[world.relation[need.relation].post], need.domain, p)
        world.sector[SECTOR_OF[need.domain]].ended_lately += 1.0
        shut_a_case(world, week, family, row)
    elif need.status == ON_LIST:
        leave_the_list(world, number, row)
    need.goal = 0
    need.moved = 0


@weekly_rule
def close_what_is_done(world, week, number, family, p):
    """Helpers close when the goal is reached, or when the agreed time is over and the need no longer pressing.

    Source: vanderzwaan2020, 70 to 85 % of local-team care closes within a year; protection lasts 2.5 years (cbs2025).
    """
    line = line_of(world, week)
    cases = family.open_cases
    for turn in range(cases):
        row = family.open_need[cases - 1 - turn]  # from behind, because a case may close
        need = world.need[row]
        reached = need.domain != SAFETY and need.severity < p.goal_severity
        over = week >= need.until
        if need.domain == SCHOOL and not at_school(world.person[family.first_person + need.person], week, p):
            over = True
        elif over and still_needed(family, need, p):
            luck = one(world.luck[0], START_OF_CARE, number * SLOTS + need.slot, week, 1)
            need.until = week + weeks_until(luck, 1.0 / p.trajectory_weeks[SECTOR_OF[need.domain]])
            over = False
        if reached or over:
            post = world.relation[need.relation].post
            if reached:
                family.goals_reached += 1
                line.goals_reached += 1.0
                move_trust(family, p.goal_trust)
                if p.direction_form == FROM_RESULTS:
                    move_direction(family, p.goal_trust)
                note(world, week, kinds.GOAL_REACHED, number, row, post, need.severity, p.goal_severity)
            else:
                note(world, week, kinds.HELPER_CLOSED, number, row, post, 0.0, 0.0)
            line.cases_closed += 1.0
            end_case(world, week, number, row, p)


@weekly_rule
def still_needed(family, need, p):
    """Whether care is prolonged when its time is over.

    Source: vanderzwaan2020, some six per cent lasts three years or more; cbs2025, protection 2.5 years (the threshold
    is assumed).
    """
    if need.domain == SAFETY:
        return family.risk >= p.still_needed_severity or family.placed > 0
    return need.severity >= p.still_needed_severity


@weekly_rule
def leaving_hazard(family, relation, week, p):
    """Weekly hazard that a family ends one treatment: early on, with low trust or bond, overload, missed appointments.

    Source: dehaan2013, 28 to 75 % of treatments end early, most in the first months; mahon2024, bond (sizes assumed;
    b's may be 0: A-09).
    """
    early = 1.0 + p.early_leaving * math.exp(-(week - relation.since) / p.first_phase_weeks)
    pull = (
        p.leaving_distrust * (HALF - family.trust)
        + p.leaving_overload * (family.overload - HALF)
        + p.leaving_bond * (HALF - relation.bond)
        + p.leaving_missed * relation.streak
        + p.leaving_spread * (relation.luck + relation.luck - 1.0)
    )
    return p.leaving_base * early * math.exp(pull)


@weekly_rule
def may_leave_a_helper(world, family, luck, week, p):
    """Whether this week's luck could mean that a helper is left: a bound on the hazards without exponentials, which
    mostly says no.

    Source: derived, from ``leaving_hazard`` (1 / (1 - x) is more than the exponential of x, as long as x is below 1).
    """
    most = -math.inf
    newest = -NEVER
    for rank in range(family.open_cases):
        relation = world.relation[world.need[family.open_need[rank]].relation]
        pull = p.leaving_bond * (HALF - relation.bond) + p.leaving_missed * relation.streak
        most = max(most, pull + p.leaving_spread * (relation.luck + relation.luck - 1.0))
        newest = max(newest, relation.since)
    most += p.leaving_distrust * (HALF - family.trust) + p.leaving_overload * (family.overload - HALF)
    phase = p.first_phase_weeks + week - newest
    early = phase + p.early_leaving * p.first_phase_weeks  # of the newest helper, times `phase`
    all_of_them = MARGIN * p.leaving_base * family.open_cases * early
    return most >= NEARLY_ONE or luck * (1.0 - most) * phase < all_of_them


NEARLY_ONE = 0.9
MARGIN = 1.001  # far more than rounding can matter


@rule
def leave_a_helper(world, week, number, family, luck, p):
    """In some weeks a family ends the help of one helper, before the goal or the agreed time; imposed care and who is
    always there stay.

    Source: dehaan2013 and A-10 (level); the form is assumed.
    """
    passed = 0.0
    for row in range(family.first_relation, family.first_relation + family.relations):
        relation = world.relation[row]
        if relation.cases > 0 and relation.always == 0:
            before = passed
            passed += -math.expm1(-leaving_hazard(family, relation, week, p))
            if before <= luck < passed:
                end_with(world, week, number, family, row, luck - before, passed - before, p)


@rule
def end_with(world, week, number, family, row, luck, chance, p):
    """All cases of a helper end, but imposed ones.

    Source: assumed: bookkeeping.
    """
    ended = 0
    cases = family.open_cases
    for turn in range(cases):
        need_row = family.open_need[cases - 1 - turn]
        need = world.need[need_row]
        if need.relation == row and need.domain != SAFETY:
            note(world, week, kinds.ENDED_EARLY, number, need_row, world.relation[row].post, luck, chance)
            end_case(world, week, number, need_row, p)
            ended += 1
    family.ended_early += ended
    line_of(world, week).ended_early += ended


@weekly_rule
def break_off_pull(family, p):
    """What pulls a family away from all its care: low and falling trust, and overload.

    Source: mahon2024, a falling bond foretells it (sizes assumed).
    """
    pull = p.leaving_distrust * (HALF - family.trust) + p.leaving_overload * (family.overload - HALF)
    return pull + p.dropout_falling * max(0.0, family.trust_before - family.trust)


@weekly_rule
def break_off_base(p):
    """Weekly chance to break off without any pull.

    Source: assumed: a form of the structure ``dropout``.
    """
    return p.dropout_base + (p.leaving_base if p.dropout_form == WHOLE_FAMILY else 0.0)


@weekly_rule
def break_off_chance(family, p):
    """Weekly chance to break off all care that is not imposed.

    Source: mahon2024, a falling bond foretells it (the form is assumed).
    """
    return break_off_base(p) * math.exp(break_off_pull(family, p))


@weekly_rule
def breaks_off(family, luck, p):
    """Whether the family breaks off all care that is not imposed; most weeks a bound without exponential says no.

    Source: derived, from ``break_off_chance``.
    """
    pull = break_off_pull(family, p)
    if pull < NEARLY_ONE and luck * (1.0 - pull) >= MARGIN * break_off_base(p):
        return False
    return luck < break_off_chance(family, p)


@weekly_rule
def end_or_go_on(world, week, number, family, luck, luck_all, p):
    """What becomes of a family at the end of the week.

    Source: dehaan2013 (breaking off); devries1998 (giving up); assumed for the order.
    """
    line = line_of(world, week)
    if week >= family.moves_away:
        leave_the_region(world, week, number, family, p)
        return
    if family.status == WAITING or family.status == IN_CARE:
        if family.open_cases > 0 and p.dropout_form == PER_HELPER and may_leave_a_helper(world, family, luck, week, p):
            leave_a_helper(world, week, number, family, luck, p)
        waits = family.waiting_cases
        if family.open_cases + waits > 0 and breaks_off(family, luck_all, p):
            break_off(world, week, number, family, luck_all, p)
        elif family.open_cases + waits > 0:
            if standing(family) != family.status:
                set_status(family, standing(family), week)
        else:
            set_status(family, CLOSED, week)
            family.first_closed = min(family.first_closed, week)
            end_the_plan(world, family)
            line.closures += 1.0
            note(world, week, kinds.FAMILY_CLOSED, number, -1, -1, 0.0, 0.0)
    elif family.status == DROPPED_OUT:
        back = p.return_chance * family.trust
        if family.last_crisis == week or luck < back:
            come_back(world, week, number, family, luck, back)
    elif family.waiting_cases > 0:
        come_back(world, week, number, family, luck, 1.0)


@rule
def break_off(world, week, number, family, luck, p):
    """The family breaks off: everything voluntary ends, protection stays.

    Source: dehaan2013; that imposed care stays is the law.
    """
    for row in range(family.first_need, safety_case(family)):
        end_case(world, week, number, row, p)
    end_the_plan(world, family)
    family.broke_off += 1
    line_of(world, week).broke_off += 1.0
    set_status(family, DROPPED_OUT, week)
    note(world, week, kinds.FAMILY_DROPPED_OUT, number, -1, -1, luck, break_off_chance(family, p))


@rule
def come_back(world, week, number, family, luck, chance):
    """A family turns to care again, after a crisis or by itself.

    Source: smeenknd, return to youth care is common, its share unknown (assumed).
    """
    set_status(family, standing(family), week)
    line_of(world, week).returns += 1.0
    note(world, week, kinds.CAME_BACK, number, -1, -1, luck, chance)


@rule
def leave_the_region(world, week, number, family, p):
    """The youngest has grown up, or the family moves.

    Source: nji2020, families with a child to 23 years; moving is assumed.
    """
    for row in range(family.first_need, family.first_need + family.needs):
        end_case(world, week, number, row, p)
    end_the_plan(world, family)
    set_status(family, LEFT, week)
    note(world, week, kinds.LEFT_REGION, number, -1, -1, 0.0, 0.0)
