"""All numbers: those that move this answer most come first, and each once."""

import re

from dashboard.choices import Choices
from dashboard.events import act
from dashboard.levers import changed_in_words
from dashboard.pages.assumptions import FIRST, PUBLISHED, fits, groups
from dashboard.pages.rival_forms import rules
from dashboard.visit import Visit
from dashboard.words import say
from experiments.search.turning_points import Moved, TurningPoint, most_moving
from experiments.verdicts import Verdict
from sim.parameters import parameters
from sim.sources import sources
from sim.structures import STRUCTURES

ALL = list(parameters().values())
TIE = Verdict("", "too close to call", False)


def test_what_moves_this_answer_most_comes_first_and_stands_nowhere_else():
    found = groups(ALL, Choices(), "direction")
    names = [lever["name"] for group in found for lever in group["levers"]]
    assert sorted(names) == sorted(one.name for one in ALL)
    assert found[0]["key"] == "moving" and not found[0]["folded"]
    fields = list(dict.fromkeys(parameters()[one["name"]].field for one in found[0]["levers"]))
    assert fields == most_moving("direction", FIRST)
    assert fields != most_moving("broke_off_share", FIRST)  # of another answer it is something else


def test_for_these_settings_they_stand_by_how_much_they_move_it_and_say_where_it_turns():
    names = most_moving("direction", 3)
    here = {one.name: one.value for one in ALL if one.field == names[1]}
    point = TurningPoint("direction", names[1], here, here, 0.2, Verdict("parallel", "clear", False), TIE)
    moved = [Moved(names[0], 0.1, None), Moved(names[1], 0.3, point), Moved(names[2], 0.2, None)]
    for now in (True, False):
        (first, *_) = groups(ALL, Choices(), "direction", moved, now)
        fields = list(dict.fromkeys(parameters()[one["name"]].field for one in first["levers"]))
        assert fields == [names[1], names[2], names[0]]
        turning = {one["name"] for one in first["levers"] if one["turns"]}
        assert turning == (set(here) if now else set())


def test_every_rule_is_offered_with_what_speaks_for_each_form_the_usual_one_first():
    found = {name: forms for name, _, _, forms in rules(Choices().with_form("bond", "grows"))}
    assert list(found) == list(STRUCTURES)
    for name, forms in found.items():
        assert [one.form for one in forms] == list(STRUCTURES[name].forms)
        assert [one.usual for one in forms] == [True] + [False] * (len(forms) - 1)
        assert [one.form for one in forms if one.chosen] == ["grows" if name == "bond" else forms[0].form]
        for one in forms:
            declared = STRUCTURES[name].forms[one.form].speaks_for
            assert declared.endswith(say(f"speaks_for.{name}.{one.form}", "en"))  # said as it is declared
            source = sources().get(re.split("[: ]", declared)[0])
            assert (source.title if source else "assumption") in one.speaks


def test_a_form_is_chosen_undone_and_put_back_with_the_assumptions():
    visit = Visit("lang=en")
    act(visit, {"do": "form", "name": "bond", "value": "grows"})
    assert visit.choices.value.forms == {"bond": "grows"}
    assert changed_in_words(visit.choices.value) == [
        "How bonds differ: a family comes to the same bond with anybody instead of each pair its own, for good"
    ]
    visit.step(back=True)
    assert visit.choices.value.forms == {}
    act(visit, {"do": "form", "name": "bond", "value": "nowhere"})
    assert visit.choices.value.forms == {}
    visit.step(back=False)
    visit.reset("assumption")
    assert visit.choices.value == Choices()


def test_whoever_searches_finds_them_by_room():
    assert groups(ALL, Choices())[0]["key"] != "moving"


def test_what_was_measured_or_published_is_found_together():
    found = [one for one in ALL if fits(one, PUBLISHED, "", "", "en")]
    assert {one.grade for one in found} == {"measured", "literature"}
    assert len(found) == sum(one.grade in ("measured", "literature") for one in ALL)
