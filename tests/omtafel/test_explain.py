"""``omtafel explain``: the story of one family, the causes, and the smallest change."""

import sys
from dataclasses import dataclass, field
from types import ModuleType

import pytest

from omtafel.cli import status_of


@dataclass
class Line:
    """A line of a story, or a change."""

    text: str
    week: int = 0
    why: str = ""


@dataclass
class Explanation:
    """What ``sim.trace`` hands over."""

    family: int
    summary: str = "Two parents, one child."
    own_words: str = "We told our story again twice."
    differs: list = field(default_factory=list)
    story: list = field(default_factory=list)
    ended_early: bool = False
    causes: list = field(default_factory=list)
    smallest_change: Line | None = None
    without_change: str = ""


@pytest.fixture
def told(monkeypatch):
    """Replace the trace by a story of the test's own; gives what was asked for."""

    def tell(answer):
        asked = []

        def explain(scenario, route, seed, family):
            asked.append((scenario, route, seed, family))
            if isinstance(answer, Exception):
                raise answer
            return answer

        module = ModuleType("sim.trace")
        module.explain = explain  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "sim.trace", module)
        return asked

    return tell


ASK = ["explain", "almelo", "--route", "shared_plan", "--seed", "4", "--family", "17", "--set", "weeks=52"]


def test_what_differs_leads_and_the_story_is_told_week_by_week(told, capsys):
    asked = told(
        Explanation(
            17,
            differs=["Crises: 2 and 0."],
            story=[Line("A letter from the [bailiff].", 3), Line("A round table.", 12, "It was due.")],
        )
    )
    assert status_of(ASK) == 0
    text = capsys.readouterr().out
    assert "Family 17. Two parents, one child." in text
    assert "week    3  A letter from the [bailiff].\nweek   12  A round table. It was due.\n" in text
    assert "What this family would say:\n   “We told our story again twice.”\n" in text
    assert "stopped no help early" in text
    assert text.index("   - Crises: 2 and 0.") < text.index("week    3")
    scenario, *rest = asked[0]
    assert rest == ["shared_plan", 4, 17]
    assert scenario.weeks == 52


def test_a_family_that_stopped_early_gets_causes_and_the_change_that_would_have_kept_it(told, capsys):
    told(Explanation(17, ended_early=True, causes=["Trust fell.", "The helper left."], smallest_change=Line("Stay.")))
    assert status_of(ASK) == 0
    text = capsys.readouterr().out
    assert text.index("1. Trust fell.") < text.index("2. The helper left.") < text.index("Stay.")
    assert "in this model" in " ".join(text.split())


def test_no_change_found_is_said(told, capsys):
    told(Explanation(17, ended_early=True, causes=["Trust fell."], without_change="Mostly bad luck."))
    assert status_of(ASK) == 0
    assert capsys.readouterr().out.endswith("     Mostly bad luck.\n")


def test_a_family_that_is_not_there_gets_one_line(told, capsys):
    told(ValueError("family 999 is not there (0 to 173)"))
    assert status_of(ASK) == 2
    screen = capsys.readouterr()
    assert screen.out == ""
    assert screen.err.splitlines()[-1] == "omtafel: --family: family 999 is not there (0 to 173)"
