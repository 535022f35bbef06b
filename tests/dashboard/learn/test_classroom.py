"""A class: a code, bets without names, a reveal for all, and nothing left afterwards."""

import threading

import pytest

from dashboard.learn import classroom
from dashboard.learn.classroom import LETTERS, MOST_LEARNERS, MOST_ROOMS, Attending, Refused, Room, Rooms
from tests.waiting import until


@pytest.fixture(autouse=True)
def rooms(monkeypatch):
    """Rooms of this test alone."""
    monkeypatch.setattr(classroom, "ROOMS", Rooms())
    return classroom.ROOMS


@pytest.fixture
def teacher():
    page = Attending()
    page.teach()
    yield page
    page.leave()


def test_a_code_is_six_letters_that_spell_nothing_and_is_read_with_spaces_and_small(teacher, rooms):
    code = teacher.room.code
    assert len(code) == 6 and set(code) <= set(LETTERS) and not set("AEIOUY") & set(LETTERS)
    assert rooms.find(f" {code[:3].lower()} {code[3:].lower()} ") is teacher.room


def test_a_class_that_is_not_there_or_full_says_so(teacher):
    with pytest.raises(Refused, match="no_room"):
        Attending().join("QQQQQQ")
    for number in range(MOST_LEARNERS):
        teacher.room.come(number)
    with pytest.raises(Refused, match="full_room"):
        Attending().join(teacher.room.code)


def test_a_server_keeps_so_many_classes(teacher, rooms):
    for _ in range(MOST_ROOMS - 1):
        rooms.begin()
    with pytest.raises(Refused, match="full_house"):
        rooms.begin()


def test_only_the_first_bet_of_a_learner_counts_and_none_after_the_reveal():
    room = Room("BCDFGH")
    room.put("one_table.first", "a", ((3.0,), 80))
    room.put("one_table.first", "a", ((9.0,), 20))
    room.put("one_table.first", "b", ((4.0,), 60))
    room.reveal("one_table.first")
    room.put("one_table.first", "c", ((4.0,), 60))
    assert sorted(room.bets["one_table.first"].values()) == [((3.0,), 80), ((4.0,), 60)]


def test_learners_wait_for_the_reveal_and_hear_it(teacher):
    learner = Attending()
    learner.join(teacher.room.code)
    assert learner.waits_for("one_table.first") and not teacher.waits_for("one_table.first")
    heard = learner.news.peek()
    teacher.room.reveal("one_table.first")
    until(lambda: learner.news.peek() > heard)
    assert not learner.waits_for("one_table.first") and learner.waits_for("one_table.elsewhere")
    learner.leave()


def test_a_teacher_hears_of_bets_and_learners_are_not_drawn_anew_for_each_other(teacher):
    learner = Attending()
    learner.join(teacher.room.code)
    room = teacher.room
    until(lambda: len(room.there) == 1)
    heard, quiet = teacher.news.peek(), room.seen_by_learner()
    room.put("one_table.first", learner, ((3.0,), 80))
    until(lambda: teacher.news.peek() > heard)
    assert room.seen_by_learner() == quiet
    learner.leave()


def test_when_it_ends_everything_is_forgotten_and_learners_go_on_alone(teacher, rooms):
    learner = Attending()
    room = teacher.room
    learner.join(room.code)
    room.put("one_table.first", learner, ((3.0,), 80))
    room.hand_in(learner, {"class": "x"})
    teacher.leave()
    until(lambda: learner.room is None)
    assert (room.bets, room.rows, room.there, room.open) == ({}, {}, set(), False)
    with pytest.raises(Refused):
        rooms.find(room.code)
    assert not learner.waits_for("one_table.first")


def test_threads_of_a_class_end_with_it(teacher):
    before = threading.active_count()
    learners = [Attending() for _ in range(30)]
    for one in learners:
        one.join(teacher.room.code)
    for one in learners:
        one.leave()
    until(lambda: threading.active_count() <= before)


def test_a_class_left_open_is_ended_after_half_a_day(rooms, monkeypatch):
    room = rooms.begin()
    monkeypatch.setattr(classroom, "LONGEST_SECONDS", -1.0)
    with pytest.raises(Refused):
        rooms.find(room.code)
    assert not room.open
