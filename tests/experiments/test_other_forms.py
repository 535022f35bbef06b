"""How many forms of rules agree: only those that move the difference count."""

import dataclasses

from experiments.in_words import settings_in_words
from experiments.other_forms import sentence, structures_table, under_forms
from sim.across_structures import AcrossStructures, other_forms
from sim.scenario import load_scenario
from sim.structures import STRUCTURES

FORMS = {("bond", "grows"): -0.03, ("hours", "perish"): 0.01, ("conflict", "scalar"): -0.0229}


def across(made_up, forms):
    """The usual difference in severity is -.02."""
    return AcrossStructures(
        made_up(severity=(0.5, 0.48)), {form: made_up(severity=(0.5, 0.5 + by)) for form, by in forms.items()}
    )


def test_a_form_counts_when_it_moves_the_difference_by_three_thousandths(made_up):
    found = across(made_up, FORMS)
    assert list(found.moving()) == [("bond", "grows"), ("hours", "perish")]
    assert found.agreeing() == (2, 3)  # the usual one and one that moves it further; one turns it over
    assert across(made_up, {("bond", "grows"): -0.0231}).agreeing() == (2, 2)


def test_each_form_is_said_to_agree_to_turn_it_over_or_hardly_to_move_it(made_up):
    usual, *forms = under_forms(across(made_up, FORMS))
    assert (usual.structure, usual.form, usual.verdict) == ("All rules as usual", "", "")
    assert [one.verdict for one in forms] == ["agrees", "turns over", "hardly moves"]
    assert forms[1].finding.difference == "+0.010" and forms[1].structure == "What becomes of hours left over"
    assert sentence(across(made_up, FORMS)).startswith("2 of 3 structures agree on which route has fewer problems")
    assert "Forms that move it less and do not count: 1" in sentence(across(made_up, FORMS))


def test_where_no_form_moves_it_none_counts(made_up):
    words = sentence(across(made_up, {("bond", "grows"): -0.0201}), "nl")
    assert words.startswith("Geen andere vorm van een regel verschuift het verschil in problemen met 0,003 of meer")


def test_files_name_structure_and_form(made_up):
    table = structures_table(across(made_up, FORMS))
    assert table[["structure", "form"]].to_numpy().tolist() == [["", ""], *map(list, FORMS)]
    assert table["moves"].tolist() == [False, True, True, False]


def test_forms_other_than_those_of_the_scenario_are_tried_one_at_a_time():
    almelo = load_scenario("almelo")
    every = [(name, form) for name, one in STRUCTURES.items() for form in one.forms]
    usual = [(name, next(iter(one.forms))) for name, one in STRUCTURES.items()]
    assert other_forms(almelo) == [one for one in every if one not in usual]
    chosen = other_forms(almelo.replace(structures={"bond": "grows"}))
    assert ("bond", "fit") in chosen and ("bond", "grows") not in chosen


def test_a_form_that_a_scenario_chose_is_among_its_settings():
    almelo = dataclasses.replace(load_scenario("almelo"), structures={"bond": "grows", "hours": "list_takes_hours"})
    assert settings_in_words(almelo, "nl") == [
        "Hoe banden verschillen: een gezin krijgt met iedereen dezelfde band "
        "(standaard: elke band is anders en blijft zo)"
    ]
