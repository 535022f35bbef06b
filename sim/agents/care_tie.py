"""A care tie: one family and one helper, for one life domain; waiting on a list, or open.

The tie knows the post *and* the person who held the post, so that a newcomer on the same post is a new face.
"""

from sim.compiled import record, weekly_rule

TIE_STATUSES = ("none", "waiting", "open")
(NO_TIE, ON_LIST, OPEN) = range(3)

care_tie_type = record(  # 64 bytes: one line of the processor's cache
    [
        ("status", "i1"),  # one of TIE_STATUSES
        ("urgent", "i1"),  # 1 when it goes before others on the list
        ("consent", "i1"),  # 1 when the family was asked whether information may be shared
        ("post", "i4"),  # row of the post that holds the case
        ("incumbent", "i4"),  # number of the person on that post whom the family knows, 0 before anybody
        ("since", "i4"),  # week in which it was asked for (waiting) or opened (open)
        ("until", "i4"),  # week in which the family gives up (waiting) or the helper means to close (open)
        ("face_since", "i4"),  # week in which the present person came
        ("next_waiting", "i4"),  # place of the next on the list, -1 at the end
        ("previous_waiting", "i4"),  # place of the one before, -1 at the head
        ("due", "f8"),  # appointments due; at 1 there is one
        ("bond", "f8"),  # working alliance, 0 to 1
        ("known", "f8"),  # share of the story this helper knows, 0 to 1
        ("aligned", "f8"),  # how far the helper's goals are those of the family and the others, 0 to 1
    ]
)


@weekly_rule
def learn_the_story(tie, share):
    """The helper comes to know a share of what was still unknown.

    Source: samen2016, the story is told again to new helpers.
    """
    tie.known += share * (1.0 - tie.known)


@weekly_rule
def align(tie, share):
    """The helper's goals move a share of the way towards the goals held in common.

    Source: vanhal2019, at the table everybody learns what the goals are (direction only).
    """
    tie.aligned += share * (1.0 - tie.aligned)
