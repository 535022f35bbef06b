"""M14: a doctor for every family and a mentor for every child at school, whoever holds the post."""

import pytest

from sim.agents.relation import NOBODY_YET
from sim.care.always_there import know_the_usual_helpers, mentor_of
from sim.names import GP, SCHOOL, SCHOOL_STAFF
from tests.rules.rows import row_of

KNOWN = {"cold_bond_kept": 0.3, "bond_ceiling": 0.6, "bond_spread": 0.5, "school_from_age": 4, "school_to_age": 18}


def look(world, *weeks):
    for week in weeks:
        know_the_usual_helpers(world, week, 0, world.family[0], world.p[0])


def usual_helpers(world):
    family = world.family[0]
    return [world.relation[family.first_relation + place] for place in range(1 + family.children)]


def test_a_new_doctor_is_a_new_face_with_part_of_the_bond_and_a_bond_of_its_own_to_come_to(small_world, dice):
    world = small_world(**KNOWN)
    doctor, mentor = usual_helpers(world)
    world.post[2 * GP].incumbent = 2
    dice(0.75)
    look(world, 8)
    assert (doctor.incumbent, doctor.face_since) == (2, 8)
    assert doctor.bond == pytest.approx(0.5 * 0.3)
    assert doctor.ceiling == pytest.approx(0.6 + 0.5 * 0.4 * 0.5)
    assert (mentor.incumbent, mentor.bond) == (1, 0.5)


def test_it_is_looked_at_in_turn_and_a_post_that_is_empty_is_still_the_doctors(small_world, dice):
    world = small_world(**KNOWN)
    doctor, _ = usual_helpers(world)
    dice(0.5)
    world.post[2 * GP].filled = 0
    look(world, 4)
    assert (doctor.post, doctor.incumbent, doctor.bond) == (2 * GP, 1, 0.5)
    world.post[2 * GP].incumbent = 2
    look(world, 9, 10, 11)
    assert doctor.incumbent == 1
    look(world, 12)
    assert doctor.incumbent == 2


def test_a_new_mentor_on_an_open_case_is_left_to_the_handover_of_the_case(small_world, helper, dice):
    world = small_world(**KNOWN)
    case = helper(world, 0, SCHOOL)
    case.post.incumbent = 2
    dice(0.5)
    look(world, 0)
    assert (case.relation.incumbent, case.relation.bond) == (1, 0.5)


@pytest.mark.parametrize(("age", "there"), [(3.9, False), (4, True), (17.9, True), (18, False)])
def test_a_child_has_a_mentor_while_it_is_at_school(small_world, dice, age, there):
    world = small_world(**KNOWN)
    mentor = usual_helpers(world)[1]
    world.person[2].born = -int(age * 52)
    dice(0.5)
    for before in (NOBODY_YET, 2 * SCHOOL_STAFF):
        mentor.post = before
        look(world, 0)
        assert (mentor.post != NOBODY_YET) == there


def test_the_mentor_of_a_child_with_an_open_case_stays_until_it_is_closed(small_world, helper, dice):
    world = small_world(**KNOWN)
    case = helper(world, 0, SCHOOL)
    world.person[2].born = -20 * 52
    dice(0.5)
    look(world, 0)
    assert world.need[row_of(world, 0, SCHOOL)].relation == case.where
    assert case.relation.post == 2 * SCHOOL_STAFF


def test_children_of_one_school_have_its_people_in_turn_and_share_who_they_have_both(small_world, dice):
    world = small_world(children=3, **KNOWN)
    dice(0.5)
    mentors = usual_helpers(world)[1:]
    for mentor in mentors:
        mentor.post = NOBODY_YET
        mentor.incumbent = 0
    look(world, 0)
    first = 2 * SCHOOL_STAFF
    assert [mentor.post for mentor in mentors] == [first, first + 1, NOBODY_YET]
    assert [mentor.incumbent for mentor in mentors] == [1, 1, 0]
    world.person[2].born = -18 * 52  # the eldest leaves school
    look(world, 4)
    assert [mentor.post for mentor in mentors] == [NOBODY_YET, first + 1, first]


def test_families_of_a_doctor_or_mentor_who_is_paid_no_more_pass_to_a_colleague_with_their_cases(
    small_world, helper, dice
):
    world = small_world(posts_funded=0.5, **KNOWN)
    case = helper(world, 0, SCHOOL)
    case.post.caseload = 1
    doctor, mentor = usual_helpers(world)
    for sector in (GP, SCHOOL_STAFF):
        world.post[2 * sector].order = 0.9
    dice(0.5)
    look(world, 0)
    assert (doctor.post, mentor.post) == (2 * GP + 1, 2 * SCHOOL_STAFF + 1)
    assert doctor.bond == pytest.approx(0.5 * 0.3), "a new face"
    assert (mentor.incumbent, mentor.bond) == (0, 0.5), "the case is handed over by itself"
    assert [world.post[2 * SCHOOL_STAFF + place].caseload for place in (0, 1)] == [0, 1]


def test_where_nobody_is_paid_for_or_known_already_all_stays_as_it_is(small_world, dice):
    world = small_world(children=2, posts_funded=0.5, **KNOWN)
    _, first, second = usual_helpers(world)
    second.post = 2 * SCHOOL_STAFF + 1
    world.post[2 * SCHOOL_STAFF].order = 0.9
    world.post["order"][2 * GP : 2 * GP + 2] = 0.9
    dice(0.5)
    look(world, 0)
    assert (first.post, second.post) == (2 * SCHOOL_STAFF, 2 * SCHOOL_STAFF + 1)
    assert usual_helpers(world)[0].post == 2 * GP


@pytest.mark.parametrize(("cut", "offered"), [((), 0), ((0,), 1), ((1,), 0), ((0, 1), 0)])
def test_no_child_is_offered_a_mentor_who_is_paid_no_more_while_there_is_another(small_world, cut, offered):
    world = small_world(posts_funded=0.5, **KNOWN)
    family = world.family[0]
    school = world.organisation[world.person[family.first_person + family.parents].school]
    who = family.parents + (-(family.first_person + family.parents)) % school.posts  # whose turn is the first post
    world.person[family.first_person + who].school = world.person[family.first_person + family.parents].school
    for place in cut:
        world.post[school.first_post + place].order = 0.9
    assert mentor_of(world, family, who, world.p[0]) == school.first_post + offered
