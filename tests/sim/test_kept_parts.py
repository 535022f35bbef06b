"""Translated rules are kept beside their program, and other programs are made of them."""

from pathlib import Path
from types import FunctionType

import pytest

from sim import load_scenario, simulate
from sim.compiled import RULES_FOLDER
from sim.kept_parts import ENDING, Shelf
from sim.within import PartCompiler, Rule
from tests.sim.test_within import OPTIONS

pytestmark = pytest.mark.slow

EXAMPLE = Path(__file__).parents[2] / "examples" / "waiting_list_buddy.py"


def double(number):
    """A rule that calls none."""
    return number + number


def four_times(number):
    """A rule that calls one twice."""
    return double(double(number))


def eight_times(number):
    """The rule that Python calls."""
    return double(four_times(number))


def of_shelf(folder, shelf=None):
    """The rules of this file with their parts on a shelf, and that shelf."""
    shelf = shelf or Shelf(folder)
    names = {"double": Rule(double, OPTIONS, shelf)}
    for one in (four_times, eight_times):
        twin = FunctionType(one.__code__, {**one.__globals__, **names}, one.__name__)
        twin.__module__, twin.__qualname__ = one.__module__, one.__qualname__
        names[one.__name__] = Rule(twin, OPTIONS, shelf)
    return names, shelf


@pytest.fixture
def translated(monkeypatch):
    """The names of the rules that are translated as parts."""
    names, really = [], PartCompiler._compile_core

    def noted(self, args, return_type):
        names.append(self.py_func.__name__)
        return really(self, args, return_type)

    monkeypatch.setattr(PartCompiler, "_compile_core", noted)
    return names


def test_a_program_is_made_of_the_parts_of_another(tmp_path, translated):
    rules, _ = of_shelf(tmp_path)
    assert rules["eight_times"](3) == 24
    assert sorted(translated) == ["double", "four_times"]
    assert [path.suffix for path in tmp_path.iterdir()] == [ENDING]
    again, _ = of_shelf(tmp_path)
    assert again["four_times"](2.5) == 10.0  # other arguments than those that were kept
    assert sorted(translated) == ["double", "double", "four_times"]
    assert again["eight_times"](5) == 40
    assert sorted(translated) == ["double", "double", "four_times"]


def test_what_was_kept_meanwhile_is_found_and_read_once(tmp_path, translated, monkeypatch):
    late, _ = of_shelf(tmp_path)
    assert late["double"](3) == 6  # a program without parts
    of_shelf(tmp_path)[0]["eight_times"](3)
    assert late["four_times"](3) == 12
    assert sorted(translated) == ["double", "four_times"]
    monkeypatch.setattr("sim.kept_parts.pickle.loads", None)
    assert late["eight_times"](2.5) == 20.0
    assert sorted(translated) == ["double", "double", "four_times", "four_times"]


@pytest.mark.parametrize("spoiled", [b"", b"\x80\x04 no pickle"])
def test_what_cannot_be_read_is_translated(tmp_path, translated, spoiled):
    of_shelf(tmp_path)[0]["eight_times"](3)
    for path in tmp_path.iterdir():
        path.write_bytes(spoiled)
    assert of_shelf(tmp_path)[0]["eight_times"](3) == 24
    assert sorted(translated) == ["double", "double", "four_times", "four_times"]


def test_what_another_processor_was_to_run_is_translated(tmp_path, translated, monkeypatch):
    of_shelf(tmp_path)[0]["eight_times"](3)
    monkeypatch.setattr("sim.kept_parts.machine", lambda: ("another",))
    for _ in range(2):  # now and once more, when both are kept
        assert of_shelf(tmp_path)[0]["eight_times"](3) == 24
    assert sorted(translated) == ["double", "double", "four_times", "four_times"]
    assert len([*tmp_path.iterdir()]) == 2


def test_what_was_translated_for_others_than_the_model_is_not_kept(tmp_path, translated):
    rules, shelf = of_shelf(tmp_path)
    double_again = FunctionType(double.__code__, double.__globals__, "double_again")
    inner = Rule(double_again, OPTIONS, shelf, own=False)
    outer = FunctionType(four_times.__code__, {"double": inner}, "four_times_again")
    assert Rule(outer, OPTIONS, shelf, own=False)(3) == 12
    assert not [*tmp_path.iterdir()]
    of_an_extension = FunctionType(four_times.__code__, {**four_times.__globals__, **rules}, "four_times_again")
    assert Rule(of_an_extension, OPTIONS, shelf, own=False)(2.5) == 10.0
    assert translated == ["double_again", "double"]
    translated.clear()
    assert of_shelf(tmp_path)[0]["four_times"](2.5) == 10.0  # made of the model's rule, which was kept
    assert translated == []


def test_nothing_is_kept_where_there_is_no_folder(tmp_path):
    rules, shelf = of_shelf(tmp_path / "gone")
    assert rules["eight_times"](3) == 24
    assert not shelf.fresh and not (tmp_path / "gone").exists()


def test_a_week_with_an_extension_takes_the_rules_of_the_model_from_the_model(tmp_path, translated):
    small = {"families": 10, "weeks": 3, "burn_in_weeks": 2}
    simulate(load_scenario("almelo").replace(**small))
    assert [*RULES_FOLDER.glob(f"run_weeks*{ENDING}")]
    translated.clear()
    edited = tmp_path / "buddy.py"
    edited.write_text(f"{EXAMPLE.read_text()}# edited in {tmp_path}")
    simulate(load_scenario("almelo", extensions=[edited]).replace(**small))
    own = {"call_who_waits", "has_a_buddy", "live_a_week", "live_and_ask"}
    assert {*translated} - {"own_line"} == own  # which the same example, run before in this process, has translated
