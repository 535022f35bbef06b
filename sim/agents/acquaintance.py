"""An acquaintance: a colleague whom a professional knows, better by every hour together and less by every week without.

It knows the post *and* the person on it, so that a newcomer has to be met anew.
"""

import numpy as np

from sim.compiled import record, rule, weekly_rule

MAX_ACQUAINTANCES = 12

acquaintance_type = record(
    [
        ("post", "i4"),  # row of the other post, -1 when free
        ("incumbent", "i4"),  # person on that post who is known
        ("last_met", "i4"),  # week
        ("familiarity", "f8"),  # 0 stranger … 1 well known, as of `last_met`
    ]
)


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
def meet_colleague(post, other, other_post, hours, week, p):
    """The person on this post gets to know the person on row `other` better, by hours together.

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
    acquaintance.familiarity = known + min(1.0, p.acquainted_per_hour * hours) * (1.0 - known)
