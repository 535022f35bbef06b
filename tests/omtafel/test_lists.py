"""``omtafel scenarios`` and ``omtafel parameters``: lists that come from the declarations."""

import json
from typing import get_args

import pytest

from omtafel import lists
from omtafel.cli import status_of
from sim import parameters
from sim.scenario import load_scenario, scenario_names


def parameters_as_json(capsysbinary, *arguments: str) -> list[dict]:
    """The parameters a command prints."""
    assert status_of(["parameters", *arguments, "--json"]) == 0
    return json.loads(capsysbinary.readouterr().out)


def test_every_scenario_is_listed_with_what_it_is_for(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")
    assert status_of(["scenarios"]) == 0
    text = capsys.readouterr().out
    for name in scenario_names():
        scenario = load_scenario(name)
        assert name in text
        assert scenario.title in text
        assert scenario.why in text


@pytest.mark.parametrize("name", scenario_names())
def test_every_scenario_says_what_it_is_and_what_it_is_for_in_two_languages(name):
    scenario = load_scenario(name)
    texts = (scenario.title, scenario.title_nl, scenario.why, scenario.why_nl)
    assert all(texts)
    assert len(set(texts)) == 4


def test_every_parameter_is_listed_as_declared(capsysbinary):
    listed = parameters_as_json(capsysbinary)
    assert [one["name"] for one in listed] == list(parameters.parameters())
    for one in listed:
        declared = parameters.parameters()[one["name"]]
        assert (one["value"], one["low"], one["high"]) == (declared.value, declared.low, declared.high)
        assert (one["unit"], one["kind"], one["grade"], one["source"]) == (
            declared.unit,
            declared.kind,
            declared.grade,
            declared.source,
        )


def test_a_scenario_shows_its_own_values_beside_the_declared_ones(capsysbinary):
    listed = {one["name"]: one for one in parameters_as_json(capsysbinary, "high_turnover")}
    assert listed["turnover_rate"]["value"] == 0.45
    assert listed["turnover_rate"]["declared"] == parameters.parameters()["turnover_rate"].value
    assert listed["time_shortage"]["value"] == listed["time_shortage"]["declared"]


def test_a_change_in_a_later_week_is_shown(capsysbinary):
    listed = {one["name"]: one for one in parameters_as_json(capsysbinary, "budget_cut")}
    assert listed["posts_funded"]["changes"] == [{"week": 52, "value": 0.8}]


def test_a_changed_value_is_shown_with_the_declared_one(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    assert status_of(["parameters", "high_turnover", "--kind", "world"]) == 0
    text = capsys.readouterr().out
    assert "0.45 (declared" in text
    assert "World: what happens to a region" in text
    assert "Policy" not in text


def test_kind_and_grade_choose_together(capsysbinary):
    listed = parameters_as_json(capsysbinary, "--kind", "policy", "--grade", "expert")
    expected = [one.name for one in parameters.parameters().values() if (one.kind, one.grade) == ("policy", "expert")]
    assert [one["name"] for one in listed] == expected


def test_the_choices_are_those_of_the_declarations():
    assert get_args(lists.Kind) == get_args(parameters.Kind)
    assert get_args(lists.Grade) == get_args(parameters.Grade)


@pytest.mark.slow
@pytest.mark.parametrize("columns", [80, 120])
def test_the_table_of_parameters_fits_the_terminal(columns, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(columns))
    assert status_of(["parameters", "overstretched"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= columns
    assert all(any(name in line for line in lines) for name in ("turnover_rate", "time_shortage"))
