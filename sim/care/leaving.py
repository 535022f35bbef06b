"""The end of care: a goal reached, a helper who closes, a family that breaks off, comes back, or moves away."""

from sim import event_kinds as kinds
from sim.agents.care_tie import ON_LIST, OPEN
from sim.agents.family import move_trust, shut_a_tie
from sim.care.plan import end_the_plan
from sim.care.waiting import leave_the_list, standing
from sim.chance import START_OF_CARE, one, weeks_until
from sim.compiled import rule, weekly_rule
from sim.names import CLOSED, DROPPED_OUT, IN_CARE, LEFT, N_DOMAINS, N_TIES, SAFETY, SECTOR_OF_TIE, WAITING
from sim.world import line_of, note


@rule
def set_status(family, status, week):
    """Give a family another standing from this week on.

    Source: assumed: bookkeeping.
    """
    family.status = status
    family.status_since = week


@rule
def end_tie(world, number, place):
    """A care tie ends: the case makes room, or the place on the list is given up.

    Source: assumed: bookkeeping.
    """
    family = world.family[number]
    tie = family.tie[place]
    if tie.status == OPEN:
        world.post[tie.post].caseload -= 1
        shut_a_tie(family, place)
    elif tie.status == ON_LIST:
        leave_the_list(world, number, place)
    tie.incumbent = 0


@weekly_rule
def close_what_is_done(world, week, number, family, p):
    """Helpers close when the goal is reached, or when the agreed time is over and the need no longer pressing.

    Source: vanderzwaan2020, 70 to 85 % of local-team care closes within a year; protection lasts 2.5 years (cbs2025).
    """
    line = line_of(world, week)
    helpers = family.open_ties
    for turn in range(helpers):
        place = family.open_place[helpers - 1 - turn]  # from behind, because a case may close
        tie = family.tie[place]
        reached = place < N_DOMAINS and family.severity[place] < p.goal_severity
        over = week >= tie.until
        if over and still_needed(family, place, p):
            luck = one(world.luck[0], START_OF_CARE, number * N_TIES + place, week, 1)
            tie.until = week + weeks_until(luck, 1.0 / p.trajectory_weeks[SECTOR_OF_TIE[place]])
            over = False
        if reached or over:
            if reached:
                family.goals_reached += 1
                line.goals_reached += 1.0
                move_trust(family, p.goal_trust)
                note(world, week, kinds.GOAL_REACHED, number, place, tie.post, family.severity[place], p.goal_severity)
            else:
                note(world, week, kinds.HELPER_CLOSED, number, place, tie.post, 0.0, 0.0)
            line.ties_closed += 1.0
            end_tie(world, number, place)


@weekly_rule
def still_needed(family, place, p):
    """Whether care is prolonged when its time is over.

    Source: vanderzwaan2020, some six per cent lasts three years or more (the threshold is assumed).
    """
    if place == SAFETY:
        return family.risk >= p.reference_risk or family.placed > 0
    return family.severity[place] >= p.still_needed_severity


@weekly_rule
def drop_out_chance(family, p):
    """Weekly chance to break off all care that is not imposed: low and falling trust, overload.

    Source: dehaan2013, 28 to 75 % of treatments end early; mahon2024, a falling bond foretells it (sizes assumed).
    """
    falling = max(0.0, family.trust_before - family.trust)
    return (
        p.dropout_base
        * (1.0 + p.dropout_distrust * (1.0 - family.trust))
        * (1.0 + p.dropout_falling * falling)
        * (1.0 + p.dropout_overload * family.overload)
    )


@weekly_rule
def end_or_go_on(world, week, number, family, luck, p):
    """What becomes of a family at the end of the week.

    Source: dehaan2013 (breaking off); devries1998 (giving up); assumed for the order.
    """
    line = line_of(world, week)
    if week >= family.moves_away:
        leave_the_region(world, week, number, family)
        return
    waits = family.waiting_ties
    if family.status == WAITING or family.status == IN_CARE:
        chance = drop_out_chance(family, p)
        if luck < chance and family.open_ties + waits > 0:
            drop_out(world, week, number, family, luck, chance)
        elif family.open_ties + waits > 0 or in_need(family, p):
            if standing(family) != family.status:
                set_status(family, standing(family), week)
        else:
            set_status(family, CLOSED, week)
            family.first_closed = min(family.first_closed, week)
            end_the_plan(world, family)
            line.closures += 1.0
            note(world, week, kinds.FAMILY_CLOSED, number, -1, -1, 0.0, p.need_severity)
    elif family.status == DROPPED_OUT:
        back = p.return_chance * (1.0 + p.return_trust * family.trust)
        if family.last_crisis == week or luck < back:
            come_back(world, week, number, family, luck, back)
    elif waits > 0 or in_need(family, p):
        come_back(world, week, number, family, luck, 1.0)


@rule
def in_need(family, p):
    """Whether any life domain needs help.

    Source: assumed: the threshold of need.
    """
    for domain in range(N_DOMAINS):
        if family.severity[domain] >= p.need_severity:
            return True
    return False


@rule
def drop_out(world, week, number, family, luck, chance):
    """The family breaks off: everything voluntary ends, protection stays.

    Source: dehaan2013; that imposed care stays is the law.
    """
    for place in range(N_TIES):
        if place != SAFETY:
            end_tie(world, number, place)
    end_the_plan(world, family)
    family.dropouts += 1
    line_of(world, week).dropouts += 1.0
    set_status(family, DROPPED_OUT, week)
    note(world, week, kinds.FAMILY_DROPPED_OUT, number, -1, -1, luck, chance)


@rule
def come_back(world, week, number, family, luck, chance):
    """A family turns to care again, after a crisis or by itself.

    Source: smeenknd, return to youth care is common, its share unknown (assumed).
    """
    set_status(family, standing(family), week)
    line_of(world, week).returns += 1.0
    note(world, week, kinds.CAME_BACK, number, -1, -1, luck, chance)


@rule
def leave_the_region(world, week, number, family):
    """The youngest has grown up, or the family moves.

    Source: nji2020, families with a child to 23 years; moving is assumed.
    """
    for place in range(N_TIES):
        end_tie(world, number, place)
    end_the_plan(world, family)
    set_status(family, LEFT, week)
    note(world, week, kinds.LEFT_REGION, number, -1, -1, 0.0, 0.0)
