"""``make screenshots``: every page in both languages, as wide as a desk and as narrow as a phone.

They go into results/screenshots. Two small ones, of the start page and the break-even page, stay in docs/pictures,
with one of the page for the council.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.serving import BROWSER_ARGUMENTS, ROOT, WHOLE, browser_path, served
from dashboard.app import PAGES, START, path_of
from dashboard.words import say
from omtafel.brief import PAIRS
from reports.brief import brief_of
from reports.brief_pdf import brief_png
from sim.comparison import compare
from sim.scenario import load_scenario
from sim.words import LANGUAGES, Language

FOLDER = ROOT / "results" / "screenshots"
KEPT = ROOT / "docs" / "pictures"
WIDTHS = {1440: 1000, 390: 844}  # of a window, and how high it is
SMALL = {START: KEPT / "two_routes.png", "break-even": KEPT / "break_even_page.png"}
PATIENCE = 600_000  # milliseconds; a whole map takes minutes on a busy machine
SETTLED = 1_500  # milliseconds that charts take to be drawn
MAP_STATE = "main .answer .awaiting"


def wait_until_whole(page: Any, name: str, language: Language) -> None:
    """Wait until a page shows all it will show."""
    page.wait_for_selector("main h1")
    if name == START:
        page.wait_for_function(WHOLE)
    if name == "break-even":
        ready = f"() => document.querySelector('{MAP_STATE}').innerText.includes({say('map.ready', language)!r})"
        page.wait_for_function(f"() => document.querySelector('main .chart:not(.stale)') && ({ready})()")
    awaited = f"document.querySelector('main').innerText.includes({say('frame.awaited', language)!r})"
    page.wait_for_function(f"() => !document.querySelector('main .stale') && !{awaited}")
    for paper in page.locator("main .chart .paper").all():  # a chart is drawn when somebody comes near
        paper.scroll_into_view_if_needed()
        paper.locator("svg").wait_for()
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(SETTLED)


def picture(browser: Any, address: str, name: str, language: Language, width: int, scheme: str = "light") -> Path:
    """One page in one form; where the picture is."""
    context = browser.new_context(viewport={"width": width, "height": WIDTHS[width]}, color_scheme=scheme)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}{path_of(name)}?lang={language}")
    wait_until_whole(page, name, language)
    place = FOLDER / f"{name}-{language}-{width}{'-dark' if scheme == 'dark' else ''}.png"
    page.screenshot(path=place, full_page=True)
    if name in SMALL and (language, width, scheme) == ("en", max(WIDTHS), "light"):
        page.screenshot(path=SMALL[name])
    context.close()
    return place


def all_pictures(browser: Any, address: str, tell: Callable[[object], None]) -> None:
    """Every page in every form, and the start page by night."""
    for name in PAGES:
        for language in LANGUAGES:
            for width in WIDTHS:
                tell(picture(browser, address, name, language, width).relative_to(ROOT))
    tell(picture(browser, address, START, "en", max(WIDTHS), "dark").relative_to(ROOT))


def page_for_the_council() -> Path:
    """The page for the council of the usual Almelo, in Dutch; where the picture is."""
    said = brief_of(compare(load_scenario("almelo"), PAIRS), "nl")
    place = KEPT / "brief.png"
    place.write_bytes(brief_png(said))
    return place


def main() -> int:
    """Take all pictures; 2 without a browser."""
    path = browser_path()
    if path is None:
        print("No Chromium on this machine, so no pictures of pages: apt-get install chromium", file=sys.stderr)
        return 2
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(parents=True, exist_ok=True)
    print(page_for_the_council().relative_to(ROOT))
    with served() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=BROWSER_ARGUMENTS)
        all_pictures(browser, server.address, print)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
