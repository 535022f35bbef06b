"""A professional: a post, and the person who holds it for now.

The post stays when the person leaves. Sector, organisation and hours belong to the post; skill, shared vision, people
known and tiredness belong to the person. Every hour of the week is written down under one task.
"""

import math

from sim.agents.acquaintance import MAX_ACQUAINTANCES, acquaintance_type
from sim.compiled import record, rule, weekly_rule
from sim.names import (
    ADMINISTRATION,
    CONTACT,
    HANDOVER_WORK,
    MEETING_HOURS,
    MISSED_APPOINTMENTS,
    N_TASKS,
    PREPARATION,
    READING_IN,
    SECTOR_OF,
    TEAM_WORK,
    TRAINING,
)

OWED_SHARE = 0.12  # of a week, for each kind of work that was put off
EXPECTING_WEEKS = 8  # over which somebody looks back to know what next week asks

post_type = record(
    [
        # what every family looks at every week comes first: one line of the processor's cache
        ("filled", "i4"),  # 1 when somebody holds the post
        ("incumbent", "i4"),  # number of the person: 1 for the first, then 2, …
        ("vacant_until", "i4"),  # week in which a newcomer can begin
        ("ill_until", "i4"),  # first week in which the holder is well again
        ("away", "i4"),  # 1 when nobody holds the post or the holder is ill this week
        ("sector", "u4"),  # one of SECTORS
        ("embedding", "f8"),  # of the shared vision in attitude and work, 0 to 1
        ("pressure", "f8"),  # slow average of the work that did not fit, 0 to 1
        ("strain", "f8"),  # 0 rested … 1 exhausted
        ("contact_due", "f8"),  # hours of appointments due this week
        ("contact_early", "f8"),  # hours of appointments that can be brought forward to this week
        ("contact_share", "f8"),  # share of the hours due that fits, 0 to 1
        ("early_share", "f8"),  # share of what can be brought forward that fits, 0 to 1
        ("hours_left", "f8"),  # of this week
        ("fte", "f8"),  # full weeks of work that the post is for: part of one, or more where the organisation is rich
        ("organisation", "i4"),  # row of the organisation
        ("since", "i4"),  # week in which the person began
        ("warm", "i4"),  # 1 when the last handover was a warm one
        ("leavers", "i4"),  # people who left since week 0
        ("caseload", "i4"),  # open cases
        ("coordinating", "i4"),  # families for which the person is care coordinator
        ("decided", "i4"),  # 1 when somebody decided whom the person sees this week (scratch)
        ("hours_aside", "f8"),  # that the rule would have left this week beside those that are left (scratch)
        ("order", "f8"),  # place in the order in which posts are cut, 0 to 1
        ("self_efficacy", "f8"),  # with the method, 0 to 1
        ("chairing", "f8"),  # skill in making a table safe, 0 to 1
        ("base_embedding", "f8"),  # to which embedding fades, 0 to 1
        ("base_self_efficacy", "f8"),  # to which self-efficacy fades, 0 to 1
        ("base_chairing", "f8"),  # to which chairing skill fades, 0 to 1
        ("contact_expected", "f8"),  # what appointments of last week asked: what a professional reckons with, in hours
        ("expected", "f8"),  # hours a week that cases, meetings and old promises ask, as a running mean
        ("wanted", "f8"),  # of this week: hours that were asked for meetings and the like, fitting or not
        ("owed_handover", "f8"),  # hours of warm handover still to be done
        ("owed_reading", "f8"),  # hours of reading in still to be done
        ("owed_preparation", "f8"),  # hours of making and keeping plans still to be done
        ("spent", "f8", (N_TASKS,)),  # hours of this week by task
        ("hours", "f8", (N_TASKS,)),  # hours since week 0 by task
        ("acquaintance", acquaintance_type, (MAX_ACQUAINTANCES,)),
    ]
)


@weekly_rule
def spend(post, task, hours):
    """Write hours down under a task, as far as the week still has them; gives the hours that fitted.

    Source: tlomodel2023, staff minutes as a real limit.
    """
    given = min(hours, post.hours_left)
    post.hours_left -= given
    post.spent[task] += given
    if task != CONTACT and task != MISSED_APPOINTMENTS:  # those are in what is due
        post.wanted += hours
    return given


@weekly_rule
def spend_share(post, task, hours):
    """As `spend`; gives the share that fitted, all of it where nothing was asked.

    Source: tlomodel2023, staff minutes as a real limit.
    """
    given = spend(post, task, hours)
    return given / hours if hours > 0.0 else 1.0


@weekly_rule
def spend_on_meeting(post, task, hours, p):
    """As `spend`, for meetings and what is done for them; nothing where meetings are free (a switch).

    Source: tlomodel2023, staff minutes as a real limit.
    """
    return spend(post, task, p.channel[MEETING_HOURS] * hours)


@weekly_rule
def room_for_meetings(post, p):
    """Hours left for meetings and calls, after the appointments this sector puts first (as many as last week).

    Source: vanhal2019, youth mental health has no time for more than its own part (the order is assumed).
    """
    return post.hours_left - p.contact_first[post.sector] * post.contact_expected


@weekly_rule
def skill_now(post, week, p):
    """Skill of a person: all of it after some time on the post, less at first.

    Source: judgement, a newcomer reaches full productivity in half a year to a year (the form is assumed).
    """
    return 1.0 - p.newcomer_lacks * math.exp(-(week - post.since) / p.new_weeks)


@rule
def hours_there(post, sector, p):
    """Hours of a week of somebody who is well: those of the post as the region pays for, less what is missing.

    Source: azw2025 (hours); what is missing is a lever.
    """
    paid = p.hours[post.sector] * post.fte * sector.capacity * (1.0 + p.extra_capacity[post.sector])
    return paid * (1.0 - p.time_shortage)


@rule
def administration_hours(post, there, p):
    """Hours of administration: a part of the week, and some for each case; never more than there are.

    Source: azw2025, 38 % of working time goes to administration (how much of it goes with cases is assumed).
    """
    return min(there, p.administration_share * there + p.administration_per_case * post.caseload)


@rule
def hours_for_families(post, sector, p):
    """Hours of a week that administration and team work leave, when nothing old is owed.

    Source: azw2025, 38 % of working time goes to administration.
    """
    there = hours_there(post, sector, p)
    return max(0.0, there - administration_hours(post, there, p) - p.team_work_share * there)


@rule
def start_the_week(post, sector, week, p):
    """A new week's hours, and what goes first: administration, team work, and a part of what is owed.

    Source: azw2025, 38 % of working time goes to administration.
    """
    post.contact_expected = asked_hours(post)
    if post.filled == 1 and post.away == 0:
        post.expected += (post.contact_expected + post.wanted - post.expected) / EXPECTING_WEEKS
    for task in range(N_TASKS):
        post.spent[task] = 0.0
    post.contact_due = 0.0
    post.contact_early = 0.0
    post.hours_left = 0.0
    post.away = 1 if post.filled == 0 or week < post.ill_until else 0
    if post.away == 0:
        there = hours_there(post, sector, p)
        post.hours_left = there
        spend(post, ADMINISTRATION, administration_hours(post, there, p))
        spend(post, TEAM_WORK, p.team_work_share * there)
        post.wanted = 0.0
        spend(post, HANDOVER_WORK, pay_off(post.owed_handover, there, p))
        post.owed_handover -= post.spent[HANDOVER_WORK]
        spend(post, READING_IN, pay_off(post.owed_reading, there, p))
        post.owed_reading -= post.spent[READING_IN]
        spend(post, PREPARATION, pay_off(post.owed_preparation, there, p))
        post.owed_preparation -= post.spent[PREPARATION]
    post.wanted = 0.0 if post.away == 1 else post.wanted


@rule
def asked_hours(post):
    """Hours that the appointments of a week would have taken, had all that were due fitted.

    Source: assumed: who plans looks at what the work takes.
    """
    return max(post.contact_due, post.spent[CONTACT] + post.spent[MISSED_APPOINTMENTS])


@rule
def usual_hours(domain, p):
    """Hours of appointments that a case asks in an ordinary week.

    Source: visschernd and others (pace and length by sector).
    """
    return p.appointments_per_week[SECTOR_OF[domain]] * p.appointment_hours[SECTOR_OF[domain]]


@rule
def take_on(post, domain, p):
    """One case more, and the hours it is expected to ask.

    Source: assumed: who plans counts a new case at once.
    """
    post.caseload += 1
    post.expected += usual_hours(domain, p)


@rule
def let_go(post, domain, p):
    """One case less, and the hours it asked.

    Source: assumed: who plans counts a place at once.
    """
    post.caseload -= 1
    post.expected = max(0.0, post.expected - usual_hours(domain, p))


@rule
def squeeze(post):
    """Share of the hours of appointments that did not fit this week.

    Source: tlomodel2023, a squeeze factor of hours due over hours there.
    """
    return 1.0 - post.contact_share


@rule
def pay_off(owed, there, p):
    """Hours that go this week to work that was put off: at most a share of the week for each kind.

    Source: assumed: work that was promised is spread over weeks.
    """
    return min(owed, OWED_SHARE * there)


@rule
def feel_the_week(post, p):
    """Work that did not fit becomes pressure and tires; rest heals slowly.

    Source: stanleynd, time pressure is the strongest ground of burnout (the pace is assumed).
    """
    if post.away == 0:
        post.pressure += p.pressure_memory * (squeeze(post) - post.pressure)
        post.strain += p.strain_rise * post.pressure * (1.0 - post.strain) - p.strain_rest * post.strain
        post.embedding += p.training_fades * (post.base_embedding - post.embedding)
        post.self_efficacy += p.training_fades * (post.base_self_efficacy - post.self_efficacy)
        post.chairing += p.training_fades * (post.base_chairing - post.chairing)


@rule
def train(post, p):
    """Training in the method, as far as the week has the hours: more self-efficacy, a vision that is shared more.

    Source: samen2016, better equipped professionals carry the method out better; pacend, none when observed
    (so the size is uncertain).
    """
    followed = spend_share(post, TRAINING, p.training_hours)
    post.self_efficacy += p.training_efficacy * followed * (1.0 - post.self_efficacy)
    post.embedding += p.training_embedding * followed * (1.0 - post.embedding)
    post.chairing += p.training_chairing * followed * (1.0 - post.chairing)
