"""Rival forms of rules, parameter sets, policies and points of a design, all crossed."""

import pytest

from experiments.parameter_sets.kept import parameter_sets
from experiments.specification.cells import Cells
from experiments.specification.forms import AS_USUAL, form_in_words, forms_beside, with_form
from experiments.store.dictionary import dictionary
from sim.scenario import Scenario
from sim.structures import STRUCTURES
from tests.experiments.experiment_files import experiment_of, problems_of, text_of

RANGES = "[factors]\nturnover_rate = { range = [0.1, 0.7] }\ntime_shortage = { range = [0.0, 0.8] }"
POLICIES = "[policies.usual]\n[policies.warm]\nwarm_handover_weeks = 4"
EVERYTHING = f'{RANGES}\n{POLICIES}\n[design]\nkind = "latin_hypercube"\npoints = 3\nworlds = 2\nstructures = '


@pytest.fixture(scope="module")
def cells():
    """Three points under two policies in two worlds under two forms of the rules."""
    return Cells(experiment_of("replicates = 1", f'{EVERYTHING}["conflict=scalar"]'))


def test_all_are_crossed_with_the_points_innermost(cells):
    assert cells.shape == (2, 2, 2, 3)
    assert len(cells) == 24
    assert cells.labels == ("structure", "world", "policy", "turnover_rate", "time_shortage")
    assert cells.table["structure"].tolist() == ["usual"] * 12 + ["conflict=scalar"] * 12
    assert cells.table["world"].tolist() == ([0] * 6 + [1] * 6) * 2
    assert cells.table["policy"].tolist() == (["usual"] * 3 + ["warm"] * 3) * 4
    for cell in range(len(cells)):
        row = {name: value for name, value in cells.table.iloc[cell].items() if name != "cell"}
        assert cells.row(cell) == row


def test_each_cell_lives_its_form_in_a_world_that_fits_under_it(cells):
    scenario = cells.scenario(23)
    assert scenario.structures == {"conflict": "scalar"}
    assert scenario.value("warm_handover_weeks") == 4
    under = parameter_sets(under="conflict=scalar")[1]
    untouched = next(name for name in under if name not in cells.labels)
    assert scenario.settings[untouched] == under[untouched]
    assert cells.scenario(0).structures == {}
    assert cells.scenario(0).settings[untouched] == parameter_sets()[0][untouched]


def test_all_forms_are_put_in_one_at_a_time():
    rivals = sum(len(one.forms) - 1 for one in STRUCTURES.values())
    found = forms_beside(Scenario("none"), ["all"])
    assert found[0] == AS_USUAL
    assert len(found) == len(set(found)) == 1 + rivals
    assert with_form(Scenario("none"), AS_USUAL).structures == {}
    assert set(forms_beside(Scenario("none"), ["bond"])) < set(found)
    assert form_in_words(found[1], "nl") != form_in_words(found[1], "en")


def test_the_dictionary_explains_the_column(cells):
    assert "structure" in set(dictionary(cells.experiment, cells)["column"])


@pytest.mark.parametrize(
    ("design", "said"),
    [
        ('structures = ["conflct"]', "structures: unknown 'conflct' (did you mean conflict?)"),
        ('structures = ["conflict=family_tme"]', "(did you mean conflict=family_time?)"),
        ("structures = [3]", 'structures must be "all", or a list of rules or their forms'),
        ("worlds = 0", "design sobol: worlds must be a whole number from 1 to"),
        ('worlds = 200\nstructures = "all"', "worlds: there are 125 plausible worlds under"),
        ('structure = "all"', "design sobol: unknown option 'structure' (did you mean structures?)"),
    ],
)
def test_what_cannot_be_crossed_is_refused_in_one_line(design, said):
    text = text_of("replicates = 1", f'{RANGES}\n[design]\nkind = "sobol"\npoints = 2\n{design}')
    problems = problems_of(text)
    assert problems
    assert said in problems[0]


def test_the_usual_form_by_name_is_refused():
    usual = f"conflict={next(iter(STRUCTURES['conflict'].forms))}"
    with pytest.raises(ValueError, match="is what the scenario has already"):
        forms_beside(Scenario("none"), [usual])
