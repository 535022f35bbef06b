"""Every page in both languages: full of results, from this machine alone, without a complaint."""

import re

import pytest
from playwright.sync_api import expect

from sim.outcomes import MAIN
from tests.browser.conftest import FEW

PATHS = {
    "/": ".chart",
    "/break-even": ".chart",
    "/family": ".lives .story li",
    "/network": ".net canvas",
    "/assumptions": ".levers .group",
    "/model": ".week .chain",
    "/learn": ".chapters li",
}


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("nl", 320)])
@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_full_of_results_fits_the_screen_asks_no_other_host_and_breaks_no_policy(
    visitor, path, language, width
):
    """320 pixels wide; 640 is what a 1280 screen shows at 200 %."""
    visitor.page.set_viewport_size({"width": width, "height": 800})
    visitor.open(f"{path}?lang={language}&{FEW}&rules_of=goals_in_line")
    visitor.page.wait_for_selector(PATHS[path])
    if PATHS[path] == ".chart":
        visitor.charts()
    expect(visitor.page.locator("html")).to_have_attribute("lang", language)
    expect(visitor.page.locator("main")).to_contain_text(re.compile(".{300}", re.DOTALL))
    for wide in (width, 640):
        visitor.page.set_viewport_size({"width": wide, "height": 800})
        visitor.page.wait_for_function("(width) => document.documentElement.scrollWidth <= width", arg=wide)
    violations = visitor.page.evaluate("violations")
    assert violations == []


def test_the_first_page_answers_without_a_click(answered):
    assert "this model" in answered.answer()
    expect(answered.page.locator(".people svg")).to_have_count(200)
    expect(answered.page.locator("table.effects").first.locator("tbody tr")).to_have_count(len(MAIN))
    answered.sees("Of its", ".limits")


def test_a_dutch_browser_gets_dutch_and_an_address_always_names_its_language(visitor, visitors):
    dutch = visitors(locale="nl-NL").open(f"/?{FEW}")
    dutch.sees("Losse trajecten of één gezinsplan?", "h1")
    dutch.at(lang="nl")
    visitor.open(f"/?{FEW}").at(lang="en")


def test_another_language_keeps_the_settings_and_writes_numbers_its_own_way(visitor):
    visitor.open(f"/?lang=en&{FEW}&time_shortage=0.3")
    english = visitor.numbers()
    visitor.page.click(".languages button[lang=nl]")
    visitor.sees("Tijdgebrek: 30 % in plaats van 0 %", ".changed")
    visitor.at(lang="nl", time_shortage="0.3")
    first = visitor.page.locator("table.effects").first.locator("td").first
    expect(first).to_have_text(english[0].replace(".", ","))
    assert "." in english[0]


def test_the_menu_leads_to_every_page_and_back(visitor):
    visitor.open(f"/?lang=en&{FEW}")
    for name, selector in (
        ("Break-even", "#across"),
        ("One family", "#surprise"),
        ("The network", "#play"),
        ("Assumptions", "#seek"),
    ):
        visitor.page.click(f"nav >> text={name}")
        visitor.page.wait_for_selector(selector)
        expect(visitor.page).to_have_title(re.compile(f"^{name}"))
    visitor.page.go_back()
    visitor.page.wait_for_selector("#play")
    expect(visitor.page).to_have_url(re.compile(r"/network\?"))


@pytest.mark.parametrize(("language", "said"), [("en", "does not exist"), ("nl", "bestaat niet")])
def test_an_unknown_page_is_not_there_says_so_and_leads_back(visitor, language, said):
    visitor.forgives = True  # the browser calls the answer an error
    answer = visitor.page.goto(f"{visitor.address}/no-such-page?lang={language}&{FEW}")
    assert answer is not None and answer.status == 404
    expect(visitor.page.locator("html")).to_have_attribute("lang", language)
    visitor.sees(said)
    visitor.page.click("main a")
    visitor.page.wait_for_selector("nav")
    visitor.at(lang=language)


def test_the_page_may_be_enlarged(answered):
    expect(answered.page.locator("meta[name=viewport]")).not_to_have_attribute("content", re.compile("user-scalable"))


DRAWN = "document.querySelectorAll('.chart .paper svg').length"
NOTE_EACH = f"""(() => {{
    const counts = new Set();
    window.drawn = () => [...counts];
    const look = () => {{
        counts.add({DRAWN});
        requestAnimationFrame(look);
    }};
    requestAnimationFrame(look);
}})()"""


def test_a_chart_is_drawn_when_somebody_comes_near_with_the_numbers_of_now(newcomer):
    newcomer.page.add_init_script(NOTE_EACH)
    newcomer.open(f"/?lang=en&{FEW}&pairs=4").whole()
    papers = newcomer.page.locator(".chart .paper")
    count = papers.count()
    assert count > 4
    expect(papers.locator("svg")).to_have_count(0)
    newcomer.set("time_shortage", 30, "0.3")
    newcomer.whole()
    height = "document.querySelector('.chart .paper').clientHeight"
    place = newcomer.page.evaluate(height)
    papers.first.scroll_into_view_if_needed()
    expect(papers.first.locator("svg")).to_be_visible()
    newcomer.page.wait_for_function(f"(place) => {height} === place", arg=place)  # below it nothing moves
    newcomer.charts()
    expect(papers.locator("svg")).to_have_count(count)
    newcomer.page.wait_for_function("drawn().filter((count) => count > 0).length > 2")  # one by one, not all at once

    shapes = "[...document.querySelectorAll('.chart .paper svg')].map((one) => one.innerHTML)"
    at_rest = (
        f"() => new Promise((said) => {{ const was = {shapes}.join(); const look = () => said(was === {shapes}.join());"
    )
    newcomer.page.wait_for_function(f"{at_rest} requestAnimationFrame(() => requestAnimationFrame(look)); }})")
    late = newcomer.page.evaluate(shapes)
    expect(papers.locator("svg [aria-label^='Y-axis']")).to_have_count(0)  # Vega says there what an axis was at first
    newcomer.page.reload()
    newcomer.whole()
    newcomer.charts()
    newcomer.page.wait_for_function(f"(late) => JSON.stringify({shapes}) === JSON.stringify(late)", arg=late)


def test_what_was_not_drawn_is_drawn_for_paper(newcomer):
    newcomer.open(f"/?lang=en&{FEW}").whole()
    expect(newcomer.page.locator(".chart .paper svg")).to_have_count(0)
    newcomer.page.wait_for_function("() => window.vegaEmbed")
    newcomer.page.evaluate(f"addEventListener('afterprint', () => {{ window.printed = {DRAWN}; }})")
    newcomer.page.evaluate("() => { window.setTimeout = () => 0; }")  # paper does not wait
    newcomer.page.pdf()
    newcomer.page.wait_for_function("() => window.printed > 4")
    expect(newcomer.page.locator(".chart .paper")).to_have_count(newcomer.page.evaluate("() => window.printed"))
