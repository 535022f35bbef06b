"""The language of an address, and the way to the same address that names one."""

from urllib.parse import parse_qsl, urlencode

from dashboard.guard.asgi import Scope, header
from sim.words import LANGUAGES, Language


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
    prefers = (header(scope, b"accept-language") or "").strip().lower()
    return "nl" if prefers.startswith("nl") else "en"


def with_language(scope: Scope) -> str:
    """The query of the same address with a language in it."""
    return urlencode([("lang", language_of(scope)), *(pair for pair in query_of(scope) if pair[0] != "lang")])
