"""M12: the family's own people are seldom asked to the table, come by their strength, and turn towards the plan."""

import pytest

from sim.care.own_network import asking_chance, invite_the_network
from sim.event_kinds import NETWORK_JOINED


def grandmother(world, **traits):
    family = world.family[0]
    family.members = 1
    for name, value in {"closeness": 0.8, "stance": -0.5, **traits}.items():
        family.member[0][name] = value
    return family, family.member[0]


def test_somebody_is_asked_by_closeness_skill_and_trust(small_world):
    world = small_world(network_asked=0.4, network_activation=0)
    family, member = grandmother(world)
    family.trust = 0.6
    assert asking_chance(family, member, 0.7, world.p[0]) == pytest.approx(0.4 * 0.8 * 0.7 * 0.6)


def test_activating_the_network_moves_asking_towards_always(small_world):
    world = small_world(network_asked=0.4, network_activation=0.5)
    family, member = grandmother(world)
    assert asking_chance(family, member, 0.5, world.p[0]) == pytest.approx(0.7 * 0.8 * 0.5 * 0.5)
    world.p[0].network_activation = 1
    assert asking_chance(family, member, 0.5, world.p[0]) == pytest.approx(0.8 * 0.5 * 0.5)


@pytest.mark.parametrize(("asked", "comes", "seated"), [(0.19, 0.55, 1), (0.21, 0.0, 0), (0.0, 0.57, 0)])
def test_who_is_asked_comes_unless_worn_out(small_world, dice, happened, asked, comes, seated):
    world = small_world(network_asked=1, network_activation=0, network_agrees=0.7)
    family, member = grandmother(world, strain=0.2)
    dice(asked, comes)
    assert invite_the_network(world, 0, 0, family, 0.5, world.p[0]) == seated
    assert member.at_table == family.network_in_plan == world.weekly[0].network_in_plan == seated
    assert happened(world) == [NETWORK_JOINED] * seated


def test_nobody_is_asked_where_asking_is_unheard_of(small_world, dice):
    world = small_world(network_asked=0, network_activation=0)
    family, _ = grandmother(world)
    dice(1e-9)
    assert invite_the_network(world, 0, 0, family, 0.5, world.p[0]) == 0


def test_at_the_table_a_stance_moves_towards_the_plan_by_the_chairs_skill(small_world, dice):
    world = small_world(stance_moves=0.4)
    family, member = grandmother(world, at_table=1)
    dice(0.99)
    assert invite_the_network(world, 0, 0, family, 0.5, world.p[0]) == 1
    assert member.stance == pytest.approx(-0.5 + 0.4 * 0.5 * 1.5)
    world.p[0].stance_moves = 0
    invite_the_network(world, 0, 0, family, 0.5, world.p[0])
    assert member.stance == pytest.approx(-0.2)


def test_away_from_the_table_a_stance_stays(small_world, dice):
    world = small_world(stance_moves=0.4)
    family, member = grandmother(world)
    dice(0.99)
    invite_the_network(world, 0, 0, family, 0.5, world.p[0])
    assert member.stance == -0.5


def test_joining_is_counted_once(small_world, dice, happened):
    world = small_world(network_asked=1, network_agrees=1)
    family, _ = grandmother(world)
    dice(0.0)
    for _ in range(3):
        invite_the_network(world, 0, 0, family, 0.5, world.p[0])
    assert happened(world) == [NETWORK_JOINED]
