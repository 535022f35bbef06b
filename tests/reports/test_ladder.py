"""A ladder of sensitivity analyses: each rung an experiment of its own, the last over what matters most."""

import dataclasses
from typing import Any

import numpy as np
import pandas as pd
import pytest

import experiments
from experiments.designs import DESIGNS
from experiments.results import Results
from experiments.sensitivity import indices
from reports.ladder import RUNGS, climb, on_rung, ranked
from tests.experiments.experiment_files import experiment_of

pytestmark = pytest.mark.slow

THREE = """[factors]
turnover_rate = { range = [0.1, 0.7] }
time_shortage = { range = [0.0, 0.8] }
warm_handover_weeks = { range = [0, 4] }"""
SOBOL = f'{THREE}\n[design]\nkind = "sobol"\npoints = 4'
GRID = "[factors]\nturnover_rate = [0.1, 0.2, 0.7]\ntime_shortage = { grid = [0.0, 0.8], steps = 3 }"
ADAPTIVE = "replicates = { at_least = 2, at_most = 9, half_width = { trust = 0.0001 } }"


@pytest.fixture(scope="module")
def climbed(tmp_path_factory):
    """A ladder with all rungs, two factors on the last, and its folder."""
    root = tmp_path_factory.mktemp("ladder")
    ladder = climb(experiment_of("replicates = 2", SOBOL), root, experiments.run, "trust", most=2)
    return root, ladder


class Planned:
    """Notes what would be run, and runs nothing."""

    def __init__(self):
        self.steps = []

    def __call__(self, experiment, folder):
        self.steps.append((experiment, folder))
        return dataclasses.make_dataclass("Nothing", ["experiment"])(experiment)


def test_every_rung_has_a_folder_of_its_own_with_all_its_runs(climbed):
    root, ladder = climbed
    assert tuple(ladder.steps) == RUNGS == ("one_at_a_time", "morris", "sobol")
    assert ladder.outcome == "trust"
    assert ladder.results == list(ladder.steps.values())
    for rung, results in ladder.steps.items():
        assert results.root == root / "sensitivity" / rung
        assert results.experiment.design.kind == rung
        assert (results.written.missing, results.written.failed) == (0, 0)


def test_only_what_morris_finds_to_move_most_goes_on_to_sobol(climbed):
    _, ladder = climbed
    ranked = indices(ladder.steps["morris"], "trust")["factor"]
    sobol = ladder.steps["sobol"].experiment
    assert {one.name for one in sobol.factors} == set(ranked[:2])
    assert len(ladder.steps["sobol"].cells) == 4 * (2 + 2)
    assert [len(ladder.steps[rung].experiment.factors) for rung in RUNGS] == [3, 3, 2]


def test_the_rung_below_chooses_when_morris_is_left_out(climbed, tmp_path, monkeypatch):
    def run(experiment, folder):
        return experiments.run(experiment, folder, workers=2)

    gains: dict[int, np.ndarray] = {}

    def of(self, outcome):
        """Handover moves most, then turnover, whatever the runs say."""
        number = len(self.cells.points)
        return gains.get(number, np.zeros((number, 2)))

    gains[7] = np.repeat([[0.0], [0.2], [0.0], [0.1], [0.0], [0.3], [0.0]], 2, axis=1)
    monkeypatch.setattr(Results, "gains", of)
    ladder = climb(experiment_of("replicates = 2", SOBOL), tmp_path, run, "trust", ("one_at_a_time", "sobol"), most=2)
    assert [one.name for one in ladder.steps["sobol"].experiment.factors] == ["turnover_rate", "warm_handover_weeks"]


def test_with_few_factors_all_of_them_go_on(tmp_path):
    planned = Planned()
    climb(experiment_of("replicates = 2", SOBOL), tmp_path, planned, "trust")
    assert [len(step.factors) for step, _ in planned.steps] == [3, 3, 3]


@pytest.mark.parametrize("rungs", [("sobol",), ("morris",), ("sobol", "one_at_a_time")])
def test_only_the_rungs_that_are_asked_for_are_climbed_in_their_order(tmp_path, rungs):
    planned = Planned()
    ladder = climb(experiment_of("replicates = 2", SOBOL), tmp_path, planned, "trust", rungs)
    assert list(ladder.steps) == [rung for rung in RUNGS if rung in rungs]
    assert [folder for _, folder in planned.steps] == [tmp_path / "sensitivity" / rung for rung in ladder.steps]


def test_a_rung_of_its_own_kind_keeps_its_options_and_others_take_the_usual_ones():
    experiment = experiment_of("replicates = 2", SOBOL)
    assert on_rung(experiment, "sobol").design.options == {"points": 4}
    usual = {name: option[0] for name, option in DESIGNS["morris"].options.items()}
    assert on_rung(experiment, "morris").design.options == usual
    assert on_rung(experiment, "one_at_a_time").design.options == {}


def test_a_grid_lends_its_ranges_and_a_precision_its_least_replicates():
    step = on_rung(experiment_of(f"{ADAPTIVE}\nseed = 4", GRID), "morris")
    assert [(one.name, one.low, one.high, one.values) for one in step.factors] == [
        ("turnover_rate", 0.1, 0.7, ()),
        ("time_shortage", 0.0, 0.8, ()),
    ]
    assert (step.replicates.at_least, step.replicates.at_most, dict(step.replicates.half_width)) == (2, 2, {})
    assert step.seed == 4


def test_a_rung_is_opened_as_it_was_run(climbed, tmp_path):
    for results in climbed[1].results:
        again = experiments.open(results.root)
        assert again.experiment == results.experiment
        assert again.written == results.written
    step = on_rung(experiment_of(ADAPTIVE, GRID), "one_at_a_time")
    found = experiments.run(step, tmp_path / "rung", workers=2)
    again = experiments.open(tmp_path / "rung")
    assert again.experiment == step
    assert (again.written, again.written.missing) == (found.written, 0)


@pytest.mark.parametrize(
    ("top", "tables", "said"),
    [
        ("replicates = 2", "", "there are no factors to move"),
        ("replicates = 2", "[factors]\ntime_shortage = [0.2]", "time_shortage has no range to move over"),
    ],
)
def test_what_cannot_be_analysed_is_refused_before_anything_runs(tmp_path, top, tables, said):
    planned = Planned()
    with pytest.raises(ValueError, match=said):
        climb(experiment_of(top, tables), tmp_path, planned, "trust")
    assert planned.steps == []


def test_nothing_is_chosen_from_an_analysis_that_cannot_be_made(tmp_path, monkeypatch):
    from experiments.running import pair

    monkeypatch.setattr(pair, "live", lambda *arguments, **more: 1 / 0)
    monkeypatch.setattr(pair, "live_together", None)
    with pytest.raises(ValueError, match=r"trust: .* values are missing"):
        climb(experiment_of("replicates = 2", SOBOL), tmp_path, experiments.run, "trust", ("morris", "sobol"), most=2)


def test_one_route_is_climbed_in_a_folder_of_its_own_and_opens_as_it_was_run(tmp_path):
    asked = experiment_of("replicates = 2", SOBOL)
    on_route = dataclasses.replace(asked, routes=("parallel",))
    ladder = climb(on_route, tmp_path, experiments.run, "trust", ("morris", "sobol"), most=1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sensitivity-parallel"]
    for rung, results in ladder.steps.items():
        again = experiments.open(tmp_path / "sensitivity-parallel" / rung)
        assert again.experiment == results.experiment
        assert again.experiment.routes == ("parallel",)
    first = indices(ladder.steps["morris"], "trust")["factor"].iloc[0]
    assert [one.name for one in ladder.steps["sobol"].experiment.factors] == [first]


def test_under_policies_a_factor_goes_on_that_matters_most_under_any(monkeypatch):
    orders = {0: ["a", "b", "c"], 1: ["c", "a", "b"]}

    def found(results, outcome, part):
        return pd.DataFrame({"factor": orders[part]})

    monkeypatch.setattr("reports.ladder.indices", found)
    monkeypatch.setattr("reports.ladder.parts", lambda results: [0, 1])
    nothing: Any = None
    assert ranked(nothing, "trust") == ["a", "c", "b"]
