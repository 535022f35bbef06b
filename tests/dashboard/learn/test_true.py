"""What chapters say is true of the model as it is: numbers stand as their chapters expect, whatever the luck."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard.learn.chapter import chapters
from dashboard.learn.hand_numbers import BETS, gaps
from dashboard.learn.measure import measure
from dashboard.live.by_hand import asked_by_hand, play
from dashboard.live.lessons import settings_of

pytestmark = pytest.mark.slow

LUCKS = (0, 5_000)  # far apart: seed 0 is what a page shows first
LIVED = [name for name, one in chapters().items() if one.figures]
PLAYED = [name for name, one in chapters().items() if one.hand]


@pytest.mark.parametrize("seed", LUCKS)
@pytest.mark.parametrize("name", LIVED)
def test_every_number_stands_as_its_chapter_expects(name, seed):
    chapter = chapters()[name]
    asked = settings_of(chapter, seed)
    with ThreadPoolExecutor(2) as pool:
        values = asked.found(list(pool.map(lambda task: task.work(None), asked.tasks())))
    for here in chapter.rounds().values():
        for one in here.says:
            found = measure(chapter, one.figure, values)
            assert found.standing in one.expects, (one.figure, found)
            assert getattr(one, found.standing) is not None, f"{one.figure} has no words of its own for that"
        if here.bet.figure:
            value = measure(chapter, here.bet.figure, values).value
            assert here.bet.low <= value <= here.bet.high


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
