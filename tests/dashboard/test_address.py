"""The address holds everything that was chosen, and nothing that cannot be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.address import LONGEST, MOST_PROBLEMS, levers, query, read
from dashboard.choices import CAPS, DIFFERENCES, Choices, Settings, library_scenario, scenarios_on_offer
from experiments.versions import model
from sim.parameters import parameters
from sim.scenario import Change
from sim.structures import STRUCTURES
from sim.words import LANGUAGES

REALS = [one for one in parameters().values() if one.unit != "number"]


@st.composite
def some_choices(draw):
    base = draw(st.sampled_from(scenarios_on_offer()))
    moved = draw(st.lists(st.sampled_from(REALS), max_size=5, unique_by=lambda one: one.name))
    choices = Choices(
        scenario=base,
        language=draw(st.sampled_from(LANGUAGES)),
        pairs=draw(st.integers(*CAPS["pairs"])),
        seed=draw(st.integers(0, 2**53)),
        family=draw(st.none() | st.integers(0, 999)),
        week=draw(st.integers(0, 155)),
        difference=draw(st.sampled_from(DIFFERENCES)),
        rules_of=draw(st.sampled_from(["", "turnover_rate", "caseload", "goals_in_line"])),
    )
    for one in moved:
        choices = choices.moved(one.name, draw(st.floats(one.low, one.high)))
    for rule in draw(st.lists(st.sampled_from(list(STRUCTURES)), max_size=2)):
        choices = choices.with_form(rule, draw(st.sampled_from(list(STRUCTURES[rule].forms))))
    later = draw(st.sampled_from([None, (), (Change(60, {"plan_keeping": 0.25}),)]))
    return choices.but(saved={"B": Settings(base, dict(choices.values), later, dict(choices.forms))})


@given(some_choices())
def test_what_is_written_in_an_address_is_read_back_to_the_last_digit(choices):
    assert read(query(choices)) == (choices, [])


def test_changes_in_a_week_survive_the_address():
    choices = Choices(
        changes=(Change(52, {"turnover_rate": 0.4, "time_shortage": 0.25}), Change(60, {"plan_keeping": 0.0}))
    )
    assert read(query(choices)) == (choices, [])


def test_a_scenario_whose_changes_were_taken_away_stays_without_them():
    choices = Choices(scenario="budget_cut", changes=())
    assert read(query(choices))[0].scenario_now().changes == ()
    assert library_scenario("budget_cut").changes != ()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("turnover_rate=5", "Staff turnover: turnover_rate=5 in the address is outside 0 to 1 and was left out."),
        ("turnover_rate=much", "Staff turnover: turnover_rate=much in the address is no number and was left out."),
        ("turnover_rate=nan", "Staff turnover: turnover_rate=nan in the address is no number and was left out."),
        (
            "turnover_rate=1e999",
            "Staff turnover: turnover_rate=1e999 in the address is outside 0 to 1 and was left out.",
        ),
        ("turnover_rat=0.5", "There is no setting turnover_rat (did you mean turnover_rate?); it was left out."),
        (
            "coordinator_sector=1.5",
            "Sector that coordinates: coordinator_sector=1.5 in the address must be a whole number and was left out.",
        ),
        ("families=1000000", "Families: families=1000000 in the address is outside 20 to 1,000 and was left out."),
        (
            "scenario=almello",
            "Scenario: scenario=almello is unknown and was left out (did you mean almelo?).",
        ),
        ("scenario=netherlands", "Scenario: scenario=netherlands is unknown and was left out."),
        ("pairs=100000", "Paired runs: pairs=100000 in the address is outside 2 to 400 and was left out."),
        ("seed=-1", "Luck (seed): seed=-1 in the address is outside 0 to 9,007,199,254,740,992 and was left out."),
        ("across=time_shortage", "A map needs two different levers."),
        ("across=coordinator_sector", "Across: across=coordinator_sector is unknown and was left out"),
        ("outcome=happiness", "Look at: outcome=happiness is unknown and was left out"),
        (
            "difference=relativ",
            "The difference as: difference=relativ is unknown and was left out (did you mean relative?).",
        ),
        ("rules_of=turnover", "Model: rules_of=turnover is unknown and was left out"),
        (
            "change=12:cases_per_family_gp,0.9",
            "12:cases_per_family_gp,0.9 is no change of settings in a week and was left out.",
        ),
        ("bond=grow", "How bonds differ: bond=grow is unknown and was left out (did you mean grows?)."),
        ("bnd=grows", "There is no setting bnd (did you mean bond?); it was left out."),
        ("A=almelo:bond,1", "How bonds differ: bond=1 is unknown and was left out"),
        (
            "change=12:bond,grows,plan_keeping,0.2",
            "12:bond,grows,plan_keeping,0.2 is no change of settings in a week and was left out.",
        ),
        ("change=12:families,50", "12:families,50 is no change of settings in a week and was left out."),
        ("A=nowhere:turnover_rate,0.4", "Scenario: A=nowhere is unknown and was left out"),
    ],
)
def test_what_cannot_be_is_left_out_and_said(words, said):
    choices, problems = read(f"lang=en&{words}&time_shortage=0.3")
    assert len(problems) == 1
    assert problems[0].startswith(said.rstrip("."))
    assert (choices.values, choices.forms) == ({"time_shortage": 0.3}, {})  # the rest of the address still counts


def test_problems_are_said_in_dutch_on_a_dutch_page():
    assert read("lang=nl&turnover_rate=5")[1] == [
        "Personeelsverloop: turnover_rate=5 in het adres ligt buiten 0 tot 1 en is weggelaten."
    ]


def test_an_address_that_is_too_long_is_refused_aloud_and_no_half_of_it_counts():
    short = f"lang=nl&time_shortage=0.3&seed={'0' * (LONGEST - 32)}1"
    assert len(short) == LONGEST
    assert read(short)[0].values == {"time_shortage": 0.3}
    choices, problems = read(short + "5")
    assert problems == ["Het adres is langer dan 8.000 tekens en is niet gelezen; dit is de gewone pagina."]
    assert choices == Choices(language="nl")


def test_of_a_thousand_things_that_cannot_be_a_few_are_said_and_the_rest_counted():
    choices, problems = read("lang=en&time_shortage=0.3&" + "&".join(f"x{number}=1" for number in range(1000)))
    assert len(problems) == MOST_PROBLEMS + 1
    assert problems[-1] == f"{1000 - MOST_PROBLEMS} more were left out."
    assert choices.values == {"time_shortage": 0.3}


def test_a_decimal_comma_in_an_address_is_as_good_as_a_point():
    assert read("lang=nl&time_shortage=0,5") == read("lang=nl&time_shortage=0.5")


def test_what_floating_point_leaves_behind_makes_no_other_value():
    assert read("lang=en&time_shortage=0.30000000000000004") == read("lang=en&time_shortage=0.3")


@pytest.mark.parametrize("words", ["scenario=budget_cut&weeks=52", "change=52:plan_keeping,0.2&weeks=52"])
def test_a_change_after_the_last_week_is_left_out_and_said(words):
    choices, problems = read(f"lang=en&{words}")
    assert problems == ["A change in week 52 comes after the last week and was left out."]
    assert (choices.scenario_now().weeks, choices.scenario_now().changes) == (52, ())


def test_what_is_put_aside_has_no_change_after_its_last_week_either():
    choices, problems = read("lang=en&A=budget_cut:weeks,52")
    assert len(problems) == 1
    assert choices.but(**choices.saved["A"]._asdict()).scenario_now().changes == ()


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading_of_addresses(text):
    choices, problems = read(text)
    choices.scenario_now()
    assert all(isinstance(one, str) for one in problems)


def test_every_amount_among_the_levers_can_be_an_axis():
    assert {one.name for one in levers()} == {
        one.name for one in parameters().values() if one.kind != "assumption" and one.unit != "number"
    }


def test_an_address_of_another_model_opens_with_what_there_still_is_and_lists_the_rest():
    words = "model=0123456789ab&time_shortage=0.3&happiness=1&A=almelo:turnover_rate,0.4,sunshine,2&moon=1"
    choices, problems = read(f"lang=en&{words}")
    assert choices.values == {"time_shortage": 0.3} and choices.saved["A"].values == {"turnover_rate": 0.4}
    assert len(problems) == 2 and "(0123456789ab)" in problems[0] and "numbers are those of this version" in problems[0]
    assert problems[1] == "No longer there: happiness, moon, sunshine."
    assert f"model={model()}" in query(choices)  # numbers of now are never under the name of another model
    assert read(query(choices)) == (choices, [])
