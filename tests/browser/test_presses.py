"""What is pressed, typed or opened while the page goes on changing is neither lost nor taken away."""

import re

from playwright.sync_api import Route, expect

from tests.browser.conftest import FEW

# ECharts puts what is under the pointer in front in the next frame; a busy browser comes to that while it is pressed.
PUT_IN_FRONT = "() => document.querySelectorAll('.chart .paper path').forEach((one) => one.parentNode.append(one))"
# The number and the place of a family that stands still from now on for as long as possible.
FAMILY = """() => {
    const moving = document.querySelector(".moving").__vue__, net = moving.nets.parallel;
    const next = moving.rows.parallel.stands.map((rows, family) => {
        if (moving.seen.parallel.stands[family].place < 0) return 0;
        return rows.find((week, at) => at % 4 === 0 && week > moving.now) || moving.network.weeks;
    });
    const family = next.indexOf(Math.max(...next)), box = net.getDom().getBoundingClientRect();
    const [x, y] = net.convertToPixel({ seriesIndex: 0 }, moving.spot(moving.seen.parallel.stands[family]));
    return [family, box.left + x, box.top + y];
}"""


def press_and_hold(visitor, selector, across=0.5, down=0.5):
    """Press something, at a share of its width and height, and do not let go."""
    one = visitor.page.locator(selector)
    one.scroll_into_view_if_needed()
    box = one.bounding_box()
    visitor.page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"])
    visitor.page.mouse.down()


def test_a_press_on_the_map_is_heard_also_when_it_is_drawn_anew_meanwhile(visitor):
    visitor.open("/break-even?lang=en&families=20&weeks=52&burn_in_weeks=0")
    visitor.page.wait_for_selector(".chart svg path")
    press_and_hold(visitor, ".chart .paper", 0.6, 0.3)
    visitor.page.evaluate(PUT_IN_FRONT)
    visitor.page.mouse.up()
    visitor.sees("These settings are taken over", ".messages")
    expect(visitor.page).to_have_url(re.compile(r"(?=.*[?&]turnover_rate=)(?=.*[?&]time_shortage=)"))


def test_only_a_press_in_one_place_takes_it(visitor):
    visitor.open("/break-even?lang=en&families=20&weeks=52&burn_in_weeks=0")
    visitor.page.wait_for_selector(".chart svg path")
    press_and_hold(visitor, ".chart .paper", 0.3, 0.3)
    visitor.page.mouse.move(600, 600)
    visitor.page.mouse.up()
    visitor.page.locator(".chart .paper").click(position={"x": 5, "y": 5})  # beside the map
    visitor.page.click("[aria-label='More: Time shortage']")
    visitor.at(time_shortage="0.01", turnover_rate=None)
    expect(visitor.page.locator(".messages")).to_have_text("")


def test_a_button_is_pressed_and_a_list_stays_open_while_the_text_around_them_is_new(visitor):
    visitor.open("/break-even?lang=en")
    visitor.page.wait_for_selector(".chart svg path")  # before that the page still moves down
    visitor.page.evaluate("() => { document.querySelector('#up').mine = true; }")
    done = visitor.page.locator(".awaiting span")
    press_and_hold(visitor, "#stop")
    expect(done).not_to_have_text(done.inner_text())
    visitor.page.mouse.up()
    visitor.sees("Stopped.")
    visitor.page.wait_for_function("() => document.querySelector('#up').mine")


def test_what_is_being_typed_stays_while_the_text_around_it_is_new(visitor):
    visitor.open("/?lang=en&pairs=400&families=1000&weeks=520")
    visitor.page.locator("#seed").click()
    visitor.page.keyboard.press("Control+a")
    visitor.page.keyboard.type("12")
    made_with = visitor.page.locator(".again > p.note").last
    expect(made_with).not_to_have_text(made_with.inner_text())
    visitor.page.keyboard.type("3")
    visitor.page.keyboard.press("Enter")
    visitor.at(seed="123")


def test_a_family_is_chosen_on_a_network_that_plays(visitor):
    visitor.open(f"/network?lang=en&{FEW}")
    visitor.page.wait_for_selector(".net canvas")
    visitor.page.click("#play")
    family, *place = visitor.page.evaluate(FAMILY)
    visitor.page.mouse.move(*place)
    week = visitor.page.locator("#network-now")
    visitor.page.mouse.down()
    expect(week).not_to_have_text(week.inner_text())
    visitor.page.mouse.up()
    expect(visitor.page.locator(".chosen h3")).to_contain_text(f"Family {family} ")
    expect(visitor.page.locator(".chosen")).not_to_contain_text("as an example")


def test_a_picture_that_is_asked_for_before_it_is_drawn_comes_when_it_is(visitor):
    held: list[Route] = []
    visitor.page.route("**/vega-*.js", lambda call: held.append(call))
    with visitor.page.expect_request("**/vega-*.js"):
        visitor.open(f"/?lang=en&{FEW}")
    picture = visitor.page.locator(".pictures button", has_text="SVG").first
    with visitor.page.expect_download() as waited:
        picture.click()
        for one in held:
            one.continue_()
    assert waited.value.suggested_filename == "omtafel-fan-severity.svg"
