"""What is said on a socket freezes nobody, and sockets that say nothing lock nobody out."""

import json
import re
import struct
from contextlib import ExitStack
from urllib.parse import parse_qsl, urlsplit

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from benchmarks.visitor import Visitor
from dashboard.guard.seats import MOST, MOST_OF_ADDRESS, MOST_OF_SESSION
from experiments.versions import model
from tests.attacks.knocking import PATIENCE, message
from tests.waiting import finished

FEW = "/?lang=en&pairs=4&families=30&weeks=60&burn_in_weeks=20"


def ended(socket) -> int:
    """The code with which the server hangs up."""
    with pytest.raises(ConnectionClosed):
        while True:
            socket.recv(timeout=PATIENCE)
    return socket.close_code


def see_a_page(address):
    """An ordinary visitor comes and waits for a first picture."""

    async def visit():
        visitor = await Visitor(address).come(FEW)
        await visitor.until(lambda: visitor.pictures, PATIENCE)
        await visitor.leave(farewell=True)
        return visitor.failures

    return finished(visit())


@pytest.mark.parametrize(
    "frame",
    [
        struct.pack("!i", 0x7FFFFFFF) + b"\x00" * 20,
        b"",
        b"\xff" * 24,
        message("kernel_info_request").encode(),
        "",
        "null",
        "{}",
        "[" * 50_000,
        message("execute_request", code="1"),
        message("comm_msg", comm_id="a", data={"method": "evict"}),
        message("comm_open", comm_id="a", target_name="jupyter.widget", data={}),
        json.dumps({**json.loads(message("kernel_info_request")), "header": {}}),
    ],
)
def test_a_bad_message_ends_the_talk_and_writes_one_line(knock, frame):
    with knock.lines_written() as lines, knock.call(knock.cookie()) as socket:
        socket.send(frame)
        assert ended(socket) == 1008
        assert knock.ready()
    assert len(lines) == 1


def test_a_frame_that_is_too_large_ends_the_talk(knock):
    with knock.call(knock.cookie()) as socket:
        socket.send("x" * 2**20)
        assert ended(socket) == 1009


def test_a_message_that_solara_stumbles_over_writes_one_line_at_most(knock):
    with knock.lines_written() as lines, knock.call(knock.cookie()) as socket:
        socket.send(message("comm_open", comm_id="a", target_name="solara.control", data={}))
        socket.send(message("comm_msg", comm_id="a", data={"method": "run", "args": {"path": FEW, "themes": {"x": 1}}}))
        socket.send(message("shutdown_request"))
        ended(socket)
    assert len(lines) <= 1


def test_a_socket_that_is_refused_fills_no_log(knock):
    with knock.lines_written() as lines:
        assert knock.refused(cookie=None) == 403
        assert knock.ready()
    assert lines == []


def test_a_word_that_starts_nothing_holds_no_place(knock):
    with knock.call(knock.cookie()) as one, knock.call(knock.cookie()) as other:
        one.send(message("comm_info_request"))
        other.send(message("comm_close", comm_id="a", data={}))
        assert ended(one) == ended(other) == 1013


def test_five_hundred_sockets_that_say_nothing_lock_nobody_out(knock):
    assert {knock.refused(cookie=None) for _ in range(500)} == {403}
    with ExitStack() as open_ones:
        one = knock.cookie()
        for _ in range(MOST_OF_SESSION):
            open_ones.enter_context(knock.call(one))
        assert knock.refused(cookie=one) == 503
        cookies = [knock.cookie() for _ in range(500 // MOST_OF_SESSION)]
        sockets = [open_ones.enter_context(knock.call(one)) for one in cookies for _ in range(MOST_OF_SESSION)]
        assert ended(sockets[0]) == 1013  # gave way
        assert see_a_page(knock.server.address) == []
        assert ended(sockets[-1]) == 1013  # was hung up on, having started nothing
    assert len(sockets) > 2 * MOST


def test_a_class_behind_one_address_gets_in_beside_sockets_without_a_session(knock):
    with ExitStack() as open_ones:
        foreign = f"{knock.cookie().partition('=')[0]}={'0' * 32}.{'0' * 64}"
        with pytest.raises(InvalidStatus) as refusal:
            for _ in range(MOST_OF_ADDRESS + 1):
                open_ones.enter_context(knock.call(foreign))
        assert refusal.value.response.status_code == 503
        pupils = [open_ones.enter_context(knock.call(knock.cookie())) for _ in range(30)]
        for pupil in pupils:
            pupil.send(message("kernel_info_request"))
        answers = [json.loads(pupil.recv(timeout=PATIENCE)) for pupil in pupils]
        assert {answer["header"]["msg_type"] for answer in answers} == {"status"}


MOVED = dict(parse_qsl(urlsplit(FEW).query)) | {"model": model(), "time_shortage": "0.25"}
LEFT_OUT = {  # said to a block, which hears "act" alone
    "no word": {"event": "act", "data": "nonsense"},
    "a list": {"event": "act", "data": ["scenario"]},
    "a table for a word": {"event": "act", "data": {"do": {"a": 1}}},
    "a word too many": {"event": "act", "data": {"do": "scenario", "value": "almelo", "more": 1}},
    "an act that there is not": {"event": "act", "data": {"do": "nonsense"}},
    "a file of the machine": {"event": "act", "data": {"do": "scenario", "value": "/any/file.toml"}},
    "a scenario past the cap": {"event": "act", "data": {"do": "scenario", "value": "netherlands"}},
    "an event of another part": {"event": "go", "data": {"page": "family"}},
    "an event that there is not": {"event": "_dir", "data": {}},
    "a module": {"create_widget": ["os", "popen"], "props": {}, "id": "x"},
    "an attribute": {"update_ref": "/etc/hostname", "id": "THIS", "prop": "template_file"},
}


def forge(address, *said, **levers):
    """A visitor says what no page of ours says, and moves levers; then one that may be moved.

    Returns:
        What went wrong, what the page said of it, and the words of its address at the end.
    """

    async def visit():
        visitor = await Visitor(address).come(FEW)
        await visitor.until(lambda: visitor.pictures, PATIENCE)
        ((block, _),) = visitor.parts_with(re.compile('data-choose="(scenario)"'))
        frame = next(part for part in visitor.parts.values() if "address" in part)
        for one in said:
            content = one | ({"id": block} if one.get("id") == "THIS" else {})
            await visitor.say("comm_msg", block, data={"method": "custom", "content": content})
        for name, value in levers.items():
            await visitor.move(name, value)
            await visitor.until(lambda: frame["messages"], PATIENCE)
        messages = frame["messages"]
        await visitor.move("time_shortage", 25)
        await visitor.until(lambda: "Time shortage" in str(visitor.pictures[-1].changed), PATIENCE)
        await visitor.leave(farewell=True)
        return visitor.failures, messages, dict(parse_qsl(urlsplit(frame["address"]).query))

    return finished(visit())


@pytest.mark.parametrize("said", LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_no_page_of_ours_says_changes_nothing_and_writes_one_line(knock, said):
    with knock.lines_written() as lines:
        assert forge(knock.server.address, said) == ([], [], MOVED)
    assert len(lines) == 1 and "left out what a page said" in lines[0]


def test_a_size_past_the_cap_is_refused_aloud(knock):
    refusal = "Families: 36,543 is outside 20 to 1,000; nothing was changed."
    with knock.lines_written() as lines:
        assert forge(knock.server.address, families=36_543) == ([], [refusal], MOVED)
    assert lines == []
