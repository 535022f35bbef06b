"""The hours of a week: what is due, what fits, and that every hour is written down once.

Safety is booked as it happens, meetings as far as a sector lets them, and appointments share what is left. What is
due over what there is is the squeeze: when less fits, every appointment of that professional shrinks alike.
"""

from sim.agents.professional import feel_the_week
from sim.compiled import rule, weekly_rule
from sim.names import IDLE, N_TASKS, SECTOR_OF_TIE
from sim.world import line_of


@weekly_rule
def plan_appointments(world, week, family, p):
    """Which appointments are due this week, and the hours they ask of each post.

    A case begins with more appointments than it goes on with. With a plan, appointments outside the ranked goals are
    held back as far as the plan is kept. Goals of helpers drift apart between contacts, faster where the shared vision
    is weak.

    Source: visschernd, six visits a month at first, four later; vanhal2019, professionals' own goals push the family's
    aside (pace assumed).
    """
    plan = family.plan
    appointments = 0
    first_phase_weeks = 0.0
    for rank in range(family.open_ties):
        place = family.open_place[rank]
        tie = family.tie[place]
        post = world.post[tie.post]
        drift = p.goal_drift * (1.0 - post.embedding) * (1.0 + p.haste_drifts * post.pressure)
        tie.aligned -= drift * tie.aligned
        new_case = 1.0 if week - tie.since < p.first_phase_weeks else 0.0
        first_phase_weeks += new_case
        if post.filled == 1:
            sector = SECTOR_OF_TIE[place]
            held_back = 0.0
            if plan.active == 1 and plan.tables > 0 and plan.goal[place] == 0:
                held_back = p.goals_hold_back * plan.fidelity
            pace = p.appointments_per_week[sector]
            if new_case > 0.0:
                pace *= p.first_phase_ratio
            if tie.due < 1.0:
                tie.due += pace * (1.0 - held_back)
            due = 1 if tie.due >= 1.0 else 0  # counted rather than asked: no processor guesses which cases are due
            post.contact_due += due * p.appointment_hours[sector]
            family.agenda[appointments] = place
            appointments += due
    family.appointments = appointments
    line = line_of(world, week)
    line.case_weeks += family.open_ties
    line.first_phase_weeks += first_phase_weeks


@rule
def share_out_hours(post):
    """Appointments get what safety, meetings and old promises left; each appointment the same share.

    Source: tlomodel2023, a squeeze factor of hours due over hours there.
    """
    if post.contact_due > post.hours_left:
        post.contact_share = post.hours_left / post.contact_due
    else:
        post.contact_share = 1.0


@rule
def close_the_week(world, week, p):
    """What is left of the hours is idle; everything is written down by task.

    Source: assumed: bookkeeping.
    """
    line = line_of(world, week)
    for number in range(world.post.shape[0]):
        post = world.post[number]
        post.spent[IDLE] = post.hours_left
        post.hours_left = 0.0
        for task in range(N_TASKS):
            post.hours[task] += post.spent[task]
            line.hours[post.sector, task] += post.spent[task]
        feel_the_week(post, p)
        if post.filled == 1:
            line.held_posts += post.fte
            line.squeezed += (1.0 - post.contact_share) * post.fte
            line.strain += post.strain * post.fte
        sector = world.sector[post.sector]
        sector.due_hours += post.contact_due
        sector.given_hours += post.contact_share * post.contact_due
