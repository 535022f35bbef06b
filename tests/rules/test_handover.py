"""M2 and C25: what a successor knows and keeps of the bond, and the story told once more."""

import pytest

from sim.agents.care_tie import NO_TIE, ON_LIST, OPEN
from sim.care.handover import answer_the_survey, document_share, hand_over, meet_new_faces, retention, tell_the_story
from sim.event_kinds import NEW_FACE, STORY_RETOLD
from sim.names import HOME, MONEY, PARENTING

MEDIA = {"retention_spoken": 0.48, "retention_notes": 0.969, "retention_document": 0.998, "notes_share": 0.8}
QUIET = {"retelling_trust": 0, "new_face_trust": 0, "retell_below": 0, "shared_record": 0}
SPOKEN, NOTES = 0.81, 0.79  # luck above and below the share with notes


@pytest.mark.parametrize(("luck", "kept"), [(SPOKEN, 0.48), (NOTES, 0.969)])
def test_spoken_and_written_handovers_keep_what_was_measured(small_world, helper, luck, kept):
    world = small_world(**MEDIA, shared_record=0)
    tie = helper(world, 0, MONEY)
    assert retention(world.family[0], tie, luck, world.p[0]) == kept


def test_a_shared_record_with_consent_loses_next_to_nothing(small_world, helper):
    world = small_world(**MEDIA, shared_record=1)
    tie = helper(world, 0, MONEY, consent=1)
    assert retention(world.family[0], tie, SPOKEN, world.p[0]) == pytest.approx(0.998)
    world.p[0].shared_record = 0.5
    assert retention(world.family[0], tie, SPOKEN, world.p[0]) == pytest.approx(0.5 * 0.998 + 0.5 * 0.48)


def test_a_shared_record_is_of_no_use_without_consent(small_world, helper):
    world = small_world(**MEDIA, shared_record=1)
    tie = helper(world, 0, MONEY, consent=0)
    assert retention(world.family[0], tie, SPOKEN, world.p[0]) == 0.48


def test_a_plan_is_a_shared_document_as_far_as_it_is_current_and_kept(small_world, helper, plan):
    world = small_world(**MEDIA, shared_record=0, plan_keeping=0.75)
    tie = helper(world, 0, MONEY)
    shared = plan(world, 0, current=0.8)
    assert document_share(world.family[0], tie, world.p[0]) == pytest.approx(0.8 * 0.75)
    assert retention(world.family[0], tie, SPOKEN, world.p[0]) == pytest.approx(0.6 * 0.998 + 0.4 * 0.48)
    shared.active = 0
    assert document_share(world.family[0], tie, world.p[0]) == 0
    shared.active = 1
    world.p[0].plan_keeping = 0
    assert retention(world.family[0], tie, SPOKEN, world.p[0]) == 0.48


def test_the_better_of_plan_and_record_counts(small_world, helper, plan):
    world = small_world(**MEDIA, shared_record=0.7, plan_keeping=0.5)
    tie = helper(world, 0, MONEY, consent=1)
    plan(world, 0, current=1.0)
    assert document_share(world.family[0], tie, world.p[0]) == 0.7


@pytest.mark.parametrize("handovers", [1, 2, 5])
def test_after_some_handovers_retention_to_that_power_is_left(small_world, helper, dice, handovers):
    world = small_world(**MEDIA, **QUIET)
    tie = helper(world, 0, MONEY, known=1.0)
    dice(SPOKEN)
    for week in range(handovers):
        world.post[tie.post].incumbent += 1
        hand_over(world, week, 0, world.family[0], MONEY, world.p[0])
    assert tie.known == pytest.approx(0.48**handovers)


def test_a_successor_starts_with_part_of_the_bond_and_part_of_the_goals(small_world, helper, dice, happened):
    world = small_world(**MEDIA, **{**QUIET, "new_face_trust": 0.1}, cold_bond_kept=0.3, alignment_inherited=0.5)
    tie = helper(world, 0, MONEY, bond=0.8, aligned=0.6)
    world.post[tie.post].incumbent = 2
    dice(NOTES)
    hand_over(world, 33, 0, world.family[0], MONEY, world.p[0])
    assert (tie.bond, tie.aligned) == (pytest.approx(0.24), pytest.approx(0.3))
    assert (tie.incumbent, tie.face_since) == (2, 33)
    assert world.family[0].trust == pytest.approx(0.5 * (1 - 0.1 * 0.7))
    assert happened(world) == [NEW_FACE]


def test_a_new_face_costs_no_trust_when_that_is_switched_off(small_world, helper, dice):
    world = small_world(**MEDIA, **QUIET)
    tie = helper(world, 0, MONEY)
    world.post[tie.post].incumbent = 2
    dice(NOTES)
    hand_over(world, 0, 0, world.family[0], MONEY, world.p[0])
    assert world.family[0].trust == 0.5


def test_goals_written_in_a_kept_plan_pass_to_the_successor(small_world, helper, plan, dice):
    world = small_world(**MEDIA, **QUIET, plan_keeping=1, alignment_inherited=0.5)
    tie = helper(world, 0, MONEY, aligned=0.6)
    plan(world, 0, current=0.5)
    world.post[tie.post].incumbent = 2
    dice(NOTES)
    hand_over(world, 0, 0, world.family[0], MONEY, world.p[0])
    assert tie.aligned == pytest.approx(0.6 * (0.5 + 0.5 * 0.5))


def test_a_warm_handover_keeps_more_and_costs_hours_on_the_case(small_world, helper, dice):
    warm = {"warm_bond_kept": 0.65, "warm_story": 0.5, "warm_handover_hours": 1.5, "warm_handover_weeks": 3}
    world = small_world(**MEDIA, **QUIET, **warm)
    tie = helper(world, 0, MONEY, bond=0.8, known=1.0)
    post = world.post[tie.post]
    post.incumbent, post.warm = 2, 1
    dice(SPOKEN)
    hand_over(world, 0, 0, world.family[0], MONEY, world.p[0])
    assert tie.bond == pytest.approx(0.8 * 0.65)
    assert tie.known == pytest.approx(0.48 + 0.5 * 0.52)
    assert post.owed_handover == pytest.approx(4.5)


def test_a_cold_handover_costs_no_hours_of_handover(small_world, helper, dice):
    world = small_world(**MEDIA, **QUIET, warm_handover_weeks=3)
    tie = helper(world, 0, MONEY)
    world.post[tie.post].incumbent = 2
    dice(SPOKEN)
    hand_over(world, 0, 0, world.family[0], MONEY, world.p[0])
    assert world.post[tie.post].owed_handover == 0


def test_the_story_is_told_again_to_whoever_knows_too_little(small_world, helper, happened):
    world = small_world(retell_below=0.4, story_told=0.5, retelling_hours=3, retelling_trust=0.04, reading_in_hours=2)
    tie = helper(world, 0, MONEY, known=0.39)
    family = world.family[0]
    tell_the_story(world, 0, 0, family, MONEY, world.p[0])
    assert tie.known == pytest.approx(0.39 + 0.5 * 0.61)
    assert (family.stories_retold, family.helpers_started, family.load) == (1, 1, 3)
    assert family.trust == pytest.approx(0.5 * 0.96)
    assert world.post[tie.post].owed_reading == 2
    assert world.weekly[0].stories_retold == world.weekly[0].helpers_started == 1
    assert happened(world) == [STORY_RETOLD]


def test_the_story_is_not_told_again_to_whoever_knows_enough(small_world, helper):
    world = small_world(retell_below=0.4)
    tie = helper(world, 0, MONEY, known=0.4)
    family = world.family[0]
    tell_the_story(world, 0, 0, family, MONEY, world.p[0])
    assert (tie.known, family.stories_retold, family.load, family.trust) == (0.4, 0, 0, 0.5)
    assert family.helpers_started == 1


@pytest.mark.parametrize(("known", "retold"), [(0.39, 1), (0.4, 0)])
def test_the_year_remembers_who_was_met_and_to_whom_the_story_was_told_again(small_world, helper, known, retold):
    world = small_world(retell_below=0.4)
    helper(world, 0, MONEY, known=known)
    family = world.family[0]
    tell_the_story(world, 0, 0, family, MONEY, world.p[0])
    assert (family.met_this_year, family.retold_this_year) == (1, retold)


def test_the_first_helper_a_family_ever_tells_its_story_is_not_asked_about(small_world, helper):
    world = small_world(retell_below=0.4)
    helper(world, 0, MONEY, known=0.0)
    family = world.family[0]
    family.told = 0
    tell_the_story(world, 0, 0, family, MONEY, world.p[0])
    assert (family.met_this_year, family.retold_this_year) == (0, 0)


@pytest.mark.parametrize(("met", "retold", "counts"), [(2, 2, (1, 1)), (2, 1, (1, 0)), (1, 0, (1, 0)), (0, 0, (0, 0))])
def test_once_a_year_families_with_a_new_helper_say_whether_they_told_it_to_every_one(small_world, met, retold, counts):
    world = small_world()
    family = world.family[0]
    family.met_this_year, family.retold_this_year = met, retold
    for week in (50, 52, 102, 104):
        answer_the_survey(world, week, family)
        assert (world.weekly[week].surveyed, family.met_this_year) == (0, met)
    answer_the_survey(world, 103, family)
    assert (world.weekly[103].surveyed, world.weekly[103].told_every_time) == counts
    assert (family.met_this_year, family.retold_this_year) == (0, 0), "a new year begins"


def test_families_whose_outcomes_do_not_count_are_not_surveyed(small_world):
    world = small_world()
    family = world.family[0]
    family.followed, family.met_this_year, family.retold_this_year = 0, 1, 1
    answer_the_survey(world, 51, family)
    assert world.weekly[51].surveyed == 0
    assert family.met_this_year == 0


def test_an_empty_post_keeps_its_cases_for_a_while_and_then_gives_them_back(small_world, helper):
    world = small_world(reassign_weeks=12)
    tie = helper(world, 0, MONEY)
    post = world.post[tie.post]
    post.filled, post.vacant_until = 0, 22
    meet_new_faces(world, 10, 0, world.family[0], world.p[0])
    assert (tie.status, post.caseload) == (OPEN, 1)
    post.vacant_until = 23
    meet_new_faces(world, 10, 0, world.family[0], world.p[0])
    assert (tie.status, tie.urgent, post.caseload) == (ON_LIST, 1, 0)
    assert (world.family[0].open_ties, world.family[0].waiting_ties) == (0, 1)


def test_an_empty_post_without_money_gives_its_cases_back_even_when_it_was_already_vacant(small_world, helper):
    world = small_world(reassign_weeks=12, posts_funded=0.5)
    tie = helper(world, 0, MONEY)
    post = world.post[tie.post]
    post.order, post.filled, post.vacant_until = 0.9, 0, 8  # was to be filled in week 8, had the cut not come
    meet_new_faces(world, 10, 0, world.family[0], world.p[0])
    assert tie.status == ON_LIST


def test_somebody_who_takes_over_two_cases_of_a_family_is_one_new_face(small_world, helper, dice):
    world = small_world(**MEDIA, **{**QUIET, "retell_below": 0.4, "new_face_trust": 0.1}, cold_bond_kept=0.0)
    one, other = helper(world, 0, MONEY), helper(world, 0, HOME)
    world.post[one.post].incumbent = 2
    dice(SPOKEN)
    family = world.family[0]
    meet_new_faces(world, 5, 0, family, world.p[0])
    assert (one.incumbent, other.incumbent) == (2, 2)
    assert (family.helpers_started, family.met_again, family.stories_retold) == (1, 1, 1)
    assert family.trust == pytest.approx(0.5 * 0.9)


def test_a_handover_tells_the_story_again_where_too_little_is_left(small_world, helper, dice):
    world = small_world(**MEDIA, **{**QUIET, "retell_below": 0.4})
    tie = helper(world, 0, MONEY, known=0.5)
    world.post[tie.post].incumbent = 2
    dice(SPOKEN)
    hand_over(world, 0, 0, world.family[0], MONEY, world.p[0])
    assert (world.family[0].met_again, world.family[0].stories_retold) == (1, 1)


def test_telling_the_story_for_the_first_time_tires_and_is_not_telling_it_again(small_world, helper):
    world = small_world(retell_below=0.4, retelling_hours=3, retelling_trust=0.1, story_told=0.5)
    tie = helper(world, 0, MONEY, known=0.0)
    family = world.family[0]
    family.told = 0
    tell_the_story(world, 0, 0, family, MONEY, world.p[0])
    assert (family.load, tie.known, family.trust) == (3, 0.5, 0.5)
    assert (family.helpers_started, family.met_again, family.stories_retold, family.told) == (1, 0, 0, 1)


def test_only_the_case_whose_person_changed_is_handed_over(small_world, helper, dice):
    world = small_world(**MEDIA, **QUIET)
    changed, same = helper(world, 0, MONEY, known=1.0), helper(world, 0, PARENTING, known=1.0)
    world.post[changed.post].incumbent = 2
    dice(SPOKEN)
    meet_new_faces(world, 5, 0, world.family[0], world.p[0])
    assert (changed.known, same.known) == (0.48, 1.0)
    assert (changed.face_since, same.face_since) == (5, -100)
    assert NO_TIE not in (changed.status, same.status)
