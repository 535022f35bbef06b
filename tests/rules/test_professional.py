"""M3: the hours of a post, the pressure of what did not fit, and colleagues who get to know each other."""

import math

import pytest

from sim.agents.acquaintance import MAX_ACQUAINTANCES, familiarity, meet_colleague
from sim.agents.professional import (
    EXPECTING_WEEKS,
    OWED_SHARE,
    feel_the_week,
    hours_for_families,
    let_go,
    room_for_meetings,
    skill_now,
    spend,
    spend_on_meeting,
    spend_share,
    start_the_week,
    take_on,
)
from sim.names import (
    ADMINISTRATION,
    CONTACT,
    HANDOVER_WORK,
    MEETING_HOURS,
    MISSED_APPOINTMENTS,
    MONEY,
    PARENTING,
    PREPARATION,
    READING_IN,
    ROUND_TABLE,
    SOCIAL_TEAM,
    TEAM_WORK,
    YOUTH_MENTAL_HEALTH,
)

WEEK = {
    "hours": 32,
    "time_shortage": 0,
    "extra_capacity": 0,
    "administration_share": 0.28,
    "administration_per_case": 0.4,
    "team_work_share": 0.15,
}


def begin_the_week(world, row=0, week=0):
    """A post at the start of a week, eight cases on its hands."""
    post = world.post[row]
    post.caseload = 8
    start_the_week(post, world.sector[post.sector], week, world.p[0])
    return post


def test_hours_are_spent_only_as_far_as_the_week_has_them(small_world):
    post = small_world().post[0]
    assert spend(post, CONTACT, 15.0) == 15
    assert spend(post, ROUND_TABLE, 8.0) == 5
    assert spend(post, ROUND_TABLE, 1.0) == 0
    assert (post.spent[CONTACT], post.spent[ROUND_TABLE], post.hours_left) == (15, 5, 0)


def test_what_is_asked_counts_as_wanted_even_where_it_does_not_fit(small_world):
    post = small_world().post[0]
    assert spend_share(post, ROUND_TABLE, 16.0) == 1
    assert spend_share(post, ROUND_TABLE, 16.0) == 0.25
    assert spend_share(post, ROUND_TABLE, 0.0) == 1, "nothing was asked"
    spend(post, CONTACT, 3.0)
    assert post.wanted == 32, "appointments are in what is due"


@pytest.mark.parametrize(("channel", "spent"), [(1, 2), (0.5, 1), (0, 0)])
def test_meetings_can_be_free(small_world, channel, spent):
    world = small_world()
    world.p[0].channel[MEETING_HOURS] = channel
    post = world.post[0]
    assert spend_on_meeting(post, ROUND_TABLE, 2.0, world.p[0]) == spent
    assert (post.hours_left, post.wanted) == (20 - spent, spent)


def test_administration_and_team_work_come_first(small_world):
    world = small_world(**WEEK)
    post = begin_the_week(world)
    assert post.spent[ADMINISTRATION] == pytest.approx(0.28 * 32 + 0.4 * 8)
    assert post.spent[TEAM_WORK] == pytest.approx(0.15 * 32)
    assert post.hours_left == pytest.approx(0.57 * 32 - 3.2)
    assert hours_for_families(post, world.sector[0], world.p[0]) == pytest.approx(0.57 * 32 - 3.2)


def test_administration_of_too_many_cases_takes_the_whole_week_and_no_more(small_world):
    world = small_world(**{**WEEK, "administration_per_case": 10})
    post = begin_the_week(world)
    assert (post.spent[ADMINISTRATION], post.spent[TEAM_WORK], post.hours_left) == (32, 0, 0)
    assert hours_for_families(post, world.sector[0], world.p[0]) == 0


@pytest.mark.parametrize(
    ("settings", "hours"),
    [
        ({}, 32 * 0.5 * 1.25),
        ({"time_shortage": 0.4}, 32 * 0.5 * 1.25 * 0.6),
        ({"extra_capacity": [0.3, *[0] * 6]}, 32 * 0.5 * 1.25 * 1.3),
    ],
)
def test_hours_are_those_of_the_post_as_the_region_pays_for_less_what_is_missing(small_world, settings, hours):
    world = small_world(**{**WEEK, **settings})
    world.post[0].fte, world.sector[0].capacity = 0.5, 1.25
    post = begin_the_week(world)
    assert post.hours_left + post.spent.sum() == pytest.approx(hours)


def test_promised_work_is_paid_off_in_steps(small_world):
    world = small_world(**WEEK)
    world.post[0].owed_handover, world.post[0].owed_reading = 1.0, 5.0
    post = begin_the_week(world)
    assert post.spent[HANDOVER_WORK] == pytest.approx(1)
    assert post.spent[READING_IN] == pytest.approx(OWED_SHARE * 32)
    assert post.spent[PREPARATION] == 0
    assert (post.owed_handover, post.owed_reading) == (0, pytest.approx(5 - OWED_SHARE * 32))
    assert post.hours_left + post.spent.sum() == pytest.approx(32)
    assert post.wanted == pytest.approx(1 + OWED_SHARE * 32), "old promises are work that this week asks"


def test_promised_work_never_takes_more_than_there_is(small_world):
    world = small_world(**{**WEEK, "administration_share": 0.75, "administration_per_case": 0})
    for owed in ("owed_handover", "owed_reading", "owed_preparation"):
        world.post[0][owed] = 100.0
    post = begin_the_week(world)
    assert post.hours_left == pytest.approx(0)
    assert post.spent.sum() == pytest.approx(32)
    assert post.owed_preparation == 100


@pytest.mark.parametrize(("filled", "ill_until", "week", "away"), [(1, 5, 4, 1), (1, 5, 5, 0), (0, 0, 4, 1)])
def test_who_is_ill_or_gone_has_no_hours_and_old_promises_wait(small_world, filled, ill_until, week, away):
    world = small_world(**WEEK)
    world.post[0].filled, world.post[0].ill_until = filled, ill_until
    world.post[0].owed_reading, world.post[0].wanted = 2.0, 7.0
    post = begin_the_week(world, week=week)
    assert post.away == away
    assert (post.hours_left > 0) == (post.spent.sum() > 0) == (away == 0)
    assert post.owed_reading == (2 if away else 0)
    assert post.wanted == (0 if away else 2)


@pytest.mark.parametrize(("weeks", "skill"), [(0, 0.7), (26, 1 - 0.3 / math.e), (10_000, 1)])
def test_a_newcomer_learns_the_work_in_time(small_world, weeks, skill):
    world = small_world(newcomer_lacks=0.3, new_weeks=26)
    world.post[0].since = 4
    assert skill_now(world.post[0], 4 + weeks, world.p[0]) == pytest.approx(skill)


@pytest.mark.parametrize(("due", "missed", "asked"), [(16, 3, 16), (10, 3, 12)])
def test_a_new_week_forgets_last_weeks_hours_and_reckons_with_what_it_asked(small_world, due, missed, asked):
    world = small_world(**WEEK)
    last = world.post[0]
    last.spent[CONTACT], last.spent[MISSED_APPOINTMENTS], last.contact_due, last.contact_early = 9, missed, due, 4
    last.wanted, last.expected = 5.0, 7.0
    post = begin_the_week(world)
    assert (post.spent[CONTACT], post.contact_due, post.contact_early) == (0, 0, 0)
    assert post.contact_expected == asked, "what was due, or what was done where more fitted"
    assert post.expected == pytest.approx(7 + (asked + 5 - 7) / EXPECTING_WEEKS)


@pytest.mark.parametrize("there", [{"away": 1}, {"filled": 0}])
def test_a_week_of_illness_or_without_anybody_says_nothing_about_the_next(small_world, there):
    world = small_world(**WEEK)
    for name, value in {"expected": 7.0, "wanted": 1.0, **there}.items():
        world.post[0][name] = value
    assert begin_the_week(world).expected == 7


def test_a_case_more_or_less_counts_at_once_in_cases_and_hours(small_world):
    world = small_world(appointments_per_week=0.5, appointment_hours=[3, *[2] * 6])
    post, p = world.post[0], world.p[0]
    take_on(post, PARENTING, p)
    take_on(post, MONEY, p)
    assert (post.caseload, post.expected) == (2, 2.5)
    let_go(post, PARENTING, p)
    assert (post.caseload, post.expected) == (1, 1)
    let_go(post, PARENTING, p)
    assert post.expected == 0


def test_sectors_that_put_contact_first_have_less_room_for_meetings(small_world):
    world = small_world(contact_first=[0.4, 1, 1, 0.8, 0.7, 1, 0.3])
    world.post["contact_expected"] = 15
    assert room_for_meetings(world.post[2 * SOCIAL_TEAM], world.p[0]) == pytest.approx(20 - 6)
    assert room_for_meetings(world.post[2 * YOUTH_MENTAL_HEALTH], world.p[0]) == pytest.approx(5)
    world.p[0].contact_first = 0
    assert room_for_meetings(world.post[2 * YOUTH_MENTAL_HEALTH], world.p[0]) == 20


def test_work_that_did_not_fit_becomes_pressure_and_tires(small_world):
    world = small_world(pressure_memory=0.1, strain_rise=0.05, strain_rest=0.02)
    post = world.post[0]
    post.contact_share, post.pressure, post.strain = 0.6, 0.2, 0.5
    feel_the_week(post, world.p[0])
    assert post.pressure == pytest.approx(0.2 + 0.1 * (0.4 - 0.2))
    assert post.strain == pytest.approx(0.5 + 0.05 * 0.22 * 0.5 - 0.02 * 0.5)


def test_a_calm_week_rests(small_world):
    world = small_world(pressure_memory=0.1, strain_rise=0.05, strain_rest=0.02)
    post = world.post[0]
    post.strain = 0.5
    feel_the_week(post, world.p[0])
    assert (post.pressure, post.strain) == (0, pytest.approx(0.49))


def test_colleagues_who_meet_know_each_other_better_and_forget_in_time(small_world):
    world = small_world(acquainted_per_hour=1, familiarity_fades=0.01)
    p = world.p[0]
    one, other = world.post[0], world.post[4]
    assert familiarity(one, 4, other, 0, p) == 0
    meet_colleague(one, 4, other, 0.3, 0, p)
    assert familiarity(one, 4, other, 0, p) == pytest.approx(0.3)
    p.acquainted_per_hour = 0.2
    meet_colleague(one, 4, other, 1.5, 0, p)
    assert familiarity(one, 4, other, 0, p) == pytest.approx(0.3 + 0.3 * 0.7)
    assert familiarity(one, 4, other, 50, p) == pytest.approx(0.51 / 1.5)
    p.familiarity_fades = 0
    assert familiarity(one, 4, other, 50, p) == pytest.approx(0.51)
    assert familiarity(other, 0, one, 0, p) == 0  # the other remembers for itself


def test_a_newcomer_on_the_same_post_is_a_stranger(small_world):
    world = small_world(acquainted_per_hour=1)
    one, other = world.post[0], world.post[4]
    meet_colleague(one, 4, other, 0.3, 0, world.p[0])
    other.incumbent += 1
    assert familiarity(one, 4, other, 0, world.p[0]) == 0
    meet_colleague(one, 4, other, 0.3, 0, world.p[0])
    assert familiarity(one, 4, other, 0, world.p[0]) == pytest.approx(0.3)
    assert (one.acquaintance["post"] == 4).sum() == 1


def test_who_was_not_met_for_long_is_forgotten_first(small_world):
    world = small_world(acquainted_per_hour=1, familiarity_fades=0.05)
    p = world.p[0]
    post = world.post[0]
    meet_colleague(post, 1, world.post[1], 0.5, 0, p)
    for other in range(2, MAX_ACQUAINTANCES + 1):
        meet_colleague(post, other, world.post[other], 0.4, 20, p)
    meet_colleague(post, 13, world.post[13], 0.1, 20, p)
    assert familiarity(post, 1, world.post[1], 20, p) == 0


def test_the_least_known_is_forgotten_when_the_circle_is_full(small_world):
    world = small_world(acquainted_per_hour=1, familiarity_fades=0)
    p = world.p[0]
    post = world.post[0]
    for other in range(1, MAX_ACQUAINTANCES + 1):
        meet_colleague(post, other, world.post[other], 0.2 if other == 5 else 0.4, 0, p)
    meet_colleague(post, 13, world.post[13], 0.1, 0, p)
    assert familiarity(post, 5, world.post[5], 0, p) == 0
    assert familiarity(post, 13, world.post[13], 0, p) == pytest.approx(0.1)
    assert (post.acquaintance["post"] >= 0).sum() == MAX_ACQUAINTANCES


def test_what_training_gave_fades_back_to_the_person(small_world):
    world = small_world(training_fades=0.1)
    post = world.post[0]
    for skill in ("embedding", "self_efficacy", "chairing"):
        post[skill], post[f"base_{skill}"] = 0.9, 0.5
    feel_the_week(post, world.p[0])
    assert [post[skill] for skill in ("embedding", "self_efficacy", "chairing")] == pytest.approx([0.86] * 3)
