"""Saying no: in words to a person, in one line to a program."""

from dashboard.dressing import style
from dashboard.guard.asgi import Scope, Send, answer, header
from dashboard.guard.headers import fresh_nonce, safe_headers
from dashboard.guard.language import language_of
from dashboard.pages.templates import fill


async def refuse(scope: Scope, send: Send, status: int, words: str, root: str) -> None:
    """Answer with a page that says why not.

    Args:
        scope: of the request.
        send: takes the answer.
        status: of HTTP.
        words: the key of what is said, below ``refused``.
        root: the path in front of every address.
    """
    headers = safe_headers(fresh_nonce())
    if status == 503:
        headers.append((b"retry-after", b"20"))
    if scope["type"] == "http" and "text/html" in (header(scope, b"accept") or ""):
        page = fill("refused.html", language_of(scope), refused=words, root=root, style=style())
        await answer(scope, send, status, [*headers, (b"content-type", b"text/html; charset=utf-8")], page.encode())
    else:
        await answer(scope, send, status, [*headers, (b"content-type", b"text/plain")], words.encode())
