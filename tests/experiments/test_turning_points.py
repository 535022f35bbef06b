"""What would change an answer: the nearest value where it turns, by halving the way to an end."""

import numpy as np
import pytest

import sim
from experiments.search import turning_points as turning
from experiments.search.turning_points import looked_through, turning_points
from sim.effect_size import AMONG, OF_FAMILIES
from sim.outcomes import OUTCOMES
from sim.parameters import parameters

ALMELO = sim.load_scenario("almelo")
MATTERS = OUTCOMES["trust"].matters_from
LUCK = 0.01 * MATTERS
SHORT = parameters()["time_shortage"]
HELPS = [one for one in parameters().values() if one.field == "contact_helps"]


class Runs:
    """Runs whose gain in trust is a function of the scenario, with hardly any luck.

    Args:
        gain: of a scenario, in smallest differences that matter.
    """

    def __init__(self, gain):
        self.gain = gain
        self.lived = 0

    def ask(self, scenarios, seeds, routes=("parallel", "shared_plan"), step=None):
        self.lived += len(scenarios)
        outcomes = np.zeros((len(scenarios), len(seeds), 2, len(OUTCOMES)))
        for row, scenario in enumerate(scenarios):
            luck = LUCK * np.array([-1, 1] * len(seeds))[: len(seeds)]
            outcomes[row, :, 1, list(OUTCOMES).index("trust")] = self.gain(scenario) * MATTERS + luck
        return outcomes, np.zeros((len(scenarios), len(seeds), len(AMONG), len(OF_FAMILIES)))


def test_an_answer_turns_where_the_gain_no_longer_matters():
    runs = Runs(lambda one: 2 - 4 * one.value("time_shortage") / SHORT.high)
    (found,) = turning_points(ALMELO, "trust", runs, names=["time_shortage"])
    now = ALMELO.value("time_shortage")
    truth = SHORT.high / 4  # there the gain is one smallest difference
    assert truth <= found.then["time_shortage"] <= truth + (SHORT.high - now) / 2**turning.HALVINGS
    assert (found.before.standing, found.after.standing) == ("shared_plan", "small")
    assert found.above and found.now == {"time_shortage": now}
    assert found.far == pytest.approx((found.then["time_shortage"] - now) / (SHORT.high - SHORT.low))
    assert found.sentence("en").startswith("Time shortage above ") and "too small to matter" in found.sentence("en")
    assert "nu 10 %" in found.sentence("nl") or "(nu " in found.sentence("nl")


def test_members_move_together_and_the_nearer_side_is_taken():
    declared = np.mean([one.value for one in HELPS])
    runs = Runs(lambda one: 3 * np.sign(abs(np.mean([one.value(each.name) for each in HELPS]) / declared - 1) - 0.3))
    (found,) = turning_points(ALMELO, "trust", runs, names=["contact_helps"])
    assert set(found.then) == {one.name for one in HELPS}
    ends = {one.high - one.value for one in HELPS}, {one.value - one.low for one in HELPS}
    assert found.above == (min(ends[0]) > 0)
    assert "times what is set" in found.sentence("en")


def test_where_nothing_turns_nothing_is_found_and_only_ends_are_lived():
    runs = Runs(lambda one: 2)
    assert list(turning_points(ALMELO, "trust", runs, names=["time_shortage", "turnover_rate"])) == []
    assert runs.lived <= 1 + 2 * 2


def test_an_end_where_it_stands_already_is_not_lived_again():
    runs = Runs(lambda one: 2)
    list(turning_points(ALMELO.replace(time_shortage=SHORT.high), "trust", runs, names=["time_shortage"]))
    assert runs.lived == 2


def test_how_far_a_number_moves_an_answer_is_the_span_of_gains_over_its_range():
    runs = Runs(lambda one: 3 - 0.5 * one.value("time_shortage") / SHORT.high)
    moved = {one.name: one for one in looked_through(ALMELO, "trust", runs, names=["turnover_rate", "time_shortage"])}
    assert moved["turnover_rate"].by == pytest.approx(0, abs=LUCK)
    assert moved["time_shortage"].by == pytest.approx(0.5 * MATTERS * (1 - SHORT.low / SHORT.high), abs=LUCK)
    assert [one.point for one in moved.values()] == [None, None]


def test_whole_numbers_stay_whole():
    runs = Runs(lambda one: 1 - 2 * one.value("safety_team"))
    (found, *_) = turning_points(ALMELO, "trust", runs, names=["safety_team"])
    assert found.then["safety_team"] == 1


def test_what_moves_an_outcome_most_is_looked_at_first(monkeypatch):
    monkeypatch.setattr(turning, "movers", lambda: {"outcomes": {"trust": ["turnover_rate", "gone", "time_shortage"]}})
    assert turning.most_moving("trust") == ["turnover_rate", "time_shortage"]
    assert turning.most_moving("trust", 1) == ["turnover_rate"]
    assert turning.most_moving("severity") == []
