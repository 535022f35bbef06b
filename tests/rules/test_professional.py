"""M3: the hours of a post, the pressure of what did not fit, and colleagues who get to know each other."""

import pytest

from sim.agents.professional import (
    MAX_ACQUAINTANCES,
    familiarity,
    feel_the_week,
    meet_colleague,
    room_for_meetings,
    spend,
    start_the_week,
)
from sim.names import (
    ADMINISTRATION,
    CONTACT,
    HANDOVER_WORK,
    PREPARATION,
    READING_IN,
    ROUND_TABLE,
    SOCIAL_TEAM,
    TEAM_WORK,
    YOUTH_MENTAL_HEALTH,
)

WEEK = {
    "hours": 32,
    "absence_share": 0,
    "time_shortage": 0,
    "administration_share": 0.38,
    "team_work_share": 0.15,
    "owed_hours_share": 0.1,
}


def test_hours_are_spent_only_as_far_as_the_week_has_them(small_world):
    post = small_world().post[0]
    assert spend(post, CONTACT, 15.0) == 15
    assert spend(post, ROUND_TABLE, 8.0) == 5
    assert spend(post, ROUND_TABLE, 1.0) == 0
    assert (post.spent[CONTACT], post.spent[ROUND_TABLE], post.hours_left) == (15, 5, 0)


def test_administration_and_team_work_come_first(small_world):
    world = small_world(**WEEK)
    post = world.post[0]
    start_the_week(post, world.p[0])
    assert post.spent[ADMINISTRATION] == pytest.approx(0.38 * 32)
    assert post.spent[TEAM_WORK] == pytest.approx(0.15 * 32)
    assert post.hours_left == pytest.approx(0.47 * 32)


def test_absence_and_missing_time_shorten_the_week(small_world):
    world = small_world(**{**WEEK, "absence_share": 0.1, "time_shortage": 0.4})
    post = world.post[0]
    start_the_week(post, world.p[0])
    assert post.hours_left + post.spent.sum() == pytest.approx(32 * 0.9 * 0.6)


def test_promised_work_is_paid_off_in_steps(small_world):
    world = small_world(**WEEK)
    post = world.post[0]
    post.owed_handover, post.owed_reading, post.owed_preparation = 1.0, 5.0, 0.0
    start_the_week(post, world.p[0])
    assert post.spent[HANDOVER_WORK] == pytest.approx(1)
    assert post.spent[READING_IN] == pytest.approx(3.2)  # a tenth of the week
    assert post.spent[PREPARATION] == 0
    assert (post.owed_handover, post.owed_reading) == (0, pytest.approx(1.8))
    assert post.hours_left + post.spent.sum() == pytest.approx(32)


def test_promised_work_never_takes_more_than_there_is(small_world):
    world = small_world(**{**WEEK, "administration_share": 0.5, "team_work_share": 0.25, "owed_hours_share": 0.2})
    post = world.post[0]
    post.owed_handover = post.owed_reading = post.owed_preparation = 100.0
    start_the_week(post, world.p[0])
    assert post.hours_left == pytest.approx(0)
    assert post.spent.sum() == pytest.approx(32)
    assert post.owed_preparation == 100


def test_a_new_week_forgets_last_weeks_hours_and_reckons_with_last_weeks_appointments(small_world):
    world = small_world(**WEEK)
    post = world.post[0]
    post.spent[CONTACT] = 9
    post.contact_due = 11
    start_the_week(post, world.p[0])
    assert post.spent[CONTACT] == 0
    assert (post.contact_expected, post.contact_due) == (11, 0)


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
    world = small_world(familiarity_fades=0.01)
    p = world.p[0]
    one, other = world.post[0], world.post[4]
    assert familiarity(one, 4, other, 0, p) == 0
    meet_colleague(one, 4, other, 0.3, 0, p)
    assert familiarity(one, 4, other, 0, p) == pytest.approx(0.3)
    meet_colleague(one, 4, other, 0.3, 0, p)
    assert familiarity(one, 4, other, 0, p) == pytest.approx(0.3 + 0.3 * 0.7)
    assert familiarity(one, 4, other, 50, p) == pytest.approx(0.51 / 1.5)
    p.familiarity_fades = 0
    assert familiarity(one, 4, other, 50, p) == pytest.approx(0.51)
    assert familiarity(other, 0, one, 0, p) == 0  # the other remembers for itself


def test_a_newcomer_on_the_same_post_is_a_stranger(small_world):
    world = small_world()
    one, other = world.post[0], world.post[4]
    meet_colleague(one, 4, other, 0.3, 0, world.p[0])
    other.incumbent += 1
    assert familiarity(one, 4, other, 0, world.p[0]) == 0
    meet_colleague(one, 4, other, 0.3, 0, world.p[0])
    assert familiarity(one, 4, other, 0, world.p[0]) == pytest.approx(0.3)
    assert (one.acquaintance["post"] == 4).sum() == 1


def test_who_was_not_met_for_long_is_forgotten_first(small_world):
    world = small_world(familiarity_fades=0.05)
    p = world.p[0]
    post = world.post[0]
    meet_colleague(post, 1, world.post[1], 0.5, 0, p)
    for other in range(2, MAX_ACQUAINTANCES + 1):
        meet_colleague(post, other, world.post[other], 0.4, 20, p)
    meet_colleague(post, 13, world.post[13], 0.1, 20, p)
    assert familiarity(post, 1, world.post[1], 20, p) == 0


def test_the_least_known_is_forgotten_when_the_circle_is_full(small_world):
    world = small_world(familiarity_fades=0)
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
