"""What is said about a comparison, and how surely."""

import re
from typing import Any

import numpy as np
import pytest

from experiments.findings import effects_table, finding, findings, paired_differences
from experiments.language import lexicon
from experiments.numbers import plain
from reports.comparison_answer import balance, sentence
from sim.outcomes import OUTCOMES
from sim.words import LANGUAGES, in_form


def found_in(comparison, name):
    """The finding on one outcome."""
    return next(one for one in findings(comparison) if one.outcome.name == name)


def test_the_shared_plan_keeps_more_families_in_care(made_up):
    comparison = made_up(broke_off_share=(0.30, [0.24, 0.20, 0.18, 0.22]))  # mean .09, t range ± .041
    assert sentence(comparison) == (
        "With these settings the shared plan keeps 9.0 more of 100 families in care (4.9 to 13.1), in this model."
    )


def test_parallel_routes_can_be_better(made_up):
    comparison = made_up(broke_off_share=([0.21, 0.21, 0.20, 0.22], [0.30, 0.31, 0.30, 0.31]))
    assert sentence(comparison) == (
        "With these settings parallel routes keep 9.5 more of 100 families in care than the shared plan (8.6 to 10.4), "
        "in this model."
    )
    assert found_in(comparison, "broke_off_share").leader == "parallel"


def test_no_effect_is_said_aloud(made_up):
    assert "the shared plan changes nothing" in sentence(made_up())


def test_the_same_families_in_care_but_other_differences_is_not_nothing(made_up):
    text = sentence(made_up(trust=(0.4, 0.5)))
    assert "the same number of families in care" in text


def test_a_difference_that_turns_with_luck_is_too_close_to_call(made_up):
    text = sentence(made_up(broke_off_share=(0.3, [0.25, 0.35, 0.24, 0.37])))
    assert "too close to call" in text
    assert "in 2 of 4 paired runs" in text


def test_a_sure_but_small_difference_is_not_called_a_gain(made_up):
    text = sentence(made_up(broke_off_share=(0.3, [0.295, 0.296, 0.295, 0.296])))
    assert "about as many families" in text
    assert "too few to matter" in text


def test_one_paired_run_cannot_tell(made_up):
    comparison = made_up(replicates=1, broke_off_share=(0.3, 0.2))
    assert "one paired run cannot tell effect from luck" in sentence(comparison)
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


def test_numbers_never_show_a_minus_before_nought():
    assert plain(-0.0001, 2, signed=True) == "0.00"
    assert plain(0.0001, 2, signed=True) == "0.00"
    assert plain(-1234.5, 1) == "−1,234.5"
    assert plain(float("nan"), 1) == "none"


def test_the_balance_names_both_sides(made_up):
    comparison = made_up(trust=([0.5, 0.51, 0.5, 0.51], 0.8), cost_euros=([100.0, 101.0, 100.0, 101.0], 900.0))
    text = balance(findings(comparison))
    judged = sum(one.main and one.better != "neither" for one in OUTCOMES.values())
    assert f"Of {judged} main outcomes the shared plan does better on 1: trust in care." in text
    assert "Parallel routes do better on 1: cost." in text
    assert f"On {judged - 2} it is too close to call" in text


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


ALMOST = [0.295, 0.296, 0.295, 0.296]
BRANCHES: dict[str, dict[str, Any]] = {  # what the Dutch sentence says, by the values on both routes
    "Met deze instellingen doet het gezamenlijk plan, in dit model, niets: beide routes komen precies gelijk uit.": {},
    "Met deze instellingen breken op beide routes, in dit model, evenveel gezinnen de hulp af.": {"trust": (0.4, 0.5)},
    "Aan één paar is met deze instellingen, in dit model, niet te zien wat effect is en wat toeval "
    "(met een gezamenlijk plan braken van de 100 gezinnen er 10,0 minder de hulp af).": {
        "replicates": 1,
        "broke_off_share": (0.3, 0.2),
    },
    "Aan één paar is met deze instellingen, in dit model, niet te zien wat effect is en wat toeval "
    "(op de parallelle routes braken van de 100 gezinnen er 10,0 minder de hulp af).": {
        "replicates": 1,
        "broke_off_share": (0.2, 0.3),
    },
    "Met deze instellingen is, in dit model, niet te zeggen op welke route minder gezinnen de hulp afbreken "
    "(parallelle routes beter in 2 van de 4 paren).": {"broke_off_share": (0.3, [0.25, 0.35, 0.24, 0.37])},
    "Met deze instellingen breken op beide routes, in dit model, ongeveer evenveel gezinnen de hulp af: "
    "met een gezamenlijk plan van de 100 gezinnen 0,5 minder (0,4 tot 0,5), te weinig om ertoe te doen.": {
        "broke_off_share": (0.3, ALMOST)
    },
    "Met deze instellingen breken op beide routes, in dit model, ongeveer evenveel gezinnen de hulp af: "
    "op de parallelle routes van de 100 gezinnen 0,5 minder (0,4 tot 0,5), te weinig om ertoe te doen.": {
        "broke_off_share": (ALMOST, 0.3)
    },
    "Met deze instellingen doet het gezamenlijk plan het, in dit model, beter: "
    "van de 100 gezinnen breken er 9,0 minder de hulp af (4,9 tot 13,1).": {
        "broke_off_share": (0.30, [0.24, 0.20, 0.18, 0.22])
    },
    "Met deze instellingen doen de parallelle routes het, in dit model, beter: "
    "van de 100 gezinnen breken er 9,5 minder de hulp af dan met een gezamenlijk plan (8,6 tot 10,4).": {
        "broke_off_share": ([0.21, 0.21, 0.20, 0.22], [0.30, 0.31, 0.30, 0.31])
    },
}


@pytest.mark.parametrize("said", BRANCHES)
def test_every_sentence_is_said_in_both_languages_with_the_same_numbers(made_up, said):
    comparison = made_up(**BRANCHES[said])
    assert sentence(comparison, "nl") == said
    english = sentence(comparison)
    assert english.endswith("in this model.")
    assert all(in_form(count, "nl") in said for count in re.findall(r"[\d.]*\d", english))


def test_every_sentence_of_the_answer_is_among_the_branches():
    assert len(BRANCHES) == len([key for key in lexicon().words if key.startswith("answer.")])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_can_be_said_in_each_language(comparison, language):
    for one in findings(comparison, language):
        assert one.label == one.outcome.label.to(language)
        assert all((one.unit, one.in_pairs, one.in_paired_runs, one.badge_word, one.badge_words))


def test_badges_and_pairs_are_said_in_dutch(made_up):
    values = {"trust": (0.5, [0.6, 0.6, 0.5, 0.4] * 3), "direction": (0.5, [0.501, 0.502] * 6)}
    comparison = made_up(12, crises=([0.4, 0.41] * 6, 0.2), **values)
    found = {one.outcome.name: one for one in findings(comparison, "nl")}
    assert found["trust"].in_pairs == "gezamenlijk plan beter in 6 van de 12 paren, gelijk in 3"
    assert (found["trust"].badge, found["trust"].badge_words) == ("too close to call", "niet te zeggen")
    assert (found["crises"].badge, found["crises"].badge_words) == ("clear", "duidelijk")
    assert found["direction"].badge_words == "duidelijk, maar klein"
    assert found["coordination_hours"].badge_words == "alleen geteld"
    assert found["coordination_hours"].in_pairs == "gelijk in 12 van de 12 paren"


def test_the_balance_is_said_in_dutch(made_up):
    comparison = made_up(trust=([0.5, 0.51, 0.5, 0.51], 0.8), cost_euros=([100.0, 101.0, 100.0, 101.0], 900.0))
    text = balance(findings(comparison, "nl"))
    assert "doet het gezamenlijk plan het, in dit model, beter op 1: vertrouwen in hulp." in text
    assert "De parallelle routes doen het beter op 1: kosten." in text


def test_only_labels_of_the_table_for_files_are_in_a_language(comparison):
    english, dutch = effects_table(comparison), effects_table(comparison, "nl")
    assert list(dutch["label"])[:2] == ["Problemen", "Traject voortijdig gestopt"]
    assert english.drop(columns="label").equals(dutch.drop(columns="label"))
