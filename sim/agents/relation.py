"""A relation: one family and one professional, who may help with several of its needs.

It knows the post *and* the person on it, so that a newcomer on the same post is a new face. A doctor is always there,
and so is somebody at the school of each child; others come and go.
"""

from sim.compiled import record, weekly_rule

NOBODY_YET = -1

relation_type = record(
    [
        ("bond", "f8"),  # working alliance, 0 to 1
        ("ceiling", "f8"),  # the bond that these two can come to have, 0 to 1
        ("known", "f8"),  # share of the family's story that this helper knows, 0 to 1
        ("known_alone", "f8"),  # `known`, had helpers never met nor written for each other, 0 to 1
        ("luck", "f4"),  # what makes this family leave this helper earlier or later than others, 0 to 1
        ("post", "i4"),  # row of the post, -1 when the place is free
        ("incumbent", "i4"),  # number of the person on that post whom the family knows, 0 before anybody
        ("since", "i4"),  # week in which its first open case began
        ("face_since", "i4"),  # week in which the present person came
        ("closed", "i4"),  # week in which its last case ended
        ("streak", "i2"),  # appointments missed one after the other
        ("cases", "i1"),  # needs of the family that it serves now
        ("always", "i1"),  # 1 for the doctor, and for the school of a child at school
        ("child", "i1"),  # number of the child whose school it is, -1 otherwise
        ("consent", "i1"),  # 1 when the family was asked whether information may be shared
        ("seat", "i1"),  # at the last table: 1 came, -1 was asked and did not come, 0 not asked
    ]
)


@weekly_rule
def learn_the_story(relation, share):
    """The helper comes to know a share of what was still unknown.

    Source: samen2016, the story is told again to new helpers.
    """
    relation.known += share * (1.0 - relation.known)
    relation.known_alone += share * (1.0 - relation.known_alone)


@weekly_rule
def known_read(relation, channel):
    """What the helper knows of the story: as is, or as without meetings where a channel (0 to 1) is shut.

    Source: assumed: a switch, to see where gains come from.
    """
    return relation.known_alone + channel * (relation.known - relation.known_alone)
