"""A page that does not reach its server: it says so in its own language, and goes on by itself."""

import pytest
from playwright.sync_api import Route, WebSocketRoute, expect

from benchmarks.serving import served
from tests.browser.conftest import FEW

IN_THE_WAY = ".v-overlay:visible, .v-dialog:visible, .v-alert:visible"  # of Solara, in English
LOST = {"en": "The connection with the server is lost.", "nl": "De verbinding met de server is weg."}
NEVER = {"en": "The browser may block cookies", "nl": "Misschien blokkeert de browser cookies"}
# What a server does with a page that has slept for more than a minute: it forgets it, and hangs up.
FORGET = """async () => {
    window.old = true;
    const kernel = solara.debug.kernel();
    await fetch(`${solara.rootPath}/_solara/api/close/${kernel.id}?session_id=${kernel.clientId}`, { method: "POST" });
    solara.debug.dropConnection();
}"""


def is_loaded_anew(visitor):
    visitor.page.wait_for_function("() => !window.old && document.querySelector('main h1')")


def test_a_page_outlives_a_server_that_is_killed_and_started_again(visitors):
    with served() as first:
        visitor = visitors(address=first.address).open(f"/?lang=nl&{FEW}&time_shortage=0.3")
        visitor.forgives = True  # the browser calls it an error that nobody answers
        numbers = visitor.numbers()
        visitor.page.evaluate("() => { window.old = true; }")
        first.process.kill()
        visitor.sees(LOST["nl"], ".connection")
        expect(visitor.page.locator(IN_THE_WAY)).to_have_count(0)
        expect(visitor.page.locator("table.effects").first).to_be_visible()
    with served(port=int(first.address.rpartition(":")[2])):
        is_loaded_anew(visitor)
        expect(visitor.page.locator(".connection")).to_be_empty()
        assert visitor.numbers() == numbers
        visitor.at(lang="nl", time_shortage="0.3")


def test_a_page_that_its_server_has_forgotten_is_loaded_anew(visitor):
    visitor.forgives = True
    visitor.open(f"/?lang=nl&{FEW}&turnover_rate=0.4")
    numbers = visitor.numbers()
    visitor.page.evaluate(FORGET)
    is_loaded_anew(visitor)
    assert visitor.numbers() == numbers
    expect(visitor.page.locator(IN_THE_WAY)).to_have_count(0)


def test_a_server_that_went_before_the_first_look_is_lost_all_the_same(visitors):
    with served() as first:
        visitor = visitors(address=first.address)
        visitor.forgives = True
        visitor.page.add_init_script(LOOKS_HELD)
        visitor.open(f"/?lang=en&{FEW}")
        visitor.numbers()
        first.process.kill()
        visitor.page.wait_for_function("() => window.app.$data.connectionStatus !== 'connected'")
        visitor.page.evaluate("() => window.lookFromNowOn()")
        visitor.sees(LOST["en"], ".connection")


def test_a_server_that_takes_a_call_and_does_not_answer_is_asked_again(newcomer):
    newcomer.forgives = True
    sockets: list[WebSocketRoute] = []
    calls: list[Route] = []

    def connect(socket):
        if len(calls) > 1 or not sockets:
            sockets.append(socket)
            socket.connect_to_server()
        else:
            socket.close()

    def ready(call):
        calls.append(call)
        if len(calls) > 1:  # the first is never answered
            call.continue_()

    newcomer.page.route_web_socket("**/*", connect)
    newcomer.page.route("**/readyz", ready)
    newcomer.open(f"/assumptions?lang=en&{FEW}")
    newcomer.page.evaluate("() => { window.old = true; }")
    sockets[0].close()
    newcomer.sees(LOST["en"], ".connection")
    is_loaded_anew(newcomer)
    assert len(calls) > 1


def test_without_a_websocket_the_page_says_why_nothing_comes(visitors):
    waiting = {language: visitors() for language in NEVER}
    for language, visitor in waiting.items():
        visitor.forgives = True
        visitor.page.route_web_socket("**/*", lambda socket: socket.close())
        visitor.page.goto(f"{visitor.address}/?lang={language}&{FEW}")
    for language, visitor in waiting.items():
        visitor.sees(NEVER[language], ".connection")


# A page looks once a second whether its server is there; here it does so from when it is told to.
LOOKS_HELD = """(() => {
    const looks = [], often = window.setInterval;
    window.setInterval = (look, pause, ...more) => pause === 1000 ? looks.push(look) : often(look, pause, ...more);
    window.lookFromNowOn = () => looks.forEach((look) => often(look, 1000));
})()"""


@pytest.mark.parametrize(("language", "said"), [("en", "needs JavaScript"), ("nl", "heeft JavaScript nodig")])
def test_without_scripts_the_page_says_why_it_is_empty(visitors, language, said):
    visitor = visitors(java_script_enabled=False)
    visitor.page.goto(f"{visitor.address}/?lang={language}")
    visitor.sees(said, "noscript p")
