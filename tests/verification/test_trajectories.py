"""How long help lasts: trajectories of the whole engine by Kaplan and Meier, against their closed form.

One helper for each family, enough of them, and two ways in which help ends: the agreed time is over, each week with the
same chance, or the family ends it early, with a hazard that falls to a level of its own. Families come back at random,
so that the weeks after which help is still going on when nobody looks any more differ.
"""

import math

import numpy as np
import pytest

from sim.event_kinds import ENDED_EARLY, HELPER_CLOSED, HELPER_STARTED
from sim.names import MONEY
from sim.run import burn_in, on_route
from sim.week import run_weeks
from sim.world import event_type
from tests.verification.conftest import TRUST

pytestmark = pytest.mark.slow

FAMILIES, WEEKS = 4000, 130
TRAJECTORY_WEEKS = 40
BASE, EARLY, FADES_WEEKS = 0.006, 3, 13
ENDS = {HELPER_CLOSED: "closed", ENDED_EARLY: "ended early"}
STILL_GOING_ON = "still going on"
AFTER = [0, 4, 13, 26, 52, 100]


@pytest.fixture
def trajectories(quiet):
    """``trajectories(leaving_bond=1)``: weeks that each case lasted until it ended or was last seen, and its end."""

    def live(**settings):
        settings = {
            "trajectory_weeks_debt_housing": TRAJECTORY_WEEKS,
            "leaving_base": BASE,
            "early_leaving": EARLY,
            "first_phase_weeks": FADES_WEEKS,
            "leaving_overload": 0,
            "leaving_bond": 0,
            "leaving_missed": 0,
            "leaving_spread": 0,
            "request_chance": 0.03 / TRUST,
            "cases_per_family_debt_housing": 1,
            "hours_debt_housing": 1000,
            "contact_helps_money": 0,
            "goal_severity": 0,
            "still_needed_severity": 1,
            "need_severity": 0.5,
        } | settings
        scenario = quiet(FAMILIES, WEEKS, **settings)
        world = on_route(burn_in(scenario, 0), scenario, "parallel")
        severity = np.where(world.need["domain"] == MONEY, 0.6, 0)
        world.need["severity"] = world.need["set_point"] = severity
        world = world._replace(log=np.zeros(100 * FAMILIES, dtype=event_type).view(np.recarray))
        run_weeks(world, WEEKS)
        assert world.tally[0].events < len(world.log)
        return lengths(world.log[: world.tally[0].events])

    return live


def lengths(log):
    """Weeks and end of every case in a log."""
    begun, found = {}, []
    for event in log[np.isin(log["kind"], [HELPER_STARTED, *ENDS])]:
        if event.kind == HELPER_STARTED:
            begun[event.need] = event.week
        else:
            found.append((event.week - begun.pop(event.need), ENDS[event.kind]))
    found += [(WEEKS - 1 - week, STILL_GOING_ON) for week in begun.values()]
    return np.array([weeks for weeks, _ in found]), np.array([end for _, end in found])


def still_helped(weeks, ends, *which):
    """Kaplan and Meier's share still helped at the end of each week, and its standard error (Greenwood).

    Other ends than these are as good as not being seen any longer.
    """
    share, error, at_risk = np.ones(WEEKS), np.zeros(WEEKS), np.array([(weeks >= week).sum() for week in range(WEEKS)])
    ended = np.array([((weeks == week) & np.isin(ends, which)).sum() for week in range(WEEKS)])
    known = at_risk > 0
    share[known] = np.cumprod(1 - ended[known] / at_risk[known])
    error[known] = share[known] * np.sqrt(np.cumsum(ended[known] / (at_risk[known] * (at_risk[known] - ended[known]))))
    return share, error


def added_up_leaving(weeks):
    """The hazards of ending it early from the first week to that many later, added up."""
    return sum(BASE * (1 + EARLY * math.exp(-week / FADES_WEEKS)) for week in range(weeks + 1))


def agrees(found, after, expected):
    """Within four standard errors that are small enough to tell."""
    share, error = found
    assert 0 < 4 * error[after] < 0.1
    return abs(share[after] - expected) < 4 * error[after]


@pytest.mark.parametrize("how", ["closed", "ended early", "either"])
def test_trajectories_last_as_long_as_the_closed_form_says(trajectories, how):
    weeks, ends = trajectories()
    assert 0.1 < (ends == STILL_GOING_ON).mean() < 0.5
    which = list(ENDS.values()) if how == "either" else [how]
    found = still_helped(weeks, ends, *which)
    for after in AFTER:
        hazard = after / TRAJECTORY_WEEKS if how != "ended early" else 0.0
        hazard += added_up_leaving(after) if how != "closed" else 0.0
        if hazard > 0:
            assert agrees(found, after, math.exp(-hazard)), after


@pytest.mark.parametrize("settings", [{"leaving_bond": 1}, {"leaving_spread": 1}, {"early_leaving": 1}])
def test_what_else_makes_families_leave_breaks_the_closed_form(trajectories, settings):
    weeks, ends = trajectories(**settings)
    found = still_helped(weeks, ends, "ended early")
    assert not all(agrees(found, after, math.exp(-added_up_leaving(after))) for after in AFTER)


def test_two_in_three_of_those_who_end_it_within_a_trajectory_do_so_in_the_first_quarter(trajectories):
    # A hazard of .020 for 13 weeks, then .006, over trajectories of 40 weeks: 30 % end early, two thirds at once.
    weeks, ends = trajectories()
    early = ends == "ended early"
    assert (weeks[early] < 13).mean() == pytest.approx(0.6, abs=0.1)
