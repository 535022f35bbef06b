"""A Mesa model as Mesa users know it: a data collector, batches, own agents, a space, and rules of one's own."""

import copy

import mesa
import numpy as np
import pandas as pd
import pytest
from mesa.batchrunner import batch_run

from sim import CareModel, compare, load_scenario, simulate
from sim.agents.views import Coordinator, Family, NetworkMember, Person, Professional, School, View
from sim.outcomes import MAIN

SMALL = load_scenario("almelo").replace(families=30, weeks=12, burn_in_weeks=20)
GIVES_SEEDS = tuple(map(int, mesa.__version__.split(".")[:2])) >= (3, 5)  # by an argument of batch_run


class Neighbour(mesa.Agent):
    """An agent of a user's own."""


class ReadsLetters(CareModel):
    """Everybody whose week begins knows the whole story."""

    said: tuple[int, ...] = ()

    def live_week(self, world, week, region):
        if week >= 0:
            world.relation["known"] = 1.0
        self.said = (*self.said, week)
        super().live_week(world, week, region)


def batch(parameters, seeds, **asked):
    """``batch_run`` with seeds, as this version of Mesa takes them."""
    given = {"rng": seeds} if GIVES_SEEDS else {}
    parameters = parameters if GIVES_SEEDS else {**parameters, "seed": seeds}
    return pd.DataFrame(batch_run(CareModel, parameters, display_progress=False, **given, **asked))


@pytest.mark.slow
def test_the_data_collector_ends_with_the_outcomes_of_the_engine():
    model = CareModel(SMALL, "shared_plan", seed=2)
    model.run_model()
    table = model.datacollector.get_model_vars_dataframe()
    assert table["week"].tolist() == list(range(1, SMALL.weeks + 1))
    assert table.iloc[-1][list(MAIN)].astype(float).equals(simulate(SMALL, "shared_plan", 2).outcomes[list(MAIN)])
    early = CareModel(SMALL.replace(weeks=5), "shared_plan", seed=2)
    early.run_model()
    assert table.iloc[4]["direction"] == early.outcomes()["direction"]


def test_weeks_of_the_burn_in_are_collected_without_outcomes():
    model = CareModel(SMALL, "shared_plan", seed=2, burn_in=False)
    model.run_model()
    table = model.datacollector.get_model_vars_dataframe()
    assert table["week"].tolist() == list(range(-SMALL.burn_in_weeks + 1, SMALL.weeks + 1))
    assert table["severity"].isna().sum() == SMALL.burn_in_weeks
    assert table["severity"].iloc[-1] == model.outcomes()["severity"]


def test_agents_are_collected_when_it_is_asked():
    asked = {Family: {"trust": "trust", "standing": "standing"}}
    model = CareModel(SMALL, seed=2, agenttype_reporters=asked)
    model.step()
    families = model.datacollector.get_agenttype_vars_dataframe(Family)
    assert sorted(families["trust"]) == sorted(model.agents_by_type[Family].get("trust"))
    every = CareModel(SMALL, seed=2, agent_reporters={"kind": lambda agent: type(agent).__name__})
    every.step()
    assert len(every.datacollector.get_agent_vars_dataframe()) == len(every.agents)


@pytest.mark.parametrize("processes", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_batch_ends_with_what_the_engine_says(processes):
    parameters = {"scenario": SMALL, "route": ["parallel", "shared_plan"], "turnover_rate": [0.1, 0.6]}
    table = batch(parameters, [3, 4], number_processes=processes)
    assert len(table) == 8
    for row in table.to_dict("records"):
        busy = SMALL.replace(turnover_rate=row["turnover_rate"])
        expected = simulate(busy, row["route"], row["seed"]).outcomes[list(MAIN)]
        assert row["week"] == SMALL.weeks
        assert pd.Series({name: row[name] for name in MAIN}).equals(expected.rename(None))


def test_a_batch_of_every_week_has_a_row_for_each():
    table = batch({"scenario": SMALL}, [3], data_collection_period=1)
    assert table["week"].tolist() == list(range(1, SMALL.weeks + 1))


def test_a_seed_that_mesa_lost_is_refused_with_what_to_write():
    with pytest.raises(ValueError, match=r"not None: Mesa's batch_run takes seeds as rng="):
        CareModel(SMALL, seed=None)  # type: ignore[arg-type]


def test_settings_are_given_by_name_and_a_misspelt_one_is_refused():
    model = CareModel("almelo", "shared_plan", 1, families=20, weeks=5, burn_in_weeks=10, turnover_rate=0.6)
    model.run_model()
    scenario = load_scenario("almelo").replace(families=20, weeks=5, burn_in_weeks=10, turnover_rate=0.6)
    assert model.outcomes().equals(simulate(scenario, "shared_plan", 1).outcomes)
    with pytest.raises(ValueError, match=r"unknown setting 'turnover_rat' \(did you mean turnover_rate\?\)"):
        CareModel(SMALL, turnover_rat=0.6)


def test_agents_of_a_users_own_never_share_a_number_with_the_models():
    model = CareModel(SMALL.replace(inflow_rate=1, moving_rate=0.1), "shared_plan", seed=2)
    own, met = [], set()
    while model.running:
        own.append(Neighbour(model))
        model.step()
        met |= {agent.unique_id for agent in model.agents if isinstance(agent, View)}
        numbers = [agent.unique_id for agent in model.agents]
        assert len(set(numbers)) == len(numbers)
    assert len({agent.unique_id for agent in own}) == len(own) == SMALL.weeks
    assert not met & {agent.unique_id for agent in own}


def test_the_space_has_a_cell_for_each_family_professional_and_organisation():
    model = CareModel(SMALL, "shared_plan", seed=2)
    model.step()
    space, world = model.space, model.worlds[0]
    assert space is model.space
    assert len(space.all_cells) == len(model.agents_by_type[Family]) + len(world.post) + len(world.organisation)
    assert sorted(space.G.nodes) == list(range(len(space.all_cells)))
    assert set(space.agents) == {agent for agent in model.agents if not isinstance(agent, Person | NetworkMember)}
    for family in model.agents_by_type[Family]:
        assert family.cell.agents == [family] and all(one.cell is None for one in (*family.people, *family.network))
        around = {agent for cell in family.cell.neighborhood for agent in cell.agents}
        assert set(family.helpers) <= around
    for coordinator in model.agents_by_type[Coordinator]:
        assert coordinator.cell is coordinator.professional.cell
        places = [coordinator.cell.coordinate, coordinator.families[0].cell.coordinate]
        assert "coordinates" in space.G.edges[places]["kinds"]
    before = {agent: agent.cell for agent in model.agents_by_type[Professional]}
    model.step()
    assert model.space is not space, "ties are those of now"
    assert all(agent.cell is not before[agent] for agent in model.agents_by_type[Professional])


def test_the_space_of_several_regions_and_of_a_copy():
    model = CareModel(SMALL.replace(regions=2), "shared_plan", seed=2)
    assert {agent.region for agent in model.space.agents} == {0, 1}
    other = copy.deepcopy(model)
    other.step()
    assert {agent.model for agent in other.space.agents} == {other}
    assert {type(agent) for agent in model.space.agents} >= {Family, Professional, School}


def test_a_model_of_ones_own_lives_every_week_and_is_compared():
    model = ReadsLetters(SMALL, "shared_plan", 1)
    model.run_model()
    assert model.said == tuple(range(-SMALL.burn_in_weeks, SMALL.weeks))
    usual = compare(SMALL, 3, seed=1)
    own = compare(SMALL, 3, seed=1, model=ReadsLetters)
    assert own.outcomes[0, 1].tolist() == pytest.approx(model.outcomes().tolist(), nan_ok=True)
    assert own.effect("stories_retold")["parallel"] < usual.effect("stories_retold")["parallel"]
    same = compare(SMALL, 3, seed=1, workers=1, model=CareModel)
    assert np.array_equal(same.outcomes, usual.outcomes, equal_nan=True)
    assert np.array_equal(same.weeks, usual.weeks, equal_nan=True)


def test_a_model_of_ones_own_tells_progress_region_by_region():
    steps = []
    compare(SMALL.replace(regions=2), 2, model=CareModel, progress=lambda: steps.append(1), workers=1)
    assert len(steps) == 4


def test_what_is_no_care_model_is_refused_by_name():
    with pytest.raises(ValueError, match=r"model must be sim.CareModel or a subclass of it, not <class '.*Thing'>"):
        compare(SMALL, 1, model=Thing)


class Thing:
    """Called as a model is, and none."""

    def __init__(self, *given):
        pass
