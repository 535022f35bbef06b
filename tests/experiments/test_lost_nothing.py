"""Nothing is lost and nothing is wrong, whatever ends a process or fills a disk: real processes, signals and disks."""

import contextlib
import os
import random
import signal
import subprocess
import sys

import pytest

from experiments.results import run
from experiments.running.runner import Stopped
from experiments.store import folder as folders
from experiments.store.parts import read_part
from tests.experiments.experiment_files import parts_of, tables_of, text_of
from tests.waiting import until

pytestmark = pytest.mark.slow

PAIRS = 240
TEXT = text_of(
    "replicates = 6",
    "[factors]\nturnover_rate = { grid = [0.05, 0.6], steps = 20 }\nwarm_handover_weeks = [0, 4]",
)
SCRIPT = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell starts in the background is deaf to Ctrl-C
from experiments.results import run
from experiments.running.pair import run_all
from experiments.running.threads import Threads
from experiments.store import folder
from omtafel.progress import ending_softly

lived = 0
folder.commit = dict  # the same whoever commits meanwhile

def live(tasks):
    global lived
    results = run_all(tasks)
    lived += len(tasks)
    return results

print("ready", flush=True)
sys.stdin.readline()
try:
    with ending_softly():
        run(sys.argv[1], sys.argv[2], engine=Threads(int(sys.argv[3]), live))
finally:
    print(lived, flush=True)
"""
MOUNTED = sys.platform == "linux" and hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture(autouse=True)
def without_commit(monkeypatch):
    """Leave the commit out of the tables, which others may change meanwhile."""
    monkeypatch.setattr(folders, "commit", dict)


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """The experiment as a file."""
    path = tmp_path_factory.mktemp("asked") / "small.toml"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.fixture(scope="module")
def undisturbed(asked, tmp_path_factory):
    """The tables of the experiment when nothing happens."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(folders, "commit", dict)
        return tables_of(run(asked, tmp_path_factory.mktemp("undisturbed") / "results").root)


@pytest.fixture
def start(asked):
    """``start(root)``: a process that is about to run the experiment; all are gone after the test."""
    started = []

    def starting(root, workers=2):
        words = [sys.executable, "-c", SCRIPT, str(asked), str(root), str(workers)]
        process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield starting
    for process in started:
        process.kill()
        process.communicate()


def go(process):
    """Let a process begin."""
    assert process.stdout.readline() == "ready\n", process.stderr.read()
    process.stdin.write("go\n")
    process.stdin.flush()


def wait_for(process, happened):
    """Wait until something has happened, or until the process has ended."""
    until(happened, over=lambda: process.poll() is not None)


def pairs_on_disk(root):
    """How many pairs the parts of a folder hold."""
    return sum(read_part(path, ["run"]).num_rows for path in parts_of(root)) // 2


def leftovers(root):
    """Files that were left half written."""
    return [path for place in (root, root / "parts", root / "failed") for path in place.glob(".*")]


def test_five_kills_at_any_moment_lose_nothing_that_was_written(tmp_path, start, undisturbed):
    root, chance = tmp_path / "results", random.Random(7)
    moments = [
        lambda: any((root / "claims").glob("*.parquet.lock")),
        lambda: len(parts_of(root)) >= 1,
        lambda: len(parts_of(root)) >= 3,
        lambda: len(parts_of(root)) >= 4,
        lambda: any(root.glob(".runs.*")),
    ]
    kept, killed = 0, 0
    for moment in moments:
        process = start(root)
        go(process)
        wait_for(process, moment)
        if moment is not moments[-1]:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0, 0.05))
        process.kill()
        killed += process.wait() == -signal.SIGKILL
        assert kept <= pairs_on_disk(root)
        kept = pairs_on_disk(root)
    assert killed >= 4
    process = start(root)
    go(process)
    said, _ = process.communicate()
    assert process.returncode == 0
    assert int(said) == PAIRS - kept
    assert tables_of(root) == undisturbed
    assert not leftovers(root)
    assert not (root / "damaged").exists()


def test_two_processes_in_one_folder_share_the_work(tmp_path, start, undisturbed):
    root = tmp_path / "results"
    processes = [start(root, workers=1) for _ in range(2)]
    for process in processes:
        assert process.stdout.readline() == "ready\n", process.stderr.read()
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    lived = []
    for process in processes:
        said, complaint = process.communicate()
        assert process.returncode == 0, complaint
        lived.append(int(said))
    assert min(lived) > 0
    assert PAIRS <= sum(lived) <= PAIRS + 50
    assert tables_of(root) == undisturbed
    assert not leftovers(root)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_request_to_end_keeps_what_was_under_way(tmp_path, start, undisturbed, asked, sent):
    root = tmp_path / "results"
    process = start(root)
    go(process)
    wait_for(process, lambda: len(parts_of(root)) >= 1)
    process.send_signal(sent)
    said, complaint = process.communicate()
    assert process.returncode != 0
    assert "KeyboardInterrupt" in complaint
    assert int(said) - 1 <= pairs_on_disk(root) <= int(said) < PAIRS  # one may be on its way from hand to hand
    assert not leftovers(root)
    kept = pairs_on_disk(root)
    assert run(asked, root).summary.ran == PAIRS - kept
    assert tables_of(root) == undisturbed


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 300 kB; ``small_disk(size)`` makes it larger."""
    place = tmp_path / "disk"
    place.mkdir()

    def mount(*options):
        return subprocess.run(["mount", *options, str(place)], capture_output=True, text=True)

    done = mount("-t", "tmpfs", "-o", "size=300k", "tmpfs") if MOUNTED else None
    if done is None or done.returncode:
        pytest.skip(f"mounting a disk is not permitted here: {done.stderr.strip() if done else 'not root on Linux'}")

    def grow(size):
        assert mount("-o", f"remount,size={size}").returncode == 0

    yield place, grow
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_stops_the_run_in_one_line_and_damages_nothing(small_disk, asked, undisturbed):
    place, grow = small_disk
    root = place / "results"
    kept = 0
    for _ in range(2):
        with pytest.raises(Stopped) as stopped:
            run(asked, root)
        assert str(stopped.value).startswith(f"cannot write in {root}: ")
        assert "no space left on device" in str(stopped.value)
        assert "\n" not in str(stopped.value)
        assert kept <= pairs_on_disk(root) < PAIRS
        kept = pairs_on_disk(root)
        assert kept >= 50
        assert not leftovers(root)
    grow("20m")
    done = run(asked, root)
    assert done.summary.ran == PAIRS - kept
    assert not (root / "damaged").exists()
    assert tables_of(root) == undisturbed


def test_a_disk_that_is_full_when_the_tables_are_made_keeps_all_runs(small_disk, asked, undisturbed):
    place, grow = small_disk
    root = place / "results"
    grow("700k")  # room for the parts, and not for the tables too
    with pytest.raises(Stopped, match="no space left on device"):
        run(asked, root)
    assert pairs_on_disk(root) == PAIRS
    assert not leftovers(root)
    grow("20m")
    assert run(asked, root).summary.ran == 0
    assert tables_of(root) == undisturbed
