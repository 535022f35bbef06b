"""A visit: what a move changes is drawn once, and what a page asks of it is asked before it is drawn."""

import pytest
import solara
from reacton.core import get_render_context

from charts.fans import fan_chart
from dashboard.app import PAGES
from dashboard.live.comparing import AT_ONCE, asked_for
from dashboard.live.following import Shown
from dashboard.pages.over_time import Pictures
from dashboard.visit import Visit
from sim.comparison import compare
from tests.dashboard.test_pages import parts_of

SMALL = "lang=en&families=30&weeks=60&burn_in_weeks=20&pairs=2"


def test_a_page_is_drawn_once_for_all_that_a_move_changes_after_what_it_asks():
    said: list[object] = []
    visit = Visit("lang=en&nowhere=1")
    assert visit.messages.value

    @solara.component
    def Page() -> None:
        visit.drawing = get_render_context()
        solara.use_effect(lambda: visit.turn_to(lambda choices: said.append(choices.values["turnover_rate"])), [])
        said.append((visit.messages.value, dict(visit.choices.value.values)))
        solara.Text("")

    _, context = solara.render(Page(), handle_error=False)
    said.clear()
    visit.move({"turnover_rate": 30.0})
    assert said == [0.3, ([], {"turnover_rate": 0.3})]
    context.close()
    said.clear()
    visit.move({"turnover_rate": 40.0})
    assert said == [] and visit.choices.value.values["turnover_rate"] == 0.4


def test_the_first_page_asks_before_it_is_drawn_and_others_leave_its_question_alone():
    visit = Visit(SMALL)
    _, context = solara.render(PAGES["two-routes"](visit), handle_error=False)
    visit.asks(visit.choices.value.moved("turnover_rate", 0.3))
    assert visit.comparing.asked is not None
    assert visit.comparing.asked.choices.values["turnover_rate"] == 0.3
    assert "turnover_rate" not in visit.choices.value.values
    context.close()
    _, context = solara.render(PAGES["model"](visit), handle_error=False)
    before = visit.comparing.asked
    visit.move({"turnover_rate": 40.0})
    assert visit.comparing.asked is before
    context.close()
    visit.leave()


@pytest.mark.slow
def test_pictures_below_the_answer_wait_for_more_runs_than_the_first_has():
    visit = Visit(SMALL)
    asked = asked_for(visit.choices.value)
    found = {seed: compare(asked.scenario, 2, seed) for seed in (1, 2, 3, 4)}
    shown = solara.Reactive(Shown(asked, found[1], AT_ONCE, whole=False))

    @solara.component
    def Page() -> None:
        Pictures(visit, shown.value, stale=False)

    box, context = solara.render(Page(), handle_error=False)

    def drawn():
        """Of the lines over time, of the hours, and of who gains: whether it is pale, and of which comparison."""
        charts = {one.chart["key"]: one for one in parts_of(box)["chart.vue"]}
        fan = charts["fan-severity"]
        (seed,) = (one for one in found if fan_chart(found[one], "severity", "en", live=True).data == fan.columns)
        return fan.stale, seed, *(one.stale for key, one in charts.items() if not key.startswith("fan"))

    assert drawn() == (False, 1, False, False)
    shown.set(Shown(asked, found[2], AT_ONCE, whole=False))
    assert drawn() == (True, 1, True, True)
    shown.set(Shown(asked, found[3], AT_ONCE + 1, whole=False))
    assert drawn() == (False, 3, True, True)
    shown.set(Shown(asked, found[4], AT_ONCE + 2, whole=True))
    assert drawn() == (False, 4, False, False)
    context.close()
    visit.leave()
