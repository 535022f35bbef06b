"""What can be done on the other pages."""

import re

import pytest
from playwright.sync_api import expect

from sim.parameters import parameters
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
    # A number and its per cent sign stay on one line.
    visitor.page.wait_for_function(
        "() => (said => /\\d\\u00a0%/.test(said) && !/\\d %/.test(said))(document.querySelector('.answer').innerText)"
    )
    visitor.sees("This server begins none", ".experiments")
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


# A family with several helpers and no coordinator, and where it stands on the picture of parallel routes.
CROWDED = """() => {
    const moving = document.querySelector(".moving").__vue__, { stands } = moving.seen.parallel;
    const place = moving.network.posts.length + Object.keys(moving.network.sectors).length;
    const family = stands.findIndex((one, number) => one.place === place && number !== moving.chosen);
    return [family, ...moving.nets.parallel.convertToPixel({ seriesIndex: 0 }, moving.spot(stands[family]))];
}"""
# The ties that are drawn bold on a route.
BOLD = """(route) => {
    const series = document.querySelector(".moving").__vue__.nets[route].getOption().series;
    return series.find((one) => one.id === "bold").data;
}"""
LETTERS = """() => Object.values(document.querySelector(".moving").__vue__.nets).map((net) => {
    const shown = net.getZr().storage.getDisplayList().filter((one) => one.type === "tspan" && one.style.text);
    return {
        width: net.getWidth(),
        words: shown.map((one) => {
            const box = one.getBoundingRect().clone();
            if (one.transform) box.applyTransform(one.transform);
            return [one.style.text, parseFloat(one.style.font.match(/([\\d.]+)px/)[1]), box.x, box.x + box.width];
        }),
    };
})"""


def test_a_family_is_lifted_out_and_let_go(visitor):
    visitor.open(f"/network?lang=en&{FEW}&week=30")
    visitor.page.wait_for_selector(".net canvas")
    visitor.sees("shown as an example", ".chosen")
    box = visitor.page.locator("#network-family")
    box.fill("3")
    box.press("Tab")
    visitor.sees("Family 3", ".chosen")
    expect(visitor.page.locator(".chosen")).not_to_contain_text("as an example")
    box.fill("")
    box.press("Tab")
    expect(visitor.page.locator(".chosen h3")).to_have_count(0)
    box.fill("5")
    box.press("Enter")
    visitor.sees("Family 5", ".chosen")
    visitor.page.locator(".parallel .net").click(position={"x": 3, "y": 3})  # in a corner, where nobody stands
    expect(visitor.page.locator(".chosen h3")).to_have_count(0)


def test_pointing_at_a_family_says_who_is_around_it_on_both_routes(visitor):
    visitor.page.emulate_media(reduced_motion="reduce")  # the page does not glide to where it is scrolled either
    visitor.open(f"/network?lang=en&{FEW}&week=30")
    visitor.page.wait_for_selector(".net canvas")
    net = visitor.page.locator(".parallel .net")
    family, x, y = visitor.page.evaluate(CROWDED)
    net.hover(position={"x": x, "y": y})
    expect(net).to_contain_text(f"Family {family}")  # beside the pointer
    expect(net).to_contain_text("helped by")
    visitor.page.wait_for_function(f"() => ({BOLD})('shared_plan').length > 0")
    visitor.page.locator(".parallel h3").hover()
    expect(visitor.page.locator(".chosen")).to_contain_text("as an example")


def test_families_glide_unless_the_visitor_wants_less_motion(visitor):
    for wish, glides in (("no-preference", "true"), ("reduce", "false")):
        visitor.page.emulate_media(reduced_motion=wish)
        visitor.open(f"/network?lang=en&{FEW}")
        visitor.page.wait_for_selector(".net canvas")
        visitor.page.wait_for_function(
            f"() => document.querySelector('.moving').__vue__.nets.parallel.getOption().animation === {glides}"
        )


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_words_in_the_network_can_be_read(visitor, width, language):
    visitor.page.set_viewport_size({"width": width, "height": 900})
    visitor.open(f"/network?lang={language}&{FEW}&week=30")
    visitor.page.wait_for_selector(".net canvas")
    visitor.page.wait_for_function(f"() => ({LETTERS})().every((net) => net.words.length > 15)")
    for net in visitor.page.evaluate(LETTERS):
        for text, size, left, right in net["words"]:
            assert size >= 11, text
            assert left >= 0 and right <= net["width"] + 1, text


def test_assumptions_can_be_filtered_by_what_they_rest_on(visitor):
    visitor.open(f"/assumptions?lang=en&{FEW}")
    visitor.page.select_option("#grade", "measured")
    measured = [one for one in parameters().values() if one.grade == "measured"]
    visitor.sees(f"Numbers found: {len(measured)}")
    expect(visitor.page.locator(".lever")).to_have_count(len(measured))
    visitor.page.select_option("#grade", "published")  # which says what is left of the answer, too
    expect(visitor.page.locator("#published")).to_have_attribute("aria-expanded", "true")
    expect(visitor.page.locator("[aria-labelledby=published-title] [role=status]")).to_contain_text("figures")
