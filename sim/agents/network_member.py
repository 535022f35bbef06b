"""Someone of the family's own network: a grandmother, a friend, a neighbour.

Gives support, wears out with the family's problems, and may first be against what professionals propose. At the table
somebody can take a task upon him- or herself: what so is carried heals better.
"""

from sim.compiled import record, weekly_rule
from sim.names import OWN_NETWORK

network_member_type = record(
    [
        ("closeness", "f8"),  # to the family, 0 to 1
        ("gives", "f8"),  # support that can be given when not worn out, 0 to 1
        ("strain", "f8"),  # 0 rested … 1 worn out
        ("stance", "f8"),  # towards the plan, -1 against … 1 for
        ("at_table", "i4"),  # 1 when part of the plan
        ("carries", "i4"),  # row of the need that this person took upon him- or herself, -1 without
    ]
)


@weekly_rule
def give_support(world, family, p):
    """The family's own people give what they can; the giving wears them out, rest restores them.

    What they give works directly on calm and on the problems themselves, hardly as a buffer (what it does to problems
    stands in ``let_needs_move``); more on what somebody took upon him- or herself.

    Source: rueger2016, support acts as a main effect (size shrunk); offer2012, problems erode support.
    """
    missing = 1.0
    for number in range(family.members):
        member = family.member[number]
        given = member.closeness * member.gives * (1.0 - member.strain)
        wear = p.support_wear * family.mean_severity
        if member.at_table == 1:
            given += p.channel[OWN_NETWORK] * p.table_adds_support * member.stance * given * (1.0 - given)
            if member.carries >= 0:
                need = world.need[member.carries]
                eased = p.channel[OWN_NETWORK] * p.carrying_helps * given * max(0.0, member.stance)
                need.severity -= eased * need.severity
                wear += p.support_wear
        missing *= 1.0 - given
        member.strain += wear * (1.0 - member.strain) - p.support_rest * member.strain
    family.support = 1.0 - missing
    family.overload -= p.support_calms * family.support * family.overload
