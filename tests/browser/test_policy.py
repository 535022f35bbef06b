"""The content security policy: no picture breaks it, and a script that was brought in from outside does not run."""

from tests.browser.conftest import FEW

BROUGHT = (
    "const one = document.createElement('script'); one.text = 'window.ran = 1'; document.head.append(one);",
    "const one = document.createElement('script'); one.src = URL.createObjectURL(new Blob(['window.ran = 1']));"
    "document.head.append(one);",
    "document.body.insertAdjacentHTML('beforeend', '<img src=\"data:,\" onerror=\"window.ran = 1\">');",
    "fetch('http://127.0.0.1:9/').catch(() => {});",
    "new WebSocket('ws://127.0.0.1:9/');",
)


def test_pictures_and_the_whole_first_page_break_no_policy(answered):
    for kind in ("SVG", "PNG"):
        with answered.page.expect_download():
            answered.page.locator(".pictures button", has_text=kind).first.click()
    violations = answered.page.evaluate("violations")
    assert violations == []


def test_what_is_brought_in_from_outside_neither_runs_nor_calls_home(visitor):
    visitor.forgives = True  # the browser says that it was kept from running
    visitor.open(f"/?lang=en&{FEW}")
    for script in BROUGHT:
        visitor.page.evaluate(f"() => {{ violations.length = 0; {script} }}")
        visitor.page.wait_for_function("() => violations.length > 0")
        ran = visitor.page.evaluate("window.ran")
        assert ran is None, script


def test_every_page_gets_a_word_of_its_own(visitor):
    asked = [visitor.context.request.get(f"{visitor.address}/?lang=en&{FEW}") for _ in range(3)]
    assert len({one.headers["content-security-policy"] for one in asked}) == 3
