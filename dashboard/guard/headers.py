"""Headers: which of a request are handed on, and which go out with every answer, to keep a page to itself."""

import secrets

from dashboard.guard.asgi import Headers, Scope
from dashboard.guard.session import SOLARA, Session

# Only a declared proxy may say these on behalf of a visitor, and then the server has heard them before.
SPOKEN_FOR = (b"forwarded", b"script-name", b"x-script-name")


def policy(nonce: str) -> str:
    """What a page may load and do: scripts that carry this page's own word, and nothing from elsewhere.

    Vue compiles templates in the browser (``unsafe-eval``), Vuetify writes styles (``unsafe-inline``).
    """
    return (
        f"default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
        "object-src 'none'; base-uri 'self'; form-action 'none'; frame-ancestors 'self'"
    )


def fresh_nonce() -> str:
    """A word that was never said before."""
    return secrets.token_urlsafe(16)


def safe_headers(nonce: str) -> Headers:
    """Headers that go out with every answer.

    A page tells its own server where a request comes from, and nobody else.
    """
    return [
        (b"content-security-policy", policy(nonce).encode()),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"referrer-policy", b"same-origin"),
        (b"x-content-type-options", b"nosniff"),
    ]


def handed_on(scope: Scope, session: Session | None, rewritten: bool) -> Headers:
    """The headers of a request as Solara gets them.

    Args:
        scope: of the request.
        session: the only cookie that is handed on.
        rewritten: whether the answer is rewritten on its way out, and so must not come compressed.
    """
    dropped = {b"cookie", b"accept-encoding"} if rewritten else {b"cookie"}
    kept = [
        (name, value)
        for name, value in scope["headers"]
        if name not in dropped and name not in SPOKEN_FOR and not name.startswith(b"x-forwarded-")
    ]
    return [*kept, (b"cookie", f"{SOLARA}={session.number}".encode())] if session else kept
