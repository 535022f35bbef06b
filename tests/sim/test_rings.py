"""Rings of helpers: small ones made by hand, and those of a region as networkx sees them."""

import networkx as nx
import numpy as np
import pytest

from sim.agents.family import family_type
from sim.agents.need import OPEN, need_type
from sim.agents.organisation import sector_type
from sim.agents.professional import post_type
from sim.agents.relation import relation_type
from sim.names import IN_CARE, LEFT, N_SECTORS
from sim.outcomes import outcomes_of
from sim.rings import Rings, parts_of, rings_of
from sim.run import Run
from sim.world import World, event_type, tally_type, weekly_type
from tests.records import records

WEEKS = 60
NOTHING = np.zeros(0)


@pytest.fixture
def made():
    """``made([[0, 1], [2]], knows=[(0, 1)])``: families with helpers on these posts, who know each other in pairs."""

    def build(helpers, knows=(), posts=6):
        places = [len(one) for one in helpers]
        first = np.cumsum([0, *places])[:-1]
        family = records(family_type, len(helpers), status=IN_CARE, followed=1, first_relation=first)
        relation = records(relation_type, sum(places), post=np.concatenate(helpers))
        whose, row = np.repeat(np.arange(len(helpers)), places), np.arange(sum(places))
        need = records(need_type, len(row), status=OPEN, relation=row, family=whose)
        post = records(post_type, posts, filled=1, incumbent=1, organisation=np.arange(posts))
        post["acquaintance"]["post"] = -1
        tally = records(tally_type, 1, next_week=WEEKS)
        world = World(
            *(NOTHING, NOTHING, NOTHING, tally, family, NOTHING, need, relation, post, NOTHING),
            np.zeros(N_SECTORS, dtype=sector_type),
            np.zeros(WEEKS, dtype=weekly_type),
            np.zeros(0, dtype=event_type),
        )
        for one, other in knows:
            meet(world, one, other)
            meet(world, other, one)
        return world

    return build


def meet(world, one, other):
    """From now on the person on the one post knows the person on the other, not the other way round."""
    held = world.post[one].acquaintance
    place = int(np.flatnonzero(held["post"] < 0)[0])
    held["post"][place], held["incumbent"][place] = other, world.post[other].incumbent
    held["familiarity"][place] = 0.5


def plan_of(world, coordinator, family=0):
    world.family["plan"]["active"][family], world.family["plan"]["coordinator"][family] = 1, coordinator


def outcome(world, name):
    return outcomes_of([world])[name]


def test_a_third_of_the_pairs_of_a_ring_of_three_know_each_other(made):
    assert outcome(made([[0, 1, 2]], [(0, 1)]), "helpers_acquainted_share") == pytest.approx(1 / 3)
    assert outcome(made([[0, 1, 2], [3, 4], [5]], [(0, 1), (3, 4)]), "helpers_acquainted_share") == pytest.approx(2 / 3)


def test_who_knows_only_one_way_does_not_know_each_other(made):
    world = made([[0, 1]])
    meet(world, 0, 1)
    assert outcome(world, "helpers_acquainted_share") == 0
    meet(world, 1, 0)
    assert outcome(world, "helpers_acquainted_share") == 1


def test_a_newcomer_on_a_post_is_known_by_nobody(made):
    world = made([[0, 1]], [(0, 1)])
    world.post["incumbent"][1] = 2
    assert outcome(world, "helpers_acquainted_share") == 0


def test_a_vacant_post_is_no_helper(made):
    world = made([[0, 1, 2]], [(0, 1)])
    world.post["filled"][2] = 0
    assert outcome(world, "helpers_acquainted_share") == 1
    assert outcome(world, "colleagues_known") == pytest.approx(2 / 5)


def test_a_chain_within_the_ring_brings_helpers_within_reach_and_one_outside_it_does_not(made):
    assert outcome(made([[0, 1, 2, 3]], [(0, 1), (1, 2)]), "fragmentation") == pytest.approx(1 / 2)  # 3 of 6 pairs
    assert outcome(made([[0, 2]], [(0, 1), (1, 2)]), "fragmentation") == 1
    assert outcome(made([[3, 1, 0, 2]], [(0, 3), (0, 1), (1, 2)]), "fragmentation") == 0


def test_a_coordinator_bridges_two_who_do_not_know_each_other(made):
    world = made([[0, 1, 2]], [(3, 0), (3, 1), (0, 2)])
    assert np.isnan(outcome(world, "coordinator_brokerage")), "nobody coordinates"
    plan_of(world, coordinator=3)
    assert outcome(world, "coordinator_brokerage") == pytest.approx(1 / 2)  # 0 and 1, not 1 and 2; 0 and 2 need none
    plan_of(world, coordinator=1)
    assert np.isnan(outcome(world, "coordinator_brokerage")), "the two others know each other"
    plan_of(world, coordinator=-1)
    assert np.isnan(outcome(world, "coordinator_brokerage")), "it coordinates itself"


def test_a_tie_is_new_for_half_a_year_and_again_with_another_face(made):
    world = made([[0, 1, 2, 3]])
    world.relation["since"] = [WEEKS - 26, WEEKS - 27, 0, 0]
    world.relation["face_since"] = [0, 0, WEEKS - 1, 0]
    assert outcome(world, "new_ties_share") == 1 / 2


def test_colleagues_of_the_same_organisation_are_not_elsewhere(made):
    world = made([[0, 1]], [(0, 1), (1, 2)], posts=4)
    world.post["organisation"] = [7, 7, 8, 9]
    assert outcome(world, "colleagues_known") == pytest.approx(2 / 4)


def test_families_that_left_or_do_not_count_have_no_ring(made):
    world = made([[0, 1], [2, 3], [4, 5]], [(0, 1)])
    world.family["status"][1] = LEFT
    world.family["followed"][2] = 0
    assert outcome(world, "helpers_acquainted_share") == 1
    assert rings_of(world).ties == 2


def test_without_rings_there_is_no_number_and_regions_are_added_up(made):
    alone = made([[0], [1]])
    assert np.isnan(outcome(alone, "fragmentation"))
    two = rings_of(made([[0, 1]], [(0, 1)])) + rings_of(made([[0, 1, 2]]))
    assert (two.acquainted, two.rings, two.ties) == (1, 2, 5)
    assert outcomes_of([made([[0, 1]], [(0, 1)]), made([[0, 1, 2]])])["helpers_acquainted_share"] == 1 / 2
    assert sum((Rings(), two), Rings()) == two


def test_what_hangs_together_has_one_part():
    joined = np.array([[5, 1, 4], [4, 2, 1]])
    assert parts_of(7, joined).tolist() == [0, 1, 1, 3, 1, 1, 6]
    assert parts_of(0, np.zeros((2, 0), dtype=int)).tolist() == []


@pytest.mark.parametrize("route", ["parallel", "shared_plan"])
def test_the_graph_of_a_run_shows_the_ties_that_the_outcomes_count(region, lived, route):
    scenario = region(weeks=50)
    run = Run(scenario, route, 4, [lived(scenario, route, seed=4)])
    graph = run.graph(49)
    working = nx.Graph((one, other) for one, other, kind in graph.edges(data="kind") if kind == "working")
    working.add_nodes_from(node for node, filled in graph.nodes(data="filled") if filled)
    densities = []
    for node, kind in graph.nodes(data="kind"):
        if kind == "family" and run.worlds[0].family[node[1]].followed == 1:
            whose = [node, *(other for other in graph[node] if other[0] in ("parent", "child"))]
            care = [end for one in whose for _, end, kind in graph.edges(one, data="kind") if kind == "care"]
            ring = working.subgraph(care)
            densities += [nx.density(ring)] if len(ring) > 1 else []
    assert np.mean(densities) == pytest.approx(run.outcomes["helpers_acquainted_share"])
    assert 0 < np.mean(densities) < 1
