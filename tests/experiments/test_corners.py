"""Where each route does best: found in all levers at once, lived again with other luck, said by what it leans on."""

import numpy as np
import pytest

import sim
from experiments.search.corners import LAST_SEED, Corner, Size, Space, corners
from sim.effect_size import AMONG, OF_FAMILIES
from sim.outcomes import OUTCOMES
from sim.parameters import parameters

ALMELO = sim.load_scenario("almelo")
MATTERS = OUTCOMES["trust"].matters_from
SMALL = Size(first=64, bred=12, generations=12, pairs=2, last_pairs=12)


class Runs:
    """Runs whose gain in trust is a function of the scenario and the seed, in smallest differences that matter."""

    def __init__(self, gain):
        self.gain = gain

    def ask(self, scenarios, seeds, routes=("parallel", "shared_plan"), step=None):
        outcomes = np.zeros((len(scenarios), len(seeds), 2, len(OUTCOMES)))
        for row, scenario in enumerate(scenarios):
            for column, seed in enumerate(seeds):
                gain = self.gain(scenario, seed) + 0.01 * (-1) ** seed
                outcomes[row, column, 1, list(OUTCOMES).index("trust")] = gain * MATTERS
        return outcomes, np.zeros((len(scenarios), len(seeds), len(AMONG), len(OF_FAMILIES)))


def place(scenario, name):
    one = parameters()[name]
    return (scenario.value(name) - one.low) / (one.high - one.low)


def test_both_corners_are_found_and_said_by_the_levers_that_make_them():
    def gain(scenario, seed):
        return 6 * (place(scenario, "time_shortage") - 0.5) - 3 * place(scenario, "turnover_rate")

    plan, parallel = corners(ALMELO, ["trust"], Runs(gain), [], SMALL)
    assert (plan.route, plan.wins, parallel.route, parallel.wins) == ("shared_plan", True, "parallel", True)
    assert next(iter(plan.levers)) == "time_shortage" and plan.levers["time_shortage"] > 0.7
    assert place(parallel.scenario, "time_shortage") < 0.2 and place(parallel.scenario, "turnover_rate") > 0.7
    assert set(parallel.levers) <= {"time_shortage", "turnover_rate"}
    assert plan.sentence("en").startswith("Trust in care: the shared plan wins most where ")
    assert "winnen het meest waar" in parallel.sentence("nl")


def test_a_lead_that_was_luck_of_the_search_is_no_lead():
    found = list(corners(ALMELO, ["trust"], Runs(lambda scenario, seed: 5.0 if seed < LAST_SEED else 0.0), [], SMALL))
    assert [one.wins for one in found] == [False, False]
    assert "does better nowhere that was looked at" in found[0].sentence("en")


def test_the_parameter_set_is_part_of_the_corner():
    sets = [{"conflict_strength": 0.2}, {"conflict_strength": 0.8}]
    found = list(corners(ALMELO, ["trust"], Runs(lambda one, seed: one.value("conflict_strength")), sets, SMALL))
    assert [one.parameter_set for one in found] == [1, 0]


def test_a_lever_is_put_back_alone_and_whether_there_are_plans_is_no_lever():
    space = Space(ALMELO, [])
    far = np.ones(space.dimensions)
    there, back = space.at(far), space.at(far, "time_shortage")
    assert there.value("time_shortage") == parameters()["time_shortage"].high
    assert back.value("time_shortage") == ALMELO.value("time_shortage")
    assert back.value("turnover_rate") == there.value("turnover_rate")
    assert "shared_plan_share" not in {one.name for one in space.levers}


@pytest.mark.parametrize("language", ["en", "nl"])
def test_where_no_lever_matters_that_is_said(language):
    corner = Corner("trust", "parallel", np.zeros(4), {}, -1, ALMELO)
    assert ("as they do now" if language == "en" else "zoals het nu staat") in corner.sentence(language)
