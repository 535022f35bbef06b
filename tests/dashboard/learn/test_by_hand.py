"""Chapters that are played by hand: the learner's choice is what happens, and nothing but it differs from the model."""

from typing import Any

import pytest

from dashboard.learn.chapter import Hand
from dashboard.live.by_hand import Asked, play
from dashboard.live.standing import room
from sim.scenario import load_scenario


@pytest.fixture(scope="module")
def region():
    return load_scenario("almelo").replace(families=60, weeks=30, burn_in_weeks=52)


@pytest.fixture(scope="module")
def weeks(region):
    """Plays a professional's two weeks with some moves."""
    hand = Hand(decision="appointments", weeks=2)
    return lambda *moves: play(Asked(region, hand, "parallel", 1, tuple(enumerate(moves))))


@pytest.fixture(scope="module")
def concerns(region):
    """Plays two concerns with some moves, each at the week in which it came up."""
    scenario = region.replace(false_alarms_per_year=0.6)

    def played(*choices):
        moves: tuple[tuple[int, Any], ...] = ()
        for choice in choices:
            at = play(Asked(scenario, hand, "parallel", 1, moves)).at
            moves = (*moves, (at, choice))
        return play(Asked(scenario, hand, "parallel", 1, moves))

    hand = Hand(decision="concern", weeks=2, apart=2, after=4)
    return played


def test_a_week_has_its_families_and_hours_and_says_what_the_model_would_do(weeks):
    played = weeks()
    assert (played.week, played.over, played.sector) == (0, False, "social_team")
    assert 4 <= len(played.options) <= 14 and any(one.by_rule for one in played.options)
    assert 0 < room(played.coming) < sum(played.coming.values())


def test_whom_nobody_sees_is_not_seen_by_this_professional(weeks):
    families = [one.family for one in weeks().options]
    nobody, all_of_them = weeks("nobody", "nobody"), weeks(*2 * [",".join(map(str, families))])
    assert nobody.over and all_of_them.over
    assert nobody.own.hours == {
        task: hours for task, hours in nobody.own.hours.items() if task != "contact" or not hours
    }
    assert sum(one.seen for one in nobody.own.stands.values()) < sum(
        one.seen for one in all_of_them.own.stands.values()
    )
    assert nobody.model == all_of_them.model == nobody.reference  # beside it goes the same life, whatever is chosen


def test_a_family_that_is_no_longer_helped_here_is_passed_over(weeks):
    assert weeks("999,7777", "nobody").own == weeks("nobody", "nobody").own


def test_of_a_concern_what_was_decided_is_done_and_ground_shows_later_only(concerns):
    first = concerns()
    assert not first.over and len(first.options) == 1 and first.own.concerns == ()
    waited, acted = concerns("wait", "wait"), concerns("act", "act")
    assert waited.over and acted.over
    assert [one.done for one in waited.own.concerns] == ["wait", "wait"]
    assert [one.done for one in acted.own.concerns] == ["act", "act"]
    assert all(one.given for one in acted.own.concerns)
    assert waited.own.concerns[0].grounded == acted.own.concerns[0].grounded
    assert waited.reference == acted.reference and len(waited.reference.concerns) >= 2


def test_a_choice_that_does_not_exist_decides_nothing(concerns):
    assert concerns("shout").own.concerns == ()
