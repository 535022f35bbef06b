"""``omtafel … | head -1``: what nobody reads is not printed; everything else is done as it would be, files first."""

import os
from contextlib import contextmanager, redirect_stderr, redirect_stdout

import pytest

from omtafel.cli import status_of

pytestmark = pytest.mark.slow

SMALL = ("--set", "families=20", "--set", "weeks=6", "--set", "burn_in_weeks=2")
SIZES = 'scenario = "almelo"\n[set]\nfamilies = 20\nweeks = 6\nburn_in_weeks = 2\n'
LINES = 'question = "Does it matter?"\nreplicates = 2\n'
SPACE = '[design]\nkind = "latin_hypercube"\npoints = 24\n'
ASKED = {
    "grid": f"{LINES}{SIZES}[factors]\nturnover_rate = [0.1, 0.4]\n",
    "space": f'{LINES}{SIZES}[factors]\nturnover_rate = "range"\nplan_keeping = "range"\n{SPACE}',
    "choices": f"{LINES}{SIZES}[policies.usual]\n[policies.warm]\nwarm_handover_weeks = 4\n",
}
COMPARED = {"report.html", "effects.csv", "replicates.parquet", "settings.json"}
RAN = {"runs.parquet", "runs.csv", "effects.csv", "cells.csv", "dictionary.csv", "report.html"}
WRITES = {
    ("compare", "almelo", *SMALL, "--replicates", "2", "--out", "out"): COMPARED,
    ("compare", "almelo", *SMALL, "--replicates", "2", "--json", "--out", "out"): COMPARED,
    ("compare", "almelo", *SMALL, "--replicates", "2", "--worlds", "2", "--out", "out"): {"worlds.csv"},
    ("run", "almelo", "--route", "parallel", *SMALL, "--out", "out"): {"weekly.csv", "settings.json"},
    ("experiment", "new", "out/new.toml"): {"new.toml"},
    ("experiment", "run", "grid.toml", "--out", "out"): RAN,
    ("sensitivity", "grid.toml", "--rung", "one_at_a_time", "--out", "out"): {"sensitivity.html"},
    ("discover", "space.toml", "--out", "out"): RAN,
    ("regret", "choices.toml", "--out", "out"): {*RAN, "regret.csv"},
}
ONLY_PRINTS = [
    (),
    ("--version",),
    ("compare", "--help"),
    ("scenarios",),
    ("parameters",),
    ("parameters", "--json"),
    ("explain", "almelo", "--route", "parallel", "--family", "1", *SMALL),
    ("experiment", "check", "grid.toml"),
    ("experiment", "plan", "grid.toml"),
]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder with questions, and a standard output that nobody reads."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").mkdir()
    for name, text in ASKED.items():
        (tmp_path / f"{name}.toml").write_text(text)


@contextmanager
def nobody_reads(redirect):
    """Let a standard stream be one whose reader has gone."""
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "w", encoding="utf-8") as stream, redirect(stream):
        yield


@pytest.mark.parametrize(
    ("arguments", "files"),
    WRITES.items(),
    ids=lambda value: " ".join(sorted(value) if isinstance(value, set) else value[:2]),
)
def test_all_files_are_there_although_nobody_reads_what_is_printed(arguments, files, capsys):
    with nobody_reads(redirect_stdout):
        assert status_of(list(arguments)) == 0
    assert files <= set(os.listdir("out"))
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("arguments", ONLY_PRINTS, ids=lambda value: " ".join(value[:2]))
def test_what_only_prints_ends_well(arguments, capsys):
    with nobody_reads(redirect_stdout):
        assert status_of(list(arguments)) == 0
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [("compare", "almeloo"), ("compare", "almelo", "--colour")])
def test_a_refusal_that_nobody_reads_is_still_one(arguments):
    with nobody_reads(redirect_stderr):
        assert status_of(list(arguments)) == 2


class Looking:
    """A standard output that looks into the folder when something is printed."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.seen: list[set[str]] = []

    def write(self, text: str) -> int:
        self.seen.append(set(os.listdir("out")))
        return len(text)

    def flush(self) -> None:
        """Everything is out already."""


@pytest.mark.parametrize(
    ("arguments", "files"),
    [(arguments, files) for arguments, files in WRITES.items() if "--json" not in arguments],
    ids=lambda value: " ".join(sorted(value) if isinstance(value, set) else value[:2]),
)
def test_files_are_written_before_anything_is_printed(arguments, files):
    looking = Looking()
    with redirect_stdout(looking):
        assert status_of(list(arguments)) == 0
    assert looking.seen
    assert all(files <= there for there in looking.seen)
