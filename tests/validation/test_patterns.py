"""Patterns: what counts as holding and as vanishing, and that every claim is there and can fail."""

import re

import numpy as np
import pytest

import sim
from sim.parameters import parameters
from validation.bench import COLUMN, Bench, with_settings
from validation.patterns import PATTERNS, STILL_ON, Pattern, judge
from validation.sweeps import Sweep

pytestmark = pytest.mark.slow

SMALL = sim.load_scenario("almelo").replace(families=40, weeks=80, burn_in_weeks=40)


ALMELO = sim.load_scenario("almelo")


def pattern_of(look, off, stays_on=()):
    return Pattern("P0", "a claim", "somebody", "units", off, "something", stays_on, look)


def test_every_pattern_from_1_to_16_is_there():
    numbers = {int(number) for key in PATTERNS for number in re.findall(r"\d+", key)}
    assert numbers == set(range(1, 17))


def test_every_pattern_switches_off_parameters_that_there_are():
    for one in PATTERNS.values():
        assert one.off
        with_settings(SMALL, one.off)


def test_an_unknown_setting_of_a_bench_is_refused_with_the_nearest_name():
    with pytest.raises(KeyError, match=r"conflict_strenth.*did you mean conflict_strength"):
        with_settings(SMALL, {"conflict_strenth": 0})


def test_the_name_of_a_declaration_sets_all_its_members():
    settings = with_settings(SMALL, {"embedding": 0.5}).settings
    members = [one.name for one in parameters().values() if one.field == "embedding"]
    assert len(members) == 7
    assert {settings[name] for name in members} == {0.5}


def test_a_pattern_that_is_there_with_and_without_its_mechanism_fails():
    verdict = judge(pattern_of(lambda bench: Sweep({}, np.array([1.0, 1.1, 0.9])), {}), Bench(SMALL, 3))
    assert (verdict.holds, verdict.vanishes, verdict.passed) == (True, False, False)


def test_a_pattern_that_luck_could_have_made_does_not_hold():
    verdict = judge(pattern_of(lambda bench: Sweep({}, np.array([1.0, -0.9, 0.2])), {}), Bench(SMALL, 3))
    assert (verdict.holds, verdict.passed) == (False, False)


def test_a_pattern_passes_when_it_is_there_and_goes_with_its_mechanism():
    def look(bench):
        on = bench.scenario.value("conflict_strength") > 0
        return Sweep({"here": np.full(3, 2.0)}, np.array([1.0, 1.1, 0.9]) * (1 if on else 0.1))

    verdict = judge(pattern_of(look, {"conflict_strength": 0}), Bench(SMALL, 3))
    assert verdict.passed
    assert [verdict.on, verdict.off, verdict.points["here"]] == pytest.approx([1, 0.1, 2])


def test_a_fall_that_luck_could_have_made_is_no_vanishing():
    def look(bench):
        on = bench.scenario.value("conflict_strength") > 0
        return Sweep({}, np.array([1.0, 1.1, 0.9]) if on else np.array([2.5, -3.0, 0.8]))

    verdict = judge(pattern_of(look, {"conflict_strength": 0}), Bench(SMALL, 3))
    assert verdict.off < 0.25 * verdict.on
    assert (verdict.holds, verdict.vanishes) == (True, False)


def test_nothing_vanishes_where_there_is_no_number():
    def look(bench):
        on = bench.scenario.value("conflict_strength") > 0
        return Sweep({}, np.array([1.0, 1.1, 0.9]) if on else np.full(3, np.nan))

    assert not judge(pattern_of(look, {"conflict_strength": 0}), Bench(SMALL, 3)).vanishes


def goes_with_conflict(bench):
    on = bench.scenario.value("conflict_strength") > 0
    return Sweep({}, np.array([1.0, 1.1, 0.9]) * (1 if on else 0.1))


@pytest.mark.parametrize(
    ("also_off", "fell_away"),
    [
        ({}, []),
        ({"shared_plan_share": 0}, ["plan_share", "round_tables"]),  # nobody has a plan any more
        ({"table_interval_weeks": 1000, "first_table_weeks": 1000}, ["round_tables"]),  # plans without a table
    ],
)
def test_a_pattern_says_nothing_when_more_than_its_mechanism_went_off(also_off, fell_away):
    off = {"conflict_strength": 0, **also_off}
    verdict = judge(pattern_of(goes_with_conflict, off, ("plan_share", "round_tables", "turnover")), Bench(ALMELO, 3))
    assert (verdict.holds, verdict.vanishes) == (True, True)
    assert verdict.fell_away == fell_away
    assert verdict.passed == (not fell_away)


def test_what_was_never_on_cannot_stay_on():
    nobody = Bench(with_settings(SMALL, {"shared_plan_share": 0}), 3)
    verdict = judge(pattern_of(goes_with_conflict, {"conflict_strength": 0}, ("plan_share",)), nobody)
    assert verdict.fell_away == ["plan_share"]


def test_what_must_stay_on_does_so_at_every_point_of_a_sweep():
    def look(bench):
        points = {f"{rate}": bench.gain("severity", turnover_rate=rate) for rate in (0.05, 0.6)}
        return Sweep(points, points["0.05"] - points["0.6"])

    class Where(Bench):
        """With its mechanism off, nobody has a plan any more where many leave."""

        def outcomes(self, settings):
            found = super().outcomes(settings).copy()
            if "conflict_strength" in self.scenario.settings and settings.get("turnover_rate") == 0.6:
                found[:, 1, COLUMN["plan_share"]] /= 2
            return found

        def switched_off(self, settings):
            return Where(with_settings(self.scenario, settings), self.replicates, self.seed, self.workers, self.runs)

    verdict = judge(pattern_of(look, {"conflict_strength": 0}, ("plan_share", "turnover")), Where(SMALL, 3))
    assert verdict.fell_away == ["plan_share"]
    on, off = verdict.beside["plan_share"]
    assert off < 0.6 * on


def test_every_pattern_says_what_stays_on_and_it_does():
    bench = Bench(ALMELO, 3)
    for one in PATTERNS.values():
        without = bench.switched_off(one.off)
        assert one.stays_on
        for name in one.stays_on:
            on, off = bench.shared(name).mean(), without.shared(name).mean()
            assert off >= STILL_ON * on > 0, f"{one.key}: {name} {on:.3g} and {off:.3g}"


@pytest.mark.parametrize("key", ["P3b", "P9b", "P12a"])
def test_a_pattern_holds_with_its_mechanism_and_vanishes_without(key):
    assert judge(PATTERNS[key], Bench(ALMELO, 6)).passed


def test_what_is_not_a_number_is_left_out():
    verdict = judge(pattern_of(lambda bench: Sweep({}, np.array([1.0, np.nan, 1.1, 0.9])), {}), Bench(SMALL, 4))
    assert verdict.on == pytest.approx(1)


def test_a_bench_runs_the_same_settings_once_and_gives_what_compare_gives():
    bench = Bench(SMALL, 3, seed=5)
    gain = bench.gain("severity", turnover_rate=0.4)
    bench.parallel("trust", turnover_rate=0.4)
    assert len(bench.known) == 1
    effects = sim.compare(SMALL.replace(turnover_rate=0.4), 3, seed=5).effects.set_index("outcome")["difference"]
    assert -gain.mean() == pytest.approx(effects["severity"])


def test_conflict_vanishes_when_helpers_with_other_goals_undo_nothing():
    verdict = judge(PATTERNS["P1"], Bench(sim.load_scenario("almelo"), 4))
    assert verdict.passed
    assert verdict.off == 0
