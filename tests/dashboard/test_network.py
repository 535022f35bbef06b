"""The region over time: the same ties as the graph of each week, and places that do not move."""

import numpy as np
import pytest

from dashboard.pages.network_data import DISC, OUTER, RING, network_data
from sim.run import simulate
from sim.scenario import load_scenario
from sim.ties import KINDS, region_over_time

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
    for kind in ("care", "waiting", "coordinates"):
        there = now[(now["kind"] == kind) & now["family"].isin(left)]
        assert len(there) == sum(edge[0] == kind for edge in edges)
    at_table = [node for node, there in graph.nodes(data="at_table") if there]
    assert len(now[(now["kind"] == "at_table") & now["family"].isin(left)]) == len(at_table)


def test_stretches_of_the_same_tie_do_not_overlap(region):
    for ties in region.routes.values():
        for _, same in ties.ties.groupby(["kind", "family", "domain", "other"]):
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


def test_both_routes_have_the_same_families_and_vacancies_may_differ(region):
    families = [set(ties.standings["family"]) for ties in region.routes.values()]
    assert families[0] == families[1]


def test_families_stand_in_the_middle_and_services_around_them(region):
    data = network_data(region, "nl")
    radius = lambda rows: np.hypot(*np.array([row[:2] for row in rows]).T)  # noqa: E731
    assert radius(data["families"]).max() <= DISC
    np.testing.assert_allclose(radius(data["posts"]), RING, rtol=1e-3)
    np.testing.assert_allclose(radius(data["organisations"]), OUTER, rtol=1e-3)
    assert len({tuple(place) for place in data["families"]}) == len(data["families"])
    assert data["sectors"][0] == "sociaal team"
