"""Mechanisms of others in experiments: their numbers are moved, their outcomes kept, their text is what a run is."""

from pathlib import Path

import pytest

from experiments import provenance
from experiments.results import open_results, run
from experiments.specification.experiment import ExperimentError, read_experiment
from experiments.store.identity import Identities, model_version
from sim.extensions import loading
from sim.scenario import load_scenario
from tests.forgotten import forget_extensions

pytestmark = pytest.mark.slow

BUDDY = Path(__file__).parent.parent.parent / "examples" / "waiting_list_buddy.py"
TEXT = """
question = "Does a buddy help?"
extensions = ["waiting_list_buddy.py"]
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
    """An experiment's file with the extension beside it."""
    (tmp_path / BUDDY.name).write_text(BUDDY.read_text("utf-8"), "utf-8")
    (tmp_path / "buddy.toml").write_text(TEXT, "utf-8")
    return tmp_path / "buddy.toml"


def test_an_experiment_moves_what_an_extension_declares_and_its_folder_needs_no_file(asked, tmp_path):
    results = run(asked, tmp_path / "kept", workers=1)
    calls = results.runs.groupby("buddy_share")["buddy_calls"].mean()
    assert calls[0.0] == 0 < calls[1.0]
    for path in (asked, asked.with_name(BUDDY.name)):
        path.unlink()
    loading.DECLARED.clear()
    again = open_results(tmp_path / "kept")
    assert again.runs.equals(results.runs)
    assert [one.name for one in again.experiment.scenario.extensions] == ["waiting_list_buddy"]


def test_an_extension_that_cannot_be_read_is_a_problem_of_the_file(asked):
    asked.with_name(BUDDY.name).unlink()
    with pytest.raises(ExperimentError, match=r"waiting_list_buddy.py: cannot be read"):
        read_experiment(asked)
    asked.write_text(TEXT.replace('["waiting_list_buddy.py"]', "3"), "utf-8")
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
