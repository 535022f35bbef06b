"""A dashboard that is served as users serve it, and the browser of this machine: to measure, to test and to draw."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
BROWSER_ARGUMENTS = ("--no-sandbox", "--disable-gpu")
START_SECONDS = 120
STOP_SECONDS = 20
CALM = 3  # an address can be new a moment before the numbers are called stale, so one look is not enough
BETWEEN_LOOKS = 60  # milliseconds
WHOLE = """() => {
    const said = document.querySelector(".answer .pairs");
    if (!said || document.querySelector("main .stale")) return false;
    const [there, asked] = said.innerText.match(/\\d+/g);
    return there === asked;
}"""


@dataclass(frozen=True)
class Served:
    """A dashboard that is being served.

    Attributes:
        address: where, without a slash at the end.
        process: of the server.
        log: what it complains of.
    """

    address: str
    process: subprocess.Popen[str]
    log: IO[str]

    def complaints(self) -> str:
        """What the server wrote to its standard error so far, but for the line that says where it is."""
        self.log.seek(0)
        return "".join(line for line in self.log if not line.startswith("Omtafel: "))


def browser_path() -> str | None:
    """Where the browser of this machine is."""
    chosen = os.environ.get("OMTAFEL_BROWSER")
    return chosen or next((path for name in BROWSERS if (path := shutil.which(name))), None)


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def served(*options: str, **environment: str) -> Iterator[Served]:
    """Serve the dashboard on a free port, in a process of its own, until the end of the block.

    Args:
        options: of the command, more than its port.
        environment: variables that differ from those of this process.

    Raises:
        RuntimeError: when it does not start.
    """
    port = free_port()
    command = [sys.executable, "-m", "omtafel", "dashboard", "--port", str(port), *options]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:  # a pipe that nobody empties would stop the server
        surroundings = {**os.environ, **environment}
        process = subprocess.Popen(
            command, cwd=ROOT, env=surroundings, stdout=subprocess.DEVNULL, stderr=log, text=True
        )
        server = Served(f"http://127.0.0.1:{port}", process, log)
        try:
            wait_until_ready(server)
            yield server
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def wait_until_ready(server: Served) -> None:
    """Wait until the first page can be asked for."""
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(f"{server.address}/readyz", timeout=5).read()
            return
        except OSError:
            if server.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the dashboard did not start: {server.complaints()}") from None
            time.sleep(0.1)


def wait_for(page: Any, seen: str) -> None:
    """Wait until something holds in a browser's page at several looks in a row.

    Args:
        page: of Playwright.
        seen: a function of JavaScript that says whether it holds.
    """
    calm = 0
    while calm < CALM:
        page.wait_for_function(seen)
        page.wait_for_timeout(BETWEEN_LOOKS)
        calm = calm + 1 if page.evaluate(seen) else 0
