"""What a page may say: the messages of our pages, and nothing that Solara would stumble over."""

import json

import pytest

from dashboard.guard.frames import LARGEST_FRAME, read
from dashboard.uploads import LARGEST_UPLOAD


def message(kind="comm_msg", **content):
    header = {"msg_id": "1", "msg_type": kind, "session": "s", "username": "", "version": "5.2"}
    return {
        "header": header,
        "channel": "shell",
        "content": content,
        "metadata": {},
        "parent_header": {},
        "buffers": [],
    }


def said(kind="comm_msg", **content):
    return {"type": "websocket.receive", "text": json.dumps(message(kind, **content))}


RUN = {"path": "/?lang=en", "dark": False, "themes": {"light": {}, "dark": {}}, "appName": None}


@pytest.mark.parametrize(
    "what",
    [
        said("kernel_info_request"),
        said("comm_open", comm_id="a", target_name="solara.control", data={}),
        said("comm_open", comm_id="a", target_name="jupyter.widget.control", data={}),
        said(comm_id="a", data={"method": "run", "args": RUN}),
        said(comm_id="a", data={"method": "app-status"}),
        said(comm_id="a", data={"method": "update", "state": {"dark_effective": False}, "buffer_paths": []}),
        said(comm_id="a", data={"method": "custom", "content": {"event": "go", "data": {"page": "network"}}}),
        said("comm_close", comm_id="a", data={}),
    ],
)
def test_what_pages_say_is_let_through(what):
    assert read(what) == json.loads(what["text"])["header"]["msg_type"]


def test_the_largest_file_that_may_be_brought_fits_whatever_its_letters():
    file = {"event": "upload", "data": {"name": "x.toml", "text": "€" * LARGEST_UPLOAD, "size": LARGEST_UPLOAD}}
    assert read(said(comm_id="a", data={"method": "custom", "content": file})) == "comm_msg"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        "[" * 100_000,
        '{"a":' * 50_000,
        json.dumps({**message(), "header": {}}),
        json.dumps({**message("kernel_info_request"), "channel": "stdin"}),
        json.dumps({**message("kernel_info_request"), "buffers": ["x"]}),
        json.dumps(message("execute_request", code="1")),
        json.dumps(message("comm_msg")),
        json.dumps(message(comm_id="a", data={"method": "evict"})),
        json.dumps(message(comm_id="a", data={"method": "run", "args": None})),
        json.dumps(message(comm_id="a", data={"method": "run", "args": {**RUN, "appName": "other"}})),
        json.dumps(message(comm_id="a", data={"method": "run", "args": {**RUN, "path": 3}})),
        json.dumps(message("comm_open", comm_id="a", target_name="jupyter.widget", data={})),
        json.dumps(message("comm_open", comm_id="a", data={})),
        json.dumps(message("kernel_info_request", padding="x" * LARGEST_FRAME)),
    ],
)
def test_what_no_page_says_is_refused_in_one_short_line(text):
    with pytest.raises(ValueError) as refused:
        read({"type": "websocket.receive", "text": text})
    assert len(str(refused.value).splitlines()) == 1 and len(str(refused.value)) <= 200


def test_binary_frames_are_refused():
    with pytest.raises(ValueError, match="binary"):
        read({"type": "websocket.receive", "bytes": b"\x7f\xff\xff\xff" + b"\x00" * 20})
