"""M2 and C25: what a successor knows and keeps of the bond, and the story told once more."""

import pytest

from sim.agents.need import NO_CASE, ON_LIST, OPEN
from sim.care.handover import (
    answer_the_survey,
    begin_to_work_together,
    document_share,
    hand_on_the_story,
    hand_over,
    know_at_first,
    meet_new_faces,
    meet_somebody,
    read_what_is_written,
    set_goals,
)
from sim.event_kinds import NEW_FACE, STORY_RETOLD
from sim.names import DEBT_HOUSING, HOME, MONEY, PARENTING, PHYSICAL_HEALTH, READING_IN, STORY_KNOWN
from tests.rules.on_the_list import queue

MEDIA = {"retention_spoken": 0.48, "retention_notes": 0.969, "retention_document": 0.998, "notes_share": 0.8}
QUIET = {
    "retelling_trust": 0,
    "new_face_trust": 0,
    "retell_below": 0,
    "shared_record": 0,
    "sharing_without_asking": 0,
    "reading_in_hours": 0,
}
SPOKEN, NOTES = 0.81, 0.79  # luck above and below the share with notes


def handed_on(world, relation, luck, known=1.0):
    """What a successor knows of what the leaver knew."""
    relation.known = relation.known_alone = known
    hand_on_the_story(world.family[0], relation, luck, world.p[0])
    return relation.known


@pytest.mark.parametrize(("luck", "kept"), [(SPOKEN, 0.48), (NOTES, 0.969)])
def test_spoken_and_written_handovers_keep_what_was_measured(small_world, helper, luck, kept):
    world = small_world(**MEDIA, **QUIET)
    relation = helper(world, 0, MONEY).relation
    assert handed_on(world, relation, luck) == relation.known_alone == kept


@pytest.mark.parametrize(
    ("consent", "record", "law", "read"),
    [(1, 1, 0, 1), (1, 0.5, 0, 0.5), (0, 1, 0, 0), (0, 0.5, 0.4, 0.2), (1, 0.5, 0.4, 0.5), (1, 0, 1, 0)],
)
def test_a_shared_record_is_read_where_the_family_was_asked_or_the_law_needs_no_asking(
    small_world, helper, consent, record, law, read
):
    world = small_world(**MEDIA, **{**QUIET, "shared_record": record, "sharing_without_asking": law})
    relation = helper(world, 0, MONEY, consent=consent).relation
    assert document_share(world.family[0], relation, world.p[0]) == pytest.approx(read)
    assert handed_on(world, relation, SPOKEN) == pytest.approx(read * 0.998 + (1 - read) * 0.48)
    assert relation.known_alone == 0.48, "without what is written for each other"


def test_a_plan_is_a_shared_document_as_far_as_it_is_current_and_kept(small_world, helper, plan):
    world = small_world(**MEDIA, **QUIET, plan_keeping=0.75)
    relation = helper(world, 0, MONEY).relation
    shared = plan(world, 0, current=0.8)
    assert document_share(world.family[0], relation, world.p[0]) == pytest.approx(0.8 * 0.75)
    assert handed_on(world, relation, SPOKEN) == pytest.approx(0.6 * 0.998 + 0.4 * 0.48)
    shared.active = 0
    assert document_share(world.family[0], relation, world.p[0]) == 0
    shared.active = 1
    world.p[0].plan_keeping = 0
    assert handed_on(world, relation, SPOKEN) == 0.48


def test_the_better_of_plan_and_record_counts(small_world, helper, plan):
    world = small_world(**{**QUIET, "shared_record": 0.7}, plan_keeping=0.5)
    relation = helper(world, 0, MONEY, consent=1).relation
    plan(world, 0, current=1.0)
    assert document_share(world.family[0], relation, world.p[0]) == 0.7


def test_helpers_read_what_is_written_and_keep_in_mind_what_the_family_wants(small_world, helper, plan):
    world = small_world(**QUIET, plan_keeping=0.5, reading_hours=0.4, goals_meet=0.5)
    case = helper(world, 0, MONEY)
    read_what_is_written(world, world.family[0], world.p[0])
    assert case.need.position == 1
    plan(world, 0, current=0.8)
    read_what_is_written(world, world.family[0], world.p[0])
    assert case.post.spent[READING_IN] == pytest.approx(0.4 * 0.4)
    assert case.need.position == pytest.approx(1 - 0.5 * 0.16 * 0.5)
    assert case.need.position_alone == 1
    case.post.hours_left = 0.0
    before = float(case.need.position)
    read_what_is_written(world, world.family[0], world.p[0])
    assert case.need.position == before, "no time to read, nothing read"


@pytest.mark.parametrize("handovers", [1, 2, 5])
def test_after_some_handovers_retention_to_that_power_is_left(small_world, helper, dice, handovers):
    world = small_world(**MEDIA, **QUIET)
    case = helper(world, 0, MONEY, known=1.0)
    dice(SPOKEN)
    for week in range(handovers):
        case.post.incumbent += 1
        hand_over(world, week, 0, world.family[0], case.row, world.p[0])
    assert case.relation.known == pytest.approx(0.48**handovers)


def succeeded(small_world, helper, dice, luck=SPOKEN, state=None, **settings):
    """A case that a newcomer takes over in week 33."""
    world = small_world(**MEDIA, **{**QUIET, **settings})
    case = helper(world, 0, MONEY, **(state or {}))
    case.post.incumbent = 2
    dice(luck)
    return world, case


def test_a_successor_starts_with_part_of_the_bond_and_own_goals_but_for_what_is_passed_on(
    small_world, helper, dice, happened
):
    world, case = succeeded(
        small_world,
        helper,
        dice,
        NOTES,
        {"bond": 0.8, "position": 0.2, "streak": 4},
        new_face_trust=0.1,
        cold_bond_kept=0.3,
        own_goals_spread=0.5,
        goals_inherited=0.25,
        bond_ceiling=0.6,
        bond_spread=0.5,
    )
    hand_over(world, 33, 0, world.family[0], case.row, world.p[0])
    own = 0.5 * (2 * NOTES - 1)
    assert case.need.own_position == pytest.approx(own)
    assert case.need.position == pytest.approx(0.25 * 0.2 + 0.75 * own)
    relation = case.relation
    assert (relation.incumbent, relation.face_since, relation.streak) == (2, 33, 0)
    assert relation.bond == pytest.approx(0.24)
    assert (relation.ceiling, relation.luck) == (pytest.approx(0.6 + 0.5 * 0.4 * (2 * NOTES - 1)), NOTES)
    assert world.family[0].trust == pytest.approx(0.5 * (1 - 0.1 * 0.7))
    assert happened(world) == [NEW_FACE]


def test_a_new_face_costs_no_trust_when_that_is_switched_off(small_world, helper, dice):
    world, case = succeeded(small_world, helper, dice)
    hand_over(world, 0, 0, world.family[0], case.row, world.p[0])
    assert world.family[0].trust == 0.5


def test_goals_written_in_a_kept_plan_pass_to_the_successor(small_world, helper, plan, dice):
    settings = {
        "plan_keeping": 1,
        "goals_inherited": 0,
        "own_goals_spread": 1,
        "reading_in_hours": 2,
        "goals_meet": 0.5,
    }
    world, case = succeeded(small_world, helper, dice, 1.0, **settings)
    plan(world, 0, current=0.5)
    hand_over(world, 0, 0, world.family[0], case.row, world.p[0])
    assert case.need.position == pytest.approx(1 - 0.5 * (2 * 0.5) * 0.5), "an hour of reading, by half a shared vision"


def test_a_warm_handover_keeps_more_and_costs_hours_of_two(small_world, helper, dice):
    world, case = succeeded(
        small_world,
        helper,
        dice,
        SPOKEN,
        {"bond": 0.8, "known": 1.0},
        warm_bond_kept=0.65,
        warm_handover_hours=1.5,
        warm_handover_weeks=3,
    )
    case.post.warm = 1
    hand_over(world, 0, 0, world.family[0], case.row, world.p[0])
    assert case.relation.bond == pytest.approx(0.8 * 0.65)
    assert case.relation.known == pytest.approx(0.48 + 0.65 * 0.52)
    assert case.post.owed_handover == pytest.approx(2 * 4.5)


def test_a_cold_handover_costs_no_hours_of_handover(small_world, helper, dice):
    world, case = succeeded(small_world, helper, dice, warm_handover_weeks=3)
    hand_over(world, 0, 0, world.family[0], case.row, world.p[0])
    assert case.post.owed_handover == 0


@pytest.mark.parametrize(("form", "same"), [(0, False), (1, True), (2, False)])
def test_the_bond_to_come_to_is_of_the_pair_or_of_the_family(small_world, helper, form, same):
    world = small_world(bond_form=form, bond_ceiling=0.5, bond_spread=1.0)
    cases = [helper(world, 0, domain) for domain in (MONEY, PARENTING)]
    for case in cases:
        begin_to_work_together(world, 0, world.family[0], case.relation, world.p[0])
    assert (cases[0].relation.ceiling == cases[1].relation.ceiling) == same
    before = float(cases[0].relation.ceiling)
    cases[0].relation.incumbent += 1
    begin_to_work_together(world, 0, world.family[0], cases[0].relation, world.p[0])
    assert (cases[0].relation.ceiling == before) == same


@pytest.mark.parametrize(("luck", "aim"), [(0.0, -0.4), (0.5, 0.0), (1.0, 0.4)])
def test_a_helpers_own_goals_lie_anywhere_within_their_spread(small_world, helper, dice, luck, aim):
    world = small_world(own_goals_spread=0.4)
    case = helper(world, 0, MONEY)
    dice(luck)
    set_goals(world, 0, case.need, case.relation, world.p[0])
    assert case.need.own_position == pytest.approx(aim)


@pytest.mark.parametrize(
    ("consent", "luck", "record", "known", "alone"),
    [
        (1, NOTES, 0, 0.8 * 0.969, 0.6 * 0.969),
        (1, SPOKEN, 0, 0.1, 0.1),
        (0, NOTES, 0, 0.1, 0.1),
        (1, NOTES, 0.5, 0.8 * (0.5 * 0.998 + 0.5 * 0.969), 0.6 * 0.969),
        (1, SPOKEN, 0.5, 0.8 * 0.5 * 0.998, 0.1),
    ],
)
def test_a_new_helper_knows_what_a_letter_or_a_record_says_of_what_the_best_one_knows(
    small_world, helper, consent, luck, record, known, alone
):
    world = small_world(**MEDIA, **{**QUIET, "shared_record": record})
    helper(world, 0, PARENTING, known=0.8, known_alone=0.6)
    helper(world, 0, PHYSICAL_HEALTH, known=0.3)
    new = helper(world, 0, MONEY, known=0.1, consent=consent)
    know_at_first(world, world.family[0], new.relation, luck, world.p[0])
    assert (new.relation.known, new.relation.known_alone) == (pytest.approx(known), pytest.approx(alone))


TELLING = {"retell_below": 0.4, "story_told": 0.5, "retelling_hours": 3, "retelling_trust": 0.04, "reading_in_hours": 2}


def meet(world, case):
    meet_somebody(world, 0, 0, world.family[0], case.row, world.p[0])


def test_the_story_is_told_again_to_whoever_knows_too_little(small_world, helper, happened):
    world = small_world(**TELLING)
    case = helper(world, 0, MONEY, known=0.39)
    meet(world, case)
    family = world.family[0]
    assert case.relation.known == pytest.approx(0.39 + 0.5 * 0.61)
    assert (family.stories_retold, family.helpers_started, family.load) == (1, 1, 3)
    assert family.trust == pytest.approx(0.5 * 0.96)
    assert case.post.owed_reading == 2
    assert world.weekly[0].stories_retold == world.weekly[0].helpers_started == world.weekly[0].faces == 1
    assert happened(world) == [STORY_RETOLD]


def test_the_story_is_not_told_again_to_whoever_knows_enough(small_world, helper):
    world = small_world(**TELLING)
    case = helper(world, 0, MONEY, known=0.4)
    meet(world, case)
    family = world.family[0]
    assert (case.relation.known, family.stories_retold, family.load, family.trust) == (0.4, 0, 0, 0.5)
    assert family.helpers_started == 1


def test_with_its_channel_shut_the_story_is_told_as_if_helpers_had_never_met(small_world, helper):
    world = small_world(**TELLING)
    case = helper(world, 0, MONEY, known=0.9, known_alone=0.39)
    world.p[0].channel[STORY_KNOWN] = 0
    meet(world, case)
    assert world.family[0].stories_retold == 1


def test_a_doctor_is_a_face_but_is_not_told_the_whole_story(small_world, helper):
    world = small_world(**TELLING)
    doctor = helper(world, 0, PHYSICAL_HEALTH, known=0.0)
    meet(world, doctor)
    family = world.family[0]
    assert (family.stories_retold, family.helpers_started, family.load) == (0, 0, 0)
    assert (world.weekly[0].faces, doctor.post.owed_reading) == (1, 0)


def test_telling_the_story_for_the_first_time_tires_and_is_not_telling_it_again(small_world, helper):
    world = small_world(**TELLING)
    case = helper(world, 0, MONEY, known=0.0)
    family = world.family[0]
    family.told = 0
    meet(world, case)
    assert (family.load, case.relation.known, family.trust) == (3, 0.5, 0.5)
    assert (family.helpers_started, family.met_again, family.stories_retold, family.told) == (1, 0, 0, 1)
    assert (family.met_this_year, family.retold_this_year) == (0, 0)


@pytest.mark.parametrize(("known", "retold"), [(0.39, 1), (0.4, 0)])
def test_the_year_remembers_who_was_met_and_to_whom_the_story_was_told_again(small_world, helper, known, retold):
    world = small_world(**TELLING)
    meet(world, helper(world, 0, MONEY, known=known))
    assert (world.family[0].met_this_year, world.family[0].retold_this_year) == (1, retold)


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


def on_an_empty_post(small_world, helper, until, domain=MONEY, **settings):
    """A case whose post is empty until some week, as it stands in week 10."""
    world = small_world(reassign_weeks=12, **settings)
    case = helper(world, 0, domain)
    case.post.filled, case.post.vacant_until = 0, until
    case.post.order = 0.5
    meet_new_faces(world, 10, 0, world.family[0], world.p[0])
    return world, case


def test_an_empty_post_keeps_its_cases_for_a_while_and_then_gives_them_back(small_world, helper):
    world, case = on_an_empty_post(small_world, helper, until=22)
    assert (case.need.status, case.post.caseload) == (OPEN, 1)
    world, case = on_an_empty_post(small_world, helper, until=23)
    assert (case.need.status, case.need.urgent, case.need.moved, case.post.caseload) == (ON_LIST, 1, 1, 0)
    assert (world.family[0].open_cases, world.family[0].helpers) == (0, 0)
    assert queue(world, DEBT_HOUSING) == [0]


def test_an_empty_post_without_money_gives_its_cases_back_even_when_it_was_already_vacant(small_world, helper):
    _, case = on_an_empty_post(small_world, helper, until=8, posts_funded=0.5)  # was to be filled, had no cut come
    assert case.need.status == ON_LIST


def test_a_doctor_has_no_list_to_give_a_case_back_to(small_world, helper):
    _, case = on_an_empty_post(small_world, helper, until=100, domain=PHYSICAL_HEALTH)
    assert case.need.status == OPEN


def test_somebody_who_takes_over_two_cases_of_a_family_is_one_new_face(small_world, helper, dice):
    world, one = succeeded(small_world, helper, dice, retell_below=0.4, new_face_trust=0.1, cold_bond_kept=0.0)
    other = helper(world, 0, HOME, position=0.3)
    one.relation.incumbent = 1
    family = world.family[0]
    meet_new_faces(world, 5, 0, family, world.p[0])
    assert one.where == other.where and one.relation.incumbent == 2
    assert (family.helpers_started, family.met_again, family.stories_retold) == (1, 1, 1)
    assert family.trust == pytest.approx(0.5 * 0.9)
    assert one.need.own_position == other.need.own_position != 0.3, "own goals on both"


def test_a_handover_tells_the_story_again_where_too_little_is_left(small_world, helper, dice):
    world, case = succeeded(small_world, helper, dice, retell_below=0.4)
    hand_over(world, 0, 0, world.family[0], case.row, world.p[0])
    assert (world.family[0].met_again, world.family[0].stories_retold) == (1, 1)


def test_only_the_case_whose_person_changed_is_handed_over(small_world, helper, dice):
    world, changed = succeeded(small_world, helper, dice, state={"known": 1.0})
    same = helper(world, 0, PARENTING, known=1.0)
    meet_new_faces(world, 5, 0, world.family[0], world.p[0])
    assert (changed.relation.known, same.relation.known) == (0.48, 1.0)
    assert (changed.relation.face_since, same.relation.face_since) == (5, -100)
    assert NO_CASE not in (changed.need.status, same.need.status)
