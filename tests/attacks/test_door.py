"""Forged names, origins and paths end at the door, and half a request does not hold it open."""

import pytest

FOREIGN = "http://evil.example"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost:1", ""])
def test_a_name_that_is_not_ours_is_not_answered_to(knock, host):
    for path in ("/?lang=en", "/readyz", "/_solara/cdn/requirejs@2.3.6/require.js"):
        assert knock.ask(path, host=host).status == 403


def test_a_page_elsewhere_opens_no_socket(knock):
    cookie = knock.cookie()
    assert knock.refused(cookie=cookie) == 101
    for origin in (FOREIGN, "null", "http://127.0.0.1:1", f"https://localhost:{knock.port}", "http://localhost"):
        assert knock.refused(cookie=cookie, origin=origin) == 403
    assert knock.refused(cookie=None) == 403
    assert knock.refused(cookie="solara-session-id=0123") == 403
    assert knock.refused(cookie=cookie, host="evil.example", origin="http://evil.example") == 403


def test_a_page_elsewhere_closes_no_page(knock):
    target = f"/_solara/api/close/{'a' * 32}?session_id={'b' * 32}"
    assert knock.ask(target, "POST", origin=knock.server.address).status == 200
    assert knock.ask(target, "POST", origin=FOREIGN).status == 403
    assert knock.ask(target, "POST").status == 403


def test_nobody_sets_the_path_in_front_for_others(knock):
    page = knock.ask("/?lang=en", x_script_name="/evil").body
    assert b"evil" not in page and b"alert(1)" not in page
    assert b'solara.rootPath = ""' in page


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example/x",
        "//evil.example/x?lang=en",
        "/%2fevil.example",
        "/%5cevil.example",
        "/%e2%82%ac",
        "/%ff",
        "/%0d%0aSet-Cookie:a=b",
        "/%00",
        "/..%2f..%2fetc%2fpasswd",
        "/resourcez?verbose",
        "/jupyter/api/kernels/1",
        "/static/..%2f..%2fserver.py",
        "/static/%00",
        "/jupyter/nbextensions/%2e%2e/%2e%2e",
    ],
)
def test_odd_addresses_lead_nowhere_and_leave_no_trace(knock, target):
    with knock.lines_written() as lines:
        answer = knock.ask(target)
    assert answer.status == 404 and "location" not in answer.headers and "set-cookie" not in answer.headers
    assert lines == []


@pytest.mark.parametrize("page", ["/", "/break-even", "/family", "/network", "/assumptions"])
def test_nothing_stands_below_a_page_or_beside_it(knock, page):
    assert knock.ask(f"{page}?lang=en").status == 200
    below = page.rstrip("/")
    for other in (f"{below}/foo", f"{below}/foo/", f"{below}/foo/network", f"{page}x", f"{page}X"):
        answer = knock.ask(f"{other}?lang=nl")
        assert answer.status == 404 and b"Deze pagina bestaat niet" in answer.body


def test_half_a_request_does_not_hold_the_door_open(line):
    line.sendall(b"GET /?lang=en HTTP/1.1\r\nHost: 127.0.0.1")
    assert line.recv(1000) == b""


def test_half_a_second_request_does_not_either(line, knock):
    line.sendall(f"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1:{knock.port}\r\n\r\n".encode())
    assert b"200 OK" in line.recv(10_000)
    line.sendall(b"GET / HT")
    while said := line.recv(10_000):
        assert b"HTTP/1.1" not in said
