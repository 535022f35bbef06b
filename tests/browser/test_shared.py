"""A page that was handed on: opened from a file, without a server, where evaluation is forbidden."""

import re

from playwright.sync_api import expect

from reports.shared import LARGEST
from tests.browser.conftest import FEW, PATIENCE, WATCH


def test_a_page_that_was_taken_along_opens_from_a_file_and_its_charts_answer(visitor, chromium, tmp_path):
    visitor.open(f"/?lang=nl&{FEW}&town=Heidedorp&time_shortage=0.3")
    visitor.whole()
    numbers = visitor.page.locator(".answer .figure .numbers").all_inner_texts()
    visitor.page.click("header >> text=Downloaden")
    with visitor.page.expect_download() as waited:
        visitor.page.click("text=Pagina om te delen")
    assert waited.value.suggested_filename == "heidedorp-page.html"
    path = tmp_path / "heidedorp.html"
    waited.value.save_as(path)
    assert path.stat().st_size < LARGEST

    elsewhere = chromium.new_context(offline=True)
    asked, complaints = [], []
    elsewhere.on("request", lambda one: asked.append(one.url))
    elsewhere.add_init_script(WATCH)
    page = elsewhere.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    charts = page.evaluate("() => Object.keys(JSON.parse(document.getElementById('charts').textContent))")
    expect(page.locator(".live svg")).to_have_count(len(charts))
    expect(page.locator("svg.still[aria-labelledby^='hours-title']")).to_have_count(0)
    assert len(charts) > 5
    expect(page.locator(".live[role=img][aria-label*=' ']")).to_have_count(len(charts))
    expect(page.locator(".live[aria-label='Vega visualization']")).to_have_count(0)
    expect(page.locator(".figure .numbers")).to_have_text(numbers)
    expect(page.locator("header")).to_contain_text("Heidedorp")
    bar = page.locator(".live[data-key=hours] .mark-rect path").first
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + box["height"] / 2)
    expect(page.locator("#vg-tooltip-element.visible")).to_be_visible()
    assert [re.sub("//.*", "", one) for one in asked] == ["file:"]
    forbidden = page.evaluate("() => violations")
    assert complaints == forbidden == []
    elsewhere.close()
