"""Moving levers: the answer follows, goes back and forth, and everything stands in the address."""

import re
import shlex
import subprocess
import sys

from playwright.sync_api import expect

from tests.browser.conftest import FEW


def test_a_lever_that_is_moved_changes_the_answer(visitor):
    visitor.open(f"/?lang=en&{FEW}")
    before = visitor.numbers()
    visitor.set("plan_keeping", 0, "0")
    assert visitor.numbers() != before
    visitor.sees("Keeping the plan: 0 % instead of 70 %", ".changed")
    expect(visitor.page.locator(".ghost")).to_have_count(1)


def test_plus_minus_and_slider_move_by_a_step(visitor):
    visitor.open(f"/?lang=en&{FEW}")
    slider = visitor.page.locator("#lever-time_shortage")
    for button, per_cent in (("More", 1), ("More", 2), ("Less", 1)):
        visitor.page.click(f"[aria-label='{button}: Time shortage']")
        visitor.at(time_shortage=f"0.0{per_cent}")
        expect(slider).to_have_value(str(per_cent))
    slider.focus()
    visitor.page.keyboard.press("End")
    visitor.at(time_shortage="0.8")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("highest"))


def test_undo_redo_and_starting_over(visitor):
    visitor.open("/?lang=en&pairs=8")
    first = visitor.numbers()
    visitor.set("time_shortage", 60, "0.6")
    second = visitor.numbers()
    visitor.page.click("[aria-label=Undo]")
    visitor.at(time_shortage=None)
    assert visitor.numbers() == first
    visitor.page.click("[aria-label=Redo]")
    visitor.at(time_shortage="0.6")
    assert visitor.numbers() == second
    visitor.page.keyboard.press("Control+z")
    visitor.at(time_shortage=None)
    visitor.page.keyboard.press("Control+y")
    visitor.at(time_shortage="0.6")
    visitor.page.click("header >> text=Start over")
    visitor.at(time_shortage=None)
    assert visitor.numbers() == first


def test_undo_reaches_back_across_pages(visitor):
    visitor.open(f"/?lang=en&{FEW}")
    visitor.set("time_shortage", 60, "0.6")
    for name, selector in (("Assumptions", "#seek"), ("The network", "#play")):
        visitor.page.click(f"nav >> text={name}")
        visitor.page.wait_for_selector(selector)
    visitor.page.click("[aria-label=Undo]")
    visitor.at(time_shortage=None)
    visitor.page.click("[aria-label=Redo]")
    visitor.at(time_shortage="0.6")


def test_a_copied_link_shows_the_same_picture_and_numbers_in_another_browser(visitor, visitors):
    one = visitors(permissions=["clipboard-read", "clipboard-write"]).open("/?lang=nl&pairs=12&seed=7")
    one.set("turnover_rate", 60, "0.6")
    one.page.click("text=Bewaar deze instellingen als B")
    one.at(B="almelo:turnover_rate,0.6")
    one.set("warm_handover_weeks", 4, "4")
    sentence, numbers = one.answer(), one.numbers()
    one.page.click("#copy-link")
    one.sees("Gekopieerd. Alleen op deze computer", ".toast")
    link = one.page.evaluate("() => navigator.clipboard.readText()")
    other = visitor
    other.page.goto(link)
    assert other.answer() == sentence
    assert other.numbers() == numbers
    other.at(**one.query())
    other.sees("Personeelsverloop: 60", ".letters")


def test_the_command_gives_the_same_numbers(visitor, tmp_path):
    visitor.open("/?lang=en&pairs=6&seed=3&time_shortage=0.35&families=90")
    visitor.whole()
    command = shlex.split(visitor.page.inner_text("#command"))
    assert command[:3] == ["omtafel", "compare", "almelo"]
    out = tmp_path / "again"
    subprocess.run([sys.executable, "-m", *command, "--out", str(out)], check=True, capture_output=True)
    visitor.page.click("text=Take along")
    with visitor.page.expect_download() as waited:
        visitor.page.click("text=Numbers (CSV)")
    shown = tmp_path / "shown.csv"
    waited.value.save_as(shown)
    assert shown.read_bytes() == (out / "effects.csv").read_bytes()


def test_a_change_without_effect_is_said_aloud(visitor):
    visitor.open(f"/?lang=en&{FEW}&shared_plan_share=0")
    assert "changes nothing" in visitor.answer()
    visitor.page.click("text=More policy")
    visitor.set("coordinator_caseload", 12, "12")
    visitor.sees("Your last change has no effect")


def test_when_world_and_policy_were_both_moved_four_worlds_say_which_it_was(visitor):
    visitor.open(f"/?lang=en&{FEW}&time_shortage=0.5&plan_keeping=0.2&outcome=severity")
    visitor.sees("Was it the policy or the world?")
    rows = visitor.page.locator("section[aria-labelledby=four-title] tbody tr")
    expect(rows).to_have_count(4)
    expect(rows.nth(3).locator("td").first).to_have_text(visitor.numbers()[0])


def test_a_changed_assumption_is_announced_on_every_page_and_put_back_apart(visitor):
    visitor.open(f"/assumptions?lang=en&{FEW}&time_shortage=0.2")
    visitor.page.click("#rule-bond summary")  # what is open stays open when the answer comes
    visitor.page.wait_for_selector("#published")
    for form in ("grows", "rupture"):
        visitor.page.check(f"#form-bond-{form}")
        visitor.at(bond=form)
    visitor.page.click("[aria-label=Undo]")
    visitor.at(bond="grows")
    expect(visitor.page.locator("#form-bond-grows")).to_be_checked()
    visitor.page.fill("#seek", "talk_trust")
    visitor.page.locator("#seek").press("Tab")
    expect(visitor.page.locator(".lever")).to_have_count(1)
    visitor.set("talk_trust", 0.01, "0.01")
    for name in ("Two routes", "Where it comes from", "Break-even", "One family", "The network"):
        visitor.page.click(f"nav >> text={name}")
        expect(visitor.page.locator("nav a[aria-current=page]")).to_have_text(name)
        visitor.sees("Assumptions changed: 2", ".banner")
    visitor.page.click(".banner button")
    visitor.at(talk_trust=None, bond=None, time_shortage="0.2")
    expect(visitor.page.locator(".banner")).to_have_count(0)


def test_refining_can_be_stopped(visitor):
    visitor.open("/?lang=en&pairs=400&families=500")
    visitor.page.click("#stop-refining")
    visitor.page.wait_for_selector("#stop-refining", state="detached")
    there, asked = [int(one) for one in re.findall(r"\d+", visitor.page.inner_text(".pairs"))][:2]
    assert there < asked == 400


def test_two_visitors_never_see_each_others_settings(visitor, visitors):
    one, other = visitor.open(f"/?lang=en&{FEW}"), visitors().open(f"/?lang=nl&{FEW}")
    untouched = other.numbers()
    one.set("time_shortage", 70, "0.7")
    other.set("turnover_rate", 90, "0.9")
    assert one.numbers() != other.numbers() != untouched
    one.at(turnover_rate=None, time_shortage="0.7")
    other.at(turnover_rate="0.9", time_shortage=None)
    one.sees("Time shortage", ".changed")
    other.sees("Personeelsverloop", ".changed")
    own = 5  # the lever, and the sizes that the address asks for
    expect(one.page.locator(".changed li")).to_have_count(own)
    expect(other.page.locator(".changed li")).to_have_count(own)
