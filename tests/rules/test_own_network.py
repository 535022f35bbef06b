"""M12: the family's own people are seldom asked to the table, come by their strength, and turn towards the plan."""

import pytest

from sim.care.own_network import asking_chance, invite_the_network, what_to_carry
from sim.event_kinds import NETWORK_JOINED
from sim.names import HOME, MONEY, PARENTING, RELATIONS, SCHOOL
from tests.rules.rows import need_of, row_of


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


def heavy(world, **severities):
    for domain, severity in severities.items():
        need_of(
            world, 0, {"money": MONEY, "home": HOME, "relations": RELATIONS, "school": SCHOOL}[domain]
        ).severity = severity


def test_own_people_carry_the_heaviest_of_the_household_but_not_its_debts(small_world):
    world = small_world()
    family, _ = grandmother(world)
    heavy(world, money=0.9, school=0.8, home=0.7, relations=0.6)
    assert what_to_carry(world, family) == row_of(world, 0, HOME)


def test_what_one_carries_another_does_not(small_world):
    world = small_world()
    family, member = grandmother(world)
    heavy(world, home=0.7, relations=0.6)
    member.carries = row_of(world, 0, HOME)
    assert what_to_carry(world, family) == row_of(world, 0, RELATIONS)
    for place, domain in enumerate((RELATIONS, PARENTING), start=1):
        family.members += 1
        family.member[place].carries = row_of(world, 0, domain)
    for need in world.need:
        need.severity = 0.0
    assert what_to_carry(world, family) == -1


@pytest.mark.parametrize(("stance", "carries"), [(-0.9, False), (0.0, True), (0.5, True)])
def test_who_is_for_the_plan_takes_something_upon_him_or_herself_and_keeps_it(small_world, dice, stance, carries):
    world = small_world(stance_moves=0.4)
    family, member = grandmother(world, at_table=1, stance=stance)
    heavy(world, home=0.7)
    dice(0.99)
    invite_the_network(world, 0, 0, family, 0.5, world.p[0])  # by .2 of the way to 1
    assert member.carries == (row_of(world, 0, HOME) if carries else -1)
    heavy(world, relations=0.9)
    invite_the_network(world, 0, 0, family, 0.0, world.p[0])
    assert member.carries == (row_of(world, 0, HOME) if carries else -1)
