"""Whose visit it is: a cookie that only this server can write, and that no script on a page can read.

Solara knows a visitor by the number in it. It is signed, so that places are counted by visitors whom this server has
met. The key lives as long as the server; a tab from before a restart comes with a number that is not signed any more
and is counted by its address until it is loaded again.
"""

import hmac
import re
import secrets
from dataclasses import dataclass

from starlette.requests import cookie_parser

from dashboard.guard.asgi import Scope, header

SOLARA = "solara-session-id"  # the name under which Solara looks for the number
WRITTEN = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{64})")


@dataclass(frozen=True)
class Session:
    """A visitor's session.

    Attributes:
        number: what Solara knows the visitor by.
        signed: whether this server gave it.
    """

    number: str
    signed: bool


class Sessions:
    """Sessions that one server gives and knows again.

    Args:
        port: where it listens. Cookies do not keep ports apart, so that the name of this one must.
        root: the path under which it is sent.
    """

    def __init__(self, port: int, root: str) -> None:
        self.name, self.path = f"omtafel-{port}", f"{root}/"
        self.key = secrets.token_bytes(32)

    def of(self, scope: Scope) -> Session | None:
        """The session of a request, when it has one."""
        written = cookie_parser(header(scope, b"cookie") or "").get(self.name, "")
        if not (found := WRITTEN.fullmatch(written)):
            return None
        number, signature = found.groups()
        return Session(number, hmac.compare_digest(signature, self.signature(number)))

    def begin(self, secure: bool) -> bytes:
        """A new session: what the browser is told to keep."""
        number = secrets.token_hex(16)
        written = f"{self.name}={number}.{self.signature(number)}; Path={self.path}; HttpOnly; SameSite=Lax"
        return f"{written}; Secure".encode() if secure else written.encode()

    def signature(self, number: str) -> str:
        """What only this server can add to a number."""
        return hmac.digest(self.key, number.encode(), "sha256").hex()
