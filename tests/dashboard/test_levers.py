"""Every parameter is a lever by itself, with words from its declaration."""

from itertools import product

import pytest

from dashboard.choices import Choices
from dashboard.levers import changed_in_words, groups, lever_data, rounded
from dashboard.typed import Refused, taken
from sim.parameters import parameters
from sim.scenario import Change
from sim.words import LANGUAGES
from tests.of_each import of_each

ALL = list(parameters().values())


@pytest.mark.slow
@of_each(product(ALL, LANGUAGES))
def test_every_parameter_is_a_lever_in_both_languages(case):
    parameter, language = case
    data = lever_data(parameter, Choices(language=language))
    assert data["low"] <= data["value"] <= data["high"] and data["step"] > 0
    assert data["explanation"] == parameter.explanation.to(language)
    froms = [value for value, _ in data["stops"]]
    assert froms == sorted(froms) or data["options"]
    assert data["stops"][0][0] == data["low"]
    for end in ("low", "high"):
        assert taken(parameter.name, data[end], language) == getattr(parameter, end)


def word_at(data, value):
    return [word for start, word in data["stops"] if value >= start - 1e-9][-1]


def test_words_at_the_stops_tell_usual_from_more_and_less():
    keeping = lever_data(parameters()["plan_keeping"], Choices())
    assert [word_at(keeping, value) for value in (0, 20, 50, 70, 80, 90, 100)] == [
        "none", "much less than usual", "less than usual", "as usual",
        "more than usual", "much more than usual", "highest",
    ]  # fmt: skip
    shortage = lever_data(parameters()["time_shortage"], Choices())
    assert word_at(shortage, 0) == "as usual"
    assert word_at(lever_data(parameters()["time_shortage"], Choices(scenario="time_shortage")), 40) == "as usual"


def test_six_levers_come_first_in_two_groups():
    first = [group for group in groups(Choices()) if not group["folded"]]
    assert [group["key"] for group in first] == ["world-first", "policy-first"]
    assert [len(group["levers"]) for group in first] == [3, 3]


def test_every_lever_of_world_and_policy_is_one_click_away():
    shown = {lever["name"] for group in groups(Choices()) for lever in group["levers"]}
    assert shown == {one.name for one in ALL if one.kind in ("world", "policy")}


def test_what_was_changed_is_said_in_words():
    choices = Choices(language="nl").moved("time_shortage", 0.25).moved("weeks", 104).moved("coordinator_sector", 1)
    assert changed_in_words(choices) == [
        "Tijdgebrek: 25 % in plaats van 0 %",
        "Weken: 104 in plaats van 156",
        "Sector die coördineert: jeugd-ggz in plaats van sociaal team",
    ]


def test_what_floating_point_leaves_behind_is_not_shown():
    assert rounded(0.1 + 0.2) == 0.3


@pytest.mark.parametrize("changes", [None, (Change(52, {"posts_funded": 0.8}),)])
def test_what_changes_in_a_week_was_changed_too(changes):
    choices = Choices(scenario="almelo" if changes else "budget_cut", changes=changes)
    lines = changed_in_words(choices)
    assert "From week 52: posts paid for 80 %" in lines
    assert lines[0].startswith("Scenario: Almelo, a budget cut after a year instead of Almelo") is not bool(changes)


def test_another_scenario_was_changed_too():
    assert changed_in_words(Choices(scenario="high_turnover", language="nl")) == [
        "Scenario: Almelo, hoog personeelsverloop in plaats van Almelo, gewone bezetting"
    ]
    assert changed_in_words(Choices()) == []


def test_changes_that_were_taken_away_are_said():
    assert changed_in_words(Choices(scenario="budget_cut", changes=()))[1:] == [
        "Without what the scenario changes over time"
    ]


@pytest.mark.parametrize(("week", "said"), [(52, "until week 52"), (0, "acts before week 0 only")])
def test_a_lever_that_a_change_overrules_is_named_beside_it_and_among_what_was_changed(week, said):
    choices = Choices(changes=(Change(week, {"plan_keeping": 0.2}),)).moved("plan_keeping", 0.5)
    of_lever = lever_data(parameters()["plan_keeping"], choices)["overruled"]
    assert of_lever == f"{said}: from then on the scenario says 20 %"
    assert changed_in_words(choices)[0] == f"Keeping the plan: 50 % instead of 70 % ({of_lever})"
    assert lever_data(parameters()["time_shortage"], choices)["overruled"] == ""


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "outside what is plausible, 7.8 cases to 19.5 cases"),
        ("nl", "buiten wat aannemelijk is, 7,8 trajecten tot 19,5 trajecten"),
    ],
)
def test_a_number_beyond_the_slider_is_taken_and_said_beside_it_and_among_what_was_changed(language, said):
    one = parameters()["caseload_social_team"]
    choices = Choices(language=language).moved(one.name, taken(one.name, "25", language))
    data = lever_data(one, choices)
    assert (data["low"], data["high"], data["value"]) == (7.8, 19.5, 25)
    assert data["implausible"] == said
    assert changed_in_words(choices)[0].endswith(f"({said})")
    assert choices.scenario_now().value(one.name) == 25
    assert lever_data(one, Choices(language=language))["implausible"] == ""
    with pytest.raises(Refused):
        taken(one.name, "101", language)
