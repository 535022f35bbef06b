"""The Mesa model: the same engine, week by week, with live agents."""

import copy
import pickle

import mesa
import numpy as np
import pytest

import sim
from sim.agents.family import LEFT
from sim.model import CareModel, Coordinator, Family, MentalHealthService, NetworkMember, Professional, School

SCENARIO = sim.load_scenario("almelo").replace(families=50, weeks=40, burn_in_weeks=30, moving_rate=0.1)


@pytest.fixture(scope="module")
def after_all_weeks():
    model = CareModel(SCENARIO, "shared_plan", seed=4)
    for _ in range(SCENARIO.weeks):
        model.step()
    return model


def test_all_weeks_step_by_step_give_the_same_bits_as_one_run(after_all_weeks):
    run = sim.simulate(SCENARIO, "shared_plan", seed=4)
    assert all(
        np.array_equal(one.view(np.uint8), other.view(np.uint8))
        for one, other in zip(after_all_weeks.worlds[0], run.worlds[0], strict=True)
    )
    assert after_all_weeks.outcomes().equals(run.outcomes)


def test_after_the_last_week_the_model_stops_and_a_step_changes_nothing(after_all_weeks):
    assert after_all_weeks.running is False
    before = after_all_weeks.worlds[0].family.tobytes()
    after_all_weeks.step()
    assert after_all_weeks.week == SCENARIO.weeks
    assert after_all_weeks.worlds[0].family.tobytes() == before


def test_there_is_an_agent_for_every_family_that_came_and_did_not_leave(after_all_weeks):
    world = after_all_weeks.worlds[0]
    came = world.family[: world.tally[0].arrived]
    here = np.flatnonzero(came.status != LEFT)
    agents = after_all_weeks.agents_by_type
    assert sorted(view.row for view in agents[Family]) == here.tolist()
    assert len(came) > SCENARIO.families and len(here) < len(came), "nobody came or nobody left: a weak test"
    assert len(agents[NetworkMember]) == came.members[here].sum()
    assert len(agents[Professional]) == len(world.post)
    assert len(agents[School]) == (world.organisation.sector == 3).sum()
    assert len(agents[MentalHealthService]) == np.isin(world.organisation.sector, (1, 2)).sum()


def test_a_coordinator_is_there_as_long_as_somebody_coordinates(after_all_weeks):
    world = after_all_weeks.worlds[0]
    coordinators = after_all_weeks.agents_by_type[Coordinator]
    assert len(coordinators) == ((world.post.coordinating > 0) & (world.post.filled == 1)).sum() > 0
    for coordinator in coordinators:
        assert len(coordinator.families) == coordinator.coordinating
    assert not CareModel(SCENARIO, "parallel", seed=4).agents_by_type.get(Coordinator)


def test_a_view_is_live_and_refuses_to_be_set():
    model = CareModel(SCENARIO, "parallel", seed=1)
    family = next(iter(model.agents_by_type[Family]))
    before = family.overload
    model.step()
    assert family.overload != before
    assert family.overload == model.worlds[0].family[family.row].overload
    with pytest.raises(AttributeError, match=r"Family\.trust is a live view"):
        family.trust = 1.0
    with pytest.raises(ValueError, match="read-only"):
        family.severity[0] = 1.0


def test_agentsets_and_a_data_collector_read_the_agents():
    model = CareModel(SCENARIO, "shared_plan", seed=2)
    collector = mesa.DataCollector(
        model_reporters={"week": "week", "trust": lambda m: float(np.mean(m.agents_by_type[Family].get("trust")))},
        agenttype_reporters={Family: {"overload": "overload"}},
    )
    rows = 0
    for _ in range(3):
        model.step()
        collector.collect(model)
        rows += len(model.agents_by_type[Family])
    assert collector.get_model_vars_dataframe()["week"].tolist() == [1, 2, 3]
    assert len(collector.get_agenttype_vars_dataframe(Family)) == rows
    heavy = model.agents.select(lambda agent: isinstance(agent, Family) and agent.overload > 0.3)
    assert 0 < len(heavy) < len(model.agents)
    assert set(model.agents_by_type[Professional].groupby("works_in").groups) == {
        "social_team",
        "youth_mental_health",
        "adult_mental_health",
        "school",
        "debt_housing",
        "gp",
        "child_protection",
    }


@pytest.mark.parametrize("again", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
def test_a_copy_lives_on_by_itself_and_in_the_same_way(again):
    model = CareModel(SCENARIO, "shared_plan", seed=3)
    for _ in range(5):
        model.step()
    other = again(model)
    week = model.worlds[0].family.tobytes()
    for _ in range(5):
        other.step()
    assert model.worlds[0].family.tobytes() == week and model.week == 5
    for _ in range(5):
        model.step()
    assert model.outcomes().equals(other.outcomes())
    assert len(model.agents) == len(other.agents)


def test_the_graph_has_kind_and_weight_on_every_edge(after_all_weeks):
    graph = after_all_weeks.graph()
    kinds = {data["kind"] for _, _, data in graph.edges(data=True)}
    assert {"care", "network", "working", "employs", "coordinates"} <= kinds
    assert all(0.0 <= data["weight"] <= 1.0 for _, _, data in graph.edges(data=True))
    assert graph.number_of_edges() == sim.simulate(SCENARIO, "shared_plan", 4).graph(39).number_of_edges()


def test_agents_of_several_regions_live_side_by_side():
    model = CareModel(SCENARIO.replace(regions=2, weeks=3), "parallel", seed=1)
    model.step()
    assert {view.region for view in model.agents_by_type[Family]} == {0, 1}
