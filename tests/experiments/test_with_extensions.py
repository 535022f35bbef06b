"""Mechanisms of others in experiments: their numbers are moved, their outcomes kept, their text is what a run is."""

import os
import zipfile

import pytest

from experiments import provenance
from experiments.parameter_sets.priors import uncertain
from experiments.results import open_results, run
from experiments.search.corners import Space
from experiments.specification.experiment import ExperimentError, read_experiment
from experiments.specification.moving import group_of
from experiments.store.folder import FolderError
from experiments.store.identity import Identities, model_version
from reports.bundle import bundle_files, write_archive
from sim.extensions import loading
from sim.scenario import load_scenario
from sim.trace.smallest_change import sides_of_levers
from tests.extended import BUDDY, PEERS, TOLD

pytestmark = pytest.mark.slow

OWN = (BUDDY, PEERS, TOLD)
TEXT = """
question = "Does a buddy help?"
extensions = ["waiting_list_buddy.py", "peer_support.py", "told.py"]
outcomes = ["overload", "buddy_calls"]
replicates = 2

[set]
families = 12
weeks = 12
burn_in_weeks = 12

[factors]
buddy_share = [0.0, 1.0]
"""


@pytest.fixture
def asked(tmp_path):
    """An experiment's file with its extensions beside it."""
    for path in OWN:
        (tmp_path / path.name).write_text(path.read_text("utf-8"), "utf-8")
    (tmp_path / "buddy.toml").write_text(TEXT, "utf-8")
    return tmp_path / "buddy.toml"


def test_an_experiment_moves_what_an_extension_declares_and_its_folder_runs_no_program_unasked(
    asked, tmp_path, monkeypatch
):
    results = run(asked, tmp_path / "kept", workers=1)
    calls = results.runs.groupby("buddy_share")["buddy_calls"].mean()
    assert calls[0.0] == 0 < calls[1.0]
    with zipfile.ZipFile(write_archive(bundle_files(results, figures=False), tmp_path / "b.zip")) as bundle:
        bundle.extractall(tmp_path / "there")
    assert str(tmp_path) not in (tmp_path / "there" / "manifest.json").read_text("utf-8")
    asked_again = read_experiment(tmp_path / "there" / "experiment.toml")
    assert asked_again.scenario.extensions == results.experiment.scenario.extensions
    for path in (asked, *(asked.with_name(one.name) for one in OWN)):
        path.unlink()
    loading.DECLARED.clear()
    with pytest.raises(FolderError, match=r"lived with peer_support.py, which is a program.* --with"):
        open_results(tmp_path / "kept")
    assert loading.DECLARED == {}
    monkeypatch.setenv(loading.ALWAYS, os.pathsep.join(str(tmp_path / "there" / one.name) for one in OWN))
    again = open_results(tmp_path / "kept")
    assert again.runs.equals(results.runs)
    assert [one.name for one in again.experiment.scenario.extensions] == sorted(one.stem for one in OWN)


def test_an_extension_that_cannot_be_read_is_a_problem_of_the_file(asked):
    asked.with_name(BUDDY.name).unlink()
    with pytest.raises(ExperimentError, match=r"waiting_list_buddy.py: cannot be read"):
        read_experiment(asked)
    asked.write_text(TEXT.replace('["waiting_list_buddy.py", "peer_support.py", "told.py"]', "3"), "utf-8")
    with pytest.raises(ExperimentError, match="extensions must be a list"):
        read_experiment(asked)


def test_the_text_of_an_extension_is_part_of_what_a_run_is(asked):
    def identity(scenario):
        return Identities(scenario, ("parallel",)).of(1)

    usual = load_scenario("almelo")
    before, version = identity(usual), model_version.__wrapped__()
    path = asked.with_name(BUDDY.name)
    one = load_scenario("almelo", path)
    assert (identity(usual), model_version.__wrapped__()) == (before, version), "what is known of others is none of it"
    path.write_text(path.read_text("utf-8").replace("value=0.05", "value=0.06"), "utf-8")
    other = load_scenario("almelo", path)
    assert len({before, identity(one), identity(other)}) == 3
    assert identity(one) == identity(load_scenario("almelo", BUDDY))


def test_what_is_kept_of_a_run_has_the_text_and_the_command(asked):
    scenario = load_scenario("almelo", BUDDY)
    assert provenance.settings_record(scenario)["extensions"][0]["text"] == BUDDY.read_text("utf-8")
    assert provenance.command(scenario, 2, 0).startswith(f"omtafel --with {BUDDY} compare almelo")
    assert "extensions" not in provenance.settings_record(load_scenario("almelo"))


def test_what_others_declare_is_moved_only_where_a_scenario_has_it():
    uncertain.cache_clear()
    with_it, usual = load_scenario("almelo", BUDDY), load_scenario("almelo", [])

    def moved(scenario):
        levers = [side.lever for side in sides_of_levers(scenario, "parallel", 5, "policy")]
        groups = [one for kind in ("policy", "assumptions") for one in group_of(kind, scenario)]
        return [[one.name for one in several] for several in (levers, Space(scenario, []).levers, groups)]

    lever, assumption = "buddy_share", "buddy_calms"
    assert all(lever in names for names in moved(with_it)) and assumption in moved(with_it)[2]
    assert not any({lever, assumption} & set(names) for names in moved(usual))
    assert assumption not in {one.name for one in uncertain()}, "worlds that fit are of the model's own numbers"
