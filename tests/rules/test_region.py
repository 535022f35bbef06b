"""Who the families of a region are and how many posts it has, before its first week."""

import numpy as np
import pytest

from sim import load_scenario
from sim.agents.family import MAX_MEMBERS
from sim.care.waiting import case_limit
from sim.chance import NEVER, luck_of
from sim.names import LEFT, N_SECTORS, NOT_YET_COME, PARENTING
from sim.region import build_region
from sim.region.families import be_a_family, count_arrivals, have_problems, know_people
from sim.region.staff import empty_staff, posts_needed, spread_cuts_evenly


@pytest.mark.parametrize(("share", "fewest", "most"), [(1.0, 5, 8), (0.0, 3, 4)])
def test_complex_families_have_five_domains_in_trouble_or_more_and_others_three_or_four(
    small_world, share, fewest, most
):
    world = small_world(families=150, complex_share=share, need_severity=0.4, highest_severity=0.95)
    for number, family in enumerate(world.family):
        have_problems(world, number, family, world.p[0])
    troubled = (world.family["severity"] >= 0.4).sum(axis=1)
    assert set(troubled) == set(range(fewest, most + 1))
    assert world.family["severity"].max() <= 0.95
    assert not world.family["push"].any()


def test_three_of_four_families_are_complex(small_world):
    world = small_world(families=400, complex_share=0.75)
    for number, family in enumerate(world.family):
        have_problems(world, number, family, world.p[0])
    complex_families = ((world.family["severity"] >= world.p[0].need_severity).sum(axis=1) >= 5).mean()
    assert complex_families == pytest.approx(0.75, abs=4 * (0.75 * 0.25 / 400) ** 0.5)


def test_a_domain_with_more_weight_is_more_often_in_trouble(small_world):
    weights = [8.0, *[1.0] * 7]
    world = small_world(families=200, complex_share=0, trouble_weight=weights)
    for number, family in enumerate(world.family):
        have_problems(world, number, family, world.p[0])
    troubled = (world.family["severity"] >= world.p[0].need_severity).mean(axis=0)
    assert troubled[PARENTING] > 0.8 > 0.6 > troubled[1:].max()


def test_a_heavier_problem_load_makes_problems_heavier(small_world):
    means = []
    for load in (0.5, 1.0, 2.0):
        world = small_world(families=50, problem_load=load)
        for number, family in enumerate(world.family):
            have_problems(world, number, family, world.p[0])
        means.append(world.family["severity"].mean())
    assert means == sorted(means)
    assert means[2] > means[0] + 0.05


def test_a_family_is_who_its_luck_makes_it(small_world, dice):
    settings = {"single_parent_share": 0.4, "one_child_share": 0.5, "adult_age": 18, "leaving_age": 23}
    world = small_world(**settings, ability=0.4, family_spread=0.5, consent_asked=0.5, recurrent_share=0.4)
    family = world.family[0]
    dice(0.5)
    be_a_family(world, 0, family, world.p[0])
    assert (family.parents, family.children) == (2, 2)  # half have one child, a quarter two
    assert family.born[0] == -int(0.5 * 18 * 52)
    assert family.ability == family.direction == pytest.approx(0.4)
    assert (family.asked, family.recurrent) == (0, 0)
    assert family.resilience == pytest.approx(1)
    dice(0.39)
    be_a_family(world, 0, family, world.p[0])
    assert (family.parents, family.children, family.asked, family.recurrent) == (1, 1, 1, 1)
    assert family.ability == pytest.approx(0.4 + 0.5 * 0.4 * (2 * 0.39 - 1))


def test_a_family_leaves_when_it_moves_or_its_youngest_has_grown_up(small_world, dice):
    world = small_world(moving_rate=0, adult_age=18, leaving_age=23, one_child_share=1)
    family = world.family[0]
    dice(0.5)
    be_a_family(world, 0, family, world.p[0])
    assert family.moves_away == -(9 * 52) + 23 * 52
    world.p[0].moving_rate = 52.0
    be_a_family(world, 0, family, world.p[0])
    assert family.moves_away == 1  # every week is likely to be the last


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


def test_posts_follow_from_cases_caseloads_and_staffing(p):
    settings = {"cases_per_family": [1.3, 0.5, 0.4, 0.4, 1.1, 0.4, 0.01], "caseload": 10, "staffing": 1}
    assert posts_needed(100, p(**settings)) == pytest.approx([13, 5, 4, 4, 11, 4, 0.1])
    assert posts_needed(100, p(**{**settings, "staffing": 2})) == pytest.approx([26, 10, 8, 8, 22, 8, 0.2])
    assert posts_needed(1, p(**settings)) == pytest.approx(0.1), "enough for one case"


@pytest.mark.parametrize("families", [1, 7, 60])
def test_every_post_belongs_to_one_organisation_of_its_sector(p, families):
    sectors, organisations, posts = empty_staff(families, p())
    assert organisations["posts"].sum() == len(posts)
    needed = posts_needed(families, p())
    assert np.bincount(posts["sector"]).tolist() == np.ceil(needed).tolist()
    assert np.bincount(posts["sector"], weights=posts["fte"]) == pytest.approx(needed)
    assert ((posts["fte"] > 0) & (posts["fte"] <= 1)).all()
    for row, organisation in enumerate(organisations):
        mine = posts[organisation["first_post"] : organisation["first_post"] + organisation["posts"]]
        assert (mine["organisation"] == row).all()
        assert (mine["sector"] == organisation["sector"]).all()
        assert len(mine) >= 1
    for number, sector in enumerate(sectors):
        mine = organisations[sector["first_organisation"] : sector["first_organisation"] + sector["organisations"]]
        assert (mine["sector"] == number).all()


@pytest.mark.slow
def test_an_organisation_has_as_many_families_as_it_has_hours_for():
    scenario = load_scenario("almelo").replace(families=3000, weeks=1, burn_in_weeks=1)
    world = build_region(scenario, 0)
    for sector in range(N_SECTORS):
        rows = np.flatnonzero(world.organisation["sector"] == sector)
        hours = np.array([world.post["fte"][world.post["organisation"] == row].sum() for row in rows])
        families = (world.family["organisation"][:, sector][:, None] == rows).sum(axis=0)
        expected = len(world.family) * hours / hours.sum()
        assert abs(families - expected).max() < 5 * expected.max() ** 0.5
        assert ((families > 0) == (hours > 0)).all()


def test_two_posts_that_computers_add_up_to_a_little_more_are_two(p):
    _, _, posts = empty_staff(30, p(caseload=3, cases_per_family=0.2, staffing=1))
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


@pytest.mark.parametrize("families", [7, 60, 174])
@pytest.mark.parametrize("extra", [0.0, 0.3])
def test_all_posts_of_a_sector_hold_the_cases_that_their_hours_are_for(p, families, extra):
    settings = p(extra_places=extra)
    _, _, posts = empty_staff(families, settings)
    for sector in range(N_SECTORS):
        mine = posts[posts["sector"] == sector]
        full = settings["caseload"][sector] * (1 + extra)
        held = [case_limit(post, settings) for post in mine]
        assert abs(sum(held) - full * mine["fte"].sum()) <= 0.5 + 1e-9
        assert all(abs(cases - full * fte) <= 1 + 1e-9 for cases, fte in zip(held, mine["fte"], strict=True))


def test_a_region_before_its_first_week_has_everybody_to_come_and_nobody_in_care():
    scenario = load_scenario("almelo").replace(families=12, weeks=20, burn_in_weeks=10)
    world = build_region(scenario, 3)
    assert (world.family["status"] == NOT_YET_COME).all()
    assert (world.family["arrives"] == -10).sum() == 12
    assert (np.diff(world.family["arrives"]) >= 0).all()
    assert (world.family["moves_away"] > world.family["arrives"]).all()
    assert not world.family["open_ties"].any()
    assert (world.family["tie"]["post"] == -1).all()
    assert (world.family["plan"]["next_table"] == NEVER).all()
    for first in ("first_reported", "first_placed", "first_closed"):
        assert (world.family[first] == NEVER).all()
    assert (world.post["filled"] == 1).all()
    assert (world.post["since"] <= -10).all()
    assert (world.organisation["waiting"] == 0).all()
    assert LEFT not in world.family["status"]
