"""Fans: quantiles over paired runs in each week, in numbers made by hand."""

import numpy as np
import pytest

import sim
from experiments.analysis.fans import SHARES, fan_of, fans_of
from sim.comparison import FANS, Comparison

PAIRS, WEEKS = 5, 3


@pytest.fixture
def comparison():
    """Five paired runs of three weeks; trust on parallel routes is 0, 1, 2, 3, 4 in week 0, and 10 more each week.

    With a shared plan it is 100 more; every other line is -1.
    """
    weeks = np.full((PAIRS, 2, len(FANS), WEEKS), -1.0)
    trust = np.arange(PAIRS)[:, None] + 10 * np.arange(WEEKS)
    by_route = trust[:, None] + np.array([0, 100])[:, None]
    weeks[:, :, FANS.index("trust")] = by_route
    scenario = sim.load_scenario("almelo").replace(weeks=WEEKS)
    empty = np.zeros(0)
    return Comparison(scenario, 0, empty, weeks, [], empty, empty)


def test_a_fan_has_for_each_week_the_quantiles_over_runs(comparison):
    fans = fans_of(comparison, "trust")
    # Of 0, 1, 2, 3, 4 the shares .1, .25, .5, .75 and .9 lie at four times that.
    in_week_0 = np.array([0.4, 1, 2, 3, 3.6])
    for route, more in (("parallel", 0), ("shared_plan", 100)):
        assert fans[route].shape == (len(SHARES), WEEKS)
        np.testing.assert_allclose(fans[route], (in_week_0 + more)[:, None] + [0, 10, 20])


def test_every_line_has_a_fan_of_its_own(comparison):
    assert (fans_of(comparison, "overload")["parallel"] == -1).all()


def test_a_fan_is_made_from_the_runs_that_have_a_value():
    fan = fan_of(np.array([[1.0, np.nan, np.nan], [3.0, 5.0, np.nan], [2.0, 7.0, np.nan]]))
    np.testing.assert_allclose(fan[2], [2, 6, np.nan])
    np.testing.assert_allclose(fan[0], [1.2, 5.2, np.nan])
