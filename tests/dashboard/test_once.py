"""What several settings have in common is lived once, and gives the same worlds."""

import queue
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from dashboard.choices import Choices
from dashboard.live import cells, comparing
from dashboard.live import once as once_module
from dashboard.live.cells import Cells
from dashboard.live.comparing import AT_ONCE, Asked
from dashboard.live.cores import Cores
from dashboard.live.once import Once
from dashboard.live.wishes import Account
from sim.comparison import both_routes, live_replicate
from sim.scenario import load_scenario
from sim.world import World
from tests.waiting import PATIENCE, until

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


def in_a_thread(work):
    """What a thread comes to that may hang."""
    ended: queue.Queue = queue.Queue()
    threading.Thread(target=lambda: ended.put(work()), daemon=True).start()
    return ended


def test_a_pair_that_goes_before_on_the_way_of_its_own_history_does_not_wait_for_it():
    once = Once()
    found: list = []

    def on_the_way():
        if not found:
            found.append(None)
            found[0] = once.both_routes(ROW[1], 3, 0, None)

    whole = in_a_thread(lambda: once.both_routes(ROW[0], 3, 0, on_the_way)).get(timeout=PATIENCE)
    for pair, scenario in ((whole, ROW[0]), (found[0], ROW[1])):
        assert same(pair["shared_plan"], both_routes(scenario, 3)["shared_plan"])


def test_two_that_are_on_the_way_of_each_others_history_both_come_to_an_end():
    once, met = Once(), threading.Barrier(2)

    def worker(own, other):
        def on_the_way():
            if own not in asked:
                asked.append(own)
                met.wait(PATIENCE)  # both live their own by now
                once.both_routes(SMALL, other, 0, None)

        return in_a_thread(lambda: once.both_routes(SMALL, own, 0, on_the_way))

    asked: list[int] = []
    for ended, seed in [(worker(1, 2), 1), (worker(2, 1), 2)]:
        assert same(ended.get(timeout=PATIENCE)["shared_plan"], both_routes(SMALL, seed)["shared_plan"])


def test_a_map_of_a_large_region_is_lived_to_its_end_by_one_core(monkeypatch):
    alone = Cores(1)
    monkeypatch.setattr("dashboard.live.following.all_cores", lambda: alone)
    live, asked = Cells(Account()), cells.Asked(tuple(ROW[:2]), 0, cells.in_rounds(2, 1, 1))
    live.ask(asked)
    until(lambda: live.shown.now and live.shown.now.whole)


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
