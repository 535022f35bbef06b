"""One fixed face: a new question goes to the helper whom the family knows best and who covers it."""

import math

import pytest

from sim.care.fixed_face import best_face, keep_to_a_face
from sim.care.waiting import join_the_list
from sim.names import (
    CHILD_MENTAL_HEALTH,
    DEBT_HOUSING,
    MONEY,
    PARENT_MENTAL_HEALTH,
    PARENTING,
    PHYSICAL_HEALTH,
    SAFETY,
    SCHOOL,
)
from tests.rules.on_the_list import queue
from tests.rules.rows import need_of, row_of

FACE = {
    "fixed_face": 0.6,
    "team_covers": 0.8,
    "others_cover": 0.1,
    "merge_keeps": 0.7,
    "own_goals_spread": 0.5,
    "reading_in_hours": 0,
    "trajectory_weeks": 40,
    "shorter_trajectories": 0.25,
}


def asked(world, domain, week=5):
    """A question that was asked this week."""
    row = row_of(world, 0, domain)
    world.need[row].since = week
    join_the_list(world, 0, row, 0)
    world.sector["asked"] = world.sector["asked_lately"] = 1
    return world.need[row]


def answer(world, week=5):
    keep_to_a_face(world, week, 0, world.family[0], world.p[0])


def test_who_knows_the_family_takes_its_new_question_without_list_or_new_face(small_world, helper, dice):
    world = small_world(**FACE)
    known = helper(world, 0, PARENTING, face_since=-30)
    need = asked(world, MONEY)
    dice(0.59)
    answer(world)
    family = world.family[0]
    assert queue(world, DEBT_HOUSING) == []
    assert (need.relation, need.since, need.due) == (known.where, 5, 0)
    assert (family.open_cases, family.helpers, family.waiting_cases) == (2, 1, 0)
    assert (known.post.caseload, known.relation.face_since) == (2, -30)
    assert need.position == need.position_alone == need.own_position == pytest.approx(0.5 * (2 * 0.59 - 1))
    assert world.weekly[5].faces_spared == 1
    assert (world.sector[DEBT_HOUSING].asked, world.sector[DEBT_HOUSING].asked_lately) == (0, 0)
    assert need.until == 5 + 1 + math.floor(-30 * math.log(0.59))


@pytest.mark.parametrize(
    ("luck", "changes"),
    [(0.6, {}), (0.1, {"fixed_face": 0}), (0.1, {"team_covers": 0.69}), (0.1, {"shuts": "away"})],
    ids=["luck", "policy", "cover", "illness"],
)
def test_else_the_question_stays_on_its_list(small_world, helper, dice, luck, changes):
    ill = changes.pop("shuts", None)
    world = small_world(**{**FACE, **changes})
    helper(world, 0, PARENTING).post.away = 1 if ill else 0
    asked(world, MONEY)
    dice(luck)
    answer(world)
    assert queue(world, DEBT_HOUSING) == [0]
    assert world.weekly[5].faces_spared == 0


@pytest.mark.parametrize("domain", [SAFETY, SCHOOL, PHYSICAL_HEALTH])
def test_protection_school_and_doctor_are_nobody_elses(small_world, helper, dice, domain):
    world = small_world(**{**FACE, "fixed_face": 1})
    helper(world, 0, PARENTING)
    need = asked(world, domain)
    dice(0.1)
    answer(world)
    assert need.status == 1 and world.family[0].waiting_cases == 1


@pytest.mark.parametrize(("since", "moved"), [(4, 0), (5, 1)])
def test_only_a_question_of_this_week_and_not_a_case_that_moves(small_world, helper, dice, since, moved):
    world = small_world(**{**FACE, "fixed_face": 1})
    helper(world, 0, PARENTING)
    need = asked(world, MONEY, since)
    need.moved = moved
    dice(0.1)
    answer(world)
    assert queue(world, DEBT_HOUSING) == [0]


def test_of_those_who_cover_it_the_family_chooses_whom_it_knows_best(small_world, helper):
    world = small_world(**FACE)
    p, family = world.p[0], world.family[0]
    money = need_of(world, 0, MONEY)
    assert best_face(world, family, money, p) == -1
    helper(world, 0, PARENT_MENTAL_HEALTH, bond=0.9)  # covers it too little
    helper(world, 0, PHYSICAL_HEALTH, bond=0.9)  # is always there, and for everybody
    assert best_face(world, family, money, p) == -1
    helper(world, 0, PARENTING, bond=0.4)
    better = helper(world, 0, CHILD_MENTAL_HEALTH, post=1, bond=0.6)  # of the same team
    assert best_face(world, family, money, p) == better.where
    better.relation.cases = 0
    assert world.relation[best_face(world, family, money, p)].bond == 0.4
