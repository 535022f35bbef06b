"""A professional: a post, and the person who holds it for now.

The post stays when the person leaves. Sector, organisation and hours belong to the post; skill, shared vision, people
known and tiredness belong to the person. Every hour of the week is written down under one task.
"""

import numpy as np

from sim.compiled import record, rule, weekly_rule
from sim.names import ADMINISTRATION, HANDOVER_WORK, N_TASKS, PREPARATION, READING_IN, TEAM_WORK, TRAINING

MAX_ACQUAINTANCES = 12

acquaintance_type = record(
    [
        ("post", "i4"),  # row of the other post, -1 when free
        ("incumbent", "i4"),  # person on that post who is known
        ("last_met", "i4"),  # week
        ("familiarity", "f8"),  # 0 stranger … 1 well known, as of `last_met`
    ]
)

post_type = record(
    [
        # what every family looks at every week comes first: one line of the processor's cache
        ("filled", "i4"),  # 1 when somebody holds the post
        ("incumbent", "i4"),  # number of the person: 1 for the first, then 2, …
        ("vacant_until", "i4"),  # week in which a newcomer can begin
        ("sector", "u4"),  # one of SECTORS
        ("embedding", "f8"),  # of the shared vision in attitude and work, 0 to 1
        ("pressure", "f8"),  # slow average of the work that did not fit, 0 to 1
        ("strain", "f8"),  # 0 rested … 1 exhausted
        ("contact_due", "f8"),  # hours of appointments due this week
        ("contact_share", "f8"),  # share of those hours that fits, 0 to 1
        ("hours_left", "f8"),  # of this week
        ("fte", "f8"),  # part of a full week that the post is for, above 0 to 1
        ("fte_before", "f8"),  # full weeks of the sector's posts before this one
        ("organisation", "i4"),  # row of the organisation
        ("since", "i4"),  # week in which the person began
        ("warm", "i4"),  # 1 when the last handover was a warm one
        ("leavers", "i4"),  # people who left since week 0
        ("caseload", "i4"),  # open cases
        ("coordinating", "i4"),  # families for which the person is care coordinator
        ("order", "f8"),  # place in the order in which posts are cut, 0 to 1
        ("self_efficacy", "f8"),  # with the method, 0 to 1
        ("chairing", "f8"),  # skill in making a table safe, 0 to 1
        ("base_embedding", "f8"),  # to which embedding fades, 0 to 1
        ("base_self_efficacy", "f8"),  # to which self-efficacy fades, 0 to 1
        ("base_chairing", "f8"),  # to which chairing skill fades, 0 to 1
        ("contact_expected", "f8"),  # appointments of last week: what a professional reckons with, in hours
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
    return given


@weekly_rule
def spend_share(post, task, hours):
    """As `spend`; gives the share that fitted, all of it where nothing was asked.

    Source: tlomodel2023, staff minutes as a real limit.
    """
    given = spend(post, task, hours)
    return given / hours if hours > 0.0 else 1.0


@weekly_rule
def room_for_meetings(post, p):
    """Hours left for meetings and calls, after the appointments this sector puts first (as many as last week).

    Source: vanhal2019, youth mental health has no time for more than its own part (the order is assumed).
    """
    return post.hours_left - p.contact_first[post.sector] * post.contact_expected


@rule
def hours_there(post, p):
    """Hours of a week of this post: those of the contract less absence and missing time.

    Source: azw2025 (hours), ftm2021 (6.9 % sick); what is missing beyond that is a lever.
    """
    return p.hours[post.sector] * post.fte * (1.0 - p.absence_share) * (1.0 - p.time_shortage)


@rule
def hours_for_families(post, p):
    """Hours of a week that administration and team work leave, when nothing old is owed.

    Source: azw2025, 38 % of working time goes to administration.
    """
    return hours_there(post, p) * (1.0 - p.administration_share - p.team_work_share)


@rule
def start_the_week(post, p):
    """A new week's hours, and what goes first: administration, team work, and a part of what is owed.

    Source: azw2025, 38 % of working time goes to administration; ftm2021, 6.9 % sick.
    """
    for task in range(N_TASKS):
        post.spent[task] = 0.0
    post.contact_expected = post.contact_due
    post.contact_due = 0.0
    post.hours_left = 0.0
    if post.filled == 1:
        there = hours_there(post, p)
        post.hours_left = there
        spend(post, ADMINISTRATION, p.administration_share * there)
        spend(post, TEAM_WORK, p.team_work_share * there)
        spend(post, HANDOVER_WORK, pay_off(post.owed_handover, there, p))
        post.owed_handover -= post.spent[HANDOVER_WORK]
        spend(post, READING_IN, pay_off(post.owed_reading, there, p))
        post.owed_reading -= post.spent[READING_IN]
        spend(post, PREPARATION, pay_off(post.owed_preparation, there, p))
        post.owed_preparation -= post.spent[PREPARATION]


@rule
def pay_off(owed, there, p):
    """Hours that go this week to work that was put off: at most a share of the week for each kind.

    Source: assumed: work that was promised is spread over weeks.
    """
    return min(owed, p.owed_hours_share * there)


@rule
def feel_the_week(post, p):
    """Work that did not fit becomes pressure and tires; rest heals slowly.

    Source: stanleynd, time pressure is the strongest ground of burnout (the pace is assumed).
    """
    if post.filled == 1:
        post.pressure += p.pressure_memory * (1.0 - post.contact_share - post.pressure)
        post.strain += p.strain_rise * post.pressure * (1.0 - post.strain) - p.strain_rest * post.strain
        post.embedding += p.training_fades * (post.base_embedding - post.embedding)
        post.self_efficacy += p.training_fades * (post.base_self_efficacy - post.self_efficacy)
        post.chairing += p.training_fades * (post.base_chairing - post.chairing)


@weekly_rule
def as_of_now(acquaintance, week, p):
    """How well an acquaintance is known this week: it fades since they last met.

    Source: assumed: the pace of fading.
    """
    return acquaintance.familiarity / (1.0 + p.familiarity_fades * (week - acquaintance.last_met))


@weekly_rule
def place_of(post, other):
    """Where the post on row `other` stands among the acquaintances, -1 when nowhere.

    Source: assumed: bookkeeping.
    """
    for place in range(MAX_ACQUAINTANCES):
        if post.acquaintance[place].post == other:
            return place
    return -1


@weekly_rule
def least_known(post, week, p):
    """The first free place among the acquaintances, else that of the least known.

    Source: assumed: who is met least is forgotten first.
    """
    least = np.inf
    place = 0
    for candidate in range(MAX_ACQUAINTANCES):
        acquaintance = post.acquaintance[candidate]
        held = -1.0 if acquaintance.post < 0 else as_of_now(acquaintance, week, p)
        if held < least:
            least = held
            place = candidate
    return place


@rule
def familiarity(post, other, other_post, week, p):
    """How well the person on this post knows the person on row `other`; fades when they do not meet.

    Source: vanhal2019, at the table professionals get to know each other (the pace of fading is assumed).
    """
    for place in range(MAX_ACQUAINTANCES):
        acquaintance = post.acquaintance[place]
        if acquaintance.post == other and acquaintance.incumbent == other_post.incumbent:
            return as_of_now(acquaintance, week, p)
    return 0.0


@rule
def meet_colleague(post, other, other_post, step, week, p):
    """The person on this post gets to know the person on row `other` a step better.

    The least known acquaintance is forgotten when the places are full.

    Source: vanhal2019, working relations are built at the table; size of a circle assumed.
    """
    place = place_of(post, other)
    known = 0.0
    if place < 0:
        place = least_known(post, week, p)
    elif post.acquaintance[place].incumbent == other_post.incumbent:
        known = as_of_now(post.acquaintance[place], week, p)
    acquaintance = post.acquaintance[place]
    acquaintance.post = other
    acquaintance.incumbent = other_post.incumbent
    acquaintance.last_met = week
    acquaintance.familiarity = known + step * (1.0 - known)


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
