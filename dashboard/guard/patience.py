"""How long the server waits for a request that does not come whole: visitors who send a few letters and then nothing
would hold all connections of the machine otherwise.
"""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

WHOLE_SECONDS = 10.0
UNFINISHED = (h11.IDLE, h11.SEND_BODY)


class Impatient(H11Protocol):
    """Uvicorn's, which hangs up when a request is not whole in time."""

    waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody has called and said nothing yet."""
        super().connection_made(transport)
        self.wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is there any more."""
        self.wait_no_more()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Something was said: all of a request, or part of it."""
        super().data_received(data)
        handed_over = self.transport.get_protocol() is not self  # to a websocket
        if handed_over or self.conn.their_state not in UNFINISHED:
            self.wait_no_more()
        elif self.waiting is None:
            self.wait()

    def wait(self) -> None:
        """Wait for the rest, but not for ever."""
        self.waiting = self.loop.call_later(WHOLE_SECONDS, self.transport.close)

    def wait_no_more(self) -> None:
        """It came whole, or will not come."""
        if self.waiting is not None:
            self.waiting.cancel()
            self.waiting = None
