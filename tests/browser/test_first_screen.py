"""What the first page says before anybody scrolls: what is compared, one sentence, and four figures of it."""

import re

import pytest
from playwright.sync_api import expect

from experiments.headline import FIGURES
from tests.browser.conftest import FEW

SHOWN = sum(len(place) for place in FIGURES)
# What of the figures and of the drawings stands over another, beside the screen, or is wider than its place.
AMISS = """() => {
    const boxes = (what) => [...document.querySelectorAll(what)].map((one) => [one, one.getBoundingClientRect()]);
    const over = ([, one], [, other]) => one.left < other.right - 1 && other.left < one.right - 1
        && one.top < other.bottom - 1 && other.top < one.bottom - 1;
    const found = [];
    for (const what of [".figures .figure", ".figures .figure > p", ".way", ".way > *"]) {
        const all = boxes(what);
        all.forEach((one, number) => all.slice(number + 1).forEach((other) => {
            if (over(one, other)) found.push([what, one[0].innerText, other[0].innerText]);
        }));
        for (const [one, box] of all)
            if (box.left < 0 || box.right > innerWidth || one.scrollWidth > one.clientWidth + 1)
                found.push([what, one.innerText]);
    }
    return found;
}"""
# What is to be pressed or filled in, with everything unfolded, and does not stand whole in the sheet of levers.
STICKING_OUT = """() => {
    const panel = document.querySelector(".panel.open"), edge = panel.getBoundingClientRect();
    panel.querySelectorAll("details").forEach((one) => { one.open = true; });
    const out = (box) => box.left < edge.left || box.right > edge.right;
    return [...panel.querySelectorAll("input, select, button, summary")]
        .filter((one) => one.checkVisibility() && out(one.getBoundingClientRect()))
        .map((one) => one.outerHTML.slice(0, 80));
}"""
# The numbers in the line at the bottom of a small screen, and those of the figures in which a route does better.
IN_SIGHT = """() => [".in-sight span", ".figure:has(.badge:is(.clear, .likely)) .numbers"].map((what) =>
    [...document.querySelectorAll(what)].map((one) => one.innerText.match(/\\d[\\d.,]*/g).join(" ")))"""
KEEPS_NOTHING = """for (const name of ["getItem", "setItem", "removeItem"]) {
    const plain = Storage.prototype[name];
    Storage.prototype[name] = function (key, ...more) {
        if (key.startsWith("omtafel")) throw new Error("nothing is kept");
        return plain.call(this, key, ...more);
    };
}"""


@pytest.mark.parametrize("language", ["en", "nl"])
def test_figures_and_drawings_have_room_on_every_screen(visitor, language):
    visitor.page.set_viewport_size({"width": 320, "height": 800})
    visitor.open(f"/?lang={language}&{FEW}&time_shortage=0.3")
    visitor.whole()
    expect(visitor.page.locator(".answer .figure .numbers")).to_have_count(SHOWN)
    for width in (320, 390, 700, 900, 1024, 1440):
        visitor.page.set_viewport_size({"width": width, "height": 800})
        visitor.page.wait_for_function(f"() => innerWidth === {width}")
        amiss = visitor.page.evaluate(AMISS)
        assert amiss == [], width


def test_on_a_telephone_the_answer_comes_first_and_details_after_four_screens(visitor):
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    visitor.open(f"/?lang=nl&{FEW}")
    visitor.whole()
    tops = visitor.page.evaluate(
        "() => ['.what', '.answer', '.limits', '#hundred-title', '#table-title']"
        ".map((one) => document.querySelector(one).getBoundingClientRect().top)"
    )
    assert tops == sorted(tops)
    assert tops[-1] < 4 * 844


def test_on_a_telephone_the_figures_that_move_stay_in_sight_and_lead_to_the_levers(visitor):
    visitor.page.set_viewport_size({"width": 320, "height": 740})
    visitor.open(f"/?lang=nl&{FEW}")
    visitor.whole()
    line = visitor.page.locator(".in-sight")
    shown, moving = visitor.page.evaluate(IN_SIGHT)
    assert shown == moving != []
    expect(line).to_be_in_viewport(ratio=1)
    panel = visitor.page.locator(".panel")
    expect(panel).to_be_hidden()
    visitor.page.locator(".in-sight button").click()
    expect(panel).to_be_visible()
    expect(visitor.page.locator("#scenario")).to_be_focused()
    expect(visitor.page.locator(".panel label").first).to_be_in_viewport(ratio=1)
    expect(line).to_be_in_viewport(ratio=1)
    amiss = visitor.page.evaluate(STICKING_OUT)
    assert amiss == []
    visitor.set("time_shortage", 60, "0.6")
    visitor.whole()
    again, moving = visitor.page.evaluate(IN_SIGHT)
    assert again == moving != shown
    expect(line).to_be_in_viewport(ratio=1)
    visitor.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(visitor.page.locator(".in-sight button")).to_be_focused()
    visitor.page.keyboard.press("Enter")
    expect(panel).to_be_visible()
    visitor.page.click(".panel .shut")
    expect(panel).to_be_hidden()
    visitor.page.click(".in-sight button")
    visitor.page.fill("#town-name", "Ons dorp")
    visitor.page.click("#town-set")  # what is computed then lies below the sheet
    expect(panel).to_be_hidden()
    visitor.at(town="Ons dorp")
    visitor.page.set_viewport_size({"width": 1280, "height": 800})
    expect(line).to_be_hidden()


def test_what_is_compared_is_folded_by_keyboard_and_stays_so(newcomer):
    newcomer.open(f"/?lang=en&{FEW}")
    what, drawings = newcomer.page.locator("#what-it-is"), newcomer.page.locator("#what-it-is [role=img]")
    expect(drawings).to_have_count(2)
    expect(drawings.first).to_be_visible()
    newcomer.page.locator("#what-it-is summary").focus()
    newcomer.page.keyboard.press("Enter")
    expect(drawings.first).to_be_hidden()
    newcomer.set("time_shortage", 30, "0.3")  # a new answer
    newcomer.whole()
    newcomer.page.click(".languages button[lang=nl]")
    expect(what.locator("summary")).to_have_text("Twee manieren om een gezin te helpen")
    expect(drawings.first).to_be_hidden()
    newcomer.page.reload()
    newcomer.whole()
    expect(drawings.first).to_be_hidden()
    newcomer.page.locator("#what-it-is summary").click()
    expect(drawings.first).to_be_visible()
    newcomer.page.reload()
    newcomer.whole()
    expect(drawings.first).to_be_visible()


def test_a_browser_that_keeps_nothing_shows_what_is_compared(newcomer):
    newcomer.page.add_init_script(KEEPS_NOTHING)
    newcomer.open(f"/?lang=en&{FEW}")
    drawing = newcomer.page.locator("#what-it-is [role=img]").first
    expect(drawing).to_be_visible()
    newcomer.page.locator("#what-it-is summary").click()
    expect(drawing).to_be_hidden()


def test_the_way_to_where_the_gain_comes_from_is_a_press_by_keyboard(visitor):
    visitor.open(f"/?lang=en&{FEW}")
    visitor.whole()
    visitor.page.locator("#to-where-from").focus()
    visitor.page.keyboard.press("Enter")
    visitor.sees("Where does the gain come from?", "h1")
    expect(visitor.page).to_have_url(re.compile(r"/where-from\?.*families=40"))
