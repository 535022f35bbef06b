"""For everybody: by keyboard alone, for who listens to the page, and with a clear word when something is wrong."""

import re
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

from sim.scenario import load_scenario
from tests.browser.conftest import FEW

# Contrast is the dearest thing that axe looks at, and pages repeat their parts. So it is looked at once for each way a
# text looks, by its own colour and letter and by what lies behind it: marks the first of each; says how many there are.
LOOKS = """() => {
    const grounds = new Map(), seen = new Set();
    const ground = (one) => {
        if (!one) return "";
        if (!grounds.has(one)) {
            const { backgroundColor, backgroundImage, opacity } = getComputedStyle(one);
            const own = [backgroundColor, backgroundImage, opacity].join(" ");
            grounds.set(one, ground(one.parentElement) + (own === "rgba(0, 0, 0, 0) none 1" ? "" : `|${own}`));
        }
        return grounds.get(one);
    };
    for (const one of document.body.querySelectorAll("*")) {
        one.removeAttribute("data-look");
        const says = [...one.childNodes].some((part) => part.nodeType === Node.TEXT_NODE && part.data.trim());
        if (!one.checkVisibility() || !(says || one.matches("input, select"))) continue;
        const { color, fontSize, fontWeight, textShadow } = getComputedStyle(one);
        const look = [color, fontSize, fontWeight, textShadow, ground(one)].join();
        if (!seen.has(look)) one.setAttribute("data-look", "");
        seen.add(look);
    }
    return seen.size;
}"""
OF_COLOUR = ("color-contrast", "link-in-text-block")
DARK = "() => Math.max(...getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number)) < 60"
PAGES = ("/", "/where-from", "/policies", "/break-even", "/family", "/network", "/assumptions", "/model", "/learn")
READY = {
    "/": ".chart",
    "/where-from": ".chart",
    "/policies": "table.policies",
    "/break-even": ".chart",
    "/family": ".story li",
    "/network": ".net canvas",
    "/assumptions": ".group",
    "/model": ".week .chain",
    "/learn": ".chapters li",
}


def serious(page, looked_at=None, **options):
    """What axe finds on a page, or in a part of it, that is serious or worse: some pieces of HTML by its name."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, looked_at, {"resultTypes": ["violations"], **options}).response["violations"]
    return {
        one["id"]: [node["html"][:160] for node in one["nodes"]][:3]
        for one in found
        if one["impact"] in ("serious", "critical")
    }


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(visitor, path):
    visitor.open(f"{path}?lang=nl&{FEW}&time_shortage=0.2&plan_keeping=0.5&talk_trust=0.02&rules_of=talk_trust")
    visitor.page.wait_for_selector(READY[path])
    if READY[path] == ".chart":
        visitor.charts()
    visitor.page.wait_for_function("() => !document.querySelector('main .stale')")
    visitor.page.evaluate("() => document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    assert serious(visitor.page, rules={name: {"enabled": False} for name in OF_COLOUR}) == {}
    for scheme in ("light", "dark"):
        visitor.page.emulate_media(color_scheme=scheme)
        visitor.page.wait_for_function(f"(dark) => ({DARK})() === dark", arg=scheme == "dark")
        looks = visitor.page.evaluate(LOOKS)
        assert looks > 8
        assert serious(visitor.page, "[data-look]", runOnly={"type": "rule", "values": OF_COLOUR}) == {}, scheme


def test_the_main_task_goes_by_keyboard_alone(visitor):
    visitor.open(f"/?lang=en&{FEW}")
    before = visitor.numbers()
    keyboard = visitor.page.keyboard

    def tab_to(what, most=80):
        for _ in range(most):
            keyboard.press("Tab")
            if visitor.page.evaluate("() => document.activeElement.id") == what:
                return
        raise AssertionError(f"no way to {what} by keyboard")

    tab_to("lever-time_shortage")
    for times in (1, 2, 3):
        keyboard.press("PageUp")
        visitor.at(time_shortage=f"0.{8 * times:02}")
        expect(visitor.page.locator("#lever-time_shortage")).to_have_value(str(8 * times))
    assert visitor.numbers() != before
    tab_to("keep-A", most=160)
    keyboard.press("Enter")
    visitor.page.wait_for_function("() => /time_shortage,0.24/.test(new URLSearchParams(location.search).get('A'))")


def test_what_has_the_focus_can_be_seen(answered):
    answered.page.keyboard.press("Tab")
    answered.page.keyboard.press("Tab")
    expect(answered.page.locator(":focus")).to_have_css("outline-style", "solid")


def test_everything_to_press_is_24_pixels_or_more(answered):
    small = answered.page.evaluate(
        "() => [...document.querySelectorAll('main button, main select, main input, main summary, header a, button')]"
        ".filter(one => one.offsetParent).map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])"
        ".filter(([, box]) => box.width && (box.height < 24 || box.width < 24)).map(([html]) => html)"
    )
    assert small == []


def test_what_solara_draws_by_itself_while_it_works_is_not_there(answered):
    bar = answered.page.locator("[role=progressbar]")  # without a name, and hidden only while nothing is computed
    expect(bar).to_have_css("display", "none")


def test_a_new_answer_is_announced(answered):
    expect(answered.page.locator("[role=status].quiet")).to_have_text(answered.answer())


def test_a_bad_address_says_what_was_left_out(visitor):
    visitor.open(f"/?lang=en&{FEW}&turnover_rate=7&colour=red&time_shortage=0.2")
    visitor.sees("Staff turnover: turnover_rate=7 in the address is outside 0 to 1 and was left out.", ".messages")
    visitor.sees("There is no setting colour", ".messages")
    visitor.sees("Time shortage: 20 %", ".changed")


def upload(visitor, name, text):
    visitor.page.click("text=Take along")
    visitor.page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/plain", "buffer": text.encode()})


def test_a_scenario_file_is_opened_and_comes_back_the_same(visitor, tmp_path):
    visitor.open(f"/?lang=en&{FEW}")
    upload(
        visitor,
        "ours.toml",
        'extends = "overstretched"\nweeks = 104\n[[change]]\nweek = 52\nset = { plan_keeping = 0.2 }\n',
    )
    visitor.sees("The scenario “ours” is open.", ".messages")
    visitor.at(change="52:plan_keeping,0.2")
    visitor.page.click("text=Take along")
    with visitor.page.expect_download() as waited:
        visitor.page.click("text=Scenario file (TOML)")
    kept = tmp_path / "kept.toml"
    waited.value.save_as(kept)
    again = load_scenario(kept)
    assert again.weeks == 104 and again.value("turnover_rate") == load_scenario("overstretched").value("turnover_rate")
    assert again.changes[0].week == 52


FAULTY = (
    ("turnover_rate = 0.4\n", "turnover_rate is a parameter: write it under [set]"),
    ("[set]\nturnover_rate = 4\n", "outside its limits 0 to 1"),
    ("families = 50000\n", "families must be from 20 to 1,000 here"),
    ("import os\n", "not valid TOML"),
    ("x" * 70_000, "at most 64 kB"),
    ('extends = "../../etc/passwd"\n', "extends must name a scenario of the library"),
)


def test_a_scenario_file_that_cannot_be_says_why(visitor):
    visitor.open(f"/?lang=en&{FEW}")
    for text, said in FAULTY:
        upload(visitor, "ours.toml", text)
        visitor.sees(said, ".messages")


def test_a_report_can_be_taken_along_in_dutch(visitor, tmp_path):
    visitor.open(f"/?lang=nl&{FEW}")
    sentence = visitor.answer()
    visitor.page.click("text=Downloaden")
    with visitor.page.expect_download() as waited:
        visitor.page.click("text=Rapport om af te drukken")
    report = tmp_path / "report.html"
    waited.value.save_as(report)
    text = report.read_text("utf-8")
    assert '<html lang="nl"' in text and all(one in text for one in sentence.split("\n"))


@pytest.mark.parametrize("kind", ["SVG", "PNG"])
def test_a_picture_can_be_kept(answered, tmp_path, kind):
    with answered.page.expect_download() as waited:
        answered.page.locator(f".pictures >> text={kind}").first.click()
    kept = tmp_path / waited.value.suggested_filename
    waited.value.save_as(kept)
    assert kept.name == f"omtafel-fan-severity.{kind.lower()}"
    assert kept.read_bytes()[:4] in (b"<svg", b"\x89PNG")


def test_a_kept_picture_tells_a_reader_of_screens_what_is_on_it(answered, tmp_path):
    with answered.page.expect_download() as waited:
        answered.page.locator(".pictures >> text=SVG").first.click()
    waited.value.save_as(tmp_path / "kept.svg")
    kept = ElementTree.parse(tmp_path / "kept.svg").getroot()
    told = kept.get("aria-label")
    assert kept.get("role") == "img" and kept.get("aria-hidden") is None and told
    expect(answered.page.locator(".chart .paper").first).to_have_attribute("aria-label", told)


def test_a_chart_that_is_drawn_is_still_told_in_words(answered):
    answered.charts()
    papers = answered.page.locator(".chart .paper:has(svg)")
    expect(papers).to_have_count(answered.page.locator(".chart .paper").count())
    for paper in papers.all():
        expect(paper).to_have_attribute("role", "img")
        expect(paper).to_have_attribute("aria-label", re.compile(r"\w+ .*\d"))
