"""What is pressed, typed or opened while the page goes on changing is neither lost nor taken away."""

import re

from playwright.sync_api import Route, expect

from tests.browser.conftest import FEW, PATIENCE

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


def press_and_hold(newcomer, selector, across=0.5, down=0.5):
    """Press something, at a share of its width and height, and do not let go."""
    one = newcomer.page.locator(selector)
    one.scroll_into_view_if_needed()
    box = one.bounding_box()
    newcomer.page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"])
    newcomer.page.mouse.down()


def test_a_press_on_the_map_is_heard_also_when_it_is_drawn_anew_meanwhile(newcomer):
    newcomer.open("/break-even?lang=en&families=20&weeks=52&burn_in_weeks=0")
    newcomer.page.wait_for_selector(".chart svg path")
    press_and_hold(newcomer, ".chart .paper", 0.6, 0.3)
    newcomer.page.evaluate(PUT_IN_FRONT)
    newcomer.page.mouse.up()
    newcomer.sees("These settings are taken over", ".messages")
    expect(newcomer.page).to_have_url(re.compile(r"(?=.*[?&]turnover_rate=)(?=.*[?&]time_shortage=)"))


def test_only_a_press_in_one_place_takes_it(newcomer):
    newcomer.open("/break-even?lang=en&families=20&weeks=52&burn_in_weeks=0")
    newcomer.page.wait_for_selector(".chart svg path")
    press_and_hold(newcomer, ".chart .paper", 0.3, 0.3)
    newcomer.page.mouse.move(600, 600)
    newcomer.page.mouse.up()
    newcomer.page.locator(".chart .paper").click(position={"x": 5, "y": 5})  # beside the map
    newcomer.page.click("[aria-label='More: Time shortage']")
    newcomer.at(time_shortage="0.01", turnover_rate=None)
    expect(newcomer.page.locator(".messages")).to_have_text("")


def test_a_button_is_pressed_and_a_list_stays_open_while_the_text_around_them_is_new(newcomer):
    newcomer.open("/break-even?lang=en")
    newcomer.page.wait_for_selector(".chart svg path")  # before that the page still moves down
    newcomer.page.evaluate("() => { document.querySelector('#up').mine = true; }")
    done = newcomer.page.locator(".awaiting span")
    press_and_hold(newcomer, "#stop")
    expect(done).not_to_have_text(done.inner_text())
    newcomer.page.mouse.up()
    newcomer.sees("Stopped.")
    newcomer.page.wait_for_function("() => document.querySelector('#up').mine")


def test_what_is_being_typed_stays_while_the_text_around_it_is_new(newcomer):
    newcomer.open("/?lang=en&pairs=400&families=400&weeks=520")
    newcomer.page.locator("#seed").click()
    newcomer.page.keyboard.press("Control+a")
    newcomer.page.keyboard.type("12")
    made_with = newcomer.page.locator(".again > p.note").last
    # The next picture is of five times as many runs: on a busy machine it takes four times as long as all until now.
    expect(made_with).not_to_have_text(made_with.inner_text(), timeout=5 * PATIENCE)
    newcomer.page.keyboard.type("3")
    newcomer.page.keyboard.press("Enter")
    newcomer.at(seed="123")


def test_a_family_is_chosen_on_a_network_that_plays(newcomer):
    newcomer.open(f"/network?lang=en&{FEW}")
    newcomer.page.wait_for_selector(".net canvas")
    newcomer.page.click("#play")
    family, *place = newcomer.page.evaluate(FAMILY)
    newcomer.page.mouse.move(*place)
    week = newcomer.page.locator("#network-now")
    newcomer.page.mouse.down()
    expect(week).not_to_have_text(week.inner_text())
    newcomer.page.mouse.up()
    expect(newcomer.page.locator(".chosen h3")).to_contain_text(f"Family {family} ")
    expect(newcomer.page.locator(".chosen")).not_to_contain_text("as an example")


def test_a_picture_that_is_asked_for_before_it_is_drawn_comes_when_it_is(newcomer):
    held: list[Route] = []
    newcomer.page.route("**/vega-*.js", lambda call: held.append(call))
    with newcomer.page.expect_request("**/vega-*.js"):
        newcomer.open(f"/?lang=en&{FEW}")
    picture = newcomer.page.locator(".pictures button", has_text="SVG").first
    with newcomer.page.expect_download() as waited:
        picture.click()
        for one in held:
            one.continue_()
    assert waited.value.suggested_filename == "omtafel-fan-severity.svg"
