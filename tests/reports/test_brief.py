"""The page for the council: one A4, the same sentences everywhere, and a text for each picture."""

import json
from dataclasses import asdict, replace
from datetime import date

import pytest
import typst

from experiments.headline import figures, in_sentences
from reports import brief_pdf
from reports.brief import MOST_SETTINGS, Brief, brief_of, in_full, is_here
from sim.parameters import parameters
from sim.words import LANGUAGES

DAY = date(2026, 11, 29)
MOVES = {"direction": (0.33, 0.47), "contact_hours": (55.0, 51.0), "cost_euros": (11_000.0, 11_780.0)}


@pytest.fixture
def said(made_up) -> Brief:
    return brief_of(made_up(**MOVES), "nl", link="https://omtafel.example.nl/?lang=nl", today=DAY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_the_headline_says_in_both_languages(made_up, language):
    comparison = made_up(**MOVES)
    said = brief_of(comparison, language, today=DAY)
    assert said.sentences == in_sentences(comparison, language)
    shown = [one for place in figures(comparison, language) for one in place]
    assert [(one.title, one.parallel, one.shared_plan) for one in said.figures] == [
        (one.title, one.parallel, one.shared_plan) for one in shown
    ]
    assert len(said.limits) == 3 and all(said.limits)
    assert ("29 november 2026" if language == "nl" else "29 November 2026") in said.made


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hundred_families_are_told_with_the_figures_beside_them(made_up, language):
    comparison = made_up(broke_off_share=(0.0761, 0.0748))
    said = brief_of(comparison, language, today=DAY)
    shown = [one for place in figures(comparison, language) for one in place]
    told = next(one for one in shown if one.finding.outcome.name == "broke_off_share")
    assert told.parallel != told.shared_plan
    for families, value in zip(said.families, (told.parallel, told.shared_plan), strict=True):
        assert f": {value} " in families.title and f": {value} " in families.words


def test_it_is_one_page_whatever_was_moved(made_up):
    moved = {name: one.high for name, one in parameters().items() if one.kind != "assumption" and one.unit != "number"}
    comparison = made_up(**MOVES)
    comparison = replace(comparison, scenario=comparison.scenario.replace(**moved))
    far = "https://omtafel.example.nl/?" + "&".join(f"{name}={value}" for name, value in moved.items())
    for language in LANGUAGES:
        said = brief_of(comparison, language, link=far, today=DAY)
        assert len(said.settings) == MOST_SETTINGS + 2  # the sizes, and how many more there are
        assert brief_pdf.pages(brief_pdf.on_one_page(said)) == 1
        assert len(said.appendix.settings) > 10


def test_everything_that_it_says_is_on_the_paper(said):
    """Each part that is taken away is missed."""
    whole = json.loads(brief_pdf.given(said, True)["sys_inputs"]["said"])
    for name in set(asdict(said)) - {"language"}:
        without = json.dumps({key: value for key, value in whole.items() if key != name})
        with pytest.raises(RuntimeError, match="does not contain key"):
            typst.query(brief_pdf.source(), "<pages>", sys_inputs={"said": without}, ignore_system_fonts=True)


def test_a_picture_without_a_text_alternative_is_an_error(said, monkeypatch):
    assert brief_pdf.brief_pdf(said).startswith(b"%PDF")
    silent = brief_pdf.source().replace(b", alt: one.words", b"")
    monkeypatch.setattr(brief_pdf, "source", lambda: silent)
    with pytest.raises(typst.TypstError, match="alt text"):
        brief_pdf.brief_pdf(said)


def test_everything_else_comes_behind_it(said):
    assert (brief_pdf.pages(said), brief_pdf.pages(said, appendix=True)) == (1, 2)
    assert len(brief_pdf.brief_pdf(said, appendix=True)) > len(brief_pdf.brief_pdf(said))
    assert brief_pdf.brief_png(said).startswith(b"\x89PNG")


def test_what_does_not_fit_on_one_page_is_refused(said):
    with pytest.raises(brief_pdf.TooLong, match="passen niet op één pagina"):
        brief_pdf.brief_pdf(replace(said, title="Een heel lange naam " * 400))


def test_a_link_says_when_it_opens_here_alone(made_up):
    here = ("http://127.0.0.1:8765/?lang=nl", "http://localhost/?", "http://[::1]:80/?", "https://a.localhost:1/?")
    assert all(map(is_here, here))
    assert not any(map(is_here, ("", "https://omtafel.example.nl/?a=127.0.0.1", "http://127-0.nl/")))
    said = brief_of(made_up(), "nl", link=here[0], today=DAY)
    assert "alleen op een computer" in said.only_here
    assert brief_of(made_up(), "nl", today=DAY).look == ""
    assert in_full(date(2027, 3, 1), "en") == "1 March 2027"
