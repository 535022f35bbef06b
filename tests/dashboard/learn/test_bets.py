"""Bets and how far somebody is: what counts, what a browser may bring back, and what is forgotten."""

import pytest

from dashboard.learn.bets import Guess, calibration, expected
from dashboard.learn.chapter import chapters
from dashboard.learn.learning import Learning, can_be, middle_of
from dashboard.learn.progress import ARMS, LONGEST, MOST, Progress, read
from dashboard.live.wishes import Account


@pytest.fixture
def learning():
    return Learning(Account())


def test_sureness_is_told_beside_how_often_it_came_out():
    guesses = [Guess(sure=80, right=number < 5) for number in range(8)] + [Guess(sure=20, right=True), Guess(sure=95)]
    levels = calibration(guesses)
    assert [(one.sure, one.bets, one.right) for one in levels] == [(20, 1, 1), (80, 8, 5)]
    assert expected(levels) == pytest.approx(0.2 + 6.4)


def test_a_bet_that_was_placed_stays(learning):
    chapter = chapters()["one_table"]
    assert learning.guess(chapter, "first").value == (0.0,)
    learning.change(chapter, "first", value=(-8.0,), sure=80)
    learning.place(chapter, "first")
    learning.change(chapter, "first", value=(5.0,))
    assert learning.guess(chapter, "first") == Guess(value=(-8.0,), sure=80, placed=True)


@pytest.mark.parametrize("changed", [{"value": (-99.0,)}, {"value": ()}, {"value": (1.0, 2.0)}, {"sure": 77}])
def test_what_cannot_be_bet_is_left_out(learning, changed):
    chapter = chapters()["one_table"]
    learning.change(chapter, "first", **changed)
    assert "one_table.first" not in learning.progress.peek().guesses


def test_a_place_is_bet_by_both_of_its_levers_or_nowhere(learning):
    chapter = chapters()["your_town"]
    assert middle_of(chapter.first.bet) == ()
    learning.bet_on_place(chapter, "first", 0, 0.9, learning.guess(chapter, "first"))
    now = learning.guess(chapter, "first")
    assert now.value == (0.9, 0.4) and can_be(chapter.first.bet, now)
    assert not can_be(chapter.first.bet, Guess(value=(0.9, 0.41)))
    assert not can_be(chapter.first.bet, Guess(value=(0.9,)))
    learning.bet_on_place(chapter, "first", 1, None, now)
    assert learning.guess(chapter, "first").value == ()


def test_steps_follow_the_arm_and_end_at_their_ends(learning):
    assert Progress(arm="explain_first").steps[0] == "name" and Progress().steps[0] == "bet"
    assert set(Progress(arm="explain_first").steps) < set(Progress().steps)
    learning.go("one_table", -1)
    assert learning.progress.peek().at("one_table") == "bet"
    for _ in range(20):
        learning.go("one_table", 1)
    assert learning.progress.peek().at("one_table") == "elsewhere_reveal"
    assert learning.progress.peek().step == {"one_table": 5}  # the last, so that it counts as done
    assert [Progress(step={"one_table": step}).at("one_table") for step in (-3, 99)] == ["bet", "elsewhere_reveal"]
    learning.begin_again("one_table")
    assert learning.progress.peek().at("one_table") == "bet"


def test_what_a_browser_kept_comes_back_and_nothing_else(learning):
    kept = Progress().with_in("step", "one_table", 3).with_in("answers", "pre_map", 2)
    learning.bring_back(kept.model_dump_json())
    assert learning.progress.peek() == kept
    learning.bring_back(Progress().model_dump_json())  # it is in use already
    assert learning.progress.peek() == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"arm":"third"}',
        '{"name":"somebody"}',
        '{"guesses":{"a.first":{"value":[1,2,3]}}}',
        "x" * (LONGEST + 1),
        Progress(step={str(number): 0 for number in range(MOST + 1)}).model_dump_json(),
    ],
)
def test_what_no_page_of_ours_kept_is_not_taken(text):
    assert read(text) is None


def test_no_table_grows_without_end_and_the_coin_has_two_sides():
    progress = Progress()
    for number in range(MOST + 30):
        progress = progress.with_in("step", f"c{number}", 1)
    assert len(progress.step) == MOST and "c0" not in progress.step
    from dashboard.learn.progress import toss

    assert {toss() for _ in range(60)} == set(ARMS)


def test_when_the_page_is_gone_nothing_is_known(learning):
    learning.change(chapters()["one_table"], "first", value=(1.0,))
    learning.leave()
    assert learning.progress.peek() == Progress()


def test_a_bet_on_a_place_is_right_on_the_edge_or_beside_it():
    import numpy as np

    from dashboard.learn.place import edge, is_right, steps_off
    from experiments.analysis.boundary import break_even

    x, y = np.arange(5.0), np.arange(5.0)
    gains = np.repeat((1.5 - y)[None, :, None], 5, axis=0) + np.random.default_rng(1).normal(0, 0.01, (5, 5, 12))
    found = break_even(x, y, gains, matters_from=0.1, draws=20)
    assert edge(found) == [(i, 2) for i in range(5)]  # above 1.5 it no longer pays off
    assert [steps_off(found, (3.0, one)) for one in y] == [2, 1, 0, 1, 2]
    assert [is_right(found, (3.0, one)) for one in y] == [False, True, True, True, False]
    assert not is_right(found, ())
    nowhere = break_even(x, y, -abs(gains) - 1, matters_from=0.1, draws=20)
    assert is_right(nowhere, ()) and not is_right(nowhere, (3.0, 2.0))
