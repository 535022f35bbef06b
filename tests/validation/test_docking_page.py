"""What the page says of the second model, from made-up figures."""

import pytest

from sim.behaviour import unchanged
from validation import docking
from validation.documents import docking as page

pytestmark = pytest.mark.slow

MOST_APART = 2  # of twenty pairs of 90 % intervals, each of which luck parts once in fifty
HERE, THERE, FAR = [0.5, 0.4, 0.6], [0.55, 0.5, 0.7], [0.9, 0.8, 1.0]


def row(measure, weather, parallel, plan):
    return {
        "measure": measure,
        "weather": weather,
        "parallel": dict(zip((page.REDUCED, page.SECOND, page.WHOLE), parallel, strict=True)),
        "plan": dict(zip((page.REDUCED, page.SECOND, page.WHOLE), plan, strict=True)),
    }


@pytest.fixture
def said(tmp_path, monkeypatch):
    """The words for the page, from a record that was kept elsewhere."""
    monkeypatch.setattr(docking, "kept", type(docking.kept)(tmp_path / "docking.json"))
    rows = [
        row("trust", page.USUAL, (HERE, THERE, FAR), (HERE, FAR, THERE)),
        row("trust", "short of time", (HERE, FAR, FAR), (HERE, THERE, FAR)),
        row("severity", page.USUAL, (HERE, THERE, FAR), (THERE, HERE, FAR)),
        row("severity", "short of time", (HERE, THERE, FAR), (HERE, HERE, FAR)),
    ]
    docking.keep("a command", 7, rows)
    return page.context()


def test_only_intervals_of_the_reduced_engine_and_the_second_model_in_a_usual_region_are_compared(said):
    assert said["apart"] == ["Trust in care (what the plan adds)"]
    assert said["compared"] == 4


def test_a_measure_stands_in_one_row_with_all_models(said):
    here, there, far = "0.50 (0.40 to 0.60)", "0.55 (0.50 to 0.70)", "0.90 (0.80 to 1.00)"
    assert said["docking_table"].splitlines()[2] == f"| Trust in care | {here} | {there} | {here} | {far} | {there} |"


def test_an_interval_has_two_digits_of_its_width_and_a_real_minus_sign():
    assert page.interval([0.006091, -0.005617, 0.006562]) == "0.006 (−0.006 to 0.007)"
    assert page.interval([57.06, 55.71, 58.44]) == "57.1 (55.7 to 58.4)"
    assert page.interval([3, 3, 3]) == "3 (3 to 3)"


def test_what_the_plan_adds_stands_by_weather(said):
    head, _, *rows = said["docking_map"].splitlines()
    assert head == "| measure | as usual | short of time |"
    assert rows[0].endswith("| 0.50 (0.40 to 0.60)<br>0.55 (0.50 to 0.70) |")


def test_the_record_says_what_was_typed_and_of_which_model(said):
    assert (said["docking"]["command"], said["docking"]["pairs"]) == ("a command", 7)
    assert len(said["docking"]["behaviour"]) == 12


def test_what_is_kept_belongs_to_this_version_of_the_model():
    assert unchanged(docking.kept()), "run make worlds"


def test_intervals_that_are_kept_lie_apart_no_more_often_than_luck_would_have_it():
    assert len(page.context()["apart"]) <= MOST_APART
