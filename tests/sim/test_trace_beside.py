"""One family on both routes: as if each route were followed by itself, and ready to be drawn."""

import dataclasses
import re

import numpy as np
import pytest

from sim import load_scenario, simulate
from sim.comparison import both_routes
from sim.event_kinds import CRISIS
from sim.region import build_region
from sim.run import burn_in
from sim.trace.beside import (
    COORDINATOR,
    SEEN,
    Stretch,
    beside,
    families_worth_telling,
    first_apart,
    lanes_of,
    runs,
    what_differs,
)
from sim.trace.life import follow
from sim.trace.story import tell
from sim.trace.teller import Teller
from sim.week import run_weeks

SMALL = load_scenario("almelo").replace(families=40, weeks=60, burn_in_weeks=30)
SEED = 3
ROUTES = ("parallel", "shared_plan")


@pytest.fixture(scope="module")
def pair():
    return beside(SMALL, SEED, 5)


@pytest.fixture(scope="module")
def worth():
    return families_worth_telling(SMALL, SEED)


def same(life, other, bits):
    return (
        [bits(array) for array in life.watched[:3]] == [bits(array) for array in other.watched[:3]]
        and bits(life.world) == bits(other.world)
        and life.watched[3:] == other.watched[3:]
    )


def test_a_family_on_both_routes_lives_as_when_each_route_is_followed_by_itself(pair, bits):
    for told, route in zip(pair, ROUTES, strict=True):
        alone = follow(SMALL, route, SEED, 0, 5)
        assert told.route == route and same(told.life, alone, bits)
        assert told.story == tell(alone, Teller("en"))


def test_both_lives_have_the_same_past(pair, bits):
    parallel, shared = (told.life for told in pair)
    before = SMALL.burn_in_weeks
    for one, other in zip(parallel.watched[:3], shared.watched[:3]):
        assert bits(one[:before]) == bits(other[:before])
    assert bits(parallel.watched.states[before:]) != bits(shared.watched.states[before:])
    assert parallel.world.family is not shared.world.family


def test_their_past_is_that_of_the_region_in_usual_care(pair, bits):
    world = build_region(SMALL, SEED, 0)
    run_weeks(world, -10)
    for told in pair:
        place = told.life.place(-11)
        assert bits(told.life.watched.states[place : place + 1]) == bits(world.family[5:6])


def test_both_lives_end_as_in_the_runs_that_are_compared(pair, bits):
    for told, world in zip(pair, both_routes(SMALL, SEED).values(), strict=True):
        assert bits(told.life.world.family) == bits(world.family)


def test_what_differs_is_counted_in_both_lives_and_what_is_alike_is_left_out(pair):
    lives = [told.life for told in pair]
    said = what_differs(lives, Teller("en"))
    for text in said[:-1]:
        mine, others = re.findall(r": ([\d.]+) on parallel routes, ([\d.]+) with a shared plan", text)[0]
        assert mine != others
    crises = [len(life.events_of(CRISIS)) for life in lives]
    assert any(text.startswith("Crises: ") for text in said) == (crises[0] != crises[1])
    ends = [life.last.trust for life in lives]
    assert any(text.startswith("Trust in care") for text in said) == (abs(ends[0] - ends[1]) >= SEEN)
    assert said[-1] == f"Until week {first_apart(*lives)} both routes tell the same story."


def test_two_lives_that_went_alike_are_said_to(pair):
    life = pair[0].life
    assert first_apart(life, life) == SMALL.weeks
    (said,) = what_differs([life, life], Teller("en"))
    assert said == "With the same luck this family went the same way on both routes."


def test_lives_part_in_the_first_week_in_which_something_else_happens(pair):
    life = pair[0].life
    there = [event for event in life.events if event.week >= 0]
    shorter = dataclasses.replace(life, watched=life.watched._replace(events=there[:-1]))
    assert first_apart(life, shorter) == there[-1].week
    otherwise = [there[0]._replace(kind=-1), *there[1:]]
    other = dataclasses.replace(life, watched=life.watched._replace(events=otherwise))
    assert first_apart(life, other) == there[0].week


def test_a_pair_in_dutch_is_told_in_dutch():
    for told in beside(SMALL, SEED, 5, language="nl"):
        assert "ouder" in told.summary
        assert told.story == tell(follow(SMALL, told.route, SEED, 0, 5), Teller("nl"))


def test_the_states_are_those_at_the_end_of_each_week(pair):
    for told in pair:
        week = told.states.iloc[20]
        state = told.life.state(20)
        assert week["week"] == 20 and week["trust"] == state.trust and week["overload"] == state.overload
        assert week["severity"] == state.severity.mean() and week["cases"] == state.open_cases
        assert told.states["week"].tolist() == list(range(SMALL.weeks))
        assert not np.any(told.states["on_plan"]) or told.route == "shared_plan"


def test_a_family_that_comes_later_has_states_from_its_coming_on():
    late = int(np.flatnonzero(burn_in(SMALL, SEED).family["arrives"] > 0)[0])
    for told in beside(SMALL, SEED, late):
        assert told.states["week"].iloc[0] == told.life.first_week > 0


def test_the_lanes_say_for_every_week_how_many_help_and_are_waited_for(pair):
    for told in pair:
        for what, column in (("helping", "cases"), ("waiting", "waiting")):
            weeks = np.zeros(SMALL.weeks, dtype=int)
            for stretch in told.lanes:
                if stretch.what == what:
                    weeks[stretch.from_week : stretch.to_week + 1] += 1
            assert weeks.tolist() == told.states[column].tolist()


@pytest.mark.slow
def test_a_coordinator_has_a_lane_and_round_tables_their_weeks():
    told = [pair[1] for pair in (beside(SMALL, SEED, family) for family in range(8))]
    assert any(stretch.who == COORDINATOR and stretch.what == "coordinates" for one in told for stretch in one.lanes)
    assert any(one.round_tables for one in told)
    for one in told:
        held = [moment.week for moment in one.story if "round_table" in moment.kinds]
        assert one.round_tables == held


def test_parallel_routes_have_no_coordinator(pair):
    assert pair[0].round_tables == []
    assert all(stretch.who != COORDINATOR for stretch in pair[0].lanes)


def test_stretches_are_the_weeks_on_end_in_which_something_holds():
    assert runs(np.array([True, True, False, True, False, False, True])) == [(0, 1), (3, 3), (6, 6)]
    assert runs(np.array([False, False])) == []


def test_a_stretch_names_sector_and_domain(pair):
    stretch = next(one for one in lanes_of(pair[0].life) if one.what == "helping")
    assert isinstance(stretch, Stretch)
    assert (stretch.person >= 0) == (stretch.domain in ("child_mental_health", "parent_mental_health", "school"))
    assert (stretch.who, stretch.domain) in {
        ("social_team", "parenting"),
        ("youth_mental_health", "child_mental_health"),
        ("adult_mental_health", "parent_mental_health"),
        ("school", "school"),
        ("debt_housing", "money"),
        ("debt_housing", "home"),
        ("social_team", "relations"),
        ("gp", "physical_health"),
        ("child_protection", "safety"),
    }


def test_the_families_to_choose_from_stand_as_in_both_runs(worth):
    for route in ROUTES:
        run = simulate(SMALL, route, SEED).families.set_index("family").loc[worth["family"]]
        assert (run["broke_off"].to_numpy() > 0).tolist() == worth[f"broke_off_{route}"].tolist()
        for name in ("ended_early", "crises", "stories_retold"):
            assert run[name].tolist() == worth[f"{name}_{route}"].tolist()
        assert run["severity"].to_numpy() == pytest.approx(worth[f"severity_{route}"].to_numpy())
        assert run["parents"].tolist() == worth["parents"].tolist()
        assert run["followed"].all() and (run["standing"] != "left").all()


def test_families_that_went_alike_do_not_differ_and_others_differ_more(worth):
    alike = np.ones(len(worth), dtype=bool)
    for name in ("broke_off", "ended_early", "crises", "stories_retold", "severity"):
        alike &= (worth[f"{name}_parallel"] == worth[f"{name}_shared_plan"]).to_numpy()
    assert (worth["differs"][alike] == 0.0).all() and (worth["differs"][~alike] > 0.0).all()
    assert worth["differs"].notna().all()


def test_without_any_difference_between_routes_no_family_differs():
    assert (families_worth_telling(SMALL.replace(shared_plan_share=0.0), SEED)["differs"] == 0.0).all()


def test_what_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="has no region 1"):
        beside(SMALL, SEED, 0, region=1)
    with pytest.raises(ValueError, match="has no family 9999"):
        beside(SMALL, SEED, 9999)
    with pytest.raises(ValueError, match="unknown language 'fr'"):
        beside(SMALL, SEED, 0, language="fr")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="seed must be a whole number"):
        families_worth_telling(SMALL, 1.5)  # type: ignore[arg-type]
