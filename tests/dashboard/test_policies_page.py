"""The page of policies, without a browser: it compares what is put beside it, and says it in the report."""

from dataclasses import replace

import pytest

from dashboard import downloads
from dashboard.visit import Visit
from tests.dashboard.test_pages import parts_of, shown
from tests.waiting import until

__all__ = ["shown"]

SMALL = "families=30&weeks=52&burn_in_weeks=10&pairs=6"


@pytest.mark.slow
def test_a_preset_fills_the_table_then_regret_and_the_report(shown):
    visit = Visit(f"lang=en&{SMALL}")
    box = shown("policies", visit)

    def text():
        return " ".join(widget.html for widget in parts_of(box)["block.vue"])

    until(lambda: 'class="policies"' in text())
    visit.add_preset("fixed_face")
    until(lambda: "B · One fixed face" in text() and "In this model B · One fixed face" in text())
    until(lambda: "In 8 plausible sets of numbers" in text())
    assert "of 8" in text() and "chart.vue" in parts_of(box)
    shown("two-routes", visit)
    until(lambda: visit.comparing.shown.now and visit.comparing.shown.now.whole)
    downloads.offer(visit, "report")
    assert "B · One fixed face" in visit.offered.value["text"]
    downloads.offer(visit, "brief", "https://omtafel.example.nl")
    assert visit.offered.value["name"] == "omtafel-brief.pdf" and visit.offered.value["mime"] == "application/pdf"


def test_what_is_refined_says_how_far_it_is(shown):
    visit = Visit(f"lang=en&{SMALL}&A=almelo:families,30,weeks,52&B=almelo:families,30,weeks,52,plan_keeping,0.2")
    box, live = shown("policies", visit), visit.policies

    def text():
        return " ".join(widget.html for widget in parts_of(box)["block.vue"])

    until(lambda: live.shown.now and live.shown.now.whole and 'class="policies"' in text())
    until(lambda: "paired runs</span>" not in text())
    assert live.shown.now is not None
    live.shown.now = replace(live.shown.now, there=8, whole=False)  # of each policy four
    live.shown.tell()
    until(lambda: "<span>4 of 6 paired runs</span>" in text())


def test_what_is_pressed_while_an_answer_is_awaited_is_not_lost(shown, monkeypatch):
    visit = Visit(f"lang=nl&{SMALL}")
    box = shown("policies", visit)

    def block(words):
        return next((part for part in parts_of(box)["block.vue"] if words in part.html), None)

    until(lambda: block('class="policies"'))
    monkeypatch.setattr(visit.policies, "ask", lambda asked: None)  # whose answer takes a while
    buttons = block('id="presets-title"')
    buttons.vue_act({"do": "preset", "value": "fixed_face"})
    until(lambda: block('class="policies"') is None)
    assert block('id="presets-title"') is buttons
    buttons.vue_act({"do": "preset", "value": "safety_team_inside"})
    assert [*visit.choices.value.saved] == ["A", "B", "C"]


@pytest.mark.slow
def test_the_first_page_says_what_a_change_does_and_how_sure_the_answer_is(shown):
    visit = Visit(f"lang=nl&{SMALL}&time_shortage=0.4")
    visit.turning.rest = 3600.0
    box = shown("two-routes", visit)

    def block(words):
        return next((part for part in parts_of(box)["block.vue"] if words in part.html), None)

    until(lambda: block('id="does"'))
    assert "uw aanpassing" in block('id="does"').html
    block('id="sure"').vue_act({"do": "sure"})
    until(lambda: "van de 20 sets getallen" in block('id="sure"').html)
    assert "Theorieën" in block('id="sure"').html
    visit.pin(True)
    until(lambda: block('id="does"') is None)
