"""One fixed face: who helps a family already takes its new question too, where that helper covers it well enough."""

from sim.agents.cases import open_a_case
from sim.agents.need import ON_LIST, SLOTS
from sim.agents.professional import take_on
from sim.care.handover import read_in, set_goals
from sim.care.merging import covers, may_merge
from sim.care.starting import length_of
from sim.care.waiting import leave_the_list
from sim.chance import START_OF_CARE, one, weeks_until
from sim.compiled import rule
from sim.names import SECTOR_OF
from sim.world import line_of

FACE = 2  # page of the luck at the start of care


@rule
def keep_to_a_face(world, week, number, family, p):
    """A question that was asked this week goes to the helper whom the family knows best and who covers it.

    Source: toekomstscenario2021, one fixed face for a family (how often it can be kept is the lever).
    """
    if p.fixed_face <= 0.0 or family.open_cases == 0:
        return
    for row in range(family.first_need, family.first_need + family.needs):
        need = world.need[row]
        if need.status == ON_LIST and need.since == week and need.moved == 0 and may_merge(need):
            luck = one(world.luck[0], START_OF_CARE, number * SLOTS + need.slot, week, FACE)
            where = best_face(world, family, need, p)
            if where >= 0 and luck < p.fixed_face:
                take_it_too(world, week, number, family, row, where, p)


@rule
def best_face(world, family, need, p):
    """The relation with the best bond whose helper covers a need well enough, -1 without.

    Source: assumed: the form.
    """
    best = -1
    for row in range(family.first_relation, family.first_relation + family.relations):
        relation = world.relation[row]
        if relation.post >= 0 and relation.cases > 0 and relation.always == 0:
            post = world.post[relation.post]
            able = post.away == 0 and covers(post.sector, need.domain, p) >= p.merge_keeps
            if able and (best < 0 or relation.bond > world.relation[best].bond):
                best = row
    return best


@rule
def take_it_too(world, week, number, family, row, where, p):
    """The helper begins on one more need of the family, without a list and without a new face.

    Source: assumed: bookkeeping.
    """
    leave_the_list(world, number, row)
    need = world.need[row]
    relation = world.relation[where]
    post = world.post[relation.post]
    sector = world.sector[SECTOR_OF[need.domain]]
    sector.asked -= 1.0
    sector.asked_lately -= 1.0
    open_a_case(world, family, row, where)
    luck = one(world.luck[0], START_OF_CARE, number * SLOTS + need.slot, week, 1)
    need.since = week
    need.until = week + weeks_until(luck, 1.0 / length_of(need, p))
    need.due = 0.0
    need.goal = 0
    take_on(post, need.domain, p)
    set_goals(world, number, need, relation, p)
    need.position = need.own_position
    need.position_alone = need.own_position
    read_in(family, need, relation, post, p)
    line_of(world, week).faces_spared += 1.0
