"""The scenario library, what a scenario may say, and the one line it gets when it may not."""

import numpy as np
import pytest

from sim import ScenarioError, load_scenario, simulate
from sim.names import GROWS
from sim.parameters import parameters
from sim.region import ROUTES, settings_by_stretch, settings_records, stretch_of_week
from sim.run import burn_in, live
from sim.scenario import parse_scenario, scenario_names

LIBRARY = {
    "almelo",
    "budget_cut",
    "funded_round_tables",
    "high_turnover",
    "light_plan",
    "netherlands",
    "overstretched",
    "plan_on_paper",
    "regional_training",
    "safety_concerns",
    "school_linked",
    "small_network",
    "team_training",
    "time_shortage",
    "warm_handover",
    "youth_region",
    "fixed_face",
    "induction",
    "obligatory_coordinator",
    "own_contribution",
    "safety_team_beside",
    "safety_team_inside",
    "sharing_without_asking",
    "shorter_trajectories",
    "strong_local_teams",
}


# Where there was no table, nobody who waited, was asked, closed or was seen long enough: nothing to measure.
MAY_BE_EMPTY = (
    "coordinator_brokerage",
    "attendance",
    "table_people",
    "agreements_kept_share",
    "work_in_line_share",
    "openness",
    "fidelity",
    "coordinator_brokerage",
    "network_at_table_share",
    "wait_",
    "squeeze_",
    "dearest_euros",
    "retold_every_time_share",
    "still_unsafe_share",
    "placed_at_closing_share",
    "placed_year_later_share",
)


def shrunk(scenario):
    """The same scenario in a few families and the weeks its changes need."""
    last_change = max((change.week for change in scenario.changes), default=0)
    regions = min(scenario.regions, 2)
    return scenario.replace(families=15 * regions, regions=regions, weeks=last_change + 8, burn_in_weeks=10)


def test_the_library_has_every_scenario_that_was_promised_the_default_first():
    assert set(scenario_names()) >= LIBRARY
    assert scenario_names()[0] == "almelo"


@pytest.mark.parametrize("name", scenario_names())
def test_every_scenario_of_the_library_says_why_and_runs_on_both_routes(name):
    scenario = load_scenario(name)
    for text in (scenario.title, scenario.title_nl, scenario.why, scenario.why_nl):
        assert text.strip() == text != ""
    assert scenario.title != scenario.title_nl
    assert scenario.why != scenario.why_nl
    for route in ROUTES:
        run = simulate(shrunk(scenario), route)
        assert len(run.families) >= 15
        assert not np.isinf(run.outcomes).any()
        empty = run.outcomes.index[run.outcomes.isna()]
        assert all(name.startswith(MAY_BE_EMPTY) for name in empty), list(empty)


@pytest.mark.parametrize("name", sorted(set(scenario_names()) - {"almelo", "netherlands", "youth_region"}))
def test_every_scenario_of_almelo_is_almelo_but_for_what_it_is_about(name):
    scenario, usual = load_scenario(name), load_scenario("almelo")
    for size in ("families", "regions", "weeks", "burn_in_weeks"):
        assert getattr(scenario, size) == getattr(usual, size)
    assert {**scenario.settings} != {**usual.settings} or scenario.changes


def test_the_regions_have_the_families_that_were_counted():
    counted = {"almelo": (174, 1), "youth_region": (870, 1), "netherlands": (36_543, 42)}
    for name, (families, regions) in counted.items():
        scenario = load_scenario(name)
        assert (scenario.families, scenario.regions) == (families, regions)
        assert sum(scenario.families_of(region) for region in range(regions)) == families


@pytest.fixture
def file(tmp_path):
    """``file("families = 5")``: the path of a scenario file with this text."""

    def write(text, name="mine"):
        path = tmp_path / f"{name}.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_a_scenario_may_build_on_another_and_its_own_words_win(file):
    file('title = "base"\nfamilies = 30\n[set]\nturnover_rate = 0.3\ntable_size = 6\n', "base")
    mine = file(
        'extends = "base.toml"\nweeks = 20\n[set]\nturnover_rate = 0.4\n[[change]]\nweek = 3\nset = {table_size = 7}'
    )
    scenario = load_scenario(mine)
    assert (scenario.name, scenario.title, scenario.families, scenario.weeks) == ("mine", "", 30, 20)
    assert scenario.value("turnover_rate") == 0.4
    assert scenario.value("table_size") == 6
    assert scenario.value("paid_attendance") == parameters()["paid_attendance"].value
    assert [(change.week, dict(change.settings)) for change in scenario.changes] == [(3, {"table_size": 7})]


def test_a_file_may_build_on_the_library(file):
    scenario = load_scenario(file('extends = "overstretched"\n[set]\ntime_shortage = 0.1\n'))
    assert (scenario.families, scenario.value("turnover_rate"), scenario.value("time_shortage")) == (174, 0.45, 0.1)


def test_changes_from_all_files_come_in_the_order_of_weeks(file):
    file("[[change]]\nweek = 9\nset = {table_size = 7}\n", "base")
    scenario = load_scenario(file('extends = "base.toml"\n[[change]]\nweek = 4\nset = {table_size = 5}\n'))
    assert [change.week for change in scenario.changes] == [4, 9]


CHANGING = "families = 30\nweeks = 30\nburn_in_weeks = 30\n[[change]]\nweek = 12\nset = {time_shortage = 0.5}\n"


def test_a_change_holds_from_its_week_on_and_not_before(file, bits):
    scenario = load_scenario(file(CHANGING))
    usual = load_scenario(file("families = 30\nweeks = 30\nburn_in_weeks = 30\n"))
    changed, unchanged = (live(burn_in(one, 0), one, "shared_plan").weekly for one in (scenario, usual))
    assert bits(changed[:12]) == bits(unchanged[:12])
    assert bits(changed[12]) != bits(unchanged[12])
    hours = changed["hours"].sum(axis=(1, 2)) / unchanged["hours"].sum(axis=(1, 2))
    assert hours[:12] == pytest.approx(1)
    assert hours[12] == pytest.approx(0.5)


def test_notepad_may_have_written_a_file(file):
    scenario = load_scenario(file("\ufefffamilies = 30\r\n[set]\r\nturnover_rate = 0.3\r\n"))
    assert (scenario.families, scenario.value("turnover_rate")) == (30, 0.3)
    assert parse_scenario("\ufefffamilies = 30\n", "own").families == 30


def test_a_whole_number_may_be_written_with_a_point_and_a_nought(file):
    scenario = load_scenario(file("families = 30.0\nweeks = 20.0\n[[change]]\nweek = 3.0\nset = {table_size = 7}"))
    assert (scenario.families, scenario.weeks, scenario.changes[0].week) == (30, 20, 3)
    assert {type(one) for one in (scenario.families, scenario.weeks, scenario.changes[0].week)} == {int}


def test_what_floating_point_leaves_behind_makes_no_other_value():
    almelo = load_scenario("almelo")
    assert almelo.replace(turnover_rate=0.1 + 0.2) == almelo.replace(turnover_rate=0.3)
    assert parse_scenario("[set]\nturnover_rate = 0.30000000000000004", "a").settings == {"turnover_rate": 0.3}


def test_a_change_keeps_what_earlier_changes_said(file):
    text = "[[change]]\nweek = 3\nset = {table_size = 5}\n[[change]]\nweek = 6\nset = {paid_attendance = 1}\n"
    scenario = load_scenario(file(text))
    stretches = settings_by_stretch(scenario, "shared_plan")
    assert [stretch.get("table_size") for stretch in stretches] == [None, None, None, 5, 5]
    assert stretches[4]["paid_attendance"] == 1
    weeks = stretch_of_week(scenario)[scenario.burn_in_weeks :]
    assert list(weeks[:8]) == [2, 2, 2, 3, 3, 3, 4, 4]
    before = stretch_of_week(scenario)[: scenario.burn_in_weeks]
    assert (before[:104] == 0).all() and (before[104:] == 1).all()


def test_a_region_is_as_usual_until_its_hours_are_known_and_then_as_the_scenario_has_it(file):
    text = "[set]\nturnover_rate = 0.4\nproblem_load = 2\nretelling_trust = 0.1\nwarm_handover_weeks = 2\n"
    usual, later = settings_by_stretch(load_scenario(file(text)), "parallel")[:2]
    assert usual == {"problem_load": 2, "retelling_trust": 0.1, "shared_plan_share": 0}
    assert later == {**usual, "turnover_rate": 0.4, "warm_handover_weeks": 2}


def test_a_file_names_the_forms_of_its_rules_and_the_nearest_where_there_is_none(file):
    scenario = load_scenario(file('[structure]\nbond = "grows"\n'))
    assert scenario.structures == {"bond": "grows"}
    assert scenario.replace(structures={"hours": "perish"}).structures == {"bond": "grows", "hours": "perish"}
    p = settings_records(scenario, "parallel")
    assert (p["bond_form"] == GROWS).all() and not p["hours_form"].any()
    with pytest.raises(ScenarioError, match="did you mean bond"):
        scenario.replace(structures={"bonds": "grows"})
    with pytest.raises(ScenarioError, match="there are fit, grows, rupture"):
        scenario.replace(structures={"bond": "glows"})


def test_the_route_is_nothing_but_the_share_of_families_on_a_plan(file):
    text = "[set]\nshared_plan_share = 0.8\n[[change]]\nweek = 5\nset = {shared_plan_share = 0.2}\n"
    scenario = load_scenario(file(text))
    shares = {
        route: [stretch["shared_plan_share"] for stretch in settings_by_stretch(scenario, route)] for route in ROUTES
    }
    assert shares == {"parallel": [0, 0, 0, 0], "shared_plan": [0, 0, 0.8, 0.2]}


def test_two_changes_in_one_week_both_hold(file):
    text = "[[change]]\nweek = 3\nset = {table_size = 5}\n[[change]]\nweek = 3\nset = {paid_attendance = 1}\n"
    last = settings_by_stretch(load_scenario(file(text)), "shared_plan")[-1]
    assert (last["table_size"], last["paid_attendance"]) == (5, 1)


def test_replacing_a_setting_leaves_the_scenario_as_it_was(file):
    scenario = load_scenario("almelo")
    other = scenario.replace(turnover_rate=0.4, weeks=10)
    assert (scenario.weeks, dict(scenario.settings)) == (156, {})
    assert (other.weeks, other.value("turnover_rate")) == (10, 0.4)


BAD_FILES = {
    "an unknown key": ("familys = 5", ["familys", "families"]),
    "a parameter outside its table": ("turnover_rate = 0.2", ["turnover_rate", "[set]"]),
    "an unknown parameter": ("[set]\nturnover_rat = 0.2", ["turnover_rat", "turnover_rate"]),
    "a parameter beyond its limits": ("[set]\nturnover_rate = 1.5", ["turnover_rate", "1.5", "0 to 1"]),
    "a parameter below its limits": ("[set]\nturnover_rate = -0.1", ["turnover_rate", "-0.1"]),
    "not a number": ("[set]\nturnover_rate = nan", ["turnover_rate", "finite"]),
    "an infinite number": ("[set]\nturnover_rate = inf", ["turnover_rate", "finite"]),
    "a text for a number": ('[set]\nturnover_rate = "high"', ["turnover_rate", "number", "high"]),
    "true for a number": ("[set]\nturnover_rate = true", ["turnover_rate", "number"]),
    "half a sector": ("[set]\ncoordinator_sector = 0.5", ["coordinator_sector", "whole"]),
    "no families": ("families = 0", ["families", "1 to"]),
    "half a family": ("families = 1.5", ["families", "whole number", "1.5"]),
    "too many weeks": ("weeks = 1_000_000", ["weeks", "1,560"]),
    "no weeks": ("weeks = 0", ["weeks", "1 to"]),
    "infinitely many weeks": ("weeks = inf", ["weeks", "whole number"]),
    "weeks that are not a number": ("weeks = nan", ["weeks", "whole number"]),
    "weeks as text": ('weeks = "many"', ["weeks", "whole number"]),
    "a negative burn-in": ("burn_in_weeks = -1", ["burn_in_weeks", "0 to"]),
    "more regions than families": ("families = 3\nregions = 5", ["regions", "families"]),
    "a region that is too large": ("families = 200_000", ["families", "regions"]),
    "a title that is no text": ("title = 3", ["title", "text"]),
    "a table that is no table": ("set = 3", ["[set]", "table"]),
    "a change without a week": ("[[change]]\nset = {table_size = 5}", ["[[change]] 1", "week"]),
    "a change without settings": ("[[change]]\nweek = 3", ["[[change]] 1", "set"]),
    "a change that is no list": ("[change]\nweek = 3", ["[[change]]"]),
    "a change of nothing known": ("[[change]]\nweek = 3\nset = {tabel_size = 5}", ["tabel_size", "table_size"]),
    "a change with another key": ("[[change]]\nweek = 3\nsets = 1\nset = {table_size = 5}", ["sets", "set"]),
    "a change beyond limits": ("[[change]]\nweek = 3\nset = {table_size = 99}", ["[[change]] 1", "table_size", "99"]),
    "a change in half a week": ("[[change]]\nweek = 3.5\nset = {table_size = 5}", ["week", "3.5"]),
    "a change before the start": ("[[change]]\nweek = -1\nset = {table_size = 5}", ["week", "-1"]),
    "a change after the end": ("weeks = 10\n[[change]]\nweek = 10\nset = {table_size = 5}", ["week 10", "9"]),
    "a change of what shapes the start": ("[[change]]\nweek = 3\nset = {first_tenure_weeks = 99}", ["first_tenure"]),
    "a base that is no name": ("extends = 3", ["extends", "name"]),
    "a base that does not exist": ('extends = "almeloo"', ["almeloo", "almelo"]),
    "a base file that does not exist": ('extends = "nowhere.toml"', ["nowhere.toml"]),
    "a key twice": ("families = 5\nfamilies = 6", ["mine.toml", "TOML"]),
    "a decimal comma": ("families = 9\n[set]\nturnover_rate = 0,3  # a third", ["line 3", "a point, not a comma: 0.3"]),
    "a decimal comma in a change": (
        "[[change]]\nweek = 3\nset = { posts_funded = 0,8 }",
        ["line 3", "a point, not a comma: 0.8"],
    ),
    "a change in a broken week": (
        "[[change]]\nweek = 3.5\nset = { posts_funded = 1 }",
        ["week", "whole number", "3.5"],
    ),
    "a key of many names": (".".join(["a"] * 31_000) + " = 1", ["line 1", "8 names"]),
    "a number of many digits": (f"families = 5\nweeks = {'1' * 60_000}", ["line 2", "1,000 digits"]),
    "no TOML": ("families 5", ["mine.toml", "TOML", "line 1"]),
    "no text": (b"\xff\xfe\x00", ["mine.toml", "UTF-8"]),
}


@pytest.mark.parametrize("what", BAD_FILES)
def test_a_bad_scenario_file_gets_one_line_that_names_what_and_where(file, what):
    text, named = BAD_FILES[what]
    with pytest.raises(ScenarioError) as error:
        load_scenario(file(text))
    message = str(error.value)
    assert "\n" not in message
    for part in named:
        assert part in message
    assert "mine" in message or "almeloo" in message or "nowhere" in message


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"turnover": 0.2}, ["turnover", "turnover_rate"]),
        ({"turnover_rate": 2}, ["turnover_rate", "2", "0 to 1"]),
        ({"turnover_rate": float("nan")}, ["turnover_rate", "finite"]),
        ({"turnover_rate": None}, ["turnover_rate", "None"]),
        ({"families": 0}, ["families", "1 to"]),
        ({"families": float("inf")}, ["families", "whole number"]),
        ({"families": True}, ["families", "True"]),
        ({"week": 5}, ["week", "weeks"]),
    ],
)
def test_a_bad_replacement_gets_one_line_and_changes_nothing(changes, named):
    scenario = load_scenario("almelo")
    with pytest.raises(ScenarioError) as error:
        scenario.replace(**changes)
    assert "\n" not in str(error.value)
    for part in named:
        assert part in str(error.value)
    assert scenario == load_scenario("almelo")


def test_what_is_possible_but_not_plausible_is_taken(file):
    scenario = load_scenario(file("[set]\ncaseload_social_team = 25\n[[change]]\nweek = 3\nset = {table_size = 20}"))
    assert scenario.value("caseload_social_team") == 25
    assert scenario.all_settings() == [("caseload_social_team", 25), ("table_size", 20)]
    assert scenario.replace(turnover_rate=0.95).value("turnover_rate") == 0.95


def test_a_shorter_scenario_may_not_lose_its_change():
    with pytest.raises(ScenarioError, match="week 52"):
        load_scenario("budget_cut").replace(weeks=40)


@pytest.mark.parametrize("name", ["almeloo", "", "../almelo", "missing.toml", "almelo.toml"])
def test_an_unknown_scenario_gets_the_nearest_name_or_the_list(name):
    with pytest.raises(ScenarioError) as error:
        load_scenario(name)
    assert "\n" not in str(error.value)
    if not name.endswith(".toml"):
        assert "almelo" in str(error.value)


def test_a_folder_is_no_scenario(tmp_path):
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(ScenarioError, match=r"folder\.toml"):
        load_scenario(tmp_path / "folder.toml")


def test_scenarios_that_build_on_each_other_in_a_circle_are_refused_with_the_circle(file):
    file('extends = "second.toml"', "first")
    file('extends = "third.toml"', "second")
    third = file('extends = "first.toml"', "third")
    with pytest.raises(ScenarioError, match="circle: third → first → second → third"):
        load_scenario(third)
    with pytest.raises(ScenarioError, match="circle: self → self"):
        load_scenario(file('extends = "self.toml"', "self"))


def test_a_chain_of_scenarios_is_no_circle(file):
    file("families = 7", "a")
    for name, base in zip("bcdefgh", "abcdefg"):
        file(f'extends = "{base}.toml"', name)
    assert load_scenario(file('extends = "h.toml"', "i")).families == 7


@pytest.mark.parametrize(("families", "regions"), [(1, 1), (7, 3), (42, 42)])
def test_families_are_spread_over_regions_as_evenly_as_whole_families_can_be(families, regions):
    scenario = load_scenario("almelo").replace(families=families, regions=regions)
    spread = [scenario.families_of(region) for region in range(regions)]
    assert sum(spread) == families
    assert max(spread) - min(spread) <= 1


def test_the_smallest_scenario_runs():
    scenario = load_scenario("almelo").replace(families=1, weeks=1, burn_in_weeks=0)
    for route in ROUTES:
        run = simulate(scenario, route)
        assert len(run.weekly) == 1
        assert not np.isinf(run.outcomes).any()
