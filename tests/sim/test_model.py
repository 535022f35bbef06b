"""The Mesa model is the same engine, and its agents are live windows on the records."""

import copy
import gc
import pickle
import weakref

import mesa
import numpy as np
import pytest

from sim import CareModel, load_scenario, simulate
from sim.agents.need import ON_LIST
from sim.agents.views import (
    VIEWS,
    Child,
    Coordinator,
    Family,
    MentalHealthService,
    NetworkMember,
    Organisation,
    Parent,
    Professional,
    School,
)
from sim.names import LEFT, NOT_YET_COME

SMALL = load_scenario("almelo").replace(families=40, weeks=40, burn_in_weeks=30)


@pytest.fixture
def model():
    return CareModel(SMALL, "shared_plan", seed=3)


def in_the_region(model):
    return {
        (region, int(row))
        for region, world in enumerate(model.worlds)
        for row in np.flatnonzero((world.family["status"] != NOT_YET_COME) & (world.family["status"] != LEFT))
    }


@pytest.mark.parametrize("route", ["parallel", "shared_plan"])
def test_all_steps_together_give_the_outcomes_of_the_engine_bit_for_bit(route):
    model = CareModel(SMALL, route, seed=7)
    for _ in range(SMALL.weeks):
        model.step()
    assert model.outcomes().equals(simulate(SMALL, route, seed=7).outcomes)


def test_a_model_that_shows_its_burn_in_ends_at_the_same_outcomes(model):
    shown = CareModel(SMALL, "shared_plan", seed=3, burn_in=False)
    assert shown.week == -30 and len(shown.agents_by_type[Family]) == 0
    shown.run_model()
    model.run_model()
    assert (shown.steps, model.steps) == (70, 40)
    assert shown.outcomes().equals(model.outcomes())


def test_regions_run_side_by_side_as_in_the_engine():
    scenario = SMALL.replace(regions=2, weeks=10)
    model = CareModel(scenario, "shared_plan", seed=5)
    model.run_model()
    assert model.outcomes().equals(simulate(scenario, "shared_plan", seed=5).outcomes)
    assert {family.region for family in model.agents_by_type[Family]} == {0, 1}


def test_one_step_is_one_week(model):
    model.step()
    assert model.week == model.steps == 1
    assert len(model.weekly()) == 1
    assert model.weekly().iloc[0].equals(simulate(SMALL, "shared_plan", seed=3).weekly.iloc[0])


def test_after_the_last_week_the_model_stands_still_without_raising(model):
    model.run_model()
    assert model.running is False
    before = model.outcomes()
    model.step()
    assert model.week == SMALL.weeks
    assert model.outcomes().equals(before)


def test_outcomes_are_unknown_before_the_first_week(model):
    assert model.outcomes().isna().all()


def test_every_record_has_an_agent_of_its_type(model):
    world = model.worlds[0]
    sectors = world.organisation["sector"].tolist()
    assert len(model.agents_by_type[Professional]) == len(world.post)
    assert len(model.agents_by_type[School]) == sectors.count(3)
    assert len(model.agents_by_type[MentalHealthService]) == sectors.count(1) + sectors.count(2)
    assert len(model.agents.select(agent_type=Organisation)) == len(sectors)
    assert {family.key for family in model.agents_by_type[Family]} == in_the_region(model)
    assert len(model.agents_by_type[NetworkMember]) == sum(family.members for family in model.agents_by_type[Family])


def test_a_coordinator_is_an_agent_as_long_as_somebody_coordinates():
    model = CareModel(SMALL.replace(turnover_rate=0.9), "shared_plan", seed=3)
    assert len(model.agents_by_type[Coordinator]) == 0
    seen: set[int] = set()
    changes = 0
    while model.running:
        model.step()
        now = {coordinator.row for coordinator in model.agents_by_type[Coordinator]}
        assert now == set(np.flatnonzero(model.worlds[0].post["coordinating"] > 0).tolist())
        for coordinator in model.agents_by_type[Coordinator]:
            assert len(coordinator.families) == coordinator.coordinating
            assert all(family.coordinator is coordinator for family in coordinator.families)
            assert coordinator.professional.row == coordinator.row
        changes += now != seen
        seen = now
    assert changes > 1


def test_families_come_and_go_as_agents_in_the_week_in_which_they_do():
    model = CareModel(SMALL.replace(inflow_rate=1, moving_rate=0.1, families=100), seed=2)
    came, went = set(), set()
    while model.running:
        before = {family.key for family in model.agents_by_type[Family]}
        model.step()
        after = {family.key for family in model.agents_by_type[Family]}
        assert after == in_the_region(model)
        assert {member.key[:2] for member in model.agents_by_type[NetworkMember]} <= after
        came |= after - before
        went |= before - after
        assert not went & after  # a row is never given to another family
    assert came and went


def test_an_agent_shows_its_record_as_it_is_now(model):
    family = next(iter(model.agents_by_type[Family]))
    before = family.overload, family.severity
    model.step()
    record = model.worlds[0].family[family.row]
    assert family.overload == record.overload != before[0]
    assert family.mean_severity == pytest.approx(record.severity.mean())
    assert family.severity_money == record.severity[4]
    assert (before[1] != family.severity).any()  # an array that was read stays as it was


def test_a_wait_is_counted_from_the_request(model):
    longest = 0
    while model.running:
        model.step()
        for family in model.agents_by_type[Family]:
            needs = model.worlds[0].need[family.first_need : family.first_need + family.needs]
            waits = [model.week - 1 - need["since"] for need in needs if need["status"] == ON_LIST]
            assert len(waits) == family.waiting_cases
            assert family.wait_weeks == max(waits, default=0)
            longest = max(longest, family.wait_weeks)
    assert longest > 1


def test_helpers_network_and_posts_are_found_from_each_other(model):
    family = next(family for family in model.agents_by_type[Family] if family.open_cases and family.members)
    assert all(isinstance(helper, Professional) for helper in family.helpers)
    assert 1 <= len(family.helpers) <= family.open_cases
    assert [member.family for member in family.network] == [family] * family.members
    for organisation in model.agents.select(agent_type=Organisation):
        assert all(professional.organisation == organisation.row for professional in organisation.professionals)
        assert len(organisation.professionals) == organisation.posts


def test_every_property_of_an_agent_is_explained_and_can_be_read(model):
    model.run_model()
    for kind in VIEWS:
        agent = next(iter(model.agents_by_type[kind]))
        for name in dir(kind):
            described = getattr(kind, name)
            if isinstance(described, property) and not name.startswith("_"):
                assert described.__doc__, (kind, name)
                getattr(agent, name)
    assert "regie" in Family.direction.__doc__  # the comment of the field in sim/agents/family.py


def test_parents_and_children_are_people_of_their_family_with_needs_of_their_own(model):
    model.step()
    for family in model.agents_by_type[Family]:
        kinds = [type(one) for one in family.people]
        assert kinds == [Parent] * family.parents + [Child] * family.children
        assert all(one.family is family for one in family.people)
        for domain, who in (("parent_mental_health", Parent), ("child_mental_health", Child), ("school", Child)):
            theirs = [one.severity[domain] for one in family.people if isinstance(one, who)]
            assert np.mean(theirs) == pytest.approx(getattr(family, f"severity_{domain}"))
    children = model.agents_by_type[Child]
    assert all(child.age == (model.week - 1 - child.born) / 52 for child in children)
    assert min(child.age for child in children) < 18 and len(children) > len(model.agents_by_type[Family])


@pytest.mark.parametrize("name", ["trust", "severity_money", "standing", "misspelt"])
def test_agents_cannot_be_set(model, name):
    with pytest.raises(AttributeError, match=f"Family.{name} cannot be set: .* scenario"):
        model.agents_by_type[Family].set(name, 1.0)


def test_records_and_arrays_read_from_an_agent_do_not_open_the_engine(model):
    family = next(iter(model.agents_by_type[Family]))
    for change in (
        lambda: family.severity.__setitem__(0, 0.0),
        lambda: setattr(family.plan, "kept", 1.0),
        lambda: family.member[0].__setitem__("stance", 1.0),
    ):
        with pytest.raises(ValueError, match="read-only"):
            change()


def test_agent_sets_select_group_and_aggregate(model):
    families = model.agents_by_type[Family]
    trust = model.worlds[0].family["trust"][[family.row for family in families]]
    assert families.agg("trust", np.mean) == pytest.approx(trust.mean())
    assert sum(families.groupby("standing").count().values()) == len(families)
    assert len(families.select(lambda family: family.trust > 0.5)) == (trust > 0.5).sum()
    assert set(model.agents_by_type[Professional].get("sector")) >= {"social_team", "school", "gp"}


def test_a_data_collector_follows_the_model_and_its_agents(model):
    collector = mesa.DataCollector(
        model_reporters={
            "trust": lambda model: model.agents_by_type[Family].agg("trust", np.mean),
            "coordinators": lambda model: len(model.agents_by_type[Coordinator]),
            "week": "week",
        },
        agenttype_reporters={Family: {"trust": "trust", "standing": "standing"}, Coordinator: {"skill": "chairing"}},
    )
    collector.collect(model)
    for _ in range(3):
        model.step()
        collector.collect(model)
    table = collector.get_model_vars_dataframe()
    assert table["week"].tolist() == [0, 1, 2, 3]
    assert table["trust"].iloc[-1] == model.agents_by_type[Family].agg("trust", np.mean)
    assert table["coordinators"].tolist()[0] == 0 < table["coordinators"].tolist()[-1]
    families = collector.get_agenttype_vars_dataframe(Family).reset_index()
    assert not families.duplicated(["Step", "AgentID"]).any()
    assert families["trust"].between(0, 1).all()


@pytest.mark.parametrize(
    "copied",
    [copy.deepcopy, copy.copy, lambda model: pickle.loads(pickle.dumps(model))],
    ids=["deep", "copy", "pickle"],
)
def test_a_copy_lives_its_own_life_to_the_same_end(model, copied):
    model.step()
    trust = model.agents_by_type[Family].get("trust")
    other = copied(model)
    other.run_model()
    assert other.outcomes().equals(simulate(SMALL, "shared_plan", seed=3).outcomes)
    assert model.week == 1 and model.agents_by_type[Family].get("trust") == trust
    assert all(agent.model is other for agent in other.agents)
    numbers = [agent.unique_id for agent in other.agents]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.slow
def test_a_model_that_nobody_uses_is_forgotten():
    model = CareModel(SMALL.replace(weeks=3), seed=1)
    model.run_model()
    gone = weakref.ref(model)
    del model
    gc.collect()
    assert gone() is None


def test_the_graph_is_that_of_the_week_just_lived(model):
    model.step()
    expected = simulate(SMALL, "shared_plan", seed=3).graph(0)
    assert sorted(model.graph().edges(data="kind")) == sorted(expected.edges(data="kind"))


@pytest.mark.parametrize(("route", "seed"), [("paralel", 0), ("parallel", 0.5)])
def test_an_impossible_route_or_seed_is_refused(route, seed):
    with pytest.raises(ValueError, match=r"route|seed"):
        CareModel(SMALL, route, seed)


def test_a_negative_seed_works_as_in_the_engine():
    model = CareModel(SMALL, seed=-4)
    model.run_model()
    assert model.outcomes().equals(simulate(SMALL, "parallel", seed=-4).outcomes)
