"""Somebody at the door of a served dashboard, who can say anything."""

import http.client
import json
import socket
import uuid
from contextlib import contextmanager
from dataclasses import dataclass

from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from benchmarks.serving import Served

PATIENCE = 60.0


@dataclass
class Answer:
    """An answer.

    Attributes:
        status, headers, body: of HTTP; names of headers in small letters.
    """

    status: int
    headers: dict[str, str]
    body: bytes


class Knocker:
    """Somebody at the door."""

    def __init__(self, server: Served) -> None:
        self.server = server
        self.port = int(server.address.rpartition(":")[2])

    def ask(self, target: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for something, under any name; the target is sent as it is."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.putrequest(method, target, skip_host="host" in headers, skip_accept_encoding=True)
        for name, value in {"accept": "text/html", **named}.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        body = answer.read()
        connection.close()
        return Answer(answer.status, found, body)

    def cookie(self) -> str:
        """A new session's cookie."""
        return self.ask("/?lang=en").headers["set-cookie"].partition(";")[0]

    def call(self, cookie: str | None, origin: str | None = None, host: str | None = None) -> ClientConnection:
        """Open a websocket, as a page with a number of its own."""
        kernel, page = uuid.uuid4(), uuid.uuid4()
        name = host or f"127.0.0.1:{self.port}"
        more = {"Cookie": cookie} if cookie else {}
        return connect(
            f"ws://{name}/jupyter/api/kernels/{kernel}/channels?session_id={page}",
            sock=socket.create_connection(("127.0.0.1", self.port), PATIENCE),
            additional_headers={**more, "Origin": origin or self.server.address},
            open_timeout=PATIENCE,
            ping_interval=None,
            proxy=None,
            max_size=None,
        )

    def refused(self, **how) -> int:
        """The status with which a websocket is refused; 101 when it is not."""
        try:
            with self.call(**how):
                return 101
        except InvalidStatus as refusal:
            return refusal.response.status_code

    def ready(self) -> bool:
        """Whether it still answers."""
        return self.ask("/readyz").status == 200

    @contextmanager
    def lines_written(self):
        """The lines that the server's log gets in a block."""
        before = len(self.server.complaints().splitlines())
        lines: list[str] = []
        yield lines
        lines += self.server.complaints().splitlines()[before:]


def message(kind: str, **content: object) -> str:
    """A message as a page sends it."""
    header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": "s", "username": "", "version": "5.2"}
    around = {"header": header, "parent_header": {}, "metadata": {}, "buffers": [], "channel": "shell"}
    return json.dumps({**around, "content": content})
