"""What a visitor chooses, and goes back to."""

import pytest

from dashboard.choices import Choices, brought, library_scenario, scenarios_on_offer, too_large
from dashboard.history import History
from sim.scenario import ScenarioError, parse_scenario


def test_a_lever_that_is_set_back_leaves_no_trace():
    moved = Choices().moved("time_shortage", 0.3)
    assert moved.values == {"time_shortage": 0.3}
    assert moved.moved("time_shortage", 0.0) == Choices()


def test_what_a_scenario_sets_itself_is_usual_there():
    assert Choices(scenario="time_shortage").moved("time_shortage", 0.4).values == {}
    assert Choices(scenario="time_shortage").moved("time_shortage", 0.0).values == {"time_shortage": 0.0}


def test_assumptions_are_put_back_apart_from_the_levers():
    choices = Choices().moved("time_shortage", 0.3).moved("plan_keeping", 0.4).moved("talk_trust", 0.1)
    assert set(choices.without("assumption").values) == {"time_shortage", "plan_keeping"}
    assert set(choices.without("world", "policy").values) == {"talk_trust"}
    assert [one.name for one in choices.changed("policy")] == ["plan_keeping"]
    other = choices.with_form("bond", "grows")
    assert other.without("assumption").forms == {} and other.without("world", "policy").forms == {"bond": "grows"}


def test_a_chosen_form_of_a_rule_is_lived_and_the_usual_one_leaves_no_trace():
    choices = Choices().with_form("bond", "grows").with_form("hours", "perish").with_form("bond", "fit")
    assert dict(choices.scenario_now().structures) == dict(choices.here.ready().structures) == {"hours": "perish"}
    assert choices.with_form("hours", "list_takes_hours") == Choices()


def test_scenarios_that_are_too_large_to_wait_for_are_not_offered():
    assert too_large(library_scenario("netherlands")) == "families"
    assert "netherlands" not in scenarios_on_offer()
    assert {"almelo", "overstretched", "youth_region"} <= set(scenarios_on_offer())


def test_a_scenario_of_ones_own_is_the_same_run_when_told_as_what_differs_from_almelo():
    own = parse_scenario(
        'extends = "overstretched"\nweeks = 104\n[structure]\nbond = "grows"\n'
        "[[change]]\nweek = 52\nset = { plan_keeping = 0.2 }\n",
        "own",
    )
    told = brought(own, Choices()).scenario_now()
    assert (told.families, told.weeks, told.changes) == (own.families, own.weeks, own.changes)
    assert all(told.value(name) == value for name, value in own.settings.items())
    assert dict(told.structures) == {"bond": "grows"}


@pytest.mark.parametrize("name", ["/etc/hostname", "../scenarios/almelo.toml", "almelo.toml", "nowhere"])
def test_no_file_of_this_machine_is_a_scenario_of_the_library(name):
    with pytest.raises(ScenarioError, match="no scenario"):
        library_scenario(name)


def test_undo_and_redo_go_back_and_forth():
    history, first = History(), Choices()
    second = first.moved("time_shortage", 0.3)
    history.remember(first)
    assert history.step(second, back=True) == first
    assert history.step(first, back=False) == second
    assert history.step(second, back=False) == second


def test_one_slide_of_a_lever_is_one_step():
    history, now = History(), Choices()
    for value in (0.1, 0.2, 0.3):
        history.remember(now, "time_shortage")
        now = now.moved("time_shortage", value)
    assert history.step(now, back=True) == Choices()
    assert history.step(Choices(), back=True) == Choices()


def test_moves_of_two_levers_are_two_steps():
    history, now = History(), Choices()
    for name, value in (("time_shortage", 0.1), ("plan_keeping", 0.2)):
        history.remember(now, name)
        now = now.moved(name, value)
    assert history.step(now, back=True).values == {"time_shortage": 0.1}


def test_a_new_move_ends_what_could_be_redone():
    history, first = History(), Choices()
    history.remember(first)
    history.step(first.moved("time_shortage", 0.3), back=True)
    history.remember(first)
    assert not history.future


def test_the_baseline_is_as_large_as_what_is_held_against_it_until_another_is_pinned():
    choices = Choices().moved("weeks", 60).moved("families", 40)
    assert choices.here == choices.baseline
    moved = choices.moved("time_shortage", 0.3)
    assert moved.baseline == choices.here != moved.here
    assert moved.but(pinned=moved.here).baseline == moved.here
