"""What is not installed is named in one line, with the cure, before anything that it is needed for is begun."""

import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

from experiments.analysis.discovery import discover
from experiments.designs import DESIGNS
from experiments.designs.factors import Factor
from experiments.extras import EXTRAS, NotInstalled, need
from experiments.running.scheduler import connect
from omtafel.cli import status_of
from tests.experiments.experiment_files import text_of
from validation.calibration.emulator import OneGuess

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
RANGES = "[factors]\nturnover_rate = { range = [0.1, 0.7] }"


@pytest.fixture
def hide(monkeypatch):
    """``hide("calibrate")``: as if what this extra holds was not installed."""

    def hide(extra: str) -> str:
        called, module = EXTRAS[extra]
        for name in [name for name in sys.modules if name.partition(".")[0] == module]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.setitem(sys.modules, module, None)
        return f"This needs {called}: pip install 'omtafel[{extra}]'"

    return hide


@pytest.mark.parametrize("extra", EXTRAS)
def test_every_extra_is_declared_and_part_of_all_and_no_plain_dependency(extra):
    (asked,) = DECLARED["optional-dependencies"][extra]
    called = EXTRAS[extra][0].lower()
    assert asked.startswith(called)
    assert not any(one.startswith(called) for one in DECLARED["dependencies"])
    assert extra in DECLARED["optional-dependencies"]["all"][0]


def test_what_is_there_is_not_asked_for():
    for extra in EXTRAS:
        need(extra)


def test_a_part_of_it_that_is_missing_is_another_fault(monkeypatch, hide, tmp_path):
    hide("discover")
    (tmp_path / "sklearn.py").write_text("import what_sklearn_leans_on")
    monkeypatch.delitem(sys.modules, "sklearn")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="what_sklearn_leans_on") as fault:
        need("discover")
    assert not isinstance(fault.value, NotInstalled)


ONE = Factor("turnover_rate", "Turnover", "a year", (), 0.0, 1.0, 0.5)
POINTS = np.linspace(0, 1, 100)[:, None]


@pytest.mark.parametrize(
    ("extra", "ask"),
    [
        ("sensitivity", lambda: DESIGNS["morris"].points((ONE,), {}, 0)),
        ("sensitivity", lambda: DESIGNS["sobol"].points((ONE,), {}, 0)),
        ("discover", lambda: discover((ONE,), POINTS, POINTS[:, 0] > 0.5)),
        ("calibrate", lambda: OneGuess(POINTS, POINTS[:, 0])),
        ("cluster", lambda: connect("tcp://127.0.0.1:9")),
    ],
)
def test_where_it_is_needed_it_is_named(extra, ask, hide):
    said = hide(extra)
    with pytest.raises(NotInstalled) as refusal:
        ask()
    assert str(refusal.value) == said


@pytest.mark.parametrize(
    ("extra", "words", "design"),
    [
        ("sensitivity", "sensitivity a.toml", 'kind = "one_at_a_time"'),
        ("sensitivity", "experiment run a.toml", 'kind = "morris"\ntrajectories = 2'),
        ("discover", "discover a.toml", 'kind = "latin_hypercube"\npoints = 24'),
        ("calibrate", "calibrate", None),
        ("calibrate", "coverage --truths 2 --sets 64", None),
        ("cluster", "experiment run a.toml --cluster tcp://127.0.0.1:9", 'kind = "one_at_a_time"'),
    ],
)
def test_a_command_says_so_before_it_begins(extra, words, design, hide, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    text = text_of("replicates = 2", f"{RANGES}\n[design]\n{design}" if design else "")
    (tmp_path / "a.toml").write_text(text, "utf-8")
    said = hide(extra)
    assert status_of(words.split()) == 2
    assert capsys.readouterr().err.splitlines()[-1] == f"omtafel: {said}"
    assert [path.name for path in tmp_path.iterdir()] == ["a.toml"]


def test_peeling_needs_no_scikit_learn(hide):
    hide("discover")
    assert discover((ONE,), POINTS, POINTS[:, 0] > 0.6, by="prim").losing == 40
