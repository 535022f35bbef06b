"""A need: one life domain of one person, or of the household; how heavy it is, and the help that is asked or given for
it.

The rows of a family lie side by side, only as many as it has: five of the household, one for each parent, two for each
child, and the safety of the children. Whoever helps stands in a relation (``sim/agents/relation.py``), which can serve
several needs.
"""

from sim.compiled import record, weekly_rule

CASE_STATUSES = ("none", "waiting", "open")
(NO_CASE, ON_LIST, OPEN) = range(3)
WIDEST = 2.0  # from relieving (-1) to demanding (1)
SLOTS = 16  # 5 of the household, 2 parents, 4 children with 2 each, safety

need_type = record(
    [
        ("severity", "f8"),  # share of the worst state, 0 to 1
        ("set_point", "f8"),  # to which it recovers, 0 to 1
        ("wish", "f8"),  # what the family wants of help here: -1 to be relieved … 1 to be asked much
        ("due", "f8"),  # appointments due; at 1 there is one
        ("position", "f8"),  # what the helper works at: -1 to relieve … 1 to demand
        ("own_position", "f8"),  # what the helper would work at when nobody said anything, -1 to 1
        ("position_alone", "f8"),  # `position`, had helpers never met nor written for each other, -1 to 1
        ("family", "i4"),  # row of the family
        ("slot", "i4"),  # its place among all needs that any family can have: the address of its luck
        ("relation", "i4"),  # row of the relation that serves it, -1 without
        ("since", "i4"),  # week in which it was asked for (waiting) or opened (open)
        ("asks_from", "i4"),  # before this week the family does not ask help for it again
        ("until", "i4"),  # week in which the family gives up (waiting) or the helper means to close (open)
        ("next_waiting", "i4"),  # row of the next on the list, -1 at the end
        ("previous_waiting", "i4"),  # row of the one before, -1 at the head
        ("domain", "u1"),  # one of DOMAINS, or SAFETY
        ("person", "i1"),  # number of the person within the family, -1 for the household
        ("status", "i1"),  # of the case: one of CASE_STATUSES
        ("urgent", "i1"),  # 1 when it goes before others on the list
        ("moved", "i1"),  # 1 when the case comes from another helper and goes on
        ("goal", "i1"),  # 1 when it is a ranked goal of the plan now
        ("turn", "i1"),  # where somebody decides: 1 chosen, 2 by rule, 4 seen, 8 could be decided, added up (scratch)
    ]
)


@weekly_rule
def go_ones_own_way(need, share):
    """The helper's goals move a share of the way back to what they would be when nobody said anything.

    Source: vanhal2019, professionals' own goals push the family's aside (direction only).
    """
    need.position += share * (need.own_position - need.position)
    need.position_alone += share * (need.own_position - need.position_alone)


@weekly_rule
def position_read(need, channel):
    """Where the helper stands: as is, or as without meetings where a channel (0 to 1) is shut.

    Source: assumed: a switch, to see where gains come from.
    """
    return need.position_alone + channel * (need.position - need.position_alone)


@weekly_rule
def fits(position, wish):
    """How far a helper's goal is what the family wants, 0 (the opposite) to 1.

    Source: assumed: the distance on one line from relieving to demanding.
    """
    return 1.0 - abs(position - wish) / WIDEST


@weekly_rule
def get_worse(need, share):
    """The need gets heavier by a share of what is left to the worst.

    Source: assumed: the form, so that it stays below 1.
    """
    need.severity += share * (1.0 - need.severity)


@weekly_rule
def get_better(need, share):
    """The need gets lighter by a share of what there is.

    Source: levelsofcare2016, improvement slows with time (the form).
    """
    need.severity -= min(1.0, share) * need.severity
