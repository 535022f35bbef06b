"""Running an experiment: nothing twice, nothing lost, and the same tables whatever happened on the way."""

import dataclasses
import json
import math
import os
import shlex
import socket
import threading
from concurrent.futures import Future
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from experiments import schedule as schedule
from experiments.results import open_results, run
from experiments.running import dispatch as dispatch
from experiments.running import pair, runner
from experiments.running.dispatch import Dispatch, Job
from experiments.running.engines import Lost
from experiments.running.pair import ATTEMPTS, Task, run_all, run_task
from experiments.running.runner import Stopped
from experiments.running.threads import Threads
from experiments.running.watcher import Watcher
from experiments.schedule import Pair
from experiments.store import locks
from experiments.store.folder import open_folder
from experiments.store.parts import read_part
from experiments.store.replay import as_toml
from omtafel.cli import status_of
from sim.chance import luck_of
from sim.outcomes import OUTCOMES
from sim.region import ROUTES
from sim.scenario import load_scenario, parse_scenario
from tests.experiments.experiment_files import experiment_of, parts_of, tables_of
from tests.waiting import PATIENCE, until

pytestmark = pytest.mark.slow

SIX_CELLS = "[factors]\nturnover_rate = [0.1, 0.4, 0.7]\nwarm_handover_weeks = [0, 4]"
MANY = experiment_of("replicates = 4", SIX_CELLS)  # 24 pairs
ADAPTIVE = experiment_of(
    "replicates = { at_least = 4, at_most = 40, half_width = { trust = 0.0019 } }",
    "[factors]\nturnover_rate = [0, 0.4, 0.9]",
)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    """Parts of four pairs, so that small experiments have several; and no long waits."""
    monkeypatch.setattr(schedule, "PAIRS_IN_A_BLOCK", 4)
    monkeypatch.setattr(runner, "LOOK_AGAIN", 0.02)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """``undisturbed(experiment)``: the tables of an experiment that was run in one go."""
    found = {}

    def tables(experiment):
        if experiment.text not in found:
            found[experiment.text] = tables_of(run(experiment, tmp_path_factory.mktemp("one") / "go", workers=2).root)
        return found[experiment.text]

    return tables


@pytest.fixture
def spoil(monkeypatch):
    """``spoil(fail, seed=1, turnover_rate=0.4)``: what happens before such a run lives on the shared plan."""
    real = pair.live

    def spoiling(happens, seed=1, route="shared_plan", **settings):
        def live(start, scenario, on, between):
            meant = all(scenario.value(name) == value for name, value in settings.items())
            if meant and on == route and start.luck[0] == luck_of(seed)[0]:
                happens(between)
            return real(start, scenario, on, between=between)

        monkeypatch.setattr(pair, "live", live)
        monkeypatch.setattr(pair, "live_together", None)
        return lambda: monkeypatch.setattr(pair, "live", real)

    return spoiling


def fail(between):
    """What a fault in the rules would do."""
    raise ZeroDivisionError("nobody\nis left")


class Counting:
    """Threads that remember what they lived."""

    def __init__(self):
        self.lived = []

    def threads(self, workers=1):
        """So many threads."""
        return Threads(workers, self.live)

    def live(self, tasks):
        """Live a bundle, and remember it."""
        results = run_all(tasks)
        self.lived += [(task.scenario.value("turnover_rate"), task.seed) for task in tasks]
        return results


class Stopping(Watcher):
    """Presses Ctrl-C as soon as so many pairs are there."""

    def __init__(self, after):
        self.after = after

    def there(self, pairs):
        if pairs >= self.after:
            raise KeyboardInterrupt


class Listening(Watcher):
    """Remembers what it is told."""

    def __init__(self):
        self.notes, self.failures, self.estimates, self.counts = [], [], [], []

    def note(self, words):
        self.notes.append(words)

    def failed(self, cell, failure, replay):
        self.failures.append((cell, failure, replay))

    def there(self, pairs):
        self.counts.append(pairs)

    def learned(self, estimates):
        self.estimates = estimates()


def pairs_on_disk(root):
    """How many pairs the parts of a folder hold."""
    return sum(read_part(path, ["run"]).num_rows for path in parts_of(root)) // 2


def failures_in(root):
    """The table of failures."""
    return pd.read_csv(root / "failures.csv")


# The same bytes


def test_one_thread_and_two_make_the_same_tables(tmp_path, undisturbed):
    assert tables_of(run(MANY, tmp_path, workers=1).root) == undisturbed(MANY)
    assert len(parts_of(tmp_path)) == 6


@pytest.mark.parametrize("stops", [(4,), (8, 12), (1, 4, 16, 20), (24,)])
def test_a_run_that_was_stopped_and_went_on_makes_the_same_tables(tmp_path, undisturbed, stops):
    for after in stops:
        with pytest.raises(KeyboardInterrupt):
            run(MANY, tmp_path, workers=2, watcher=Stopping(after))
    kept = pairs_on_disk(tmp_path)
    done = run(MANY, tmp_path, workers=2)
    assert done.summary.ran == 24 - kept
    assert done.summary.pairs == 24
    assert tables_of(tmp_path) == undisturbed(MANY)


def test_an_experiment_is_found_again_with_nothing_to_do(tmp_path):
    run(MANY, tmp_path, workers=1)
    before = {path: path.stat().st_mtime_ns for path in [*parts_of(tmp_path), *tmp_path.glob("*.csv")]}
    again = run(MANY, tmp_path, workers=1)
    assert again.summary == dataclasses.replace(again.summary, pairs=24, ran=0, failed=0)
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert {one.name for one in (tmp_path / "claims").iterdir()} == {"manifest.lock", "tables.lock"}


def test_runs_are_what_the_model_says_for_their_cell_and_seed(tmp_path):
    from sim import simulate

    found = run(experiment_of("replicates = 2\nseed = 5", SIX_CELLS), tmp_path, workers=2)
    for row in found.runs.iloc[[0, 7, 22]].to_dict("records"):
        assert row["seed"] == 5 + row["replicate"]
        scenario = found.experiment.scenario.replace(**found.cells.row(row["cell"]))
        lived = simulate(scenario, row["route"], row["seed"]).outcomes
        assert {name: row[name] for name in OUTCOMES} == pytest.approx(dict(lived), nan_ok=True, rel=0, abs=0)


def test_two_shards_in_one_folder_make_the_same_tables(tmp_path, undisturbed):
    first = run(MANY, tmp_path, workers=2, shard=(1, 2))
    assert (first.summary.pairs, first.summary.ran, first.written.missing) == (12, 12, 12)
    second = run(MANY, tmp_path, workers=2, shard=(2, 2))
    assert (second.summary.ran, second.written.missing) == (12, 0)
    assert tables_of(tmp_path) == undisturbed(MANY)


def test_one_route_makes_means_instead_of_differences(tmp_path):
    for route in ROUTES:
        found = run(experiment_of(f'replicates = 3\nroutes = ["{route}"]'), tmp_path / route, workers=1)
        assert set(found.runs["route"]) == {route}
        assert len(found.runs) == 6
        effects = found.effects()
        trust = effects[effects["outcome"] == "trust"]["mean"]
        assert trust.to_numpy() == pytest.approx(found.runs.groupby("cell")["trust"].mean().to_numpy(), rel=1e-12)
        assert found.runs["g_trust_all"].isna().all()


@pytest.mark.parametrize("first", [["parallel"], ["shared_plan"], ["shared_plan", "parallel"]])
def test_pairs_after_runs_on_one_route_are_the_pairs_they_would_have_been(tmp_path, undisturbed, first):
    """Among them the effect sizes, which a run by itself does not have."""
    for route in first:
        run(experiment_of(f'replicates = 3\nroutes = ["{route}"]'), tmp_path, workers=1)
    pairs = experiment_of("replicates = 3")
    found = run(pairs, tmp_path, workers=1)
    assert found.runs.loc[found.runs["route"] == "shared_plan", "g_trust_all"].notna().all()
    ours, theirs = tables_of(tmp_path), undisturbed(pairs)
    assert ours == theirs


# Ctrl-C


@pytest.mark.parametrize("after", [4, 8, 16])
def test_ctrl_c_keeps_every_run_that_was_lived(tmp_path, after):
    counting = Counting()
    watcher = Stopping(after)
    more = experiment_of("replicates = 12", SIX_CELLS)  # than are under way when it is pressed: up to two bundles each
    with pytest.raises(KeyboardInterrupt):
        run(more, tmp_path, engine=counting.threads(2), watcher=watcher)
    assert after <= pairs_on_disk(tmp_path) == len(counting.lived) < 72


@pytest.mark.parametrize("before_it_is_there", [True, False])
def test_ctrl_c_while_a_part_is_written_loses_nothing(tmp_path, monkeypatch, before_it_is_there):
    counting, real = Counting(), runner.write_part
    pressed: list[bool] = []

    def write_part(*arguments):
        if pressed:
            return real(*arguments)
        pressed.append(True)
        if not before_it_is_there:
            real(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(runner, "write_part", write_part)
    with pytest.raises(KeyboardInterrupt):
        run(MANY, tmp_path, engine=counting.threads(), watcher=Watcher())
    assert 4 <= pairs_on_disk(tmp_path) == len(counting.lived)


def test_a_second_ctrl_c_waits_for_nothing_and_keeps_what_had_come_in(tmp_path, monkeypatch):
    monkeypatch.setattr(schedule, "PAIRS_IN_A_BLOCK", 50)
    looks, real = [], Dispatch.come_in

    def come_in(self, seconds):
        looks.append(seconds)
        if len(looks) > 2:
            raise KeyboardInterrupt
        real(self, 10)

    monkeypatch.setattr(Dispatch, "come_in", come_in)
    monkeypatch.setattr(Dispatch, "finish", lambda self: (_ for _ in ()).throw(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        run(MANY, tmp_path, workers=1)
    assert 1 <= pairs_on_disk(tmp_path) < 24


def test_ctrl_c_lets_go_of_every_claim(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        run(MANY, tmp_path, workers=2, watcher=Stopping(8))
    assert [one.name for one in (tmp_path / "claims").iterdir()] == ["manifest.lock"]


# What fails


def test_a_run_that_fails_is_a_row_and_the_others_are_done(tmp_path, spoil):
    spoil(fail, seed=1, turnover_rate=0.4)
    listening = Listening()
    found = run(experiment_of("replicates = 3"), tmp_path, workers=2, watcher=listening)
    assert (found.summary.ran, found.summary.failed, found.written.failed) == (6, 1, 2)
    runs, spoilt = found.runs, (found.runs["cell"] == 1) & (found.runs["replicate"] == 1)
    assert runs[spoilt]["status"].tolist() == ["failed", "failed"]
    assert runs[spoilt][list(OUTCOMES)].isna().to_numpy().all()
    assert set(runs[~spoilt]["status"]) == {"done"}
    failures = failures_in(tmp_path)
    assert failures["turnover_rate"].tolist() == [0.4, 0.4]
    assert failures["replicate"].tolist() == failures["seed"].tolist() == [1, 1]
    assert failures["route"].tolist() == list(ROUTES)
    assert failures["stage"].tolist() == ["shared_plan", "shared_plan"]
    for message in failures["message"]:
        assert message.startswith("ZeroDivisionError: nobody is left (line ")
        assert message.endswith(" of fail)")
    assert pd.read_csv(tmp_path / "cells.csv")["failed_runs"].tolist() == [0, 2]
    effects = found.effects()
    assert set(effects.loc[(effects["cell"] == 1) & (effects["outcome"] == "trust"), "pairs"]) == {2}
    ((cell, failure, replay),) = listening.failures
    assert (cell, failure.stage) == (1, "shared_plan")
    assert replay.is_file()


def test_a_fault_before_the_first_week_is_named_as_such(tmp_path, monkeypatch):
    monkeypatch.setattr(pair, "burn_in", lambda *arguments: fail(None))
    monkeypatch.setattr(pair, "live_together", None)
    run(experiment_of("replicates = 1"), tmp_path, workers=1)
    assert set(failures_in(tmp_path)["stage"]) == {"building and burn-in"}


@pytest.mark.parametrize("route", ROUTES)
def test_the_command_beside_a_failure_lives_exactly_that_run(tmp_path, spoil, monkeypatch, capsys, route):
    experiment = experiment_of("replicates = 3\nseed = -3", SIX_CELLS)
    healthy = run(experiment, tmp_path / "healthy", workers=2).runs
    spoil(fail, seed=-1, turnover_rate=0.4, warm_handover_weeks=4)
    root = run(experiment, tmp_path / "spoilt", workers=2).root
    (failure,) = failures_in(root).query("route == @route").to_dict("records")
    monkeypatch.chdir(root)
    words = shlex.split(failure["command"])
    assert words[0] == "omtafel"
    assert status_of(words[1:]) == 0
    out = words[words.index("--out") + 1]
    lived = pd.read_parquet(root / out / "outcomes.parquet").set_index("outcome")["value"]
    wanted = healthy.query("cell == @failure['cell'] and replicate == 2 and route == @route").iloc[0]
    assert dict(lived) == pytest.approx({name: wanted[name] for name in OUTCOMES}, nan_ok=True, rel=0, abs=0)


def test_a_failure_of_a_pair_has_a_command_when_only_one_route_is_asked_for_later(tmp_path, spoil):
    spoil(fail)
    run(experiment_of("replicates = 2"), tmp_path, workers=1)
    for route in ROUTES:
        run(experiment_of(f'replicates = 2\nroutes = ["{route}"]'), tmp_path, workers=1)
        for command in failures_in(tmp_path)["command"]:
            assert (tmp_path / shlex.split(command)[2]).is_file()


@pytest.mark.parametrize("name", ["almelo", "budget_cut", "netherlands"])
def test_a_scenario_comes_out_of_its_replay_file_as_it_went_in(name):
    scenario = load_scenario(name)
    scenario = scenario.replace(turnover_rate=1 / 3, inflow_rate=1e-5, structures={"bond": "grows"})
    scenario = dataclasses.replace(scenario, title='A "title"\n\twith \\ and \x7f')
    assert parse_scenario(as_toml(scenario), name) == scenario


def test_what_failed_is_left_alone_until_it_is_asked_for_again(tmp_path, spoil, undisturbed):
    heal = spoil(fail, turnover_rate=0.4)
    experiment = experiment_of("replicates = 3")
    run(experiment, tmp_path, workers=1)
    heal()
    assert run(experiment, tmp_path, workers=1).summary.ran == 0
    assert len(failures_in(tmp_path)) == 2
    again = run(experiment, tmp_path, workers=1, again=True)
    assert (again.summary.ran, again.summary.failed, again.written.failed) == (1, 0, 0)
    assert tables_of(tmp_path) == undisturbed(experiment)
    assert run(experiment, tmp_path, workers=1, again=True).summary.ran == 0


def test_what_fails_again_stays_failed_and_is_tried_once_each_time(tmp_path, spoil):
    calls = []

    def fail_and_count(between):
        calls.append(1)
        fail(between)

    spoil(fail_and_count, turnover_rate=0.4)
    experiment = experiment_of("replicates = 3")
    for tries in (1, 2, 3):
        found = run(experiment, tmp_path, workers=1, again=True)
        assert len(calls) == tries
        assert (found.summary.ran, found.summary.failed) == (6 if tries == 1 else 1, 1)
        assert len(failures_in(tmp_path)) == 2


def test_tables_follow_when_all_of_a_part_is_done_at_the_second_try(tmp_path, spoil, undisturbed):
    """The part then has the same name as before."""
    experiment = experiment_of("replicates = 1", "")
    heal = spoil(fail, seed=0)
    run(experiment, tmp_path, workers=1)
    heal()
    assert run(experiment, tmp_path, workers=1, again=True).written.failed == 0
    assert len(parts_of(tmp_path)) == 1
    assert tables_of(tmp_path) == undisturbed(experiment)


@pytest.fixture
def clock(monkeypatch):
    """What runs take, in seconds, as far as a test says so: ``clock[0] += 2``."""
    now = [0.0]
    monkeypatch.setattr(pair, "time", SimpleNamespace(perf_counter=lambda: now[0]))
    return now


def test_a_run_that_takes_too_long_is_tried_once_more(tmp_path, spoil, clock):
    calls = []

    def dawdle(between):
        calls.append(1)
        clock[0] += 1.05
        between()

    spoil(dawdle)
    found = run(experiment_of("replicates = 2\ntime_limit_seconds = 1", ""), tmp_path, workers=1)
    assert len(calls) == ATTEMPTS == 2
    assert found.summary.failed == 1
    assert set(failures_in(tmp_path)["message"]) == {"took longer than 1 seconds"}
    assert set(failures_in(tmp_path)["stage"]) == {"shared_plan"}


def test_a_run_that_is_slow_only_once_is_done(tmp_path, spoil, clock):
    calls = []

    def dawdle(between):
        calls.append(1)
        if len(calls) == 1:
            clock[0] += 1.05
            between()

    spoil(dawdle)
    found = run(experiment_of("replicates = 2\ntime_limit_seconds = 1", ""), tmp_path, workers=1)
    assert len(calls) == 2
    assert found.summary.failed == 0


def test_a_run_that_never_comes_back_is_given_up_and_its_place_taken(tmp_path, spoil, monkeypatch):
    calls: list[int] = []
    released = threading.Event()

    def patience(self, bundle):
        """None, as soon as the run hangs; what is slow for another reason is waited for."""
        hangs = len(calls) > bundle.tries or bundle.tries == ATTEMPTS
        return 0.1 if hangs and any(job.task.seed == 1 for job in bundle.jobs) else math.inf

    def hang(between):
        calls.append(1)
        released.wait(PATIENCE)

    monkeypatch.setattr(Dispatch, "patience", patience)

    spoil(hang)
    try:
        found = run(experiment_of("replicates = 4", ""), tmp_path, workers=1)
    finally:
        released.set()
    assert len(calls) == ATTEMPTS
    assert (found.summary.ran, found.summary.failed) == (4, 1)
    (failure, other) = failures_in(tmp_path).to_dict("records")
    assert failure["replicate"] == other["replicate"] == 1
    assert failure["message"] == "did not come back in 0.1 seconds, 2 times"


def test_what_stands_in_line_behind_one_that_hangs_is_not_given_up_with_it(monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(dispatch, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    monkeypatch.setattr(Dispatch, "patience", lambda self, bundle: 0.2)
    begun: list[int] = []
    released, behind = threading.Event(), threading.Event()
    delivered: dict = {}

    def live(tasks):
        begun.append(tasks[0].seed)
        (behind if tasks[0].seed else released).wait(PATIENCE)
        return ["lived"]

    engine = Threads(1, live)
    sent = Dispatch(engine, 1.0)
    scenario = load_scenario("almelo")
    sent.send([Job(Pair(0, seed), Task(scenario, seed), delivered.__setitem__) for seed in (0, 1)])
    until(lambda: begun == [0])
    clock[0] += 1
    sent.come_in(0.01)
    until(lambda: begun == [0, 1])
    sent.come_in(0.01)
    behind.set()
    until(lambda: begun == [0, 1, 0])
    clock[0] += 1
    while len(delivered) < 2:
        sent.come_in(0.01)
    released.set()
    engine.close()
    assert delivered[Pair(0, 1)] == "lived"
    assert delivered[Pair(0, 0)].failure.message == "did not come back in 0.2 seconds, 2 times"


class Mortal:
    """An engine of which a worker dies whenever it holds a certain seed."""

    name, bundle = "mortal", 3

    def __init__(self, deadly):
        self.deadly = deadly
        self.deaths = []

    def workers(self):
        return 1

    def submit(self, bundle):
        future: Future = Future()
        if any(task.seed == self.deadly for task in bundle):
            self.deaths.append(len(bundle))
            future.set_exception(Lost("out of memory"))
        else:
            future.set_result([run_task(task) for task in bundle])
        return future

    def give_up(self, future):
        raise AssertionError("nothing hangs here")

    def close(self):
        pass


def test_a_pair_over_which_workers_keep_dying_fails_and_no_other_does(tmp_path):
    engine = Mortal(deadly=1)
    found = run(experiment_of("replicates = 4", ""), tmp_path, engine=engine)
    assert engine.deaths == [3, 1, 1]
    assert (found.summary.ran, found.summary.failed) == (4, 1)
    assert set(failures_in(tmp_path)["replicate"]) == {1}
    assert set(failures_in(tmp_path)["message"]) == {"3 workers died over it: out of memory"}


def test_a_part_that_cannot_be_written_stops_the_run_in_one_line(tmp_path, monkeypatch, undisturbed):
    real, written = runner.write_part, []

    def write_part(*arguments):
        written.append(1)
        if len(written) > 2:
            raise OSError(28, "No space left on device")
        return real(*arguments)

    monkeypatch.setattr(runner, "write_part", write_part)
    with pytest.raises(Stopped) as stopped:
        run(MANY, tmp_path, workers=1)
    assert str(stopped.value) == (
        f"cannot write in {tmp_path}: no space left on device; what is there is kept: make room and run again"
    )
    assert pairs_on_disk(tmp_path) == 8
    monkeypatch.setattr(runner, "write_part", real)
    assert run(MANY, tmp_path, workers=1).summary.ran == 16
    assert tables_of(tmp_path) == undisturbed(MANY)


@pytest.mark.parametrize("what", ["write_replay", "open_folder", "go_to", "write_tables", "take"])
def test_whatever_cannot_be_written_stops_the_run_in_one_line(tmp_path, monkeypatch, spoil, what):
    from experiments import results
    from experiments.store.locks import Locks

    def full(*arguments):
        raise OSError(28, "No space left on device")

    spoil(fail)
    where = {"write_replay": runner, "take": Locks}.get(what, results)
    monkeypatch.setattr(where, what, full)
    with pytest.raises(Stopped, match=r"cannot write in .*: no space left on device; ") as stopped:
        run(experiment_of("replicates = 2"), tmp_path / "results", workers=1)
    assert "\n" not in str(stopped.value)


# What is there is used


def test_more_replicates_or_values_add_to_what_is_there(tmp_path, undisturbed):
    steps = [
        ("replicates = 2", "[factors]\nturnover_rate = [0.1, 0.4]", 4),
        ("replicates = 4", "[factors]\nturnover_rate = [0.1, 0.4]", 4),
        ("replicates = 4", "[factors]\nturnover_rate = [0.1, 0.2, 0.4]", 4),
        ("replicates = 3", "[factors]\nturnover_rate = [0.4, 0.1]", 0),
        ("replicates = 2\nseed = 1", "[factors]\nturnover_rate = [0.4]", 0),
        ("replicates = 2", "[factors]\nturnover_rate = [0.4]\nwarm_handover_weeks = [0, 4]", 2),
        ("replicates = 2", "[policies.warm]\nwarm_handover_weeks = 4\nturnover_rate = 0.4\n[policies.usual]", 0),
        ("replicates = 2", "[policies.usual]\n[policies.cut]\nposts_funded = 0.8", 2),
    ]
    for top, tables, ran in steps:
        experiment = experiment_of(top, tables)
        assert run(experiment, tmp_path, workers=2).summary.ran == ran
        assert tables_of(tmp_path) == undisturbed(experiment)


def test_another_outcome_asks_for_no_run(tmp_path, undisturbed):
    run(experiment_of('replicates = 2\noutcomes = ["trust"]'), tmp_path, workers=1)
    more = experiment_of('replicates = 2\noutcomes = ["trust", "hours_idle"]')
    found = run(more, tmp_path, workers=1)
    assert found.summary.ran == 0
    assert set(found.effects()["outcome"]) == {"trust", "hours_idle"}
    assert tables_of(tmp_path) == undisturbed(more)


def test_another_wording_asks_for_no_run_and_stands_in_the_tables(tmp_path, undisturbed):
    run(experiment_of("replicates = 2"), tmp_path, workers=1)
    other = experiment_of('replicates = 2\nexpected = "The plan."  # a remark')
    assert run(other, tmp_path, workers=1).summary.ran == 0
    assert tables_of(tmp_path) == undisturbed(other)


def test_cells_of_a_block_that_are_the_same_are_run_once(tmp_path, monkeypatch):
    monkeypatch.setattr(schedule, "PAIRS_IN_A_BLOCK", 50)
    tables = '[factors]\nwarm_handover_weeks = { range = [0, 4] }\n[design]\nkind = "one_at_a_time"'
    found = run(experiment_of("replicates = 2", tables), tmp_path, workers=1)
    assert len(found.cells) == 3  # the base, which is also the low end, and both ends
    assert (found.summary.pairs, found.summary.ran) == (6, 4)
    assert (found.values("trust")[0] == found.values("trust")[1]).all()


def test_runs_of_another_version_of_the_model_are_run_again(tmp_path, monkeypatch, undisturbed):
    from experiments.store import folder as folders
    from experiments.store import identity

    with monkeypatch.context() as older:
        for module in (identity, folders):
            older.setattr(module, "model_version", lambda: "0123456789ab")
        run(experiment_of("replicates = 2"), tmp_path, workers=1)
    listening = Listening()
    found = run(experiment_of("replicates = 2"), tmp_path, workers=1, watcher=listening)
    assert found.summary.ran == 4
    assert listening.notes == ["8 runs are stale: another version of the model made them"]
    assert pd.read_parquet(tmp_path / "runs.parquet")["status"].tolist() == ["done"] * 8
    assert tables_of(tmp_path) == undisturbed(experiment_of("replicates = 2"))


def test_opening_a_folder_of_another_version_leaves_its_tables_as_they_are(tmp_path, monkeypatch):
    from experiments.results import open_results
    from experiments.store import folder as folders
    from experiments.store import identity

    with monkeypatch.context() as older:
        for module in (identity, folders):
            older.setattr(module, "model_version", lambda: "0123456789ab")
        run(experiment_of("replicates = 2"), tmp_path, workers=1)
    before = tables_of(tmp_path)
    opened = open_results(tmp_path)
    assert opened.written.runs == 0
    assert tables_of(tmp_path) == before
    assert len(opened.runs) == 8


# As many replicates as it takes


def test_replicates_end_when_a_cell_is_precise_enough(tmp_path):
    found = run(ADAPTIVE, tmp_path, workers=2)
    ends = pd.read_csv(tmp_path / "cells.csv")["replicates"]
    assert found.summary.pairs == found.summary.ran == ends.sum() < 3 * 40
    assert (ends > 4).all()
    effects = found.effects(["trust"])
    assert ((effects["high"] - effects["low"]) / 2 <= 0.0019 * (1 + 1e-9)).all()


@pytest.mark.parametrize("stops", [(4, 20), (12, 30, 50)])
def test_replicates_end_at_the_same_number_after_any_interruption(tmp_path, undisturbed, stops):
    for after in stops:
        with pytest.raises(KeyboardInterrupt):
            run(ADAPTIVE, tmp_path, workers=2, watcher=Stopping(after))
    run(ADAPTIVE, tmp_path, workers=2)
    assert tables_of(tmp_path) == undisturbed(ADAPTIVE)


def test_replicates_end_at_the_same_number_in_shards(tmp_path, undisturbed):
    for shard in ((2, 2), (1, 2)):
        run(ADAPTIVE, tmp_path, workers=2, shard=shard)
    assert tables_of(tmp_path) == undisturbed(ADAPTIVE)


def test_replicates_go_on_from_a_fixed_number_and_from_more_than_were_needed(tmp_path, undisturbed):
    fixed = experiment_of("replicates = 30", "[factors]\nturnover_rate = [0, 0.4, 0.9]")
    run(fixed, tmp_path, workers=2)
    found = run(ADAPTIVE, tmp_path, workers=2)
    assert found.summary.ran == max(0, pd.read_csv(tmp_path / "cells.csv")["replicates"].sub(30).clip(lower=0).sum())
    assert tables_of(tmp_path) == undisturbed(ADAPTIVE)


# What is told


def test_a_watcher_hears_how_far_it_is_and_what_is_known(tmp_path):
    listening = Listening()
    found = run(MANY, tmp_path, workers=2, watcher=listening)
    assert listening.counts == [4, 8, 12, 16, 20, 24]
    told = {one.outcome: one for one in listening.estimates}
    effects = found.effects().groupby("outcome")
    assert told["trust"].mean == pytest.approx(effects["gain"].mean()["trust"], rel=1e-9)
    assert told["crises"].mean == pytest.approx(effects["gain"].mean()["crises"], rel=1e-9)
    half = (effects.get_group("trust")["high"] - effects.get_group("trust")["low"]) / 2
    assert told["trust"].widest == pytest.approx(half.max(), rel=1e-9)
    assert told["trust"].cells == 6


def test_a_damaged_part_is_told_of_and_run_again(tmp_path, undisturbed):
    run(MANY, tmp_path, workers=2)
    path = parts_of(tmp_path)[2]
    path.write_bytes(path.read_bytes()[:-50])
    listening = Listening()
    assert run(MANY, tmp_path, workers=2, watcher=listening).summary.ran == 4
    assert listening.notes == [
        f"{tmp_path / 'damaged' / path.name} could not be read and is set aside: its runs are run again"
    ]
    assert tables_of(tmp_path) == undisturbed(MANY)


def test_a_part_that_another_process_sets_aside_meanwhile_is_run_again(tmp_path, undisturbed):
    run(MANY, tmp_path, workers=2)
    path = parts_of(tmp_path)[2]

    class Removing(Watcher):
        """Takes a part away as soon as the run has begun."""

        gone = False

        def asked(self, pairs):
            if not self.gone:
                self.gone = True
                path.unlink()

    assert run(MANY, tmp_path, workers=2, watcher=Removing()).summary.ran == 4
    assert tables_of(tmp_path) == undisturbed(MANY)


def test_the_manifest_tells_of_every_time_it_was_run(tmp_path):
    run(experiment_of("replicates = 1"), tmp_path, workers=1, command="first")
    run(experiment_of("replicates = 2"), tmp_path, workers=1, command="second")
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert [one["command"] for one in manifest["sessions"]] == ["first", "second"]
    assert manifest["experiment"]["replicates"]["at_least"] == 2
    assert open_results(tmp_path).experiment == experiment_of("replicates = 2")


def test_threads_take_bundles_until_they_are_closed():
    seeds: list[int] = []
    threads = set()

    def live(bundle):
        seeds.extend(task.seed for task in bundle)
        threads.add(threading.current_thread())
        return [task.seed for task in bundle]

    engine = Threads(3, live)
    futures: list = [engine.submit([Task(load_scenario("almelo"), seed)]) for seed in range(50)]
    assert [future.result(PATIENCE) for future in futures] == [[seed] for seed in range(50)]
    assert sorted(seeds) == list(range(50))
    engine.close()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_what_a_thread_raises_belongs_to_who_waits_for_it():
    def live(bundle):
        raise MemoryError("too much")

    engine = Threads(1, live)
    for _ in range(2):
        with pytest.raises(MemoryError, match="too much"):
            engine.submit([]).result(PATIENCE)
    engine.close()


def test_patience_is_longer_than_both_tries_of_all_that_stands_in_line():
    engine = Threads(1, run_all)
    bundle = dispatch.Bundle([])
    assert Dispatch(engine, 100.0).patience(bundle) >= dispatch.AHEAD * ATTEMPTS * 100 + dispatch.GRACE_SECONDS
    engine.close()
    assert np.isfinite(Dispatch(engine, 100.0).patience(bundle))


def test_who_holds_what_is_left_is_said_and_who_is_silent_is_waited_for_no_longer(tmp_path, undisturbed, monkeypatch):
    monkeypatch.setattr(runner, "SAY_AFTER", 0.0)
    done = run(MANY, tmp_path / "done", workers=1).root
    folder = open_folder(tmp_path / "mine", MANY)
    other = folder.locks()
    for part in parts_of(done):
        assert other.take(part.name)
    told = []

    class Listener(Watcher):
        def note(self, words):
            told.append(words)
            monkeypatch.setattr(locks, "SILENT_SECONDS", -1.0)  # from here on a minute has passed

    assert run(MANY, folder.root, workers=1, watcher=Listener()).summary.ran == 24
    who = f"process {os.getpid()} on {socket.gethostname()}"
    assert told[0] == f"Waiting for {who}, which holds what is left to run"
    assert f"{who} is silent, as if it was stopped: what it holds is run here" in told
    assert tables_of(folder.root) == undisturbed(MANY)
