"""An experiment as a bundle: it opens without Omtafel, says what everything is, and runs again to the same tables."""

import json
import re
import subprocess
import sys
import zipfile

import pandas as pd
import pytest

import experiments
from experiments.specification.experiment import read_experiment
from reports.bundle import asked_files, bundle_files, write_archive
from sim.outcomes import OUTCOMES
from tests.experiments.experiment_files import SMALL, experiment_of, text_of

pytestmark = pytest.mark.slow

RANGES = "[factors]\nturnover_rate = { range = [0.1, 0.7] }\ntime_shortage = { range = [0.0, 0.8] }"
MORRIS = f'{RANGES}\n[design]\nkind = "morris"\ntrajectories = 2'
TABLE = f'question = "At these?"\nscenario = "own/region.toml"\nreplicates = 1\ndesign = "points.csv"\n[set]\n{SMALL}\n'
NO_OMTAFEL = "import sys\nfor name in ('omtafel', 'sim', 'experiments', 'reports'):\n    sys.modules[name] = None\n"


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """Results of a small Morris design on both routes."""
    return experiments.run(text_of("replicates = 2", MORRIS), tmp_path_factory.mktemp("bundled"), workers=1)


@pytest.fixture(scope="module")
def folder(found, tmp_path_factory):
    """Its bundle without pictures, opened."""
    root = tmp_path_factory.mktemp("opened")
    archive = write_archive(bundle_files(found, figures=False), root / "b.zip")
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(root / "there")
    return root / "there"


def test_the_python_of_its_readme_runs_without_omtafel(found, folder):
    (code,) = re.findall(r"```python\n(.*?)```", (folder / "README.md").read_text("utf-8"), flags=re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", NO_OMTAFEL + code], cwd=folder, capture_output=True, text=True, env={"PATH": ""}
    )
    assert done.returncode == 0, done.stderr
    assert OUTCOMES[found.experiment.outcomes[0]].definition.en in done.stdout


def test_every_column_of_every_table_is_explained_for_that_table(folder):
    explained = pd.read_csv(folder / "dictionary.csv")
    for path in folder.glob("*.csv"):
        if path.stem in ("dictionary", "points"):
            continue
        known = set(explained.loc[explained["tables"].str.contains(rf"\b{path.stem}\b"), "column"])
        assert set(pd.read_csv(path).columns) <= known, path.name


def test_its_tables_are_those_of_the_results(found, folder):
    pd.testing.assert_frame_equal(pd.read_parquet(folder / "runs.parquet"), found.runs)
    indices = pd.read_csv(folder / "indices.csv")
    assert set(indices["of"]) == {"gain", "parallel", "shared_plan"}
    assert set(indices["factor"]) == {"turnover_rate", "time_shortage"}


def test_its_description_names_every_file_and_the_run_that_made_them(found, folder):
    graph = {one["@id"]: one for one in json.loads((folder / "ro-crate-metadata.json").read_text("utf-8"))["@graph"]}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    named = {one["@id"] for one in graph["./"]["hasPart"]}
    assert named == there - {"ro-crate-metadata.json"}
    assert graph["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    assert graph["./"]["name"] == found.experiment.question
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", graph["./"]["datePublished"])
    for name in named:
        assert graph[name]["@type"] == "File"
        assert len(graph[name]["description"]) > 5
    made = {one["@id"] for one in graph["#run"]["result"]}
    assert {"runs.parquet", "report.html", "indices.csv"} <= made
    assert {one["@id"] for one in graph["#run"]["object"]} == {"experiment.toml", "scenario.toml"}


def test_what_it_asks_runs_again_to_the_same_tables(found, folder, tmp_path):
    again = experiments.run(folder / "experiment.toml", tmp_path / "again", workers=1)
    assert (again.root / "effects.csv").read_bytes() == (found.root / "effects.csv").read_bytes()


def test_the_same_results_make_the_same_bundle(found, tmp_path):
    one, other = (write_archive(bundle_files(found, figures=False), tmp_path / name) for name in ("a.zip", "b.zip"))
    assert one.read_bytes() == other.read_bytes()


def test_scenario_and_points_of_ones_own_come_along_under_names_of_their_own(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own/region.toml").write_text(
        'title = "Mine"\nextends = "almelo"\n[set]\nturnover_rate = 0.3\n', "utf-8"
    )
    (tmp_path / "points.csv").write_text("time_shortage;training_share\n0,1;0\n0,4;1\n", "utf-8")
    (tmp_path / "mine.toml").write_text(TABLE, "utf-8")
    asked = read_experiment(tmp_path / "mine.toml")
    files = asked_files(asked)
    assert set(files) == {"experiment.toml", "scenario.toml", "points.csv"}
    other = tmp_path / "elsewhere"
    other.mkdir()
    for name, text in files.items():
        (other / name).write_text(text, "utf-8")
    again = read_experiment(other / "experiment.toml")
    assert again.factors == asked.factors
    assert again.scenario.settings == asked.scenario.settings
    assert 'scenario = "scenario.toml"' in files["experiment.toml"]


def test_nothing_in_it_says_where_files_stand_on_a_machine(folder, found):
    asked = experiments.run(folder / "experiment.toml", folder.parent / "from_a_file", workers=1)
    assert asked.experiment.file == str(folder / "experiment.toml")
    shown = write_archive(bundle_files(asked, figures=False), folder.parent / "c.zip")
    with zipfile.ZipFile(shown) as opened:
        sessions = json.loads(opened.read("manifest.json"))["sessions"]
    assert [one["file"] for one in sessions] == ["experiment.toml"]


def test_a_file_that_says_something_else_than_was_run_is_refused():
    asked = experiment_of("replicates = 2", MORRIS)
    with pytest.raises(ValueError, match="what was run is not what its file asks"):
        asked_files(asked.with_design("sobol", points=2))


def test_pictures_come_as_files_with_captions(found):
    files = bundle_files(found)
    kinds = {name.rpartition(".")[2] for name in files if name.startswith("figures/")}
    assert kinds == {"svg", "pdf", "png", "txt", "csv"}
