"""The open cases of one family: which of its needs somebody helps with, who that is, and how many helpers it has."""

from sim.agents.need import NO_CASE, OPEN, fits
from sim.agents.relation import NOBODY_YET
from sim.compiled import rule, weekly_rule


@weekly_rule
def is_second_case(world, family, rank):
    """Whether the open case of this rank is held by somebody who holds one before it: one person, counted already.

    Source: assumed: one person is one helper, however many cases.
    """
    relation = world.need[family.open_need[rank]].relation
    for earlier in range(rank):
        if world.need[family.open_need[earlier]].relation == relation:
            return True
    return False


@rule
def relation_with(world, family, post):
    """The row of the family's relation with whoever is on a post, -1 when there is none.

    Source: assumed: bookkeeping.
    """
    for row in range(family.first_relation, family.first_relation + family.relations):
        if world.relation[row].post == post:
            return row
    return -1


@rule
def place_for(world, family, post):
    """The row of the relation with a post: the one there is, a free one, or that of the helper who left longest ago.

    Gives -1 when every relation is in use.

    Source: assumed: bookkeeping; a family remembers some who helped before.
    """
    found = relation_with(world, family, post)
    if found >= 0:
        return found
    oldest = -1
    for row in range(family.first_relation, family.first_relation + family.relations):
        relation = world.relation[row]
        if relation.always == 1:  # a doctor's, or kept for the mentor of a child
            continue
        if relation.post == NOBODY_YET:
            return row
        if relation.cases == 0 and (oldest < 0 or relation.closed < world.relation[oldest].closed):
            oldest = row
    return oldest


@rule
def case_held_by(world, family, relation):
    """The row of an open case that a relation serves, -1 without.

    Source: assumed: bookkeeping.
    """
    for rank in range(family.open_cases):
        if world.need[family.open_need[rank]].relation == relation:
            return family.open_need[rank]
    return -1


@rule
def open_a_case(world, family, row, relation):
    """From now on this relation serves this need.

    Source: assumed: bookkeeping.
    """
    need = world.need[row]
    need.status = OPEN
    need.relation = relation
    family.helpers += 1 if world.relation[relation].cases == 0 else 0
    world.relation[relation].cases += 1
    family.open_need[family.open_cases] = row
    family.open_cases += 1


@rule
def shut_a_case(world, week, family, row):
    """From now on nobody serves this need; the last of the open ones takes its turn.

    Source: assumed: bookkeeping.
    """
    need = world.need[row]
    relation = world.relation[need.relation]
    relation.cases -= 1
    if relation.cases == 0:
        family.helpers -= 1
        relation.closed = week
    need.status = NO_CASE
    family.open_cases -= 1
    for rank in range(family.open_cases):
        if family.open_need[rank] == row:
            family.open_need[rank] = family.open_need[family.open_cases]


@weekly_rule
def helpers_now(world, family):
    """How many people help: those with an open case, the doctor, and somebody at the school of each child.

    Source: judgement, five to eight (children, their schools and doctors counted one by one).
    """
    count = family.helpers
    for row in range(
        family.first_relation, family.first_relation + 1 + family.children
    ):  # doctor and mentors come first
        relation = world.relation[row]
        count += 1 if relation.post >= 0 and relation.cases == 0 else 0
    return count


@weekly_rule
def mean_alignment(world, family):
    """How far helpers work at what the family wants, over the cases that are open now; 0 when there are none.

    Source: assumed: bookkeeping.
    """
    aligned = 0.0
    for rank in range(family.open_cases):
        need = world.need[family.open_need[rank]]
        aligned += fits(need.position, need.wish)
    return aligned / max(1, family.open_cases)
