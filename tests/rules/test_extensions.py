"""Rules of others: what they may declare, where they stand in the week, and that the model's own stay what they are."""

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim import outcomes, parameters, week
from sim.care import safety
from sim.extensions import declaring, loading, making
from sim.extensions.declaring import ExtensionError, extension
from sim.extensions.loading import load_extensions
from sim.names import IN_CARE, LEFT, WAITING
from sim.outcomes import OUTCOMES
from sim.places import OF_A_FAMILY, PLACES
from sim.region import settings_records
from sim.rule_sets import rules_of, run_weeks
from sim.run import burn_in, live
from sim.scenario import ScenarioError, load_scenario
from sim.structures import STRUCTURES
from sim.world import ExtendedWorld, copy_of
from tests.sim.conftest import flat

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
TINY = {"families": 4, "weeks": 3, "burn_in_weeks": 3}


@pytest.fixture(autouse=True)
def nothing_stays(monkeypatch):
    """Rules are followed as they are written; what a test makes known is forgotten."""

    def as_written(function, options):
        function.rule_options = options
        return function

    monkeypatch.setattr("sim.compiled.translated", as_written)
    monkeypatch.delenv(loading.ALWAYS, raising=False)


@pytest.fixture
def own(tmp_path):
    """``own("x = 1", name="mine")``: an extension from a text, after ``import sim``."""

    def write(text, name="mine"):
        path = tmp_path / f"{name}.py"
        path.write_text(f"import sim\n{text}", "utf-8")
        return path

    return write


def extended(world, *paths):
    """A world made by hand that lives by the rules of some extensions."""
    rules = rules_of(load_extensions(paths))
    return rules.extended(world)._replace(p=rules.declared_record.copy().view(np.recarray))


def test_rules_stand_in_their_place_one_after_the_other(small_world, own):
    text = """
sim.extension.state("family", order=0)
sim.extension.state("week", count=0.0)

def times_ten(world, number):
    world.own_family[number].order *= 10

@sim.extension(after="contact")
def first(world, week, number, family, p):
    times_ten(world, number)
    world.own_family[number].order += 1

@sim.extension(after="contact")
def second(world, week, number, family, p):
    times_ten(world, number)
    world.own_family[number].order += 2

@sim.extension(after="week")
def last(world, week, p):
    world.own_week[week].count = world.own_family[0].order
"""
    world = extended(small_world(), own(text))
    run_weeks(world, 2)
    assert world.own_family[0].order == 1212
    assert list(world.own_week.count[:3]) == [12, 1212, 0]


@pytest.mark.parametrize("place", list(PLACES))
def test_every_place_is_reached_once_a_week_for_each_that_it_is_about(small_world, own, place):
    arguments = ", ".join(PLACES[place])
    text = f"""
sim.extension.state("week", count=0.0)

@sim.extension(after="{place}")
def count({arguments}):
    world.own_week[week].count += 1.0
"""
    world = extended(small_world(families=2), own(text))
    world.family[1].status = LEFT
    run_weeks(world, 1)
    assert world.own_week[0].count == 1
    assert (PLACES[place] == OF_A_FAMILY) == ("family" in arguments)


TOLD = """
from sim.care.safety import share_chance

@sim.extension(replaces="share_chance")
def told_more(world, family, p):
    return 1.0 - 0.5 * (1.0 - share_chance(world, family, p))
"""


def test_a_rule_can_stand_in_the_place_of_another_and_still_ask_it(small_world, own, helper, dice, monkeypatch):
    dice(0.5)
    usual = small_world(share_alone=0.4, concern_closes=0)
    chance = safety.share_chance(usual, usual.family[0], usual.p[0])
    rules = rules_of(load_extensions([own(TOLD)]))
    asked = []

    def lives(world, until):
        asked.append(replaced(world).__globals__["share_chance"](world, world.family[0], world.p[0]))

    def replaced(world):
        """The sign of a family as this set has it: the copy reached by way of the week."""
        function = rules.run_weeks
        for name in ("live_a_week", "live_and_ask", "watch_over_safety", "meet_a_sign"):
            function = function.__globals__[name]
        return function

    lives(usual, 1)
    assert asked == [pytest.approx(1 - 0.5 * (1 - chance))]
    assert safety.meet_a_sign.__globals__["share_chance"] is safety.share_chance, "the model's own week"
    assert rules.run_weeks.__globals__["line_of"] is week.run_weeks.__globals__["line_of"], (
        "what leads nowhere is shared"
    )


def test_with_a_policy_that_is_off_every_bit_is_as_without():
    usual = load_scenario("almelo").replace(**TINY)
    world = live(burn_in(usual, 3), usual, "parallel")
    scenario = load_scenario("almelo", [EXAMPLES / "waiting_list_buddy.py", EXAMPLES / "peer_support.py"])
    scenario = scenario.replace(**TINY)
    there: Any = live(burn_in(scenario, 3), scenario, "parallel")
    for name in ("family", "person", "need", "relation", "post", "organisation", "sector", "weekly"):
        assert flat(getattr(world, name)) == flat(getattr(there, name)), name
    found, usually = outcomes.outcomes_of([there]), outcomes.outcomes_of([world])
    assert list(found) == [*usually, "with_a_peer", "buddy_calls"] == scenario.outcomes
    assert found["buddy_calls"] == found["with_a_peer"] == 0
    np.testing.assert_array_equal([found[name] for name in usually], list(usually.values()))
    again = live(burn_in(usual, 3), usual, "parallel")
    assert outcomes.outcomes_of([again]).keys() == usually.keys()
    copied = copy_of(there)
    assert isinstance(copied, ExtendedWorld) and isinstance(there, ExtendedWorld)
    assert copied.own_family.tobytes() == there.own_family.tobytes()


def test_a_buddy_calls_who_waits_and_calms(small_world, dice):
    (buddy,) = load_extensions([EXAMPLES / "waiting_list_buddy.py"])
    world = extended(small_world(), EXAMPLES / "waiting_list_buddy.py")
    p, family = world.p[0], world.family[0]
    p.buddy_share, p.buddy_calms = 0.5, 0.1
    (rule,) = buddy.declared.rules
    rule.function(world, 0, 0, family, p)
    assert family.overload == 0.5, "it does not wait"
    family.waiting_cases = 1
    four = rule.function.__globals__["has_a_buddy"].__globals__
    four["four"] = lambda *address: (0.49, 0, 0, 0)
    rule.function(world, 0, 0, family, p)
    assert (family.overload, family.trust) == (pytest.approx(0.45), pytest.approx(0.55))
    four["four"] = lambda *address: (0.51, 0, 0, 0)
    rule.function(world, 0, 0, family, p)
    assert (world.own_family[0].buddy_calls, world.own_week[0].buddy_calls) == (1, 1)


def test_families_that_want_to_are_brought_together_and_support_each_other(small_world):
    (peers,) = load_extensions([EXAMPLES / "peer_support.py"])
    world = extended(small_world(families=4), EXAMPLES / "peer_support.py")
    p = world.p[0]
    p.peer_share, p.peer_support = 0.5, 0.2
    together, support = (rule.function for rule in peers.declared.rules)
    luck = [0.4, 0.6, 0.3, 0.2]
    together.__globals__["four"] = lambda key, decision, number, week, n: (luck[number], 0, 0, 0)
    world.family.status[:] = [WAITING, IN_CARE, IN_CARE, LEFT]
    together(world, 0, p)
    assert list(world.own_family.peer) == [2, -1, 0, -1]
    world.family[0].support, world.family[2].overload = 0.6, 0.25
    for number in range(2):
        support(world, 0, number, world.family[number], p)
    assert world.family[0].support == pytest.approx(0.6 + 0.2 * 0.75 * 0.4)
    assert world.own_week[0].with_a_peer == 1
    world.family[2].status = LEFT
    together(world, 1, p)
    assert world.own_family[0].peer == -1


NUMBER = 'sim.extension.parameter("extra", value={value}, low=0, high=9, unit="number", kind="assumption")\n'


def test_an_edited_extension_is_another_beside_what_it_was(own, tmp_path):
    sizes = {"families": 4}
    before = load_scenario("almelo", own(NUMBER.format(value=1))).replace(**sizes)
    after = load_scenario("almelo", own(NUMBER.format(value=2))).replace(**sizes)
    assert [settings_records(one, "parallel")["extra"][0] for one in (before, after)] == [1, 2]
    assert before.extensions != after.extensions
    assert "extra" not in (settings_records(load_scenario("almelo"), "parallel").dtype.names or ())
    assert after.replace(extra=5).value("extra") == 5


def test_forms_of_an_extension_are_chosen_by_name(own):
    text = 'sim.extension.structure("telling", {"once": "once", "twice": "twice"}, decides="what is heard")\n'
    scenario = load_scenario("almelo", own(text))
    assert settings_records(scenario, "parallel")["telling_form"][0] == 0
    assert settings_records(scenario.replace(structures={"telling": "twice"}), "parallel")["telling_form"][0] == 1
    with pytest.raises(ScenarioError, match="telling belongs to the extension mine, which this scenario does not have"):
        load_scenario("almelo").replace(structures={"telling": "twice"})


def test_a_setting_of_an_extension_needs_that_extension(own):
    scenario = load_scenario("almelo", own(NUMBER.format(value=1)))
    with pytest.raises(ScenarioError, match="extra belongs to the extension mine, which this scenario does not have"):
        load_scenario("almelo").replace(extra=2)
    with pytest.raises(ScenarioError, match="extra = 10 is outside its limits 0 to 9"):
        scenario.replace(extra=10)


def test_an_extension_travels_with_its_text(own):
    path = own(NUMBER.format(value=1))
    scenario = load_scenario("almelo", path)
    sent = pickle.dumps(scenario.replace(extra=3))
    path.unlink()
    parameters.take_in("mine", {})
    loading.DECLARED.clear()
    arrived = pickle.loads(sent)
    assert arrived.extensions == scenario.extensions
    assert settings_records(arrived, "parallel")["extra"][-1] == 3


def test_what_the_environment_names_every_scenario_has(own, monkeypatch):
    monkeypatch.setenv(loading.ALWAYS, str(own("")))
    assert [one.name for one in load_scenario("almelo").extensions] == ["mine"]
    assert load_scenario("almelo", []).extensions == ()


class Entry:
    """An installed extension."""

    name, value = "installed", "sim.places"


def test_an_installed_extension_is_found_by_name(monkeypatch):
    monkeypatch.setattr(loading.metadata, "entry_points", lambda group: [Entry] if group == loading.GROUP else [])
    assert [one.name for one in load_extensions(["installed"])] == ["places"]
    with pytest.raises(ExtensionError, match=r"no installed extension \(installed are installed\)"):
        load_extensions(["instaled"])


PARAMETER = "sim.extension.parameter('{name}', value={value}, low=0, high=2)"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (
            "@sim.extension(after='contat')\ndef f(world, week, p): ...",
            2,
            r"unknown step 'contat' \(did you mean contact",
        ),
        (
            "@sim.extension()\ndef f(world, week, p): ...",
            2,
            "comes after=… a step of the week, or it replaces=… a rule",
        ),
        (
            "\n@sim.extension(after='contact')\ndef f(world, week, p): ...",
            3,
            r"takes \(world, week, number, family, p\)",
        ),
        (
            "@sim.extension(replaces='share_chanse')\ndef f(p): ...",
            2,
            r"no rule 'share_chanse' .*did you mean share_ch",
        ),
        ("@sim.extension(replaces='share_chance')\ndef f(p): ...", 2, r"f replaces share_chance\(world, family, p\)"),
        ("\ndef f(:", 3, "invalid syntax"),
        ("\nx = 1 / 0", 3, "ZeroDivisionError: division by zero"),
        (PARAMETER.format(name="turnover_rate", value=1), 2, "parameter turnover_rate is declared already"),
        (PARAMETER.format(name="own", value=3), 2, "own: 3.0 is outside its own range 0.0 to 2.0"),
        (PARAMETER.format(name="own", value="'a'"), 2, "parameter own: value.*valid number"),
        (PARAMETER.format(name="Own", value=1), 2, "'Own' is no name"),
        ("sim.extension.state('famly', x=1)", 2, r"unknown kind of state 'famly' \(did you mean family\?\)"),
        ("sim.extension.state('family', x='i4')", 2, "state x: give the number it begins with"),
        ("sim.extension.structure('own', {'one': 'one'})", 2, "structure own: needs two forms at least"),
        ("sim.extension.outcome('trust', unit='x', matters_from=1)(len)", 2, "outcome trust is declared already"),
        ("sim.extension.outcome('own', matters_from=1)(len)", 2, "outcome own: unit: Field required"),
    ],
)
def test_what_cannot_be_declared_is_refused_with_file_and_line(own, text, line, message):
    path = own(text)
    with pytest.raises(ExtensionError, match=message) as told:
        load_scenario("almelo", path)
    assert str(told.value).startswith(f"{path}, line {line}: ")
    assert "\n" not in str(told.value)


def test_two_extensions_may_not_have_one_name_nor_replace_one_rule(own, tmp_path):
    number = own(NUMBER.format(value=1))
    other = own(NUMBER.format(value=1), "other")
    with pytest.raises(ExtensionError, match=r"other.py: extra is declared by mine already"):
        load_extensions([number, other])
    with pytest.raises(ExtensionError, match="share_chance is replaced already"):
        load_scenario("almelo", [own(TOLD, "one"), own(TOLD, "two")])


def test_what_goes_wrong_in_a_rule_names_file_and_line(small_world, own):
    path = own("@sim.extension(after='week')\ndef f(world, week, p):\n    x = p.nothing\n")
    with pytest.raises(ExtensionError, match=r"mine.py, line 4: AttributeError: .*nothing"):
        run_weeks(extended(small_world(), path), 1)


def test_what_the_compiler_says_is_told_in_a_line_with_its_place(own):
    path = own("")
    rules = rules_of(load_extensions([path]))
    said = """Failed in nopython mode pipeline (step: nopython frontend)
NameError: name 'unknown' is not defined

File "../../somewhere/mine.py", line 5:
def f(world, week, p):
    x = unknown
    ^

File "sim/week.py", line 76:
"""
    assert rules.explained(said) == f"{path}, line 5: cannot be compiled: NameError: name 'unknown' is not defined"


def test_names_alone_lead_to_the_rules_of_the_week_and_to_no_other():
    """A rule that only an attribute is named like would be taken as one to replace, and stay what it is."""
    of_the_week = making.reached(making.plain(week.run_weeks))
    called = {one for function in of_the_week for one in map(making.plain, making.named_in(function).values())}
    assert called - {None} | {making.plain(week.run_weeks)} == set(of_the_week)


def test_a_function_that_calls_itself_is_refused(own):
    text = """
def again(x):
    return again(x)

@sim.extension(after="week")
def f(world, week, p):
    again(week)
"""
    with pytest.raises(ExtensionError, match=r"mine.py, line 3: again calls itself"):
        load_scenario("almelo", own(text))


def test_a_name_that_is_not_there_is_refused_before_anything_is_lived(own):
    text = """
def helped(x):
    return x + unknown

@sim.extension(after="week")
def f(world, week, p):
    helped(len(world.family))
"""
    with pytest.raises(ExtensionError, match=r"mine.py, line 4: there is no 'unknown'"):
        load_scenario("almelo", own(text))


def test_outside_of_a_file_that_is_read_declarations_change_nothing():
    @extension(after="week")
    def rule(world, week, p):
        """Nothing."""

    extension.state("family", x=0)
    extension.parameter("own", value=0, low=0, high=1)
    assert "own" not in parameters.parameters()
    assert rule.__name__ == "rule"
    assert declaring.LOADING.get() is None


def test_luck_of_an_extension_is_its_own():
    assert extension.luck("one") == extension.luck("one") != extension.luck("two")
    assert declaring.FIRST_DECISION <= extension.luck("one") < 2**31


def test_what_is_known_of_extensions_is_forgotten_with_them(own):
    text = '@sim.extension.outcome("own", unit="x", matters_from=1)\ndef own(totals):\n    return 1\n'
    load_extensions([own(text)])
    assert OUTCOMES["own"].extension == "mine" and "own" not in load_scenario("almelo").outcomes
    load_extensions([own("")])
    assert "own" not in OUTCOMES
    assert not [one for one in STRUCTURES.values() if one.extension]
