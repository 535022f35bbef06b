"""What chapters say is true of the model as it is: numbers stand as their chapters expect, whatever the luck.

How many lucks are tried: the one that a page shows first, or ``OMTAFEL_LUCKS``.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from dashboard.learn.chapter import chapters
from dashboard.learn.hand_numbers import BETS, gaps
from dashboard.learn.measure import measure
from dashboard.learn.place import edge, pays_off
from dashboard.live.by_hand import asked_by_hand, play
from dashboard.live.lessons import map_of_places, places_of, settings_of

pytestmark = pytest.mark.slow

APART = 5_000
LUCKS = range(0, APART * int(os.environ.get("OMTAFEL_LUCKS", "1")), APART)  # seed 0 is what a page shows first
MAPPED = [name for name, one in chapters().items() if one.first.bet.place]
LIVED = [name for name, one in chapters().items() if one.figures]
PLAYED = [name for name, one in chapters().items() if one.hand]


def lived(asked):
    """Everything that is asked for."""
    with ThreadPoolExecutor(2) as pool:
        return asked.found(list(pool.map(lambda task: task.work(None), asked.tasks())))


@pytest.mark.parametrize("seed", LUCKS)
@pytest.mark.parametrize("name", LIVED)
def test_every_number_stands_as_its_chapter_expects(name, seed):
    chapter = chapters()[name]
    values = lived(settings_of(chapter, seed))
    for here in chapter.rounds().values():
        for one in here.says:
            found = measure(chapter, one.figure, values)
            assert found.standing in one.expects, (one.figure, found)
            assert getattr(one, found.standing) is not None, f"{one.figure} has no words of its own for that"
    for granted in chapter.granted:
        if granted.figure:
            assert granted.low <= measure(chapter, granted.figure, values).value <= granted.high, granted.words
    for here in chapter.rounds().values():
        if here.bet.figure:
            value = measure(chapter, here.bet.figure, values).value
            assert here.bet.low <= value <= here.bet.high


@pytest.mark.parametrize("name", MAPPED)
def test_a_map_has_an_edge_inside_it_and_the_plan_pays_off_with_the_usual_time_and_turnover(name):
    chapter = chapters()[name]
    place = chapter.first.bet.place
    assert place is not None
    whole = places_of(chapter, place, place.towns[0], LUCKS[0])
    asked = replace(whole, stages=whole.stages[:1])  # the first picture; the whole takes a minute
    found = map_of_places(asked, lived(asked), place)
    pays = pays_off(found)
    assert edge(found) and pays[:2, 0].all() and not pays[-1, -1]


@pytest.mark.parametrize("seed", LUCKS)
@pytest.mark.parametrize("name", PLAYED)
def test_what_is_played_by_hand_can_be_bet_and_told(name, seed):
    chapter = chapters()[name]
    for which, here in chapter.rounds().items():
        asked = asked_by_hand(chapter, which, seed, {})
        assert asked is not None
        played = play(asked)
        came = BETS[here.bet.hand](played)
        assert here.bet.low < came < here.bet.high
        for words in here.told:
            assert "{" not in words.nl.format(**gaps(played, "nl"))
