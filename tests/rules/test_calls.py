"""M9: usual coordination on parallel routes, by calls and by the family itself."""

import numpy as np
import pytest

from sim.agents.acquaintance import familiarity, meet_colleague
from sim.care.calls import call, call_each_other, coordinate_yourself
from sim.event_kinds import CALL
from sim.names import CALLS, HOME, MEETING_HOURS, MONEY, PARENTING, PHYSICAL_HEALTH, RELATIONS

TALK = {
    "call_hours": 0.4,
    "goals_meet": 0.5,
    "story_told_per_hour": 1.25,
    "acquainted_per_hour": 0.375,
    "behind_back_trust": 0.1,
    "concern_closes": 0.6,
    "merge_keeps": 10,  # no route is ended
}
CALLING = {**TALK, "call_chance": 0.05, "stranger_comes": 0.25, "call_vision": 0.5, "contact_first": 0}


def two_helpers(world, helper, **state):
    """One for money who stands at −.2 and knows much, one for parenting at −.6 who knows little; the wish is .8."""
    one = helper(world, 0, MONEY, position=-0.2, wish=0.8, known=0.8, **state)
    other = helper(world, 0, PARENTING, position=-0.6, wish=0.8, known=0.3, **state)
    return one, other


def talk(world, one, other):
    call(world, 0, 0, world.family[0], one.row, other.row, 0.5, world.p[0])


def test_a_call_about_what_the_family_wants_brings_goals_closer_to_it(small_world, helper, happened):
    world = small_world(**TALK)
    one, other = two_helpers(world, helper, consent=1)
    talk(world, one, other)
    closer = 0.5 * 0.4 * 0.5  # by pace, hours and vision
    assert one.need.position == pytest.approx(-0.2 + closer * 1.0)
    assert other.need.position == pytest.approx(-0.6 + closer * 1.4)
    assert world.family[0].trust == 0.5
    assert (world.weekly[0].calls, happened(world)) == (1, [CALL])


def test_a_call_about_a_family_that_was_not_asked_brings_helpers_closer_to_each_other_and_costs_trust(
    small_world, helper
):
    world = small_world(**TALK)
    one, other = two_helpers(world, helper, consent=0)
    other.relation.consent = 1  # both must have asked
    talk(world, one, other)
    assert one.need.position == pytest.approx(-0.2 - 0.1 * 0.2)
    assert other.need.position == pytest.approx(-0.6 + 0.1 * 0.2)
    assert world.family[0].trust == pytest.approx(0.45)


def test_a_call_informs_whoever_knows_less_acquaints_and_costs_both_their_hours(small_world, helper):
    world = small_world(**TALK)
    one, other = two_helpers(world, helper)
    talk(world, one, other)
    assert (one.relation.known, other.relation.known) == (0.8, pytest.approx(0.3 + 1.25 * 0.4 * 0.5))
    assert world.post[8].spent[CALLS] == world.post[0].spent[CALLS] == 0.4
    assert familiarity(world.post[0], 8, world.post[8], 0, world.p[0]) == pytest.approx(0.15)
    assert familiarity(world.post[8], 0, world.post[0], 0, world.p[0]) == pytest.approx(0.15)


def test_what_a_call_brought_is_kept_apart_from_what_helpers_would_do_alone(small_world, helper):
    world = small_world(**TALK)
    one, other = two_helpers(world, helper)
    talk(world, one, other)
    assert (one.need.position_alone, other.need.position_alone, other.relation.known_alone) == (-0.2, -0.6, 0.3)


def test_concern_about_safety_closes_mouths_on_the_telephone(small_world, helper):
    world = small_world(**TALK)
    one, other = two_helpers(world, helper, consent=1)
    world.family[0].concern = 0.5
    talk(world, one, other)
    frankly = 0.4 * (1 - 0.6 * 0.5)
    assert one.need.position == pytest.approx(-0.2 + 0.5 * frankly * 0.5 * 1.0)
    assert other.relation.known == pytest.approx(0.3 + 1.25 * frankly * 0.5)
    assert world.post[0].spent[CALLS] == 0.4


def test_a_free_call_takes_no_hours_and_gives_the_same(small_world, helper):
    world = small_world(**TALK)
    world.p[0].channel[MEETING_HOURS] = 0
    one, other = two_helpers(world, helper, consent=1)
    talk(world, one, other)
    assert one.need.position == pytest.approx(-0.1)
    assert (world.post["spent"] == 0).all()


def calls(world, dice, luck, willing=0.0):
    """Whether helpers call with this luck; the first helper calls the second."""
    before = world.weekly[0].calls
    dice(0.0, 0.0, willing)
    call_each_other(world, 0, 0, world.family[0], luck, world.p[0])
    return world.weekly[0].calls > before


def test_calls_become_likelier_with_every_further_helper(small_world, helper, dice):
    world = small_world(**CALLING)
    two_helpers(world, helper)
    assert calls(world, dice, 0.049)
    assert not calls(world, dice, 0.051)
    helper(world, 0, HOME, post=9)
    assert calls(world, dice, 0.099)
    assert not calls(world, dice, 0.101)
    world.p[0].call_chance = 0
    assert not calls(world, dice, 0.0)


def test_one_helper_has_nobody_to_call(small_world, helper, dice):
    world = small_world(**CALLING)
    helper(world, 0, MONEY)
    assert not calls(world, dice, 0.0)


def test_strangers_call_less_than_those_who_know_each_other(small_world, helper, dice):
    world = small_world(**CALLING)
    two_helpers(world, helper)
    vision = 0.5 + 0.5 * 0.5
    assert not calls(world, dice, 0.0, willing=0.25 * vision + 1e-9)
    world.p[0].acquainted_per_hour = 1
    meet_colleague(world.post[8], 0, world.post[0], 0.6, 0, world.p[0])
    assert not calls(world, dice, 0.0, willing=(0.25 + 0.75 * 0.6) * vision + 1e-9)
    assert calls(world, dice, 0.0, willing=(0.25 + 0.75 * 0.6) * vision - 1e-9)
    world.p[0].stranger_comes = 1
    world.post[8].acquaintance["post"] = -1
    assert calls(world, dice, 0.0, willing=vision - 1e-9)


def test_a_shared_vision_makes_people_call(small_world, helper, dice):
    world = small_world(**{**CALLING, "stranger_comes": 1})
    two_helpers(world, helper)
    world.post[8].embedding = 0.2
    assert not calls(world, dice, 0.0, willing=0.5 + 0.5 * 0.2 + 1e-9)
    assert calls(world, dice, 0.0, willing=0.5 + 0.5 * 0.2 - 1e-9)


@pytest.mark.parametrize(("luck", "pair"), [((0.0, 0.0), {8, 0}), ((0.5, 0.9), {0, 10}), ((0.99, 0.0), {10, 8})])
def test_luck_picks_who_calls_whom(small_world, helper, dice, luck, pair):
    world = small_world(**CALLING)
    for domain in (MONEY, PARENTING, PHYSICAL_HEALTH):
        helper(world, 0, domain)
    dice(*luck, 0.0)
    call_each_other(world, 0, 0, world.family[0], 0.0, world.p[0])
    assert set(np.flatnonzero(world.post["spent"][:, CALLS])) == pair


def test_calls_go_by_people_not_by_cases(small_world, helper, dice):
    world = small_world(**CALLING)
    helper(world, 0, PARENTING)
    helper(world, 0, RELATIONS)  # the same helper
    assert not calls(world, dice, 0.0)
    helper(world, 0, MONEY)
    assert calls(world, dice, 0.049), "the first draw is a case of the first helper, the second another's"
    assert not calls(world, dice, 0.051)


@pytest.mark.parametrize("who", [0, 8])
def test_without_time_on_both_sides_nobody_calls(small_world, helper, dice, who):
    world = small_world(**CALLING)
    two_helpers(world, helper)
    world.post[who].hours_left = 0.39
    assert not calls(world, dice, 0.0)
    world.post[who].hours_left = 0.4
    assert calls(world, dice, 0.0)


@pytest.mark.parametrize("who", [0, 8])
def test_who_is_ill_or_gone_neither_calls_nor_answers(small_world, helper, dice, who):
    world = small_world(**CALLING)
    two_helpers(world, helper)
    world.post[who].away = 1
    assert not calls(world, dice, 0.0)
    world.post[who].away = 0
    assert calls(world, dice, 0.0)


SELF = {"goals_meet": 0.5, "story_told_per_hour": 0.2, "self_hours": 2, "overload_takes_ability": 0}


def test_an_able_family_in_charge_carries_the_information_itself(small_world, helper):
    world = small_world(**SELF)
    one, other = two_helpers(world, helper)
    family = world.family[0]
    family.ability, family.direction = 0.8, 0.5
    coordinate_yourself(world, family, world.p[0])
    told = 2 * 0.8 * 0.5 / 2  # hours for each of two cases
    assert one.need.position == pytest.approx(-0.2 + 0.5 * told * 0.5 * 1.0)
    assert other.need.position == pytest.approx(-0.6 + 0.5 * told * 0.5 * 1.4)
    assert other.relation.known == pytest.approx(0.3 + 0.2 * told * 0.7)
    assert (other.need.position_alone, other.relation.known_alone) == (other.need.position, other.relation.known)
    assert family.load == pytest.approx(0.8)


@pytest.mark.parametrize("change", [{"ability": 0.0}, {"direction": 0.0}])
def test_coordinating_oneself_needs_ability_and_direction(small_world, helper, change):
    world = small_world(**SELF)
    one, _ = two_helpers(world, helper)
    family = world.family[0]
    for name, value in change.items():
        family[name] = value
    coordinate_yourself(world, family, world.p[0])
    assert (one.need.position, family.load) == (-0.2, 0)


@pytest.mark.parametrize("second", [None, HOME])  # a second case of the same helper
def test_with_one_helper_there_is_nothing_to_coordinate(small_world, helper, second):
    world = small_world(**SELF)
    case = helper(world, 0, MONEY)
    if second is not None:
        helper(world, 0, second)
    coordinate_yourself(world, world.family[0], world.p[0])
    assert (case.need.position, world.family[0].load) == (1.0, 0)


def test_coordinating_oneself_without_effect_still_tires(small_world, helper):
    world = small_world(**{**SELF, "goals_meet": 0, "story_told_per_hour": 0})
    one, _ = two_helpers(world, helper)
    coordinate_yourself(world, world.family[0], world.p[0])
    assert (one.need.position, one.relation.known) == (-0.2, 0.8)
    assert world.family[0].load > 0
