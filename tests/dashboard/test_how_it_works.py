"""The page on how the model works: from each number to the rules that use it, whatever the number."""

import html

import pytest

from dashboard.pages.how_it_works import called, model_html
from dashboard.visit import Visit
from dashboard.words import say
from sim.names import CHANNELS
from sim.parameters import declarations
from sim.submodels import mechanisms
from sim.words import LANGUAGES
from tests.reports.test_report import Page
from validation.since import steps


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_leads_to_its_rules_what_they_change_and_their_code(language):
    page = Page(text := model_html(mechanisms(), "talk_trust", "", language))
    assert page.open == []
    assert [one["id"] for one in page.all("h3") if "id" in one] == ["rule-be_together"]
    using = text.split('id="week-title"')[0]
    for words in ("family.trust", "vanhal2019", "Burden" if language == "en" else "Belasting", "the bond grows"):
        assert words in using
    assert html.escape("counts * (relation.bond - family.trust)", quote=False) in using
    assert not [one for one in page.elements if "style" in one]
    assert text.count("<pre") == 1  # the week is folded


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_tells_each_step_between_editions_and_lifts_out_what_one_concludes_otherwise(language):
    told = Page(model_html(mechanisms(), "", "", language))
    folded = [one["text"] for one in told.all("details") if one.get("id", "").startswith("since-")]
    for one, text in zip(steps(language), folded, strict=True):
        assert all(words in text for words in (one.title, one.because, one.runs, one.turns_of))
        lines = [line for region in one.regions for line in region.figures]
        assert all(line in text for line, _ in lines) and all(line in text for line in (*one.turns, *one.otherwise))
        lifted = [element["text"] for element in told.all("strong")]
        assert [line for line, _ in lines if line in lifted] == [line for line, changed in lines if changed]


def test_code_is_a_text_and_no_part_of_the_page():
    text = model_html(mechanisms(), "", "M5", "en")
    assert "if luck &lt; chance:" in text and "luck < chance" not in text
    assert text.count("<pre") == text.count('lang="en" aria-label="The code as it is run: ')
    assert 'data-do="rules" data-value="life_event_rate"' in text


def test_every_number_leads_to_a_rule():
    found = {name: model_html(mechanisms(), name, "", "nl") for name in (*CHANNELS, *list(declarations())[::15])}
    without = [name for name, text in found.items() if say("model.no_rule", "nl") in text]
    assert without == []
    assert all(called(name, "nl") for name in declarations())


def test_a_lever_leads_to_its_rules_and_what_is_none_is_said():
    visit = Visit("lang=en")
    went: list[str] = []
    visit.go_to = went.append
    visit.look_into("caseload_gp")
    assert (visit.choices.value.rules_of, went) == ("caseload", ["model"])
    visit.look_into("")  # from the foot of the first page, to what changed since earlier editions
    assert (visit.choices.value.rules_of, went) == ("", ["model", "model"])
    visit.look_into("caseload_gp")
    visit.look_into("astrology")
    assert (
        "Model: rules_of=astrology is unknown" in visit.messages.value[0] and visit.choices.value.rules_of == "caseload"
    )
