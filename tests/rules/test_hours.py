"""M3 and M7: which appointments are due, how they share what is left, goals that drift, and every hour written down."""

import pytest

from sim.care.hours import close_the_week, plan_appointments, share_out_hours
from sim.names import (
    CALLS,
    CHILD_MENTAL_HEALTH,
    CONTACT,
    IDLE,
    MONEY,
    N_TASKS,
    PARENTING,
    SAFETY,
    SOCIAL_TEAM,
    YOUTH_MENTAL_HEALTH,
)

CALM = {"goal_drift": 0, "appointments_per_week": 0.4, "appointment_hours": 1.5, "goals_hold_back": 0.5}


def test_appointments_add_up_until_one_is_due(small_world, helper):
    world = small_world(**CALM)
    family = world.family[0]
    tie = helper(world, 0, MONEY, due=0.3)
    plan_appointments(world, 0, family, world.p[0])
    assert (tie.due, world.post[tie.post].contact_due) == (pytest.approx(0.7), 0)
    plan_appointments(world, 0, family, world.p[0])
    assert (tie.due, world.post[tie.post].contact_due) == (pytest.approx(1.1), 1.5)
    plan_appointments(world, 0, family, world.p[0])  # nothing new is planned while one is due
    assert (tie.due, world.post[tie.post].contact_due) == (pytest.approx(1.1), 3.0)


@pytest.mark.parametrize(("week", "times"), [(10, 1.5), (22, 1.5), (23, 1)])
def test_a_case_asks_for_more_appointments_in_its_first_weeks(small_world, helper, week, times):
    world = small_world(**CALM, first_phase_weeks=13, first_phase_ratio=1.5)
    tie = helper(world, 0, MONEY, since=10, due=0.0)
    plan_appointments(world, week, world.family[0], world.p[0])
    assert tie.due == pytest.approx(0.4 * times)


def test_the_more_appointments_of_the_first_weeks_are_held_back_by_a_plan_as_others_are(small_world, helper, plan):
    world = small_world(**CALM, first_phase_weeks=13, first_phase_ratio=1.5)
    outside = helper(world, 0, PARENTING, since=0, due=0.0)
    plan(world, 0, coordinator=0, fidelity=0.8, tables=1)
    plan_appointments(world, 5, world.family[0], world.p[0])
    assert outside.due == pytest.approx(0.4 * 1.5 * (1 - 0.5 * 0.8))


def test_nothing_is_planned_where_nobody_is(small_world, helper):
    world = small_world(**CALM)
    tie = helper(world, 0, MONEY, due=0.9)
    world.post[tie.post].filled = 0
    plan_appointments(world, 0, world.family[0], world.p[0])
    assert (tie.due, world.post[tie.post].contact_due) == (0.9, 0)


def test_a_kept_plan_holds_back_appointments_outside_the_ranked_goals(small_world, helper, plan):
    world = small_world(**CALM)
    inside = helper(world, 0, MONEY, due=0.0)
    outside = helper(world, 0, PARENTING, due=0.0)
    shared = plan(world, 0, coordinator=0, fidelity=0.8, tables=1)
    shared.goal[MONEY] = 1
    plan_appointments(world, 0, world.family[0], world.p[0])
    assert (inside.due, outside.due) == (pytest.approx(0.4), pytest.approx(0.4 * (1 - 0.5 * 0.8)))


@pytest.mark.parametrize("change", ["no table yet", "nobody keeps it", "the parameter is off", "no plan"])
def test_without_a_kept_plan_nothing_is_held_back(small_world, helper, plan, change):
    world = small_world(**CALM)
    outside = helper(world, 0, PARENTING, due=0.0)
    shared = plan(world, 0, coordinator=0, fidelity=0.8, tables=1)
    if change == "no table yet":
        shared.tables = 0
    elif change == "nobody keeps it":
        shared.fidelity = 0
    elif change == "the parameter is off":
        world.p[0].goals_hold_back = 0
    else:
        shared.active = 0
    plan_appointments(world, 0, world.family[0], world.p[0])
    assert outside.due == pytest.approx(0.4)


def test_goals_drift_apart_faster_under_haste_and_not_with_a_full_shared_vision(small_world, helper):
    world = small_world(**{**CALM, "goal_drift": 0.1, "haste_drifts": 2})
    tie = helper(world, 0, MONEY, aligned=0.8)
    post = world.post[tie.post]
    post.embedding, post.pressure = 0.25, 0.5
    plan_appointments(world, 0, world.family[0], world.p[0])
    assert tie.aligned == pytest.approx(0.8 * (1 - 0.1 * 0.75 * (1 + 2 * 0.5)))
    post.embedding, tie.aligned = 1.0, 0.8
    plan_appointments(world, 0, world.family[0], world.p[0])
    assert tie.aligned == 0.8
    post.embedding, world.p[0].goal_drift = 0.25, 0
    plan_appointments(world, 0, world.family[0], world.p[0])
    assert tie.aligned == 0.8


def test_haste_adds_nothing_when_switched_off(small_world, helper):
    world = small_world(**{**CALM, "goal_drift": 0.1, "haste_drifts": 0})
    tie = helper(world, 0, MONEY, aligned=0.8)
    world.post[tie.post].embedding, world.post[tie.post].pressure = 0.25, 0.5
    plan_appointments(world, 0, world.family[0], world.p[0])
    assert tie.aligned == pytest.approx(0.8 * (1 - 0.1 * 0.75))


def test_appointments_shrink_alike_when_more_is_due_than_fits(small_world):
    post = small_world().post[0]
    post.contact_due = 25
    share_out_hours(post)
    assert post.contact_share == pytest.approx(20 / 25)
    post.contact_due = 19
    share_out_hours(post)
    assert post.contact_share == 1


def test_what_is_left_is_idle_and_every_hour_is_written_down_once(small_world):
    world = small_world()
    world.post["hours_left"] = 5
    world.post["spent"][:, CONTACT] = 12
    world.post["spent"][:, CALLS] = 3
    world.post["contact_due"] = 16
    world.post["contact_share"] = 0.75
    world.post["strain"] = 0.3
    close_the_week(world, 0, world.p[0])
    assert (world.post["hours"].sum(axis=1) == 20).all()
    assert (world.post["hours"][:, IDLE] == 5).all()
    assert (world.post["hours_left"] == 0).all()
    assert world.weekly[0].hours.shape == (7, N_TASKS)
    assert (world.weekly[0].hours.sum(axis=1) == 40).all()
    assert world.weekly[0].hours[SOCIAL_TEAM, CONTACT] == 24
    assert world.weekly[0].squeezed == pytest.approx(0.25 * 14)
    assert (world.post["pressure"] > 0).all(), "what did not fit was felt"
    assert world.weekly[0].strain == pytest.approx(world.post["strain"].sum())
    assert world.sector[YOUTH_MENTAL_HEALTH].due_hours == 32
    assert world.sector[YOUTH_MENTAL_HEALTH].given_hours == 24


def test_squeeze_and_strain_count_posts_that_somebody_holds_by_their_hours(small_world):
    world = small_world()
    world.post["fte"][0], world.post["contact_share"][0], world.post["strain"][0] = 0.5, 0.4, 0.8
    world.post["filled"][1], world.post["contact_share"][1], world.post["strain"][1] = 0, 0.1, 0.9
    close_the_week(world, 0, world.p[0])
    assert world.weekly[0].held_posts == 12.5
    assert world.weekly[0].squeezed == pytest.approx(0.6 * 0.5)
    assert world.weekly[0].strain == pytest.approx(world.post["strain"][0] * 0.5)


def test_what_is_due_where_somebody_is_stands_on_the_agenda_in_order(small_world, helper):
    world = small_world(**CALM)
    for place, due in ((MONEY, 1.2), (PARENTING, 0.1), (SAFETY, 0.7), (CHILD_MENTAL_HEALTH, 1.5)):
        tie = helper(world, 0, place, due=due)
    world.post[tie.post].filled = 0
    family = world.family[0]
    plan_appointments(world, 0, family, world.p[0])
    assert list(family.agenda[: family.appointments]) == [MONEY, SAFETY]
    assert (world.weekly[0].case_weeks, world.weekly[0].first_phase_weeks) == (4, 0)


def test_each_case_asks_the_hours_of_its_sector(small_world, helper):
    world = small_world(goal_drift=0, appointments_per_week=1, appointment_hours=[1.6, 1.5, 1.4, 0.7, 1.3, 0.5, 2])
    for place in (PARENTING, CHILD_MENTAL_HEALTH, SAFETY):
        helper(world, 0, place, due=0.0)
    plan_appointments(world, 0, world.family[0], world.p[0])
    assert list(world.post["contact_due"][[0, 2, 12]]) == [1.6, 1.5, 2]
