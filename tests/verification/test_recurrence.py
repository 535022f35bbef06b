"""Signs that come back, against the re-reports to child protection to which the hazard was fitted.

A share of families is reported again at all, after a Weibull time: a curve that is steep at first and flattens out.
"""

import math

import numpy as np
import pytest

from sim.agents.family import family_type
from sim.care.safety import sign_hazard
from sim.event_kinds import SIGN
from sim.parameters import as_records
from sim.run import burn_in, on_route
from sim.week import run_weeks
from sim.world import event_type

RECURRENT_SHARE, SHAPE, SCALE_WEEKS = 0.362, 0.82, 97.4
OBSERVED = {6: 0.103, 12: 0.164, 24: 0.236, 36: 0.278, 48: 0.307, 60: 0.323}  # by month (fluke2005)
WEEKS_PER_MONTH = 52 / 12
SETTINGS = {
    "recurrent_share": RECURRENT_SHARE,
    "recurrence_shape": SHAPE,
    "recurrence_weeks": SCALE_WEEKS,
    "safety_concern_rate": 1,
    "reference_risk": 1,
    "adult_age": 18,
}


def reported_again(months):
    """The closed form: share with a re-report within so many months."""
    return RECURRENT_SHARE * (1 - math.exp(-((months * WEEKS_PER_MONTH / SCALE_WEEKS) ** SHAPE)))


def added_up_hazards(weeks):
    """The rule's hazards of a recurrent family at reference risk, week by week after a sign, added up."""
    p = as_records([SETTINGS])[0]
    family = np.zeros(1, dtype=family_type).view(np.recarray)[0]
    family.risk = family.recurrent = 1.0
    return np.cumsum([sign_hazard.py_func(family, week, p) for week in range(1, weeks + 1)])


@pytest.mark.parametrize("months", OBSERVED)
def test_the_weekly_hazards_add_up_to_the_closed_form(months):
    # A falling hazard taken at the end of each week adds up to less than its integral, by less than the first week's.
    weeks = round(months * WEEKS_PER_MONTH)
    found = RECURRENT_SHARE * (1 - math.exp(-added_up_hazards(weeks)[-1]))
    first_week = RECURRENT_SHARE * SCALE_WEEKS**-SHAPE
    assert found <= reported_again(months) <= found + first_week
    assert found == pytest.approx(reported_again(months), abs=0.005)


@pytest.mark.parametrize(("months", "observed"), OBSERVED.items())
def test_the_curve_lies_within_a_percentage_point_of_what_was_observed(months, observed):
    weeks = round(months * WEEKS_PER_MONTH)
    assert reported_again(months) == pytest.approx(observed, abs=0.002)
    assert RECURRENT_SHARE * (1 - math.exp(-added_up_hazards(weeks)[-1])) == pytest.approx(observed, abs=0.01)


def test_a_family_that_is_not_recurrent_has_no_hazard_after_its_sign():
    p = as_records([SETTINGS])[0]
    family = np.zeros(1, dtype=family_type).view(np.recarray)[0]
    family.risk = 1.0
    assert sign_hazard.py_func(family, 10, p) == 0


@pytest.fixture
def weeks_to_the_next_sign(quiet):
    """Of each of many families with a sign in the week before the first: weeks until its next, infinite without.

    Risk is one minus support, support is nil, and one is the reference risk.
    """
    only_support = {"risk_parenting": 0, "risk_relations": 0, "risk_overload": 0, "risk_no_support": 1}
    weeks = round(max(OBSERVED) * WEEKS_PER_MONTH)
    families = 12_000
    scenario = quiet(families, weeks, request_chance=0, safety_plan_holds=0, **only_support, **SETTINGS)
    world = on_route(burn_in(scenario, 0), scenario, "parallel")
    world.family["born"] = 0
    world.family["last_sign"] = -1
    world = world._replace(log=np.zeros(20 * families, dtype=event_type).view(np.recarray))
    run_weeks(world, weeks)
    assert world.tally[0].events < len(world.log)
    assert (world.family["risk"] == 1).all()
    signs = world.log[: world.tally[0].events]
    signs = signs[signs["kind"] == SIGN]
    found = np.full(families, np.inf)
    np.minimum.at(found, signs["family"], signs["week"] + 1.0)
    return found


def test_simulated_signs_come_back_as_the_hazards_say(weeks_to_the_next_sign):
    families = len(weeks_to_the_next_sign)
    for months, observed in OBSERVED.items():
        weeks = round(months * WEEKS_PER_MONTH)
        expected = RECURRENT_SHARE * (1 - math.exp(-added_up_hazards(weeks)[-1]))
        found = (weeks_to_the_next_sign <= weeks).mean()
        error = math.sqrt(expected * (1 - expected) / families)
        assert abs(found - expected) < 4 * error
        assert found == pytest.approx(observed, abs=0.01 + 4 * error)
