"""A page to hand on: one file with settings and results, small enough for mail, that asks for nothing."""

import base64
import dataclasses
import re
from datetime import date

import pytest

from experiments.language import say
from experiments.versions import model, opened
from reports import shared
from sim.comparison import compare
from sim.scenario import load_scenario
from sim.words import LANGUAGES

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 29)


@pytest.fixture(scope="module")
def lived():
    return compare(load_scenario("almelo").replace(families=30, weeks=30, burn_in_weeks=10, time_shortage=0.2), 3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_carries_results_settings_model_and_the_scenario_as_a_file(lived, language):
    html = shared.shared_html(lived, language, "http://127.0.0.1:8765/?lang=nl", DAY)
    assert len(html.encode()) < shared.LARGEST
    assert ("29 november 2026" if language == "nl" else "29 November 2026") in html and model() in html
    assert say("brief.only_here", language) in html
    (text,) = re.findall(r'href="data:text/plain;charset=utf-8;base64,([^"]+)"', html)
    found = opened(base64.b64decode(text).decode(), "own").scenario
    assert (found.families, found.weeks, found.value("time_shortage")) == (30, 30, 0.2)


def test_it_may_run_its_own_scripts_alone_and_ask_for_nothing(lived):
    html = shared.shared_html(lived, today=DAY)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None and policy[1].startswith("default-src &#39;none&#39;")
    assert "unsafe-eval" not in policy[1] and "http" not in policy[1]
    assert policy[1].count("sha256-") == html.count('<script type="module">') == len(shared.scripts()) == 2
    assert "</script" not in "".join(shared.scripts()) and "<!--" not in "".join(shared.scripts())


def test_no_letter_of_a_scenario_ends_its_element(lived):
    hostile = "</script><script>alert(1)</script>"
    assert "<" not in shared.in_page(shared.on_page(lived, "en")["fans"])
    named = dataclasses.replace(lived, scenario=dataclasses.replace(lived.scenario, title=hostile, title_nl=hostile))
    html = shared.shared_html(named, today=DAY)
    assert "<script>alert" not in html
