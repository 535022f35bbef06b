"""Guesses beside what came out: each is drawn where it lies, and read in words and in the table."""

import pytest

from charts.guess import guess_chart
from sim.words import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guess_and_the_result_are_drawn_and_told(language):
    chart = guess_chart("Hours", "hours", (5.0,), (-8.0, -8.5, -7.5), 3, (-20, 20), language=language)
    assert chart.data["guesses"] == {"x": [5.0], "height": [1]}
    assert chart.data["near"] == {"low": [-11.0], "high": [-5.0]}
    assert [row[1] for row in chart.rows] == (
        ["5.0 hours", "−8.0 hours"] if language == "en" else ["5,0 hours", "−8,0 hours"]
    )
    assert "−8" in chart.words and "<svg" in chart.file_text


def test_those_of_a_class_pile_up_and_the_result_is_hidden_until_it_is_shown():
    chart = guess_chart("Hours", "hours", (5.0, 5.0, 6.0), None, 3, (-20, 20))
    assert chart.data["guesses"] == {"x": [5.0, 5.0, 6.0], "height": [1, 2, 1]}
    assert set(chart.data) == {"guesses", "frame"} and "not shown yet" in chart.words  # Vega refuses what is not drawn
    assert len(chart.rows) == 4 and "<svg" in chart.file_text


def test_without_a_guess_the_result_stands_alone():
    chart = guess_chart("Hours", "hours", (), (2.0, 1.0, 3.0), 1, (0, 10))
    assert chart.data["guesses"] == {"x": [], "height": []} and len(chart.rows) == 1
