"""What would change the answer, looked for while somebody looks."""

import pytest

from dashboard.live import turning
from dashboard.live.following import Shown
from dashboard.live.turning import Asked, Turning
from dashboard.live.wishes import Account
from dashboard.visit import Visit
from experiments.running.several import Lived
from experiments.search.turning_points import Moved, looked_through
from sim.scenario import load_scenario
from tests.waiting import until


def whole(live: Turning) -> Shown[Asked, tuple[Moved, ...]]:
    """What was found, when nothing more is looked for."""
    until(lambda: live.shown.now is not None and live.shown.now.whole)
    assert live.shown.now is not None
    return live.shown.now


@pytest.fixture
def asked(monkeypatch) -> Asked:
    monkeypatch.setattr(turning, "LOOKED_AT", 2)
    monkeypatch.setattr(turning, "PAIRS", 3)
    return Asked(load_scenario("almelo").replace(families=20, weeks=52, burn_in_weeks=10), 3, "direction")


def test_it_finds_what_the_command_line_finds_the_nearest_first(asked):
    live = Turning(Account(), rest=0.0)
    live.ask(asked)
    shown = whole(live)
    names = turning.most_moving("direction", 2)
    found = list(looked_through(asked.scenario, "direction", Lived(1), names, 3, 3))
    assert shown.found == tuple(found) and [one.name for one in found] == names
    points = turning.nearest(found)
    assert points == sorted(points, key=lambda one: one.far) and all(
        one in [each.point for each in found] for one in points
    )
    assert shown.there >= 3 and live.waiting.now is None


def test_nothing_is_lived_before_the_rest_and_a_move_ends_it(asked):
    live = Turning(Account(), rest=3600.0)
    live.ask(asked)
    assert live.waiting.now == asked and live.wish is None
    live.withdraw()
    assert live.waiting.now is None and live.shown.now is None


def test_a_turning_point_is_one_press_away(asked):
    visit = Visit("lang=en")
    visit.turning.rest = 0.0
    visit.turning.ask(asked)
    for one in turning.nearest(whole(visit.turning).found):
        visit.turn(one.name)
        assert {name: visit.choices.value.value(name) for name in one.then} == dict(one.then)
    visit.turn("nobody")
    visit.leave()
