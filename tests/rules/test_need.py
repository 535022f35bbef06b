"""M5 and M7: how a need moves, and how far a helper's goal is what the family wants."""

import pytest

from sim.agents.need import fits, get_better, get_worse, go_ones_own_way, position_read
from sim.names import MONEY
from tests.rules.rows import need_of


def test_a_need_gets_heavier_by_a_share_of_what_is_left_and_lighter_by_a_share_of_what_there_is(small_world):
    need = need_of(small_world(), 0, MONEY)
    need.severity = 0.8
    get_worse(need, 0.25)
    assert need.severity == pytest.approx(0.8 + 0.25 * 0.2)
    get_better(need, 0.2)
    assert need.severity == pytest.approx(0.85 * 0.8)
    get_better(need, 3.0)
    assert need.severity == 0, "no more than all of it"


@pytest.mark.parametrize(("position", "wish", "fit"), [(-1, 1, 0), (0.4, 0.4, 1), (0.5, -0.5, 0.5), (-0.2, 0.2, 0.8)])
def test_a_goal_fits_by_its_distance_from_what_the_family_wants(position, wish, fit):
    assert fits(position, wish) == fits(wish, position) == pytest.approx(fit)


def test_left_alone_goals_go_back_to_the_helpers_own(small_world):
    need = need_of(small_world(), 0, MONEY)
    need.own_position, need.position, need.position_alone = 0.8, 0.0, 0.4
    go_ones_own_way(need, 0.25)
    assert (need.position, need.position_alone) == (pytest.approx(0.2), pytest.approx(0.5))
    go_ones_own_way(need, 1.0)
    assert need.position == need.position_alone == need.own_position


@pytest.mark.parametrize(("channel", "read"), [(0, 0.6), (0.5, 0.4), (1, 0.2)])
def test_with_its_channel_shut_meetings_count_for_nothing(small_world, channel, read):
    need = need_of(small_world(), 0, MONEY)
    need.position, need.position_alone = 0.2, 0.6
    assert position_read(need, channel) == pytest.approx(read)
