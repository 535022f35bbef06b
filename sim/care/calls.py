"""Usual coordination: an occasional call between two helpers who know each other and have time, and the family itself.

This is what parallel routes live on. Able families carry the information themselves; that costs them effort.
"""

from sim import event_kinds as kinds
from sim.agents.acquaintance import familiarity, meet_colleague
from sim.agents.family import ability_now
from sim.agents.need import fits
from sim.agents.professional import room_for_meetings, spend_on_meeting
from sim.care.merging import merge_routes
from sim.care.talk import come_closer, hear_the_story, speak_with_each_other
from sim.chance import CALL_PARTNERS, four
from sim.compiled import rule, weekly_rule
from sim.names import CALLS
from sim.world import line_of, note


@weekly_rule
def call_each_other(world, week, number, family, luck, p):
    """Two helpers of a family may call: likelier with more helpers, familiarity, a shared vision and time.

    Source: vanhal2019, helpers use each other's expertise once they know each other (sizes assumed).
    """
    if family.helpers <= 1 or luck >= p.call_chance * (family.helpers - 1):
        return
    luck_first, luck_second, luck_willing, luck_judged = four(world.luck[0], CALL_PARTNERS, number, week, 0)
    one_row = family.open_need[int(luck_first * family.open_cases)]
    one = world.relation[world.need[one_row].relation]
    other_row = case_of_another(world, family, world.need[one_row].relation, luck_second)
    other = world.relation[world.need[other_row].relation]
    one_post = world.post[one.post]
    other_post = world.post[other.post]
    if one_post.away == 1 or other_post.away == 1:
        return
    known = familiarity(one_post, other.post, other_post, week, p)
    willing = (p.stranger_comes + (1.0 - p.stranger_comes) * known) * (
        p.call_vision + (1.0 - p.call_vision) * one_post.embedding
    )
    room = min(room_for_meetings(one_post, p), room_for_meetings(other_post, p))
    if luck_willing < willing and room >= p.call_hours:
        call(world, week, number, family, one_row, other_row, luck_judged, p)


@rule
def case_of_another(world, family, relation, luck):
    """The row of one of the open cases that somebody else holds than this helper, each as likely.

    Source: assumed: who calls whom is chance.
    """
    others = 0
    for rank in range(family.open_cases):
        if world.need[family.open_need[rank]].relation != relation:
            others += 1
    turn = int(luck * others)
    for rank in range(family.open_cases):
        row = family.open_need[rank]
        if world.need[row].relation != relation:
            if turn == 0:
                return row
            turn -= 1
    return family.open_need[0]  # not reached: there are two helpers or more


@rule
def call(world, week, number, family, one_row, other_row, luck, p):
    """A call: hours from both, what a talk does, a colleague known a little better, perhaps a route less.

    Source: vanhal2019, helpers use each other's expertise once they know each other.
    """
    one = world.relation[world.need[one_row].relation]
    other = world.relation[world.need[other_row].relation]
    one_post, other_post = world.post[one.post], world.post[other.post]
    spend_on_meeting(one_post, CALLS, p.call_hours, p)
    spend_on_meeting(other_post, CALLS, p.call_hours, p)
    speak_with_each_other(world, family, one_row, other_row, p.call_hours, p)
    meet_colleague(one_post, other.post, other_post, p.call_hours, week, p)
    meet_colleague(other_post, one.post, one_post, p.call_hours, week, p)
    line_of(world, week).calls += 1.0
    fit = fits(world.need[other_row].position, world.need[other_row].wish)
    note(world, week, kinds.CALL, number, one_row, other.post, fit, 0.0)
    merge_routes(world, week, number, family, one_row, other_row, luck, p)


@weekly_rule
def coordinate_yourself(world, family, p):
    """An able, calm family carries information between its helpers; the effort adds to its load.

    Source: vanhal2019, parents coordinate where they can; kuo2011, a median of two hours a week (the effect is
    assumed).
    """
    if family.helpers > 1:
        hours = p.self_hours * ability_now(family, p) * family.direction
        told = hours / family.open_cases
        for rank in range(family.open_cases):
            need = world.need[family.open_need[rank]]
            relation = world.relation[need.relation]
            come_closer(need, world.post[relation.post].embedding, need.wish, told, 0.0, p)
            hear_the_story(relation, 1.0, told, 0.0, p)
        family.load += hours
