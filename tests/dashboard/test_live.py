"""Live runs: stoppable, and the same numbers as the command line."""

import numpy as np
import pytest

from dashboard.choices import Choices
from dashboard.live import map as map_module
from dashboard.live.cells import Asked, Cells, in_rounds, laid_out, paired_run
from dashboard.live.comparing import AT_ONCE, Comparing, asked_for
from dashboard.live.map import PAIRS_BY_STAGE, STEPS, Map, axis, map_of, read_map, stages
from dashboard.live.once import Once
from dashboard.live.wishes import Account
from sim.comparison import PLACE_OF, compare, live_replicate
from sim.outcomes import MAIN
from sim.region import build_region
from sim.run import FAMILY_WEEKS
from sim.scenario import load_scenario
from tests.waiting import until

pytestmark = pytest.mark.slow

TINY = {"families": 30, "weeks": 60, "burn_in_weeks": 20}
SMALL = load_scenario("almelo").replace(**TINY)


def picture(live):
    """What is shown now."""
    assert live.shown.value is not None
    return live.shown.value


def test_a_run_of_the_model_stops_on_its_way():
    calls = []

    def between():
        calls.append(1)
        if len(calls) > 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        paired_run(load_scenario("youth_region"), 0, Once()).work(between)


def test_a_small_region_is_asked_about_life_by_life_and_a_large_one_more_often():
    def asked(scenario):
        calls: list[int] = []
        live_replicate(scenario, 0, lambda: calls.append(1))
        return len(calls)

    lives = 3  # up to week 0, and each route
    assert asked(SMALL) == lives
    large = load_scenario("almelo").replace(families=1000, weeks=104, burn_in_weeks=104)
    weeks = FAMILY_WEEKS // len(build_region(large, 0).family)
    assert asked(large) == lives * -(-104 // weeks) > lives


def test_pictures_come_after_few_runs_and_then_ever_more():
    for pairs, pictures in ((100, [2, 10, 50, 100]), (3, [2, 3]), (AT_ONCE, [AT_ONCE])):
        assert asked_for(Choices(pairs=pairs)).milestones() == pictures


def test_a_live_comparison_gives_the_same_numbers_as_the_command_line():
    live = Comparing(Account())
    live.ask(asked_for(Choices(values=TINY, pairs=12, seed=5)))
    until(lambda: live.shown.value and live.shown.value.whole)
    same = compare(SMALL, 12, 5)
    assert picture(live).found.effects.equals(same.effects)
    assert picture(live).found.gains.equals(same.gains)
    np.testing.assert_array_equal(picture(live).found.weeks, same.weeks)
    assert live.waiting.value is None


def test_a_newer_question_drops_the_older_one_and_the_picture_before_becomes_the_ghost():
    live = Comparing(Account())
    live.ask(asked_for(Choices(values=TINY, pairs=4, seed=0)))
    until(lambda: live.shown.value and live.shown.value.whole)
    first = live.shown.value
    busy = SMALL.replace(time_shortage=0.5)
    before = live.wish
    live.ask(asked_for(Choices(values={**TINY, "time_shortage": 0.2}, pairs=200)))
    until(lambda: live.wish is not before)
    dropped = live.wish
    assert dropped is not None
    live.ask(asked_for(Choices(values={**TINY, "time_shortage": 0.5}, pairs=4)))
    until(lambda: picture(live).asked.scenario == busy and picture(live).whole)
    assert dropped.withdrawn and len(dropped.results) < 200
    assert live.before.value is first


def test_refining_can_be_stopped_and_what_is_shown_stays():
    live = Comparing(Account())
    live.ask(asked_for(Choices(pairs=400)))
    until(lambda: live.shown.value is not None)
    live.stop()
    wish = live.wish
    assert wish is not None and wish.withdrawn and live.waiting.value is None
    assert not picture(live).whole
    live.ask(asked_for(Choices(pairs=400)))
    assert live.wish is wish  # it is not begun again until something else is asked
    live.ask(asked_for(Choices(values=TINY, pairs=4)))
    until(lambda: live.shown.value and live.shown.value.whole)


def test_settings_beside_each_other_are_those_of_single_comparisons():
    cells = Cells(Account())
    busy = SMALL.replace(time_shortage=0.5)
    cells.ask(Asked((SMALL, busy), 3, in_rounds(2, 5, 2)))
    until(lambda: cells.shown.value and cells.shown.value.whole)
    main = [PLACE_OF[name] for name in MAIN]
    np.testing.assert_array_equal(picture(cells).found[1], compare(busy, 5, 3).outcomes[:, :, main])
    assert cells.done.value is None


def test_coming_back_to_what_is_whole_asks_for_nothing_again():
    cells = Cells(Account())
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


@pytest.mark.parametrize(
    ("pairs", "pictures", "ends"),
    [(100, (4, 20), [8, 40, 200]), (20, (4, 20), [8, 40]), (3, (4, 20), [6]), (5, (), [10]), (0, (4,), [0])],
)
def test_a_few_settings_get_on_together_with_pictures_on_the_way(pairs, pictures, ends):
    asked = Asked((SMALL, SMALL), 0, in_rounds(2, pairs, *pictures))
    assert asked.milestones() == ends
    assert asked.runs == [(cell, number) for number in range(pairs) for cell in (0, 1)]


def test_every_place_of_the_map_gets_its_paired_runs_once():
    runs = [run for stage in stages() for run in stage]
    assert len(runs) == len(set(runs)) == (STEPS + 1) ** 2 * PAIRS_BY_STAGE[-1]
    assert len(stages()[0]) == 36 * PAIRS_BY_STAGE[0]


def test_the_map_has_the_settings_of_its_axes():
    asked = map_of(SMALL, "turnover_rate", "time_shortage", 0)
    assert asked.scenarios[0].value("turnover_rate") == 0 and asked.scenarios[-1].value("time_shortage") == 0.8
    assert asked.scenarios[1].value("time_shortage") == axis("time_shortage")[1]


@pytest.fixture
def few_pairs(monkeypatch):
    """Three pairs at every place of a map instead of twenty."""
    monkeypatch.setattr(map_module, "PAIRS_BY_STAGE", (2, 3))
    stages.cache_clear()
    yield 3
    stages.cache_clear()


def test_a_map_is_coarse_first_and_then_whole(few_pairs):
    tiny = load_scenario("almelo").replace(families=20, weeks=52, burn_in_weeks=0)
    cells = Cells(Account())
    asked = map_of(tiny, "turnover_rate", "time_shortage", 0)
    cells.ask(asked)
    until(lambda: cells.shown.value is not None)
    coarse: Map = read_map(picture(cells), "turnover_rate", "time_shortage", "trust")
    until(lambda: picture(cells).whole)
    whole = read_map(picture(cells), "turnover_rate", "time_shortage", "trust")
    assert whole.found.mean.shape == (11, 11) and whole.pairs == few_pairs and whole.found.left_out == 0
    assert coarse.pairs <= whole.pairs
    cell = compare(asked.scenarios[7 * 11 + 3], few_pairs, 0).effects.set_index("outcome").loc["trust"]
    assert whole.found.mean[7, 3] == pytest.approx(cell["difference"])
