"""The page for the council from the browser: printed on one page, and handed over as a file."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import FEW


def test_what_is_printed_is_one_page_with_the_sentences_of_the_screen(visitor):
    visitor.open(f"/?lang=nl&{FEW}&time_shortage=0.3")
    answer = " ".join(visitor.answer().split())
    page = visitor.page.locator(".brief")
    expect(page).to_be_attached()
    expect(page).to_be_hidden()
    said = " ".join(page.locator(".box p").all_text_contents()[:-1])
    assert said == answer
    shown = [one.split("→")[1].strip() for one in page.locator("td.shared_plan").all_text_contents()]
    figures = visitor.page.locator(".figure .numbers > .shared_plan").all_inner_texts()
    assert [one.split()[-1] for one in figures] == shown
    visitor.page.emulate_media(media="print")
    expect(page).to_be_visible()
    expect(visitor.page.locator(".answer")).to_be_hidden()
    paper = visitor.page.pdf(prefer_css_page_size=True)
    visitor.page.emulate_media(media="screen")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


def test_the_page_for_the_council_is_handed_over_as_a_file(visitor):
    visitor.open(f"/?lang=nl&{FEW}")
    visitor.whole()
    with visitor.page.expect_download() as handed:
        visitor.page.click("#brief")
    assert handed.value.suggested_filename == "omtafel-brief.pdf"
    assert handed.value.path().read_bytes().startswith(b"%PDF")


def test_what_a_change_does_is_said_beside_a_baseline_that_can_be_pinned(visitor):
    visitor.open(f"/?lang=nl&{FEW}&time_shortage=0.4")
    visitor.sees("In dit model", "section:has(#does-title)")
    expect(visitor.page.locator("#does tbody tr")).to_have_count(5)
    visitor.page.click("#pin")
    expect(visitor.page.locator("#does")).to_have_count(0)
    assert "time_shortage,0.4" in visitor.query()["baseline"]


def test_menu_and_tools_stand_on_one_line(visitor):
    for language in ("en", "nl"):
        visitor.open(f"/assumptions?lang={language}")
        visitor.page.wait_for_function("() => document.querySelector('header.top').getBoundingClientRect().height < 80")
