"""Where runs are kept: parts, claims, what is in a folder, and the tables made from it."""

import dataclasses
import errno
import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import threading
from contextlib import nullcontext

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import csv

from experiments import provenance
from experiments.results import open_results, run
from experiments.running.pair import Failure, Result
from experiments.running.rows import rows_of, table_of
from experiments.store import folder as folders
from experiments.store import locks as claiming
from experiments.store import parts, tables
from experiments.store.folder import Folder, existing_folder, open_folder
from experiments.store.identity import model_version
from experiments.store.index import Index
from experiments.store.locks import Locks
from experiments.store.parts import DamagedPart, kinds, read_part, unfinished_name, write_part, write_whole
from experiments.store.table_writer import TableWriter
from experiments.store.tables import write_tables
from experiments.store.taken import FolderError
from reports.page import beforehand
from sim.effect_size import AMONG, OF_FAMILIES
from sim.outcomes import OUTCOMES
from sim.region import ROUTES
from tests.experiments.experiment_files import TABLES, experiment_of, parts_of, tables_of

SETS = """
[factors]
turnover_rate = [0.1, 0.4]
[policies.as_it_is]
[policies.trained]
training_share = 1
[design]
kind = "worlds"
worlds = 2
"""
COLUMNS = [name for name in kinds() if name != "run"]
RUNS = ("a" * 24, "b" * 24)
HOLDER = """
import sys
from pathlib import Path
from experiments.store.locks import Locks
locks = Locks(Path(sys.argv[1]))
print(locks.take("block"), flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """The folder of an experiment that has been run; not to be changed."""
    return run(experiment_of(), tmp_path_factory.mktemp("kept") / "results", workers=1).root


@pytest.fixture(scope="module")
def rich(tmp_path_factory):
    """The same of one with worlds, policies and a factor."""
    root = tmp_path_factory.mktemp("rich") / "results"
    return run(experiment_of("replicates = 2", SETS), root, workers=1).root


@pytest.fixture
def copied(kept, tmp_path):
    """The runs of ``kept`` in a folder of its own, before any table was made."""
    root = tmp_path / "results"
    shutil.copytree(kept, root)
    for name in TABLES:
        (root / name).unlink()
    return root


def index_in(root, version=None):
    """What is in a folder of parts."""
    index = Index(root, root.parent / "damaged", version or model_version())
    index.refresh()
    return index


def put(root, runs=RUNS, value=1.0, why="", version=None, labels=None, rows=2):
    """Write a part that holds one pair, or only the first run of it."""
    size = np.full((len(AMONG), len(OF_FAMILIES)), value)
    outcomes = np.full((len(ROUTES), len(OUTCOMES)), value)
    result = Result(outcomes, size, 0.1, Failure("measuring", why) if why else None)
    labels = {"turnover_rate": 0.1} if labels is None else labels
    table = table_of(rows_of(runs, ROUTES, 0, labels, result), list(labels))
    root.mkdir(exist_ok=True)
    return write_part(root, table.slice(0, rows), {"model_version": version or model_version()})


def cut(path, length):
    """Cut a file off."""
    path.write_bytes(path.read_bytes()[:length])


def flip(path, place, mask=1):
    """Change some bits of a byte."""
    content = bytearray(path.read_bytes())
    content[place] ^= mask
    path.write_bytes(content)


def middle_of(path, column):
    """The place of a byte in the middle of the values of a column."""
    group = pq.ParquetFile(path).metadata.row_group(0)
    (chunk,) = [group.column(n) for n in range(group.num_columns) if group.column(n).path_in_schema == column]
    return chunk.data_page_offset + chunk.total_compressed_size * 2 // 3


def dead_process():
    """The number of a process that is gone."""
    return int(subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True).stdout)


def left_by(path, process):
    """A half-written file of a process of this machine."""
    unfinished = path.with_name(f".{path.name}.{socket.gethostname()}.{process}")
    unfinished.write_bytes(b"half")
    return unfinished


# Parts


@pytest.mark.slow
@pytest.mark.parametrize("error", [OSError("no space"), KeyboardInterrupt()])
def test_a_part_that_is_not_written_to_its_end_leaves_what_was_there(tmp_path, monkeypatch, error):
    path = put(tmp_path)
    before = path.read_bytes()

    def half(table, where, **options):
        where.write(b"PAR1 half of it")
        raise error

    monkeypatch.setattr(parts.pq, "write_table", half)
    for runs in (RUNS, ("c" * 24, "d" * 24)):
        with pytest.raises(type(error)):
            put(tmp_path, runs)
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == before


def test_a_file_has_its_name_only_when_all_of_it_is_there(tmp_path):
    path = tmp_path / "part.parquet"

    def write(unfinished):
        unfinished.write_bytes(b"all of it")
        assert not path.exists()
        assert index_in(tmp_path).parts == []

    write_whole(path, write)
    assert [one.name for one in tmp_path.iterdir()] == ["part.parquet"]


@pytest.mark.parametrize(("number", "stops"), [(errno.EINVAL, False), (errno.ENOTSUP, False), (errno.EIO, True)])
def test_a_file_system_that_cannot_bring_a_folder_to_disk_stops_nothing(tmp_path, monkeypatch, number, stops):
    real = os.fsync

    def fsync(descriptor):
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(number, os.strerror(number))
        real(descriptor)

    monkeypatch.setattr(parts.os, "fsync", fsync)
    with pytest.raises(OSError) if stops else nullcontext():
        put(tmp_path)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_table_that_is_not_written_to_its_end_leaves_the_one_before(tmp_path):
    schema = pa.schema([("number", pa.int64())])
    with TableWriter(tmp_path, "runs", schema, {}, csv=True) as sheet:
        sheet.add(pa.table({"number": [1, 2]}, schema))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert sorted(before) == ["runs.csv", "runs.parquet"]
    with pytest.raises(KeyboardInterrupt), TableWriter(tmp_path, "runs", schema, {}, csv=True) as sheet:
        sheet.add(pa.table({"number": [3]}, schema))
        raise KeyboardInterrupt
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_the_same_runs_are_the_same_part(tmp_path):
    assert put(tmp_path) == put(tmp_path)
    assert put(tmp_path, ("c" * 24, "d" * 24)) != put(tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_part_says_what_it_is_and_holds_what_was_put_in(tmp_path):
    path = put(tmp_path, value=0.25)
    rows = read_part(path, ["run", *COLUMNS]).to_pylist()
    assert [(row["run"], row["route"], row["status"], row["trust"]) for row in rows] == [
        (RUNS[0], "parallel", "done", 0.25),
        (RUNS[1], "shared_plan", "done", 0.25),
    ]
    assert np.isnan(rows[0]["g_trust_all"])
    assert rows[1]["g_trust_all"] == 0.25
    assert pq.read_schema(path).metadata[b"omtafel.model_version"].decode() == model_version()


@pytest.mark.parametrize("tenth", range(10))
def test_a_part_that_was_cut_off_anywhere_is_set_aside(tmp_path, tenth):
    path = put(tmp_path / "parts")
    whole = path.read_bytes()
    for length in (len(whole) * tenth // 10, len(whole) * tenth // 10 + 5, len(whole) - 1 - tenth):
        path.write_bytes(whole[:length])
        index = index_in(path.parent)
        assert index.part_of == {}
        assert index.set_aside == [tmp_path / "damaged" / path.name]
        assert not path.exists()
        assert (tmp_path / "damaged" / path.name).read_bytes() == whole[:length]


@pytest.mark.slow
@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.97])
def test_the_runs_of_a_part_that_was_cut_off_are_run_again(copied, kept, share):
    (path,) = parts_of(copied)
    cut(path, int(share * path.stat().st_size))
    again = run(experiment_of(), copied, workers=1)
    assert again.summary.ran == 6
    assert tables_of(copied) == tables_of(kept)


@pytest.mark.slow
@pytest.mark.parametrize("column", ["run", "status", "seed", "trust", "hours_idle", "g_trust_planned"])
def test_a_changed_byte_in_any_column_is_found_and_its_runs_are_run_again(copied, kept, column):
    (path,) = parts_of(copied)
    flip(path, middle_of(path, column))
    again = run(experiment_of(), copied, workers=1)
    assert again.summary.ran == 6
    assert [one.name for one in (copied / "damaged").iterdir()] == [path.name]
    assert tables_of(copied) == tables_of(kept)


@pytest.mark.slow
def test_whatever_byte_is_changed_no_wrong_number_comes_out(tmp_path):
    path = put(tmp_path / "parts", value=0.7)
    whole = path.read_bytes()
    good = repr(index_in(path.parent).table(RUNS, COLUMNS).to_pylist())
    found = 0
    for number, place in enumerate(range(0, len(whole), 293)):
        path.write_bytes(whole)
        flip(path, place, 1 << (number % 8))
        index = index_in(path.parent)
        if not index.part_of:  # set aside, or another version by its looks: either way run again
            found += 1
            continue
        try:
            assert repr(index.table(RUNS, COLUMNS).to_pylist()) == good
        except DamagedPart:
            found += 1
    assert found > 20


@pytest.mark.parametrize("column", ["status", "trust"])
def test_a_column_that_lost_its_name_is_damage(tmp_path, column):
    path = put(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content.replace(column.encode(), column[:-1].encode() + b"x"))
    assert path.read_bytes() != content
    with pytest.raises(DamagedPart, match=f"{path.name}: {column} is not there as it was written"):
        read_part(path, ["run", column])


# What is in a folder


@pytest.mark.parametrize("done_first", [True, False])
def test_a_run_that_was_done_goes_before_the_same_run_that_failed(tmp_path, done_first):
    first = put(tmp_path, value=1.0, why="" if done_first else "no luck")
    index = index_in(tmp_path)
    assert index.has_failed(RUNS[0]) != done_first
    assert put(tmp_path, value=2.0, why="no luck" if done_first else "", rows=1) != first
    index.refresh()
    for one in (index, index_in(tmp_path)):
        assert not one.has_failed(RUNS[0])
        assert one.rows([RUNS[0]], ["trust"])[0, 0] == (1 if done_first else 2)


def test_a_part_that_was_written_anew_with_what_failed_done_counts_as_done(tmp_path):
    path = put(tmp_path, value=np.nan, why="no luck")
    index = index_in(tmp_path)
    assert len(index.failed) == 2
    assert put(tmp_path, value=0.5) == path
    index.add(path)
    assert index.failed == set()
    index.put_aside(path)
    assert index.part_of == {}


def test_runs_come_in_the_order_in_which_they_are_asked_for(tmp_path):
    names = [(f"{one:024x}", f"{one + 100:024x}") for one in range(5)]
    for number, runs in enumerate(names):
        put(tmp_path, runs, value=float(number))
    asked = [names[3][0], names[0][1], names[4][0], names[3][1], names[3][0]]
    assert index_in(tmp_path).rows(asked, ["trust"])[:, 0].tolist() == [3, 0, 4, 3, 3]


def test_runs_of_other_experiments_stand_side_by_side(tmp_path):
    put(tmp_path, value=1.0, labels={"turnover_rate": 0.1})
    put(tmp_path, ("c" * 24, "d" * 24), value=2.0, labels={"policy": "a", "world": 3})
    assert index_in(tmp_path).rows([RUNS[0], "c" * 24], ["trust"])[:, 0].tolist() == [1, 2]


def test_runs_of_another_version_of_the_model_are_counted_and_not_used(tmp_path):
    put(tmp_path)
    put(tmp_path, ("c" * 24, "d" * 24), version="another")
    index = index_in(tmp_path)
    assert index.stale == 2
    assert not index.has("c" * 24)
    assert index.has(RUNS[0])


def test_a_part_that_another_process_set_aside_is_damage_and_no_other_error(tmp_path):
    path = put(tmp_path / "parts")
    index = index_in(path.parent)
    path.unlink()
    with pytest.raises(DamagedPart, match="it is gone"):
        index.rows(RUNS, ["trust"])
    index.put_aside(path)
    assert index.part_of == {}


def test_what_is_no_part_is_left_alone(tmp_path):
    put(tmp_path / "parts")
    (tmp_path / "parts" / "notes.txt").write_text("mine")
    assert len(index_in(tmp_path / "parts").part_of) == 2
    assert (tmp_path / "parts" / "notes.txt").read_text() == "mine"


# The folder


def test_what_dead_processes_left_half_written_is_removed_and_what_living_ones_write_is_not(copied):
    (path,) = parts_of(copied)
    gone = dead_process()
    dead = [left_by(place / "x.parquet", gone) for place in (copied, copied / "parts", copied / "failed")]
    living = left_by(path, os.getpid())
    elsewhere = path.with_name(f".x.parquet.another-machine.{gone}")
    elsewhere.write_bytes(b"half")
    run(experiment_of(), copied, workers=1)
    assert not any(one.exists() for one in dead)
    assert living.exists()
    assert elsewhere.exists()
    assert unfinished_name(path) == living


def test_a_folder_of_other_things_is_refused_and_left_as_it_is(tmp_path):
    (tmp_path / "thesis.docx").write_text("years of work")
    for make in (lambda: None, lambda: (tmp_path / "parts").mkdir()):
        make()
        with pytest.raises(FolderError, match="holds other things: name an empty folder") as refused:
            run(experiment_of(), tmp_path, workers=1)
        assert "\n" not in str(refused.value)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["parts", "thesis.docx"]


def test_a_folder_with_parts_of_somebody_else_is_refused(tmp_path):
    put(tmp_path / "parts")
    with pytest.raises(FolderError, match="holds other things"):
        run(experiment_of(), tmp_path, workers=1)


def test_a_file_where_a_folder_should_be_is_refused(tmp_path):
    (tmp_path / "results").write_text("")
    with pytest.raises(FolderError, match="is a file, not a folder"):
        run(experiment_of(), tmp_path / "results", workers=1)


def test_a_folder_in_which_another_process_only_just_begins_is_taken(tmp_path):
    """And one in which a process was killed before it had written what the folder is for."""
    for name in ("parts", "failed", "claims"):
        (tmp_path / name).mkdir()
    (tmp_path / "claims" / "manifest.lock").touch()
    left_by(tmp_path / "manifest.json", dead_process())
    assert open_folder(tmp_path, experiment_of()).manifest()["experiment"]["name"] == "small"


def test_a_folder_of_another_experiment_is_refused(copied):
    other = dataclasses.replace(experiment_of(), name="other")
    before = (copied / "manifest.json").read_bytes()
    with pytest.raises(FolderError, match="holds experiment small: name another folder"):
        run(other, copied, workers=1)
    assert (copied / "manifest.json").read_bytes() == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "cannot be read"),
        (b"", "cannot be read"),
        (b"\xff\xfe", "cannot be read"),
        (b"[" * 100_000, "cannot be read"),
        (b"[1]", "is not that of an experiment"),
        (b'{"short_name": "a web page"}', "is not that of an experiment"),
        (b'{"experiment": 3}', "is not that of an experiment"),
    ],
)
def test_a_manifest_that_cannot_be_read_is_one_line_and_stays(copied, content, said):
    (copied / "manifest.json").write_bytes(content)
    for use in (lambda: run(experiment_of(), copied, workers=1), lambda: open_results(copied)):
        with pytest.raises(FolderError, match=said) as refused:
            use()
        assert "\n" not in str(refused.value)
        assert str(copied / "manifest.json") in str(refused.value)
    assert (copied / "manifest.json").read_bytes() == content


@pytest.mark.slow
@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("tables", []),
        ("tables", {"state": "x", "counts": [], "files": {}}),
        ("tables", {"state": "x", "counts": {}, "files": ["runs.csv"]}),
        ("sessions", {"date": "x"}),
        ("sessions", [3]),
        ("versions", [1]),
        ("expectations", "many"),
        ("text", 3),
    ],
)
def test_a_manifest_of_another_shape_is_one_line_and_removed_it_comes_back(copied, kept, place, value):
    path = copied / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), place: value}))
    for use in (lambda: run(experiment_of(), copied, workers=1), lambda: open_results(copied)):
        with pytest.raises(FolderError, match=f"cannot be read: {place}.*remove it, and it is made anew") as refused:
            use()
        assert "\n" not in str(refused.value)
    path.unlink()
    open_results(copied)
    assert tables_of(copied) == tables_of(kept)


def test_a_manifest_that_was_lost_is_made_anew_from_the_parts(copied, kept):
    (copied / "manifest.json").unlink()
    found = Folder(copied).manifest()
    before = Folder(kept).manifest()
    for name in ("experiment", "text", "based_on", "model_version", "versions"):
        assert found[name] == before[name]
    assert [one["expected"] for one in found["expectations"]] == [one["expected"] for one in before["expectations"]]
    assert found["sessions"] == [{name: before["sessions"][0][name] for name in ("date", "command", "machine", "file")}]
    again = run(experiment_of(), copied, workers=1)
    assert again.summary.ran == 0
    assert json.loads((copied / "manifest.json").read_text())["experiment"] == before["experiment"]
    assert tables_of(copied) == tables_of(kept)


def test_a_lost_manifest_gives_nobody_elses_experiment_the_folder(copied):
    (copied / "manifest.json").unlink()
    with pytest.raises(FolderError, match="holds experiment small: name another folder"):
        run(dataclasses.replace(experiment_of(), name="other"), copied, workers=1)


@pytest.mark.slow
@pytest.mark.parametrize("name", TABLES)
def test_a_finished_table_that_was_damaged_is_written_anew(kept, tmp_path, name):
    for number, damage in enumerate((lambda path: cut(path, path.stat().st_size // 2), lambda path: flip(path, 40))):
        root = tmp_path / str(number)
        shutil.copytree(kept, root)
        damage(root / name)
        assert tables_of(root) != tables_of(kept)
        open_results(root)
        assert tables_of(root) == tables_of(kept)


def test_what_was_expected_first_stays_what_was_expected(tmp_path, monkeypatch):
    """Changed before there are results it is replaced; changed after that it stands below the first, with its date."""

    def expecting(expected, question="Which is better?"):
        return dataclasses.replace(experiment_of("replicates = 1"), expected=expected, question=question)

    dates = iter(f"2026-12-{day:02}T00:00:00+00:00" for day in range(1, 32))
    monkeypatch.setattr(folders, "now", lambda: next(dates))
    open_folder(tmp_path, expecting("Neither."))
    run(expecting("The plan."), tmp_path, workers=1)
    run(expecting("The plan."), tmp_path, workers=1)
    run(expecting("Parallel routes."), tmp_path, workers=1)
    (tmp_path / "manifest.json").unlink()
    done = run(expecting("Parallel routes.", "Which is worse?"), tmp_path, workers=1)
    kept = [(one["expected"], one["after_results"]) for one in done_manifest(tmp_path)["expectations"]]
    assert kept[0] == ("The plan.", False)
    assert kept[-1] == ("Parallel routes.", True)
    words = [text for _, text in beforehand(done)]
    assert words[0] == "The plan."
    assert "Which is better?" in words


def done_manifest(root):
    """What stands in the manifest."""
    return json.loads((root / "manifest.json").read_text())


@pytest.mark.parametrize("missing", ["text", "based_on"])
def test_a_manifest_with_gaps_is_one_line(copied, missing):
    manifest = json.loads((copied / "manifest.json").read_text())
    del manifest[missing]
    (copied / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(FolderError, match="cannot be read") as refused:
        open_results(copied)
    assert "\n" not in str(refused.value)


def test_a_folder_without_an_experiment_cannot_be_opened(tmp_path):
    for root in (tmp_path, tmp_path / "none"):
        with pytest.raises(FolderError, match="holds no experiment: run one first"):
            existing_folder(root)


def test_sessions_of_processes_that_begin_together_are_all_noted(copied):
    before = len(Folder(copied).manifest()["sessions"])
    threads = [threading.Thread(target=Folder(copied).begin_session, args=(str(n),)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sessions = Folder(copied).manifest()["sessions"][before:]
    assert sorted(one["command"] for one in sessions) == [str(n) for n in range(8)]


def test_an_experiment_comes_out_of_a_folder_as_it_went_in(rich):
    asked = experiment_of("replicates = 2", SETS)
    found = open_results(rich)
    assert found.experiment == asked
    assert found.written.missing == 0
    assert found.summary.ran == 0


# Locks


def test_a_block_is_claimed_once(tmp_path):
    one, other = Locks(tmp_path), Locks(tmp_path)
    assert one.take("block")
    assert not other.take("block")
    assert other.take("another")
    one.release("block")
    assert other.take("block")
    other.release_all()
    assert list(tmp_path.iterdir()) == []
    other.release("block")


def test_another_process_gets_a_claim_only_when_its_holder_is_gone(tmp_path):
    words, pipe = [sys.executable, "-c", HOLDER, tmp_path], subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True) as holder:
        try:
            assert holder.stdout and holder.stdout.readline() == "True\n"
            assert not Locks(tmp_path).take("block")
        finally:
            holder.send_signal(signal.SIGKILL)
    mine = Locks(tmp_path)
    assert mine.take("block")
    mine.release_all()


@pytest.mark.skipif(os.name != "posix", reason="nothing can be stopped")
def test_the_claim_of_a_process_that_was_stopped_is_taken_over_after_a_while(tmp_path, monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(claiming.time, "monotonic", lambda: clock[0])
    words, pipe = [sys.executable, "-c", HOLDER, tmp_path], subprocess.PIPE  # without a pipe it may end at once
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True) as holder:
        try:
            assert holder.stdout and holder.stdout.readline() == "True\n"
            holder.send_signal(signal.SIGSTOP)
            mine, third = Locks(tmp_path), Locks(tmp_path)
            assert not mine.take("block")
            assert mine.holder("block") == f"process {holder.pid} on {socket.gethostname()}"
            clock[0] = claiming.SILENT_SECONDS
            assert not mine.take("block")
            clock[0] += 1
            assert mine.take("block")
            assert mine.taken_over == [f"process {holder.pid} on {socket.gethostname()}"]
            assert not third.take("block")
            assert third.holder("block") == f"process {os.getpid()} on {socket.gethostname()}"
            mine.release_all()
        finally:
            holder.kill()
    assert third.take("block")


def test_the_claim_of_a_process_that_goes_on_is_never_taken_over(tmp_path, monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(claiming.time, "monotonic", lambda: clock[0])
    one, other = Locks(tmp_path), Locks(tmp_path)
    one.take("block")
    for minute in range(1, 5):
        assert not other.take("block")
        clock[0] = 60.0 * minute
        one.beat()


@pytest.mark.skipif(os.name != "posix", reason="nothing can be stopped")
def test_who_holds_the_manifest_for_ever_is_named_and_not_waited_for_for_ever(copied, monkeypatch, caplog):
    monkeypatch.setattr(claiming, "SILENT_SECONDS", 0.1)
    monkeypatch.setattr(claiming, "SAY_AFTER", 0.05)
    script = (
        "import sys, pathlib\nfrom experiments.store.locks import alone\n"
        "with alone(pathlib.Path(sys.argv[1])):\n    print(1, flush=True)\n    sys.stdin.read()"
    )
    path = copied / "claims" / "manifest.lock"
    command = [sys.executable, "-c", script, path]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        try:
            assert holder.stdout and holder.stdout.readline() == "1\n"
            holder.send_signal(signal.SIGSTOP)
            Folder(copied).begin_session("mine")
        finally:
            holder.kill()
    (said,) = caplog.messages
    assert re.fullmatch(
        rf"Waiting for process {holder.pid} on {socket.gethostname()}, since \d\d:\d\d:\d\d, "
        rf"which writes the manifest of {copied}",
        said,
    )
    Folder(copied).begin_session("after it was killed")
    assert not (copied / "claims" / "manifest.holder").exists()
    assert [one["command"] for one in Folder(copied).manifest()["sessions"][-2:]] == ["mine", "after it was killed"]


# The tables


def test_what_is_in_the_tables_of_an_experiment(rich):
    runs = pd.read_parquet(rich / "runs.parquet")
    assert list(runs.columns[:6]) == ["cell", "world", "policy", "turnover_rate", "replicate", "route"]
    assert runs.columns[-1] == "run"
    assert len(runs) == 8 * 2 * 2
    assert runs[["cell", "replicate", "route"]].apply(tuple, axis=1).tolist() == [
        (cell, replicate, route) for cell in range(8) for replicate in range(2) for route in ROUTES
    ]
    assert runs["run"].is_unique
    assert set(runs["status"]) == {"done"}
    effects = pd.read_parquet(rich / "effects.parquet")
    assert len(effects) == 8 * sum(one.main for one in OUTCOMES.values())
    cells = pd.read_csv(rich / "cells.csv")
    assert cells["replicates"].tolist() == [2] * 8
    assert cells["failed_runs"].tolist() == [0] * 8
    assert len(pd.read_csv(rich / "failures.csv")) == 0


def test_effects_follow_from_the_runs(rich):
    runs = pd.read_parquet(rich / "runs.parquet")
    effects = pd.read_parquet(rich / "effects.parquet").set_index(["cell", "outcome"])
    wide = runs.pivot(index=["cell", "replicate"], columns="route", values="trust")
    differences = (wide["shared_plan"] - wide["parallel"]).groupby("cell")
    found = effects.xs("trust", level="outcome")
    assert found["difference"].to_numpy() == pytest.approx(differences.mean().to_numpy(), rel=1e-12)
    assert found["luck"].to_numpy() == pytest.approx(differences.std().to_numpy(), rel=1e-12)


@pytest.mark.parametrize("name", ["runs", "effects"])
def test_duckdb_pandas_and_the_csv_read_the_same(rich, name):
    parquet = pd.read_parquet(rich / f"{name}.parquet")
    with duckdb.connect() as database:
        by_duckdb = database.sql(f"select * from '{rich / name}.parquet'").df()
        csv_by_duckdb = database.sql(f"select * from read_csv('{rich / name}.csv')").fetchall()
    kinds = csv.ConvertOptions(column_types=pq.read_schema(rich / f"{name}.parquet"))
    by_arrow = csv.read_csv(rich / f"{name}.csv", convert_options=kinds).to_pandas()
    pd.testing.assert_frame_equal(by_duckdb, parquet, check_dtype=False, check_exact=True)
    pd.testing.assert_frame_equal(by_arrow, parquet, check_dtype=False, check_exact=True)
    assert len(csv_by_duckdb) == len(parquet)


def test_the_dictionary_names_every_column_of_every_table(rich, kept):
    for root in (rich, kept):
        meanings = pd.read_csv(root / "dictionary.csv")
        assert meanings["column"].is_unique
        assert meanings["meaning"].notna().all()
        told = {row["column"]: row["tables"].split(", ") for row in meanings.to_dict("records")}
        for name in ("runs", "effects", "cells", "failures"):
            for column in pd.read_csv(root / f"{name}.csv", nrows=0).columns:
                assert name in told[column]


def test_tables_hold_no_date_no_machine_and_no_path(kept, tmp_path, monkeypatch):
    monkeypatch.setattr(provenance, "now", lambda: "1999-12-31T23:59:59+00:00")
    monkeypatch.setattr(provenance, "machine", lambda: "elsewhere")
    run(experiment_of(), tmp_path / "moved" / "elsewhere", workers=1, command="another command")
    assert tables_of(tmp_path / "moved" / "elsewhere") == tables_of(kept)
    (part,) = parts_of(tmp_path / "moved" / "elsewhere")
    assert pq.read_schema(part).metadata[b"omtafel.date"] == b"1999-12-31T23:59:59+00:00"


def test_a_table_says_where_it_comes_from(kept):
    for name in ("runs", "effects"):
        about = pq.read_schema(kept / f"{name}.parquet").metadata
        assert about[b"omtafel.model_version"].decode() == model_version()
        assert about[b"omtafel.text"].decode() == experiment_of().text
        assert json.loads(about[b"omtafel.experiment"])["question"] == "Which is better?"


def test_tables_that_are_there_are_left_and_those_that_are_not_are_made_again(kept, tmp_path):
    root = tmp_path / "results"
    shutil.copytree(kept, root)
    os.utime(root / "runs.parquet", (1, 1))
    open_results(root)
    assert (root / "runs.parquet").stat().st_mtime == 1
    (root / "cells.csv").unlink()
    open_results(root)
    assert tables_of(root) == tables_of(kept)


def test_results_that_are_all_there_can_be_read_where_nothing_can_be_written(kept, monkeypatch):
    def locked(folder):
        raise PermissionError("read-only")

    monkeypatch.setattr(Folder, "tables_lock", locked)
    assert open_results(kept).written.runs == 12


def test_tables_are_made_from_what_is_there_when_they_are_made(copied):
    """Two processes may end at the same time, and the one that has seen less must not have the last word."""
    folder = Folder(copied)
    seen_less = folder.index()
    more = experiment_of("replicates = 4")
    run(more, copied, workers=1)
    assert len(seen_less.part_of) == 12
    assert write_tables(more, folder, seen_less).runs == 16
    assert len(pd.read_parquet(copied / "runs.parquet")) == 16


def test_runs_are_written_as_csv_too_unless_there_are_many_or_it_is_not_wanted(copied, monkeypatch):
    for wanted, most, there in ((None, 12, True), (None, 11, False), (True, 11, True), (False, 12, False)):
        monkeypatch.setattr(tables, "MOST_ROWS_AS_CSV", most)
        assert ("runs.csv" in run(experiment_of(), copied, workers=1, csv=wanted).written.files) == there
        assert (copied / "runs.csv").exists() == there
        assert (copied / "effects.csv").exists()
