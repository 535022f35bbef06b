"""Who gets a place: counted by session, by address only for who has none, and the idle give way."""

from dashboard.guard.seats import MOST, MOST_OF_ADDRESS, MOST_OF_SESSION, Seat, Seats
from tests.dashboard.guard.asking import Page


def sit(seats, holder, most, count=1, started=True):
    there = []
    for _ in range(count):
        assert seats.full_for(holder, most) is None
        there.append(Page(started))
        seats.take(Seat(holder, most, there[-1]))
    return there


def test_one_session_has_so_many_pages_and_no_more():
    seats = Seats()
    sit(seats, "one", MOST_OF_SESSION, MOST_OF_SESSION)
    assert seats.full_for("one", MOST_OF_SESSION) == "many"
    assert seats.full_for("other", MOST_OF_SESSION) is None


def test_a_class_gets_in_where_its_address_is_taken_up_by_sockets_without_a_session():
    seats = Seats()
    sit(seats, "address 192.0.2.1", MOST_OF_ADDRESS, MOST_OF_ADDRESS)
    assert seats.full_for("address 192.0.2.1", MOST_OF_ADDRESS) == "many"
    for number in range(30):
        sit(seats, f"pupil {number}", MOST_OF_SESSION)


def test_who_waits_longest_without_starting_anything_gives_way():
    seats = Seats()
    sit(seats, "at work", MOST_OF_SESSION, 3)
    idle = sit(seats, "first idle", MOST_OF_SESSION, 1, started=False)
    others = sit(seats, "idle", MOST, MOST - 4, started=False)
    sit(seats, "newcomer", MOST_OF_SESSION)
    assert len(seats.taken) == MOST
    assert idle[0].gone and idle[0] not in [seat.talk for seat in seats.taken]
    assert [one.gone for one in others] == [False] * len(others)


def test_nobody_who_is_at_work_gives_way():
    seats = Seats()
    sit(seats, "at work", MOST, MOST)
    assert seats.full_for("newcomer", MOST_OF_SESSION) == "full"


def test_a_page_that_is_kept_still_may_come_back_when_no_new_one_may():
    seats = Seats(lambda: dict.fromkeys(map(str, range(2 * MOST))))
    assert seats.full_for("one", MOST_OF_SESSION, kernel="7") is None
    assert seats.full_for("one", MOST_OF_SESSION, kernel="new") == "full"


def test_who_comes_and_goes_keeps_no_more_than_twice_what_may_be_open():
    kept: dict[str, None] = {}
    seats = Seats(lambda: kept)
    for number in range(2 * MOST_OF_SESSION):
        assert seats.full_for("one", MOST_OF_SESSION, f"{number}") is None
        seat = Seat("one", MOST_OF_SESSION, Page(True), f"{number}")
        seats.take(seat)
        kept[f"{number}"] = None  # by Solara, with the first word
        seats.leave(seat)
    assert seats.full_for("one", MOST_OF_SESSION, "another") == "many"
    assert seats.full_for("one", MOST_OF_SESSION, "3") is None, "a page that is kept may come back"
    assert seats.full_for("other", MOST_OF_SESSION, "another") is None
    kept.clear()
    assert seats.full_for("one", MOST_OF_SESSION, "another") is None
