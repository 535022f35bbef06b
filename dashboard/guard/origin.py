"""Who asks: the pages themselves, under a name of this server, and not a page of somebody else.

A page elsewhere can send a visitor's browser here in two ways. It can ask for this address itself; the browser then
names that page as origin. Or it can let its own name point to this machine (DNS rebinding); the browser then names
that name as host.
"""

import ipaddress
from urllib.parse import urlsplit

from dashboard.guard.asgi import Scope, header
from dashboard.guard.place import Place

PORTS = {"http": 80, "ws": 80, "https": 443, "wss": 443}
Where = tuple[str, int]


def named_right(scope: Scope, place: Place) -> bool:
    """Whether a request names this server as its host."""
    where = where_of(header(scope, b"host"), scope["scheme"])
    return where is not None and (where in own(scope) or place.is_at(*where, usual=where[1]))


def from_ourselves(scope: Scope, place: Place) -> bool:
    """Whether a request comes from our own pages, or from somebody who follows a link or types an address.

    A websocket and whatever changes something must say where it comes from.
    """
    origin = header(scope, b"origin")
    if any(name == b"origin" for name, _ in scope["headers"]):
        scheme, _, netloc = (origin or "").partition("://")
        where = where_of(netloc, scheme)
        host = where_of(header(scope, b"host"), scope["scheme"])
        return where is not None and (where == host or place.is_at(*where, usual=PORTS[scheme]))
    if scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD"):
        return False
    asked_by = header(scope, b"sec-fetch-site") or "none"
    return asked_by in ("none", "same-origin") or header(scope, b"sec-fetch-mode") == "navigate"


def own(scope: Scope) -> set[Where]:
    """The address at which a request arrived; on a loopback address also ``localhost``."""
    host, port = scope["server"]
    loopback = ipaddress.ip_address(host.partition("%")[0]).is_loopback
    return {(host, port), ("localhost", port)} if loopback else {(host, port)}


def where_of(netloc: str | None, scheme: str) -> Where | None:
    """Host and port of the part of an address that names them; None when it does not."""
    if not netloc or "@" in netloc:
        return None
    try:
        parts = urlsplit(f"//{netloc}")
        port = parts.port or PORTS[scheme]
    except (ValueError, KeyError):
        return None
    return (parts.hostname, port) if parts.hostname and parts.netloc == netloc else None
