"""A question that was dropped changes nothing, however late its runs come in; the order is forced by events."""

import threading
from typing import Any

import pytest

from dashboard.choices import Choices
from dashboard.live import cells, meeting, watching
from dashboard.live.cells import Cells, in_rounds
from dashboard.live.comparing import Comparing, asked_for
from dashboard.live.following import Following, InPictures, Question
from dashboard.live.meeting import Meeting
from dashboard.live.searching import Searching, Sought
from dashboard.live.watching import Watching
from dashboard.live.wishes import Account, Task, Wish
from sim.scenario import load_scenario

PATIENCE = 60.0
TINY = load_scenario("almelo").replace(families=20, weeks=52, burn_in_weeks=8)
OTHER = TINY.replace(time_shortage=0.5)
KINDS: dict[Any, list[Any]] = {
    Comparing: [asked_for(Choices(values={"families": 20, "weeks": weeks}, pairs=2)) for weeks in (52, 60)],
    Cells: [cells.Asked((one,), 0, in_rounds(1, 2, 1)) for one in (TINY, OTHER)],
    Meeting: [meeting.Asked(one, 0, None, "en") for one in (TINY, OTHER)],
    Watching: [watching.Asked(one, 0) for one in (TINY, OTHER)],
    Searching: [Sought(one, 0, 0, "parallel", "en") for one in (TINY, OTHER)],
}


class Held:
    """Holds up what is said for one question, at the last moment before it is set, until it is let go."""

    def __init__(self, live: Following, question) -> None:
        self.there, self.go, self.gone = threading.Event(), threading.Event(), threading.Event()
        really = live.set

        def set_later(number, *news):
            mine = any(seen is live.shown and value.asked == question for seen, value in news)
            if mine:
                self.there.set()
                assert self.go.wait(PATIENCE)
            try:
                really(number, *news)
            finally:
                if mine:
                    self.gone.set()

        live.set = set_later  # type: ignore[method-assign]


def wait_until(live: Following, condition) -> None:
    """Wait until something holds, looking whenever pages are told."""
    news = threading.Condition()

    def look(_):
        with news:
            news.notify_all()

    forget = [seen.news.subscribe(look) for seen in (live.shown, live.waiting)]
    with news:
        assert news.wait_for(condition, PATIENCE)
    for one in forget:
        one()


def whole(live: Following, question):
    """Whether the whole answer to a question is shown."""
    return lambda: (shown := live.shown.now) is not None and shown.asked == question and shown.whole


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_late_picture_of_an_older_question_does_not_overwrite_the_newer(kind):
    older, newer = KINDS[kind]
    live = kind(Account())
    held = Held(live, older)
    live.ask(older)
    assert held.there.wait(PATIENCE)
    live.ask(newer)
    wait_until(live, whole(live, newer))
    held.go.set()
    assert held.gone.wait(PATIENCE)
    assert whole(live, newer)()
    assert live.waiting.now is None and live.failure.now == ""


def test_going_back_to_what_is_shown_drops_what_was_asked_meanwhile():
    first, second = KINDS[Cells]
    live = Cells(Account())
    live.ask(first)
    wait_until(live, whole(live, first))
    held = Held(live, second)
    live.ask(second)
    assert held.there.wait(PATIENCE)
    live.ask(first)
    held.go.set()
    assert held.gone.wait(PATIENCE)
    assert whole(live, first)()
    assert live.waiting.now is None and live.done.now is None


def test_what_is_seen_is_set_under_the_lock_and_told_without_it():
    live = Cells(Account())
    at_telling: list[bool] = []
    at_setting: list[bool] = []

    def check(number):
        at_setting.append(live.lock.locked())

    live.check = check  # type: ignore[method-assign]
    forget = live.shown.news.subscribe(lambda _: at_telling.append(live.lock.locked()))
    live.ask(KINDS[Cells][0])
    wait_until(live, whole(live, KINDS[Cells][0]))
    forget()
    assert at_setting and all(at_setting)
    assert at_telling and not any(at_telling)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_who_withdraws_waits_for_nothing_and_may_ask_the_same_again(kind):
    question, _ = KINDS[kind]
    live = kind(Account())
    held = Held(live, question)
    live.ask(question)
    assert held.there.wait(PATIENCE)
    live.withdraw()
    held.go.set()
    assert held.gone.wait(PATIENCE)
    assert live.shown.now is None and live.waiting.now is None and live.done.now is None
    live.ask(question)
    wait_until(live, whole(live, question))


def test_what_goes_wrong_is_said_once_and_not_of_an_older_question():
    live = Searching(Account())
    nobody = Sought(TINY, 0, 10_000, "parallel", "en")
    live.ask(nobody)
    wait_until(live, lambda: live.waiting.now is None)
    assert live.failure.now.startswith("scenario almelo has no family 10000")
    live.ask(KINDS[Searching][0])
    assert live.failure.now == ""
    wait_until(live, whole(live, KINDS[Searching][0]))


def test_a_page_is_not_drawn_again_while_nothing_more_was_done(monkeypatch):
    monkeypatch.setattr("dashboard.live.following.TOLD_EVERY_SECONDS", 0.001)
    go = threading.Event()
    looks: list[Any] = []
    told: list[int] = []
    really = Wish.wait_for

    def wait_for(wish, *how):
        looks.append(how)
        if len(looks) == 20:
            go.set()
        return really(wish, *how)

    monkeypatch.setattr(Wish, "wait_for", wait_for)

    class Slow(Question[int, int]):
        def tasks(self):
            return [Task(lambda between: int(go.wait(PATIENCE)), 1.0)]

        def found(self, there):
            return sum(there)

    live, question = InPictures[Slow, int](Account()), Slow()
    forget = live.done.news.subscribe(told.append)
    live.ask(question)
    wait_until(live, whole(live, question))
    forget()
    assert len(looks) >= 20 and len(told) == 2  # asked, and there


def test_as_many_as_were_done_are_told():
    live = Comparing(Account())
    live.number, live.done.now = 1, (0, 3)
    live.tell_done(1, 2, 3)
    assert live.done.now == (2, 3)
