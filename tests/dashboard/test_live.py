"""Live runs: fair, stoppable, and the same numbers as the command line."""

import threading
import time

import numpy as np
import pytest

from dashboard.choices import Choices
from dashboard.live.cells import Asked, Cells, in_rounds, laid_out, paired_run
from dashboard.live.comparing import AT_ONCE, Comparing, milestones
from dashboard.live.cores import Cores, Wish
from dashboard.live.map import PAIRS_BY_STAGE, STEPS, Map, axis, map_of, read_map, stages
from sim.comparison import PLACE_OF, compare
from sim.outcomes import MAIN
from sim.scenario import load_scenario

TINY = {"families": 30, "weeks": 60, "burn_in_weeks": 20}
SMALL = load_scenario("almelo").replace(**TINY)


def until(condition, seconds=60.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.01)


def slow(order, name):
    def task(between):
        order.append(name)
        time.sleep(0.01)
        return name

    return task


def test_first_pictures_go_before_refinement_and_then_everybody_gets_as_much():
    order: list[str] = []
    gate = threading.Event()
    cores = Cores(1)
    cores.fulfil(Wish([lambda between: gate.wait(5)], 1))  # keeps the core busy until both others wait
    one = cores.fulfil(Wish([slow(order, "one")] * 6, 2))
    other = cores.fulfil(Wish([slow(order, "other")] * 6, 2))
    gate.set()
    until(lambda: one.over and other.over)
    assert order[:4] == ["one", "one", "other", "other"]
    assert order[4:8].count("one") == order[4:8].count("other") == 2


def test_a_wish_that_is_withdrawn_stops_the_run_that_is_under_way():
    begun, stopped = threading.Event(), threading.Event()

    def endless(between):
        begun.set()
        try:
            while True:
                between()
                time.sleep(0.001)
        finally:
            stopped.set()

    wish = Cores(1).fulfil(Wish([endless, endless], 1))
    assert begun.wait(5)
    wish.withdraw()
    assert stopped.wait(5)
    assert wish.over and not wish.results and wish.given_out == 1


def test_a_run_of_the_model_stops_within_its_year():
    calls = []

    def between():
        calls.append(1)
        if len(calls) > 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        paired_run(load_scenario("youth_region"), 0)(between)


def test_what_goes_wrong_in_a_run_belongs_to_whoever_waits_for_it():
    cores = Cores(1)
    bad = cores.fulfil(Wish([lambda between: 1 / 0], 1))
    good = cores.fulfil(Wish([lambda between: 7], 1))
    bad.wait_for(1, 5)
    good.wait_for(1, 5)
    assert isinstance(bad.error, ZeroDivisionError)
    assert good.in_order() == [7]


def test_pictures_come_after_few_runs_and_then_ever_more():
    assert milestones(100) == [4, 20, 100]
    assert milestones(3) == [3]
    assert milestones(AT_ONCE) == [AT_ONCE]


def test_a_live_comparison_gives_the_same_numbers_as_the_command_line():
    live = Comparing()
    live.ask(Choices(values=TINY, pairs=12, seed=5))
    until(lambda: live.shown.value and live.shown.value.whole)
    same = compare(SMALL, 12, 5)
    assert live.shown.value.comparison.effects.equals(same.effects)
    assert live.shown.value.comparison.gains.equals(same.gains)
    np.testing.assert_array_equal(live.shown.value.comparison.weeks, same.weeks)
    assert live.waiting.value is None


def test_a_newer_question_drops_the_older_one_and_the_picture_before_becomes_the_ghost():
    live = Comparing()
    live.ask(Choices(values=TINY, pairs=4, seed=0))
    until(lambda: live.shown.value and live.shown.value.whole)
    first = live.shown.value
    busy = SMALL.replace(time_shortage=0.5)
    live.ask(Choices(values={**TINY, "time_shortage": 0.2}, pairs=200))
    dropped = live.wish
    assert dropped is not None
    live.ask(Choices(values={**TINY, "time_shortage": 0.5}, pairs=4))
    until(lambda: live.shown.value.asked.scenario == busy and live.shown.value.whole)
    assert dropped.withdrawn and len(dropped.results) < 200
    assert live.before.value is first


def test_refining_can_be_stopped_and_what_is_shown_stays():
    live = Comparing()
    live.ask(Choices(pairs=400))
    until(lambda: live.shown.value is not None)
    live.stop()
    wish = live.wish
    assert wish is not None and wish.withdrawn and live.waiting.value is None
    assert live.shown.value is not None and not live.shown.value.whole
    live.ask(Choices(pairs=400))
    assert live.wish is wish  # it is not begun again until something else is asked
    live.ask(Choices(values=TINY, pairs=4))
    until(lambda: live.shown.value and live.shown.value.whole)


def test_settings_beside_each_other_are_those_of_single_comparisons():
    cells = Cells()
    busy = SMALL.replace(time_shortage=0.5)
    cells.ask(Asked((SMALL, busy), 3, in_rounds(2, 5, 2)))
    until(lambda: cells.shown.value and cells.shown.value.whole)
    main = [PLACE_OF[name] for name in MAIN]
    np.testing.assert_array_equal(cells.shown.value.outcomes[1], compare(busy, 5, 3).outcomes[:, :, main])
    assert cells.done.value is None


def test_coming_back_to_what_is_whole_asks_for_nothing_again():
    cells = Cells()
    asked = Asked((SMALL,), 3, in_rounds(1, 3, 1))
    cells.ask(asked)
    until(lambda: cells.shown.value and cells.shown.value.whole)
    cells.withdraw()
    before = cells.wish
    cells.ask(Asked((SMALL.replace(),), 3, in_rounds(1, 3, 1)))
    assert cells.wish is before and cells.done.value is None


def test_runs_that_are_not_there_yet_are_no_numbers():
    asked = Asked((SMALL, SMALL), 0, in_rounds(2, 3, 1))
    there = laid_out(asked, [np.ones((2, len(MAIN)))] * 3)
    assert np.isnan(there[1, 1]).all() and not np.isnan(there[0, 1]).any()


def test_every_place_of_the_map_gets_its_paired_runs_once():
    runs = [run for stage in stages() for run in stage]
    assert len(runs) == len(set(runs)) == (STEPS + 1) ** 2 * PAIRS_BY_STAGE[-1]
    assert len(stages()[0]) == 36 * PAIRS_BY_STAGE[0]


def test_the_map_has_the_settings_of_its_axes():
    asked = map_of(SMALL, "turnover_rate", "time_shortage", 0)
    assert asked.scenarios[0].value("turnover_rate") == 0 and asked.scenarios[-1].value("time_shortage") == 0.8
    assert asked.scenarios[1].value("time_shortage") == axis("time_shortage")[1]


def test_a_map_is_coarse_first_and_then_whole():
    tiny = load_scenario("almelo").replace(families=20, weeks=52, burn_in_weeks=0)
    cells = Cells()
    asked = map_of(tiny, "turnover_rate", "time_shortage", 0)
    cells.ask(asked)
    until(lambda: cells.shown.value is not None)
    coarse: Map = read_map(cells.shown.value, "turnover_rate", "time_shortage", "trust")
    until(lambda: cells.shown.value.whole)
    whole = read_map(cells.shown.value, "turnover_rate", "time_shortage", "trust")
    assert whole.found.mean.shape == (11, 11) and whole.pairs == 20 and whole.found.left_out == 0
    assert coarse.pairs <= whole.pairs
    cell = compare(asked.scenarios[7 * 11 + 3], 20, 0).effects.set_index("outcome").loc["trust"]
    assert whole.found.mean[7, 3] == pytest.approx(cell["difference"])
