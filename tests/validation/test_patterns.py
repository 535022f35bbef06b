"""Patterns: what counts as holding and as vanishing, and that every claim is there and can fail."""

import dataclasses
import re
from typing import Any, ClassVar

import numpy as np
import pytest

import sim
from sim.parameters import parameters
from validation import check, record
from validation.bench import COLUMN, Bench, LivedWithoutChannels, with_settings
from validation.patterns import PATTERNS, STILL_ON, Pattern, judge
from validation.sweeps import (
    COMING,
    Sweep,
    conflict_rises_with_open_routes,
    inside,
    large_tables_overtax,
    some_sectors_stay_away,
)

pytestmark = pytest.mark.slow

SMALL = sim.load_scenario("almelo").replace(families=40, weeks=80, burn_in_weeks=40)


ALMELO = sim.load_scenario("almelo")


def pattern_of(look, off, stays_on=()):
    return Pattern("P0", "a claim", "somebody", "units", off, "something", stays_on, look)


def test_every_pattern_from_1_to_26_is_there():
    numbers = {int(number) for key in PATTERNS for number in re.findall(r"\d+", key)}
    assert numbers == set(range(1, 27))


def number_of(key):
    return int(re.findall(r"\d+", key)[0])


def test_what_a_plan_is_worth_is_reported_and_never_hard():
    assert {number_of(key) for key, one in PATTERNS.items() if one.worth} == {3, 4, 7, 12, 16, 24, 26}
    with pytest.raises(ValueError, match="P0 says what a plan is worth: it may not be hard"):
        dataclasses.replace(pattern_of(lambda bench: None, {}), worth=True)


def test_held_out_are_the_pattern_that_was_named_and_the_two_that_the_lot_drew():
    drawn = np.random.default_rng(20261128).choice(["P17", "P18", "P19", "P20", "P21", "P23"], 2, replace=False)
    held_out = {f"P{number_of(key)}" for key, one in PATTERNS.items() if one.held_out}
    assert held_out == {"P24", *drawn}


def test_a_check_leaves_out_what_is_held_out_unless_asked(monkeypatch):
    looked_at = []

    def look(key):
        def lived(bench):
            looked_at.append(key)
            return Sweep({}, np.array([1.0, 1.1, 0.9]))

        return lived

    both = {key: dataclasses.replace(pattern_of(look(key), {}), key=key, held_out=key == "P2") for key in ("P1", "P2")}
    monkeypatch.setattr(check, "PATTERNS", both)
    assert [one.pattern.key for one in check.check(SMALL, 2, parameter_sets=1).verdicts] == ["P1"]
    assert set(looked_at) == {"P1"}
    assert [one.pattern.key for one in check.check(SMALL, 2, parameter_sets=1, held_out=True).verdicts] == ["P1", "P2"]


def test_what_was_held_out_may_fail_and_is_said_apart():
    held = dataclasses.replace(
        pattern_of(lambda bench: Sweep({}, np.array([-1.0, -1.1])), {}), hard=True, held_out=True
    )
    found = check.Check(SMALL, 2, 0, 1, [judge(held, Bench(SMALL, 2))], [])
    assert (found.failures, found.hard_failures, found.findings) == ([], [], [])
    assert record.verdict(found) == (
        "All of 0 patterns and 0 figures hold. "
        "Of 1 patterns that were held out while values were set, these do not come out: P0: a claim."
    )


def test_what_a_plan_is_worth_and_does_not_come_out_is_a_finding_and_no_failure():
    turned = dataclasses.replace(
        pattern_of(lambda bench: Sweep({}, np.array([-1.0, -1.1])), {}), hard=False, worth=True
    )
    found = check.Check(SMALL, 2, 0, 1, [judge(turned, Bench(SMALL, 2))], [])
    assert (found.failures, found.hard_failures, found.findings) == ([], [], ["P0: a claim"])
    assert record.verdict(found) == (
        "All of 0 patterns and 0 figures hold. "
        "Of 1 patterns that say what a plan is worth, these do not come out: P0: a claim."
    )


def test_every_pattern_switches_off_parameters_that_there_are():
    for one in PATTERNS.values():
        assert one.off
        with_settings(SMALL, one.off)
        LivedWithoutChannels(one.shut)


def test_a_word_among_the_settings_chooses_a_form_and_a_number_sets_the_parameter_of_that_name():
    changed = with_settings(SMALL, {"hours": "perish", "recovery": "one_balance"})
    assert dict(changed.structures) == {"hours": "perish", "recovery": "one_balance"}
    assert "hours_gp" not in changed.settings
    assert with_settings(SMALL, {"hours": 12}).settings["hours_gp"] == 12
    with pytest.raises(sim.ScenarioError, match="hours has no form 'vanish'"):
        with_settings(SMALL, {"hours": "vanish"})


def test_an_unknown_way_of_meetings_cannot_be_shut():
    with pytest.raises(KeyError, match=r"meeting_hour.*did you mean meeting_hours"):
        LivedWithoutChannels(("meeting_hour",))


def test_with_meetings_free_nothing_of_them_is_booked_and_with_every_way_open_runs_are_the_usual_ones():
    usual, free = Bench(SMALL, 2), Bench(SMALL, 2).switched_off({"plan_hours": 0}, ["meeting_hours"])
    assert usual.shared("hours_round_table").min() > 0
    assert free.shared("hours_round_table").max() == free.shared("hours_calls").max() == 0
    assert np.array_equal(LivedWithoutChannels(()).ask([SMALL], range(2))[0][0], usual.outcomes({}), equal_nan=True)


def test_how_far_a_value_lies_inside_a_band_is_counted_from_the_border_nearest_to_its_mean():
    assert list(inside(np.array([0.15, 0.25]), 0.1, 0.5)) == pytest.approx([0.05, 0.15])
    assert list(inside(np.array([0.45, 0.35]), 0.1, 0.5)) == pytest.approx([0.05, 0.15])
    assert inside(np.array([0.7]), 0.1, 0.5)[0] == pytest.approx(-0.2)
    assert np.isnan(inside(np.array([np.nan]), 0.1, 0.5)[0])


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

        def switched_off(self, settings, shut=()):
            return Where(with_settings(self.scenario, settings), self.replicates, self.seed, self.workers, self.runs)

    verdict = judge(pattern_of(look, {"conflict_strength": 0}, ("plan_share", "turnover")), Where(SMALL, 3))
    assert verdict.fell_away == ["plan_share"]
    on, off = verdict.beside["plan_share"]
    assert off < 0.6 * on


def test_every_pattern_says_what_stays_on_and_it_does():
    bench = Bench(ALMELO, 3)
    for one in PATTERNS.values():
        if one.held_out:
            continue
        without = bench.switched_off(one.off, one.shut)
        assert one.stays_on
        for name in one.stays_on:
            on, off = bench.shared(name).mean(), without.shared(name).mean()
            assert off >= STILL_ON * on > 0, f"{one.key}: {name} {on:.3g} and {off:.3g}"


@pytest.mark.parametrize("key", ["P9b", "P22a", "P25"])
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


class Attendance:
    """A bench that knows of four runs who came: now one sector least, now another."""

    came: ClassVar = {"debt_housing": [0.6, 0.5, 0.6, 0.5], "child_protection": [0.5, 0.6, 0.5, 0.6]}

    def shared(self, outcome):
        sector = outcome.removeprefix("attendance_")
        return np.array(self.came.get(sector, [0.9] * 4 if sector in COMING else [0.45] * 4))


def test_who_stays_away_is_told_by_two_sectors_and_not_by_the_least_and_most_of_each_run():
    attendance: Any = Attendance()
    assert some_sectors_stay_away(attendance).difference.mean() == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("look", "moved", "gives"),
    [(large_tables_overtax, "table_size", -7), (conflict_rises_with_open_routes, "extra_capacity", 0.9)],
)
def test_points_that_come_out_alike_are_told_apart_all_the_same(look, moved, gives):
    class Alike:
        """A region in which as many are there whatever is asked, and what is measured follows what is asked."""

        def shared(self, outcome, **settings):
            return np.full(3, settings[moved] if outcome in ("direction", "undone_share") else 3.0)

        parallel = shared

    assert look(Alike()).difference == pytest.approx(gives)
