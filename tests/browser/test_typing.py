"""What is typed on a page, or said by one that was tampered with, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import FEW


def type_in(visitor, selector, text):
    box = visitor.page.locator(selector)
    box.fill(text)
    box.press("Enter")
    box.blur()
    return box


def wait_for_query(visitor, name, value):
    visitor.page.wait_for_function(
        "([name, value]) => new URLSearchParams(location.search).get(name) === value", arg=[name, value]
    )


@pytest.mark.parametrize("locale", ["nl-NL", "en-GB"])
def test_half_a_per_cent_is_half_a_per_cent_whatever_sign_and_browser(visitors, locale):
    visitor = visitors(locale=locale).open(f"/?lang=nl&{FEW}")
    for text, shown, word in (("0,5", "0,5", "0.005"), ("0.7", "0,7", "0.007")):
        box = type_in(visitor, "#lever-time_shortage ~ input", text)
        wait_for_query(visitor, "time_shortage", word)
        expect(box).to_have_value(shown)
        expect(visitor.page.locator(".changed")).to_contain_text(f"Tijdgebrek: {shown} % in plaats van 0 %")


def test_what_is_refused_is_said_and_the_box_shows_what_holds(visitor):
    visitor.open(f"/?lang=nl&{FEW}")
    box = type_in(visitor, "#lever-time_shortage ~ input", "96")
    expect(visitor.page.locator(".messages")).to_have_text(
        "Tijdgebrek: 96 % ligt buiten 0 % tot 95 %; er is niets veranderd."
    )
    expect(box).to_have_value("0")
    type_in(visitor, "#seed", "1.000")
    wait_for_query(visitor, "seed", "1000")
    expect(visitor.page.locator(".messages")).to_have_text("")


def test_a_number_beyond_the_slider_is_taken_said_and_kept_by_the_buttons(visitor):
    visitor.open(f"/?lang=en&{FEW}")
    box = type_in(visitor, "#lever-time_shortage ~ input", "85")
    wait_for_query(visitor, "time_shortage", "0.85")
    lever = visitor.page.locator(".lever", has=visitor.page.locator("#lever-time_shortage"))
    expect(lever).to_contain_text("outside what is plausible, 0 % to 80 %")
    expect(visitor.page.locator(".changed")).to_contain_text("(outside what is plausible, 0 % to 80 %)")
    expect(box).to_have_value("85")
    lever.get_by_role("button", name="more").click()
    expect(box).to_have_value("85")
    lever.get_by_role("button", name="less").click()
    wait_for_query(visitor, "time_shortage", "0.84")


def test_forged_events_leave_the_page_alive(visitor):
    visitor.open(f"/?lang=en&{FEW}")
    visitor.whole()
    visitor.page.evaluate(
        """() => {
          const block = document.querySelector(".scenario").closest(".block").__vue__;
          for (const said of ["nonsense", null, [1], { do: { a: 1 } }, { do: "scenario", value: "/etc/hostname.toml" },
                              { do: "scenario", value: "netherlands" }]) block.act(said);
          document.querySelector(".levers").__vue__.move({ name: "families", value: 36543 });
        }"""
    )
    expect(visitor.page.locator(".messages")).to_have_text(
        "Families: 36,543 is outside 20 to 1,000; nothing was changed."
    )
    type_in(visitor, "#lever-time_shortage ~ input", "25")
    wait_for_query(visitor, "time_shortage", "0.25")
    assert visitor.answer()
