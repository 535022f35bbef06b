"""A served dashboard and a real browser: Chromium of this machine, driven by Playwright, cut off from other hosts.

Where there is no Chromium the tests are skipped and say so; with ``OMTAFEL_NEEDS_BROWSER=1`` they fail instead.
"""

import os
from pathlib import Path

import pytest

from benchmarks.serving import BROWSER_ARGUMENTS, WHOLE, browser_path, served, wait_for

FIRST_SECONDS = 20_000  # milliseconds; a machine that does other things too may be slow


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
        browser = playwright.chromium.launch(executable_path=path, args=BROWSER_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(chromium):
    """A dashboard that is served as users serve it; its address."""
    with served() as server:
        yield server.address


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
        wait_for(self.page, WHOLE)

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
