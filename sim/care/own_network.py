"""People of the family's own network at the table: seldom asked, sometimes against, and worth it.

Source in every rule: a grandmother first worked against the plan and yet supported the family.
"""

from sim import event_kinds as kinds
from sim.chance import TABLE_NETWORK, four
from sim.compiled import rule
from sim.names import MONEY, N_OF_HOUSEHOLD
from sim.world import line_of, note


@rule
def invite_the_network(world, week, number, family, chairing, p):
    """Those already in the plan come again; one more may be asked, by trust, skill and the will to do so.

    Gives the number at the table. At the table a stance moves towards the plan.

    Source: vanhal2019, the network is in few plans; visschernd, activation is given least; schreier2019, natural
    supports go with better outcomes.
    """
    seated = 0
    for who in range(family.members):
        member = family.member[who]
        luck_asked, luck_comes, _, _ = four(
            world.luck[0], TABLE_NETWORK, number * family.member.shape[0] + who, week, 0
        )
        asked = luck_asked < asking_chance(family, member, chairing, p)
        if member.at_table == 0 and asked and luck_comes < p.network_agrees * (1.0 - member.strain):
            member.at_table = 1
            family.network_in_plan = 1
            note(world, week, kinds.NETWORK_JOINED, number, -1, who, member.stance, luck_asked)
            line_of(world, week).network_in_plan += 1.0
        if member.at_table == 1:
            seated += 1
            member.stance += p.stance_moves * chairing * (1.0 - member.stance)
            if member.stance > 0.0 and member.carries < 0:
                member.carries = what_to_carry(world, family)
    return seated


@rule
def what_to_carry(world, family):
    """The row of the household need that own people can take upon themselves: the heaviest that nobody carries, but
    money.

    Source: assumed: a grandmother can help with home, parenting and relations, not with debts.
    """
    best = -1
    heaviest = 0.0
    for row in range(family.first_need, family.first_need + N_OF_HOUSEHOLD):
        need = world.need[row]
        carried = need.domain == MONEY
        for who in range(family.members):
            carried = carried or family.member[who].carries == row
        if not carried and need.severity > heaviest:
            heaviest = need.severity
            best = row
    return best


@rule
def asking_chance(family, member, chairing, p):
    """Chance that this person is asked for the table: closeness, the chair's skill, trust, and activation as policy.

    Source: vanhal2019 and samen2016, activating the network is the hardest element (level assumed).
    """
    drive = p.network_asked + p.network_activation * (1.0 - p.network_asked)
    return drive * member.closeness * chairing * family.trust
