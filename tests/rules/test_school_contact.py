"""M14: the school acts alone, or meets the social team that is linked to it."""

import pytest

from sim.agents.care_tie import NO_TIE
from sim.agents.organisation import be_a_school
from sim.agents.professional import familiarity
from sim.care.school_contact import work_with_the_school
from sim.event_kinds import SCHOOL_ACTED_ALONE
from sim.names import CALLS, GP, PARENTING, SCHOOL, SCHOOL_STAFF, SOCIAL_TEAM

ALONE = {
    "school_alone_chance": 0.2,
    "school_alone_misaligns": 0.3,
    "school_alone_load": 2,
    "school_alone_direction": 0.1,
    "message_hours": 0.5,
    "message_repairs": 0.4,
    "contact_first": 0,
}
CHANCE = 0.2 * 0.5 * 0.5  # structure and alignment are one half


def test_a_school_without_care_structure_plans_behind_the_coordinators_back(small_world, helper, plan, happened):
    world = small_world(**ALONE)
    world.organisation[SCHOOL_STAFF].care_structure = 0
    tie = helper(world, 0, SCHOOL, aligned=0.5)
    plan(world, 0, coordinator=0, fidelity=0.5)
    family = world.family[0]
    work_with_the_school(world, 0, 0, family, 0.099, world.p[0])
    assert happened(world) == [SCHOOL_ACTED_ALONE]
    assert tie.aligned == pytest.approx(0.35 + 0.4 * 0.5 * 0.65)  # lost, and repaired in part by the message
    assert (family.load, family.direction) == (2, pytest.approx(0.45))
    assert world.post[0].spent[CALLS] == 0.5


@pytest.mark.parametrize(("structure", "aligned", "chance"), [(0.5, 0.5, CHANCE), (1, 0, 0), (0, 1, 0), (0, 0, 0.2)])
def test_care_structure_and_common_goals_keep_a_school_from_acting_alone(
    small_world, helper, happened, structure, aligned, chance
):
    world = small_world(**ALONE)
    world.organisation[SCHOOL_STAFF].care_structure = structure
    helper(world, 0, SCHOOL, aligned=aligned)
    work_with_the_school(world, 0, 0, world.family[0], chance + 1e-9, world.p[0])
    assert happened(world) == []
    if chance > 0:
        work_with_the_school(world, 0, 0, world.family[0], chance - 1e-9, world.p[0])
        assert happened(world) == [SCHOOL_ACTED_ALONE]


def test_without_a_coordinator_nobody_brings_the_message(small_world, helper):
    world = small_world(**ALONE)
    tie = helper(world, 0, SCHOOL, aligned=0.5)
    work_with_the_school(world, 0, 0, world.family[0], 0.0, world.p[0])
    assert tie.aligned == pytest.approx(0.35)
    assert (world.post["spent"] == 0).all()


def test_a_coordinator_without_time_repairs_nothing(small_world, helper, plan):
    world = small_world(**ALONE)
    tie = helper(world, 0, SCHOOL, aligned=0.5)
    plan(world, 0, coordinator=0)
    world.post[0].hours_left = 0.4
    work_with_the_school(world, 0, 0, world.family[0], 0.0, world.p[0])
    assert tie.aligned == pytest.approx(0.35)


def test_a_school_that_never_acts_alone_does_no_harm(small_world, helper):
    world = small_world(**{**ALONE, "school_alone_chance": 0})
    tie = helper(world, 0, SCHOOL)
    work_with_the_school(world, 0, 0, world.family[0], 0.0, world.p[0])
    assert (tie.aligned, world.family[0].load, world.family[0].direction) == (0.5, 0, 0.5)


@pytest.mark.parametrize("state", ["closed", "vacant"])
def test_a_school_that_is_not_involved_does_nothing(small_world, helper, happened, state):
    world = small_world(**ALONE)
    tie = helper(world, 0, SCHOOL)
    if state == "closed":
        tie.status = NO_TIE
    else:
        world.post[tie.post].filled = 0
    work_with_the_school(world, 0, 0, world.family[0], 0.0, world.p[0])
    assert happened(world) == []


LINK = {
    **ALONE,
    "school_link_contact": 0.1,
    "call_hours": 0.4,
    "call_alignment": 0.2,
    "call_familiarity": 0.3,
}


def test_a_linked_team_drops_in(small_world, helper):
    world = small_world(**LINK)
    school, team = helper(world, 0, SCHOOL), helper(world, 0, PARENTING)
    world.organisation[SCHOOL_STAFF].linked_team = SOCIAL_TEAM
    work_with_the_school(world, 0, 0, world.family[0], 0.901, world.p[0])
    assert school.aligned == team.aligned == pytest.approx(0.6)
    assert world.post[0].spent[CALLS] == world.post[6].spent[CALLS] == 0.4
    assert familiarity(world.post[6], 0, world.post[0], 0, world.p[0]) == pytest.approx(0.3)


@pytest.mark.parametrize("reason", ["no link", "luck", "no contact", "no time", "no team", "vacant"])
def test_no_link_no_luck_no_time_or_no_team_means_no_contact(small_world, helper, reason):
    world = small_world(**LINK)
    school, team = helper(world, 0, SCHOOL), helper(world, 0, PARENTING)
    world.organisation[SCHOOL_STAFF].linked_team = -1 if reason == "no link" else SOCIAL_TEAM
    if reason == "no contact":
        world.p[0].school_link_contact = 0
    if reason == "no time":
        world.post[6].hours_left = 0.3
    if reason == "no team":
        world.post[0].sector = GP
    if reason == "vacant":
        world.post[0].filled = 0
    work_with_the_school(world, 0, 0, world.family[0], 0.899 if reason == "luck" else 0.95, world.p[0])
    assert (school.aligned, team.aligned) == (0.5, 0.5)
    assert world.post[6].spent[CALLS] == 0


@pytest.mark.parametrize(("luck", "structure"), [(0.0, 0.4 - 0.6 * 0.4), (0.5, 0.4), (1.0, 0.4 + 0.6 * 0.4)])
def test_schools_differ_around_the_policy_of_the_region(small_world, luck, structure):
    world = small_world(school_care_structure=0.4, person_spread=0.6)
    school = world.organisation[SCHOOL_STAFF]
    school.luck = luck
    be_a_school(world, school, world.p[0])
    assert school.care_structure == pytest.approx(structure)


def test_the_share_of_schools_that_is_asked_for_has_a_linked_team(small_world):
    world = small_world(school_team_link=0.3)
    school = world.organisation[SCHOOL_STAFF]
    for luck, linked in ((0.29, SOCIAL_TEAM), (0.31, -1)):
        school.link_luck = luck
        be_a_school(world, school, world.p[0])
        assert school.linked_team == linked


def test_linked_schools_are_spread_over_the_teams(small_world):
    world = small_world(school_team_link=1)
    world.sector[SOCIAL_TEAM].first_organisation, world.sector[SOCIAL_TEAM].organisations = 3, 4
    school = world.organisation[SCHOOL_STAFF]
    linked = []
    for luck in (0.0, 0.26, 0.51, 0.99):
        school.luck = luck
        be_a_school(world, school, world.p[0])
        linked.append(int(school.linked_team))
    assert linked == [3, 4, 5, 6]


def test_only_schools_are_schools(small_world):
    world = small_world(school_care_structure=1, school_team_link=1)
    be_a_school(world, world.organisation[GP], world.p[0])
    assert (world.organisation[GP].care_structure, world.organisation[GP].linked_team) == (0, -1)
