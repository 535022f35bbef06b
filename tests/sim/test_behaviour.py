"""The fingerprint of what the model does: the same while it does the same, another as soon as a rule does not."""

import re

import pytest

from sim import behaviour as module
from sim.behaviour import behaviour, levers, unchanged
from sim.outcomes import OUTCOMES

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
        return [("severity", "otherwise")]

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


def test_an_outcome_that_is_measured_later_ages_nothing_and_one_that_is_measured_no_more_does():
    measured = list(OUTCOMES)[:-1]
    kept = {"behaviour": behaviour(measured=measured), "levers": levers(), "measured": measured}
    assert kept["behaviour"] != behaviour()
    assert unchanged(kept)
    assert not unchanged({**kept, "measured": [*measured, "shoe_size"]})
