"""Tests wait for what they expect: none sleeps, and none asserts what a page says without waiting for it."""

import ast
import re
from pathlib import Path

import pytest

from tests.of_each import of_each
from tests.waiting import finished, until

TESTS = Path(__file__).parent
FILES = sorted(path for path in TESTS.rglob("*.py") if path not in (Path(__file__), TESTS / "waiting.py"))
SLEEPS = re.compile(r"\b(time\.|asyncio\.)?sleep\(|wait_for_timeout")
OWN_LOOPS = re.compile(r"asyncio\.run\(|\bRunner\(|run_until_complete")
# Work that takes long, given to processes of which a test sees nothing.
LONG_WORK = {"experiments/test_cluster.py": 3, "validation/test_reproduce.py": 1}
# What a page of Playwright says at once. In an assertion it belongs in expect(...), which waits.
AT_ONCE = {
    "all_inner_texts", "all_text_contents", "content", "count", "evaluate", "get_attribute", "inner_html", "inner_text",
    "input_value", "is_checked", "is_disabled", "is_enabled", "is_hidden", "is_visible", "text_content", "title", "url",
}  # fmt: skip


def read_at_once(source: str) -> list[str]:
    """Assertions about what a page says at once."""
    claims = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Assert)]
    return [
        ast.unparse(claim)
        for claim in claims
        if any(isinstance(node, ast.Attribute) and node.attr in AT_ONCE for node in ast.walk(claim.test))
    ]


@of_each(FILES)
def test_nothing_waits_for_a_while_instead_of_for_something(path):
    found = SLEEPS.findall(path.read_text("utf-8"))
    assert len(found) == LONG_WORK.get(path.relative_to(TESTS).as_posix(), 0)


@of_each(FILES)
def test_nothing_asks_for_the_loop_of_a_thread_in_which_a_browser_may_keep_one(path):
    assert OWN_LOOPS.findall(path.read_text("utf-8")) == []


def test_a_coroutine_is_finished_beside_a_loop_that_runs():
    async def said(word):
        return word

    async def beside():
        return finished(said("here"))

    assert finished(beside()) == "here"


@of_each(sorted((TESTS / "browser").glob("*.py")))
def test_no_assertion_reads_a_page_at_once(path):
    assert read_at_once(path.read_text("utf-8")) == []


def test_an_assertion_that_reads_a_page_at_once_is_found():
    assert read_at_once('assert "x" in page.inner_text("h1")\nexpect(page.locator("h1")).to_have_text("x")') == [
        "assert 'x' in page.inner_text('h1')"
    ]


def test_waiting_ends_when_it_is_true_when_it_is_over_and_when_it_takes_too_long(monkeypatch):
    looks = iter([False, False, True])
    until(lambda: next(looks))
    assert list(looks) == []
    until(lambda: False, over=lambda: True)
    monkeypatch.setattr("tests.waiting.PATIENCE", 0.0)
    with pytest.raises(AssertionError, match="waited longer"):
        until(lambda: False)
