"""The link to a dashboard shows the same scenario, or there is none."""

import pytest

from dashboard import address
from dashboard.choices import scenarios_on_offer
from dashboard.link import address_of, checked_base
from sim.scenario import SIZES, load_scenario, parse_scenario

BASE = "https://omtafel.example.nl"
OWN = """title = "Ours"
families = 60
[set]
turnover_rate = 0.4
[[change]]
week = 52
set = { posts_funded = 0.9 }
"""


def same(one, other) -> bool:
    """Whether two scenarios live the same weeks."""
    names = {*one.settings, *other.settings}
    return (
        all(getattr(one, name) == getattr(other, name) for name in SIZES)
        and all(one.value(name) == other.value(name) for name in names)
        and one.changes == other.changes
        and dict(one.structures) == dict(other.structures)
    )


def shown(link: str):
    """The scenario that a link shows."""
    choices, problems = address.read(link.removeprefix(f"{BASE}/?"))
    assert problems == []
    return choices


@pytest.mark.parametrize("name", scenarios_on_offer())
def test_a_link_shows_the_scenario_with_what_was_set(name):
    scenario = load_scenario(name).replace(time_shortage=0.15, weeks=104, structures={"bond": "grows"})
    choices = shown(address_of(scenario, BASE, 20, 7, "nl"))
    assert same(choices.scenario_now(), scenario)
    assert (choices.pairs, choices.seed, choices.language) == (20, 7, "nl")


def test_a_link_shows_a_scenario_of_ones_own_also_under_a_name_of_the_library():
    for name in ("ours", "high_turnover"):
        scenario = parse_scenario(OWN, name)
        assert same(shown(address_of(scenario, BASE, 20, 0, "en")).scenario_now(), scenario)


def test_what_the_pages_cannot_show_has_no_link():
    almelo = load_scenario("almelo")
    assert address_of(almelo.replace(families=5_000), BASE, 20, 0, "en") == ""
    assert address_of(almelo, BASE, 5_000, 0, "en") == ""


@pytest.mark.parametrize("text", ["omtafel.nl", "javascript:alert(1)", "https://a b", 'https://a"', "http://x/?q=1"])
def test_what_is_no_address_is_refused(text):
    with pytest.raises(ValueError, match="is no address such as"):
        checked_base(text)
    assert checked_base("https://omtafel.example.nl/zorg/") == "https://omtafel.example.nl/zorg"
