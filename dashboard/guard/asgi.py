"""What servers and applications hand each other (ASGI), in the few shapes that are needed here."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


def header(scope: Scope, name: bytes) -> str | None:
    """The value of a header; None when it is not there, or there twice with different values."""
    found = {value for one, value in scope["headers"] if one == name}
    return found.pop().decode("latin-1") if len(found) == 1 else None


async def answer(scope: Scope, send: Send, status: int, headers: Headers, body: bytes = b"") -> None:
    """Answer a request, or refuse a websocket, as a whole."""
    kind = "http" if scope["type"] == "http" else "websocket.http"
    headers = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": f"{kind}.response.start", "status": status, "headers": headers})
    await send({"type": f"{kind}.response.body", "body": body})
