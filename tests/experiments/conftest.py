"""Small comparisons to look at."""

import numpy as np
import pytest

import sim
from sim.comparison import FANS, Comparison
from sim.effect_size import AMONG, OF_FAMILIES
from sim.outcomes import OUTCOMES
from sim.region import ROUTES


@pytest.fixture(scope="session")
def comparison() -> Comparison:
    """A real comparison of a small region with a change in it."""
    scenario = sim.load_scenario("budget_cut").replace(families=60, weeks=60, burn_in_weeks=10, time_shortage=0.2)
    return sim.compare(scenario, replicates=4, seed=5)


@pytest.fixture
def made_up():
    """Makes a comparison in which both routes are the same but for the outcomes given, as (parallel, shared plan)."""

    def make(replicates: int = 4, **values) -> Comparison:
        outcomes = np.zeros((replicates, len(ROUTES), len(OUTCOMES)))
        for name, pair in values.items():
            for route, given in enumerate(pair):
                outcomes[:, route, list(OUTCOMES).index(name)] = given
        weeks = np.zeros((replicates, len(ROUTES), len(FANS), 1))
        sizes = np.zeros((replicates, len(AMONG), len(OF_FAMILIES)))
        return Comparison(sim.load_scenario("almelo"), 0, outcomes, weeks, [], sizes, np.zeros((replicates, 2, 2)))

    return make
