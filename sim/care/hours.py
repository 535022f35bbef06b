"""The hours of a week: what is due, what fits, and that every hour is written down once.

Safety is booked as it happens, meetings as far as a sector lets them, and appointments share what is left. What is
due over what there is is the squeeze: when less fits, some of the appointments are put off, whichever luck has it, and
made up as soon as there is room. In a quiet week some are brought forward.
"""

from sim.agents.need import go_ones_own_way
from sim.agents.professional import feel_the_week, hours_for_families, hours_there, squeeze
from sim.care.choices import is_chosen
from sim.compiled import rule, weekly_rule
from sim.names import CONTACT, IDLE, MISSED_APPOINTMENTS, N_TASKS, SECTOR_OF
from sim.world import line_of

MOST_DUE = 2.0  # appointments that can be made up later; what is further behind is let go
EARLY = 0.5  # from here on an appointment that is not due yet can be brought forward


@weekly_rule
def plan_appointments(world, week, family, p):
    """Which appointments are due this week, and the hours they ask of each post.

    A case begins with more appointments than it goes on with. With a plan, appointments outside the ranked goals are
    held back as far as the plan is kept, and go to the ranked goals of the same helper. Goals of helpers drift apart
    between contacts, faster where the shared vision is weak. Whom somebody chose to see has an appointment, due or not.

    Source: visschernd, six visits a month at first, four later; vanhal2019, professionals' own goals push the family's
    aside (pace assumed).
    """
    plan = family.plan
    appointments = 0
    first_phase_weeks = 0.0
    ranked = plan.active == 1 and plan.tables > 0
    deciding = world.tally[0].deciding == 1
    for rank in range(family.open_cases):
        row = family.open_need[rank]
        need = world.need[row]
        post = world.post[world.relation[need.relation].post]
        drift = p.goal_drift * (1.0 - post.embedding) * (1.0 + p.haste_drifts * post.pressure)
        go_ones_own_way(need, drift)
        new_case = 1.0 if week - need.since < p.first_phase_weeks else 0.0
        first_phase_weeks += new_case
        if post.filled == 1 or p.cover_share > 0.0:  # of an empty post a colleague sees to part
            sector = SECTOR_OF[need.domain]
            pace = pace_of(need, new_case, p)
            if ranked:
                pace = pace_with_a_plan(world, week, family, need, pace, p)
            if need.due < MOST_DUE:
                need.due += pace
            asked = pace * p.appointment_hours[sector]
            world.sector[post.sector].hours_asked += asked
            world.sector[post.sector].due_hours += asked
            if need.due >= EARLY:
                if need.due >= 1.0:
                    post.contact_due += p.appointment_hours[sector]
                else:
                    post.contact_early += p.appointment_hours[sector]
                family.agenda[appointments] = row
                appointments += 1
            elif deciding and is_chosen(post, need):
                family.agenda[appointments] = row
                appointments += 1
    family.appointments = appointments
    line = line_of(world, week)
    line.case_weeks += family.open_cases
    line.first_phase_weeks += first_phase_weeks


@weekly_rule
def pace_of(need, new_case, p):
    """Appointments a week of a case, more in its first phase.

    Source: visschernd, six visits a month at first, four later.
    """
    pace = p.appointments_per_week[SECTOR_OF[need.domain]]
    return pace * (1.0 + new_case * (p.first_phase_ratio - 1.0))


@rule
def pace_with_a_plan(world, week, family, need, pace, p):
    """Outside the ranked goals a part is held back; a ranked goal gets what the same helper holds back elsewhere here.

    Source: vanhal2019, goals are set together and in order (sizes assumed).
    """
    back = p.goals_hold_back * family.plan.fidelity
    if need.goal == 0:
        return pace * (1.0 - back)
    freed = 0.0
    ranked = 0.0
    for rank in range(family.open_cases):
        other = world.need[family.open_need[rank]]
        if other.relation == need.relation:
            new_case = 1.0 if week - other.since < p.first_phase_weeks else 0.0
            ranked += other.goal
            freed += (1.0 - other.goal) * back * pace_of(other, new_case, p)
    return pace + freed / ranked


@rule
def share_out_hours(post):
    """Appointments that are due get what safety, meetings and old promises left; others what is left after these.

    Source: tlomodel2023, a squeeze factor of hours due over hours there; that quiet weeks are used as well is assumed.
    """
    post.contact_share = min(1.0, post.hours_left / post.contact_due) if post.contact_due > 0.0 else 1.0
    left = max(0.0, post.hours_left - post.contact_due)
    post.early_share = min(1.0, left / post.contact_early) if post.contact_early > 0.0 else 0.0


@rule
def close_the_week(world, week, p):
    """What is left of the hours is idle; everything is written down by task.

    Source: assumed: bookkeeping.
    """
    line = line_of(world, week)
    for number in range(world.post.shape[0]):
        post = world.post[number]
        sector = world.sector[post.sector]
        if post.away == 0 and world.organisation[post.organisation].waiting > 0:
            sector.idle_with_list += post.hours_left
            sector.hours_with_list += hours_there(post, sector, p)
        if post.away == 0:
            sector.hours_asked += post.wanted
            sector.hours_planned += hours_for_families(post, sector, p) / sector.capacity
        post.spent[IDLE] = post.hours_left
        post.hours_left = 0.0
        for task in range(N_TASKS):
            post.hours[task] += post.spent[task]
            line.hours[post.sector, task] += post.spent[task]
        feel_the_week(post, p)
        if post.filled == 1:
            line.held_posts += post.fte
            line.squeezed += squeeze(post) * post.fte * (1.0 - post.away)  # who is ill keeps no appointments at all
            line.strain += post.strain * post.fte
        sector.given_hours += post.spent[CONTACT] + post.spent[MISSED_APPOINTMENTS]
