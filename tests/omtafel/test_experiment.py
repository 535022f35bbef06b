"""``omtafel experiment``, and the same from Python: checked, planned, run, resumed, reported; and how each says no."""

import io
import math
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

import experiments
from experiments import ExperimentError, results
from experiments import schedule as schedule
from experiments.analysis.effects import effects_of_cell
from experiments.running import pair, planning, runner, scheduler
from experiments.running.estimates import Estimate
from experiments.running.pair import Failure
from experiments.specification.experiment import read_experiment
from experiments.store.folder import open_folder
from omtafel import progress, screen
from omtafel.cli import status_of
from reports.page import write_report
from sim.outcomes import OUTCOMES
from sim.region import ROUTES
from tests.experiments.experiment_files import TABLES, TWO_CELLS, parts_of, text_of

pytestmark = pytest.mark.slow

HEAVY = ("numpy", "numba", "pandas", "scipy", "pyarrow", "jinja2", "dask", "sim.parameters", "experiments")
COMMANDS = ("new", "check", "plan", "run", "status", "report")
PATIENT = "replicates = { at_least = 2, at_most = 4, half_width = { trust = 0.00001 } }"
BAD_SHARDS = ("0/2", "3/2", "2", "1/0", "1/2/3", "a/b", "-1/2", "1.5/2", "²/8", " 1/2", "", "1/" + "9" * 5_000)


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A folder with a small experiment of two cells and three replicates, and with what is none."""
    files = {
        "small.toml": text_of(),
        "broken.toml": "question = = 3",
        "wrong.toml": text_of("replicates = 0\nsead = 3\nroutes = ['both']", "[factors]\nturnover_rte = [0.1, 0.2]"),
        "a_file": "x",
        "others/notes.txt": "x",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def say(capsys):
    """``say("experiment check small.toml")``: status, lines of standard output, and lines of standard error."""

    def say(words, *more):
        capsys.readouterr()
        status = status_of([*words.split(), *more])
        screen = capsys.readouterr()
        return status, screen.out.splitlines(), screen.err.splitlines()

    return say


@pytest.fixture
def nothing_runs(monkeypatch):
    """Whoever runs anything fails."""

    def lived(*arguments, **more):
        raise AssertionError("something was run")

    for module, name in ((planning, "plan"), (results, "run"), (pair, "live"), (pair, "live_together")):
        monkeypatch.setattr(module, name, lived)


@pytest.fixture(scope="module")
def done(tmp_path_factory) -> results.Results:
    """The small experiment, all of it run; nobody may change it."""
    file = tmp_path_factory.mktemp("done") / "small.toml"
    file.write_text(text_of('replicates = 3\noutcomes = ["trust", "broke_off_share"]'))
    return experiments.run(file, file.parent / "there", workers=2, command="omtafel experiment run small.toml")


def small_blocks(monkeypatch, pairs=2):
    """Parts of two pairs, so that a run can be stopped in the middle."""
    monkeypatch.setattr(schedule, "PAIRS_IN_A_BLOCK", pairs)
    monkeypatch.setattr(runner, "LOOK_AGAIN", 0.02)


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file, byte for byte."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# Help


def test_help_of_every_command_loads_nothing_heavy():
    program = (
        "import sys; from omtafel.cli import status_of;"
        f"[status_of(['experiment', name, '--help']) for name in {COMMANDS!r}];"
        "[status_of([name, '--help']) for name in ('experiment', 'sensitivity', 'discover', 'regret', 'calibrate')];"
        f"print('LOADED', *[name for name in {HEAVY!r} if name in sys.modules])"
    )
    text = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert text.split("LOADED")[1].split() == []
    for name in COMMANDS:
        assert f"omtafel experiment {name} " in text
        assert f"  {name} " in text
    for option in (
        "--shard",
        "--again",
        "--no-csv",
        "--cluster",
        "--hours",
        "--to",
        "--rung",
        "--every-loss",
        "--sets",
    ):
        assert option in text


# New


def test_what_new_writes_passes_check_and_names_itself(folder, say):
    assert say("experiment new mine.toml") == (0, ["wrote mine.toml"], [])
    status, out, err = say("experiment check mine.toml")
    assert (status, err) == (0, [])
    assert out[0].startswith("Question: From which turnover")
    assert "omtafel experiment run mine.toml" in (folder / "mine.toml").read_text()


@pytest.mark.parametrize("name", ["small.toml", "folder.toml"])
def test_new_never_overwrites(folder, say, name):
    (folder / "folder.toml").mkdir()
    before = files_in(folder)
    assert say(f"experiment new {name}") == (2, [], [f"omtafel: {name} is there already"])
    assert files_in(folder) == before


# Check


def test_check_says_what_is_asked_and_what_stays(folder, say, nothing_runs):
    status, out, err = say("experiment check small.toml")
    assert (status, err) == (0, [])
    assert out == [
        "Question: Which is better?",
        "Expected: nothing written down",
        "2 cells: every combination of values; on parallel routes and shared plan",
        "Moved: Staff turnover: 10 % per year, 40 % per year",
        "3 replicates in each cell, from seed 0",
        "Everything else: Almelo, usual staffing (30 families at the start, 26 weeks after 13 weeks of usual care). "
        "Everything as declared.",
    ]


def test_check_names_every_problem_on_a_line_of_its_own(folder, say):
    status, out, err = say("experiment check wrong.toml")
    assert (status, out) == (2, [])
    assert len(err) == 4
    assert all(re.match(r"omtafel: wrong\.toml:\d+: ", line) for line in err)
    for part in ("sead' (did you mean seed?)", "'both'", "replicates must be", "did you mean turnover_"):
        assert sum(part in line for line in err) == 1


# What is refused

REFUSED = {
    "experiment": "Missing command",
    "experiment chek small.toml": "'chek'",
    "experiment check": "FILE",
    "experiment check nowhere.toml": "nowhere.toml: no such file or directory",
    "experiment check others": "others: is a directory",
    "experiment check a_file/x.toml": "a_file/x.toml: not a directory",
    "experiment check broken.toml": "broken.toml: not valid TOML",
    "experiment new notes.txt": "notes.txt: name a file that ends in .toml",
    "experiment new nowhere/x.toml": "nowhere/x.toml: no such file or directory",
    "experiment plan small.toml --workers 0": "--workers 0: must be from 1 to 256",
    "experiment plan small.toml --hours 0": "--hours 0: must be above 0",
    "experiment plan small.toml --hours -2": "--hours -2: must be above 0",
    "experiment plan small.toml --hours nan": "--hours nan: must be above 0",
    "experiment plan small.toml --hours soon": "--hours",
    "experiment run small.toml --workers 300": "--workers 300: must be from 1 to 256",
    "experiment run small.toml --workers 2 --cluster tcp://127.0.0.1:9": "--workers is for threads, and --cluster",
    "experiment run small.toml --csv=maybe": "--csv",
    "experiment status small.toml": "results/small holds no experiment: run one first",
    "experiment status small.toml --out others": "others holds no experiment: run one first",
    "experiment report small.toml": "results/small holds no experiment: run one first",
    "experiment report small.toml --out a_file": "a_file holds no experiment: run one first",
}


@pytest.mark.parametrize(("words", "said"), REFUSED.items())
def test_what_cannot_be_done_is_refused_in_one_line_and_leaves_no_trace(folder, say, nothing_runs, words, said):
    before = sorted(folder.rglob("*"))
    status, out, err = say(words)
    assert (status, out, len(err)) == (2, [], 1)
    assert err[0].startswith("omtafel: ")
    assert said in err[0]
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize("shard", BAD_SHARDS, ids=lambda text: text[:9])
def test_a_shard_is_written_as_one_of_so_many(folder, say, nothing_runs, shard):
    status, out, err = say("experiment run small.toml --shard", shard)
    assert (status, out) == (2, [])
    assert err == [f"omtafel: --shard {shard!r}: write it as I/N, such as 2/8"]


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("a_file", "a_file is a file, not a folder"),
        ("a_file/below", "cannot write in a_file/below: not a directory"),
        ("others", "others holds other things"),
        ("of_another", "of_another holds experiment another"),
    ],
)
def test_a_folder_that_holds_something_else_is_refused_and_left_as_it_is(folder, say, monkeypatch, out, said):
    monkeypatch.setattr(pair, "live", None)
    monkeypatch.setattr(pair, "live_together", None)
    open_folder(folder / "of_another", experiments.read_experiment(shutil.copy("small.toml", "another.toml")))
    before = files_in(folder)
    status, lines, err = say(f"experiment run small.toml --out {out}")
    assert (status, lines) == (2, [])
    assert err[-1].startswith(f"omtafel: {said}")
    assert files_in(folder) == before


def test_a_cluster_that_does_not_answer_is_refused(folder, say, monkeypatch, nothing_runs):
    monkeypatch.setattr(scheduler, "CONNECT_SECONDS", 0.3)
    status, out, err = say("experiment run small.toml --cluster tcp://127.0.0.1:9")
    assert (status, out) == (2, [])
    assert err[-1].startswith("omtafel: --cluster")
    assert "tcp://127.0.0.1:9" in err[-1]
    assert not (folder / "results").exists()


def test_a_report_of_another_experiment_is_refused(folder, say, done):
    Path("other.toml").write_text(done.experiment.text)
    status, _, err = say(f"experiment report other.toml --out {done.root}")
    assert (status, err) == (2, [f"omtafel: {done.root} holds experiment small: name another folder"])


def test_a_report_of_nothing_is_refused(folder, say):
    open_folder(folder / "begun", read_experiment("small.toml"))
    status, _, err = say("experiment report small.toml --out begun")
    assert status == 2
    assert err == ["omtafel: begun holds no runs of this version of the model: omtafel experiment run first"]


def test_a_file_of_the_same_name_in_another_folder_replaces_nothing(folder, say):
    assert say("experiment run small.toml")[0] == 0
    other = text_of(tables="[factors]\ntime_shortage = [0.1, 0.4]").replace("Which is better?", "Quite another?")
    (folder / "others" / "small.toml").write_text(other)
    before = files_in(folder)
    for words in ("run", "status", "report"):
        status, out, err = say(f"experiment {words} others/small.toml")
        assert (status, out) == (2, [])
        assert err[-1] == (
            f"omtafel: results/small holds experiment small, but that of {folder / 'small.toml'}, which asks "
            "'Which is better?': name another folder with --out"
        )
        assert files_in(folder) == before
    assert say("experiment run others/small.toml --out results/others")[0] == 0


def test_a_file_that_was_moved_or_changed_where_it_stands_goes_on(folder, say):
    say("experiment run small.toml")
    (folder / "small.toml").rename(folder / "others" / "small.toml")
    assert say("experiment run others/small.toml")[1][0] == "6 paired runs: 0 run now, 6 were there."
    for place in ("others/small.toml", "small.toml"):  # both are known now
        (folder / place).write_text(text_of(f"replicates = {4 + len(place) % 2}"))
        assert say(f"experiment run {place}")[0] == 0


# Plan


def test_a_plan_says_what_it_takes_and_leaves_nothing_behind(folder, say):
    before = files_in(folder)
    status, out, _ = say("experiment plan small.toml --out new/results --workers 1")
    assert status == 0
    line = next(one for one in out if one.startswith("About 6 paired runs: "))
    assert " with 1 threads, at most " in line
    assert "GB of disk" in line
    assert "Expected from a pilot of 16 pairs" in "\n".join(out)
    assert "Trust in care" in "\n".join(out)
    assert files_in(folder) == before
    assert not (folder / "new").exists()


def test_a_plan_that_takes_too_long_is_refused_with_what_would_fit(folder, say, monkeypatch):
    real = planning.timed
    monkeypatch.setattr(planning, "timed", lambda *arguments: (real(*arguments)[0], 16 * 0.1))
    (folder / "many.toml").write_text(text_of("replicates = 100"))
    status, out, err = say("experiment plan many.toml --hours 0.0001")  # 0.36 seconds, 0.1 for each of 200 pairs
    assert status == 2
    assert any(line.startswith("About 200 paired runs: 20 seconds") for line in out)
    assert err == ["omtafel: many.toml: takes 20 seconds: in 0.0001 hours 1 replicates in each of 2 cells would fit"]
    assert say("experiment plan many.toml --hours 0.01")[0] == 0


def test_a_plan_that_does_not_fit_on_disk_or_in_memory_is_refused(folder, say, monkeypatch):
    usage = shutil.disk_usage(folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=2_000))
    monkeypatch.setattr(planning, "free_memory", lambda: 1_000.0)
    status, _, err = say("experiment plan small.toml")
    assert (status, len(err)) == (2, 1)
    disk, memory = err[0].removeprefix("omtafel: small.toml: ").split("; ")
    assert re.fullmatch(r"takes 0\.000\d+ GB of disk and 2e-06 GB are free: 0 cells with one replicate would fit", disk)
    assert re.fullmatch(r"takes .* GB of memory and 1e-06 GB are free: fewer families or regions would fit", memory)


def test_one_replicate_has_no_range_and_a_plan_says_so(folder, say):
    (folder / "once.toml").write_text(text_of('replicates = 1\noutcomes = ["trust"]'))
    text = " ".join(" ".join(say("experiment plan once.toml")[1]).split())
    assert "none 0.02 one pair in each cell" in text


def test_what_fails_in_the_pilot_is_told(folder, say, monkeypatch):
    monkeypatch.setattr(pair, "live", lambda *arguments, **more: 1 / 0)
    monkeypatch.setattr(pair, "live_together", None)
    status, out, _ = say("experiment plan small.toml")
    assert status == 0
    assert sum(line.startswith("Failed in the pilot: parallel: ZeroDivisionError") for line in out) == 16


# Run, status, report


def test_a_run_says_what_it_did_and_names_what_it_wrote(folder, say):
    status, out, err = say("experiment run small.toml")
    assert (status, err) == (0, ["Running small…"])
    assert out == [
        "6 paired runs: 6 run now, 0 were there.",
        *(f"wrote results/small/{name}" for name in (*TABLES, "report.html", "break_even.csv")),
    ]
    assert all((folder / line.removeprefix("wrote ")).is_file() for line in out[1:])


def test_the_second_time_nothing_is_run(folder, say, monkeypatch):
    say("experiment run small.toml --out there")
    monkeypatch.setattr(pair, "live", None)
    monkeypatch.setattr(pair, "live_together", None)
    before = {name: text for name, text in files_in(folder).items() if name != "there/manifest.json"}
    status, out, _ = say("experiment run small.toml --out there")
    assert status == 0
    assert out[0] == "6 paired runs: 0 run now, 6 were there."
    after = files_in(folder)
    assert {name: after[name] for name in before if not name.endswith("report.html")} == {
        name: text for name, text in before.items() if not name.endswith("report.html")
    }


def test_status_before_halfway_and_after(folder, say):
    assert say("experiment status small.toml --out there")[0] == 2
    assert say("experiment run small.toml --out there --shard 2/2")[0] == 0
    halfway = ["3 of 6 paired runs are there, in 2 cells", "no run failed"]
    assert say("experiment status small.toml --out there") == (
        1,
        [*halfway, "not complete: omtafel experiment run goes on"],
        [],
    )
    say("experiment run small.toml --out there")
    whole = ["6 of 6 paired runs are there, in 2 cells", "no run failed", "complete"]
    assert say("experiment status small.toml --out there") == (0, whole, [])


def test_a_shard_says_what_is_missing_and_writes_no_report(folder, say):
    _, out, _ = say("experiment run small.toml --out there --shard 1/2")
    assert out[:2] == [
        "3 paired runs: 3 run now, 0 were there.",
        "This shard is done. Of all cells 3 paired runs are still missing.",
    ]
    assert not (folder / "there" / "report.html").exists()
    _, out, _ = say("experiment run small.toml --out there --shard 2/2")
    assert out[0] == "3 paired runs: 3 run now, 0 were there."
    assert (folder / "there" / "report.html").is_file()


def test_status_tells_what_failed_what_is_stale_and_that_more_may_be_asked_for(folder, say, monkeypatch):
    from experiments.store import folder as folders
    from experiments.store import identity

    (folder / "small.toml").write_text(text_of(PATIENT))
    with monkeypatch.context() as older:
        for module in (identity, folders):
            older.setattr(module, "model_version", lambda: "0123456789ab")
        say("experiment run small.toml --out there")
    with monkeypatch.context() as faulty:
        faulty.setattr(pair, "live", lambda *arguments, **more: 1 / 0)
        faulty.setattr(pair, "live_together", None)
        say("experiment run small.toml --out there --shard 1/2")
    status, out, _ = say("experiment status small.toml --out there")
    assert status == 1
    assert out == [
        "2 of 4 paired runs are there (more when precision asks for it), in 2 cells",  # of the first look
        "every run failed",
        "16 runs stale: another version of the model made them; they are run again",
        "not complete: omtafel experiment run goes on",
    ]


def test_status_of_a_folder_with_a_damaged_part_says_so(folder, say):
    (folder / "small.toml").write_text(text_of(PATIENT))
    say("experiment run small.toml --out there")
    (part,) = parts_of(folder / "there")[:1]
    spoil_column(part, "trust")
    status, out, _ = say("experiment status small.toml --out there")
    assert status == 1
    assert "1 parts could not be read: they are set aside, their runs are run again" in out
    assert say("experiment run small.toml --out there")[0] == 0
    assert say("experiment status small.toml --out there")[0] == 0


def spoil_column(part: Path, column: str) -> None:
    """Change a byte where the values of a column stand."""
    import pyarrow.parquet as pq

    group = pq.ParquetFile(part).metadata.row_group(0)
    place = next(one for one in map(group.column, range(group.num_columns)) if one.path_in_schema == column)
    content = bytearray(part.read_bytes())
    content[place.data_page_offset + place.total_compressed_size - 3] ^= 0xFF
    part.write_bytes(content)


def failing(monkeypatch, turnover):
    """Runs with this turnover fail."""
    real = pair.live

    def live(start, scenario, route, between):
        return 1 / 0 if scenario.value("turnover_rate") in turnover else real(start, scenario, route, between=between)

    monkeypatch.setattr(pair, "live", live)
    monkeypatch.setattr(pair, "live_together", None)


def test_a_run_that_fails_ends_nothing_and_is_lived_again_when_asked(folder, say, monkeypatch):
    with monkeypatch.context() as faulty:
        failing(faulty, (0.4,))
        status, out, err = say("experiment run small.toml --out there")
    assert status == 0
    assert out[:2] == [
        "6 paired runs: 6 run now, 0 were there; 3 failed now.",
        "6 runs failed: there/failures.csv says why, and how to live them again.",
    ]
    assert sum(line.startswith("failed: cell ") for line in err) == 3
    assert (folder / "there" / "report.html").is_file()
    assert say("experiment run small.toml --out there")[1][0] == "6 paired runs: 0 run now, 6 were there."
    assert say("experiment run small.toml --out there --again")[1][0] == "6 paired runs: 3 run now, 3 were there."


def test_when_every_run_fails_nothing_came_of_it_and_that_is_the_status(folder, say, monkeypatch):
    said = "omtafel: every run failed: there/failures.csv says why, and how to live them again"
    with monkeypatch.context() as faulty:
        failing(faulty, (0.1, 0.4))
        status, out, err = say("experiment run small.toml --out there")
        assert (status, out, err[-1]) == (2, [], said)
        assert sum(line.startswith("failed: cell ") for line in err) == progress.MOST_FAILURES
        assert len(pd.read_csv(folder / "there" / "failures.csv")) == 12
    assert say("experiment run small.toml --out there")[::2] == (2, ["Running small…", said])
    assert say("experiment status small.toml --out there")[:2] == (
        1,
        ["6 of 6 paired runs are there, in 2 cells", "every run failed", "complete"],
    )
    assert say("experiment run small.toml --out there --again")[0] == 0


def test_runs_are_written_as_csv_when_that_is_wanted(folder, say):
    for wanted in ("--no-csv", "--csv", "--no-csv"):
        _, out, _ = say(f"experiment run small.toml --out there {wanted}")
        assert ("wrote there/runs.csv" in out) == (wanted == "--csv")
        assert (folder / "there" / "runs.csv").is_file() == (wanted == "--csv")
        assert (folder / "there" / "effects.csv").is_file()


def test_a_report_goes_where_it_is_asked_for(folder, say, done):
    (folder / "small.toml").write_text(done.experiment.text)
    status, out, err = say(f"experiment report small.toml --out {done.root} --to new/page.html")
    assert (status, out, err) == (0, ["wrote new/page.html", "wrote new/break_even.csv"], [])
    text = (folder / "new" / "page.html").read_text("utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert text.endswith("</html>\n") or text.endswith("</html>")
    assert text == write_report(done, path=folder / "again.html").read_text("utf-8")


@pytest.mark.parametrize(("to", "said"), [("others", "is a directory"), ("a_file/x.html", "not a directory")])
def test_a_report_that_cannot_be_written_is_refused(folder, say, done, to, said):
    (folder / "small.toml").write_text(done.experiment.text)
    before = files_in(folder)
    status, out, err = say(f"experiment report small.toml --out {done.root} --to {to}")
    assert (status, out, len(err)) == (2, [], 1)
    assert err[0].startswith(f"omtafel: {to}: ")
    assert files_in(folder) == before


def test_a_report_of_half_an_experiment_says_that_it_is_half(folder, say):
    say("experiment run small.toml --out there --shard 1/2")
    assert say("experiment report small.toml --out there")[0] == 0
    text = (folder / "there" / "report.html").read_text("utf-8")
    assert "This is not complete: 3 of 6 paired runs are still missing." in text


# Ctrl-C


def test_ctrl_c_ends_with_130_and_the_same_command_goes_on(folder, say, monkeypatch):
    small_blocks(monkeypatch)
    with monkeypatch.context() as stopping:

        def there(self, pairs):
            if pairs >= 2:
                raise KeyboardInterrupt

        stopping.setattr(progress.Terminal, "there", there)
        status, out, err = say("experiment run small.toml --out there --workers 1")
    assert (status, out) == (130, [])
    assert err[-1] == "omtafel: stopped"
    assert any("finishing and keeping what is under way" in line for line in err)
    kept = int(say("experiment status small.toml --out there")[1][0].split()[0])
    assert 2 <= kept < 6
    status, out, _ = say("experiment run small.toml --out there --workers 1")
    assert status == 0
    assert out[0] == f"6 paired runs: {6 - kept} run now, {kept} were there."


def test_ctrl_c_in_a_pilot_leaves_nothing(folder, say, monkeypatch):
    def stopped(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(planning, "timed", stopped)
    before = files_in(folder)
    assert say("experiment plan small.toml") == (130, [], ["omtafel: stopped"])
    assert files_in(folder) == before


# In the terminal


@pytest.fixture
def shown(monkeypatch):
    """``shown(True)``: what a terminal shows that can move; with False, one that cannot."""
    text = io.StringIO()

    def shown(moves):
        console = Console(file=text, width=120, force_terminal=moves, highlight=False, markup=False, emoji=False)
        monkeypatch.setattr(screen, "err", lambda: console)
        return text

    return shown


def test_a_terminal_shows_what_is_known_so_far(shown, monkeypatch):
    terminal = shown(True)
    monkeypatch.setattr(progress, "EVERY", -1.0)
    with progress.watching(results.read(text_of())) as watcher:
        watcher.asked(40)
        watcher.there(20)
        watcher.learned(lambda: [Estimate("broke_off_share", 9, 0.031, 4, 2, 0.012)])
    text = terminal.getvalue()
    assert "20/40" in text
    assert re.search(r"Broke off care\s*\+3\.1\s*4 of 9\s*2\s*± 1\.2", text)


def test_an_outcome_of_which_no_way_is_better_has_no_winners():
    shown = io.StringIO()
    console = Console(file=shown, width=120)
    console.print(progress.estimates_table([Estimate("coordination_hours", 9, 3.0, 4, 2, 0.5)]))
    text = shown.getvalue()
    assert "4 of 9" not in text
    assert re.search(r"\+3\.\d*", text)


def test_where_nothing_can_move_a_line_comes_now_and_then(shown, monkeypatch):
    def never() -> list[Estimate]:
        raise AssertionError("nobody sees them")

    text, clock = shown(False), [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: clock[0])
    watcher = progress.Terminal()
    watcher.asked(100)
    for seconds in range(100):
        clock[0] = float(seconds)
        watcher.there(seconds)
        watcher.learned(never)
    assert text.getvalue().splitlines() == [f"{pairs} of 100 paired runs" for pairs in (31, 62, 93)]


def test_only_the_first_failures_are_named(shown):
    text = shown(False)
    watcher = progress.Terminal()
    for cell in range(9):
        watcher.failed(cell, Failure("parallel", "ValueError: [bold]no[/bold]"), Path("failed/x.toml"))
    lines = text.getvalue().splitlines()
    assert len(lines) == progress.MOST_FAILURES
    assert lines[0] == "failed: cell 0, parallel: ValueError: [bold]no[/bold] (failed/x.toml)"


# From Python


def test_the_text_of_a_file_is_as_good_as_its_path(folder, monkeypatch):
    from_text = experiments.run(text_of(), workers=1)
    from_path = experiments.run("small.toml", workers=1)
    assert (from_text.root, from_path.root) == (Path("results/experiment"), Path("results/small"))
    pd.testing.assert_frame_equal(from_text.runs, from_path.runs)
    assert experiments.run(read_experiment("small.toml"), workers=1).summary.ran == 0


@pytest.mark.parametrize("wrong", ["nowhere.toml", Path("nowhere.toml"), "question = 3\nreplicates = 0\n"])
def test_what_is_no_experiment_is_an_experiment_error(folder, wrong):
    with pytest.raises(ExperimentError):
        experiments.run(wrong)
    assert not (folder / "results").exists()


def test_an_opened_folder_gives_back_what_was_run(done):
    again = experiments.open(done.root)
    assert again.experiment == done.experiment
    assert again.written == done.written
    assert again.summary.pairs == again.summary.ran == 0
    pd.testing.assert_frame_equal(again.runs, done.runs)
    pd.testing.assert_frame_equal(again.effects(), done.effects())


def test_effects_of_outcomes_that_are_not_shown_are_computed(done):
    other = done.effects(["crises", "trust"])
    assert list(other["outcome"]) == ["crises", "trust"] * 2
    shown = done.effects()
    assert set(shown["outcome"]) == {"trust", "broke_off_share"}
    columns = ["parallel", "difference", "low", "high", "luck", "correlation", "pairs", "gain", "gain_low"]
    one, two = (frame[frame["outcome"] == "trust"][columns].reset_index(drop=True) for frame in (other, shown))
    pd.testing.assert_frame_equal(one, two, check_dtype=False)
    crises = np.stack([done.runs[done.runs["route"] == route]["crises"].to_numpy()[:3] for route in ROUTES], axis=1)
    by_hand = effects_of_cell(crises[:, :, None], ["crises"])[0]
    row = other[(other["outcome"] == "crises") & (other["cell"] == 0)].iloc[0]
    assert row["difference"] == pytest.approx(by_hand["difference"], rel=1e-12)


def test_values_have_an_axis_for_cells_replicates_and_routes(done):
    values = done.values("trust")
    assert values.shape == (2, 3, 2)
    for row in done.runs.to_dict("records"):
        assert values[row["cell"], row["replicate"], ROUTES.index(row["route"])] == row["trust"]


def test_a_gain_is_above_nought_when_the_shared_plan_is_better(done):
    for name, sign in (("trust", 1), ("crises", -1), ("coordination_hours", 1)):
        assert (OUTCOMES[name].better == "lower") == (sign < 0)
        values = done.values(name)
        assert np.array_equal(done.gains(name), sign * (values[:, :, 1] - values[:, :, 0]))
    effects = done.effects(["crises"])
    assert (effects["gain"] == -effects["difference"]).all()
    assert (effects["gain_low"] == -effects["high"]).all()
    assert (effects["gain_low"] <= effects["gain"]).all()


@pytest.mark.parametrize("ask", ["values", "gains", "effects"])
def test_an_unknown_outcome_is_named_with_the_nearest(done, ask):
    with pytest.raises(ValueError, match=r"unknown outcome 'trst' \(did you mean trust\?\)"):
        getattr(done, ask)(["trst"] if ask == "effects" else "trst")


def test_one_route_has_values_and_means_and_no_gains(tmp_path):
    found = experiments.run(text_of('replicates = 3\nroutes = ["shared_plan"]'), tmp_path, workers=1)
    assert found.values("trust").shape == (2, 3, 1)
    assert found.effects(["trust"])["mean"].to_numpy() == pytest.approx(found.values("trust").mean(axis=(1, 2)))
    with pytest.raises(ValueError, match="gains need both routes"):
        found.gains("trust")


def test_what_is_not_there_yet_is_no_number(tmp_path):
    found = experiments.run(text_of(), tmp_path, workers=1, shard=(2, 2))
    values = found.values("trust")
    assert values.shape == (2, 3, 2)
    assert np.isnan(values[0]).all()
    assert np.isfinite(values[1]).all()
    assert found.effects(["trust"])["pairs"].tolist() == [0, 3]
    assert found.effects()["cell"].unique().tolist() == [1]


def test_a_folder_without_runs_has_no_effects(tmp_path):
    found = experiments.open(open_folder(tmp_path, read_experiment_text()).root)
    assert found.written.missing == 6
    assert found.values("trust").shape == (2, 0, 2)
    assert found.effects().empty
    assert all(math.isnan(mean) for mean in found.effects(["trust"])["difference"])


def read_experiment_text():
    """The small experiment, read from its text."""
    return results.read(text_of(tables=TWO_CELLS))
