"""What another model made opens with what there still is, and the rest is named."""

import pytest

from experiments.store.replay import as_toml
from experiments.versions import opened, remark
from sim.scenario import ScenarioError, load_scenario

OLDER = "# Omtafel 0.0.9, model 0123456789ab"
TEXT = """extends = "almelo"
families = 60
moon = 3
[set]
turnover_rate = 0.4
happiness = 1.0
[structure]
weather = "mild"
[[change]]
week = 52
set = { posts_funded = 0.9, sunshine = 0.2 }
[[change]]
week = 60
set = { sunshine = 0.1 }
"""


def test_a_file_of_this_model_comes_back_as_it_was():
    scenario = load_scenario("budget_cut").replace(turnover_rate=0.4)
    found = opened(f"{remark()}\n{as_toml(scenario)}", "own")
    assert (found.model, found.gone) == ("", ())
    assert (dict(found.scenario.settings), found.scenario.changes) == (dict(scenario.settings), scenario.changes)


def test_a_file_of_another_model_opens_with_what_there_still_is():
    found = opened(f"{OLDER}\n{TEXT}", "own")
    assert found.model == "0123456789ab"
    assert found.gone == ("moon", "happiness", "weather", "sunshine")
    assert (found.scenario.families, found.scenario.value("turnover_rate")) == (60, 0.4)
    assert [(one.week, dict(one.settings)) for one in found.scenario.changes] == [(52, {"posts_funded": 0.9})]


def test_of_this_model_and_of_none_what_is_unknown_is_refused():
    for begins in (remark(), "# mine"):
        with pytest.raises(ScenarioError, match="unknown"):
            opened(f"{begins}\n{TEXT}", "own")
    with pytest.raises(ScenarioError, match="outside"):
        opened(f"{OLDER}\n[set]\nturnover_rate = 40", "own")  # it is there, and cannot be
