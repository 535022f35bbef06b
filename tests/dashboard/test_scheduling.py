"""A lever for a time."""

import pytest

from dashboard import address
from dashboard.scheduling import levers, week_of
from dashboard.visit import Visit
from sim.scenario import Change


def test_a_lever_has_another_value_from_a_month_to_a_month():
    visit = Visit("lang=nl&time_shortage=0.1")
    visit.schedule("time_shortage", "25", "12", "24")
    visit.schedule("posts_funded", "80", "12", "")
    choices = visit.choices.value
    assert [week_of(one) for one in (0, 12, 24, 36)] == [0, 52, 104, 156]
    assert choices.changes == (
        Change(52, {"time_shortage": 0.25, "posts_funded": 0.8}),
        Change(104, {"time_shortage": 0.1}),
    )
    assert address.read(address.query(choices)) == (choices, [])
    visit.schedule("time_shortage", "30", "6", "36")  # to the end: nothing is put back
    assert visit.choices.value.changes == (Change(26, {"time_shortage": 0.3}), Change(52, {"posts_funded": 0.8}))
    visit.unschedule()
    assert visit.choices.value.changes is None


def test_what_the_scenario_changes_can_be_taken_away():
    visit = Visit("lang=en&scenario=budget_cut")
    visit.unschedule()
    assert visit.choices.value.scenario_now().changes == ()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (("time_shortage", "25", "24", "12"), "Month 12 does not come after month 24"),
        (("time_shortage", "25", "37", ""), "is no month from 0 to 36"),
        (("time_shortage", "25", "-1", ""), "is no month"),
        (("time_shortage", "25", "1.5", ""), "is no month"),
        (("time_shortage", "", "12", ""), "is no number"),
        (("time_shortage", "900", "12", ""), "is outside"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(said, words):
    visit = Visit("lang=en")
    visit.schedule(*said)
    assert words in visit.messages.value[0]
    assert visit.choices.value.changes is None


def test_only_what_can_change_on_the_way_is_on_offer():
    names = [one.name for one in levers()]
    assert "time_shortage" in names[:6] and "posts_funded" in names
    assert not any(one.at_start or one.kind == "assumption" for one in levers())
    visit = Visit("lang=en")
    visit.schedule("nothing", "1", "1", "")
    assert visit.choices.value.changes is None
