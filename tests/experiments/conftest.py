"""Small comparisons to look at."""

import numpy as np
import pandas as pd
import pytest

import sim
from sim.comparison import Comparison
from sim.outcomes import OUTCOMES


@pytest.fixture(scope="session")
def comparison() -> Comparison:
    """A real comparison of a small region with a change in it."""
    scenario = sim.load_scenario("budget_cut").replace(families=60, weeks=60, burn_in_weeks=10, time_shortage=0.2)
    return sim.compare(scenario, replicates=4, seed=5)


@pytest.fixture
def made_up():
    """Makes a comparison in which both routes are the same but for the outcomes given, as (parallel, shared plan)."""

    def make(replicates: int = 4, **values) -> Comparison:
        rows = []
        for name in OUTCOMES:
            parallel, shared = values.get(name, (0.0, 0.0))
            for route, given in (("parallel", parallel), ("shared_plan", shared)):
                for replicate, value in enumerate(np.broadcast_to(given, replicates)):
                    rows.append(
                        {
                            "replicate": replicate,
                            "seed": replicate,
                            "route": route,
                            "outcome": name,
                            "value": float(value),
                        }
                    )
        return Comparison(sim.load_scenario("almelo"), 0, pd.DataFrame(rows), pd.DataFrame(), pd.DataFrame())

    return make
