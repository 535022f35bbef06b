"""All numbers: those that move this answer most come first, and each once."""

from dashboard.choices import Choices
from dashboard.pages.assumptions import FIRST, PUBLISHED, fits, groups
from experiments.search.turning_points import most_moving
from sim.parameters import parameters

ALL = list(parameters().values())


def test_what_moves_this_answer_most_comes_first_and_stands_nowhere_else():
    found = groups(ALL, Choices(), "direction")
    names = [lever["name"] for group in found for lever in group["levers"]]
    assert sorted(names) == sorted(one.name for one in ALL)
    assert found[0]["key"] == "moving" and not found[0]["folded"]
    fields = list(dict.fromkeys(parameters()[one["name"]].field for one in found[0]["levers"]))
    assert fields == most_moving("direction", FIRST)
    assert fields != most_moving("broke_off_share", FIRST)  # of another answer it is something else


def test_whoever_searches_finds_them_by_room():
    assert groups(ALL, Choices())[0]["key"] != "moving"


def test_what_was_measured_or_published_is_found_together():
    found = [one for one in ALL if fits(one, PUBLISHED, "", "", "en")]
    assert {one.grade for one in found} == {"measured", "literature"}
    assert len(found) == sum(one.grade in ("measured", "literature") for one in ALL)
