"""What chapters and questions teach: each claim has somebody who says so, and what this model says still holds."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from dashboard.learn.chapter import chapters
from dashboard.learn.taught.claims import Claim, claims
from dashboard.learn.trial.questions import questions
from sim.words import LANGUAGES
from validation.claims import claims as results

PAGE = (Path(__file__).parents[3] / "docs" / "learn.md").read_text("utf-8")
WORDS = {"en": "words", "nl": "woorden"}


def test_every_claim_is_taught_and_whoever_says_it_is_named():
    assert {name for one in chapters().values() for name in one.claims} == set(claims())
    for claim in claims().values():
        for language in LANGUAGES:
            assert claim.says.to(language).strip("’”")[-1] == "." and claim.whose(language)


def test_what_this_model_says_is_a_declared_result_that_holds():
    declared = {one.sentence: one for one in results().claims}
    for claim in claims().values():
        for language in LANGUAGES:
            says = claim.says.to(language)
            assert (says in declared) == claim.result, says
            assert not claim.result or (declared[says].holds and not declared[says].false), says


def test_a_claim_of_nobody_or_of_an_unknown_source_is_refused():
    words = WORDS
    with pytest.raises(ValidationError, match="has sources, or is a result"):
        Claim.model_validate({"says": words})
    with pytest.raises(ValidationError, match=r"unknown source 'vanhal2018'.*vanhal2019"):
        Claim.model_validate({"says": words, "sources": ["vanhal2018"]})


def test_a_question_asks_what_some_chapter_teaches_unless_it_asks_for_something_new():
    for name, one in questions().items():
        assert bool(one.claims) != one.transfer, name
        assert set(one.claims) <= set(claims()), name


def test_the_page_for_teachers_names_the_claims_of_each_chapter():
    for one in chapters().values():
        row = re.search(rf"^\| {one.number} {re.escape(one.title.en)} \|.*$", PAGE, re.MULTILINE)
        assert row and row[0].endswith(f"| {', '.join(one.claims)} |"), one.name
