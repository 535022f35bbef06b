"""Signs that come back, against the re-reports to child protection to which the hazard was fitted.

After a sign the hazard is high and falls to a low level that stays: a curve that is steep at first and never flat.
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

pytestmark = pytest.mark.slow

OBSERVED = {6: 0.103, 12: 0.164, 24: 0.236, 36: 0.278, 48: 0.307, 60: 0.323}  # by month (fluke2005)
WEEKS_PER_MONTH = 52 / 12
SOON, LATE, FALLS_IN_WEEKS = 0.0213 / WEEKS_PER_MONTH, 0.0021 / WEEKS_PER_MONTH, 14 * WEEKS_PER_MONTH  # fitted to these
SETTINGS = {
    "recurrence_soon": SOON,
    "recurrence_late": LATE,
    "recurrence_weeks": FALLS_IN_WEEKS,
    "safety_concern_rate": 1,
    "reference_risk": 1,
    "adult_age": 18,
}


def reported_again(weeks):
    """The closed form: share with a re-report within so many weeks, at reference risk."""
    falling = (SOON - LATE) * FALLS_IN_WEEKS * (1 - math.exp(-weeks / FALLS_IN_WEEKS))
    return 1 - math.exp(-LATE * weeks - falling)


def added_up_hazards(weeks):
    """The rule's hazards at reference risk, week by week after a sign, added up."""
    p = as_records([SETTINGS])[0]
    family = np.zeros(1, dtype=family_type).view(np.recarray)[0]
    family.risk = 1.0
    return np.cumsum([sign_hazard.py_func(family, week, p) for week in range(1, weeks + 1)])


@pytest.mark.parametrize("months", OBSERVED)
def test_the_weekly_hazards_add_up_to_the_closed_form(months):
    # A falling hazard taken at the end of each week adds up to less than its integral, by less than the first week's.
    weeks = round(months * WEEKS_PER_MONTH)
    found = 1 - math.exp(-added_up_hazards(weeks)[-1])
    assert found <= reported_again(weeks) <= found + SOON
    assert found == pytest.approx(reported_again(weeks), abs=0.003)


@pytest.mark.parametrize(("months", "observed"), OBSERVED.items())
def test_the_curve_lies_within_half_a_percentage_point_of_what_was_observed(months, observed):
    assert reported_again(months * WEEKS_PER_MONTH) == pytest.approx(observed, abs=0.005)


def test_nobody_is_safe_for_ever():
    assert reported_again(200 * 52) > 0.99


@pytest.fixture
def weeks_to_the_next_sign(quiet):
    """Of each of many families with a sign in the week before the first: weeks until its next, infinite without.

    Risk is one minus support, support is nil, and one is the reference risk. Nobody has help.
    """
    only_support = {"risk_parenting": 0, "risk_relations": 0, "risk_overload": 0, "risk_no_support": 1}
    nothing_follows = {"crisis_after_sign": 0, "protection_after_report": 0, "placement_after_report": 0}
    weeks = round(max(OBSERVED) * WEEKS_PER_MONTH)
    families = 12_000
    scenario = quiet(
        families, weeks, need_severity=2, safety_plan_holds=0, **{**only_support, **nothing_follows, **SETTINGS}
    )
    world = on_route(burn_in(scenario, 0), scenario, "parallel")
    world.person["born"] = 0
    world.family["last_sign"] = -1
    world = world._replace(log=np.zeros(20 * families, dtype=event_type).view(np.recarray))
    run_weeks(world, weeks)
    assert world.tally[0].events < len(world.log)
    assert (world.family["risk"] == 1).all()
    signs = world.log[: world.tally[0].events]
    signs = signs[signs["kind"] == SIGN]
    found = np.full(families, np.inf)
    family, week = signs["family"], signs["week"]
    np.minimum.at(found, family, week + 1.0)
    return found


def test_simulated_signs_come_back_as_the_hazards_say(weeks_to_the_next_sign):
    families = len(weeks_to_the_next_sign)
    for months, observed in OBSERVED.items():
        weeks = round(months * WEEKS_PER_MONTH)
        expected = 1 - math.exp(-added_up_hazards(weeks)[-1])
        found = (weeks_to_the_next_sign <= weeks).mean()
        error = math.sqrt(expected * (1 - expected) / families)
        assert abs(found - expected) < 4 * error
        assert found == pytest.approx(observed, abs=0.01 + 4 * error)
