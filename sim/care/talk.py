"""What a talk does: one set of rules for an appointment, a call, a visit to a school, and a round table.

Whoever is there hears everything, for as many hours as it lasts: goals come closer, the story becomes known, colleagues
get to know each other. The family's own time is shared: of a table of two hours with four helpers each has half an hour
with the family, and four helpers together no more than the two hours. Of an hour a part is about goals, what the family
wants and who does what, and the rest is help: little of an appointment, most of a table, all of a call. So nothing here
knows of routes.

A *meeting* is any talk between helpers, with the family or without it. Switches say which of its gains count
(``sim/by_channel.py``).
"""

from sim.agents.family import move_trust
from sim.agents.household import household_need
from sim.agents.need import fits, get_better, position_read
from sim.compiled import rule, weekly_rule
from sim.names import DIRECTION, FROM_CONTACT, GOALS_IN_LINE, SAFETY, TABLE_TREATS, TRUST

HALF = 0.5
AT_HOME_PARENTING, AT_HOME_RELATIONS = 0, 3  # places among the needs of a household


@weekly_rule
def come_closer(need, embedding, goal, hours, meeting, p):
    """The helper's goal moves towards another, by hours of talk about goals and by how far the vision is shared.

    ``meeting`` is 1 where helpers meet; else the goal that the helper would have without meetings moves too.

    Source: vanhal2019, who hears what the family wants works on it; own goals and haste push it aside (pace assumed).
    """
    share = min(1.0, p.goals_meet * hours * embedding)
    need.position += share * (goal - need.position)
    need.position_alone += (1.0 - meeting) * share * (goal - need.position_alone)


@weekly_rule
def hear_the_story(relation, told, hours, meeting, p):
    """The helper comes to know what is told, up to the share ``told`` that the teller knows; the family knows all.

    Source: samen2016, the story is told again to new helpers (pace assumed).
    """
    share = min(1.0, p.story_told_per_hour * hours)
    relation.known += share * max(0.0, told - relation.known)
    relation.known_alone += (1.0 - meeting) * share * max(0.0, told - relation.known_alone)


@weekly_rule
def goals_in_line(need, p):
    """How much of an hour goes to what the family wants, from the floor to 1.

    Source: vanhal2019, professionals' own goals push the family's aside (the floor is assumed).
    """
    return p.alignment_floor + (1.0 - p.alignment_floor) * fits(
        position_read(need, p.channel[GOALS_IN_LINE]), need.wish
    )


@weekly_rule
def treat(world, family, need, relation, skill, talk, lost, meeting, p):
    """An hour of help eases the need, by skill, bond, goals in line with the family's, and what others do not undo.

    Source: roest2023 and karver2018, bond with outcome r .13 to .24; levelsofcare2016, improvement slows with time (a
    share of what is left); weisz2013, better beside usual care d .29.
    """
    bond = p.bond_floor + (1.0 - p.bond_floor) * relation.bond
    dose = talk * skill * bond * goals_in_line(need, p) * (1.0 - lost)
    dose *= 1.0 + meeting * (p.channel[TABLE_TREATS] - 1.0)
    if need.domain == SAFETY:
        get_better(world.need[household_need(family, AT_HOME_PARENTING)], p.protection_helps * dose)
        get_better(world.need[household_need(family, AT_HOME_RELATIONS)], p.protection_helps * dose)
    else:
        get_better(need, p.contact_helps[need.domain] * dose)


@weekly_rule
def be_together(family, need, relation, post, talk, climate, meeting, p):
    """A talk with the family: the bond grows towards what these two can have, trust follows it, and being heard gives
    direction.

    ``climate`` is how safe it is to speak: 1 between two people.

    Source: vanhal2019, families that are heard feel in charge (direction only); karver2018 (bond); sizes assumed.
    """
    warmth = 1.0 - p.strain_chills * post.strain
    relation.bond += min(1.0, p.bond_grows * warmth * talk) * (relation.ceiling - relation.bond)
    counts = 1.0 + meeting * (p.channel[TRUST] - 1.0)
    family.trust += min(1.0, p.talk_trust * talk) * counts * (relation.bond - family.trust)
    if p.direction_form == FROM_CONTACT:
        say = say_of(relation, post, p) * climate
        counts = 1.0 + meeting * (p.channel[DIRECTION] - 1.0)
        in_charge = HALF + HALF * goals_in_line(need, p)
        family.direction += min(1.0, p.talk_direction * talk * say) * counts * (in_charge - family.direction)


@weekly_rule
def say_of(relation, post, p):
    """How much say a family has with a helper: by the shared vision, more where it was asked.

    Source: vanhal2019, nothing about the family without it (sizes assumed).
    """
    return post.embedding * (p.unasked_say + (1.0 - p.unasked_say) * relation.consent)


@rule
def speak_with_each_other(world, family, one_row, other_row, hours, p):
    """Two helpers speak about two needs of a family: about what it wants where it was asked, else each hears the other.

    Concern about safety makes them careful. A family that was not asked notices that things were arranged around it.

    Source: vanhal2019, helpers talk about families rather than with them, and working around parents harms the
    relation; samen2016, half were not asked.
    """
    one, other = world.need[one_row], world.need[other_row]
    first, second = world.relation[one.relation], world.relation[other.relation]
    frankly = hours * (1.0 - p.concern_closes * family.concern)
    between = HALF * one.position + HALF * other.position
    wished = first.consent == 1 and second.consent == 1
    come_closer(one, world.post[first.post].embedding, one.wish if wished else between, frankly, 1.0, p)
    come_closer(other, world.post[second.post].embedding, other.wish if wished else between, frankly, 1.0, p)
    best = max(first.known, second.known)
    hear_the_story(first, best, frankly, 1.0, p)
    hear_the_story(second, best, frankly, 1.0, p)
    if not wished:
        move_trust(family, -p.behind_back_trust)
