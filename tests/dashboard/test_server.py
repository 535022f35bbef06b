"""What stands around the pages: their head, and headers that keep them to themselves."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard.server import POLICY, Around, dressed, style

PAGE = (
    b'<!doctype html>\n<html>\n<head><meta name="viewport" content="width=device-width, user-scalable=no">'
    b"</head><body>x</body></html>"
)


async def inner(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"999")]})
    await send({"type": "http.response.body", "body": PAGE[:30], "more_body": True})
    await send({"type": "http.response.body", "body": PAGE[30:]})


def ask(path="/", query="lang=nl", accept="text/html", language="en"):
    said = []

    async def send(message):
        said.append(message)

    async def receive():
        return {"type": "http.disconnect"}

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": query.encode(),
        "headers": [
            (b"accept", accept.encode()),
            (b"accept-language", language.encode()),
            (b"accept-encoding", b"gzip"),
        ],
    }
    # In a thread of its own, because the tests in a browser keep a loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(Around(inner)(scope, receive, send))).result()
    return said[0]["status"], dict(said[0]["headers"]), b"".join(one.get("body", b"") for one in said[1:])


def test_a_page_says_its_language_and_may_be_enlarged():
    status, headers, body = ask()
    assert status == 200 and int(headers[b"content-length"]) == len(body)
    assert b'<html lang="nl">' in body
    assert b"user-scalable" not in body and b"initial-scale=1" in body


def test_a_page_loads_nothing_from_another_host():
    _, headers, _ = ask()
    assert headers[b"content-security-policy"] == POLICY.encode()
    assert "http:" not in POLICY and "https:" not in POLICY


def test_parts_of_a_page_pass_as_they_are():
    assert ask(path="/static/main.js")[2] == PAGE
    assert ask(accept="*/*")[2] == PAGE


@pytest.mark.parametrize(
    ("prefers", "language"), [("nl-NL,nl;q=0.9", b"nl"), ("en", b"en"), ("fr", b"en"), ("", b"en")]
)
def test_an_address_without_language_gets_the_one_of_the_browser_and_keeps_the_rest(prefers, language):
    status, headers, _ = ask(path="/break-even", query="time_shortage=0.3&lang=xx", language=prefers)
    assert status == 307
    assert headers[b"location"] == b"/break-even?lang=" + language + b"&time_shortage=0.3"


def test_the_colours_are_those_of_the_report():
    assert "--parallel: #0b5fa5" in style() and "--shared-plan: #f59a58" in style()


def test_dressing_leaves_what_it_does_not_know():
    assert dressed("<p>plain</p>", "en") == "<p>plain</p>"
