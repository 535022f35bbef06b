"""Which way things go, with nothing left to chance: less preparation, fewer appointments."""

import numpy as np
import pytest

from sim.agents.family import settle
from sim.agents.professional import start_the_week
from sim.care.contact import keep_appointments
from sim.care.hours import plan_appointments
from sim.care.plan import coordinate_with_a_plan
from sim.care.round_table import hold_round_tables
from sim.chance import NEVER
from sim.names import MONEY, PARENTING, PHYSICAL_HEALTH, SCHOOL, SOCIAL_TEAM

FAMILIES, WEEKS = 18, 12
HOURS = (0, 0.25, 0.5, 1, 2, 5, 12, 40)
NEEDS_A_COORDINATOR = {
    "shared_plan_share": 1,
    "plan_from_helpers": 2,
    "needs_coordinator_below": 0.6,
    "hand_back_above": 0.9,
    "coordinator_sector": SOCIAL_TEAM,
    "coordinator_call_weeks": 1000,
    "overload_takes_ability": 0,
}


def family_weeks_with_a_coordinator(small_world, helper, **settings):
    """Families that cannot coordinate themselves share two posts of the social team for twelve weeks."""
    world = small_world(families=FAMILIES, **NEEDS_A_COORDINATOR, **settings)
    for number in range(FAMILIES):
        helper(world, number, PARENTING, post=number % 2)
        helper(world, number, MONEY)
    there = 0
    for week in range(WEEKS):
        for post in world.post:
            start_the_week(post, world.sector[post.sector], week, world.p[0])
        for number in range(FAMILIES):
            coordinate_with_a_plan(world, week, number, world.family[number], world.p[0])
            hold_round_tables(world, week, number, world.family[number], world.p[0])
        there += (world.family["plan"]["coordinator"] >= 0).sum()
    return there


@pytest.mark.slow
@pytest.mark.parametrize("most", [2, 8, 100])
@pytest.mark.parametrize("made", ["plan_hours", "preparation_hours"])  # of a plan, of each table
def test_less_preparation_never_leaves_fewer_families_with_a_coordinator(small_world, helper, made, most):
    found = [
        family_weeks_with_a_coordinator(small_world, helper, **{made: hours, "coordinator_caseload": most})
        for hours in HOURS
    ]
    assert found == sorted(found, reverse=True)
    if made == "plan_hours":
        assert found[0] == WEEKS * min(FAMILIES, 2 * most), "a plan that takes no time waits for nothing but room"
        assert found[-1] < found[0] or most == 2
    else:
        assert found[0] > found[-1] == 0, "a week too short for a table makes nobody coordinator"


DOMAINS = (PARENTING, MONEY, SCHOOL, PHYSICAL_HEALTH)  # each with a professional of its own
AIMS = (1.0, 1.0, -1.0, -1.0)  # each wants what the family wants there, and they clash
ONLY_CONFLICT = {
    "conflict_trust": 0.1,
    "conflict_strength": 0.2,
    "conflict_form": 1,
    "talk_trust": 0,
    "direction_drift": 0,
    "goal_drift": 0,
    "missing_base": 0,
    "missing_overload": 0,
    "missing_distrust": 0,
    "first_phase_ratio": 1,
}


def trust_after(small_world, helper, dice, pace, **settings):
    """Trust, week by week, of a family with four helpers of other goals, visited so often; and what was undone."""
    world = small_world(**{**ONLY_CONFLICT, **settings}, appointments_per_week=pace)
    for domain, aim in zip(DOMAINS, AIMS, strict=True):
        helper(world, 0, domain, position=aim, wish=aim, until=NEVER, due=1.0)
    world.post["hours_left"] = 1000.0
    family, p = world.family[0], world.p[0]
    dice(0.5)
    trust = []
    for week in range(24):
        plan_appointments(world, week, family, p)
        keep_appointments(world, week, 0, family, p)
        settle(family, p)
        trust.append(float(family.trust))
    return np.array(trust), int(family.contacts), float(family.undone)


@pytest.mark.slow
@pytest.mark.parametrize("pace", [1.0, 0.5, 0.25])
def test_halving_appointments_never_raises_trust_by_itself(small_world, helper, dice, pace):
    usual, visits, undone = trust_after(small_world, helper, dice, pace)
    halved, fewer, as_before = trust_after(small_world, helper, dice, pace / 2)
    assert fewer <= visits / 2 + len(DOMAINS)
    # By hand: two against two, as far apart as can be, is a mismatch of .4, of which .4 / 1.4 is undone.
    assert undone == as_before == pytest.approx(0.4 / 1.4)
    assert (halved <= usual + 1e-12).all()
    assert usual[-1] == pytest.approx(0.5 * (1 - 0.1 * 0.4 / 1.4) ** 24)


def test_with_visits_that_build_trust_halving_them_lowers_it(small_world, helper, dice):
    usual, _, _ = trust_after(small_world, helper, dice, 1.0, talk_trust=0.03)
    halved, _, _ = trust_after(small_world, helper, dice, 0.5, talk_trust=0.03)
    assert (halved <= usual + 1e-12).all() and halved[-1] < usual[-1]
