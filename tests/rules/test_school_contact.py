"""M14: the school acts alone, or meets the social team that is linked to it."""

import pytest

from sim.agents.acquaintance import familiarity
from sim.agents.cases import shut_a_case
from sim.agents.organisation import be_a_school
from sim.care.school_contact import work_with_the_school
from sim.event_kinds import SCHOOL_ACTED_ALONE
from sim.names import CALLS, GP, MONEY, PARENTING, SCHOOL, SCHOOL_STAFF, SOCIAL_TEAM

TALK = {"call_hours": 0.4, "goals_meet": 0.5, "behind_back_trust": 0, "concern_closes": 0, "contact_first": 0}
ALONE = {
    **TALK,
    "school_alone_chance": 0.2,
    "school_alone_misaligns": 0.3,
    "school_alone_load": 2,
    "school_link_contact": 0.1,
    "report_trust": 0.1,
}
CHANCE = 0.2 * 0.5 * 0.5  # structure and goals in line are one half


def at_school(world, helper, which=0, **state):
    """A case at school, halfway between what the family wants and what the school would do by itself."""
    return helper(world, 0, SCHOOL, which=which, **{"position": 0.0, "own_position": 1.0, "wish": -1.0, **state})


def meet_school(world, luck, luck_who=0.0):
    work_with_the_school(world, 0, 0, world.family[0], luck, luck_who, world.p[0])


def test_a_school_without_care_structure_plans_behind_the_coordinators_back(small_world, helper, plan, happened):
    world = small_world(**ALONE)
    world.organisation[SCHOOL_STAFF].care_structure = 0
    case = at_school(world, helper, consent=1)
    helper(world, 0, PARENTING, consent=1)
    plan(world, 0, coordinator=0, fidelity=0.5)
    family = world.family[0]
    meet_school(world, 0.099)
    assert happened(world) == [SCHOOL_ACTED_ALONE]
    lost = 0.3
    assert case.need.position == pytest.approx(lost - 0.5 * 0.4 * 0.5 * (lost + 1.0))  # in part repaired by the message
    assert (family.load, family.direction) == (2, pytest.approx(0.45))
    assert world.post[0].spent[CALLS] == world.post[6].spent[CALLS] == 0.4


@pytest.mark.parametrize(("structure", "wish", "chance"), [(0.5, -1, CHANCE), (1, -1, 0), (0, 0, 0), (0, -1, 0.1)])
def test_care_structure_and_common_goals_keep_a_school_from_acting_alone(
    small_world, helper, happened, structure, wish, chance
):
    world = small_world(**ALONE)
    world.organisation[SCHOOL_STAFF].care_structure = structure
    at_school(world, helper, wish=wish)
    meet_school(world, chance + 1e-9)
    assert happened(world) == []
    if chance > 0:
        meet_school(world, chance - 1e-9)
        assert happened(world) == [SCHOOL_ACTED_ALONE]


@pytest.mark.parametrize("missing", ["plan", "time", "case of the coordinator"])
def test_without_a_coordinator_with_time_who_helps_nobody_brings_the_message(small_world, helper, plan, missing):
    world = small_world(**ALONE)
    case = at_school(world, helper)
    if missing != "case of the coordinator":
        helper(world, 0, PARENTING)
    if missing != "plan":
        plan(world, 0, coordinator=0)
    if missing == "time":
        world.post[0].hours_left = 0.3
    meet_school(world, 0.0)
    assert case.need.position == pytest.approx(0.3)
    assert (world.post["spent"] == 0).all()


def test_a_school_that_never_acts_alone_does_no_harm(small_world, helper):
    world = small_world(**{**ALONE, "school_alone_chance": 0})
    case = at_school(world, helper)
    meet_school(world, 0.0)
    assert (case.need.position, world.family[0].load, world.family[0].direction) == (0, 0, 0.5)


@pytest.mark.parametrize("state", ["closed", "away"])
def test_a_school_that_is_not_involved_does_nothing(small_world, helper, happened, state):
    world = small_world(**ALONE)
    case = at_school(world, helper)
    helper(world, 0, MONEY)
    if state == "closed":
        shut_a_case(world, 0, world.family[0], case.row)
    else:
        case.post.away = 1
    meet_school(world, 0.0)
    assert happened(world) == []


@pytest.mark.parametrize(("luck_who", "child"), [(0.0, 0), (0.49, 0), (0.5, 1), (0.99, 1)])
def test_each_child_at_school_is_as_likely(small_world, helper, luck_who, child):
    world = small_world(**ALONE, children=2)
    helper(world, 0, MONEY)
    cases = [at_school(world, helper, which=which, post=6 + which) for which in (0, 1)]
    meet_school(world, 0.0, luck_who)
    assert [case.need.position > 0 for case in cases] == [which == child for which in (0, 1)]


def test_a_linked_team_drops_in(small_world, helper):
    world = small_world(**ALONE, acquainted_per_hour=0.75)
    school, team = at_school(world, helper, consent=1), helper(world, 0, PARENTING, consent=1)
    world.organisation[SCHOOL_STAFF].linked_team = SOCIAL_TEAM
    meet_school(world, 0.901)
    assert school.need.position == pytest.approx(0 - 0.5 * 0.4 * 0.5 * 1.0)
    assert team.need.position == pytest.approx(1 - 0.5 * 0.4 * 0.5 * 1.0)
    assert world.post[0].spent[CALLS] == world.post[6].spent[CALLS] == 0.4
    assert familiarity(world.post[6], 0, world.post[0], 0, world.p[0]) == pytest.approx(0.3)


@pytest.mark.parametrize("reason", ["no link", "luck", "no contact", "no time", "no team", "away"])
def test_no_link_no_luck_no_time_or_no_team_means_no_contact(small_world, helper, reason):
    world = small_world(**ALONE)
    school, team = at_school(world, helper), helper(world, 0, PARENTING)
    world.organisation[SCHOOL_STAFF].linked_team = -1 if reason == "no link" else SOCIAL_TEAM
    if reason == "no contact":
        world.p[0].school_link_contact = 0
    if reason == "no time":
        world.post[6].hours_left = 0.3
    if reason == "no team":
        world.post[0].sector = GP
    if reason == "away":
        world.post[0].away = 1
    meet_school(world, 0.899 if reason == "luck" else 0.95)
    assert (school.need.position, team.need.position) == (0, 1)
    assert world.post[6].spent[CALLS] == 0


@pytest.mark.parametrize(("luck", "structure"), [(0.0, 0.4 - 0.6 * 0.4), (0.5, 0.4), (1.0, 0.4 + 0.6 * 0.4)])
def test_schools_differ_around_the_policy_of_the_region(small_world, luck, structure):
    world = small_world(school_care_structure=0.4, family_spread=0.6)
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
