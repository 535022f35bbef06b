"""What is said about a comparison, and how surely."""

import numpy as np
import pytest

from experiments.findings import effects_table, finding, findings, paired_differences
from experiments.numbers import plain
from sim.outcomes import OUTCOMES
from sim.words import LANGUAGES


def found_in(comparison, name):
    """The finding on one outcome."""
    return next(one for one in findings(comparison) if one.outcome.name == name)


def test_one_paired_run_cannot_tell(made_up):
    comparison = made_up(replicates=1, broke_off_share=(0.3, 0.2))
    assert found_in(comparison, "broke_off_share").badge == "too close to call"
    assert found_in(comparison, "broke_off_share").span == ""


def test_pairs_are_counted_one_by_one(made_up):
    one = found_in(made_up(trust=([0.5, 0.5, 0.5, 0.5], [0.6, 0.6, 0.5, 0.4])), "trust")
    assert one.in_pairs == "shared plan better in 2 of 4, the same in 1"
    assert one.badge == "too close to call"


def test_lower_is_better_where_the_declaration_says_so(made_up):
    one = found_in(made_up(12, crises=([0.4, 0.41] * 6, 0.2)), "crises")
    assert (one.leader, one.badge, one.small) == ("shared_plan", "clear", False)


def test_what_has_no_better_side_gets_no_badge(made_up):
    one = found_in(made_up(coordination_hours=(1.0, 9.0)), "coordination_hours")
    assert (one.badge, one.badge_words) == ("", "counted only")
    assert one.in_pairs == "shared plan more in 4 of 4"


def test_shares_are_shown_as_counts_of_a_hundred(made_up):
    one = found_in(made_up(broke_off_share=(0.25, 0.2)), "broke_off_share")
    assert (one.parallel, one.shared_plan, one.difference) == ("25.0", "20.0", "−5.0")
    assert one.unit == "of 100 families"


def test_a_relative_difference_is_a_part_of_the_number_on_parallel_routes_with_its_range(made_up):
    one = found_in(made_up(cost_euros=([1900.0, 2000.0] * 2, [2090.0, 2200.0] * 2)), "cost_euros")
    assert one.relative == "+10 %"  # 195 of 1,950; 10.3 % matters, so no digit after the point
    low, high = (float(end.replace("+", "")) for end in one.relative_span.split(" to "))
    shown = [float(end.replace("+", "")) for end in one.span.split(" to ")]
    assert [low, high] == pytest.approx([100 * end / 1950 for end in shown], abs=0.51)
    share = found_in(made_up(broke_off_share=(0.25, 0.2)), "broke_off_share")
    assert (share.relative, share.difference) == ("−20.0 %", "−5.0")
    assert found_in(made_up(1, crises=(0.4, 0.3)), "crises").relative_span == ""


@pytest.mark.parametrize(
    ("name", "values", "why"),
    [
        ("trust", (0.5, 0.6), "a scale without a natural nought"),
        ("crises", (0.0, 0.2), "nothing on parallel routes to compare with"),
        ("crises", (0.0004, 0.2), "nothing on parallel routes to compare with"),  # shown as 0.000
        ("crises", (np.nan, 0.2), ""),
    ],
)
def test_where_there_is_nothing_to_be_a_part_of_it_says_why(made_up, name, values, why):
    one = found_in(made_up(**{name: values}), name)
    assert (one.relative, one.relative_span) == ("—", why)


def test_numbers_never_show_a_minus_before_nought():
    assert plain(-0.0001, 2, signed=True) == "0.00"
    assert plain(0.0001, 2, signed=True) == "0.00"
    assert plain(-1234.5, 1) == "−1,234.5"
    assert plain(float("nan"), 1) == "none"


def test_a_finding_shows_what_the_effects_table_holds(comparison):
    effects = {name: comparison.effect(name) for name in OUTCOMES}
    differences = paired_differences(comparison)
    for name, outcome in OUTCOMES.items():
        known = differences[name][np.isfinite(differences[name])]  # pairs in which both routes have a value
        mean = known.mean() if len(known) else np.nan
        assert mean == pytest.approx(effects[name]["difference"], nan_ok=True)
        one = finding(outcome, effects[name], differences[name])
        assert one.leading_pairs + one.equal_pairs <= one.pairs == len(known)


def test_the_table_for_files_leaves_the_comparison_as_it_was(comparison):
    before = list(comparison.effects.columns)
    table = effects_table(comparison)
    assert list(comparison.effects.columns) == before
    assert set(before) < set(table.columns)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_can_be_said_in_each_language(comparison, language):
    for one in findings(comparison, language):
        assert one.label == one.outcome.label.to(language)
        assert all((one.unit, one.in_pairs, one.in_paired_runs, one.badge_word, one.badge_words))


def test_badges_and_pairs_are_said_in_dutch(made_up):
    values = {"trust": (0.5, [0.6, 0.6, 0.5, 0.4] * 3), "direction": (0.5, [0.501, 0.502] * 6)}
    comparison = made_up(12, crises=([0.4, 0.41] * 6, 0.2), **values)
    found = {one.outcome.name: one for one in findings(comparison, "nl")}
    assert found["trust"].in_pairs == "gezinsplan beter in 6 van de 12 vergelijkingen, gelijk in 3"
    assert (found["trust"].badge, found["trust"].badge_words) == ("too close to call", "geen duidelijk verschil")
    assert (found["crises"].badge, found["crises"].badge_words) == ("clear", "duidelijk")
    assert found["direction"].badge_words == "duidelijk, maar klein"
    assert found["coordination_hours"].badge_words == "geen oordeel"
    assert found["coordination_hours"].in_pairs == "gelijk in 12 van de 12 vergelijkingen"


def test_only_labels_of_the_table_for_files_are_in_a_language(comparison):
    english, dutch = effects_table(comparison), effects_table(comparison, "nl")
    assert list(dutch["label"])[:2] == ["Problemen", "Traject voortijdig gestopt"]
    assert english.drop(columns="label").equals(dutch.drop(columns="label"))
