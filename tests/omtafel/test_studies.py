"""``omtafel studies``, with a small question in the place of those that come with the model."""

import json

import pytest

from omtafel.cli import status_of
from sim.behaviour import behaviour
from tests.experiments.experiment_files import text_of
from validation.studies import kept

pytestmark = pytest.mark.slow

TURNING = "[factors]\nturnover_rate = [0.1, 0.3, 0.5]\nplan_keeping = [0, 0.5, 1]"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where everything goes, with one small study; what is kept of the real ones is left alone."""
    (tmp_path / "small.toml").write_text(text_of('replicates = 3\nexpected = "a crossing"', TURNING))
    monkeypatch.setattr(kept, "STUDIES", ("small",))
    monkeypatch.setattr(kept, "file_of", lambda name: tmp_path / f"{name}.toml")
    monkeypatch.setattr(kept.kept, "path", tmp_path / "kept.json")
    monkeypatch.setattr(kept, "PICTURES", tmp_path / "pictures")
    kept.kept.forget()
    yield tmp_path
    kept.kept.forget()


def test_studies_are_run_told_and_kept(folder, capsys):
    assert status_of(["studies", "--out", str(folder / "out"), "--keep"]) == 0
    out = capsys.readouterr().out
    record = json.loads((folder / "kept.json").read_text("utf-8"))
    small = record["studies"]["small"]
    assert (record["behaviour"], small["question"], small["expected"]) == (
        behaviour(),
        "Which is better?",
        "a crossing",
    )
    assert small["runs"] == 9 * 3 * 2
    assert len(small["answers"]) > 1 and all(line in out for line in small["answers"])
    assert (folder / "out" / "small" / "report.html").is_file()
    assert (folder / "pictures" / "small.svg").read_text("utf-8").startswith("<svg")


def test_studies_that_are_not_kept_change_nothing_of_the_project(folder):
    assert status_of(["studies", "--out", str(folder / "out")]) == 0
    assert not (folder / "kept.json").exists() and not (folder / "pictures").exists()


def test_one_study_is_run_and_the_others_stay_as_they_are_kept(folder, monkeypatch, capsys):
    monkeypatch.setattr(kept, "STUDIES", ("other", "small"))
    kept.keep({"other": {"question": "Another?", "expected": "no", "runs": 1, "answers": ["None."]}})
    assert status_of(["studies", "--only", "small", "--out", str(folder / "out"), "--keep"]) == 0
    found = json.loads((folder / "kept.json").read_text("utf-8"))["studies"]
    assert list(found) == ["other", "small"]
    assert found["other"]["answers"] == ["None."]
    assert status_of(["studies", "--only", "big"]) == 2
    assert "--only big: no such study (there are other, small)" in capsys.readouterr().err


def test_one_study_of_other_rules_than_the_rest_is_not_kept(folder, monkeypatch, capsys):
    kept.keep({})
    monkeypatch.setattr(kept, "unchanged", lambda record: False)
    assert status_of(["studies", "--only", "small", "--out", str(folder / "out"), "--keep"]) == 2
    assert "the rules or declared values have changed" in capsys.readouterr().err
