"""The end of a plan: whose coordinator has one family fewer, and who has not."""

import pytest

from sim.care.plan import end_the_plan
from sim.chance import NEVER
from sim.names import MONEY
from tests.rules.at_the_table import coordinated, seat_of, seated

COORDINATOR, LAST_POST = 0, -1


@pytest.mark.parametrize(
    ("filled", "incumbent", "left"),
    [
        (1, 1, 2),  # the person whom the family knows as its coordinator
        (1, 2, 3),  # a successor, who never was
        (0, 1, 3),  # the person left, and nobody came yet
        (0, 2, 3),
    ],
)
def test_only_the_coordinator_whom_the_family_knows_has_one_family_fewer(small_world, plan, filled, incumbent, left):
    world = small_world()
    plan(world, 0, coordinator=COORDINATOR)
    post = world.post[COORDINATOR]
    post.filled, post.incumbent, post.coordinating = filled, incumbent, 3
    end_the_plan(world, world.family[0])
    assert post.coordinating == left


@pytest.mark.parametrize("incumbent", [0, 1])
def test_a_family_that_coordinates_itself_takes_its_plan_from_nobody(small_world, plan, incumbent):
    world = small_world()
    plan(world, 0, coordinator=-1, incumbent=incumbent)
    world.post["coordinating"] = 3
    end_the_plan(world, world.family[0])
    assert (world.post["coordinating"] == 3).all()


def test_without_a_plan_there_is_none_to_end(small_world, plan):
    world = small_world()
    plan(world, 0, coordinator=COORDINATOR, active=0)
    world.post[COORDINATOR].coordinating = 3
    end_the_plan(world, world.family[0])
    assert world.post[COORDINATOR].coordinating == 3


def test_nothing_of_the_plan_is_left_and_nobody_at_its_table(small_world, helper, plan):
    world = small_world()
    family = world.family[0]
    family.members = 2
    family.member["at_table"] = 1
    family.member["carries"] = family.first_need
    shared = coordinated(world, helper, plan, MONEY, next_table=30)
    world.need["goal"] = 1
    seated(world, MONEY)
    end_the_plan(world, family)
    assert (shared.active, shared.coordinator, shared.next_table) == (0, -1, NEVER)
    assert (shared.current, shared.kept) == (0, 0)
    assert not world.need["goal"].any()
    assert seat_of(world, MONEY) == 0
    assert list(family.member["at_table"]) == [0, 0, 1, 1]  # the family has two people; the other places are nobody's
    assert list(family.member["carries"][:2]) == [-1, -1]


def test_the_goals_of_another_family_stay(small_world, plan):
    world = small_world(families=2)
    plan(world, 0, coordinator=COORDINATOR)
    world.need["goal"] = 1
    end_the_plan(world, world.family[0])
    assert world.need["goal"].sum() == world.family[1].needs
