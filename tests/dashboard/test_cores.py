"""The threads that live runs: a long run gives way on its way, stops when nobody waits, and fails alone."""

import threading
from types import SimpleNamespace

import pytest
from solara.server.kernel_context import PageStatus

from dashboard.app import looked_at
from dashboard.live.cores import Cores
from dashboard.live.wishes import Account, Task, Wish, Withdrawn

PATIENCE = 30.0


def wish(*tasks, at_once=0):
    return Wish([Task(work, cost) for work, cost in tasks], at_once, Account())


def test_a_cheap_first_picture_is_lived_in_the_middle_of_a_dear_one():
    said: list[str] = []
    begun, asked = threading.Event(), threading.Event()

    def dear(between):
        said.append("dear begins")
        begun.set()
        assert asked.wait(PATIENCE)
        between()
        said.append("dear ends")

    cores = Cores(1)
    long = cores.fulfil(wish((dear, 100.0), at_once=1))
    assert begun.wait(PATIENCE)
    short = cores.fulfil(wish((lambda between: said.append("cheap"), 1.0), at_once=1))
    asked.set()
    assert long.wait_for(1, PATIENCE) and short.wait_for(1, PATIENCE)
    assert said == ["dear begins", "cheap", "dear ends"]


def test_what_refines_does_not_stop_a_first_picture_under_way():
    said: list[str] = []
    begun, asked = threading.Event(), threading.Event()

    def first(between):
        begun.set()
        assert asked.wait(PATIENCE)
        between()
        said.append("first")

    cores = Cores(1)
    waits = cores.fulfil(wish((first, 100.0), at_once=1))
    assert begun.wait(PATIENCE)
    refines = cores.fulfil(wish((lambda between: said.append("refines"), 1.0)))
    asked.set()
    assert waits.wait_for(1, PATIENCE) and refines.wait_for(1, PATIENCE)
    assert said == ["first", "refines"]


def test_a_wish_that_is_withdrawn_stops_the_run_that_is_under_way():
    begun, withdrawn, stopped = threading.Event(), threading.Event(), threading.Event()

    def endless(between):
        begun.set()
        try:
            assert withdrawn.wait(PATIENCE)
            between()
        except Withdrawn:
            stopped.set()
            raise

    cores = Cores(1)
    one = cores.fulfil(wish((endless, 1.0), (endless, 1.0), at_once=1))
    assert begun.wait(PATIENCE)
    one.withdraw()
    withdrawn.set()
    assert stopped.wait(PATIENCE)
    assert one.over and not one.results and one.given_out == 1
    with pytest.raises(Withdrawn):
        one.wait_for(1, PATIENCE)


def test_what_goes_wrong_in_a_run_belongs_to_whoever_waits_for_it():
    cores = Cores(1)
    bad = cores.fulfil(wish((lambda between: 1 / 0, 1.0), at_once=1))
    good = cores.fulfil(wish((lambda between: 7, 1.0), at_once=1))
    with pytest.raises(ZeroDivisionError):
        bad.wait_for(1, PATIENCE)
    assert good.wait_for(1, PATIENCE) and good.in_order() == [7]


def test_a_core_that_waits_sees_that_somebody_is_back(monkeypatch):
    monkeypatch.setattr("dashboard.live.cores.LOOK_AGAIN_SECONDS", 0.01)
    looks, asked = [False], threading.Event()

    def looked_at():
        asked.set()
        return looks[0]

    cores = Cores(1)
    waits = cores.fulfil(Wish([Task(lambda between: "lived", 1.0)], 1, Account(looked_at=looked_at)))
    assert asked.wait(PATIENCE)
    assert not waits.results
    looks[0] = True
    assert waits.wait_for(1, PATIENCE)
    assert waits.in_order() == ["lived"]


@pytest.mark.parametrize(
    ("pages", "looks"),
    [
        ([], True),  # no server knows the session
        ([("mine", ["connected"])], True),
        ([("mine", ["disconnected"])], False),
        ([("mine", ["closed"]), ("another", ["connected"])], False),
        ([("mine", ["closed", "disconnected"]), ("mine", ["connected"])], True),
    ],
)
def test_a_session_looks_while_one_of_its_pages_is_connected(monkeypatch, pages, looks):
    contexts = {
        number: SimpleNamespace(session_id=session, page_status=dict(enumerate(map(PageStatus, states))))
        for number, (session, states) in enumerate(pages)
    }
    monkeypatch.setattr("dashboard.app.kernel_context.contexts", contexts)
    assert looked_at("mine") is looks
