"""My municipality: its figures move what they say, its name stands everywhere, and the rest is shown as assumed."""

import re

import pytest

from dashboard import address, downloads
from dashboard.choices import Choices
from dashboard.live.comparing import asked_for
from dashboard.live.following import Shown
from dashboard.pages.town import by_sector
from dashboard.town import as_declared, asked, filled_in, held
from dashboard.typed import Refused
from dashboard.visit import Visit
from experiments.own_region import waits
from experiments.own_region.region import own_region
from sim.comparison import compare
from sim.scenario import parse_scenario
from sim.words import LANGUAGES
from tests.waiting import until

pytestmark = pytest.mark.slow

TABLE = """Gegeven;Soort hulp;Waarde;Eenheid
Gezinnen met meervoudige problemen;;210;aantal
Formatie;Jeugd-GGZ ;310;uren per week
Wachttijd;Jeugd-GGZ ;18;weken
Personeelsverloop;;24;%
"""
SAID = {
    "name": "Heidedorp",
    "families": "210",
    "turnover": "24 %",
    "wait youth_mental_health": "126 dagen",
    "full_time_posts youth_mental_health": "8,61",
}


def test_what_is_filled_in_is_what_the_command_makes_of_the_same_table(monkeypatch):
    monkeypatch.setattr(waits, "LUCKS", 3)
    typed = filled_in(Choices(language="nl"), "Heidedorp", SAID)
    visit = Visit("lang=nl")
    visit.take_in("Heidedorp.csv", TABLE, len(TABLE))
    made = own_region(TABLE.encode(), "Heidedorp.csv", language="nl")
    told = made.scenario
    assert visit.choices.value.town == typed.town == "Heidedorp"
    for chosen in (typed, visit.choices.value):
        now = chosen.scenario_now()
        assert now.families == told.families == 210
        assert now.value("turnover_rate") == 0.24 and now.value("wait_measured_youth_mental_health") == 18
        per_family = "cases_per_family_youth_mental_health"
        assert now.value(per_family) == pytest.approx(told.value(per_family), rel=0.01) != Choices().value(per_family)
    posts = held(visit.choices.value)  # against its waits, as the command holds them
    assert posts is not None
    visit.holding.ask(posts)
    until(lambda: visit.holding.shown.now)
    assert visit.holding.shown.now
    (here,), (there,) = visit.holding.shown.now.found, made.checks
    assert here == there and here.hours == 310
    assert visit.holding.waiting.now is None
    assert held(Visit("lang=nl&town=Heidedorp").choices.value) is None  # nobody said how many posts there are


def test_levers_that_were_moved_stay_and_an_empty_box_changes_nothing():
    moved = Choices(language="nl").moved("plan_keeping", 0.2)
    chosen = filled_in(moved, "Heidedorp", {"families": " ", "turnover": "24"})
    assert dict(chosen.values) == {"plan_keeping": 0.2, "turnover_rate": 0.24}


def test_what_was_not_filled_in_is_said_to_be_assumed():
    visit = Visit("lang=nl")
    visit.fill_in(SAID)
    own = len(SAID) - 1
    assert visit.messages.value == [
        f"Dit is nu Heidedorp. Ingevuld: {own}; aangenomen: {len(as_declared('nl')) - own}."
    ]
    assert len(asked("nl")) < len(as_declared("nl"))


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"name": "  "}, "Vul een naam in"),
        ({"name": "A", "families": "veel"}, "Gezinnen met meervoudige problemen: veel is geen getal"),
        ({"name": "A", "families": "5000"}, "Gezinnen: 5.000 ligt buiten 20 tot 1.000; er is niets veranderd."),
        ({"name": "A", "turnover": "240 %"}, "turnover_rate = 2.4"),
        ({"name": "A", "wait debt_housing": "3 fte"}, "wordt niet gegeven in fte"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_changes(said, complaint):
    visit = Visit("lang=nl")
    visit.fill_in(said)
    assert len(visit.messages.value) == 1 and complaint in visit.messages.value[0]
    assert visit.choices.value == Choices(language="nl")
    if complaint.startswith("Gezinnen met"):
        with pytest.raises(Refused):
            filled_in(Choices(language="nl"), "A", said)


def test_its_name_stands_in_the_address_on_pages_in_the_report_and_in_names_of_files():
    visit = Visit("lang=nl&families=20&weeks=20&burn_in_weeks=5&pairs=2&town=Noordwijk%20aan%20Zee")
    choices = visit.choices.value
    assert address.read(address.query(choices)) == (choices, [])
    question = asked_for(choices)
    visit.comparing.shown.now = Shown(question, compare(question.scenario, 2), 2)
    names = {}
    for kind in downloads.KINDS:
        downloads.offer(visit, kind)
        names[kind] = visit.offered.value["name"]
        if kind in ("report", "page"):
            assert "Noordwijk aan Zee" in visit.offered.value["text"].split("</header>")[0]
    assert all(re.fullmatch(r"noordwijk_aan_zee-\w+\.\w+", one) for one in names.values()), names
    downloads.offer(visit, "scenario")
    brought = Visit("lang=nl")
    brought.take_in("x.toml", visit.offered.value["text"], 100)
    assert brought.choices.value.town == "Noordwijk aan Zee"
    assert parse_scenario(visit.offered.value["text"], "x").title == "Noordwijk aan Zee"


def test_without_it_everything_that_it_may_know_is_as_declared_again():
    visit = Visit("lang=nl&plan_keeping=0.2")
    visit.fill_in(SAID)
    visit.forget_town()
    assert (visit.choices.value.town, dict(visit.choices.value.values)) == ("", {"plan_keeping": 0.2})
    visit.fill_in(SAID)
    visit.reset()
    assert visit.choices.value == Choices(language="nl")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_usual_stands_in_its_box_without_the_unit_of_its_column(language):
    boxes = [usual for cells in by_sector(language).values() for _, _, usual in cells]
    assert any(boxes) and all(not usual or re.fullmatch(r"\d+([.,]\d+)?", usual) for usual in boxes)
