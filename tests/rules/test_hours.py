"""M3 and M7: which appointments are due, how they share what is left, goals that drift, and every hour written down."""

import pytest

from sim.care.hours import EARLY, MOST_DUE, close_the_week, plan_appointments, share_out_hours
from sim.names import (
    CALLS,
    CHILD_MENTAL_HEALTH,
    CONTACT,
    DEBT_HOUSING,
    HOME,
    IDLE,
    MISSED_APPOINTMENTS,
    MONEY,
    N_TASKS,
    PARENTING,
    RELATIONS,
    SAFETY,
    SOCIAL_TEAM,
    YOUTH_MENTAL_HEALTH,
)

CALM = {
    "goal_drift": 0,
    "appointments_per_week": 0.4,
    "appointment_hours": 1.5,
    "goals_hold_back": 0.5,
    "cover_share": 0,
    "first_phase_ratio": 1.5,
    "first_phase_weeks": 13,
}


def plan_week(world, week=0):
    plan_appointments(world, week, world.family[0], world.p[0])


def test_appointments_add_up_until_one_can_be_brought_forward_and_then_is_due(small_world, helper):
    world = small_world(**CALM)
    case = helper(world, 0, MONEY, due=EARLY - 0.45)
    for turn, (early, due) in enumerate([(0, 0), (1.5, 0), (0, 1.5)]):
        case.post.contact_due = case.post.contact_early = 0.0
        plan_week(world)
        assert case.need.due == pytest.approx(EARLY - 0.05 + 0.4 * turn)
        assert (case.post.contact_early, case.post.contact_due) == (early, due)
    assert world.sector[DEBT_HOUSING].due_hours == world.sector[DEBT_HOUSING].hours_asked == pytest.approx(3 * 0.6)


def test_what_is_further_behind_than_can_be_made_up_is_let_go(small_world, helper):
    world = small_world(**CALM)
    case = helper(world, 0, MONEY, due=MOST_DUE - 0.1)
    for _ in range(3):
        plan_week(world)
    assert case.need.due == pytest.approx(MOST_DUE + 0.3)


@pytest.mark.parametrize(("week", "times"), [(10, 1.5), (22, 1.5), (23, 1)])
def test_a_case_asks_for_more_appointments_in_its_first_weeks(small_world, helper, week, times):
    world = small_world(**CALM)
    need = helper(world, 0, MONEY, since=10, due=0.0).need
    plan_week(world, week)
    assert need.due == pytest.approx(0.4 * times)
    assert (world.weekly[week].case_weeks, world.weekly[week].first_phase_weeks) == (1, times > 1)


def test_nothing_is_planned_where_nobody_is_and_nobody_covers(small_world, helper):
    world = small_world(**CALM)
    case = helper(world, 0, MONEY, due=0.9)
    case.post.filled = 0
    plan_week(world)
    assert (case.need.due, case.post.contact_due, world.family[0].appointments) == (0.9, 0, 0)


def ranked(small_world, helper, plan, *domains, goals=(), since=-100, **state):
    """A plan kept for four fifths, with helpers in these domains; gives what is due after a week."""
    world = small_world(**CALM)
    cases = [helper(world, 0, domain, due=0.0, since=since, goal=int(domain in goals)) for domain in domains]
    plan(world, 0, **{"fidelity": 0.8, "tables": 1, **state})
    plan_week(world)
    return [float(case.need.due) for case in cases]


def test_a_kept_plan_holds_back_appointments_outside_the_ranked_goals(small_world, helper, plan):
    inside, outside = ranked(small_world, helper, plan, MONEY, PARENTING, goals=[MONEY])
    assert (inside, outside) == (pytest.approx(0.4), pytest.approx(0.4 * (1 - 0.5 * 0.8)))


def test_what_is_held_back_goes_to_the_ranked_goals_of_the_same_helper(small_world, helper, plan):
    inside, outside, elsewhere = ranked(small_world, helper, plan, MONEY, HOME, PARENTING, goals=[MONEY, PARENTING])
    assert outside == pytest.approx(0.4 * 0.6)
    assert inside == pytest.approx(0.4 + 0.4 * 0.4)
    assert elsewhere == pytest.approx(0.4), "another helper's hours are another helper's"


def test_a_helper_shares_what_is_held_back_among_its_ranked_goals(small_world, helper, plan):
    world = small_world(**CALM)
    goals = [helper(world, 0, domain, post=0, due=0.0, goal=1) for domain in (PARENTING, RELATIONS)]
    helper(world, 0, MONEY, post=0, due=0.0)
    plan(world, 0, fidelity=0.8, tables=1)
    plan_week(world)
    assert [case.need.due for case in goals] == pytest.approx([0.4 + 0.4 * 0.4 / 2] * 2)


def test_the_more_appointments_of_the_first_weeks_are_held_back_and_pass_on_as_others_are(small_world, helper, plan):
    inside, outside = ranked(small_world, helper, plan, MONEY, HOME, goals=[MONEY], since=0)
    assert (inside, outside) == (pytest.approx(0.6 + 0.6 * 0.4), pytest.approx(0.6 * 0.6))


@pytest.mark.parametrize("change", [{"tables": 0}, {"fidelity": 0}, {"active": 0}], ids=str)
def test_without_a_kept_plan_nothing_is_held_back(small_world, helper, plan, change):
    assert ranked(small_world, helper, plan, MONEY, HOME, goals=[MONEY], **change) == pytest.approx([0.4, 0.4])


@pytest.mark.parametrize(
    ("drift", "haste", "embedding", "share"),
    [(0.1, 2, 0.25, 0.1 * 0.75 * 2), (0.1, 0, 0.25, 0.1 * 0.75), (0.1, 2, 1, 0), (0, 2, 0.25, 0)],
)
def test_goals_drift_back_faster_under_haste_and_not_with_a_full_shared_vision(
    small_world, helper, drift, haste, embedding, share
):
    world = small_world(**{**CALM, "goal_drift": drift, "haste_drifts": haste})
    case = helper(world, 0, MONEY, position=0.2, own_position=0.8)
    case.post.embedding, case.post.pressure = embedding, 0.5
    plan_week(world)
    assert case.need.position == pytest.approx(0.2 + share * 0.6)


def test_what_is_due_gets_what_is_left_and_what_can_come_early_the_rest(small_world):
    post = small_world().post[0]  # twenty hours left
    for due, early, shares in (
        (25, 4, (0.8, 0)),
        (20, 4, (1, 0)),
        (18, 4, (1, 0.5)),
        (10, 4, (1, 1)),
        (0, 0, (1, 0)),
        (10, 0, (1, 0)),
    ):
        post.contact_due, post.contact_early = due, early
        share_out_hours(post)
        assert (post.contact_share, post.early_share) == pytest.approx(shares)


def test_what_is_left_is_idle_and_every_hour_is_written_down_once(small_world):
    world = small_world(pressure_memory=0.1)
    world.post["hours_left"] = 5
    for task, hours in ((CONTACT, 9), (MISSED_APPOINTMENTS, 3), (CALLS, 3)):
        world.post["spent"][:, task] = hours
    world.post["contact_share"] = 0.75
    world.post["strain"] = 0.3
    world.post["wanted"] = 4
    close_the_week(world, 0, world.p[0])
    assert (world.post["hours"].sum(axis=1) == 20).all()
    assert (world.post["hours"][:, IDLE] == 5).all()
    assert (world.post["hours_left"] == 0).all()
    assert world.weekly[0].hours.shape == (7, N_TASKS)
    assert (world.weekly[0].hours.sum(axis=1) == 40).all()
    assert world.weekly[0].hours[SOCIAL_TEAM, CONTACT] == 18
    assert world.weekly[0].squeezed == pytest.approx(0.25 * 14)
    assert world.post["pressure"] == pytest.approx(0.1 * 0.25), "what did not fit was felt"
    assert world.weekly[0].strain == pytest.approx(world.post["strain"].sum())
    assert world.sector[YOUTH_MENTAL_HEALTH].given_hours == 24
    assert world.sector[YOUTH_MENTAL_HEALTH].hours_asked == 8


OFFERED = {
    "hours": 32,
    "time_shortage": 0,
    "extra_capacity": 0,
    "administration_share": 0.25,
    "administration_per_case": 0,
    "team_work_share": 0,
}


def test_hours_are_counted_as_idle_only_where_somebody_waits(small_world):
    world = small_world(**OFFERED)
    world.post["hours_left"] = 5
    world.post["away"][1] = 1  # one of two is ill
    world.organisation["waiting"][SOCIAL_TEAM] = 3
    close_the_week(world, 0, world.p[0])
    assert (world.sector[SOCIAL_TEAM].idle_with_list, world.sector[SOCIAL_TEAM].hours_with_list) == (5, 32)
    assert world.sector["idle_with_list"][1:].sum() == world.sector["hours_with_list"][1:].sum() == 0


def test_the_hours_that_posts_would_have_as_caseloads_ask_are_added_up(small_world):
    world = small_world(**OFFERED)
    world.sector["capacity"] = 1.5
    world.post["away"][1] = 1
    close_the_week(world, 0, world.p[0])
    assert list(world.sector["hours_planned"][:2]) == pytest.approx([24, 48]), "whatever the region pays for"


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
    dues = ((MONEY, 1.2), (PARENTING, 0.0), (SAFETY, 0.7), (CHILD_MENTAL_HEALTH, 1.5))
    cases = {domain: helper(world, 0, domain, due=due) for domain, due in dues}
    cases[CHILD_MENTAL_HEALTH].post.filled = 0
    plan_week(world)
    family = world.family[0]
    assert list(family.agenda[: family.appointments]) == [cases[MONEY].row, cases[SAFETY].row]
    assert (world.weekly[0].case_weeks, world.weekly[0].first_phase_weeks) == (4, 0)


def test_each_case_asks_the_hours_of_its_sector(small_world, helper):
    world = small_world(**{**CALM, "appointments_per_week": 1, "appointment_hours": [1.6, 1.5, 1.4, 0.7, 1.3, 0.5, 2]})
    for domain in (PARENTING, CHILD_MENTAL_HEALTH, SAFETY):
        helper(world, 0, domain, due=0.0)
    plan_week(world)
    assert list(world.post["contact_due"][[0, 2, 12]]) == [1.6, 1.5, 2]
