"""M1 and M15: people leave, posts stand open, newcomers come, training is given and fades."""

import math

import numpy as np
import pytest

from sim.agents.professional import feel_the_week, train
from sim.care.turnover import (
    MOST_LEAVE,
    begin,
    leave,
    leaves,
    staff_the_posts,
    training_chance,
    weekly_hazard,
    within,
)
from sim.chance import NEVER
from sim.event_kinds import PERSON_CAME, PERSON_LEFT, TRAINED
from sim.names import (
    CHILD_PROTECTION,
    GP,
    HANDOVER_WORK,
    PREPARATION,
    READING_IN,
    SOCIAL_TEAM,
    TRAINING,
    YOUTH_MENTAL_HEALTH,
)

STEADY = {"pressure_drives_out": 0, "new_leave_ratio": 1, "training_share": 0, "absence_share": 0}


@pytest.mark.parametrize("rate", [0.0, 0.2, 0.6, 0.95])
def test_the_weekly_hazard_makes_exactly_the_yearly_share_leave(rate):
    assert 1 - math.exp(-weekly_hazard(rate)) ** 52 == pytest.approx(rate)


def test_without_turnover_nobody_ever_leaves(small_world, dice):
    world = small_world(**{**STEADY, "turnover_rate": 0})
    dice(1e-12)
    staff_the_posts(world, 0, world.p[0])
    assert world.post["filled"].all()
    assert world.sector["filled_weeks"].sum() == 14


def test_a_person_leaves_when_luck_is_below_the_chance_of_the_week(small_world, dice):
    world = small_world(**{**STEADY, "turnover_rate": 0.2, "turnover_ratio": 1})
    chance = 1 - 0.8 ** (1 / 52)
    dice(chance + 1e-9)
    staff_the_posts(world, 0, world.p[0])
    assert world.post["filled"].all()
    dice(chance - 1e-9)
    staff_the_posts(world, 0, world.p[0])
    assert not world.post["filled"].any()
    assert world.weekly[0].leavers == world.weekly[0].vacant_posts == 14


def test_each_sector_has_its_own_turnover_up_to_the_ceiling(small_world, dice):
    ratios = [0, 1, 1, 1, 1, 0.5, 10]
    world = small_world(**{**STEADY, "turnover_rate": 0.2, "turnover_ratio": ratios})
    dice(1.0)
    staff_the_posts(world, 0, world.p[0])
    expected = [0, 0.2, 0.2, 0.2, 0.2, 0.1, MOST_LEAVE]
    assert list(1 - np.exp(-52 * world.sector["leaving_hazard"])) == pytest.approx(expected)


def hazard_of_leaving(world, post, week):
    """The hazard at which this person leaves, found by trying luck from both sides."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if leaves(post, world.sector[post.sector], middle, week, world.p[0]):
            low = middle
        else:
            high = middle
    return -math.log1p(-low)


def test_pressure_raises_the_hazard_of_leaving(small_world):
    world = small_world(pressure_drives_out=2)
    world.sector["leaving_hazard"] = 0.01
    post = world.post[0]
    post.pressure = 0.25
    assert hazard_of_leaving(world, post, 0) == pytest.approx(0.01 * (1 + 2 * 0.25))
    world.p[0].pressure_drives_out = 0
    assert hazard_of_leaving(world, post, 0) == pytest.approx(0.01)


def test_the_new_leave_more_often_for_as_long_as_they_are_new(small_world):
    world = small_world(new_leave_ratio=1.6, new_weeks=26, induction=0)
    world.sector["leaving_hazard"] = 0.01
    post = world.post[0]
    post.since = 0
    assert hazard_of_leaving(world, post, 25) == pytest.approx(0.016)
    assert hazard_of_leaving(world, post, 26) == pytest.approx(0.01)
    world.p[0].induction = 0.25
    assert hazard_of_leaving(world, post, 25) == pytest.approx(0.012)
    assert hazard_of_leaving(world, post, 26) == pytest.approx(0.01)
    world.p[0].new_leave_ratio, world.p[0].induction = 1, 0
    assert hazard_of_leaving(world, post, 25) == pytest.approx(0.01)


def test_a_post_without_money_ends_whatever_luck_says(small_world):
    world = small_world(posts_funded=0.8)
    post = world.post[0]
    post.order = 0.8
    assert leaves(post, world.sector[0], 1.0, 0, world.p[0])
    post.order = 0.79
    assert not leaves(post, world.sector[0], 1.0, 0, world.p[0])


def test_a_post_stands_open_for_the_weeks_of_the_vacancy(small_world, dice, happened):
    world = small_world(**{**STEADY, "vacancy_weeks": 9, "warm_handover_weeks": 0, "turnover_rate": 0})
    dice(0.5)
    leave(world, 0, 10, world.p[0])
    assert (world.post[0].filled, world.post[0].vacant_until, world.post[0].warm) == (0, 19, 0)
    staff_the_posts(world, 18, world.p[0])
    assert world.post[0].filled == 0
    staff_the_posts(world, 19, world.p[0])
    assert (world.post[0].filled, world.post[0].incumbent, world.post[0].since) == (1, 2, 19)
    assert happened(world) == [PERSON_LEFT, PERSON_CAME]


def test_a_warm_handover_leaves_the_vacancy_as_long_and_who_is_ill_gives_none(small_world):
    world = small_world(vacancy_weeks=9, warm_handover_weeks=3)
    world.post[1].ill_until = 11
    for row in (0, 1):
        leave(world, row, 10, world.p[0])
    assert list(world.post["vacant_until"][:2]) == [19, 19]
    assert list(world.post["warm"][:2]) == [1, 0]


def test_a_post_never_comes_free_and_filled_within_one_week(small_world):
    world = small_world(vacancy_weeks=0.2)
    leave(world, 0, 10, world.p[0])
    assert world.post[0].vacant_until == 11


def test_a_post_that_is_paid_for_again_is_filled_after_a_vacancy(small_world, dice):
    world = small_world(**{**STEADY, "vacancy_weeks": 9, "turnover_rate": 0})
    dice(0.5)
    world.post[0].filled, world.post[0].vacant_until = 0, NEVER
    staff_the_posts(world, 20, world.p[0])
    assert world.post[0].vacant_until == 29
    staff_the_posts(world, 29, world.p[0])
    assert (world.post[0].filled, world.sector[0].vacant_weeks) == (1, 1)


def test_people_fall_ill_as_often_as_gives_the_share_that_is_away_and_come_back(small_world, dice):
    world = small_world(**{**STEADY, "turnover_rate": 0, "absence_share": 0.2, "illness_weeks": 5})
    chance = 0.2 / (5 * 0.8)  # a week: of twenty weeks well, one spell of five
    dice(0.5, 1.0, chance, 0.1)
    staff_the_posts(world, 0, world.p[0])
    assert not world.post["away"].any()
    dice(0.5, 1.0, chance - 1e-9, 0.1)
    weeks = 1 + math.floor(-5 * math.log(0.1))
    staff_the_posts(world, 1, world.p[0])
    assert world.post["away"].all() and world.post["filled"].all()
    assert (world.post["hours_left"] == 0).all() and (world.post["spent"] == 0).all()
    assert (world.post["ill_until"] == 1 + weeks).all()
    dice(0.5, 1.0, chance, 0.1)
    staff_the_posts(world, weeks, world.p[0])
    assert world.post["away"].all()
    staff_the_posts(world, weeks + 1, world.p[0])
    assert not world.post["away"].any()
    assert world.sector["ill_weeks"].sum() == 2 * 14
    assert world.weekly["vacant_posts"].sum() == 0


@pytest.mark.slow
def test_nobody_comes_to_a_post_that_lost_its_money(small_world, dice):
    world = small_world(**{**STEADY, "posts_funded": 0.5, "turnover_rate": 0})
    dice(0.5)
    world.post[0].order = 0.5
    staff_the_posts(world, 0, world.p[0])
    assert (world.post[0].filled, world.post[0].vacant_until) == (0, NEVER)
    staff_the_posts(world, 199, world.p[0])
    assert world.post[0].filled == 0


def test_who_leaves_is_coordinator_of_nobody(small_world):
    world = small_world()
    world.post[0].coordinating = 3
    leave(world, 0, 0, world.p[0])
    assert world.post[0].coordinating == 0


def test_a_newcomer_knows_nobody_and_starts_with_skills_of_its_own(small_world, dice):
    embedding = [0.7, 0.4, 0.4, 0.35, 0.5, 0.35, 0.55]
    world = small_world(self_efficacy=0.6, embedding=embedding, chairing_skill=0.3, family_spread=0.5)
    post = world.post[2 * GP]
    post.self_efficacy = post.embedding = post.pressure = post.owed_handover = post.owed_reading = 0.9
    post.acquaintance[0].post = 3
    dice(1.0, 0.5, 0.0, 0.2)
    begin(world, 2 * GP, 7, world.p[0])
    assert post.self_efficacy == pytest.approx(0.6 + 0.5 * 0.4)  # highest luck: half of what is left above the mean
    assert post.embedding == pytest.approx(0.35)  # middle luck: the mean of GPs
    assert post.chairing == pytest.approx(0.3 - 0.5 * 0.3)  # lowest luck
    assert post.strain == pytest.approx(0.5 * 0.2)
    assert (post.base_self_efficacy, post.base_embedding) == (post.self_efficacy, post.embedding)
    assert post.pressure == post.owed_handover == post.owed_reading == post.owed_preparation == 0
    assert (post.acquaintance["post"] == -1).all()
    assert (post.incumbent, post.since) == (2, 7)


@pytest.mark.parametrize(("mean", "spread"), [(0.0, 1.0), (0.3, 0.5), (1.0, 1.0), (0.5, 0.0)])
def test_traits_stay_shares_and_lie_evenly_around_their_mean(mean, spread):
    half = spread * min(mean, 1 - mean)
    assert within(mean, spread, 0.0) == pytest.approx(mean - half)
    assert within(mean, spread, 0.5) == pytest.approx(mean)
    assert within(mean, spread, 1.0) == pytest.approx(mean + half)


def test_training_per_team_reaches_only_the_sector_that_coordinates(small_world):
    world = small_world(training_share=0.52, training_regional=0, coordinator_sector=SOCIAL_TEAM)
    assert training_chance(world.post[2 * SOCIAL_TEAM], world.p[0]) == pytest.approx(0.01)
    assert training_chance(world.post[2 * CHILD_PROTECTION], world.p[0]) == 0
    world.p[0].training_regional = 0.5
    assert training_chance(world.post[2 * SOCIAL_TEAM], world.p[0]) == pytest.approx(0.01)
    assert training_chance(world.post[2 * CHILD_PROTECTION], world.p[0]) == pytest.approx(0.005)


def test_training_raises_skill_and_vision_by_a_share_of_what_is_missing_and_costs_hours(small_world):
    world = small_world(training_hours=12, training_efficacy=0.3, training_embedding=0.2, training_chairing=0.1)
    post = world.post[0]
    train(post, world.p[0])
    assert post.self_efficacy == pytest.approx(0.5 + 0.3 * 0.5)
    assert post.embedding == pytest.approx(0.5 + 0.2 * 0.5)
    assert post.chairing == pytest.approx(0.5 + 0.1 * 0.5)
    assert (post.spent[TRAINING], post.hours_left) == (12, 8)


def test_a_training_gives_as_much_as_the_week_has_hours_for_it(small_world):
    world = small_world(training_hours=12, training_efficacy=0.3, training_embedding=0.2, training_chairing=0.1)
    post = world.post[0]
    post.hours_left = 3
    train(post, world.p[0])
    assert post.self_efficacy == pytest.approx(0.5 + 0.3 * 0.25 * 0.5)
    assert post.embedding == pytest.approx(0.5 + 0.2 * 0.25 * 0.5)
    assert post.chairing == pytest.approx(0.5 + 0.1 * 0.25 * 0.5)
    assert (post.spent[TRAINING], post.hours_left) == (3, 0)


def test_training_without_effect_only_costs_hours(small_world):
    world = small_world(training_hours=30, training_efficacy=0, training_embedding=0, training_chairing=0)
    post = world.post[0]
    train(post, world.p[0])
    assert (post.self_efficacy, post.embedding, post.chairing) == (0.5, 0.5, 0.5)
    assert (post.spent[TRAINING], post.hours_left) == (20, 0)  # no more than the week had


def test_people_are_trained_by_chance_but_not_in_their_first_week(small_world, dice, happened):
    world = small_world(**{**STEADY, "turnover_rate": 0, "training_share": 0.52, "training_regional": 1})
    world.post[0].filled = 0
    dice(0.5, 0.009)
    staff_the_posts(world, 0, world.p[0])
    assert world.post[0].filled == 1
    assert world.post[0].spent[TRAINING] == 0
    assert world.post[1].spent[TRAINING] > 0
    assert happened(world).count(TRAINED) == 13
    dice(0.5, 0.011)
    staff_the_posts(world, 1, world.p[0])
    assert happened(world).count(TRAINED) == 13


def test_what_was_learnt_fades_to_what_the_person_brought(small_world):
    world = small_world(training_fades=0.01, strain_rise=0, strain_rest=0)
    post = world.post[0]
    post.self_efficacy = 0.8
    post.embedding = 0.3
    feel_the_week(post, world.p[0])
    assert post.self_efficacy == pytest.approx(0.5 + 0.3 * 0.99)
    assert post.embedding == pytest.approx(0.5 - 0.2 * 0.99)
    for _ in range(2000):
        feel_the_week(post, world.p[0])
    assert (post.self_efficacy, post.embedding) == (pytest.approx(0.5), pytest.approx(0.5))
    world.p[0].training_fades = 0
    post.self_efficacy = 0.8
    feel_the_week(post, world.p[0])
    assert post.self_efficacy == 0.8


def test_an_empty_post_has_no_hours(small_world, dice):
    world = small_world(**{**STEADY, "turnover_rate": 0})
    world.post[2 * YOUTH_MENTAL_HEALTH].filled = 0
    world.post[2 * YOUTH_MENTAL_HEALTH].vacant_until = 5
    dice(0.5)
    staff_the_posts(world, 0, world.p[0])
    assert world.post[2 * YOUTH_MENTAL_HEALTH].hours_left == 0
    assert world.post[2 * YOUTH_MENTAL_HEALTH].spent.sum() == 0
    assert world.post[2 * YOUTH_MENTAL_HEALTH + 1].hours_left > 0
    assert world.sector[YOUTH_MENTAL_HEALTH].vacant_weeks == 1


def test_owed_hours_of_a_predecessor_do_not_pass_to_the_newcomer(small_world, dice):
    world = small_world(**{**STEADY, "turnover_rate": 0})
    world.post[0].filled = 0
    for name in ("owed_handover", "owed_reading", "owed_preparation"):
        world.post[0][name] = 5
    dice(0.5)
    staff_the_posts(world, 0, world.p[0])
    assert (
        world.post[0].spent[HANDOVER_WORK] == world.post[0].spent[READING_IN] == world.post[0].spent[PREPARATION] == 0
    )
