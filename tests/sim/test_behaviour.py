"""The fingerprint of what the model does: the same while it does the same, another as soon as a rule does not."""

import re

import pytest

from sim import behaviour as module
from sim.behaviour import behaviour

pytestmark = pytest.mark.slow


def test_the_fingerprint_is_twelve_digits_and_the_same_each_time():
    first = behaviour()
    module.LIVED.clear()
    assert re.fullmatch(r"[0-9a-f]{12}", first)
    assert behaviour() == first


def test_a_declared_value_is_noticed_though_the_scenario_was_lived_before(monkeypatch):
    almelo = module.load_scenario("almelo")
    before = module.fingerprint([almelo])
    record = module.declared_record().copy()
    record["retelling_trust"] = 0.0
    monkeypatch.setattr(module, "declared_record", lambda: record)
    lived = []

    def otherwise(scenario):
        lived.append(scenario)
        return "otherwise"

    monkeypatch.setattr(module, "outcomes_in_lines", otherwise)
    assert module.fingerprint([almelo]) != before
    assert lived == [almelo]


def test_another_value_of_a_single_scenario_is_noticed(monkeypatch):
    before = behaviour()
    load = module.load_scenario

    def with_a_change(name):
        scenario = load(name)
        return scenario.replace(retelling_trust=0.0) if name == "small_network" else scenario

    monkeypatch.setattr(module, "load_scenario", with_a_change)
    assert behaviour() != before
