"""The stories for face validation: chosen by rule, told by the model, with a note before the one about safety."""

from itertools import count
from types import SimpleNamespace

import pytest

from validation import documents, stories
from validation.stories import LINES, STORIES, chosen

SHORT, LONG = min(LINES), max(LINES)
NUMBERS = count()


def told(route, *happened, helpers=("gp", "school", "social_team"), length=SHORT, tables=(3,)):
    """A life as the rule looks at it: so many sentences, the first of which tell what happened."""
    kinds = [(kind,) for kind in happened] + [()] * (length - len(happened))
    lanes = [SimpleNamespace(who=who, what="helping") for who in helpers]
    story = [SimpleNamespace(kinds=one) for one in kinds]
    return SimpleNamespace(number=next(NUMBERS), route=route, story=story, lanes=lanes, round_tables=list(tables))


def pair(*happened, **others):
    """A family on both routes; what happened does with a plan."""
    return told("parallel", **others), told("shared_plan", *happened, **others)


def test_the_first_that_fit_are_told_in_turns_and_the_one_about_safety_comes_last():
    families = [pair("sign", "report"), pair("sign"), *(pair() for _ in range(6))]
    found = chosen(iter(families))
    assert [one.route for one, _ in found] == ["shared_plan", "parallel", "shared_plan", "parallel", "shared_plan"]
    in_order = [families.index((one, other) if one.route == "parallel" else (other, one)) for one, other in found]
    assert in_order == [2, 3, 4, 5, 0]


@pytest.mark.parametrize(
    "unfit",
    [
        pair("crisis"),  # not quiet, and no sign either
        (told("parallel", "crisis"), told("shared_plan")),  # nor on the other route
        pair(helpers=("gp", "school")),
        pair(tables=()),  # a plan that never met; only where a plan is told
        pair(length=LONG + 1),
    ],
)
def test_who_does_not_fit_is_passed_over(unfit):
    fitting = [pair() for _ in range(STORIES - 1)]
    found = chosen(iter([unfit, *fitting, pair("sign")]))
    assert all(one not in unfit for one, _ in found)


def test_too_few_families_are_refused():
    with pytest.raises(ValueError, match="1 families fit the rule, not 5"):
        chosen(iter([pair()]))


@pytest.mark.slow
def test_the_stories_that_are_kept_belong_to_this_model():
    assert stories.stale() == ""
    kept = stories.kept()["stories"]
    assert [one["safety"] for one in kept] == [False] * (STORIES - 1) + [True]
    assert all(len(one["lines"]) in LINES and one["differs"] for one in kept)


def test_what_other_rules_told_is_noticed(monkeypatch):
    monkeypatch.setattr(stories, "unchanged", lambda kept: False)
    assert "run make worlds" in stories.stale()


@pytest.mark.slow
def test_the_teller_tells_the_stories_that_are_kept():
    assert stories.found() == stories.kept()["stories"]


def test_a_note_stands_before_the_story_about_safety_and_before_no_other():
    page = documents.one_page("face_validation.md")
    assert page.count("**Let op.**") == 1
    *others, last = page.split("\n### Verhaal ")
    assert last.index("**Let op.**") < last.index(stories.kept()["stories"][-1]["summary"])
    assert len(others) == STORIES
