"""Doctor and schools: always there for a family, from its coming on, whoever is on the post."""

from sim.agents.cases import relation_with
from sim.agents.organisation import funded
from sim.agents.person import at_school
from sim.agents.professional import let_go, take_on
from sim.agents.relation import NOBODY_YET
from sim.care.handover import begin_to_work_together
from sim.compiled import rule, weekly_rule

EVERY_WEEKS = 4
NOBODY_KNOWN = 0  # number of an incumbent before anybody


@weekly_rule
def know_the_usual_helpers(world, week, number, family, p):
    """Whoever is now on the post of doctor or mentor is the one the family has; a child that leaves school leaves its
    mentor.

    Only once in some weeks anything changes, so it is looked at in turn.

    Source: assumed: doctor and school pass on what they know as colleagues do.
    """
    if (week + number) % EVERY_WEEKS != 0:
        return
    for row in range(family.first_relation, family.first_relation + 1 + family.children):  # they come first
        relation = world.relation[row]
        if relation.child >= 0:
            look_for_a_mentor(world, week, family, relation, p)
        if relation.post >= 0 and not funded(world.post[relation.post], p):
            pass_to_a_colleague(world, family, row, p)
        post = relation.post
        if post >= 0 and relation.cases == 0 and relation.incumbent != world.post[post].incumbent:
            relation.incumbent = world.post[post].incumbent
            relation.face_since = week
            relation.bond *= p.cold_bond_kept
            begin_to_work_together(world, number, family, relation, p)


@rule
def pass_to_a_colleague(world, family, row, p):
    """Where a post is paid for no more, its families and their cases pass to the next colleague whom they do not have
    yet, as a new face; where there is none, all stays as it is.

    Source: assumed: doctor and school go on, whoever is there.
    """
    relation = world.relation[row]
    old = relation.post
    organisation = world.organisation[world.post[old].organisation]
    for turn in range(1, organisation.posts):
        new = organisation.first_post + (old - organisation.first_post + turn) % organisation.posts
        if funded(world.post[new], p) and relation_with(world, family, new) < 0:
            relation.post = new
            relation.incumbent = NOBODY_KNOWN
            for rank in range(family.open_cases):
                need = world.need[family.open_need[rank]]
                if need.relation == row:
                    let_go(world.post[old], need.domain, p)
                    take_on(world.post[new], need.domain, p)
            return


@rule
def look_for_a_mentor(world, week, family, relation, p):
    """A child at school has a mentor there; before and after school it has none. Children with one mentor share the
    relation.

    Source: assumed: one mentor for each child.
    """
    if at_school(world.person[family.first_person + relation.child], week, p):
        if relation.post == NOBODY_YET:
            mentor = mentor_of(world, family, relation.child, p)
            if relation_with(world, family, mentor) < 0:
                relation.post = mentor
    elif relation.cases == 0:
        relation.post = NOBODY_YET


@rule
def mentor_of(world, family, who, p):
    """The post at school that sees to a child (its number within the family): one of the posts in turn, passing over
    those that are paid for no more.

    Source: assumed: one mentor for each child.
    """
    row = family.first_person + who
    school = world.organisation[world.person[row].school]
    for turn in range(school.posts):
        post = school.first_post + (row + turn) % school.posts
        if funded(world.post[post], p):
            return post
    return school.first_post + row % school.posts
