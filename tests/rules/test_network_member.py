"""M5 and M12: what a family's own people give, what they take upon themselves, and how it wears them out."""

import pytest

from sim.agents.network_member import give_support
from sim.names import MONEY, OWN_NETWORK
from tests.rules.rows import need_of, row_of

GIVING = {"table_adds_support": 0.3, "support_wear": 0.02, "support_rest": 0.01, "support_calms": 0.1}


def befriend(world, *members):
    family = world.family[0]
    family.members = len(members)
    for number, traits in enumerate(members):
        for name, value in {"closeness": 1.0, "gives": 0.5, **traits}.items():
            family.member[number][name] = value
    return family


def test_support_calms_by_what_each_can_still_give(small_world):
    world = small_world(**GIVING)
    family = befriend(world, {"closeness": 0.8, "strain": 0.5}, {"gives": 0.3})
    give_support(world, family, world.p[0])
    assert family.support == pytest.approx(1 - (1 - 0.8 * 0.5 * 0.5) * (1 - 0.3))
    assert family.overload == pytest.approx(0.5 * (1 - 0.1 * family.support))


def test_nobody_around_gives_nothing(small_world):
    world = small_world(**GIVING)
    family = befriend(world)
    give_support(world, family, world.p[0])
    assert (family.support, family.overload) == (0, 0.5)


def test_support_without_effect_does_not_calm(small_world):
    world = small_world(**{**GIVING, "support_calms": 0})
    family = befriend(world, {})
    give_support(world, family, world.p[0])
    assert family.overload == 0.5


def test_giving_wears_out_with_the_familys_problems_and_rest_restores(small_world):
    world = small_world(**GIVING)
    family = befriend(world, {"strain": 0.4})
    give_support(world, family, world.p[0])
    assert family.member[0].strain == pytest.approx(0.4 + 0.02 * 0.5 * 0.6 - 0.01 * 0.4)
    family.member[0].strain, family.mean_severity = 0.4, 0.0
    give_support(world, family, world.p[0])
    assert family.member[0].strain == pytest.approx(0.4 * 0.99)


@pytest.mark.parametrize(("stance", "support"), [(1.0, 0.5 + 0.3 * 0.25), (0.0, 0.5), (-1.0, 0.5 - 0.3 * 0.25)])
@pytest.mark.parametrize("shut", ["nothing", "the channel", "the effect"])
def test_at_the_table_support_grows_for_those_in_favour_and_shrinks_for_those_against(
    small_world, stance, support, shut
):
    world = small_world(**GIVING)
    family = befriend(world, {"at_table": 1, "stance": stance})
    if shut == "the channel":
        world.p[0].channel[OWN_NETWORK] = 0
    if shut == "the effect":
        world.p[0].table_adds_support = 0
    give_support(world, family, world.p[0])
    assert family.support == pytest.approx(support if shut == "nothing" else 0.5)


def test_nobody_can_give_more_than_all_there_is(small_world):
    world = small_world(**{**GIVING, "table_adds_support": 1.0})
    family = befriend(world, {"gives": 0.9, "at_table": 1, "stance": 1.0})
    give_support(world, family, world.p[0])
    assert family.support == pytest.approx(0.9 + 0.9 * 0.1)


@pytest.mark.parametrize(("stance", "channel", "eased"), [(0.5, 1, 0.04 * 0.25), (0.5, 0, 0), (-0.5, 1, 0)])
def test_what_somebody_took_upon_himself_gets_lighter_and_wears_him_out_the_more(small_world, stance, channel, eased):
    world = small_world(**{**GIVING, "table_adds_support": 0, "carrying_helps": 0.04})
    world.p[0].channel[OWN_NETWORK] = channel
    row = row_of(world, 0, MONEY)
    family = befriend(world, {"at_table": 1, "stance": stance, "carries": row})
    give_support(world, family, world.p[0])
    assert need_of(world, 0, MONEY).severity == pytest.approx(0.5 * (1 - eased))
    assert family.member[0].strain == pytest.approx(0.02 * 0.5 + 0.02)
