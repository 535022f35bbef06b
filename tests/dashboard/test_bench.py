"""Experiments that are begun from the pages: laid down by name, run one at a time, stopped, gone on with, given out."""

import os
import signal
import sys

import pytest
import solara

from dashboard.choices import Choices
from dashboard.designs import KINDS
from dashboard.live import bench as benches
from dashboard.live.bench import MOST_PAIRS, NAME, Bench, Refused
from dashboard.pages.experiments import Experiments
from dashboard.visit import Visit
from experiments.specification.experiment import cells_asked, read_experiment
from omtafel.cli import status_of
from sim.parameters import parameters
from tests.waiting import until

TINY = "lang=nl&families=20&weeks=52&burn_in_weeks=0"
SMALL = {"families": 20, "weeks": 52, "burn_in_weeks": 0}


@pytest.fixture
def idle(tmp_path, monkeypatch) -> Bench:
    """A server's bench, at which nothing is ever run."""
    monkeypatch.setattr(Bench, "serve", lambda self: None)
    monkeypatch.setattr(benches, "_open", [])
    return benches.open_bench(tmp_path)


@pytest.fixture
def page():
    """The part of the page for a visit: what stands there now, and a button or box of it."""
    taken = []

    def show(query):
        visit = Visit(query)
        box, context = solara.render(Experiments(visit), handle_error=False)
        taken.append(context)

        def press(do, value=""):
            box.children[0].vue_act({"do": do, "value": value})
            return visit.messages.value

        return visit, lambda: box.children[0].html, press

    yield show
    for context in taken:
        context.close()


def test_every_design_is_an_experiment_of_the_settings_of_now(idle):
    some = next(one for one in parameters().values() if one.kind == "assumption")
    now = Choices(values={**SMALL, "time_shortage": 0.3, some.name: some.low}, seed=7)
    asked = {kind: idle.asked(now, kind, 3) for kind in KINDS}
    counts = {kind: cells_asked(one) for kind, one in asked.items()}
    assert (counts["map"], counts["sweep"], counts["pairs"]) == (441, 21, 1)
    assert counts["assumptions"] > sum(one.kind == "assumption" for one in parameters().values())
    assert {(one.scenario.value(some.name), one.scenario.families, one.seed) for one in asked.values()} == {
        (some.low, 20, 7)
    }
    assert asked["sweep"].scenario.value("time_shortage") == 0.3


def test_what_is_begun_is_laid_down_by_a_name_of_the_servers_own(idle):
    own = Choices(values=SMALL, town="../../Ergens", forms={"bond": "grows"}, language="nl")
    name = idle.begin(own, "sweep", 3)
    assert NAME.fullmatch(name)
    assert sorted(path.name for path in idle.root.iterdir()) == [f"{name}-scenario.toml", f"{name}.toml"]
    assert read_experiment(idle.root / f"{name}.toml").scenario.structures == {"bond": "grows"}
    idle.running = ""
    assert idle.begin(own, "sweep", 3) == name
    idle.running = ""
    assert idle.begin(own.but(seed=1), "sweep", 3) != name


def test_one_is_run_at_a_time_and_none_that_is_too_large_or_not_there(idle, monkeypatch):
    now = Choices(values=SMALL)
    with pytest.raises(Refused, match="too_large"):
        idle.begin(now, "map", MOST_PAIRS // 441 + 1)
    with pytest.raises(Refused, match="gone"):
        idle.go_on("../pairs-0123456789ab", "nl")
    first = idle.begin(now, "pairs", 3)
    with pytest.raises(Refused, match="busy"):
        idle.go_on(first, "nl")
    with pytest.raises(Refused, match="busy"):
        idle.begin(now, "pairs", 4)
    idle.running = ""
    monkeypatch.setattr(benches, "MOST_KEPT", 1)
    with pytest.raises(Refused, match="too_many"):
        idle.begin(now, "pairs", 4)
    assert len(idle.kept()) == 1


def test_a_server_without_a_folder_begins_nothing_and_says_where_to(page, monkeypatch):
    monkeypatch.setattr(benches, "_open", [])
    _, html, _ = page("lang=nl")
    assert "omtafel dashboard --experiments MAP" in html() and "<button" not in html()


def test_the_page_says_how_large_it_is_and_takes_nothing_that_is_not_on_offer(page, idle):
    visit, html, press = page(TINY)
    assert "Vergelijkingen: 8.820." in html()
    press("design-pairs", "100")
    assert "44.100" in html() and "hoogstens 20.000" in html() and "disabled" in html()
    assert press("begin-experiment") == [
        "Vanaf deze pagina's hoogstens 20.000 per experiment; kies er minder per vakje, of gebruik de opdrachtregel."
    ]
    assert "‘veel’ is geen heel getal van 2 tot en met 5.000" in press("design-pairs", "veel")[0]
    press("design", "pairs")
    for do, value in (("report", "../map"), ("go-on-experiment", "/etc/passwd"), ("effects", ""), ("design", "../map")):
        assert press(do, value) == []
    assert list(idle.root.iterdir()) == [] and visit.offered.value is None
    press("begin-experiment")
    until(lambda: "Welke werkwijze is beter" in html() and "0 van de 1.000 vergelijkingen" in html())
    assert "Er loopt al een experiment" in html()


def test_what_is_run_is_behind_everybody_and_its_fault_is_said_in_a_line_without_paths(tmp_path, monkeypatch):
    command = tmp_path / "command"
    command.write_text(
        f'#!/bin/sh\necho "omtafel: {tmp_path}/x.toml: full" >&2\necho $$ > {tmp_path}/pid\nread on\nexit 2\n'
    )
    command.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(command))
    monkeypatch.setattr(benches, "LOOK_SECONDS", 0.01)
    here, now = Bench(tmp_path), Choices(values=SMALL)
    name = here.begin(now, "pairs", 3)
    until(lambda: (tmp_path / "pid").is_file() and (tmp_path / "pid").read_text().strip())
    pid = int((tmp_path / "pid").read_text())
    until(lambda: os.getpriority(os.PRIO_PROCESS, pid) == benches.BEHIND)
    assert os.getpgid(pid) == pid and os.getsid(pid) == os.getsid(0)
    os.kill(pid, signal.SIGKILL)
    until(lambda: not here.running)
    assert here.kept()[0].why == "x.toml: full"
    here.go_on(name, "nl")
    here.stop(name)  # before or after it has begun
    until(lambda: not here.running)
    assert here.kept()[0].why == ""


@pytest.mark.slow
def test_what_was_stopped_goes_on_after_the_server_was_started_again(tmp_path, monkeypatch, page):
    monkeypatch.setattr(benches, "BEHIND", 0)
    monkeypatch.setattr(benches, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(benches, "_open", [])
    here = benches.open_bench(tmp_path)
    _, html, press = page(TINY)
    press("design", "pairs")
    press("design-pairs", "500")
    press("begin-experiment")
    (name,) = here.names()
    until(lambda: here.kept()[0].there)
    press("stop-experiment", name)
    until(lambda: not here.running)
    (stopped,) = here.kept()
    assert 0 < stopped.there < stopped.total and not stopped.why and not stopped.ready
    until(lambda: f"{stopped.there} van de 500 vergelijkingen" in html())

    benches.open_bench(tmp_path)
    visit, html, press = page(TINY)
    assert f'data-do="go-on-experiment" data-value="{name}"' in html()
    press("go-on-experiment", name)
    until(lambda: 'data-do="report"' in html())
    press("report", name)
    assert visit.offered.value["name"] == f"{name}-report.html"
    assert '<html lang="nl"' in visit.offered.value["text"]
    press("effects", name)
    assert "severity" in visit.offered.value["text"]
    assert status_of(["experiment", "status", str(tmp_path / f"{name}.toml"), "--out", str(here.results(name))]) == 0
