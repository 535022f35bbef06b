"""A served dashboard and a real browser: Chromium of this machine, driven by Playwright, cut off from other hosts.

Where there is no Chromium the tests are skipped and say so; with ``OMTAFEL_NEEDS_BROWSER=1`` they fail instead.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
START_SECONDS = 120
FIRST_SECONDS = 20_000  # milliseconds; a machine that does other things too may be slow
WHOLE = """() => {
    const said = document.querySelector(".answer .pairs");
    if (!said || document.querySelector("main .stale")) return false;
    const [there, asked] = said.innerText.match(/\\d+/g);
    return there === asked;
}"""


def browser_path() -> str | None:
    """Where the browser of this machine is."""
    chosen = os.environ.get("OMTAFEL_BROWSER")
    return chosen or next((path for name in NAMES if (path := shutil.which(name))), None)


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def pytest_collection_modifyitems(items):
    """All of them on one helper process: they share a server."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def chromium():
    """The browser."""
    path = browser_path()
    if path is None:
        words = "no Chromium on this machine: pages are not tested in a browser (apt-get install chromium)"
        if os.environ.get("OMTAFEL_NEEDS_BROWSER"):
            pytest.fail(words)
        pytest.skip(words)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(chromium):
    """A dashboard that is served as users serve it; its address."""
    port = free_port()
    command = [sys.executable, "-m", "omtafel", "dashboard", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    place = f"http://127.0.0.1:{port}"
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(f"{place}/readyz", timeout=5).read()
            break
        except OSError:
            assert server.poll() is None and server.stderr, "the dashboard ended at once"
            assert time.monotonic() < end, "the dashboard did not start"
            time.sleep(0.1)
    yield place
    server.terminate()
    server.wait(20)


class Visitor:
    """Somebody with a browser of his or her own.

    Attributes:
        page: what is seen.
        elsewhere: requests that went to another host.
        complaints: what the browser's console called an error.
    """

    def __init__(self, context, address: str) -> None:
        self.context, self.address = context, address
        self.elsewhere: list[str] = []
        self.complaints: list[str] = []
        context.on("request", self.asked)
        self.page = context.new_page()
        self.page.set_default_timeout(FIRST_SECONDS)
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def asked(self, request) -> None:
        """Note a request that leaves this machine."""
        if not request.url.startswith((self.address, self.address.replace("http", "ws"), "data:", "blob:")):
            self.elsewhere.append(request.url)

    def open(self, path: str) -> "Visitor":
        """Open a page and wait until it says something."""
        self.page.goto(f"{self.address}{path}")
        self.page.wait_for_selector("main h1")
        return self

    def answer(self) -> str:
        """The whole answer of the first page, after all its runs."""
        self.whole()
        return self.page.inner_text(".answer .sentence")

    def whole(self) -> None:
        """Wait until all paired runs of what is asked now are in the picture."""
        calm = 0
        while calm < 3:  # an address can be new a moment before the numbers are called stale
            self.page.wait_for_function(WHOLE)
            self.page.wait_for_timeout(60)
            calm = calm + 1 if self.page.evaluate(WHOLE) else 0

    def numbers(self) -> list[str]:
        """The numbers in the table of main outcomes."""
        self.whole()
        return self.page.locator("table.effects").first.locator("td").all_inner_texts()


@pytest.fixture
def visitors(chromium, address):
    """Hands out visitors, each with a browser of its own."""
    contexts = []

    def come(**how) -> Visitor:
        how = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", **how}
        contexts.append(chromium.new_context(**how))
        return Visitor(contexts[-1], address)

    yield come
    for context in contexts:
        context.close()


@pytest.fixture
def visitor(visitors):
    """One visitor."""
    return visitors()
