"""What a chapter lives is the engine's own comparison, and is lived once for everybody."""

import numpy as np

from dashboard.learn.chapter import chapters
from dashboard.live import lessons
from dashboard.live.lessons import axis, places_of, remembered, settings_of
from dashboard.live.once import Once
from sim.comparison import both_routes
from sim.outcomes import main_outcomes_of
from sim.scenario import load_scenario


def go_on():
    """What a run asks between its years: whether it may go on."""


SMALL = load_scenario("almelo").replace(families=20, weeks=20, burn_in_weeks=10)


def test_a_pair_is_as_the_engine_gives_it_and_is_not_lived_again(monkeypatch):
    monkeypatch.setattr(lessons, "_lived", type(lessons._lived)())
    found = remembered(SMALL, 3, Once()).work(go_on)
    whole = both_routes(SMALL, 3)
    assert np.array_equal(
        found, [main_outcomes_of([whole[route]]) for route in ("parallel", "shared_plan")], equal_nan=True
    )
    assert remembered(SMALL, 3, Once()).work(go_on) is found
    other = remembered(SMALL.replace(structures={"bond": "grows"}), 3, Once()).work(go_on)
    assert other is not found and len(lessons._lived) == 2


def test_only_so_many_pairs_are_remembered(monkeypatch):
    monkeypatch.setattr(lessons, "_lived", type(lessons._lived)())
    monkeypatch.setattr(lessons, "MOST", 1)
    for seed in (1, 2):
        remembered(SMALL, seed, Once()).work(go_on)
    assert len(lessons._lived) == 1


def test_a_chapter_asks_for_each_setting_and_a_map_for_each_place():
    chapter = chapters()["less_time"]
    asked = settings_of(chapter, 7)
    assert len(asked.scenarios) == 4 and len(asked.runs) == 4 * chapter.region.pairs
    assert asked.scenarios[2].settings["time_shortage"] == 0.5
    town = chapters()["your_town"]
    assert town.first.bet.place is not None
    places = places_of(town, town.first.bet.place, "paper", 7)
    assert len(places.scenarios) == 25 and {one.settings["plan_keeping"] for one in places.scenarios} == {0.1}
    assert axis("turnover_rate", 5).tolist() == [0.0, 0.225, 0.45, 0.675, 0.9]
