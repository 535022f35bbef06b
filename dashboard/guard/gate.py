"""The gate: every request and every websocket passes here before Solara hears of it."""

import asyncio

from dashboard.dressing import dressed
from dashboard.guard.asgi import Application, Headers, Message, Receive, Scope, Send, answer
from dashboard.guard.headers import fresh_nonce, handed_on, safe_headers
from dashboard.guard.language import has_language, language_of, with_language
from dashboard.guard.origin import from_ourselves, named_right
from dashboard.guard.paths import Asked, asked
from dashboard.guard.place import Place
from dashboard.guard.refusing import refuse
from dashboard.guard.seats import MOST_OF_ADDRESS, MOST_OF_SESSION, Seat, Seats
from dashboard.guard.session import Session, Sessions
from dashboard.guard.talk import Talk

START_SECONDS = 10.0  # a socket that has started nothing by then is closed


class Gate:
    """What stands around Solara.

    Args:
        inner: the application of Solara.
        files: answers for files that Solara would fetch from elsewhere.
        place: where the pages are served.
        seats: how many can be open at once.
    """

    def __init__(self, inner: Application, files: Application, place: Place, seats: Seats) -> None:
        self.inner, self.files, self.place, self.seats = inner, files, place, seats
        self.sessions = Sessions(place.port, place.root)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or keep one websocket company."""
        if scope["type"] == "lifespan":
            await self.inner(scope, receive, send)
        elif not named_right(scope, self.place):
            await refuse(scope, send, 403, "host", self.place.root)
        elif not from_ourselves(scope, self.place):
            await refuse(scope, send, 403, "origin", self.place.root)
        elif self.place.root and scope["path"] == self.place.root:
            await self.redirect(scope, send, f"{self.place.root}/")
        elif (found := asked(scope, self.place.root)) is None:
            await refuse(scope, send, 404, "unknown", self.place.root)
        elif found.kind == "socket":
            await self.keep_company(scope, receive, send, found)
        elif found.kind == "page":
            await self.show(scope, receive, send, found)
        else:
            inner = self.files if found.kind == "file" else self.inner
            headers = safe_headers(fresh_nonce())
            scope = self.inside(scope, found, handed_on(scope, self.sessions.of(scope), False))
            await inner(scope, receive, lambda message: send(with_headers(message, headers)))

    def inside(self, scope: Scope, found: Asked, headers: Headers) -> Scope:
        """A request as Solara gets it: with the path in front, also where a proxy has taken it away."""
        path = f"{self.place.root}{found.path}"
        return {**scope, "root_path": self.place.root, "path": path, "raw_path": path.encode(), "headers": headers}

    async def redirect(self, scope: Scope, send: Send, path: str) -> None:
        """Send the browser to an address with a language in it.

        Args:
            scope: of the request.
            send: takes the answer.
            path: where; empty for the same, which is never written out, so that nobody can put another host in it.
        """
        location = f"{path}?{with_language(scope)}".encode()
        await answer(scope, send, 307, [(b"location", location), *safe_headers(fresh_nonce())])

    async def show(self, scope: Scope, receive: Receive, send: Send, found: Asked) -> None:
        """Hand out a page that may run its own scripts alone, with a session for who has none."""
        session = self.sessions.of(scope)
        if not has_language(scope):
            await self.redirect(scope, send, "")
            return
        known = session is not None and session.signed
        if full := self.seats.full_for(*holder_of(scope, session)) if known else self.seats.full_for():
            await refuse(scope, send, 503, full, self.place.root)
            return
        nonce = fresh_nonce()
        headers = [*safe_headers(nonce), (b"cache-control", b"no-store")]  # the nonce is for one page alone
        if not known:
            headers.append((b"set-cookie", self.sessions.begin(scope["scheme"] == "https")))
        started: Message = {}
        body = bytearray()

        async def dress(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.update(with_headers(message, headers))
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            if started["status"] == 404:
                await refuse(scope, send, 404, "unknown", self.place.root)
                return
            page = dressed(body.decode("utf-8"), language_of(scope), nonce, self.place.root).encode("utf-8")
            kept = [(name, value) for name, value in started["headers"] if name.lower() != b"content-length"]
            await answer(scope, send, started["status"], kept, page)

        await self.inner(self.inside(scope, found, handed_on(scope, session, True)), receive, dress)

    async def keep_company(self, scope: Scope, receive: Receive, send: Send, found: Asked) -> None:
        """Let an open page speak with Solara, as long as it says what a page would say."""
        session = self.sessions.of(scope)
        if session is None:
            await refuse(scope, send, 403, "cookie", self.place.root)
            return
        holder, most = holder_of(scope, session)
        if full := self.seats.full_for(holder, most, found.kernel):
            await refuse(scope, send, 503, full, self.place.root)
            return
        newly_come = found.kernel not in self.seats.kept()
        talk = Talk(receive, send, lambda: self.seats.at_work(found.kernel))
        seat = Seat(holder, most, talk, found.kernel)
        self.seats.take(seat)
        idle = asyncio.get_running_loop().call_later(START_SECONDS, talk.dismiss_if_idle)
        try:
            await talk.hold(self.inner, self.inside(scope, found, handed_on(scope, session, False)))
        finally:
            idle.cancel()
            self.seats.leave(seat)
            if newly_come and not talk.started:
                await asyncio.to_thread(self.seats.forget, found.kernel)


def holder_of(scope: Scope, session: Session | None) -> tuple[str, int]:
    """By what somebody's places are counted, and how many there may be."""
    if session is not None and session.signed:
        return session.number, MOST_OF_SESSION
    return f"address {scope['client'][0]}", MOST_OF_ADDRESS


def with_headers(message: Message, headers: Headers) -> Message:
    """A message with ours among its headers, and without the cookie that Solara would set."""
    if message["type"] != "http.response.start":
        return message
    kept = [(name, value) for name, value in message["headers"] if name.lower() != b"set-cookie"]
    return {**message, "headers": [*kept, *headers]}
