"""Usual coordination: an occasional call between two helpers who know each other and have time, and the family itself.

This is what parallel routes live on. Able families carry the information themselves; that costs them effort.
"""

from sim import event_kinds as kinds
from sim.agents.care_tie import align, learn_the_story
from sim.agents.family import ability_now, move_trust
from sim.agents.professional import familiarity, meet_colleague, room_for_meetings, spend
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
    luck_first, luck_second, luck_willing, _ = four(world.luck[0], CALL_PARTNERS, number, week, 0)
    one_place = family.open_place[int(luck_first * family.open_ties)]
    one_tie = family.tie[one_place]
    other_place = case_of_another(family, one_tie.post, luck_second)
    other_tie = family.tie[other_place]
    one_post = world.post[one_tie.post]
    other_post = world.post[other_tie.post]
    if one_post.filled == 0 or other_post.filled == 0:
        return
    known = familiarity(one_post, other_tie.post, other_post, week, p)
    willing = (p.call_stranger + (1.0 - p.call_stranger) * known) * (
        p.call_vision + (1.0 - p.call_vision) * one_post.embedding
    )
    room = min(room_for_meetings(one_post, p), room_for_meetings(other_post, p))
    if luck_willing < willing and room >= p.call_hours:
        talk(world, week, number, family, one_place, other_place, p)


@rule
def case_of_another(family, post, luck):
    """The place of one of the open cases that somebody else holds than whoever holds this post, each as likely.

    Source: assumed: who calls whom is chance.
    """
    others = 0
    for rank in range(family.open_ties):
        if family.tie[family.open_place[rank]].post != post:
            others += 1
    turn = int(luck * others)
    for rank in range(family.open_ties):
        place = family.open_place[rank]
        if family.tie[place].post != post:
            if turn == 0:
                return place
            turn -= 1
    return family.open_place[0]  # not reached: there are two helpers or more


@rule
def talk(world, week, number, family, one_place, other_place, p):
    """A call: hours from both, goals that come closer, the story shared, a colleague known a little better.

    When the family was not asked, it notices that things were arranged around it.

    Source: vanhal2019, working around parents harms the relation; samen2016, half were not asked.
    """
    one_tie = family.tie[one_place]
    other_tie = family.tie[other_place]
    one_post = world.post[one_tie.post]
    other_post = world.post[other_tie.post]
    spend(one_post, CALLS, p.call_hours)
    spend(other_post, CALLS, p.call_hours)
    align(one_tie, p.call_alignment * (1.0 - family.concern * p.concern_closes))
    align(other_tie, p.call_alignment * (1.0 - family.concern * p.concern_closes))
    best = max(one_tie.known, other_tie.known)
    one_tie.known += p.call_story * (best - one_tie.known)
    other_tie.known += p.call_story * (best - other_tie.known)
    meet_colleague(one_post, other_tie.post, other_post, p.call_familiarity, week, p)
    meet_colleague(other_post, one_tie.post, one_post, p.call_familiarity, week, p)
    if one_tie.consent == 0:
        move_trust(family, -p.behind_back_trust)
    line_of(world, week).calls += 1.0
    note(world, week, kinds.CALL, number, one_place, other_tie.post, other_tie.aligned, 0.0)


@weekly_rule
def coordinate_yourself(family, p):
    """An able, calm family carries information between its helpers; the effort adds to its load.

    Source: vanhal2019, parents coordinate where they can; kuo2011, a median of two hours a week (the effect is
    assumed).
    """
    if family.helpers > 1:
        effort = ability_now(family, p) * family.direction
        for rank in range(family.open_ties):
            tie = family.tie[family.open_place[rank]]
            align(tie, p.self_alignment * effort)
            learn_the_story(tie, p.self_story * effort)
        family.load += p.self_hours * effort
