"""Every kind of event has its sentence and its reason, in English and Dutch; routine has one line."""

import tomllib
from pathlib import Path

import pytest

from sim.event_kinds import EVENT_KINDS
from sim.trace.sentences import ABOUT, ROUTINE, SENTENCES
from sim.trace.story import tell, who_it_is
from sim.trace.teller import Teller
from sim.words import LANGUAGES
from tests.sim.trace_cases import CALL, CASES, MISSED, TABLE, moment_of, still_life

SAID = tomllib.loads((Path(__file__).parent / "snapshot.toml").read_text("utf-8"))
OF_STAFF = {"person_left", "person_came", "training"}
IN_BOTH = pytest.mark.parametrize("language", LANGUAGES)


@IN_BOTH
@pytest.mark.parametrize("case", CASES)
def test_each_kind_of_event_is_told_with_what_decided_it(case, language):
    moment = moment_of(case, lambda life: tell(life, Teller(language)))
    assert [moment.text, moment.why] == SAID[case][language]
    for said in (moment.text, moment.why):
        assert said[0].isupper() or said[0].isdigit()
        assert said.endswith(".") and "{" not in said and "nan" not in said and "_" not in said


def test_no_kind_of_event_that_families_meet_is_left_out():
    told = {EVENT_KINDS[kind] for kind in (*SENTENCES, *ABOUT, *ROUTINE)}
    assert told == set(EVENT_KINDS) - OF_STAFF
    assert told == {EVENT_KINDS[event.kind] for events, _ in CASES.values() for event in events}


def test_a_moment_names_the_kinds_that_are_told_in_it_once():
    moment = moment_of("table", lambda life: tell(life, Teller("en")))
    assert moment.kinds == ("missed_round_table", "network_joined", "unmet_need_found", "round_table")
    assert moment_of("goals", lambda life: tell(life, Teller("en"))).kinds == ("goal_reached",)


def test_routine_is_one_line_at_the_end_however_much_there_was():
    story = tell(still_life(*[MISSED, CALL] * 20, TABLE), Teller("en"))
    assert [moment.kinds for moment in story[1:]] == [("round_table",), ("missed_appointment", "call")]
    assert "missed 20 appointments and helpers called each other about the family 20 times" in story[2].text


@pytest.mark.parametrize(
    ("born", "said"),
    [((-52 * 12, -52 * 8), "aged 12 and 8"), ((-52 * 9, -52 * 9), "aged 9 and 9"), ((-52, 5), "aged 1 and 0")],
)
def test_the_ages_of_all_children_are_told_oldest_first(born, said):
    assert f"One parent with two children, {said}, and" in who_it_is(still_life(born=born), Teller("en"))
