"""A page far from its server: what the visitor did last counts, however late the server's word on what came before."""

import re

from playwright.sync_api import expect

# Every message over the websocket comes later than half the time that the network page waits before it says a week, so
# that the server's word on one week comes after the next was chosen. What is said of weeks is kept, to wait for.
LATE = """
const LATER = 400;
window.weeksSaid = [];
const saysWeek = (text) => /"do":\\s*"week"/.test(text);
window.WebSocket = class extends WebSocket {
  send(data) {
    if (typeof data === "string" && saysWeek(data)) window.weeksSaid.push(data);
    setTimeout(() => super.send(data), LATER);
  }
  set onmessage(take) { super.onmessage = (event) => setTimeout(() => take.call(this, event), LATER); }
  get onmessage() { return super.onmessage; }
};
"""
SEEN = """() => {
  const week = document.querySelector("#network-now");
  window.weeksSeen = [week.innerText];
  const watcher = new MutationObserver(() => window.weeksSeen.push(week.innerText));
  watcher.observe(week, { characterData: true, childList: true, subtree: true });
}"""
FORTH = "[aria-label='One week on']"


def test_the_network_stays_in_the_week_that_was_chosen_last(newcomer):
    newcomer.page.add_init_script(LATE)
    newcomer.open("/network?lang=en&families=20&weeks=52&burn_in_weeks=10")
    newcomer.page.wait_for_selector(".net canvas")
    newcomer.page.evaluate(SEEN)
    newcomer.page.click(FORTH)
    newcomer.page.wait_for_function("() => window.weeksSaid.length === 1")
    newcomer.page.click(FORTH)
    expect(newcomer.page).to_have_url(re.compile("week=2"))
    seen, said = newcomer.page.evaluate(
        "() => [window.weeksSeen, window.weeksSaid.length]"
    )  # of all that was waited for
    assert (seen, said) == (["0", "1", "2"], 2)


def test_the_network_follows_to_a_week_that_was_set_elsewhere(visitor):
    visitor.open("/network?lang=en&families=20&weeks=52&burn_in_weeks=10&week=5")
    now = visitor.page.locator("#network-now")
    expect(now).to_have_text("5")
    visitor.page.click("[aria-label='More: Time shortage']")
    expect(visitor.page).to_have_url(re.compile("time_shortage=0.01"))
    visitor.page.click(FORTH)
    expect(visitor.page).to_have_url(re.compile("week=6"))
    visitor.page.click("[aria-label=Undo]")
    expect(now).to_have_text("5")
    expect(visitor.page).to_have_url(re.compile("week=5"))
    expect(visitor.page).not_to_have_url(re.compile("time_shortage"))


def test_two_presses_of_a_lever_are_two_however_late_the_first_is_heard(newcomer):
    newcomer.page.add_init_script(LATE)
    newcomer.open("/?lang=en&families=20&weeks=52&burn_in_weeks=10&pairs=4")
    newcomer.page.click("[aria-label='More: Time shortage']")
    newcomer.page.click("[aria-label='More: Time shortage']")
    newcomer.at(time_shortage="0.02")
    expect(newcomer.page.locator("#lever-time_shortage")).to_have_js_property("value", "2")
    newcomer.page.click("[aria-label=Undo]")
    expect(newcomer.page.locator("#lever-time_shortage")).not_to_have_js_property("value", "2")
