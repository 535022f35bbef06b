"""Luck has an address: published vectors, evenness, and the same luck on both routes whatever else changes."""

import numpy as np
import pytest
from scipy import stats

from sim import compare, load_scenario, simulate
from sim.agents.need import NO_CASE
from sim.chance import LIFE_EVENT, NEVER, SESSION, four, luck_of, one, philox, weeks_until
from sim.names import CLOSED
from sim.region.families import poisson
from sim.run import burn_in, live, on_route
from sim.week import run_weeks
from sim.world import World

# Published with the algorithm: counters, key, result.
KNOWN_ANSWERS = [
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]


def words(text):
    return [np.uint64(int(word, 16)) for word in text.split()]


@pytest.mark.parametrize(("counters", "key", "answer"), KNOWN_ANSWERS)
def test_the_generator_gives_its_published_answers(counters, key, answer):
    with np.errstate(over="ignore"):
        given = philox.py_func(*words(counters), *words(key))
    assert [int(word) for word in given] == [int(word, 16) for word in answer.split()]


def drawn(count, decision=SESSION, seed=0):
    luck = luck_of(seed)
    return np.array([four.py_func(luck[0], decision, who, week, 0) for who in range(count) for week in range(10)])


def test_draws_are_even_and_never_nought_or_one():
    numbers = drawn(250)
    assert ((numbers > 0) & (numbers < 1)).all()
    assert stats.kstest(numbers.ravel(), "uniform").pvalue > 0.001


def test_neighbouring_addresses_are_unrelated():
    numbers = drawn(250)
    assert len(np.unique(numbers)) == numbers.size
    for one_column in range(4):
        for other in range(one_column + 1, 4):
            assert abs(np.corrcoef(numbers[:, one_column], numbers[:, other])[0, 1]) < 0.08
    assert abs(np.corrcoef(numbers[:-1, 0], numbers[1:, 0])[0, 1]) < 0.08


def test_every_part_of_the_address_matters():
    luck = luck_of(0)[0]
    here = four.py_func(luck, SESSION, 3, 4, 5)
    assert four.py_func(luck, SESSION, 3, 4, 5) == here
    elsewhere = [
        four.py_func(luck, LIFE_EVENT, 3, 4, 5),
        four.py_func(luck, SESSION, 4, 4, 5),
        four.py_func(luck, SESSION, 3, 5, 5),
        four.py_func(luck, SESSION, 3, -4, 5),
        four.py_func(luck, SESSION, 3, 4, 6),
        four.py_func(luck_of(1)[0], SESSION, 3, 4, 5),
        four.py_func(luck_of(0, region=1)[0], SESSION, 3, 4, 5),
    ]
    assert len({here, *elsewhere}) == 8
    assert one.py_func(luck, SESSION, 3, 4, 5) == here[0]


@pytest.mark.parametrize("seed", [-1, 0, 2**62])
def test_any_whole_seed_gives_luck_of_its_own(seed):
    assert luck_of(seed).tobytes() == luck_of(seed).tobytes()
    assert luck_of(seed).tobytes() != luck_of(seed + 1).tobytes()


@pytest.mark.parametrize("mean", [0.4, 3.0, 70.0, 130.0])
def test_poisson_numbers_have_the_mean_and_the_variance_of_their_name(mean):
    luck = luck_of(0)
    numbers = np.array([poisson(luck[0], SESSION, who, 0, mean) for who in range(4000)])
    assert numbers.mean() == pytest.approx(mean, abs=4 * (mean / 4000) ** 0.5)
    assert numbers.var() == pytest.approx(mean, rel=0.12)


def test_no_arrivals_are_expected_at_a_mean_of_nought():
    assert poisson(luck_of(0)[0], SESSION, 0, 0, 0.0) == 0


@pytest.mark.parametrize("hazard", [0.01, 0.2])
def test_weeks_until_something_with_a_constant_hazard(hazard):
    uniform = np.linspace(0.0005, 0.9995, 1000)
    weeks = np.array([weeks_until(one_number, hazard) for one_number in uniform])
    assert weeks.min() == 1
    for limit in (1, 5, 20):
        assert (weeks > limit).mean() == pytest.approx(np.exp(-hazard * limit), abs=0.002)
    assert weeks_until(0.5, 0.0) == NEVER


def events_of(run, kind):
    table = run.events[run.events["kind"] == kind]
    return table[["week", "family", "need", "value"]].reset_index(drop=True)


def test_the_same_families_meet_the_same_life_events_on_both_routes_and_under_any_policy(region):
    scenario = region()
    here = events_of(simulate(scenario, "parallel", events=True), "life_event")
    assert len(here) > 20
    others = [
        simulate(scenario, "shared_plan", events=True),
        simulate(scenario.replace(turnover_rate=0.6, table_size=5), "shared_plan", events=True),
        simulate(scenario.replace(time_shortage=0.5, safety_concern_rate=3), "parallel", events=True),
    ]
    for run in others:
        met = events_of(run, "life_event").merge(here, how="outer", indicator=True)
        different = met[met["_merge"] != "both"]
        assert set(different["family"]) <= left_early(run), "only who left the region meets no more events"


def left_early(run):
    families = run.families
    return set(families["family"][families["standing"] == "left"])


def test_people_leave_their_posts_in_the_same_weeks_on_both_routes_while_pressure_has_no_say(region):
    scenario = region(pressure_drives_out=0, turnover_rate=0.6)
    tables = [simulate(scenario, route, events=True).events for route in ("parallel", "shared_plan")]
    one_route, other = (table[table["kind"] == "person_left"][["week", "who"]].to_numpy() for table in tables)
    assert len(one_route) > 5
    assert (one_route == other).all()


def test_a_share_of_nought_on_the_plan_is_the_parallel_route_bit_for_bit(region, lived, bits):
    scenario = region(shared_plan_share=0)
    parallel, shared = lived(scenario, "parallel"), lived(scenario, "shared_plan")
    for name in World._fields:
        assert bits(getattr(parallel, name)) == bits(getattr(shared, name)), name
    assert bits(lived(scenario.replace(shared_plan_share=0.5), "shared_plan").family) != bits(parallel.family)


def test_the_same_seed_gives_the_same_bits_and_another_seed_others(region, lived, bits):
    world = lived(region(), "shared_plan", seed=5)
    assert bits(world) == bits(lived(region(), "shared_plan", seed=5))
    assert bits(world.family) != bits(lived(region(), "shared_plan", seed=6).family)


def test_keeping_an_event_log_changes_nothing(region, bits):
    scenario = region()
    start = burn_in(scenario, 3)
    silent, logged = live(start, scenario, "shared_plan"), live(start, scenario, "shared_plan", events=True)
    assert logged.tally[0].events > 0
    for name in ("family", "need", "relation", "post", "organisation", "sector", "weekly"):
        assert bits(getattr(silent, name)) == bits(getattr(logged, name)), name


def test_running_a_route_leaves_the_common_start_as_it_was(region, bits):
    scenario = region()
    start = burn_in(scenario, 0)
    before = bits(start)
    live(start, scenario, "shared_plan")
    assert bits(start) == before


def test_any_number_of_workers_gives_the_same_bits():
    scenario = load_scenario("almelo").replace(families=40, regions=4, weeks=20, burn_in_weeks=10)
    runs = [simulate(scenario, "shared_plan", workers=workers) for workers in (1, 2, 4)]
    comparisons = [compare(scenario.replace(regions=1), replicates=4, workers=workers) for workers in (1, 3)]
    for run in runs[1:]:
        assert run.families.equals(runs[0].families)
        assert run.weekly.equals(runs[0].weekly)
    assert comparisons[0].outcomes.tobytes() == comparisons[1].outcomes.tobytes()


def test_regions_do_not_share_their_luck():
    scenario = load_scenario("almelo").replace(families=40, regions=2, weeks=10, burn_in_weeks=5)
    families = simulate(scenario, "parallel").families
    one_region, other = (families[families["region"] == number] for number in (0, 1))
    assert not np.isin(one_region["ability"], other["ability"]).any()


def test_an_added_family_that_needs_nobody_changes_nobodys_luck(region, bits):
    scenario = region()
    start = burn_in(scenario, 0)
    stranger = np.array(start.family[:1])
    stranger["status"] = CLOSED
    for name in ("open_cases", "waiting_cases", "helpers", "placed", "concern", "overload", "children", "members"):
        stranger[name] = 0
    stranger["plan"]["active"] = 0
    stranger["plan"]["coordinator"] = -1
    stranger["moves_away"] = NEVER
    stranger["arrives"] = NEVER  # it stands behind all others, and has come all the same
    stranger["first_relation"], stranger["relations"] = len(start.relation), 0
    stranger["first_need"], stranger["needs"] = len(start.need), 6
    needs = np.array(start.need[:6])  # of the household, and safety
    needs["family"], needs["status"], needs["severity"], needs["set_point"] = len(start.family), NO_CASE, 0, 0
    worlds = []
    for extra in (False, True):
        world = on_route(start, scenario, "shared_plan", events=True)
        if extra:
            world = world._replace(
                family=np.concatenate([world.family, stranger]).view(np.recarray),
                need=np.concatenate([world.need, needs]).view(np.recarray),
            )
            status = start.family["status"]
            assert (world.family["status"][:-1] == status).all()
        run_weeks(world, scenario.weeks)
        worlds.append(world)
    alone, together = worlds
    assert bits(together.family[:-1]) == bits(alone.family)
    assert bits(together.need[:-6]) == bits(alone.need)
    for name in ("relation", "post", "organisation", "sector", "log"):
        assert bits(getattr(together, name)) == bits(getattr(alone, name)), name
