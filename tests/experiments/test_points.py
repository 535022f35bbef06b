"""A design from a table: its columns are parameters, its rows points; what is wrong is named with line and column."""

import pytest

import experiments
from experiments.specification.cells import Cells
from experiments.specification.experiment import read_experiment
from experiments.specification.problems import ExperimentError
from tests.experiments.experiment_files import SMALL

TEXT = f'question = "?"\nreplicates = 1\ndesign = "points.csv"\n[set]\n{SMALL}\n'
POINTS = "turnover_rate;warm_handover_weeks\n0,1;0\n0,7;4\n0,1;0\n"


@pytest.fixture
def read(tmp_path):
    """``read(table)``: the experiment of a file beside that table."""

    def read(table, text=TEXT):
        (tmp_path / "points.csv").write_text(table, "utf-8")
        (tmp_path / "small.toml").write_text(text, "utf-8")
        return read_experiment(tmp_path / "small.toml")

    return read


def problems_with(read, table, text=TEXT):
    """What is said against a table, without the folder in front."""
    with pytest.raises(ExperimentError) as refused:
        read(table, text)
    return [one.rpartition("/")[2] for one in refused.value.problems]


def test_every_row_is_a_point_in_its_order(read):
    cells = Cells(read(POINTS))
    assert cells.labels == ("turnover_rate", "warm_handover_weeks")
    assert cells.points.tolist() == [[0.1, 0], [0.7, 4], [0.1, 0]]
    assert cells.scenario(1).value("turnover_rate") == 0.7


def test_points_are_lived_under_each_policy_in_each_world(read):
    design = '[design]\nkind = "table"\nfile = "points.csv"\nworlds = 2\n[policies.a]\n[policies.b]\ntraining_share = 1'
    without = TEXT.replace('design = "points.csv"', "")
    cells = Cells(read(POINTS, without + design))
    assert cells.shape == (1, 2, 2, 3)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("turnover_rate\n0.1\n7\n", "points.csv:3: turnover_rate = 7 is outside its"),
        ("turnover_rate\n0.1\nx\n", "points.csv:3: turnover_rate must be a number, not 'x'"),
        ("turnover_rate,families\n0.1,30\n0.2,\n", "points.csv:3: families must be a number, and nothing stands there"),
        ("turnover\n0.1\n", "points.csv:1: column 'turnover' is no parameter or size (did you mean turnover_rate?)"),
        ("turnover_rate,families\n0.1\n", "points.csv:2: 1 values, but 2 columns"),
        ("turnover_rate\n", "points.csv: there are columns, but no points below them"),
        ("", "points.csv: nothing stands in it"),
        ("turnover_rate\n20 %\n", "points.csv:2: turnover_rate must be a number, not '20 %'"),
    ],
)
def test_what_is_wrong_in_a_table_is_named_with_line_and_column(read, table, said):
    (problem,) = problems_with(read, table)
    assert problem.startswith(said)


def test_every_problem_of_a_table_is_named_up_to_some(read):
    assert len(problems_with(read, "turnover_rate\n7\n8\n9\n")) == 3
    assert len(problems_with(read, "turnover_rate\n" + "7\n" * 1_000)) < 50


def test_a_table_that_is_not_there_is_refused_with_the_line_that_names_it(read, tmp_path):
    (problem,) = problems_with(read, POINTS, TEXT.replace("points.csv", "gone.csv"))
    assert problem == "gone.csv: no such file or directory"


def test_a_folder_in_the_place_of_a_table_is_refused(read, tmp_path):
    (problem,) = problems_with(read, POINTS, TEXT.replace('"points.csv"', '"."'))
    assert problem.endswith(": is not a file")


def test_factors_beside_a_table_are_refused(read):
    (problem,) = problems_with(read, POINTS, f"{TEXT}[factors]\ntraining_share = [0, 1]\n")
    assert problem == "small.toml:8: points.csv says what is moved: there are no [factors] beside it"


def test_a_table_too_large_to_be_kept_in_every_part_is_refused(read, monkeypatch):
    monkeypatch.setattr("experiments.specification.points.MOST_NUMBERS", 5)
    (problem,) = problems_with(read, POINTS)
    assert problem == "points.csv: more than 5 numbers; make it several experiments"


@pytest.mark.slow
def test_results_of_a_table_open_without_it_and_say_so_when_it_changed(read, tmp_path):
    asked = read(POINTS)
    found = experiments.run(asked, tmp_path / "there", workers=1)
    (tmp_path / "points.csv").unlink()
    again = experiments.open(tmp_path / "there")
    assert again.experiment == asked
    assert again.cells.points.tolist() == found.cells.points.tolist()
    assert again.written == found.written
    changed = experiments.run(read(POINTS.replace("0,7", "0,6")), tmp_path / "there", workers=1)
    assert (changed.summary.pairs, changed.summary.ran) == (3, 1)
    assert changed.effects()["turnover_rate"].unique().tolist() == [0.1, 0.6]
