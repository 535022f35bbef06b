"""What several settings have in common is lived once, and gives the same worlds."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from dashboard.choices import Choices
from dashboard.live import comparing
from dashboard.live import once as once_module
from dashboard.live.comparing import AT_ONCE, Asked
from dashboard.live.once import Once
from sim.comparison import both_routes, live_replicate
from sim.scenario import load_scenario
from sim.world import World

SMALL = load_scenario("almelo").replace(families=30, weeks=60, burn_in_weeks=20)
ROW = [SMALL.replace(table_size=size) for size in (5.0, 8.0, 12.0)]


def same(one: World, other: World) -> bool:
    """Whether two worlds are equal in every bit but for the settings they went by."""
    pairs = zip(one._replace(p=other.p), other, strict=True)
    return all(np.asarray(mine).tobytes() == np.asarray(yours).tobytes() for mine, yours in pairs)


@pytest.fixture
def burn_ins(monkeypatch):
    """The scenarios whose burn-in is lived."""
    lived = []
    real = once_module.burn_in

    def counted(scenario, *rest):
        lived.append(scenario)
        return real(scenario, *rest)

    monkeypatch.setattr(once_module, "burn_in", counted)
    return lived


def test_levers_of_the_plan_share_a_history_and_nothing_changes(burn_ins):
    once = Once()
    with ThreadPoolExecutor(3) as pool:
        pairs = list(pool.map(lambda scenario: once.both_routes(scenario, 3, 0, None), ROW))
    assert len(burn_ins) == 1
    for scenario, pair in zip(ROW, pairs, strict=True):
        for route, world in both_routes(scenario, 3).items():
            assert same(pair[route], world), (scenario, route)


def test_other_seeds_and_levers_of_the_world_have_their_own(burn_ins):
    once = Once()
    for scenario, seed in ((SMALL, 0), (SMALL, 1), (SMALL.replace(turnover_rate=0.4), 0)):
        once.both_routes(scenario, seed, 0, None)
    assert len(burn_ins) == 3


def test_who_is_stopped_leaves_the_history_to_the_next(burn_ins):
    def stopped():
        raise KeyboardInterrupt

    once = Once()
    with pytest.raises(KeyboardInterrupt):
        once.both_routes(SMALL, 0, 0, stopped)
    assert same(once.both_routes(SMALL, 0, 0, None)["shared_plan"], both_routes(SMALL, 0)["shared_plan"])


def test_only_the_last_histories_are_kept(burn_ins):
    once = Once(kept=1)
    for seed in (0, 1, 0):
        once.both_routes(SMALL, seed, 0, None)
    assert (len(burn_ins), len(once.histories)) == (3, 1)


def test_who_moves_a_lever_of_the_plan_waits_for_the_route_with_a_plan_alone(burn_ins, monkeypatch):
    monkeypatch.setattr(comparing, "LIVED", Once())
    for scenario in ROW:
        for number, task in enumerate(Asked(scenario, AT_ONCE, 5, Choices()).tasks()):
            lived, alone = task.work(lambda: None), live_replicate(scenario, 5 + number)
            for name in ("outcomes", "weeks", "sizes", "fates"):
                np.testing.assert_array_equal(getattr(lived, name), getattr(alone, name))
            assert lived.gains == alone.gains
    assert len(burn_ins) == AT_ONCE


def test_of_large_regions_and_of_what_refines_nothing_is_kept(burn_ins, monkeypatch):
    monkeypatch.setattr(comparing, "LIVED", Once())
    lived_by = []
    monkeypatch.setattr(comparing, "live_replicate", lambda *given, live_both: lived_by.append(live_both))
    refining = Asked(SMALL, AT_ONCE + 1, 5, Choices()).tasks()
    large = Asked(SMALL.replace(families=1000, weeks=520), 1, 5, Choices()).tasks()
    for task in (refining[-1], *large, refining[0]):
        task.work(lambda: None)
    assert lived_by == [both_routes, both_routes, comparing.LIVED.both_routes]
