"""A visitor without a browser: it speaks with the served dashboard as a page does, and notes what it is shown.

A page and its server talk over one websocket in the messages of Jupyter: the server opens a comm for each part of the
page and sends its traits, the page sends what its visitor did. Solara's own comm starts the page
(solara/server/app.py, ``solara_comm_target``); ipyvue takes the events (``VueTemplate._handle_event``).
"""

import asyncio
import html
import json
import re
import struct
import time
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

Data = dict[str, Any]
ANSWER = '<section class="answer" aria-labelledby="question"'
CHANGED = re.compile(r'<section class="changed".*?</section>', re.DOTALL)
TABLE = 'aria-labelledby="table-title"'
PAIRS = re.compile(r'<p class="pairs">\D*(\d+)\D+(\d+)')
COMMAND = re.compile(r'<pre id="command"[^>]*>(.*?)</pre>', re.DOTALL)


@dataclass(frozen=True)
class Picture:
    """An answer as it came.

    Attributes:
        at: when, on this machine's clock that only goes forth.
        changed: what the visitor moved, as the page says it.
        pairs, asked: paired runs in it, and paired runs asked for.
        html: the whole.
    """

    at: float
    changed: tuple[str, ...]
    pairs: int
    asked: int
    html: str

    @property
    def whole(self) -> bool:
        """Whether all paired runs are in it."""
        return self.pairs == self.asked


class Visitor:
    """One visitor of a served dashboard.

    Attributes:
        parts: traits of every part of the page, by its comm.
        pictures: answers that were shown and not called stale, in order.
        commands: every command to make an answer again that was shown.
        failures: what went wrong, in words.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.kernel, self.page, self.control = (uuid.uuid4().hex for _ in range(3))
        self.parts: dict[str, Data] = {}
        self.pictures: list[Picture] = []
        self.commands: list[str] = []
        self.failures: list[str] = []
        self.leaving = False
        self.news = asyncio.Event()
        self.socket: ClientConnection
        self.listening: asyncio.Task[None]

    async def come(self, path: str) -> "Visitor":
        """Open a page."""
        asked = urllib.request.Request(f"{self.address}{path}", headers={"Accept": "text/html"})
        answer = await asyncio.to_thread(urllib.request.urlopen, asked)
        cookie = str(answer.headers["Set-Cookie"]).partition(";")[0]
        place = f"{self.address.replace('http', 'ws', 1)}/jupyter/api/kernels/{self.kernel}/channels"
        self.socket = await connect(
            f"{place}?session_id={self.page}",
            additional_headers={"Cookie": cookie},
            origin=Origin(self.address),
            max_size=None,
        )
        self.listening = asyncio.create_task(self.listen())
        await self.say("comm_open", self.control, target_name="solara.control", data={})
        page = {"path": path, "appName": "__default__", "themes": {}, "dark": False}
        await self.say("comm_msg", self.control, data={"method": "run", "args": page})
        return self

    async def leave(self, farewell: bool) -> None:
        """Go: with a farewell, as a tab that is closed, or without one, as a phone that loses its network."""
        self.leaving = True
        if farewell:
            place = f"{self.address}/_solara/api/close/{self.kernel}?session_id={self.page}"
            asked = urllib.request.Request(place, method="POST", headers={"Origin": self.address})
            await asyncio.to_thread(urllib.request.urlopen, asked)
        await self.socket.close()
        await self.listening

    async def move(self, lever: str, value: float) -> None:
        """Move a lever; the value as the page shows it."""
        levers = next(comm for comm, part in self.parts.items() if "groups" in part)
        event = {"event": "move", "data": {"name": lever, "value": value}}
        await self.say("comm_msg", levers, data={"method": "custom", "content": event})

    async def press(self, comm: str, do: str, value: str) -> None:
        """Press a button of a part of the page."""
        event = {"event": "act", "data": {"do": do, "value": value}}
        await self.say("comm_msg", comm, data={"method": "custom", "content": event})

    async def say(self, kind: str, comm: str, **content: Any) -> None:
        """Send one message."""
        header = {
            "msg_id": uuid.uuid4().hex,
            "session": self.page,
            "username": "",
            "date": datetime.now(UTC).isoformat(),
            "msg_type": kind,
            "version": "5.3",
        }
        around: Data = {"header": header, "parent_header": {}, "metadata": {}, "buffers": [], "channel": "shell"}
        await self.socket.send(json.dumps({**around, "content": {"comm_id": comm, **content}}))

    async def listen(self) -> None:
        """Take what the server says until one of both leaves."""
        try:
            async for message in self.socket:
                self.take(read(message))
                self.news.set()
        except ConnectionClosed as error:
            if not self.leaving:
                self.failures.append(f"the server hung up: {error}")

    def take(self, message: Data) -> None:
        """Keep what a part of the page was told."""
        content = message["content"]
        data = content.get("data", {})
        if message["header"]["msg_type"] == "comm_close":
            self.parts.pop(content["comm_id"], None)
            return
        if "state" not in data:
            return
        part = self.parts.setdefault(content["comm_id"], {})
        part.update(data["state"])
        if "html" in data["state"] or "stale" in data["state"]:
            self.look(part)

    def look(self, part: Data) -> None:
        """Note an answer, a command or a failure."""
        text = part.get("html") or ""
        if 'class="failure"' in text or "Traceback" in text:
            self.failures.append(text)
        if part.get("stale"):
            return
        if found := COMMAND.search(text):
            self.commands.append(html.unescape(found[1]))
        if text.startswith(ANSWER) and (pairs := PAIRS.search(text)) and (changed := CHANGED.search(text)):
            lines = tuple(html.unescape(line) for line in re.findall(r"<li>(.*?)</li>", changed[0]))
            self.pictures.append(Picture(time.monotonic(), lines, int(pairs[1]), int(pairs[2]), text))

    def table(self) -> str:
        """The table of main outcomes, as it is shown now."""
        return next((text for part in self.parts.values() if TABLE in (text := part.get("html") or "")), "")

    def parts_with(self, text: re.Pattern[str]) -> list[tuple[str, str]]:
        """The parts of the page that say something: their comm, and what they say there."""
        found = [(comm, text.search(part.get("html") or "")) for comm, part in self.parts.items()]
        return [(comm, one[1]) for comm, one in found if one]

    def chart(self, key: str) -> Data | None:
        """A chart by its key, when it is on the page."""
        return next(
            (part["chart"] for part in self.parts.values() if (part.get("chart") or {}).get("key") == key), None
        )

    async def until(self, seen: Callable[[], object], seconds: float) -> None:
        """Wait until something is on the page.

        Raises:
            TimeoutError: when it does not come.
        """
        async with asyncio.timeout(seconds):
            while not seen():
                self.news.clear()
                await self.news.wait()


def read(message: str | bytes) -> Data:
    """One message; one with attachments comes as bytes, behind their number and places."""
    if isinstance(message, bytes):
        (count,) = struct.unpack("!i", message[:4])
        places = [*struct.unpack(f"!{count}I", message[4 : 4 * (count + 1)]), len(message)]
        message = message[places[0] : places[1]].decode("utf-8")
    found: Data = json.loads(message)
    return found
