"""Every sentence about results that somebody wrote is declared, stands where it is said to stand, and holds."""

from pathlib import Path

import pytest

from validation import claims
from validation.claims import Claim, Condition, Figure
from validation.documents import claims as page_of_claims
from validation.sentences import mark, sentences

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
MADE_UP = {
    "rows": [{"target": "effect", "low": -0.05, "hard": "no"}, {"target": "wait", "low": 9, "hard": "no"}],
    "gain": -0.0512,
    "words": "much",
}


@pytest.fixture
def made_up(monkeypatch):
    """A kept result of small numbers."""
    monkeypatch.setitem(claims.KEPT, "worlds", lambda: MADE_UP)


def claim_of(sentence, **gaps):
    """A sentence with gaps that a made-up result fills."""
    figures = {name: Figure(kept="worlds", at=at, digits=digits) for name, (at, digits) in gaps.items()}
    return Claim(where="README.md", sentence=sentence, gaps=figures)


@pytest.mark.parametrize("claim", claims.claims().claims, ids=lambda claim: claim.sentence[:40])
def test_a_declared_sentence_stands_in_its_file_word_for_word_and_holds(claim):
    text = " ".join((ROOT / claim.where).read_text("utf-8").split())
    assert claim.text in text, f"{claim.where} must say: {claim.text} (make docs puts in the numbers)"
    assert claim.false == []


def test_every_sentence_with_a_figure_about_results_in_readme_is_declared():
    assert claims.unclaimed("README.md", README) == []


def test_a_sentence_that_nobody_declared_is_found():
    more = README.replace("## Documents", "It gains 0.3 of it. It is called 1Gezin1Plan.\n\n## Documents")
    assert claims.unclaimed("README.md", more) == ["It gains 0.3 of it."]
    with pytest.raises(ValueError, match=r"README\.md has no part 'How sure is it"):
        claims.unclaimed("README.md", README.replace("## How sure is it?", "## How sure?"))


def test_a_sentence_says_the_figures_that_are_kept(made_up):
    where = {"low": ("rows", "effect", "low"), "gain": ("gain",), "many": ("rows",), "words": ("words",)}
    gaps = {name: (at, 2 if name == "low" else None) for name, at in where.items()}
    claim = claim_of("From {low} on, {gain} in {many} rows: {words}.", **gaps)
    assert claim.text == "From −0.05 on, −0.0512 in 2 rows: much."
    assert claim.results == ("worlds",)


def test_a_gap_that_nothing_fills_is_refused():
    with pytest.raises(ValueError, match=r"the gaps of .* are not those that are filled: gian"):
        claim_of("It gains {gain}.", gian=(("gain",), None))


@pytest.mark.parametrize(
    ("name", "at", "says"),
    [
        ("world", ("gain",), r"no kept result 'world' \(did you mean worlds\?\)"),
        ("worlds", ("gian",), r"worlds: there is no 'gian' \(did you mean gain\?\)"),
        ("worlds", ("rows", "effects"), "worlds: 0 rows hold 'effects', not one"),
        ("worlds", ("rows", "no"), "worlds: 2 rows hold 'no', not one"),
    ],
)
def test_a_figure_that_is_not_kept_is_refused_by_name(made_up, name, at, says):
    with pytest.raises(ValueError, match=says):
        claims.kept_at(name, at)


def test_numbers_are_put_in_anew_and_all_else_stays_as_it_was(made_up):
    claim = claim_of("A g of {low}, and it gains {gain}.", low=(("rows", "effect", "low"), 2), gain=(("gain",), None))
    text = "Before. A g of 0.02,\nand it gains 1,200.5. A g of 0.02, and it\ngains nothing.\n"
    fresh = "Before. A g of −0.05,\nand it gains −0.0512. A g of 0.02, and it\ngains nothing.\n"
    assert claim.refreshed(text) == fresh
    assert claim.refreshed(fresh) == fresh
    assert claim.refreshed("Nothing of it.") == "Nothing of it."


def test_a_sentence_that_goes_on_is_another_one(made_up):
    assert (
        claim_of("It gains {gain}.", gain=(("gain",), None)).refreshed("It gains 3.x a year") == "It gains 3.x a year"
    )


def test_words_in_a_gap_are_never_written_over(made_up):
    claim = claim_of("It gains {words} of {gain}.", words=(("words",), None), gain=(("gain",), None))
    assert claim.refreshed("It gains little of 3.") == "It gains little of 3."
    assert claim.refreshed("It gains much of 3.") == "It gains much of −0.0512."


def test_a_sentence_that_no_longer_holds_is_told_with_its_figure(made_up):
    below = Condition(kept="worlds", at=("gain",), below=0)
    assert Claim(where="README.md", sentence="It loses.", holds=(below,)).false == []
    far_below = Condition(kept="worlds", at=("gain",), below=-1)
    assert Claim(where="README.md", sentence="It loses much.", holds=(far_below,)).false == ["worlds: gain is −0.0512"]
    above = Condition(kept="worlds", at=("gain",), above=0)
    assert Claim(where="README.md", sentence="It gains.", holds=(above,)).false == ["worlds: gain is −0.0512"]


def test_what_is_filled_in_on_a_page_of_results_is_a_claim_and_what_is_no_result_is_none():
    result = f"# Card\n\nOf {mark(3)}.\n\n## What it says now\n\nOver {mark(12)} worlds. By hand.\n\n"
    rule = f"## When a route does better\n\n- {mark('clear')}\n"
    rows = page_of_claims.written("model_card.md", result + rule).splitlines()
    assert rows[2:] == ["| What it says now | Over 12 worlds. | 12 | [worlds](#worlds) |"]


def test_a_section_with_figures_that_is_not_declared_is_refused_by_name():
    with pytest.raises(ValueError, match=r"model_card\.md under 'Where it shines' is not declared"):
        page_of_claims.written("model_card.md", f"## Where it shines\n\nIn {mark(3)} worlds.\n")


def test_every_section_that_is_declared_is_there():
    for name, headings in claims.claims().sections.items():
        there = {one.heading for one in sentences(page_of_claims.marked(name))}
        assert set(headings) - {"*"} <= there, name
