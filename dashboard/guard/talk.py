"""What one open page and Solara say to each other over a websocket, as long as the page says what pages say.

Solara hears of a page with its first word: it makes room for each, one after the other, so that hundreds of silent
sockets would keep everybody waiting.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from dashboard.guard import frames
from dashboard.guard.asgi import Application, Message, Receive, Scope, Send

BAD_MESSAGE, TRY_AGAIN_LATER = 1008, 1013  # of RFC 6455 and its registry
log = logging.getLogger("omtafel.guard")


class Talk:
    """One talk.

    Args:
        receive, send: to and from the page.
        at_work: whether the page has begun to show anything. What it says of itself proves nothing.
    """

    def __init__(self, receive: Receive, send: Send, at_work: Callable[[], bool]) -> None:
        self.receive, self.send, self.at_work = receive, send, at_work
        self.leaving: set[asyncio.Task[None]] = set()

    @property
    def started(self) -> bool:
        """Whether the page has begun to show anything."""
        return self.at_work()

    async def hold(self, inner: Application, scope: Scope) -> None:
        """Talk until one of both leaves.

        Args:
            inner: the application of Solara.
            scope: of the websocket, as Solara gets it.
        """
        coming = [await self.receive()]
        await self.send({"type": "websocket.accept"})
        coming.append(await self.hear())
        if coming[-1]["type"] == "websocket.disconnect":
            return

        async def hear() -> Message:
            return coming.pop(0) if coming else await self.hear()

        async def say(message: Message) -> None:
            if message["type"] != "websocket.accept":
                await self.send(message)

        try:
            await inner(scope, hear, say)
        except Exception as error:
            log.warning("a page was cut off", exc_info=error)

    async def hear(self) -> Message:
        """The next message; the talk ends with one that no page says."""
        message = await self.receive()
        if message["type"] == "websocket.receive":
            try:
                frames.read(message)
            except ValueError as fault:
                log.warning("a page said what no page says: %s", fault)
                await self.end(BAD_MESSAGE)
                return {"type": "websocket.disconnect", "code": BAD_MESSAGE}
        return message

    async def end(self, code: int) -> None:
        """Hang up."""
        with suppress(OSError, RuntimeError):  # gone already
            await self.send({"type": "websocket.close", "code": code})

    def dismiss(self) -> None:
        """Hang up soon, and ask to try again later."""
        self.leaving.add(asyncio.create_task(self.end(TRY_AGAIN_LATER)))

    def dismiss_if_idle(self) -> None:
        """Hang up on a page that has started nothing."""
        if not self.started:
            self.dismiss()
