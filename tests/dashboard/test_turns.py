"""Whose turn it is: told from what wishes cost and what their visitors have had, without running anything."""

import gc

import pytest

from dashboard.choices import CAPS, Choices
from dashboard.live.turns import BUDGET, Turns
from dashboard.live.wishes import Account, Task, Wish, family_weeks


def wish(costs, at_once, account=None):
    return Wish([Task(lambda between: None, cost) for cost in costs], at_once, account or Account())


def next_of(turns):
    """The wish whose turn it is."""
    turn = turns.next()
    assert turn is not None
    return turn.wish


def order(turns, names, count):
    """The names of the wishes whose tasks come next."""
    return [names[id(turn.wish)] for _ in range(count) if (turn := turns.next())]


def named(turns, **wishes):
    for one in wishes.values():
        turns.add(one)
    return {id(one): name for name, one in wishes.items()}


def test_the_cheapest_first_picture_goes_first_whoever_came_first():
    turns = Turns()
    names = named(turns, dear=wish([100.0] * 4, 2), cheap=wish([1.0] * 4, 2), middling=wish([10.0] * 4, 2))
    assert order(turns, names, 6) == ["cheap", "cheap", "middling", "middling", "dear", "dear"]


def test_first_pictures_go_before_refinement_and_then_everybody_gets_as_much():
    turns = Turns()
    names = named(turns, one=wish([1.0] * 6, 2), other=wish([1.0] * 6, 2))
    assert order(turns, names, 4) == ["one", "one", "other", "other"]
    assert order(turns, names, 8) == ["one", "other"] * 4
    assert turns.next() is None


def test_refinement_is_shared_by_what_it_costs_and_not_by_the_number_of_tasks():
    turns = Turns()
    names = named(turns, dear=wish([10.0] * 10, 0), cheap=wish([1.0] * 100, 0))
    said = order(turns, names, 44)
    assert said.count("dear") == 4 and said.count("cheap") == 40


def test_many_wishes_of_one_visitor_get_no_more_than_one_of_another():
    turns = Turns()
    many = Account()
    names = named(turns, alone=wish([1.0] * 50, 0), **{f"of_many_{n}": wish([1.0] * 50, 0, many) for n in range(5)})
    said = order(turns, names, 60)
    assert said.count("alone") == 30
    assert all(said.count(f"of_many_{number}") == 6 for number in range(5))


def test_asking_anew_again_and_again_does_not_put_off_the_others():
    turns, restless, patient = Turns(), Account(), wish([50.0] * 2, 2)
    turns.add(patient)
    pictures = 0
    while patient.given_out < 2:
        turns.add(wish([10.0], 1, restless))
        pictures += next_of(turns) is not patient
    assert 0 < pictures <= 10  # as much as the patient one's first picture costs, not more


def test_beyond_the_budget_first_pictures_are_no_longer_hurried():
    turns, greedy = Turns(), Account()
    refining = wish([1.0] * 5, 0)
    turns.add(refining)
    assert next_of(turns) is refining
    turns.add(first := wish([BUDGET + 3.5], 1, greedy))
    assert next_of(turns) is first
    turns.add(again := wish([1.0], 1, greedy))
    assert next_of(turns) is refining and next_of(turns) is refining
    refining.withdraw()
    assert next_of(turns) is again  # with nobody else there is nothing to wait for


def test_a_first_picture_as_large_as_one_may_ask_for_is_within_the_budget():
    largest = Choices().but(values={name: CAPS[name][1] for name in ("families", "weeks", "burn_in_weeks")})
    assert 4 * family_weeks(largest.scenario_now()) <= BUDGET


def test_who_was_away_has_no_right_to_what_the_others_had_meanwhile():
    turns, stayed, away = Turns(), wish([1.0] * 200, 0), Account()
    turns.add(stayed)
    for _ in range(100):
        turns.next()
    names = {id(stayed): "stayed"} | named(turns, came=wish([1.0] * 100, 0, away))
    assert order(turns, names, 20).count("came") in (10, 11)


def test_a_run_under_way_gives_way_to_first_pictures_that_are_much_cheaper_only():
    turns = Turns()
    turns.add(wish([100.0], 1))
    dear = turns.next()
    assert dear is not None and dear.stake == 100.0
    turns.add(wish([60.0], 1))
    assert turns.next_before(dear) is None
    turns.add(refining := wish([1.0], 0))
    assert turns.next_before(dear) is None
    turns.add(cheap := wish([10.0], 1))
    turn = turns.next_before(dear)
    assert turn is not None and turn.wish is cheap and turn.stake == 10.0
    assert turns.next_before(dear) is None and refining.given_out == 0


def test_a_first_picture_under_way_does_not_wait_for_another_task_of_its_own():
    turns = Turns()
    turns.add(own := wish([10.0, 10.0], 2))
    first = turns.next()
    assert first is not None and turns.next_before(first) is None
    turns.add(cheap := wish([1.0], 1))
    before = turns.next_before(first)
    assert before is not None and before.wish is cheap
    second = turns.next()
    assert second is not None and (second.wish, second.number) == (own, 1)  # on another core


def somebody_new(turns, cost=10.0):
    """Somebody comes for one first picture, loads the page again as soon as it is there, and has a new session."""
    turns.add(one := wish([cost], 1))
    return one


def test_somebody_new_again_and_again_does_not_put_off_a_first_picture():
    turns, patient = Turns(), wish([50.0] * 2, 2)
    turns.add(patient)
    pictures = 0
    while patient.given_out < 2:
        somebody_new(turns)
        pictures += next_of(turns) is not patient
        assert pictures <= 20  # two wait, so twice what the patient one's first picture costs
    assert pictures > 0


def test_somebody_new_again_and_again_does_not_put_off_a_run_under_way():
    turns = Turns()
    turns.add(wish([100.0], 1))
    under_way = turns.next()
    assert under_way is not None
    pictures = 0
    while somebody_new(turns) and turns.next_before(under_way):
        pictures += 1
        assert pictures <= 20
    assert pictures > 0


@pytest.mark.parametrize("under_way", [False, True])
def test_somebody_new_again_and_again_does_not_put_off_what_refines(under_way):
    cost = BUDGET / 10
    turns, refining = Turns(), wish([cost] * 3, 0)
    turns.add(refining)
    begun = turns.next() if under_way else None
    pictures, goes_on = 0, False
    while not goes_on:
        somebody_new(turns, cost)
        goes_on = turns.next_before(begun) is None if begun else next_of(turns) is refining
        pictures += 1
        assert pictures <= 30  # two wait, so twice the budget and what a task costs
    assert pictures > 10


@pytest.mark.slow
def test_a_session_has_one_account_on_all_its_pages_and_after_they_were_loaded_again():
    turns = Turns()
    turns.add(wish([1.0] * 9, 0))
    one = turns.account_of("one")
    assert turns.account_of("one") is one is not turns.account_of("other")
    turns.add(wish([50.0], 1, one))
    assert next_of(turns).account is one
    assert next_of(turns).account is not one
    spent = one.spent
    assert spent > turns.least
    del one
    gc.collect()
    assert turns.account_of("one").spent == spent


@pytest.mark.slow
def test_an_account_that_had_no_more_than_whoever_comes_is_forgotten_with_its_last_page():
    turns = Turns()
    for number in range(100):
        account = turns.account_of(f"session {number}")
        turns.add(wish([1.0], 1, account))
        assert next_of(turns).account is account
    gc.collect()
    assert len(turns.indebted) <= 2 and len(turns.accounts) <= 2


def test_a_withdrawn_wish_has_no_further_turns():
    turns, gone = Turns(), wish([1.0] * 3, 3)
    turns.add(gone)
    gone.withdraw()
    assert turns.next() is None


def test_nothing_is_lived_for_who_looks_at_no_page_until_one_is_back():
    turns, looks = Turns(), [False]
    away = Account(looked_at=lambda: looks[0])
    names = named(turns, away=wish([1.0] * 2, 1, away), there=wish([5.0] * 2, 0))
    assert order(turns, names, 3) == ["there", "there"]
    assert turns.next() is None and turns.wishes
    looks[0] = True
    assert order(turns, names, 3) == ["away", "away"]
    assert away.spent == 10.0 + 2.0  # as much as the other had meanwhile
