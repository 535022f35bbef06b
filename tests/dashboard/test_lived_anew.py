"""Whoever measures the dashboard with many visitors notices an answer that is not what its settings give."""

import html

import pytest

from benchmarks import dashboard as measuring
from benchmarks.dashboard import Moves
from benchmarks.visitor import Picture, Visitor
from dashboard.choices import Choices
from dashboard.live.comparing import Asked
from dashboard.live.following import Shown
from dashboard.pages.two_routes import answer_html, main_findings, outcomes_html
from sim.comparison import compare
from sim.scenario import load_scenario

TINY = load_scenario("almelo").replace(families=20, weeks=52, burn_in_weeks=8)


@pytest.mark.parametrize(("seed", "wrong"), [(0, False), (5, True)])
def test_an_answer_that_differs_when_it_is_lived_anew_is_found(monkeypatch, seed, wrong):
    comparison = compare(TINY, 3, 0)
    shown = Shown(Asked(TINY, 3, 0, Choices(language="en")), comparison, 3)
    found = main_findings(shown, "en")
    moves = Moves(Visitor("http://nowhere"), values=[0.2])
    moves.table = outcomes_html(shown, found, "en")
    moves.visitor.pictures.append(Picture(0.0, (), 3, 3, answer_html(shown, found, None, False, "en")))
    assert "<span" in html.unescape(moves.visitor.pictures[-1].html)
    monkeypatch.setattr(measuring, "compare", lambda scenario, pairs, _: compare(TINY, 3, seed))
    assert moves.wrong() is wrong
