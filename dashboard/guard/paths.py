"""What can be asked for: pages, their parts, and the two ways in which a page speaks with its server."""

import re
from dataclasses import dataclass
from typing import Literal

from dashboard.guard.asgi import Scope

Kind = Literal["page", "file", "part", "ready", "farewell", "socket"]
FILES = "/_solara/cdn"  # what Solara would fetch from elsewhere when it is not there
PARTS = ("/static/", "/jupyter/nbextensions/")
# The first words of addresses that are Solara's; what is not named above is nobody's business.
SOLARA = ("_solara", "jupyter", "nbextensions", "resourcez", "static")
NUMBER = "[0-9a-f-]{32,36}"
PLAIN = re.compile(r"(/(?!\.)[A-Za-z0-9_.@+~-]+)*/?")
SOCKET = re.compile(rf"/jupyter/api/kernels/(?P<kernel>{NUMBER})/channels")
FAREWELL = re.compile(rf"/_solara/api/close/{NUMBER}")
PAGE_OF = re.compile(rf"session_id={NUMBER}")
LONGEST = 300


@dataclass(frozen=True)
class Asked:
    """What a request asks for.

    Attributes:
        kind: what sort of thing.
        path: where, without the path in front.
        kernel: of a websocket, the number of the visit.
    """

    kind: Kind
    path: str
    kernel: str = ""


def asked(scope: Scope, root: str) -> Asked | None:
    """What a request asks for; None when there is no such thing.

    Args:
        scope: of the request.
        root: the path in front of every address. A proxy may leave it in or take it away.
    """
    path = scope["path"].removeprefix(root) if scope["path"].startswith(f"{root}/") else scope["path"]
    if len(path) > LONGEST or not PLAIN.fullmatch(path):
        return None
    kind = kind_of(scope, path)
    if kind == "socket" and (found := SOCKET.fullmatch(path)):
        return Asked(kind, path, found["kernel"])
    return Asked(kind, path) if kind else None


def kind_of(scope: Scope, path: str) -> Kind | None:
    """What sort of thing stands at a plain path, for the method of a request."""
    query = scope["query_string"].decode("latin-1")
    if scope["type"] == "websocket":
        return "socket" if SOCKET.fullmatch(path) and PAGE_OF.fullmatch(query) else None
    if scope["method"] == "POST":
        return "farewell" if FAREWELL.fullmatch(path) and PAGE_OF.fullmatch(query) else None
    if scope["method"] not in ("GET", "HEAD"):
        return None
    if path.startswith(f"{FILES}/"):
        return "file"
    if path.startswith(PARTS):
        return "part"
    if path == "/readyz":
        return "ready"
    first, *more = path.strip("/").split("/")  # nothing stands below a page; Solara would show the page itself
    return None if more or first in SOLARA else "page"
