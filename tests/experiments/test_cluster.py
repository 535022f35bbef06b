"""A cluster of real processes: the same bits as threads, workers that die or hang, and what is refused."""

import contextlib
import dataclasses
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from distributed import Client

from experiments import results
from experiments.running import cluster, scheduler
from experiments.running import dispatch as dispatch
from experiments.running.cluster import Cluster, ClusterGone
from experiments.running.pair import Task, run_all
from experiments.running.watcher import Watcher
from tests.waiting import PATIENCE, until

pytestmark = pytest.mark.slow

TABLES = ("runs.parquet", "runs.csv", "effects.parquet")
EXPERIMENT = """
question = "Does it matter where runs are lived?"
scenario = "almelo"
replicates = 20
outcomes = ["broke_off_share", "severity"]
time_limit_seconds = {limit}

[set]
families = 40
weeks = 26
burn_in_weeks = 13

[factors]
turnover_rate = {{ grid = [0.05, 0.6], steps = 3 }}
warm_handover_weeks = [0, 4]
"""
POISON_SEED, POISON_TURNOVER, POISON_WEEKS = 2, 0.6, 4
IS_ANOTHER_MODEL = "from experiments.store import identity\nidentity.model_version = lambda: 'another'\n"
HAS_NO_OMTAFEL = "import sys\nsys.modules['experiments'] = None\n"


class Machines:
    """A scheduler and workers, each a group of processes that is ended with the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "scheduler.json"
        self.started: list[subprocess.Popen] = []
        self.start("scheduler", "--host", "127.0.0.1", "--port", "0")
        until(lambda: self.file.exists() and self.file.read_text().endswith("}"))

    @property
    def address(self) -> str:
        """Where the scheduler listens."""
        return json.loads(self.file.read_text())["address"]

    def start(self, what: str, *options: str) -> subprocess.Popen:
        """Start a scheduler or a worker."""
        words = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--scheduler-file", str(self.file)]
        words += ["--dashboard-address", "127.0.0.1:0", *options]
        with (self.folder / f"{what}.log").open("ab") as log:
            process = subprocess.Popen(words, cwd=self.folder, stdout=log, stderr=log, start_new_session=True)
        self.started.append(process)
        return process

    def workers(self, *options: str, preload: str = "") -> subprocess.Popen:
        """Start workers, with something that they run before all else."""
        if preload:
            path = self.folder / f"preload_{len(self.started)}.py"
            path.write_text(preload)
            options = (*options, "--preload", str(path))
        return self.start("worker", "--host", "127.0.0.1", "--local-directory", str(self.folder), *options)

    def stop(self) -> None:
        """End everything at once."""
        for process in self.started:
            end(process)


class AtTheFirstPart(Watcher):
    """Does something as soon as the first part is written."""

    def __init__(self, act) -> None:
        self.act = act

    def there(self, pairs: int) -> None:
        """A part is written."""
        act, self.act = self.act, lambda: None
        act()


def end(process: subprocess.Popen) -> None:
    """Kill a process with all that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture(scope="module")
def machines(tmp_path_factory):
    """Two worker processes of two threads each, that are started again when they end."""
    machines = Machines(tmp_path_factory.mktemp("machines"))
    try:
        machines.workers("--nworkers", "2", "--nthreads", "2")
        yield machines
    finally:
        machines.stop()


@pytest.fixture
def connect(machines):
    """Makes an engine on those two processes, when both are there."""
    engines = []

    def make(**options) -> Cluster:
        engine = Cluster(machines.address, **options)
        engines.append(engine)
        until(lambda: engine.workers() == 4)
        return engine

    yield make
    for engine in engines:
        engine.close()


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A scheduler without workers."""
    machines = Machines(tmp_path_factory.mktemp("empty"))
    try:
        yield machines
    finally:
        machines.stop()


@pytest.fixture(scope="module")
def on_threads(tmp_path_factory):
    """What the experiment finds on threads."""
    return ask(tmp_path_factory.mktemp("threads"))


def ask(out: Path, engine: Cluster | None = None, watcher: Watcher | None = None, limit: float = 600.0):
    """Run the experiment: six cells of twenty replicates, in three parts."""
    return results.run(EXPERIMENT.format(limit=limit), out, engine=engine, watcher=watcher)


def same(one: results.Results, other: results.Results) -> bool:
    """Whether all tables are the same, byte for byte."""
    return all((one.root / name).read_bytes() == (other.root / name).read_bytes() for name in TABLES)


def process_ids(machines: Machines) -> list[int]:
    """Of all workers."""
    with Client(machines.address, set_as_default=False) as client:
        return list(client.run(os.getpid).values())


def is_poison(task: Task) -> bool:
    """Whether this is the one task that does harm."""
    there = task.scenario.settings.get("turnover_rate"), task.scenario.settings.get("warm_handover_weeks", 0)
    return task.seed == POISON_SEED and there == (POISON_TURNOVER, POISON_WEEKS)


def only_poison_failed(found: results.Results, on_threads: results.Results) -> bool:
    """Whether exactly the harmful pair failed, and all others are as they should be."""
    runs, right = found.runs, on_threads.runs
    failed = runs["status"] == "failed"
    moved = runs.loc[failed, ["seed", "turnover_rate", "warm_handover_weeks"]].to_numpy().tolist()
    return moved == [[POISON_SEED, POISON_TURNOVER, POISON_WEEKS]] * 2 and runs[~failed].equals(right[~failed])


def test_a_cluster_gives_the_same_bytes_as_threads(connect, on_threads, tmp_path):
    found = ask(tmp_path, connect())
    assert found.summary.ran == 120 and found.summary.failed == 0
    assert same(found, on_threads)


def test_a_worker_that_is_killed_halfway_costs_nothing(machines, connect, on_threads, tmp_path, monkeypatch):
    def slowly(bundle):
        time.sleep(0.1)
        return run_all(bundle)

    engine = connect(run=slowly, bundle=2)
    has_died, held = engine.has_died, []

    def note(worker):
        held.append(sum(sent.worker == worker for sent in engine.held))
        has_died(worker)

    monkeypatch.setattr(engine, "has_died", note)
    killed = process_ids(machines)[0]
    found = ask(tmp_path, engine, AtTheFirstPart(lambda: os.kill(killed, signal.SIGKILL)))
    assert held in ([1], [2])
    assert found.summary.ran == 120 and found.summary.failed == 0
    assert same(found, on_threads)


def test_a_pair_that_ends_its_worker_is_found_and_fails_alone(connect, on_threads, tmp_path):
    def deadly(bundle):
        if any(map(is_poison, bundle)):
            os.kill(os.getpid(), signal.SIGKILL)
        return run_all(bundle)

    found = ask(tmp_path, connect(run=deadly, bundle=4))
    assert only_poison_failed(found, on_threads)
    assert "3 workers died over it" in found.runs["message"].max()


def test_a_pair_that_never_ends_is_stopped_with_its_worker(machines, connect, on_threads, tmp_path, monkeypatch):
    def endless(bundle):
        while any(map(is_poison, bundle)):
            time.sleep(0.01)
        return run_all([dataclasses.replace(task, limit_seconds=60.0) for task in bundle])

    monkeypatch.setattr(dispatch, "GRACE_SECONDS", 0.0)
    engine = connect(run=endless, bundle=1)
    before = process_ids(machines)
    found = ask(tmp_path, engine, limit=0.5)
    assert only_poison_failed(found, on_threads)
    assert "did not come back in 2 seconds, 2 times" in found.runs["message"].max()
    until(lambda: not set(before) & set(process_ids(machines)))


def test_what_else_a_stopped_worker_held_goes_to_another(connect):
    def live(bundle):
        time.sleep(600.0 if bundle else 2.0)
        return []

    engine = connect(run=live)
    endless, *others = (engine.submit(bundle) for bundle in (["endless"], [], [], []))
    until(endless.running)
    engine.give_up(endless)
    assert [future.result(timeout=PATIENCE) for future in others] == [[], [], []]


def test_without_workers_everything_waits_and_says_so_and_then_stops(empty, monkeypatch):
    monkeypatch.setattr(cluster, "SILENT_SECONDS", 0.2)
    monkeypatch.setattr(cluster, "LOOK_SECONDS", 0.2)
    said: list[str] = []
    engine = Cluster(empty.address, say=said.append)
    waiting = engine.submit([])
    assert engine.workers() == 1 and not waiting.running()
    until(lambda: said)
    monkeypatch.setattr(cluster, "WORKERLESS_SECONDS", 1.0)
    with pytest.raises(
        ClusterGone, match=r"^no worker at .* in 1 seconds: what is written is kept, run again to go on$"
    ):
        waiting.result(timeout=PATIENCE)
    assert said == [f"Waiting for a worker at {empty.address}…"]
    with pytest.raises(ClusterGone):
        engine.workers()
    engine.close()


@pytest.mark.parametrize(
    ("preload", "why"),
    [
        pytest.param(IS_ANOTHER_MODEL, "has model version another, not ", id="another model"),
        pytest.param(HAS_NO_OMTAFEL, "cannot run Omtafel: ", id="no Omtafel"),
    ],
)
def test_a_worker_that_differs_is_refused_by_name_or_passed_over_when_it_joins_later(empty, preload, why):
    said: list[str] = []
    engine = Cluster(empty.address, say=said.append)
    wrong = empty.workers("--no-nanny", "--name", "wrong", preload=preload)
    waiting = engine.submit([])
    until(lambda: any("passed over" in words for words in said))
    with pytest.raises(ValueError, match=rf"^worker tcp://127.0.0.1:\d+ {why}"):
        Cluster(empty.address)
    assert not waiting.running()
    engine.close()
    end(wrong)


def test_what_waits_is_told_when_the_scheduler_is_gone(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "LOOK_SECONDS", 0.2)
    machines = Machines(tmp_path)
    engine = Cluster(machines.address)
    waiting = engine.submit([])
    monkeypatch.setattr(scheduler, "CONNECT_SECONDS", 1.0)
    machines.stop()
    with pytest.raises(ClusterGone, match=r"^the scheduler at .* answers no more: what is written is kept"):
        waiting.result(timeout=PATIENCE)
    with pytest.raises(ClusterGone):
        engine.submit([])
    engine.close()


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nowhere at all", "http://127.0.0.1:9"])
def test_an_address_where_nothing_answers_is_refused_in_one_line(address, monkeypatch, capfd):
    monkeypatch.setattr(scheduler, "CONNECT_SECONDS", 1.0)
    with pytest.raises(ValueError, match=f"^no Dask scheduler at {address}: [^\n]*$"):
        Cluster(address)
    assert capfd.readouterr() == ("", "")


def test_a_server_of_another_kind_is_no_scheduler(monkeypatch):
    monkeypatch.setattr(scheduler, "CONNECT_SECONDS", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(ValueError, match=r"nothing answers$"):
        Cluster(f"tcp://127.0.0.1:{silent.getsockname()[1]}")


def test_without_dask_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ValueError, match=r"^This needs Dask: pip install .omtafel\[cluster\].$"):
        Cluster("tcp://127.0.0.1:9")


def test_the_scheduler_needs_no_omtafel_and_stays_when_the_engine_is_closed(machines, connect):
    engine = connect()
    assert engine.submit([]).result(timeout=PATIENCE) == []
    engine.close()
    with Client(machines.address, set_as_default=False) as client:
        assert not client.run_on_scheduler(lambda: {"sim", "experiments"} & set(sys.modules))
        assert len(client.nthreads()) == 2
