"""Policies A to D: put beside each other, named, kept in the link, and taken back."""

import pytest

from dashboard import address
from dashboard.choices import LETTERS, Choices
from dashboard.policies import PRESETS, in_worlds, names_of, policies_of, scenarios_of, with_preset
from dashboard.visit import Visit
from sim.scenario import load_scenario


def test_without_any_the_settings_of_now_are_the_first_policy():
    choices = Choices().moved("time_shortage", 0.2)
    assert policies_of(choices) == {"A": choices.here}
    assert names_of(choices) == ["A · As now"]
    assert names_of(choices.but(language="nl").moved("plan_keeping", 0.1)) == ["A"]


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_is_the_first_policy_with_its_levers(preset):
    choices = with_preset(Choices().moved("time_shortage", 0.2), preset)
    first, other = scenarios_of(policies_of(choices))
    levers = load_scenario(preset).settings
    assert levers and {name: other.value(name) for name in levers} == dict(levers)
    assert first.value("time_shortage") == other.value("time_shortage") == 0.2
    assert names_of(choices)[1].startswith("B · ") and "Almelo" not in names_of(choices)[1]


def test_no_more_policies_than_letters():
    choices = Choices()
    for preset in PRESETS:
        choices = with_preset(choices, preset)
    assert tuple(policies_of(choices)) == LETTERS


def test_policies_their_names_the_route_and_the_baseline_stand_in_the_link():
    visit = Visit("lang=nl&time_shortage=0.2")
    visit.add_preset("fixed_face")
    visit.name("B", "  Eén <b>gezicht</b>\n voor ieder gezin in de hele gemeente Almelo ")
    visit.pin(True)
    visit.set("route", "parallel")
    choices = visit.choices.value
    assert choices.named == {"B": "Eén <b>gezicht</b> voor ieder gezin in de hel"[:40]}
    found, problems = address.read(address.query(choices))
    assert (found, problems) == (choices, [])
    assert found.baseline == choices.here


def test_a_letter_that_is_let_go_takes_its_name_along_and_comes_back():
    visit = Visit("lang=en")
    visit.add_preset("fixed_face")
    visit.name("B", "Ours")
    visit.let_go("B")
    assert (tuple(visit.choices.value.saved), dict(visit.choices.value.named)) == (("A",), {})
    visit.step(back=True)
    assert visit.choices.value.named == {"B": "Ours"}
    visit.put_aside("B")  # other settings have no name yet
    assert visit.choices.value.named == {}


def test_what_is_wrong_in_a_link_is_said_and_left_out():
    found, problems = address.read("lang=en&route=nowhere&baseline=atlantis:&name_A=Nobody")
    assert (found.route, found.pinned, found.named) == ("shared_plan", None, {})
    assert len(problems) == 2


def test_policies_that_share_a_world_stand_beside_each_other():
    several = in_worlds(scenarios_of(policies_of(with_preset(Choices(), "fixed_face"))))
    assert len(several) == 16
    plain, fixed = several[:2]
    assert plain.value("fixed_face") != fixed.value("fixed_face") == 0.8
    assert {name: value for name, value in fixed.settings.items() if name != "fixed_face"} == {
        name: value for name, value in plain.settings.items() if name != "fixed_face"
    }
