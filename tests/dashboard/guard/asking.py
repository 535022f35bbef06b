"""Requests to the gate without a server: what is asked, and what Solara and the visitor get of it."""

from dataclasses import dataclass, field
from typing import Any

from dashboard.guard.gate import Gate
from dashboard.guard.place import Place
from dashboard.guard.seats import Seats
from tests.waiting import finished

PAGE = (
    b'<!doctype html>\n<html>\n<head><meta name="viewport" content="width=device-width, user-scalable=no">'
    b"<script>1</script><script src='x.js'></script></head><body>x</body></html>"
)
OURS = "127.0.0.1:8765"


@dataclass
class Answered:
    """An answer.

    Attributes:
        status, headers, body: as the visitor gets them.
        inside: the request as Solara got it; None when it never heard of it.
        messages: everything that was sent.
    """

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    inside: Any = None
    messages: list[Any] = field(default_factory=list)


class Solara:
    """Stands for Solara: hands out a page in two pieces, and hears a websocket out."""

    def __init__(self) -> None:
        self.scope: Any = None
        self.heard: list[Any] = []

    async def __call__(self, scope, receive, send):
        self.scope = scope
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
            while (message := await receive())["type"] != "websocket.disconnect":
                self.heard.append(message)
            return
        cookie = (b"set-cookie", b"solara-session-id=hers; SameSite=none")
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"999"), cookie]})
        await send({"type": "http.response.body", "body": PAGE[:30], "more_body": True})
        await send({"type": "http.response.body", "body": PAGE[30:]})


@dataclass
class Page:
    """An open page that knows whether it was sent away."""

    started: bool
    gone: bool = False

    def dismiss(self) -> None:
        """Send it away."""
        self.gone = True


class Gated(Gate):
    """A gate with nothing behind it but what hands out one page."""

    def __init__(self, place: Place | None = None, seats: Seats | None = None) -> None:
        self.solara = Solara()
        super().__init__(self.solara, self.solara, place or Place(), seats or Seats())


def scope_of(target, method="GET", kind="http", scheme=None, server=("127.0.0.1", 8765), **headers):
    """A request; headers with underscores, and without the host when it is ours."""
    path, _, query = target.partition("?")
    named = {"host": OURS, "accept": "text/html", "accept-language": "en", "accept-encoding": "gzip"}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    return {
        "type": kind,
        "method": method,
        "scheme": scheme or ("ws" if kind == "websocket" else "http"),
        "path": path,
        "query_string": query.encode(),
        "server": server,
        "client": ("127.0.0.1", 40000),
        "headers": [(name.encode(), value.encode()) for name, value in named.items() if value is not None],
    }


def ask(gate, target, said=(), **how) -> Answered:
    """What the gate answers to one request, or to one websocket on which something is said."""
    answered = Answered()
    coming = [{"type": "websocket.connect"}, *said, {"type": "websocket.disconnect", "code": 1001}]

    async def receive():
        return coming.pop(0)

    async def send(message):
        answered.messages.append(message)

    finished(gate(scope_of(target, **how), receive, send))
    for message in answered.messages:
        if message["type"].endswith("response.start"):
            answered.status = message["status"]
            answered.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        answered.body += message.get("body", b"")
    answered.inside = gate.solara.scope
    return answered


def cookie_of(gate) -> str:
    """The cookie that a visitor gets with a first page."""
    return ask(gate, "/?lang=en").headers["set-cookie"].partition(";")[0]
