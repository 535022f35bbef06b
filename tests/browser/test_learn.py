"""Chapters in a browser: each walked by keyboard once, on a telephone; a class of several; nothing serious for axe.

Languages take turns; with ``OMTAFEL_LANGUAGES=both`` each chapter is walked in both.
"""

import os

import pytest
from playwright.sync_api import expect

from dashboard.learn.chapter import chapters
from dashboard.words import say
from sim.words import LANGUAGES
from tests.browser.test_access import serious

TELEPHONE = {"width": 390, "height": 844}
NAMES = list(chapters())
BOTH = os.environ.get("OMTAFEL_LANGUAGES") == "both"
WALKED = [
    (name, language)
    for place, name in enumerate(NAMES)
    for number, language in enumerate(LANGUAGES)
    if BOTH or place % 2 == number
]
ASKS = ("a_sign", "your_town")  # each way of asking for a bet, with a note on what comes and with places


def press_to(page, where, most=60):
    """Go somewhere by the tabulator alone, and press it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.id") == where:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"no way to {where} by keyboard")


def at_step(page, number, language):
    """Wait for a step, which has the focus at its head."""
    expect(page.locator(".lesson .note").first).to_contain_text(say("learn.step", language, step=number, steps=6))
    page.wait_for_function("() => document.documentElement.scrollWidth <= window.innerWidth")  # nothing sticks out


@pytest.mark.parametrize(("name", "language"), WALKED)
def test_a_chapter_is_walked_by_keyboard_on_a_telephone(visitor, name, language):
    page = visitor.page
    page.set_viewport_size(TELEPHONE)
    visitor.open(f"/learn?lang={language}&chapter={name}")
    at_step(page, 1, language)
    if name in ASKS:
        assert serious(page) == {}
    press_to(page, "learn-place")
    at_step(page, 2, language)
    expect(page.locator("#learn-step")).to_be_focused()
    for number in (3, 4, 5):
        press_to(page, "learn-next")
        at_step(page, number, language)
        if number == 3:
            expect(page.locator(".lesson .sentence").first).to_be_visible()
            expect(page.locator(".chart svg").first).to_be_visible()
    press_to(page, "learn-place")
    at_step(page, 6, language)
    expect(page.locator(".came-out")).to_be_visible()
    expect(page.locator("#log-finding")).to_be_visible()
    assert serious(page) == {}  # reveal, picture, what is taken along, and how sureness fared


def test_eight_weeks_are_played_by_keyboard(visitor):
    page = visitor.page
    visitor.open("/learn?lang=en&chapter=eight_weeks")
    press_to(page, "learn-place")
    at_step(page, 2, "en")
    for week in range(1, 9):
        expect(page.locator("#hand-title")).to_have_text(f"Week {week} of 8: whom do you see?")
        first = page.locator(".families button").first
        press_to(page, first.get_attribute("id"))
        expect(first).to_have_attribute("aria-pressed", "true")
        press_to(page, "hand-live")
    expect(page.locator("#hand-title")).to_have_text("What came of it")
    assert serious(page) == {}
    press_to(page, "learn-next")
    visitor.sees("with you choosing")


def test_bets_come_back_when_the_page_is_loaded_anew_and_the_log_stands_in_the_link(visitor):
    page = visitor.page
    visitor.open("/learn?lang=en&chapter=one_table")
    page.fill("#bet-box", "-8")
    page.keyboard.press("Tab")
    page.select_option("#bet-sure", "80")
    page.click("#learn-place")
    at_step(page, 2, "en")
    page.click("#learn-next")
    visitor.sees("You were 80 % sure, and near enough.")
    page.reload()
    page.wait_for_selector("main h1")
    visitor.sees("You were 80 % sure, and near enough.")
    for number in (4, 5, 6):
        page.click("#learn-next")
        at_step(page, number, "en")
    page.fill("#log-finding", "Hours, not problems")
    page.keyboard.press("Tab")
    visitor.at(log="one_table.finding:Hours, not problems")
    page.click("#learn-list")
    visitor.sees("Hours, not problems", ".log-page")
    visitor.sees("You were 80 % sure and right in 1 of 1.")


def test_a_class_bets_sees_the_distribution_and_the_reveal_and_is_forgotten(visitors):
    teacher, *learners = (visitors() for _ in range(3))
    teacher.open("/learn?lang=en").page.click("#class-open")
    code = teacher.page.locator(".code").inner_text()
    teacher.page.select_option("#class-round", "one_table.first")
    for number, one in enumerate(learners):
        one.open("/learn?lang=nl")
        one.page.fill("#class-code", code.lower())
        one.page.keyboard.press("Tab")
        one.sees(code)
        one.page.click("#chapter-one_table")
        one.page.fill("#bet-box", str(-8 + 5 * number))
        one.page.keyboard.press("Tab")
        one.page.click("#learn-place")
        at_step(one.page, 2, "nl")
        one.page.click("#learn-next")
        one.sees("Uw docent onthult dit")
    teacher.sees("Bets: 2.")
    expect(teacher.page.locator(".chart svg")).to_be_visible()
    teacher.page.click("#class-reveal")
    for one in learners:
        expect(one.page.locator(".chart svg")).to_be_visible()
    teacher.page.click("#class-end")
    learners[0].page.click("#learn-list")
    expect(learners[0].page.locator("#class-code")).to_be_visible()
    learners[0].page.fill("#class-code", code)
    learners[0].page.keyboard.press("Tab")
    learners[0].sees("Er is geen klas met deze code")
