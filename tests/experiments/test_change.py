"""What a change of settings does to each route."""

import dataclasses

import pytest

from experiments.change import change
from sim.words import LANGUAGES

BEFORE = {"direction": (0.33, 0.47), "cost_euros": (11_000.0, 11_500.0)}
NOW = {"direction": (0.33, 0.40), "cost_euros": (11_300.0, 11_900.0)}


def test_each_route_has_a_sentence_and_its_figures_from_before_to_now(made_up):
    found = change(made_up(20, **BEFORE), made_up(20, **NOW))
    assert found.told == [
        "In this model your change means, with parallel routes: 300 euros more per family a year.",
        "In this model your change means, with one shared plan: less say for families and 400 euros more per family a "
        "year.",
    ]
    (say,) = [one for one in found.rows if one.title == "Say in their own life"]
    steps = [(one.before, one.now, one.finding.badge_words) for one in say.steps.values()]
    assert steps == [("3.3", "3.3", "exactly the same"), ("4.7", "4.0", "clear")]
    assert found.pairs == 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_nothing_changes_is_said_only_where_nothing_does(made_up, language):
    same = change(made_up(8, **BEFORE), made_up(8, **BEFORE), language)
    assert all(("changes nothing" if language == "en" else "niets") in one for one in same.told)
    little = change(made_up(8), made_up(8, direction=(0.001, 0.001)), language)
    assert all(("no clear difference" if language == "en" else "geen duidelijk verschil") in one for one in little.told)


def test_as_many_pairs_are_held_against_each_other_as_both_have(made_up):
    assert change(made_up(20, **BEFORE), made_up(4, **NOW)).pairs == 4
    with pytest.raises(ValueError, match="other luck"):
        change(made_up(4), dataclasses.replace(made_up(4), seed=1))
