"""What can be done on the other pages."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import FEW


def another_family(visitor):
    """Meet another family, and wait for its story."""
    was = visitor.page.input_value("#family")
    visitor.page.click("#surprise")
    expect(visitor.page.locator("#family")).not_to_have_value(was)
    visitor.page.wait_for_function("() => !document.querySelector('main .stale')")


def test_a_map_is_coarse_at_once_can_be_stopped_and_a_place_taken(visitor):
    visitor.open("/break-even?lang=en&families=20&weeks=52&burn_in_weeks=0")
    visitor.page.wait_for_selector(".chart svg")
    visitor.sees("All runs are done.")
    visitor.sees("20 paired runs", ".chart h3")
    paper = visitor.page.locator(".chart .paper")
    box = paper.bounding_box()
    paper.click(position={"x": box["width"] * 0.6, "y": box["height"] * 0.3})
    visitor.sees("These settings are taken over", ".messages")
    expect(visitor.page).to_have_url(re.compile(r"(?=.*[?&]turnover_rate=)(?=.*[?&]time_shortage=)"))
    visitor.page.click("nav >> text=Two routes")
    visitor.sees("Time shortage", ".changed")


def test_a_map_that_runs_can_be_stopped_and_started_again(visitor):
    visitor.open("/break-even?lang=en")
    visitor.page.click("#stop")
    visitor.sees("Stopped.")
    visitor.page.click("#go-on")
    visitor.page.wait_for_selector("#stop")


def test_axes_and_outcome_of_the_map_stand_in_the_address(visitor):
    visitor.open("/break-even?lang=en&families=20&weeks=52&burn_in_weeks=0")
    visitor.page.select_option("#up", "plan_keeping")
    visitor.at(up="plan_keeping")
    visitor.page.select_option("#map-outcome", "trust")
    visitor.at(outcome="trust")
    visitor.sees("Trust in care", ".chart h3")


def test_a_family_is_met_on_both_routes_with_a_why(visitor):
    visitor.open(f"/family?lang=en&{FEW}")
    visitor.page.wait_for_selector(".lives .story li")
    expect(visitor.page.locator(".life")).to_have_count(2)
    visitor.page.locator(".story summary").first.click()
    expect(visitor.page.locator(".story details[open]").first).to_be_visible()
    another_family(visitor)
    visitor.at(family=visitor.page.input_value("#family"))


def test_what_would_have_kept_a_family_is_looked_for(visitor):
    visitor.open("/family?lang=en&families=40&weeks=80&burn_in_weeks=20&time_shortage=0.6")
    visitor.page.wait_for_selector(".lives .story li")
    look = visitor.page.locator("[data-do=look]")
    for _ in range(8):
        if look.count():  # it is there or not with the story of a family
            break
        another_family(visitor)
    look.first.click()
    visitor.sees("smallest single change")
    expect(visitor.page.locator("[id^=causes-] li").first).to_be_attached()


def test_the_network_goes_week_by_week_and_shows_who_is_around_a_family(visitor):
    visitor.open(f"/network?lang=en&{FEW}")
    visitor.page.wait_for_selector(".net canvas")
    counts, week = visitor.page.locator(".counts").first, visitor.page.locator("#network-now")
    expect(week).to_have_text("0")
    before = counts.inner_text()
    visitor.page.click("[aria-label='One week on']")
    expect(week).to_have_text("1")
    visitor.page.click("#play")
    visitor.page.wait_for_function("() => Number(document.querySelector('#network-now').innerText) > 3")
    visitor.page.click("#play")
    expect(counts).not_to_have_text(before, use_inner_text=True)
    visitor.page.fill("#network-family", "3")
    visitor.page.locator("#network-family").press("Tab")
    visitor.sees("Family 3", ".chosen")
    visitor.page.wait_for_function("() => Number(new URLSearchParams(location.search).get('week')) > 3")
    visitor.page.click("text=Meet this family")
    visitor.page.wait_for_selector(".lives .story li")
    visitor.at(family="3")


def test_assumptions_can_be_filtered_by_what_they_rest_on(visitor):
    visitor.open(f"/assumptions?lang=en&{FEW}")
    visitor.page.select_option("#grade", "measured")
    visitor.sees("1 numbers")
    expect(visitor.page.locator(".lever")).to_have_count(1)
