"""Altair, fetched when the first picture is specified: it takes a second, which no start of a server needs to wait."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import altair as alt
else:

    class Later:
        """A module that is imported when something of it is asked for."""

        def __getattr__(self, name: str) -> Any:
            import altair

            return getattr(altair, name)

    alt = Later()

__all__ = ["alt"]
