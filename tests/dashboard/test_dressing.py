"""What is put around a page that Solara made."""

import html

import pytest

from dashboard.dressing import dressed, style
from dashboard.words import say
from sim.words import LANGUAGES


def test_the_colours_are_those_of_the_report():
    assert "--parallel: #0b5fa5" in style() and "--shared-plan: #f59a58" in style()


def test_dressing_leaves_what_it_does_not_know():
    assert dressed("<p>plain</p>", "en", "word") == "<p>plain</p>"


def test_a_page_below_a_path_keeps_it_when_another_page_is_gone_to():
    page = "<html><head></head></html>"
    assert "pushState" in dressed(page, "en", "word", root="/omtafel")
    assert "pushState" not in dressed(page, "en", "word")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_brings_along_what_it_says_when_it_does_not_reach_its_server(language):
    page = html.unescape(dressed("<html><head></head>Loading app, Loading resources</html>", language, "word"))
    assert all(say(f"connection.{name}", language) in page for name in ("never", "lost", "no_scripts"))
    assert "Loading" not in page and page.count(say("frame.awaited", language)) == 2
