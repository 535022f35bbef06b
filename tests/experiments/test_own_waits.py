"""Posts held against waiting lists: as long as the queue of the model says, and back again."""

import math

import numpy as np
import pytest

from experiments.own_region import waits
from experiments.own_region.making import make
from experiments.own_region.reading import Known
from experiments.own_region.region import own_region, region_from_answers
from experiments.own_region.waits import Check, check_waits, hours_needed, waits_for
from sim import load_scenario
from sim.care.capacity import taken_up
from sim.names import SECTORS
from sim.parameters import as_records
from sim.scenario import parse_scenario
from sim.words import LANGUAGES

pytestmark = pytest.mark.slow

SECTOR = "social_team"


@pytest.fixture
def few_lucks(monkeypatch):
    monkeypatch.setattr(waits, "LUCKS", 3)


@pytest.fixture(scope="module")
def needed():
    return hours_needed(load_scenario("almelo"), 0)


def made_with(hours, wait=None):
    known = [Known("families", "", 174, "174", "here"), Known("hours_of_staff", SECTOR, hours, f"{hours}", "here")]
    known += [Known("wait", SECTOR, wait, f"{wait}", "here")] if wait is not None else []
    return make(tuple(known), "town", "here")


def test_hours_that_the_model_itself_asks_give_back_its_wait(needed):
    usual = load_scenario("almelo").value(f"wait_measured_{SECTOR}")
    found = [waits_for(SECTOR, one, np.array([one]), usual, load_scenario("almelo"))[0] for one in needed[SECTOR]]
    assert found == pytest.approx([usual] * len(found), abs=0.01)


def test_the_wait_that_goes_with_fewer_hours_is_the_one_at_which_fewer_are_taken_up():
    scenario = load_scenario("almelo")
    p = as_records([{}])[0]
    usual = float(taken_up.py_func(SECTORS.index(SECTOR), p))
    (found,) = waits_for(SECTOR, 80.0, np.array([100.0]), 9.0, scenario)
    p.wait_measured[SECTORS.index(SECTOR)] = found
    assert float(taken_up.py_func(SECTORS.index(SECTOR), p)) == pytest.approx(0.8 * usual, rel=1e-3)
    assert found > 15


def test_with_hours_to_spare_there_is_no_list_and_with_too_few_it_has_no_end():
    scenario = load_scenario("almelo")
    assert waits_for(SECTOR, 500.0, np.array([100.0]), 9.0, scenario).tolist() == [0.0]
    assert waits_for(SECTOR, 1.0, np.array([100.0]), 9.0, scenario).tolist() == [math.inf]
    assert waits_for("child_protection", 90.0, np.array([100.0]), 8.0, scenario).tolist() == [math.inf]


def test_posts_and_wait_are_held_beside_each_other(few_lucks, needed):
    hours = float(np.mean(needed[SECTOR]))
    (fits,) = check_waits(made_with(hours, 9))
    assert abs(fits.weeks - 9) < 4 and not fits.apart
    (short,) = check_waits(made_with(0.7 * hours, 9))
    assert short.apart and short.weeks > fits.weeks + 8
    assert short.low <= short.weeks <= short.high
    assert short.needed == pytest.approx(fits.needed, rel=0.15)
    (unasked,) = check_waits(made_with(hours))
    assert unasked.given is None and not unasked.apart


def test_a_region_that_is_lived_with_those_hours_has_such_a_list(few_lucks, needed):
    """The wait that is worked out, as a setting, makes the region pay for the hours that were given."""
    hours = 0.8 * float(np.mean(needed[SECTOR]))
    made = made_with(hours)
    (check,) = check_waits(made)
    again = hours_needed(made.scenario.replace(**{f"wait_measured_{SECTOR}": check.weeks}), 0)
    assert float(np.mean(again[SECTOR])) == pytest.approx(hours, rel=0.08)


def test_schools_and_doctors_have_no_list_to_hold_against(few_lucks):
    known = (Known("full_time_posts", "school", 3, "3", "here"), Known("full_time_posts", "gp", 2, "2", "here"))
    assert check_waits(make(known, "town", "here")) == []


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (
            Check("social_team", 252, 324, 31, 26, 36, 14),
            "Social team: with these posts your list would be 31 weeks (26 to 36 by luck), you gave 14: which of the "
            "two is off? (You gave 252 hours a week; for a list of 14 weeks this model asks 324.)",
        ),
        (
            Check("social_team", 252, 250, 13, 13, 13, 14),
            "Social team: with these posts your list would be 13 weeks, you gave 14: the two go together.",
        ),
        (
            Check("gp", 25, 250, math.inf, 90, math.inf, None),
            "GP: with these posts your list would be more than 104 weeks (90 to more than 104 by luck); you gave no "
            "waiting time.",
        ),
    ],
)
def test_what_is_found_is_said_in_a_sentence(check, said):
    assert check.text().lower() == said.lower()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_region_of_ones_own_is_a_file_that_reads_back_as_the_same_scenario(few_lucks, language):
    table = b'Gegeven;Waarde\nGezinnen;90\nFTE wijkteam;3\nCaseload wijkteam;25\nKleur "x";3\n'
    made = own_region(table, "mijn dorp.csv", language=language, called="Mijn\ndorp")
    text = made.toml()
    assert made.scenario.name == "Mijn dorp"
    read = parse_scenario(text, made.scenario.name)
    assert (read.families, dict(read.settings)) == (90, dict(made.scenario.settings))
    assert (read.title, read.why_nl) == (made.scenario.title, made.scenario.why_nl)
    assert "Kleur" in text and "caseload_gp" not in read.settings
    assert any(line.startswith("caseload_social_team = 25: ") for line in made.implausible())
    assert len(made.checked()) == 1
    wait = f"wait_measured_{SECTOR}"
    assert read.value(wait) == round(min(made.checks[0].weeks, 104))
    assert wait in {one.name for one in made.given} and wait not in {one.name for one in made.declared}


def test_answers_to_questions_make_a_region_too(few_lucks):
    made = region_from_answers([Known("families", "", 50, "50", "your answer")], "Town")
    assert made.scenario.families == 50 and made.checks == () and isinstance(made.scenario.settings, dict)
    assert made.source == "answers to questions"
