"""What was asked and cannot act is named: what the scenario sets itself, and cells that are the same."""

import dataclasses

import pytest

from experiments.results import Results, run
from experiments.specification.experiment import Experiment
from omtafel.cli import status_of
from reports.asked import asked_in_words
from reports.page import write_report
from reports.without_effect import MOST_NAMED, what_cannot_act, what_was_the_same
from sim.outcomes import OUTCOMES
from sim.scenario import Change
from tests.experiments.experiment_files import experiment_of

pytestmark = pytest.mark.slow

CHOICE = "[policies.as_it_is]\n[policies.also]\nturnover_rate = 0.2\n[policies.trained]\ntraining_share = 1"
SETS = f'{CHOICE}\n[design]\nkind = "worlds"\nworlds = 2'


def changing(experiment: Experiment, week: int, **settings: float) -> Experiment:
    """The same with settings that the scenario sets in a week."""
    changed = dataclasses.replace(experiment.scenario, changes=(Change(week, settings),))
    return dataclasses.replace(experiment, scenario=changed, based_on=changed)


def test_what_the_scenario_sets_in_a_later_week_is_named():
    moved = changing(experiment_of(), 12, turnover_rate=0.5)
    said = "Staff turnover, which is moved, acts only until week 12: from then on the scenario sets it to 0.5"
    assert what_cannot_act(moved) == [said]
    assert said in asked_in_words(moved)
    policy = changing(experiment_of(tables=CHOICE), 0, training_share=0.0)
    assert any("which policy trained sets, acts only before the first week" in one for one in what_cannot_act(policy))
    assert what_cannot_act(experiment_of()) == []


def test_what_is_set_or_moved_beyond_what_is_plausible_is_said_once():
    policies = "[policies.much]\ntraining_share = 6\n[policies.also]\ntraining_share = 6"
    tables = f"[factors]\nturnover_rate = [0.1, 0.95]\n{policies}"
    asked = asked_in_words(experiment_of(tables=tables, sets="caseload_gp = 25"))
    notes = [one for one in asked if one.startswith("Note")]
    assert notes == [
        "Note: Cases of one post (gp) 25 cases is outside what is plausible, 4.8 cases to 12 cases",
        "Note: Staff turnover 95 % per year is outside what is plausible, 0 % per year to 90 % per year",
        "Note: Training 600 % per year is outside what is plausible, 0 % per year to 200 % per year",
    ]


@pytest.mark.parametrize(("tables", "where"), [(CHOICE, ""), (SETS, " in 2 of 2 worlds")])
def test_policies_that_say_the_same_are_named_once(tables, where):
    assert what_cannot_act(experiment_of(tables=tables)) == [f"The same is lived{where} with as it is; also"]


def test_a_factor_that_changes_nothing_is_named_and_not_every_cell():
    idle = experiment_of(
        tables="[factors]\nshared_plan_share = [0.2, 0.8]\nturnover_rate = [0.1, 0.4]", top='routes = ["parallel"]'
    )
    assert what_cannot_act(idle) == [
        "The same is lived wherever families with a shared plan stands: it changes nothing here"
    ]


def test_many_groups_are_counted():
    names = [
        f"[policies.{letter}{twin}]\nturnover_rate = 0.{number}"
        for number, letter in enumerate("abcdefgh", 1)
        for twin in "xy"
    ]
    said = what_cannot_act(experiment_of(tables="\n".join(names)))
    assert len(said) == MOST_NAMED + 1
    assert said[0] == "The same is lived with ax; ay"
    assert said[-1] == "The same is lived in 2 more groups of cells"


@pytest.fixture(scope="module")
def done(tmp_path_factory) -> Results:
    """Three policies, of which two are the same by what was asked."""
    return run(experiment_of("replicates = 2", CHOICE), tmp_path_factory.mktemp("acting"), workers=1)


def test_results_that_are_the_same_to_the_last_bit_are_named_beyond_what_was_asked(done, monkeypatch):
    assert what_was_the_same(done) == []
    runs = done.runs.copy()
    trained, usual = (runs["policy"] == name for name in ("trained", "as_it_is"))
    runs.loc[trained, list(OUTCOMES)] = runs.loc[usual, list(OUTCOMES)].to_numpy()
    monkeypatch.setitem(vars(done), "runs", runs)
    assert what_was_the_same(done) == ["Bit for bit the same results with as it is; also; trained"]
    runs.loc[trained & (runs["replicate"] == 1), "status"] = "failed"
    assert what_was_the_same(done) == []


def test_check_and_the_report_name_it(done, tmp_path, capsys):
    file = tmp_path / "file.toml"
    file.write_text(done.experiment.text)
    assert status_of(["experiment", "check", str(file)]) == 0
    said = "The same is lived with as it is; also"
    assert said in capsys.readouterr().out
    assert said in write_report(done, path=tmp_path / "report.html").read_text("utf-8")
