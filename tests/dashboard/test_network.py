"""The region over time: the same ties as the graph of each week, and families where they belong, each on its own."""

import json

import numpy as np
import pytest

from dashboard.pages.network_data import network_data
from dashboard.pages.network_layout import TALL, reach
from dashboard.pages.network_places import NAMED, NOWHERE, example, places_now, room, seats, statuses, stretches
from sim.names import CLOSED, DROPPED_OUT, IN_CARE, LEFT, N_SECTORS, NOT_YET_COME, SECTORS, STATUSES, WAITING
from sim.run import burn_in, on_route, simulate
from sim.scenario import load_scenario
from sim.ties import KINDS, region_over_time
from sim.week import run_weeks

SMALL = load_scenario("almelo").replace(families=40, weeks=60, burn_in_weeks=30)


@pytest.fixture(scope="module")
def region():
    return region_over_time(SMALL, 4)


@pytest.mark.parametrize("route", ["parallel", "shared_plan"])
@pytest.mark.parametrize("week", [0, 7, 31, 59])
def test_the_ties_of_a_week_are_those_of_the_graph(region, route, week):
    ties = region.routes[route].ties
    now = ties[(ties["since"] <= week) & (week < ties["until"])]
    graph = simulate(SMALL, route, seed=4).graph(week)
    edges = [(kind, one, other) for one, other, kind in graph.edges(data="kind")]
    left = {node[1] for node, kind in graph.nodes(data="kind") if kind == "family"}  # families that are in the region
    for kind in ("care", "waiting", "coordinates", "knows"):
        there = now[(now["kind"] == kind) & now["family"].isin(left)]
        assert len(there) == sum(edge[0] == kind for edge in edges)
    at_table = [node for node, there in graph.nodes(data="at_table") if there]
    assert len(now[(now["kind"] == "at_table") & now["family"].isin(left)]) == len(at_table)


def test_stretches_of_the_same_tie_do_not_overlap(region):
    for ties in region.routes.values():
        for _, same in ties.ties.groupby(["kind", "family", "domain", "person", "other"]):
            ends = same.sort_values("since")
            assert (ends["since"].to_numpy()[1:] >= ends["until"].to_numpy()[:-1]).all()
        assert (ties.ties["since"] < ties.ties["until"]).all()
        assert set(ties.ties["kind"]) <= set(KINDS)


def test_every_family_that_came_stands_somewhere_until_the_end(region):
    for ties in region.routes.values():
        for _, mine in ties.standings.groupby("family"):
            mine = mine.sort_values("since")
            assert (mine["since"].to_numpy()[1:] == mine["until"].to_numpy()[:-1]).all()
            assert mine["until"].iloc[-1] == SMALL.weeks


def test_a_need_is_of_whom_its_domain_is_and_a_mentor_of_a_child(region):
    people = region.people.set_index(["family", "person"])["parent"]
    whose = {"parent_mental_health": {1}, "child_mental_health": {0}, "school": {0}}
    for ties in region.routes.values():
        for (kind, domain), same in ties.ties.groupby(["kind", "domain"]):
            of_people = same[same["person"] >= 0]
            found = set(people.loc[list(zip(of_people["family"], of_people["person"], strict=True))])
            if kind == "knows":
                assert found == {0} and (same["person"] == -1).any()  # mentors, and doctors of the whole family
                sector = region.posts["sector"].iloc[of_people["other"]]
                assert set(sector) == {"school"}
            else:
                assert found == whose.get(domain, set())
                assert len(of_people) == (len(same) if domain in whose else 0)


def test_both_routes_have_the_same_families_and_vacancies_may_differ(region):
    families = [set(ties.standings["family"]) for ties in region.routes.values()]
    assert families[0] == families[1]


def test_a_family_with_a_plan_and_no_coordinator_coordinates_itself(region):
    ties = region.routes["shared_plan"].ties
    last = ties[ties["until"] == SMALL.weeks]
    world = on_route(burn_in(SMALL, 4, 0), SMALL, "shared_plan")
    run_weeks(world, SMALL.weeks)
    plan = world.family["plan"]
    itself = np.flatnonzero((plan["active"] == 1) & (plan["coordinator"] < 0))
    assert set(last[last["kind"] == "itself"]["family"]) == set(itself.tolist()) != set()
    assert "itself" not in set(region.routes["parallel"].ties["kind"])


# Who stands where

POSTS = 8
PLACE = {name: POSTS + number for number, name in enumerate((*SECTORS, *NAMED))}


def place_of(status=IN_CARE, **others):
    """The place of a family with some ties; there are eight posts and two organisations, a school and a gp."""
    ties = {kind: np.array([[0, other] for other in others.get(kind, [])]).reshape(-1, 2).astype(int) for kind in KINDS}
    schools = np.array([SECTORS.index("school"), SECTORS.index("gp")])
    return int(places_now(ties, np.array([status]), POSTS, schools)[0])


def test_a_family_stands_with_its_coordinator_however_many_helpers_it_has():
    assert place_of(care=[3, 4, 5, 6, 7, 2], coordinates=[4], waiting=[0]) == 4


def test_a_family_that_coordinates_itself_stands_with_its_like():
    assert place_of(care=[3, 4], itself=[0]) == place_of(care=[3], itself=[0]) == PLACE["itself"]


def test_a_family_with_one_helper_stands_there_also_when_that_helps_with_two_things():
    assert place_of(care=[3, 3], waiting=[1]) == 3


@pytest.mark.parametrize(
    ("helpers", "place"), [(2, "few"), (3, "few"), (4, "some"), (5, "some"), (6, "many"), (8, "many")]
)
def test_a_family_with_several_helpers_and_no_coordinator_stands_between_them(helpers, place):
    assert place_of(care=list(range(helpers))) == PLACE[place]


def test_a_family_without_help_stands_at_the_list_that_it_came_to_first():
    assert place_of(WAITING, waiting=[1, 0]) == PLACE["gp"]
    assert place_of(WAITING) == PLACE["nobody"]


def test_a_family_that_broke_off_or_was_closed_stands_apart_and_others_are_not_there():
    assert place_of(DROPPED_OUT, care=[3]) == PLACE["dropped_out"]
    assert place_of(CLOSED) == PLACE["closed"]
    assert place_of(LEFT) == place_of(NOT_YET_COME) == NOWHERE


def test_a_family_keeps_its_seat_while_it_stays_and_who_comes_takes_the_first_free_one():
    place = np.array([[5, 5, 5, NOWHERE], [5, 6, 5, NOWHERE], [5, 6, 5, 5], [NOWHERE, 5, 5, 5]])
    assert seats(place).tolist() == [[0, 1, 2, -1], [0, 0, 2, -1], [0, 0, 2, 1], [-1, 0, 2, 1]]
    assert room(place, seats(place), 7).tolist() == [0, 0, 0, 0, 0, 3, 1]


def test_stretches_say_when_a_family_comes_to_stand_elsewhere():
    status = np.array([[NOT_YET_COME, IN_CARE], [WAITING, IN_CARE], [WAITING, IN_CARE]])
    place = np.array([[NOWHERE, 2], [4, 2], [4, 3]])
    rows = stretches(status, place, seats(place)).tolist()
    assert rows == [[0, 1, WAITING, 4, 0], [1, 0, IN_CARE, 2, 0], [1, 2, IN_CARE, 3, 0]]


def test_the_example_is_the_family_for_whom_the_routes_differ_longest():
    few, itself = PLACE["few"], PLACE["itself"]
    parallel = np.array([[few, few, 2], [few, few, 2], [itself, few, 2]])
    shared_plan = np.array([[few, 3, 3], [1, 3, 3], [1, itself, 3]])
    assert example(parallel, shared_plan, POSTS) == 1


# Where that is


@pytest.fixture(scope="module")
def data(region):
    return network_data(region, SMALL.weeks, "nl")


def test_what_is_sent_says_where_each_family_stands_in_each_week(region, data):
    for route, ties in region.routes.items():
        status = statuses(ties, len(region.families), SMALL.weeks)
        for family, rows in enumerate(data["routes"][route]["stands"]):
            told = np.full(SMALL.weeks, NOT_YET_COME)
            for since, standing, _, _ in np.array(rows, dtype=int).reshape(-1, 4):
                told[since:] = standing
            assert told.tolist() == status[:, family].tolist()
    assert len(data["people"]) == len(region.families)
    assert data["people"][3] == region.people.query("family == 3")[["parent", "born"]].to_numpy().ravel().tolist()
    assert data["statuses"] == list(STATUSES) and data["sectors"]["social_team"] == "sociaal team"


def test_what_is_sent_has_every_tie(region, data):
    for route, ties in region.routes.items():
        sent = [
            [family, *row]
            for family, rows in enumerate(data["routes"][route]["ties"])
            for row in np.array(rows, dtype=int).reshape(-1, 5).tolist()
        ]
        kinds = ties.ties["kind"].map(KINDS.index)
        columns = ["family", "kind", "person", "other", "since", "until"]
        there = ties.ties.assign(kind=kinds)[columns].to_numpy().tolist()
        assert sorted(sent) == sorted(there)


def spot(data, place, seat):
    """Where a seat is, as the page finds it."""
    posts = len(data["posts"])
    if place >= posts:
        x, y, across = data["crowds"][place - posts]
        return x + seat % across, y + seat // across
    (x, y), ring = data["posts"][place], data["reach"][data["sector_of_post"][place]] % 1 + 1
    while seat >= int(2 * np.pi * ring):
        seat, ring = seat - int(2 * np.pi * ring), ring + 1
    turn = seat / int(2 * np.pi * ring) * 2 * np.pi - np.pi / 2
    return x + ring * np.cos(turn), y + ring * np.sin(turn)


def within(box, spot, far=0.0):
    """Whether something that reaches so far lies in a box."""
    (left, top, width, height), (x, y) = box, spot
    slack = 0.02  # of lengths with two digits
    return (
        left + far - slack <= x <= left + width - far + slack and top + far - slack <= y <= top + height - far + slack
    )


def test_every_family_stands_in_the_block_of_its_place_and_none_on_another(data):
    names = [*SECTORS, *("between" if name in data["between"] else name for name in NAMED)]
    posts = len(data["posts"])
    for route in data["routes"].values():
        for week in (0, 30, SMALL.weeks - 1):
            spots = []
            for rows in route["stands"]:
                come = [row for row in np.array(rows, dtype=int).reshape(-1, 4).tolist() if row[0] <= week]
                if come and come[-1][2] != NOWHERE:
                    place, seat = come[-1][2:]
                    spots.append(spot(data, place, seat))
                    name = SECTORS[data["sector_of_post"][place]] if place < posts else names[place - posts]
                    assert within(data["blocks"][name], spots[-1], far=0.5)
            apart = np.hypot(*(np.array(spots)[:, None] - np.array(spots)[None]).transpose(2, 0, 1))
            assert apart[np.triu_indices(len(spots), 1)].min() > 0.85


def test_helpers_stand_in_their_organisation_and_organisations_in_the_block_of_their_sector(region, data):
    for post, organisation in enumerate(region.posts["organisation"]):
        sector = data["sector_of_post"][post]
        assert within(data["organisations"][organisation], data["posts"][post], far=0.5 + data["reach"][sector])
    for (left, top, width, height), sector in zip(data["organisations"], data["sector_of_organisation"]):
        for corner in ((left, top), (left + width, top + height)):
            assert within(data["blocks"][SECTORS[sector]], corner)


def test_blocks_fill_the_paper_beside_each_other(data):
    width, height = data["size"]
    boxes = list(data["blocks"].values())
    assert height <= TALL * width and len(boxes) == N_SECTORS + len(NAMED) - len(data["between"]) + 1
    for number, (left, top, wide, high) in enumerate(boxes):
        assert within((0, 0, width, height), (left, top)) and within((0, 0, width, height), (left + wide, top + high))
        for other in boxes[:number]:
            assert left >= other[0] + other[2] or other[0] >= left + wide or top >= other[1] + other[3]


def test_a_larger_region_gets_smaller_dots():
    larger = SMALL.replace(families=160)
    sent = [network_data(region_over_time(one, 4), one.weeks, "nl") for one in (SMALL, larger)]
    assert sent[0]["size"][0] < sent[1]["size"][0]


@pytest.mark.parametrize(
    ("families", "far"), [(0, 0.0), (1, 1.0), (6, 1.0), (7, 1.25), (9, 1.5), (18, 2.0), (19, 2.25)]
)
def test_families_around_a_helper_stand_no_farther_than_they_must(families, far):
    assert reach(families) == far


def test_it_takes_fewer_bytes_than_the_rows_of_its_ties(region, data):
    columns = ["family", "person", "other", "since", "until"]
    rows = [one.ties[columns].to_numpy().tolist() for one in region.routes.values()]
    assert len(json.dumps(data["routes"])) < 1.3 * len(json.dumps(rows))
