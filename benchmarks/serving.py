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
from typing import IO

ROOT = Path(__file__).parent.parent
# The first one is Chromium without a window to draw: a page costs a third less.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
BROWSER_ARGUMENTS = ("--no-sandbox", "--disable-gpu")
START_SECONDS = 120
STOP_SECONDS = 20
# All paired runs of what the address asks for are on the first page: its command, which stands last and so comes last,
# says the same settings as the address, and nothing is called stale. A page says its address a moment before the rest.
WHOLE = """() => {
    const said = document.querySelector("main .answer .pairs"), command = document.querySelector("#command");
    if (!said || !command || document.querySelector("main .stale")) return false;
    const [there, asked] = said.innerText.match(/\\d+/g);
    const last = document.querySelector(".again > p.note:last-of-type").innerText.match(/\\d+/g).pop();
    const of = (name) => (command.innerText.match(new RegExp(`--${name} (\\\\S+)`)) || [])[1];
    const address = new URLSearchParams(location.search), seed = address.get("seed") || "0";
    if (there !== asked || last !== asked || of("replicates") !== asked || of("seed") !== seed) return false;
    if (address.has("change")) return true;
    const own = /^(lang|model|town|scenario|seed|pairs|family|week|across|up|outcome|route|baseline|name_.|[A-Z])$/;
    const wanted = [...address].filter(([name]) => !own.test(name)).map(([name, value]) => `${name}=${Number(value)}`);
    const set = [...command.innerText.matchAll(/--set (\\w+)=(\\S+)/g)].map((one) => `${one[1]}=${Number(one[2])}`);
    return wanted.sort().join() === set.sort().join();
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
def served(*options: str, port: int = 0, **environment: str) -> Iterator[Served]:
    """Serve the dashboard in a process of its own, until the end of the block.

    Args:
        options: of the command, more than its port.
        port: where; by default one that nobody uses.
        environment: variables that differ from those of this process.

    Raises:
        RuntimeError: when it does not start.
    """
    port = port or free_port()
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
