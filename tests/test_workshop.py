"""The workshop kit: everything in it is filled, in both languages, and it is set as PDF without a network."""

import json

import pytest

from docs.workshop import __main__ as workshop
from sim.comparison import compare
from sim.scenario import load_scenario
from sim.words import LANGUAGES

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def found():
    """A small comparison of each region."""
    small = {"families": 30, "weeks": 40, "burn_in_weeks": 20}
    return {name: compare(load_scenario(name).replace(**small), 3, seed=0) for name in workshop.preset_names()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_open_and_the_minutes_add_up(found, language):
    kit = workshop.kit_of(found, language)
    assert "{" not in json.dumps(kit).replace('{"', "").replace(": {", "")
    assert [sum(one["minutes"] for one in kit[length]) for length in ("short", "long")] == [45, 90]
    assert [one["care"] for one in kit["presets"]] == 4 * [False] + [True]  # a note before safety
    assert len(kit["presets"]) == 5 and len(kit["answers"]) == 10
    assert all(one["sentence"].endswith(".") and len(one["figures"]) >= 4 for one in kit["presets"])


def test_the_kit_is_set_and_each_region_has_two_slides(found, tmp_path):
    import typst

    paths = workshop.write(found, tmp_path)
    assert [path.name for path in paths] == [f"{part}-{one}.pdf" for one in LANGUAGES for part in workshop.PARTS]
    assert all(path.read_bytes().startswith(b"%PDF") for path in paths)
    kit = {**workshop.kit_of(found, "nl"), "part": "slides"}
    pages = typst.compile(str(workshop.HERE / "kit.typ"), format="png", ppi=20, sys_inputs={"kit": json.dumps(kit)})
    assert len(pages) == 11
