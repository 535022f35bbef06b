"""Parameter sets: priors, what is dropped, the two kinds of spread, what flips, and whether all of it is fresh."""

import numpy as np
import pytest

import sim
from experiments.analysis.spreads import spreads
from experiments.parameter_sets import kept
from experiments.parameter_sets.kept import some_parameter_sets, with_parameter_set
from experiments.parameter_sets.priors import DRAWN_THOUGH_MEASURED, rounded, triangular, uncertain
from sim.behaviour import unchanged
from sim.outcomes import OUTCOMES
from sim.parameters import check
from validation import record
from validation.calibration import keeping, turning
from validation.calibration.across_sets import compare_in_sets, standings
from validation.calibration.checking import sign_of
from validation.calibration.flips import Flip, crossing, find_flips, surely

pytestmark = pytest.mark.slow


def test_whatever_nobody_measured_has_a_prior_and_no_lever_has():
    assert {one.kind for one in uncertain()} == {"assumption"}
    measured = [one for one in uncertain() if one.grade == "measured"]
    assert {one.grade for one in uncertain()} == {"literature", "expert", "assumed", "measured"}
    assert {one.field for one in measured} == set(DRAWN_THOUGH_MEASURED)


def test_a_triangular_prior_is_likeliest_at_its_top():
    assert triangular(np.array([0.0, 0.25, 1.0]), 0.0, 1.0, 4.0) == pytest.approx([0, 1, 4])
    assert triangular(np.array([0.5]), 0.0, 2.0, 4.0) == pytest.approx([2])


def test_values_keep_four_significant_digits():
    assert rounded(np.array([1.23456, 0.000123456, -2345.67, 0.0])) == pytest.approx([1.235, 0.0001235, -2346, 0])


def test_a_pattern_is_shown_or_contradicted_only_beyond_luck():
    assert sign_of(np.array([1.0, 1.1, 0.9])) == 1
    assert sign_of(np.array([-1.0, -1.1, -0.9, np.nan])) == -1
    assert sign_of(np.array([-0.1, 0.1, -0.05])) == 0
    assert sign_of(np.array([])) == 0


def test_the_spread_of_sets_is_told_apart_from_luck():
    rng = np.random.default_rng(1)
    sets, luck = rng.normal(0, 3, (400, 1)), rng.normal(0, 2, (400, 25))
    found = spreads(sets + luck)
    assert found["between_worlds"] == pytest.approx(3, rel=0.15)
    assert found["luck"] == pytest.approx(2, rel=0.05)
    assert spreads(luck)["between_worlds"] < 0.3
    assert np.isnan(spreads(luck[:1])["between_worlds"]), "one world says nothing about others"


def test_luck_that_all_sets_share_is_not_taken_off_the_spread_between_them():
    rng = np.random.default_rng(5)
    sets, shared = rng.normal(0, 1, (4_000, 1)), rng.normal(0, 5, (1, 4))
    assert spreads(sets + shared)["between_worlds"] == pytest.approx(1, rel=0.05)
    assert spreads(sets + shared)["luck"] == pytest.approx(float(shared.std(ddof=1)))


def test_where_a_mean_crosses_nought_is_found_between_the_points():
    assert crossing({0.0: -1.0, 0.25: -0.5, 0.5: 0.5, 0.75: 1.0, 1.0: 1.0}, end=0) == pytest.approx(0.375)
    assert crossing({0.0: 2.0, 0.25: 2.0, 0.5: 1.0, 0.75: 1.0, 1.0: -3.0}, end=1) == pytest.approx(0.8125)


def test_a_flip_is_said_with_its_value_and_its_evidence():
    flip = Flip("trust", "time_shortage", 0.5, True, 0.02, -0.03, now=0.1)
    assert flip.sentence() == "Time shortage above 40 % (now 10 %); a world lever"
    small = Flip("trust", "time_shortage", 0.5, True, 0.02, -0.01, now=0.1)
    assert small.sentence().endswith("a world lever; then by less than matters")
    assert "times its declared values" in Flip("trust", "caseload", 0.5, False, 0.02, -0.01, now=13).sentence()


def test_where_luck_hides_the_sign_no_route_is_said_to_do_better():
    assert "cannot be told apart" in turning.sentence("placements", 0.04, 0, [])
    assert "parallel routes do better, by 0.40" in turning.sentence("placements", -0.4, -1, [])


def test_a_route_that_leads_by_less_than_matters_is_said_to_be_ahead():
    said = turning.sentence("placements", -0.04, -1, []), turning.sentence("placements", 0.04, 1, [])
    assert "parallel routes are ahead, by 0.04 per 100 family-years, less than matters." in said[0]
    assert "the shared plan is ahead, by 0.04 per 100 family-years, less than matters." in said[1]


def test_signs_at_many_places_are_not_given_by_luck():
    luck = np.random.default_rng(1).normal(size=(8, 1000))
    assert sum(map(abs, surely(luck, 1))) > 20
    assert sum(map(abs, surely(luck, 1000))) <= 1
    assert surely(np.array([[1.0, -1.0, 1e-16], [1.1, -1.1, 1e-16], [0.9, -1.2, 1e-16]]), 3) == [1, -1, 0]


def test_time_shortage_turns_overload_and_the_tariff_turns_nothing_but_cost():
    asked = ("time_shortage", "tariff_euros")
    usual, found, swings = find_flips(sim.load_scenario("almelo"), pairs=8, only=asked)
    assert usual["overload"][1] == 1
    column = list(usual).index("overload")
    assert swings["time_shortage"][column] > swings["tariff_euros"][column] == 0
    assert "time_shortage" in {one.name for one in found if one.outcome == "overload"}
    assert {one.outcome for one in found if one.name == "tariff_euros"} <= {"cost_euros"}


def test_what_a_scenario_sets_holds_in_every_parameter_set():
    scenario = sim.load_scenario("almelo").replace(conflict_strength=0.07)
    assert with_parameter_set(scenario, {"conflict_strength": 0.15, "goal_drift": 0.03}).settings == {
        "conflict_strength": 0.07,
        "goal_drift": 0.03,
    }


def test_sets_compared_are_the_sets_one_by_one():
    scenario = sim.load_scenario("almelo").replace(weeks=60)
    found = compare_in_sets(scenario, some_parameter_sets(2), replicates=2, seed=4)
    second = sim.compare(with_parameter_set(scenario, some_parameter_sets(2)[1]), 2, seed=4)
    assert np.array_equal(found.differences[1], second.outcomes[:, 1] - second.outcomes[:, 0], equal_nan=True)
    effects = found.effects.set_index("outcome")
    assert effects.loc["severity", "difference"] == pytest.approx(
        found.differences[:, :, list(OUTCOMES).index("severity")].mean()
    )


def test_sets_are_counted_by_the_one_rule_of_verdicts():
    luck = 0.01 * np.array([-1, 1] * 5)
    matters = OUTCOMES["severity"].matters_from
    sets = np.array([-2, 2, 0.5, 0, -3])[:, None] * matters + luck * matters
    sets[4, 0] = np.nan  # not a set in which every pair has a value
    sets[3] = 100 * luck
    assert standings(sets, OUTCOMES["severity"]) == {
        "plan_better": 1,
        "parallel_better": 1,
        "too_small": 1,
        "too_close": 1,
        "worlds": 4,
    }
    assert np.isnan(standings(sets, OUTCOMES["coordination_hours"])["plan_better"])


@pytest.mark.parametrize("count", [0, 10_000])
def test_more_sets_than_there_are_or_none_are_refused(count):
    with pytest.raises(ValueError, match="worlds must be from 1 to"):
        some_parameter_sets(count)


def test_ten_sets_or_more_and_a_few_hundred_at_most_come_with_the_model_and_each_is_possible():
    assert 200 <= len(kept.parameter_sets()) <= 2000
    for parameter_set in kept.parameter_sets():
        check(parameter_set, "a plausible world")


def test_the_sets_that_come_with_the_model_belong_to_this_version_of_it():
    assert keeping.stale() == ""


def test_sets_made_with_other_rules_are_noticed(monkeypatch):
    monkeypatch.setattr(keeping, "unchanged", lambda kept: False)
    assert "run make worlds" in keeping.stale()


def test_the_kept_check_and_flips_belong_to_this_version_of_the_model():
    assert unchanged(record.kept()), "run make worlds"
    assert unchanged(turning.kept()), "run make worlds"


def test_the_last_check_that_was_kept_failed_nothing_hard():
    kept = record.kept()
    assert [row["pattern"] for row in kept["patterns"] if row["hard"] and not (row["passed"] or row["held_out"])] == []
    assert [row["target"] for row in kept["figures"] if row["hard"] and not row["inside"]] == []


def test_other_ranges_targets_or_patterns_are_noticed(monkeypatch):
    monkeypatch.setattr(keeping, "basis", lambda names: "another")
    assert "ranges, targets or themes have changed" in keeping.stale()


def test_flips_are_looked_for_in_one_region():
    with pytest.raises(ValueError, match="netherlands has 42"):
        find_flips(sim.load_scenario("netherlands"), pairs=2)


def test_what_is_declared_as_nothing_is_told_by_its_value():
    flip = Flip("trust", "extra_capacity", 0.8, True, 0.1, -0.1, 0.0)
    assert "nan" not in flip.sentence()
    assert flip.value() == "70 %"
