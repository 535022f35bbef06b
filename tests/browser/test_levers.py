"""Moving levers: the answer follows, goes back and forth, and everything stands in the address."""

import re
from urllib.parse import parse_qs, urlparse

FEW = "pairs=8"


def query(visitor):
    return {name: values[0] for name, values in parse_qs(urlparse(visitor.page.url).query).items()}


def set_lever(visitor, name, value):
    box = visitor.page.locator(f"#lever-{name}").locator("xpath=../input[@inputmode='decimal']")
    box.fill(str(value))
    box.press("Enter")
    box.blur()


def wait_for_query(visitor, name, value):
    visitor.page.wait_for_function(
        "([name, value]) => (new URLSearchParams(location.search).get(name) || '') === value", arg=[name, value]
    )


def test_a_lever_that_is_moved_changes_the_answer(visitor):
    visitor.open("/?lang=en&pairs=40")
    before = visitor.numbers()
    set_lever(visitor, "plan_keeping", 0)
    wait_for_query(visitor, "plan_keeping", "0")
    after = visitor.numbers()
    assert before != after
    assert "Keeping the plan: 0 % instead of 70 %" in visitor.page.inner_text(".changed")
    assert visitor.page.locator(".ghost").count() == 1


def test_plus_minus_and_slider_move_by_a_step(visitor):
    visitor.open(f"/?lang=en&{FEW}")
    visitor.page.click("[aria-label='More: Time shortage']")
    wait_for_query(visitor, "time_shortage", "0.01")
    visitor.page.click("[aria-label='More: Time shortage']")
    wait_for_query(visitor, "time_shortage", "0.02")
    visitor.page.click("[aria-label='Less: Time shortage']")
    wait_for_query(visitor, "time_shortage", "0.01")
    visitor.page.focus("#lever-time_shortage")
    visitor.page.keyboard.press("End")
    wait_for_query(visitor, "time_shortage", "0.8")
    assert "highest" in visitor.page.locator("#lever-time_shortage").get_attribute("aria-valuetext")


def test_undo_redo_and_starting_over(visitor):
    visitor.open(f"/?lang=en&{FEW}")
    first = visitor.numbers()
    set_lever(visitor, "time_shortage", 60)
    wait_for_query(visitor, "time_shortage", "0.6")
    second = visitor.numbers()
    visitor.page.click("[aria-label=Undo]")
    wait_for_query(visitor, "time_shortage", "")
    assert visitor.numbers() == first
    visitor.page.click("[aria-label=Redo]")
    wait_for_query(visitor, "time_shortage", "0.6")
    assert visitor.numbers() == second
    visitor.page.keyboard.press("Control+z")
    wait_for_query(visitor, "time_shortage", "")
    visitor.page.keyboard.press("Control+y")
    wait_for_query(visitor, "time_shortage", "0.6")
    visitor.page.click("header >> text=Start over")
    wait_for_query(visitor, "time_shortage", "")
    assert visitor.numbers() == first


def test_undo_reaches_back_across_pages(visitor):
    visitor.open(f"/?lang=en&{FEW}")
    set_lever(visitor, "time_shortage", 60)
    wait_for_query(visitor, "time_shortage", "0.6")
    for name, selector in (("Assumptions", "#seek"), ("The network", "#play")):
        visitor.page.click(f"nav >> text={name}")
        visitor.page.wait_for_selector(selector)
    visitor.page.click("[aria-label=Undo]")
    wait_for_query(visitor, "time_shortage", "")
    visitor.page.click("[aria-label=Redo]")
    wait_for_query(visitor, "time_shortage", "0.6")


def test_a_copied_link_shows_the_same_picture_and_numbers_in_another_browser(visitors):
    one = visitors(permissions=["clipboard-read", "clipboard-write"]).open("/?lang=nl&pairs=12&seed=7")
    set_lever(one, "turnover_rate", 60)
    wait_for_query(one, "turnover_rate", "0.6")
    one.page.click("text=Bewaar deze instellingen als B")
    wait_for_query(one, "B", "almelo:turnover_rate,0.6")
    set_lever(one, "warm_handover_weeks", 4)
    wait_for_query(one, "warm_handover_weeks", "4")
    sentence, numbers = one.answer(), one.numbers()
    one.page.click("#copy-link")
    one.page.wait_for_selector(".toast")
    link = one.page.evaluate("() => navigator.clipboard.readText()")
    other = visitors()
    other.page.goto(link)
    assert other.answer() == sentence
    assert other.numbers() == numbers
    assert query(other) == query(one)
    assert "Personeelsverloop: 60" in other.page.inner_text(".letters")


def test_the_command_gives_the_same_numbers(visitor, tmp_path):
    import shlex
    import subprocess
    import sys

    import pandas as pd

    visitor.open("/?lang=en&pairs=6&seed=3&time_shortage=0.35&families=90")
    visitor.whole()
    command = shlex.split(visitor.page.inner_text("#command"))
    assert command[:3] == ["omtafel", "compare", "almelo"]
    out = tmp_path / "again"
    subprocess.run([sys.executable, "-m", *command, "--out", str(out)], check=True, capture_output=True)
    with visitor.page.expect_download() as waited:
        visitor.page.click("text=Take along")
        visitor.page.click("text=Numbers (CSV)")
    shown = tmp_path / "shown.csv"
    waited.value.save_as(shown)
    assert shown.read_text("utf-8").splitlines()[0] == "# " + visitor.answer()
    pd.testing.assert_frame_equal(pd.read_csv(shown, comment="#"), pd.read_csv(out / "effects.csv", comment="#"))


def test_a_change_without_effect_is_said_aloud(visitor):
    visitor.open(f"/?lang=en&{FEW}&shared_plan_share=0")
    visitor.whole()
    assert "changes nothing" in visitor.answer()
    visitor.page.click("text=More policy")
    set_lever(visitor, "coordinator_caseload", 12)
    wait_for_query(visitor, "coordinator_caseload", "12")
    visitor.page.wait_for_selector("text=Your last change has no effect")


def test_when_world_and_policy_were_both_moved_four_worlds_say_which_it_was(visitor):
    visitor.open(f"/?lang=en&{FEW}&time_shortage=0.5&plan_keeping=0.2")
    visitor.page.wait_for_selector("text=Was it the policy or the world?")
    rows = visitor.page.locator("section[aria-labelledby=four-title] tbody tr")
    assert rows.count() == 4
    visitor.whole()
    assert rows.nth(3).locator("td").first.inner_text() == visitor.numbers()[0]


def test_a_changed_assumption_is_announced_on_every_page_and_put_back_apart(visitor):
    visitor.open(f"/assumptions?lang=en&{FEW}&time_shortage=0.2")
    visitor.page.fill("#seek", "heard_trust")
    visitor.page.locator("#seek").press("Tab")
    visitor.page.wait_for_selector("#lever-heard_trust")
    set_lever(visitor, "heard_trust", 0)
    visitor.page.wait_for_selector(".banner")
    for name in ("Two routes", "Break-even", "One family", "The network"):
        visitor.page.click(f"nav >> text={name}")
        visitor.page.wait_for_selector(".banner >> text=Assumptions changed: 1")
    visitor.page.click(".banner button")
    visitor.page.wait_for_selector(".banner", state="detached")
    assert query(visitor)["time_shortage"] == "0.2"


def test_refining_can_be_stopped(visitor):
    visitor.open("/?lang=en&pairs=400&scenario=youth_region")
    visitor.page.click("#stop-refining")
    visitor.page.wait_for_selector("#stop-refining", state="detached")
    there, asked = [int(one) for one in re.findall(r"\d+", visitor.page.inner_text(".pairs"))][:2]
    assert there < asked == 400


def test_two_visitors_never_see_each_others_settings(visitors):
    one, other = visitors().open(f"/?lang=en&{FEW}"), visitors().open(f"/?lang=nl&{FEW}")
    untouched = other.numbers()
    set_lever(one, "time_shortage", 70)
    wait_for_query(one, "time_shortage", "0.7")
    set_lever(other, "turnover_rate", 90)
    wait_for_query(other, "turnover_rate", "0.9")
    assert one.numbers() != other.numbers() != untouched
    assert "turnover_rate" not in query(one) and "time_shortage" not in query(other)
    assert "Staff turnover" not in one.page.inner_text(".changed")
    assert "Tijdgebrek" not in other.page.inner_text(".changed")
