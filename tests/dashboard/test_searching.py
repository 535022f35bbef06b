"""The search for what would have kept a family: tasks among those of others, and the same answer as without them."""

import threading

import pytest

from dashboard.live.searching import Searching, Sought
from dashboard.live.wishes import Account, Withdrawn
from sim.run import simulate
from sim.scenario import load_scenario
from sim.trace import explain
from sim.trace.smallest_change import Result, Search

PATIENCE = 120.0
SMALL = load_scenario("almelo").replace(
    families=20, weeks=52, burn_in_weeks=20, leaving_base=0.014, leaving_distrust=2, leaving_overload=2
)


@pytest.fixture(scope="module")
def sought():
    families = simulate(SMALL, "parallel", 0).families
    return Sought(SMALL, 0, int(families.loc[families["ended_early"] > 0, "family"].iloc[0]), "parallel", "en")


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Reruns that live nothing: lower turnover keeps the help going with any luck, nothing else does."""

    def run(self, tried, between):
        return Result(tried.side is not None and tried.side.lever.name == "turnover_rate", moved=True)

    monkeypatch.setattr(Search, "run", run)


class Noted(Searching):
    """Notes how many tasks are asked for at a time, and stops at a given time."""

    def __init__(self, stop_at: int = -1) -> None:
        super().__init__(Account())
        self.asked_for: list[tuple[int, int]] = []
        self.refused = self.stop_at = stop_at
        self.over = threading.Event()

    def wish_for(self, number, tasks, at_once):
        if len(self.asked_for) == self.stop_at:
            self.withdraw()
        self.asked_for.append((len(tasks), at_once))
        return super().wish_for(number, tasks, at_once)

    def follow(self, number, asked):
        super().follow(number, asked)
        self.over.set()


def test_a_search_is_made_of_tasks_none_of_which_is_hurried_and_finds_what_it_finds_alone(sought):
    search = Noted()
    search.ask(sought)
    assert search.over.wait(PATIENCE)
    alone = explain(SMALL, "parallel", 0, sought.family)
    found = search.shown.now
    assert found is not None and found.found == alone
    assert len(search.asked_for) > 2 and max(tasks for tasks, _ in search.asked_for) > 10
    assert all(at_once == 0 for _, at_once in search.asked_for)
    assert search.account.spent >= sum(tasks for tasks, _ in search.asked_for) * 20 * (52 + 20)


def test_a_search_that_is_stopped_begins_no_further_rerun(sought):
    search = Noted(stop_at=2)
    search.ask(sought)
    assert search.over.wait(PATIENCE)
    assert len(search.asked_for) == 3 and search.wish is not None and len(search.wish.tasks) == search.asked_for[1][0]
    with pytest.raises(Withdrawn):
        search.wish.wait_for(1)
    assert search.shown.now is None and search.done.now is None
