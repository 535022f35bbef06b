"""Who the families of a region are and how many posts it has, before its first week."""

import math

import numpy as np
import pytest

from sim import load_scenario
from sim.agents.family import MAX_MEMBERS
from sim.agents.need import NO_CASE
from sim.chance import NEVER, luck_of
from sim.names import (
    GP,
    MONEY,
    N_SECTORS,
    NEED_NAMES,
    NOT_YET_COME,
    PARENTING,
    SAFETY,
    SCHOOL_STAFF,
)
from sim.region import build_region
from sim.region.families import (
    be_a_family,
    count_arrivals,
    count_people,
    empty_families,
    give_rows,
    have_problems,
    know_doctor_and_schools,
    know_people,
    normal,
)
from sim.region.staff import empty_staff, make_up_the_mean, posts_needed, spread_cuts_evenly
from tests.rules.rows import need_of

TROUBLE = {"trouble_level": 0.2, "trouble_spread": 0.7, "trouble_weight": 0, "problem_load": 1, "peak": 0.07}


def burdened(small_world, families=1, **settings):
    """Families as they come; gives their severities and set-points, shape (families, needs but safety)."""
    world = small_world(families=families, **{**TROUBLE, **settings})
    for number, family in enumerate(world.family):
        have_problems(world, number, family, world.p[0])
    needs = world.need.reshape(families, -1)
    assert not needs["severity"][:, -1].any(), "safety is no problem that is heavy or light"
    return world, needs["severity"][:, :-1], needs["set_point"][:, :-1]


def test_a_family_comes_with_a_vulnerability_of_its_own_and_at_a_peak_above_it(small_world, dice):
    dice(0.5, math.exp(-1), 0.75)  # in the middle of families; one time the peak; half towards being asked much
    world, _, _ = burdened(small_world, trouble_weight=[0.3, *[0] * 7], problem_load=2, own_goals_spread=0.6)
    level = 1 / (1 + math.exp(-(0.2 + math.log(2))))
    assert need_of(world, 0, MONEY).set_point == pytest.approx(level, abs=2e-4)
    assert need_of(world, 0, MONEY).severity == pytest.approx(level + 0.07, abs=2e-4)
    assert need_of(world, 0, PARENTING).set_point == pytest.approx(1 / (1 + math.exp(-0.5) / 2), abs=2e-4)
    assert list(world.need["wish"]) == pytest.approx([0.3] * len(world.need))


@pytest.mark.slow
@pytest.mark.parametrize("together", [0.0, 0.3, 1.0])
def test_needs_of_a_family_go_together_as_much_as_is_said(small_world, together):
    _, _, set_point = burdened(small_world, 400, needs_go_together=together)
    level = np.log(set_point / (1 - set_point))
    assert level.mean() == pytest.approx(0.2, abs=0.1)
    assert level.std() == pytest.approx(0.7, abs=0.05)
    found = np.corrcoef(level.T)[np.triu_indices(level.shape[1], 1)].mean()
    assert found == pytest.approx(together, abs=0.06)


@pytest.mark.parametrize("luck", [1e-9, 0.01, 0.2, 0.5, 0.84, 0.999])
def test_a_uniform_number_becomes_a_normal_one(luck):
    below = 0.5 * (1 + math.erf(normal(luck) / math.sqrt(2)))
    assert below == pytest.approx(luck, abs=3e-4)
    assert normal(1 - luck) == pytest.approx(-normal(luck), abs=1e-3)


def test_a_heavier_problem_load_makes_problems_heavier(small_world):
    means = [burdened(small_world, 50, problem_load=load)[1].mean() for load in (0.5, 1.0, 2.0)]
    assert means[0] + 0.05 < means[1] < means[2] - 0.05


@pytest.mark.parametrize(
    ("luck_parents", "luck_children", "people"), [(0.39, 0.49, (1, 1)), (0.41, 0.51, (2, 2)), (0.5, 0.999, (2, 4))]
)
def test_some_parents_are_single_and_half_have_one_child(small_world, dice, luck_parents, luck_children, people):
    world = small_world(single_parent_share=0.4, one_child_share=0.5)
    dice(luck_parents, luck_children)
    count_people(world.luck, world.p[0], world.family[0], 0)
    assert (world.family[0].parents, world.family[0].children) == people


def test_rows_of_families_lie_side_by_side_as_many_as_each_has(small_world):
    world = small_world()
    families = empty_families(20, np.array([0, 3]), -2)
    assert list(families["arrives"]) == [-2] * 20 + [-1] * 3
    parents, children = families["parents"], families["children"]
    people, needs, relations = give_rows(world.luck, world.p, np.zeros(2, dtype=np.int32), -2, families)
    for first, count, total in (
        ("first_person", parents + children, people),
        ("first_need", families["needs"], needs),
        ("first_relation", families["relations"], relations),
    ):
        assert list(families[first]) == list(np.cumsum(count) - count)
        assert count.sum() == total
    needed, places = families["needs"], families["relations"]
    assert (needed == 5 + parents + 2 * children + 1).all()
    assert (places > needed).all(), "a helper for each need, and some who come back"


def test_the_needs_of_a_family_are_its_households_its_parents_and_its_childrens(small_world):
    world = small_world(families=2, parents=1, children=2)
    of_second = world.need[world.family[1].first_need :]
    assert [NEED_NAMES[domain] for domain in of_second["domain"]] == [
        "parenting",
        "money",
        "home",
        "relations",
        "physical_health",
        "parent_mental_health",
        "child_mental_health",
        "school",
        "child_mental_health",
        "school",
        "safety",
    ]
    assert list(of_second["person"]) == [-1] * 5 + [0, 1, 1, 2, 2, -1]
    assert list(of_second["slot"]) == [0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 15], "a second parent would have had the sixth"
    assert (of_second["family"] == 1).all()


def test_a_family_is_who_its_luck_makes_it(small_world, dice):
    world = small_world(adult_age=18, ability=0.4, first_trust=0.6, family_spread=0.5, consent_asked=0.5)
    family, child = world.family[0], world.person[2]
    dice(0.5)
    be_a_family(world, 0, family, world.p[0])
    assert child.born == -int(0.5 * 18 * 52)
    assert family.ability == family.direction == pytest.approx(0.4)
    assert family.trust == family.trust_before == pytest.approx(0.6)
    assert (family.asked, family.resilience) == (0, pytest.approx(1))
    assert [(person.parent, person.school) for person in world.person] == [(1, -1), (1, -1), (0, SCHOOL_STAFF)]
    dice(0.39)
    be_a_family(world, 0, family, world.p[0])
    assert (family.asked, child.born) == (1, -int(0.39 * 18 * 52))
    assert family.ability == pytest.approx(0.4 + 0.5 * 0.4 * (2 * 0.39 - 1))


def test_a_family_leaves_when_it_moves_or_its_youngest_has_grown_up(small_world, dice):
    world = small_world(children=2, moving_rate=0, adult_age=18, leaving_age=23)
    family = world.family[0]
    dice(0.9, 0.5)
    be_a_family(world, 0, family, world.p[0])
    assert family.moves_away == -(9 * 52) + 23 * 52
    world.p[0].moving_rate = 52.0
    dice(0.5)
    be_a_family(world, 0, family, world.p[0])
    assert family.moves_away == 1  # every week is likely to be the last


def test_a_family_knows_a_doctor_and_will_know_a_mentor_for_each_child(small_world, dice):
    world = small_world(families=3, children=2, first_bond=0.4, bond_ceiling=0.6, bond_spread=0.5)
    dice(1.0)
    family = world.family[1]
    know_doctor_and_schools(world, 1, family, world.p[0])
    rows = world.relation[family.first_relation : family.first_relation + family.relations]
    assert list(rows["always"]) == [1, 1, 1] + [0] * (len(rows) - 3)
    assert list(rows["child"][:4]) == [-1, 2, 3, -1]
    assert rows["post"][0] == 2 * GP + 1, "families of a practice in turn"
    assert (rows["post"][1:] == -1).all()
    assert list(rows["bond"][:3]) == pytest.approx([0.4] * 3)
    assert rows["ceiling"][0] == pytest.approx(0.6 + 0.5 * 0.4)


@pytest.mark.parametrize(("size", "luck", "members"), [(0.5, 0.49, 0), (0.5, 0.51, 1), (2, 0.99, 4), (0, 0.99, 0)])
def test_families_have_about_as_many_people_around_them_as_is_said(small_world, dice, size, luck, members):
    world = small_world(network_size=size)
    dice(luck)
    know_people(world, 0, world.family[0], world.p[0])
    assert world.family[0].members == members <= MAX_MEMBERS


def test_some_people_are_against_the_plan_at_first(small_world, dice):
    world = small_world(network_size=1.5, first_against=0.3, member_gives=0.6, first_strain=0.5)
    family = world.family[0]
    for luck, stance in ((0.29, -0.29), (0.31, 1)):
        dice(luck)
        know_people(world, 0, family, world.p[0])
        if family.members:
            assert family.member[0].stance == pytest.approx(stance)
            assert family.member[0].gives == pytest.approx(0.6 * luck)
            assert family.member[0].strain == pytest.approx(0.5 * luck)


def test_families_arrive_at_the_yearly_rate_of_each_stretch(p):
    records = np.repeat(np.array(p()), 2).view(np.recarray)
    records["inflow_rate"] = (0.26, 0.0)
    stretch = np.repeat([0, 1], 300).astype(np.int32)
    counts = np.zeros(600, dtype=np.int64)
    count_arrivals(luck_of(0), records, stretch, 0, 200, counts)
    expected = 300 * 200 * 0.26 / 52
    assert counts[:300].sum() == pytest.approx(expected, abs=4 * expected**0.5)
    assert counts[300:].sum() == 0


def test_posts_follow_from_cases_and_caseloads(p):
    settings = p(cases_per_family=[1.3, 0.5, 0.4, 0.4, 1.1, 0.4, 0.01], caseload=10)
    assert posts_needed(100, settings) == pytest.approx([13, 5, 4, 4, 11, 4, 0.1])
    assert posts_needed(1, settings) == pytest.approx([0.13, 0.1, 0.1, 0.1, 0.11, 0.1, 0.1]), "enough for one case"


@pytest.mark.parametrize("families", [1, 7, 60])
def test_every_post_belongs_to_one_organisation_of_its_sector(p, families):
    sectors, organisations, posts = empty_staff(families, p())
    assert organisations["posts"].sum() == len(posts)
    needed = posts_needed(families, p())
    assert np.bincount(posts["sector"]).tolist() == np.ceil(needed).tolist()
    assert np.bincount(posts["sector"], weights=posts["fte"]) == pytest.approx(needed)
    fte = posts["fte"]
    assert ((fte > 0) & (fte <= 1)).all()
    for row, organisation in enumerate(organisations):
        mine = posts[organisation["first_post"] : organisation["first_post"] + organisation["posts"]]
        assert (mine["organisation"] == row).all()
        assert (mine["sector"] == organisation["sector"]).all()
        assert len(mine) >= 1
    for number, sector in enumerate(sectors):
        mine = organisations[sector["first_organisation"] : sector["first_organisation"] + sector["organisations"]]
        assert (mine["sector"] == number).all()


@pytest.mark.slow
def test_an_organisation_has_as_many_families_as_its_share_of_the_posts():
    scenario = load_scenario("almelo").replace(families=300, weeks=1, burn_in_weeks=1)
    world = build_region(scenario, 0)
    for sector in range(N_SECTORS):
        rows = np.flatnonzero(world.organisation["sector"] == sector)
        posts = world.organisation["posts"][rows]
        families = (world.family["organisation"][:, sector][:, None] == rows).sum(axis=0)
        expected = len(world.family) * posts / posts.sum()
        assert abs(families - expected).max() < 5 * expected.max() ** 0.5


def test_organisations_differ_in_hours_and_a_sector_has_as_many_as_it_had(small_world):
    world = small_world()
    world.sector[1].first_organisation, world.sector[1].organisations = 1, 3
    world.organisation["posts"][1:4] = [1, 2, 5]
    world.organisation["richness"][1:4] = [0.5, 1.0, 2.0]
    make_up_the_mean(world, 1)
    assert list(world.organisation["richness"][:5]) == pytest.approx([1, *(8 / 12.5 * np.array([0.5, 1, 2])), 1])


def test_two_posts_that_computers_add_up_to_a_little_more_are_two(p):
    _, _, posts = empty_staff(30, p(caseload=3, cases_per_family=0.2))
    assert np.bincount(posts["sector"]).tolist() == [2] * N_SECTORS
    assert posts["fte"] == pytest.approx(1)


@pytest.mark.parametrize("families", [30, 60, 174])
def test_a_cut_of_a_share_takes_that_share_of_the_hours_of_every_sector(p, families):
    _, _, posts = empty_staff(families, p())
    posts["order"] = np.random.default_rng(0).random(len(posts))
    spread_cuts_evenly(posts)
    for funded in (0.2, 0.5, 0.8, 1.0):
        for sector in range(N_SECTORS):
            mine = posts[posts["sector"] == sector]
            left = mine["fte"][mine["order"] < funded].sum()
            assert abs(left - funded * mine["fte"].sum()) <= 0.5 * mine["fte"].max() + 1e-9


def test_a_region_before_its_first_week_has_everybody_to_come_and_nobody_in_care():
    scenario = load_scenario("almelo").replace(families=12, weeks=20, burn_in_weeks=10)
    world = build_region(scenario, 3)
    assert (world.family["status"] == NOT_YET_COME).all()
    assert (world.family["arrives"] == -10).sum() == 12
    arrives, moves_away = world.family["arrives"], world.family["moves_away"]
    assert (np.diff(arrives) >= 0).all()
    assert (moves_away > arrives).all()
    assert not world.family["open_cases"].any()
    assert (world.need["status"] == NO_CASE).all() and (world.need["relation"] == -1).all()
    set_point, severity = world.need["set_point"], world.need["severity"]
    assert (set_point < severity)[world.need["domain"] != SAFETY].all()
    assert (world.family["plan"]["next_table"] == NEVER).all()
    for first in ("first_reported", "first_placed", "first_closed"):
        assert (world.family[first] == NEVER).all()
    assert (world.post["filled"] == 1).all()
    assert (world.post["since"] <= -10).all()
    assert (world.organisation["waiting"] == 0).all()
