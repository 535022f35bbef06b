"""A served dashboard and a real browser: Chromium of this machine, driven by Playwright, cut off from other hosts.

Where there is no Chromium the tests are skipped and say so; with ``OMTAFEL_NEEDS_BROWSER=1`` they fail instead. With
``OMTAFEL_SLOW_BROWSER=4`` pages run four times slower, and whatever they ask or say is a while under way.

A page answers when it can. So nothing is read at once: ``expect(...)`` and what a visitor ``sees``, is ``at`` and finds
``whole`` wait for what is expected, and ``tests/test_waiting.py`` finds an assertion that does not.
"""

import os
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import expect

from benchmarks.serving import WHOLE, served

FEW = "pairs=8&families=40&weeks=60&burn_in_weeks=10"  # a small world, where its numbers are not what is tested
USUAL = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB"}
PATIENCE = 120_000  # milliseconds; a machine that does other things too may be slow
# Violations of the content security policy are written down from before the first script of a page.
WATCH = """
window.violations = [];
const note = (one) => violations.push(`${one.violatedDirective}: ${one.blockedURI}`);
document.addEventListener("securitypolicyviolation", note);
"""
SLOWER = float(os.environ.get("OMTAFEL_SLOW_BROWSER", "1"))
UNDER_WAY = 100  # milliseconds, each way, in a slow browser
# Chromium keeps only requests waiting; what goes over a websocket is kept here.
SLOW_SOCKET = """(() => {
    const Plain = WebSocket;
    window.WebSocket = class extends Plain {
        send(data) { setTimeout(() => { if (this.readyState === 1) super.send(data); }, UNDER_WAY); }
        set onmessage(hear) { super.onmessage = (event) => setTimeout(() => hear(event), UNDER_WAY); }
    };
})()""".replace("UNDER_WAY", str(UNDER_WAY))


@pytest.fixture(scope="session")
def address(chromium):
    """A dashboard that is served as users serve it; its address."""
    with served(OMTAFEL_REST_SECONDS="3600") as server:  # pages at rest search for nothing beside the tests
        yield server.address


class Visitor:
    """Somebody with a browser of his or her own.

    Attributes:
        page: what is seen.
        elsewhere: requests that went to another host.
        complaints: what the browser's console called an error; none, unless a test ``forgives`` them.
    """

    def __init__(self, context, address: str) -> None:
        self.context, self.address = context, address
        self.elsewhere: list[str] = []
        self.complaints: list[str] = []
        context.on("request", self.asked)
        context.add_init_script(WATCH)
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.forgives = False
        self.devtools = context.new_cdp_session(self.page)
        if SLOWER > 1:
            self.slow_down()

    def slow_down(self) -> None:
        """See pages as somebody with a slow machine and a slow line."""
        self.think(SLOWER)
        self.devtools.send("Network.enable")
        line = {"offline": False, "latency": 2 * UNDER_WAY, "downloadThroughput": -1, "uploadThroughput": -1}
        self.devtools.send("Network.emulateNetworkConditions", line)
        self.page.add_init_script(SLOW_SOCKET)

    def think(self, slower: float) -> None:
        """Run so many times slower from here on."""
        self.devtools.send("Emulation.setCPUThrottlingRate", {"rate": slower})

    def asked(self, request) -> None:
        """Note a request that leaves this machine."""
        if not request.url.startswith((self.address, self.address.replace("http", "ws"), "data:", "blob:")):
            self.elsewhere.append(request.url)

    def begin(self) -> None:
        """Have met nothing yet."""
        self.think(SLOWER)
        self.complaints.clear()
        self.elsewhere.clear()
        self.forgives = False

    def leave(self) -> None:
        """Go where nothing runs, with the screen and the wishes of everybody."""
        self.page.emulate_media(color_scheme="light", reduced_motion="no-preference")
        self.page.set_viewport_size(USUAL["viewport"])
        self.page.goto(f"{self.address}/readyz")
        self.page.evaluate("() => sessionStorage.clear()")  # bets
        self.think(1)  # Chromium slows a page by keeping the processor busy, also where nothing runs

    def open(self, path: str) -> "Visitor":
        """Open a page and wait until it says something."""
        self.page.goto(f"{self.address}{path}")
        self.page.wait_for_selector("main h1")
        return self

    def charts(self) -> None:
        """Go down along all charts of the page: each is drawn when a visitor comes near."""
        self.page.wait_for_selector(".chart .paper", state="attached")
        for paper in self.page.locator(".chart .paper").all():
            paper.scroll_into_view_if_needed()
            expect(paper.locator("svg")).to_be_visible()

    def sees(self, text: str, within: str = "main") -> None:
        """Wait until the page says something there."""
        expect(self.page.locator(within)).to_contain_text(text)

    def at(self, **words: str | None) -> None:
        """Wait until the address has these words; None is for a word that is gone."""
        self.page.wait_for_function(
            "(words) => { const now = new URLSearchParams(location.search);"
            " return Object.entries(words).every(([name, word]) => now.get(name) === word); }",
            arg=words,
        )

    def query(self) -> dict[str, str]:
        """The words of the address now."""
        return {name: values[0] for name, values in parse_qs(urlparse(self.page.url).query).items()}

    def set(self, lever: str, typed: object, word: str) -> None:
        """Type a number beside a lever, and wait until the address has it."""
        box = self.page.locator(f"#lever-{lever}").locator("xpath=../input[not(@type='range')]")
        box.fill(str(typed))
        box.press("Enter")
        box.blur()
        self.at(**{lever: word})

    def whole(self) -> None:
        """Wait until all paired runs of what the address asks for are on the first page."""
        self.page.wait_for_function(WHOLE)

    def answer(self) -> str:
        """The whole answer of the first page, after all its runs."""
        self.whole()
        return self.page.inner_text(".answer .sentence")

    def numbers(self) -> list[str]:
        """The numbers in the table of main outcomes, after all runs."""
        self.whole()
        return self.page.locator("table.effects").first.locator("td").all_inner_texts()


@pytest.fixture
def visitors(chromium, address):
    """Hands out visitors, each with a browser of its own; none of them may have met an error or another host."""
    contexts, came = [], []

    def come(address: str = address, **how) -> Visitor:
        contexts.append(chromium.new_context(**{**USUAL, **how}))
        came.append(Visitor(contexts[-1], address))
        return came[-1]

    yield come
    for context in contexts:
        context.close()
    assert [one.complaints for one in came if one.complaints and not one.forgives] == []
    assert [one.elsewhere for one in came if one.elsewhere] == []


@pytest.fixture
def newcomer(visitors):
    """One visitor with a browser of his or her own, for a test that changes what the browser does."""
    return visitors()


@pytest.fixture(scope="session")
def regular(chromium, address):
    """The visitor of all tests that leave the browser as it is: a page opened in a tab that knows the scripts costs
    half of one in a new tab."""
    return Visitor(chromium.new_context(**USUAL), address)


@pytest.fixture
def visitor(regular):
    """One visitor, who may have been here before: only what stands in the address is known of him or her."""
    regular.begin()
    yield regular
    regular.leave()
    assert regular.forgives or regular.complaints == []
    assert regular.elsewhere == []


@pytest.fixture(scope="session")
def answered(chromium, address):
    """Somebody on the first page, in English and with the whole answer: to look at, and to leave as it is."""
    visitor = Visitor(chromium.new_context(**USUAL), address).open(f"/?lang=en&{FEW}")
    visitor.whole()
    visitor.think(1)
    yield visitor
    assert visitor.complaints == [] and visitor.elsewhere == []
