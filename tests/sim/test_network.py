"""All ties of a week as a graph: one for each that needs, relations, plans and posts have, at any week of a run."""

from collections import Counter

import networkx as nx
import numpy as np
import pytest

from sim import simulate
from sim.agents.need import ON_LIST, OPEN
from sim.names import LEFT, NEED_NAMES, NOT_YET_COME, SCHOOL, SECTOR_OF
from sim.network import EDGE_KINDS


@pytest.fixture
def run(region):
    return simulate(region(weeks=30, families=40, school_team_link=1), "shared_plan", 3)


def edges(graph, kind):
    return [(one, other, tie) for one, other, tie in graph.edges(data=True) if tie["kind"] == kind]


def here(world):
    return np.flatnonzero((world.family["status"] != NOT_YET_COME) & (world.family["status"] != LEFT))


def test_there_is_a_tie_for_each_thing_that_a_world_says(run):
    world, graph = run.worlds[0], run.graph(29)
    there = here(world)
    family, need = world.family[there], world.need[np.isin(world.need["family"], there)]
    relation = np.concatenate([np.arange(one.first_relation, one.first_relation + one.relations) for one in family])
    always = world.relation[relation]
    plan = family["plan"]
    found = Counter(kind for *_, kind in graph.edges(data="kind"))
    assert set(found) == set(EDGE_KINDS)
    assert found["care"] == (need["status"] == OPEN).sum()
    assert found["waiting"] == (need["status"] == ON_LIST).sum()
    assert found["coordinates"] == ((plan["active"] == 1) & (plan["coordinator"] >= 0)).sum()
    assert found["belongs"] == family["parents"].sum() + family["children"].sum()
    assert found["network"] == family["members"].sum()
    assert found["knows"] == ((always["always"] == 1) & (always["post"] >= 0)).sum()
    assert found["employs"] == len(world.post)
    assert found["school_link"] == (world.organisation["linked_team"] >= 0).sum()
    kinds = Counter(kind for _, kind in graph.nodes(data="kind"))
    assert (kinds["family"], kinds["professional"]) == (len(there), len(world.post))


def test_care_and_waiting_go_from_whose_need_it_is_to_whom_it_concerns(run):
    world, graph = run.worlds[0], run.graph(29)
    for one, other, tie in (*edges(graph, "care"), *edges(graph, "waiting")):
        whose, at = (one, other) if one[0] in ("family", "parent", "child") else (other, one)
        domain = NEED_NAMES.index(tie["domain"])
        number = whose[1] if whose[0] == "family" else int(world.person[whose[1]]["family"])
        mine = world.need[(world.need["family"] == number) & (world.need["domain"] == domain)]
        person = -1 if whose[0] == "family" else whose[1] - world.family[number].first_person
        need = mine[mine["person"] == person][0]
        if tie["kind"] == "care":
            assert at == ("post", world.relation[need.relation].post)
            assert tie["weight"] == world.relation[need.relation].bond
        else:
            asked = world.family[number].organisation[SECTOR_OF[domain]]
            assert at == ("organisation", world.person[whose[1]].school if domain == SCHOOL else asked)


def test_two_professionals_are_tied_when_each_has_the_other_and_as_well_as_the_least(run):
    world, graph = run.worlds[0], run.graph(29)
    fades = float(world.p.familiarity_fades[0])

    def known(one, other):
        for held in world.post[one].acquaintance:
            if held.post == other and held.incumbent == world.post[other].incumbent:
                return held.familiarity / (1 + fades * (29 - held.last_met))
        return 0.0

    expected = {
        (one, other): weight
        for one in range(len(world.post))
        for other in range(one)
        if world.post[one].filled and world.post[other].filled
        if (weight := min(known(one, other), known(other, one)))
    }
    found = {
        (max(one[1], other[1]), min(one[1], other[1])): tie["weight"] for one, other, tie in edges(graph, "working")
    }
    assert found == pytest.approx(expected)
    assert len(found) > 10


def test_the_last_week_is_that_of_the_run_and_an_earlier_one_is_lived_again(run):
    shorter = simulate(run.scenario.replace(weeks=12), "shared_plan", 3)
    assert nx.utils.graphs_equal(run.graph(11), shorter.graph(11))
    assert not nx.utils.graphs_equal(run.graph(11), run.graph(29))
    for week in (-1, 30):
        with pytest.raises(ValueError, match=f"week {week} is outside 0 to 29"):
            run.graph(week)


def test_several_regions_have_nodes_of_their_own(region):
    graph = simulate(region(weeks=5, families=20, regions=2), "parallel", 1).graph(2)
    assert {node[-1] for node in graph} == {0, 1}
    assert nx.number_connected_components(nx.Graph(graph)) >= 2
