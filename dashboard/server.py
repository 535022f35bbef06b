"""Serving the pages: to this machine unless told otherwise, with nothing that leaves it.

Solara makes each page; what a browser gets around it is set right here: its language, that it may be enlarged, its
style, and that it loads nothing from another host.
"""

import os
import re
import sys
import threading
import warnings
from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from dashboard.memory import few_heaps
from dashboard.words import say
from sim.words import LANGUAGES, Language

HERE = Path(__file__).parent
REPORT_CSS = HERE.parent / "experiments" / "report.css"
SETTINGS = {
    "SOLARA_APP": "dashboard.app",
    "SOLARA_MODE": "production",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",
    "SOLARA_THEME_SHOW_BANNER": "false",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_THEME_TITLE": "Omtafel",
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "false",
    "SOLARA_KERNEL_CULL_TIMEOUT": "60s",  # a page that is gone for a minute is forgotten, with its runs
    "SOLARA_KERNEL_MAX_COUNT": "200",  # pages that are open at once
}
# The pages' templates are compiled in the browser, so scripts may be evaluated; nothing comes from elsewhere.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'none'; frame-ancestors 'self'"
)
# Runs ask for Python's lock for a moment between compiled stretches; with the usual 5 milliseconds of waiting for it
# each of these moments costs as much as the stretch.
SWITCH_SECONDS = 0.0005
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Around:
    """What stands around Solara: it rewrites the head of pages and adds headers; everything else passes.

    Args:
        inner: the application of Solara.
    """

    def __init__(self, inner: Callable[..., Awaitable[None]]) -> None:
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        asks_for_page = wants_page(scope)
        if asks_for_page and not has_language(scope):
            await redirect(scope, send)
            return
        scope = {**scope, "headers": [(name, value) for name, value in scope["headers"] if plain(name, asks_for_page)]}
        started: MutableMapping[str, Any] = {}
        body = bytearray()

        async def answer(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *safe_headers()]}
                if asks_for_page:
                    started.update(message)
                    return
            elif asks_for_page:
                body.extend(message.get("body", b""))
                if message.get("more_body"):
                    return
                page = dressed(body.decode("utf-8"), language_of(scope)).encode("utf-8")
                headers = [(name, value) for name, value in started["headers"] if name.lower() != b"content-length"]
                await send({**started, "headers": [*headers, (b"content-length", str(len(page)).encode())]})
                message = {"type": "http.response.body", "body": page}
            await send(message)

        await self.inner(scope, receive, answer)


def wants_page(scope: Scope) -> bool:
    """Whether a browser asks for a page, and not for one of its parts."""
    accepts = dict(scope["headers"]).get(b"accept", b"")
    parts = ("/static", "/_solara", "/nbextensions", "/voila", "/jupyter")
    return scope["method"] == "GET" and b"text/html" in accepts and not scope["path"].startswith(parts)


def plain(name: bytes, asks_for_page: bool) -> bool:
    """Whether a header of a request is handed on: a page that is rewritten must not come compressed."""
    return not (asks_for_page and name.lower() == b"accept-encoding")


def query_of(scope: Scope) -> list[tuple[str, str]]:
    """What stands behind the question mark."""
    return parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)


def has_language(scope: Scope) -> bool:
    """Whether the address says in which language."""
    return dict(query_of(scope)).get("lang") in LANGUAGES


def language_of(scope: Scope) -> Language:
    """The language of an address; without one, Dutch for a browser that prefers it."""
    asked = dict(query_of(scope)).get("lang")
    if asked in LANGUAGES:
        return "nl" if asked == "nl" else "en"
    prefers = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1").strip().lower()
    return "nl" if prefers.startswith("nl") else "en"


async def redirect(scope: Scope, send: Send) -> None:
    """Send the browser to the same address with a language in it."""
    words = [("lang", language_of(scope)), *(pair for pair in query_of(scope) if pair[0] != "lang")]
    place = f"{scope['path']}?{urlencode(words)}".encode("latin-1")
    await send({"type": "http.response.start", "status": 307, "headers": [(b"location", place), *safe_headers()]})
    await send({"type": "http.response.body", "body": b""})


def safe_headers() -> list[tuple[bytes, bytes]]:
    """Headers that keep a page to itself."""
    return [
        (b"content-security-policy", POLICY.encode("latin-1")),
        (b"referrer-policy", b"no-referrer"),
        (b"x-content-type-options", b"nosniff"),
    ]


def dressed(page: str, language: Language) -> str:
    """A page with its language, a description, its style, and the freedom to enlarge it."""
    page = page.replace("<html>", f'<html lang="{language}">', 1)
    page = re.sub(
        r'<meta name="viewport"[^>]*>',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        page,
        count=1,
    )
    about = say("frame.description", language)
    head = f'<meta name="description" content="{about}">\n<style>{style()}</style>\n</head>'
    page = page.replace("</head>", head, 1)
    return page.replace("Loading app", say("frame.awaited", language))


@cache
def style() -> str:
    """Colours of the report by day and by night, and the look of the pages."""
    css = REPORT_CSS.read_text("utf-8")
    light, dark = re.findall(r":root \{[^}]*\}", css)[:2]
    return f"{light}\n@media (prefers-color-scheme: dark) {{ {dark} }}\n{(HERE / 'look.css').read_text('utf-8')}"


def application() -> Around:
    """The whole as an ASGI application."""
    os.environ.update({name: os.environ.get(name, value) for name, value in SETTINGS.items()})
    warnings.filterwarnings("ignore", message="Cookies with samesite=none require https")
    from solara.server.starlette import app

    return Around(app)


def fetch_rules() -> None:
    """Fetch the compiled rules from disk while the first browser still fetches its page."""
    from sim.comparison import both_routes
    from sim.scenario import Scenario

    both_routes(Scenario("fetching", families=4, weeks=2, burn_in_weeks=2), seed=0)


def serve(host: str, port: int, ready: Callable[[], None]) -> None:
    """Serve until somebody stops it.

    Args:
        host: where to listen; 127.0.0.1 is this machine only.
        port: on which.
        ready: called when the first page can be asked for.

    Raises:
        OSError: when the port is taken or the host is none of this machine's.
    """
    import socket

    import uvicorn

    sys.setswitchinterval(SWITCH_SECONDS)
    few_heaps()
    listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    config = uvicorn.Config(
        application(),
        log_level="warning",
        ws_max_size=2**20,
        ws_per_message_deflate=False,  # squeezing every picture costs more than sending it
        timeout_graceful_shutdown=2,
    )
    threading.Thread(target=fetch_rules, daemon=True).start()
    ready()
    uvicorn.Server(config).run([listening])
