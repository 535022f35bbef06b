"""Every word that is said stands in the file of words, in English and Dutch."""

import dataclasses
import re
from pathlib import Path

import pytest

from experiments.in_words import amount, changes_in_words, condition, label, settings_in_words, sizes_in_words
from experiments.language import lexicon, listed, say
from experiments.numbers import figure, number, of_what, plain, precise, span, unit_words
from sim import parameters, scenario
from sim.comparison import GROUPS
from sim.outcomes import OUTCOMES
from sim.words import LANGUAGES
from validation.house import ROOMS

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SOURCES = "\n".join(
    path.read_text("utf-8")
    for room in ("experiments", "charts", "reports", "validation", "omtafel")
    for path in sorted((ROOT / room).rglob("*"))
    if path.suffix in (".py", ".html")
)
SAID = set(re.findall(r"""say\(\s*f?["']([a-z_]+\.[^"'\n]*)["']""", SOURCES))
NAMED = set(re.findall(r"""["']([a-z_]+\.[^"'\n]*)["']""", SOURCES))
TOLD_WHICH = ("pairs", "paired_runs")  # tables of words that `Finding.counted` is told to use


def keys_of(said: str) -> set[str]:
    """The keys that a text in the code may stand for: its gaps, or what is added at its end, may be anything."""
    pieces = re.split(r"\{[^}]*(?:\}|$)", said + ("{}" if said.endswith(".") else ""))
    pattern = re.compile(".+".join(map(re.escape, pieces)))
    return {key for key in lexicon().words if pattern.fullmatch(key)}


def test_every_key_that_is_said_has_words():
    assert len(SAID) > 80
    assert [said for said in SAID if not keys_of(said)] == []


def test_all_words_are_said_somewhere():
    found = {key for said in NAMED for key in keys_of(said)}
    assert {key for key in set(lexicon().words) - found if key.split(".")[0] not in TOLD_WHICH} == set()


def test_every_declared_unit_has_words():
    units = {one.unit for one in OUTCOMES.values()} | {one.unit for one in parameters.parameters().values()}
    for unit in units:
        assert f"units.{unit}" in lexicon().words
        if not unit.startswith("share"):
            assert say(f"units.{unit}", "en") == unit


def test_every_group_and_level_of_families_has_words():
    for group, levels in GROUPS.items():
        assert f"gains.group.{group}" in lexicon().words
        for level in levels:
            assert say(f"gains.level.{level}", "en") == level


def test_dutch_words_promise_nothing():
    dutch = " ".join(words.nl for words in lexicon().words.values())
    assert not re.search(r"\b(zal|zullen|significant\w*|voorspelt|bewijst)\b", dutch, re.IGNORECASE)


def test_unknown_words_are_refused():
    with pytest.raises(KeyError, match=r"words\.toml has no words for answer\.maybe"):
        say("answer.maybe", "nl")


def test_dutch_numbers_have_a_comma():
    assert plain(-1234.5, 1, language="nl") == "−1.234,5"
    assert plain(float("nan"), 1, language="nl") == "geen"
    assert figure(0.1234, "nl") == "0,123"
    assert figure(12345.0, "nl") == "12.345"
    assert (
        number(1234.5, OUTCOMES["cost_euros"], True, "nl")
        == "+1.234"
        == number(1234.4, OUTCOMES["cost_euros"], True, "nl")
    )
    assert precise(0.0123, OUTCOMES["broke_off_share"], "nl") == "1,2"
    assert span("1,5", "2,5", "nl") == "1,5 tot 2,5"


def test_dutch_units_count_families():
    assert unit_words(OUTCOMES["broke_off_share"], "nl") == "van de 100 gezinnen"
    assert unit_words(OUTCOMES["missed_share"], "nl") == "%"
    assert of_what(OUTCOMES["trust"], "nl") == "op een schaal van 0 tot 1"
    assert of_what(OUTCOMES["cost_euros"], "nl") == "euro per gezin per jaar"


def test_names_are_counted_and_listed():
    assert listed(["Trust in care", "Crises"], "en") == "2: trust in care, crises"
    assert (listed([], "en"), listed([], "nl")) == ("none", "geen enkele")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_parameter_has_a_name_and_an_amount(language):
    for one in parameters.parameters().values():
        assert label(one, language)
        assert amount(one.value, one, language)


def test_a_parameter_of_a_sector_or_life_domain_says_which_in_dutch():
    known = parameters.parameters()
    assert label(known["caseload_youth_mental_health"], "nl").endswith("(jeugd-ggz)")
    assert label(known["spillover_money_to_home"], "nl").endswith("(geld naar wonen en dagelijks leven)")
    assert amount(0.125, known["time_shortage"], "nl") == "12,5 %"
    assert amount(0.45, known["turnover_rate"], "nl") == "45 % per jaar"
    assert amount(-0.3, known["extra_capacity_social_team"]) == "−30 %"  # a real minus sign
    assert amount(-1.5, known["network_size"], "nl") == "−1,5 mensen"


def test_settings_are_told_in_dutch():
    cut = scenario.load_scenario("budget_cut").replace(families=1200, regions=2, time_shortage=0.2)
    assert sizes_in_words(cut, "nl") == "1.200 gezinnen bij het begin in 2 regio's, 156 weken na 156 weken gewone hulp"
    assert settings_in_words(cut, "nl") == ["Tijdgebrek: 20 % (standaard: 0 %)"]
    assert changes_in_words(cut, "nl") == ["Vanaf week 52: gefinancierde formatie 80 %"]
    assert condition(cut, "nl").startswith("Almelo, een bezuiniging na een jaar (1.200 gezinnen")


def test_a_setting_outside_what_is_plausible_says_so_in_every_condition():
    base = dataclasses.replace(scenario.load_scenario("almelo"), changes=(scenario.Change(5, {"table_size": 20}),))
    said = condition(base.replace(caseload_social_team=25, turnover_rate=0.3), "nl")
    assert said.count("buiten wat aannemelijk is") == 2
    assert (
        "25 trajecten (standaard: 13 trajecten) (buiten wat aannemelijk is, 7,8 trajecten tot 19,5 trajecten)" in said
    )
    assert "20 mensen (buiten wat aannemelijk is, 3 mensen tot 16 mensen)" in said


def test_a_scenario_without_a_dutch_title_keeps_its_own():
    bare = scenario.Scenario("mine", title="My own region")
    assert condition(bare, "nl").startswith("My own region (174 gezinnen")
    assert condition(bare, "nl").endswith("Alles op de standaardwaarde.")


def test_per_cents_stand_behind_a_space():
    """In both languages, in words, pages and code; not in widths, which end in a quote or a semicolon."""
    rooms = (*ROOMS, "docs")
    files = [ROOT / "README.md", *(path for room in rooms for path in (ROOT / room).rglob("*"))]
    read = [path for path in files if path.suffix in (".md", ".py", ".toml", ".html", ".jinja", ".vue")]
    assert len(read) > 300
    strays = {
        path: re.findall(r".{0,20}[0-9}]%" + ("" if path.suffix == ".toml" else "(?=[ ,.)<-]|$)"), text, re.M)
        for path in read
        for text in [path.read_text("utf-8")]
    }
    assert {path.name: found for path, found in strays.items() if found} == {}
