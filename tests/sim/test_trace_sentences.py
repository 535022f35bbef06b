"""Every kind of event has its sentence and its reason, in English and Dutch."""

import tomllib
from pathlib import Path

import pytest

from sim.event_kinds import EVENT_KINDS
from sim.trace.story import ABOUT, SENTENCES, tell
from sim.trace.teller import Teller
from sim.words import LANGUAGES
from tests.sim.trace_cases import CASES, moment_of

SAID = tomllib.loads((Path(__file__).parent / "snapshot.toml").read_text("utf-8"))
IN_BOTH = pytest.mark.parametrize("language", LANGUAGES)


@IN_BOTH
@pytest.mark.parametrize("case", CASES)
def test_each_kind_of_event_is_told_with_what_decided_it(case, language):
    moment = moment_of(case, lambda life: tell(life, Teller(language)))
    assert [moment.text, moment.why] == SAID[case][language]


def test_no_kind_of_event_that_families_meet_is_left_out():
    told = {EVENT_KINDS[event.kind] for events, _ in CASES.values() for event in events}
    assert told == {EVENT_KINDS[kind] for kind in (*SENTENCES, *ABOUT)}


@IN_BOTH
@pytest.mark.parametrize("case", CASES)
def test_why_can_be_answered_for_every_kind_of_event(case, language):
    moment = moment_of(case, lambda life: tell(life, Teller(language)))
    for said in (moment.text, moment.why):
        assert said[0].isupper() or said[0].isdigit()
        assert said.endswith(".") and "{" not in said and "nan" not in said and "_" not in said


def test_a_moment_names_the_kinds_that_are_told_in_it_once():
    moment = moment_of("table", lambda life: tell(life, Teller("en")))
    assert moment.kinds == ("missed_round_table", "network_joined", "unmet_need_found", "round_table")
    assert moment_of("goals", lambda life: tell(life, Teller("en"))).kinds == ("goal_reached",)
