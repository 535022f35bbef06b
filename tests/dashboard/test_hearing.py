"""What a page may say: events in their forms and on offer; anything else changes nothing and is one line in the log."""

import logging
from typing import Any

import pytest
import solara
from hypothesis import given, settings
from hypothesis import strategies as st
from ipywidgets import DOMWidget

from dashboard.choices import Choices
from dashboard.events import act
from dashboard.parts import Block, part
from dashboard.parts.hearing import MOST_LOGGED, Act, Go, Move, Pick, Upload, heard
from dashboard.visit import Visit

NONSENSE = [
    "nonsense", None, 7, [], ["do"], {}, {"do": None}, {"do": ["scenario"]}, {"do": "week", "value": {"a": 1}},
    {"do": "scenario", "value": "almelo", "more": 1}, {"do": "copy", "value": "x" * 10**6}, {"do": "x" * 1000},
    {"do": "undo", "a\nforged line": 1},
]  # fmt: skip
FORGED = [
    ("scenario", "/etc/hostname"), ("scenario", "../almelo.toml"), ("scenario", "netherlands"), ("scenario", ""),
    ("keep", "E"), ("take", "A"), ("nonsense", ""), ("size", "5"), ("reset", ""),
    ("download", "report"), ("__class__", ""),
]  # fmt: skip
FORGED_AND_SAID = [
    ("seed", "-1"), ("pairs", "100000"), ("family", "nobody"), ("week", "1e9"),
    ("outcome", "happiness"), ("across", "time_shortage"), ("up", "coordinator_sector"),
]  # fmt: skip


@pytest.fixture
def lines(caplog):
    """What the log says of events that were left out."""
    caplog.set_level(logging.WARNING, "omtafel.dashboard")
    return lambda: [record.getMessage() for record in caplog.records]


@pytest.mark.parametrize("said", NONSENSE, ids=lambda said: repr(said)[:30])
def test_nonsense_is_not_heard_and_writes_one_short_line(said, lines):
    got: list[dict[str, Any]] = []
    heard(Act, got.append)(said)
    assert got == []
    assert len(lines()) == 1
    assert "\n" not in lines()[0] and len(lines()[0]) < 2 * MOST_LOGGED


@pytest.mark.parametrize(("asked", "value"), FORGED)
def test_what_is_not_on_offer_changes_nothing_and_writes_one_line(asked, value, lines):
    visit = Visit("lang=en")
    heard(Act, lambda data: act(visit, data))({"do": asked, "value": value})
    assert visit.choices.value == Choices()
    assert len(lines()) == 1


@pytest.mark.parametrize(("asked", "value"), FORGED_AND_SAID)
def test_a_value_that_is_not_on_offer_is_refused_aloud(asked, value):
    visit = Visit("lang=en")
    act(visit, Act(do=asked, value=value).model_dump())
    assert visit.choices.value == Choices()
    assert len(visit.messages.value) == 1


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (Move, {"name": "time_shortage", "value": True}), (Move, {"name": "time_shortage", "value": None}),
        (Move, {"name": "time_shortage", "value": float("nan")}), (Move, {"name": "time_shortage", "value": "1" * 101}),
        (Go, {"page": 3.5, "to": "x"}), (Upload, {"name": "a.toml", "text": 5}),
        (Upload, {"name": "a", "text": "", "size": -1}),
        (Pick, {"value": [1.0, float("inf")]}), (Pick, {"value": {"x": 1}}), (Pick, {"value": [1]}),
        (Pick, {"value": None}),
    ],
)  # fmt: skip
def test_every_event_has_a_form(form, said, lines):
    got: list[dict[str, Any]] = []
    heard(form, got.append)(said)
    assert got == [] and len(lines()) == 1


def test_a_week_may_come_as_a_number_and_buffers_are_not_looked_at():
    got: list[dict[str, Any]] = []
    heard(Act, got.append)({"do": "week", "value": 12}, [b"x"])
    assert got == [{"do": "week", "value": "12", "name": ""}]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
ASKED = [
    "keep",
    "take",
    "scenario",
    "copy",
    "seed",
    "pairs",
    "outcome",
    "family",
    "week",
    "across",
    "up",
    "reset-levers",
]


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.lists(JSON | st.fixed_dictionaries({"do": st.sampled_from(ASKED), "value": JSON}), max_size=4))
def test_no_row_of_events_asks_for_more_than_a_visitor_may(events):
    visit = Visit("lang=en")
    hear = heard(Act, lambda data: act(visit, data))
    for said in events:
        hear(said)
    scenario = visit.choices.value.scenario_now()
    assert scenario.families <= 1_000 and scenario.weeks <= 520 and scenario.regions == 1


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["families", "weeks", "regions", "burn_in_weeks"]), JSON | st.integers(0, 10**6))
    )
)
def test_no_row_of_moves_passes_the_caps(moves):
    visit = Visit("lang=en&scenario=budget_cut")
    hear = heard(Move, lambda data: visit.move({data["name"]: data["value"]}))
    for name, value in moves:
        hear({"name": name, "value": value})
    scenario = visit.choices.value.scenario_now()
    assert 20 <= scenario.families <= 1_000 and 52 < scenario.weeks <= 520 and scenario.regions == 1


def widgets_of(widget) -> dict[str, DOMWidget]:
    """The parts of a page by their Vue file."""
    found, waiting = {}, [widget]
    while waiting:
        one = waiting.pop()
        waiting += [child for child in getattr(one, "children", ()) if not isinstance(child, str)]
        if file := getattr(type(one), "template_file", None):
            found[str(file[1])] = one
    return found


CALLS = {
    "a module": {"create_widget": ["types", "SimpleNamespace"], "props": {}, "id": "x"},
    "an attribute": {"update_ref": "/etc/hostname", "id": "THIS", "prop": "template_file"},
    "a method": {"update_ref": {"functionRef": "close"}, "id": "THIS", "prop": "css"},
    "a widget that goes": {"destroy_widget": "x"},
    "an event that there is not": {"event": "_dir", "data": {}},
    "an event with more": {"event": "act", "data": {"do": "undo"}, "update_ref": 1},
    "an event without a name": {"event": None},
    "nothing": {},
}


@pytest.mark.parametrize("content", CALLS.values(), ids=CALLS)
def test_a_page_cannot_reach_past_its_events(content, lines):
    box, context = solara.render(
        Block(html="text", event_act=lambda data: pytest.fail("it was heard")), handle_error=False
    )
    block = widgets_of(box)["block.vue"]
    before = block.template_file
    block._handle_event(None, {**content, **({"id": block.model_id} if content.get("id") == "THIS" else {})}, [])
    assert len(lines()) == 1
    assert block.template_file == before and block.css is None and block.comm is not None
    context.close()


def test_a_part_hears_its_own_events():
    got: list[dict[str, Any]] = []
    box, context = solara.render(Block(html="text", event_act=got.append), handle_error=False)
    widgets_of(box)["block.vue"]._handle_event(None, {"event": "act", "data": {"do": "undo"}}, [])
    assert got == [{"do": "undo", "value": "", "name": ""}]
    context.close()


def test_a_part_with_an_event_without_a_form_cannot_be_made():
    def shape(event_act, event_other): ...

    part("block.vue", act=Act, other=Go)(shape)
    with pytest.raises(TypeError, match="form"):
        part("block.vue", act=Act)(shape)
