"""What the gate lets through to Solara, and what goes out with every answer."""

import re

import pytest

from dashboard.guard.place import Place
from dashboard.guard.seats import MOST, MOST_KEPT, Seat, Seats
from tests.dashboard.guard.asking import OURS, PAGE, Gated, Page, ask, cookie_of

SOCKET = f"/jupyter/api/kernels/{'a' * 32}/channels?session_id={'b' * 32}"
HELLO = (
    '{"channel":"shell","content":{},"header":{"msg_id":"1","msg_type":"kernel_info_request"},"metadata":{},'
    '"parent_header":{},"buffers":[]}'
)
SAID = {"type": "websocket.receive", "text": HELLO}


def test_a_page_says_its_language_and_may_be_enlarged():
    answered = ask(Gated(), "/?lang=nl")
    assert answered.status == 200 and int(answered.headers["content-length"]) == len(answered.body)
    assert b'<html lang="nl">' in answered.body
    assert b"user-scalable" not in answered.body and b"initial-scale=1" in answered.body
    assert b"accept-encoding" not in dict(answered.inside["headers"])  # what is rewritten must not come compressed


def test_only_scripts_that_carry_the_pages_own_word_are_run_and_nothing_comes_from_elsewhere():
    here = Gated()
    words: list[str] = []
    for answered in (ask(here, "/?lang=nl"), ask(here, "/?lang=nl")):
        policy = answered.headers["content-security-policy"]
        words.append(*re.findall(r"script-src 'self' 'nonce-([\w-]{20,})' 'unsafe-eval';", policy))
        assert answered.body.count(b"<script") == answered.body.count(f'<script nonce="{words[-1]}"'.encode()) == 2
        assert "connect-src 'self';" in policy and not re.search(r"https?:|wss?:", policy)
    assert words[0] != words[1]


def test_parts_of_a_page_pass_as_they_are():
    assert ask(Gated(), "/static/main.js").body == PAGE
    assert ask(Gated(), "/_solara/cdn/echarts@5.4.0/dist/echarts.min.js").body == PAGE


@pytest.mark.parametrize(("prefers", "language"), [("nl-NL,nl;q=0.9", "nl"), ("en", "en"), ("fr", "en"), ("", "en")])
def test_an_address_without_language_gets_the_one_of_the_browser_and_keeps_the_rest(prefers, language):
    answered = ask(Gated(), "/break-even?time_shortage=0.3&lang=xx", accept_language=prefers)
    assert answered.status == 307
    assert answered.headers["location"] == f"?lang={language}&time_shortage=0.3"


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example/x",
        "/\\evil.example",
        "/€",
        "/\ufffd",
        "/\r\nSet-Cookie: a=b",
        "/a//b",
        "/../../etc/passwd",
        "/_solara/cdn/../x",
        "/_solara/cdn/.hidden",
        "/resourcez",
        "/resourcez?verbose",
        "/_solara/api/evict/" + "a" * 32,
        "/jupyter/api/kernels/" + "a" * 32,
        "/" + "a" * 400,
        "/network/foo",
        "/break-even/foo/bar/",
    ],
)
def test_what_no_page_asks_for_is_not_there(target):
    for query in ("", "?lang=en"):
        answered = ask(Gated(), target + query)
        assert answered.status == 404 and "location" not in answered.headers
        assert answered.inside is None
        assert b"This page does not exist" in answered.body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_pages_are_only_read(method):
    assert ask(Gated(), "/?lang=en", method=method, origin=f"http://{OURS}").status == 404


def test_a_page_that_is_closed_says_farewell():
    target = f"/_solara/api/close/{'a' * 36}?session_id={'b' * 36}"
    assert ask(Gated(), target, method="POST", origin=f"http://{OURS}").inside is not None
    assert ask(Gated(), target, method="POST").status == 403
    assert ask(Gated(), target).status == 404
    assert ask(Gated(), target.partition("?")[0], method="POST", origin=f"http://{OURS}").status == 404


@pytest.mark.parametrize(
    ("host", "names", "status"),
    [
        (OURS, (), 200),
        ("localhost:8765", (), 200),
        ("LOCALHOST:8765", (), 200),
        ("localhost", (), 403),
        ("localhost:8766", (), 403),
        ("evil.example:8765", (), 403),
        ("evil.example", ("omtafel.example.org",), 403),
        ("omtafel.example.org", ("omtafel.example.org",), 200),
        ("omtafel.example.org:8443", ("omtafel.example.org",), 200),
        ("omtafel.example.org:8443", ("omtafel.example.org:443",), 403),
        (f"{OURS}/x", (), 403),
        (f"evil@{OURS}", (), 403),
        ("127.0.0.1:99999", (), 403),
        ("", (), 403),
        (None, (), 403),
    ],
)
def test_only_names_of_this_server_are_answered_to(host, names, status):
    answered = ask(Gated(Place(names=names)), "/?lang=en", host=host)
    assert answered.status == status
    assert (answered.inside is not None) == (status == 200)
    if status == 403:
        assert b"--allow-host NAME" in answered.body


def test_a_server_for_everybody_answers_to_the_address_at_which_it_is_reached():
    here = Gated(Place(host="0.0.0.0"))
    assert ask(here, "/?lang=en", host="192.0.2.7:8765", server=("192.0.2.7", 8765)).status == 200
    assert ask(here, "/?lang=en", host="localhost:8765", server=("192.0.2.7", 8765)).status == 403
    assert ask(here, "/?lang=en", host="rebound.example:8765", server=("192.0.2.7", 8765)).status == 403
    assert ask(here, "/?lang=en", host="[::1]:8765", server=("::1", 8765)).status == 200


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (f"http://{OURS}", 200),
        ("http://localhost:8765", 403),
        (f"https://{OURS}.evil.example", 403),
        ("http://127.0.0.1:8766", 403),
        ("http://127.0.0.1", 403),
        ("https://omtafel.example.org", 200),
        ("https://omtafel.example.org:3000", 403),  # cookies do not keep ports apart
        ("http://evil.example", 403),
        ("null", 403),
        ("", 403),
        (None, 403),
    ],
)
def test_a_socket_comes_from_our_own_pages(origin, status):
    here = Gated(Place(names=("omtafel.example.org",)))
    answered = ask(here, SOCKET, [SAID], kind="websocket", origin=origin, cookie=cookie_of(here))
    assert answered.status == (0 if status == 200 else 403)
    assert (here.solara.heard != []) == (status == 200)


def test_pictures_and_scripts_are_not_for_pages_of_others():
    there = "/_solara/cdn/echarts@5.4.0/dist/echarts.min.js"
    assert ask(Gated(), there, sec_fetch_site="same-origin", sec_fetch_mode="no-cors").status == 200
    for site in ("cross-site", "same-site"):
        assert ask(Gated(), there, sec_fetch_site=site, sec_fetch_mode="no-cors").status == 403
    assert ask(Gated(), "/?lang=en", sec_fetch_site="cross-site", sec_fetch_mode="navigate").status == 200


def test_the_sessions_cookie_is_for_this_server_alone():
    here = Gated()
    written = ask(here, "/?lang=en").headers["set-cookie"]
    assert re.fullmatch(r"omtafel-8765=[0-9a-f]{32}\.[0-9a-f]{64}; Path=/; HttpOnly; SameSite=Lax", written)
    assert ask(here, "/?lang=en", scheme="https").headers["set-cookie"].endswith("; SameSite=Lax; Secure")
    assert "Path=/omtafel/;" in ask(Gated(Place(root="/omtafel")), "/omtafel/?lang=en").headers["set-cookie"]
    assert "set-cookie" not in ask(here, "/?lang=en", cookie=written.partition(";")[0]).headers
    assert "set-cookie" in ask(Gated(), "/?lang=en", cookie=written.partition(";")[0]).headers  # after a restart


def test_solara_knows_a_visitor_by_the_number_in_the_cookie_and_gets_no_other():
    here = Gated()
    cookie = cookie_of(here)
    answered = ask(here, "/?lang=en", cookie=f"solara-session-id=stolen; other=1; {cookie}")
    number = cookie.partition("=")[2].partition(".")[0]
    assert dict(answered.inside["headers"])[b"cookie"] == f"solara-session-id={number}".encode()


@pytest.mark.parametrize("cookie", [None, "solara-session-id=abc", "omtafel-8765=abc", "omtafel-8766=" + "a" * 97])
def test_a_socket_without_the_sessions_cookie_is_refused(cookie):
    answered = ask(Gated(), SOCKET, kind="websocket", origin=f"http://{OURS}", cookie=cookie)
    assert answered.status == 403 and answered.inside is None


def test_what_somebody_says_on_behalf_of_a_proxy_never_reaches_solara():
    said = {"x_script_name": "/evil", "script_name": "/evil", "x_forwarded_host": "evil", "forwarded": "host=evil"}
    inside = ask(Gated(), "/?lang=en", **said).inside
    assert b"evil" not in b" ".join(value for _, value in inside["headers"])
    assert inside["root_path"] == ""


@pytest.mark.parametrize("target", ["/omtafel/network?lang=en", "/network?lang=en"])
def test_the_path_in_front_may_be_left_in_or_taken_away_by_a_proxy(target):
    inside = ask(Gated(Place(root="/omtafel")), target).inside
    assert (inside["path"], inside["root_path"]) == ("/omtafel/network", "/omtafel")


def test_the_path_in_front_alone_leads_to_the_first_page():
    assert ask(Gated(Place(root="/omtafel")), "/omtafel").headers["location"] == "/omtafel/?lang=en"


@pytest.mark.parametrize(
    "wrong", [{"root": "omtafel"}, {"root": "/<script>"}, {"names": ("a/b",)}, {"names": ("*",)}, {"proxies": ("x",)}]
)
def test_a_place_that_is_none_is_refused(wrong):
    with pytest.raises(ValueError, match="must be"):
        Place(**wrong)


def seated(count, started):
    seats = Seats()
    for number in range(count):
        seats.take(Seat(f"{number}", 20, Page(started)))
    return seats


def test_who_finds_no_place_is_told_so_in_words():
    for language, words in (("en", b"It is full"), ("nl", b"Het is vol")):
        answered = ask(Gated(seats=seated(MOST, started=True)), f"/?lang={language}")
        assert answered.status == 503 and words in answered.body
        assert answered.headers["retry-after"] == "20"
    assert ask(Gated(seats=seated(MOST - 1, started=True)), "/?lang=en").status == 200
    assert ask(Gated(seats=seated(MOST, started=False)), "/?lang=en").status == 200
    assert ask(Gated(seats=Seats(lambda: dict.fromkeys(map(str, range(MOST_KEPT))))), "/?lang=en").status == 503


def test_a_place_is_given_back_when_its_page_goes():
    here = Gated()
    for _ in range(2):
        ask(here, SOCKET, [SAID], kind="websocket", origin=f"http://{OURS}",
            cookie=cookie_of(here))  # fmt: skip
    assert len(here.solara.heard) == 4 and here.seats.taken == []


def test_solara_hears_of_a_page_with_its_first_word():
    here = Gated()
    cookie = cookie_of(here)
    answered = ask(here, SOCKET, kind="websocket", origin=f"http://{OURS}", cookie=cookie)
    assert [message["type"] for message in answered.messages] == ["websocket.accept"]
    assert here.solara.heard == []
    answered = ask(here, SOCKET, [SAID], kind="websocket", origin=f"http://{OURS}", cookie=cookie)
    assert [message["type"] for message in answered.messages] == ["websocket.accept"]
    assert [message["type"] for message in here.solara.heard] == ["websocket.connect", "websocket.receive"]


def test_what_no_page_says_ends_the_talk_before_solara_hears_it(caplog):
    here = Gated()
    frame = {"type": "websocket.receive", "bytes": b"\x7f\xff\xff\xff" + b"\x00" * 20}
    answered = ask(here, SOCKET, [frame], kind="websocket", origin=f"http://{OURS}", cookie=cookie_of(here))
    assert answered.messages[-1] == {"type": "websocket.close", "code": 1008}
    assert here.solara.scope["type"] == "http"  # the page with the cookie; it never heard of the socket
    assert len(caplog.records) == 1
