"""M2: one family and one professional: the story, who counts as a helper, and whose place a new helper takes."""

import pytest

from sim.agents.cases import helpers_now, place_for, relation_with, shut_a_case
from sim.agents.relation import NOBODY_YET, known_read, learn_the_story
from sim.names import GP, HOME, MONEY, PARENTING, PHYSICAL_HEALTH
from tests.rules.rows import row_of


def test_a_helper_learns_a_share_of_what_was_still_unknown(small_world, helper):
    relation = helper(small_world(), 0, MONEY, known=0.4, known_alone=0.2).relation
    learn_the_story(relation, 0.5)
    assert (relation.known, relation.known_alone) == (pytest.approx(0.7), pytest.approx(0.6))
    assert known_read(relation, 1.0) == pytest.approx(0.7)
    assert known_read(relation, 0.25) == pytest.approx(0.6 + 0.25 * 0.1)


def test_doctor_and_mentors_always_help_and_others_while_they_hold_a_case(small_world, helper):
    world = small_world(children=2)
    family = world.family[0]
    mentor = world.relation[family.first_relation + 1]
    assert helpers_now(world, family) == 3
    helper(world, 0, PHYSICAL_HEALTH)
    helper(world, 0, MONEY)
    helper(world, 0, HOME)
    assert helpers_now(world, family) == 4
    mentor.post = NOBODY_YET
    assert helpers_now(world, family) == 3, "a child below school age has no mentor"
    for case in (MONEY, HOME, PHYSICAL_HEALTH):
        shut_a_case(world, 20, family, row_of(world, 0, case))
    assert helpers_now(world, family) == 2


def test_a_family_has_one_relation_with_each_post(small_world, helper):
    world = small_world()
    family = world.family[0]
    money, home, parenting = helper(world, 0, MONEY), helper(world, 0, HOME), helper(world, 0, PARENTING)
    assert money.where == home.where != parenting.where
    assert relation_with(world, family, money.relation.post) == money.where
    assert relation_with(world, family, 5) == -1
    assert helper(world, 0, PHYSICAL_HEALTH).where == relation_with(world, family, 2 * GP) == family.first_relation


def test_a_new_helper_takes_a_free_place_and_then_that_of_who_left_longest_ago(small_world):
    world = small_world()
    family = world.family[0]
    rows = range(family.first_relation, family.first_relation + family.relations)
    others = [world.relation[row] for row in rows[2:]]  # after doctor and mentor
    assert place_for(world, family, 1) == rows[2]
    for post, relation in enumerate(others, start=20):
        relation.post, relation.cases, relation.closed = post, 0, 100 - post
    assert place_for(world, family, 22) == rows[4], "who is known keeps the place"
    assert place_for(world, family, 1) == rows[-1]
    others[-1].cases = 1
    assert place_for(world, family, 1) == rows[-2]
    for relation in others:
        relation.cases = 1
    world.relation[rows[1]].post = NOBODY_YET
    assert place_for(world, family, 1) == -1, "a place for a mentor is kept"
