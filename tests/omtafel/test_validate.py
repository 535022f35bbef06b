"""``omtafel validate``, ``calibrate`` and ``flips``, and ``compare --worlds``: what they print, write and refuse."""

import dataclasses
import json

import pandas as pd
import pytest

from omtafel.cli import status_of
from validation import check
from validation.patterns import PATTERNS
from validation.sweeps import Sweep
from validation.targets import targets

pytestmark = pytest.mark.slow

SMALL = ("--set", "families=40", "--set", "weeks=60", "--set", "burn_in_weeks=20")


@pytest.fixture
def small_almelo(monkeypatch):
    """Few families and weeks are enough: what is printed and written is the same, whatever they live through."""

    def smaller(whole):
        return lambda almelo, *more: whole(almelo.replace(families=20, weeks=80, burn_in_weeks=60), *more)

    monkeypatch.setattr(check, "check", smaller(check.check))


def test_validate_prints_both_tables_writes_them_and_says_how_it_ended(small_almelo, capsys, tmp_path):
    status = status_of(["validate", "--pairs", "2", "--worlds", "1", "--out", str(tmp_path)])
    printed = capsys.readouterr().out
    patterns, figures = pd.read_csv(tmp_path / "patterns.csv"), pd.read_csv(tmp_path / "figures.csv")
    looked_at = {name: one for name, one in PATTERNS.items() if not one.held_out}
    assert list(patterns["pattern"]) == list(looked_at)
    assert list(figures["target"]) == list(targets())
    failed = (patterns["hard"] & ~patterns["passed"]).sum() + (figures["hard"] & ~figures["inside"]).sum()
    assert status == (1 if failed else 0)
    for words in ("P1", "P16", "Mean wait for youth mental health", "FAILS"):
        assert words in printed
    page = (tmp_path / "validation.html").read_text("utf-8")
    assert "http" not in page
    assert all(one.claim.split(",")[0] in page for one in looked_at.values())


def test_a_pattern_that_does_not_come_out_ends_the_check_with_status_1(small_almelo, monkeypatch, tmp_path, capsys):
    look = PATTERNS["P1"].look
    turned = dataclasses.replace(PATTERNS["P1"], look=lambda bench: Sweep({}, -look(bench).difference))
    monkeypatch.setattr(check, "PATTERNS", {"P1": turned})
    assert status_of(["validate", "--pairs", "2", "--worlds", "1", "--out", str(tmp_path)]) == 1
    assert "These may not fail: P1" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["validate", "--pairs", "1"], "--pairs 1: must be 2 or more"),
        (["validate", "--worlds", "9999"], "worlds must be from 1 to"),
        (["calibrate", "--sets", "1000"], "--sets 1000: must be a power of two"),
        (["calibrate", "--sets", "1024", "--seed", "-1"], "--seed -1: must be from 0"),
        (["flips", "almelo", "--pairs", "1"], "--pairs 1: must be 2 or more"),
        (["flips", "--only", "time_shortge"], "not a declared parameter (did you mean time_shortage?)"),
        (["flips", "--only", "time_shortage", "--keep"], "--keep is for everything"),
        (["compare", "almelo", "--worlds", "0"], "worlds must be from 1 to"),
        (["compare", "almelo", "--worlds", "3", "--replicates", "1"], "--replicates 2 or more"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(arguments, words, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert status_of(arguments) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1


def test_sets_are_compared_with_both_spreads_apart(capsys, tmp_path):
    arguments = ["compare", "almelo", *SMALL, "--worlds", "3", "--replicates", "2"]
    assert status_of([*arguments, "--out", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "Spread" in printed and "of luck" in printed
    assert "up to 0.2 of 3 a leader (1 in 20)" in " ".join(printed.split())
    assert max(len(line) for line in printed.splitlines() if not line.startswith("wrote")) <= 80
    table = pd.read_csv(tmp_path / "worlds.csv").set_index("outcome")
    assert {"between_worlds", "luck", "plan_better", "too_close", "g"} <= set(table.columns)
    assert json.loads((tmp_path / "settings.json").read_text("utf-8"))["worlds"] == 3


def test_sets_as_json_are_the_same_bytes_each_time(capsysbinary):
    arguments = ["compare", "almelo", *SMALL, "--worlds", "2", "--replicates", "2", "--json"]
    assert status_of([*arguments, "--workers", "1"]) == 0
    first = capsysbinary.readouterr().out
    assert status_of([*arguments, "--workers", "2"]) == 0
    assert first == capsysbinary.readouterr().out
    assert json.loads(first)["worlds_made_by"].startswith("omtafel calibrate")
