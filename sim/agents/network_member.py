"""Someone of the family's own network: a grandmother, a friend, a neighbour.

Gives support, wears out with the family's problems, and may first be against what professionals propose.
"""

from sim.compiled import record, weekly_rule

network_member_type = record(
    [
        ("closeness", "f8"),  # to the family, 0 to 1
        ("gives", "f8"),  # support that can be given when not worn out, 0 to 1
        ("strain", "f8"),  # 0 rested … 1 worn out
        ("stance", "f8"),  # towards the plan, -1 against … 1 for
        ("at_table", "i4"),  # 1 when part of the plan
    ]
)


@weekly_rule
def give_support(family, p):
    """The family's own people give what they can; the giving wears them out, rest restores them.

    What they give works directly on calm and on the problems themselves, hardly as a buffer
    (what it does to problems stands in ``let_problems_feed_each_other``).

    Source: rueger2016, support acts as a main effect (size shrunk); offer2012, problems erode support.
    """
    missing = 1.0
    for number in range(family.members):
        member = family.member[number]
        given = member.closeness * member.gives * (1.0 - member.strain)
        if member.at_table == 1:
            given += p.table_adds_support * member.stance * given * (1.0 - given)
        missing *= 1.0 - given
        member.strain += p.support_wear * family.mean_severity * (1.0 - member.strain) - p.support_rest * member.strain
    family.support = 1.0 - missing
    family.overload -= p.support_calms * family.support * family.overload
