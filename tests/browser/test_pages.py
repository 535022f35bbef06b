"""Every page in both languages: full of results, from this machine alone, without a complaint."""

import re

import pytest

PATHS = {
    "/": ".chart svg",
    "/break-even": ".chart svg",
    "/family": ".lives .story li",
    "/network": ".net canvas",
    "/assumptions": ".levers .group",
}
FEW = "pairs=8"  # paired runs, where their number is not what is tested


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_full_of_results_and_asks_no_other_host(visitor, path, language):
    visitor.open(f"{path}?lang={language}&{FEW}")
    visitor.page.wait_for_selector(PATHS[path])
    assert visitor.page.get_attribute("html", "lang") == language
    assert visitor.elsewhere == []
    assert visitor.complaints == []
    assert len(visitor.page.inner_text("main")) > 300


def test_the_first_page_answers_without_a_click(visitor):
    visitor.open(f"/?lang=en&{FEW}")
    assert "in this model" in visitor.answer()
    assert visitor.page.locator(".people svg").count() == 200
    assert visitor.page.locator("table.effects").first.locator("tbody tr").count() == 14
    assert "Of its" in visitor.page.inner_text(".limits")


def test_a_dutch_browser_gets_dutch_and_an_address_always_names_its_language(visitors):
    dutch = visitors(locale="nl-NL").open("/")
    assert "Parallelle routes of één gezamenlijk plan?" in dutch.page.inner_text("h1")
    assert "lang=nl" in dutch.page.url
    assert "lang=en" in visitors(locale="en-GB").open("/").page.url


def test_another_language_keeps_the_settings_and_writes_numbers_its_own_way(visitor):
    visitor.open(f"/?lang=en&{FEW}&time_shortage=0.3")
    english = visitor.numbers()
    visitor.page.click(".languages button[lang=nl]")
    visitor.page.wait_for_selector("text=Wat u hebt veranderd")
    assert "Tijdgebrek: 30 % in plaats van 0 %" in visitor.page.inner_text(".changed")
    dutch = visitor.numbers()
    assert english[0].replace(".", ",") == dutch[0] and "," in dutch[0]
    assert re.search(r"lang=nl", visitor.page.url) and "time_shortage=0.3" in visitor.page.url


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
        assert visitor.page.title().startswith(name)
    visitor.page.go_back()
    visitor.page.wait_for_selector("#play")
    assert "/network?" in visitor.page.url
    assert visitor.complaints == []


def test_dark_pages_are_dark(visitors):
    dark = visitors(color_scheme="dark").open(f"/?lang=en&{FEW}")
    colour = dark.page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert max(map(int, re.findall(r"\d+", colour)[:3])) < 60


def test_an_unknown_page_is_not_there(visitor):
    assert visitor.page.goto(f"{visitor.address}/no-such-page?lang=en").status == 404


@pytest.mark.parametrize("width", [320, 640])
@pytest.mark.parametrize("path", PATHS)
def test_a_page_fits_a_narrow_screen(visitors, path, width):
    """320 pixels wide; 640 is what a 1280 screen shows at 200 %."""
    narrow = visitors(viewport={"width": width, "height": 800}).open(f"{path}?lang=nl&{FEW}")
    narrow.page.wait_for_selector(PATHS[path])
    assert narrow.page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_the_page_may_be_enlarged(visitor):
    visitor.open(f"/assumptions?lang=en&{FEW}")
    assert "user-scalable" not in visitor.page.get_attribute("meta[name=viewport]", "content")
