"""Whatever people name, a spreadsheet that opens a CSV of ours runs nothing."""

import csv
import io
import re
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

import experiments
import omtafel
from experiments.asking.experiment import parse_experiment
from experiments.spreadsheet import as_csv, harmless_rows, write_csv

SIGNS = ("=", "+", "-", "@", "\t", "\n", "＝", "＠")
EVIL = [f"{sign}cmd|'/C calc'!A0" for sign in SIGNS]
POLICIES = "\n".join(f'[policies.{name}]\nplan_keeping = {0.1 + 0.1 * number}' for number, name in enumerate(
    ('"=1+1"', '"@SUM(A1)"', '"-2+3"', '"+4"', "plain")
))  # fmt: skip


def cells_of(text):
    return [cell for row in csv.reader(io.StringIO(text)) for cell in row]


@pytest.mark.parametrize("text", EVIL)
def test_a_formula_is_written_as_a_text(text):
    table = pd.DataFrame({text: [text], "other": pd.Categorical([text]), "number": [-0.5]})
    for written in (as_csv(table), as_csv(table.astype({text: "string"}))):
        assert cells_of(written) == [f"'{text}", "other", "number", f"'{text}", f"'{text}", "-0.5"]
    assert table[text][0] == text  # the table itself stays as it is


@pytest.mark.parametrize("text", EVIL)
def test_arrow_rows_are_written_the_same_way(text):
    rows = harmless_rows(pa.table({"policy": [text, "plain", None, ""], "number": [-1, 2, 3, 4]}))
    assert rows.to_pydict() == {"policy": [f"'{text}", "plain", None, ""], "number": [-1, 2, 3, 4]}


def test_a_carriage_return_begins_no_line():
    for text, written in (("a\r=1+1", "a =1+1"), ("\r=1+1", " =1+1")):
        assert cells_of(as_csv(pd.DataFrame({"text": [text, "z"]}))) == ["text", written, "z"]
        assert harmless_rows(pa.table({"text": [text]})).to_pydict() == {"text": [written]}


@pytest.mark.parametrize("text", ["a=b", "", " =1", "1", "'", "a-b", "x@y"])
def test_other_texts_stay_as_they_are(text):
    assert cells_of(as_csv(pd.DataFrame({"text": [text, "z"]}))) == ["text", text, "z"]


def test_numbers_truths_and_gaps_stay_as_they_are(tmp_path):
    table = pd.DataFrame(
        {"number": [-1.5, float("nan")], "truth": [True, False], "mixed": ["a", None], "whole": [-1, 2]}
    )
    write_csv(table, tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_text("utf-8") == table.to_csv(index=False)


def test_no_table_of_an_experiment_has_a_formula_whatever_its_policies_are_called(tmp_path):
    asked = f'question = "Why?"\nreplicates = 2\n[set]\nfamilies = 12\nweeks = 6\nburn_in_weeks = 6\n{POLICIES}\n'
    results = experiments.run(asked, out=tmp_path / "results")
    assert set(parse_experiment(asked, "asks").policies) == set(results.runs["policy"])  # names as they were given
    for name in ("runs", "effects", "cells", "failures", "dictionary"):
        cells = cells_of((tmp_path / "results" / f"{name}.csv").read_text("utf-8"))
        texts = [cell for cell in cells if not re.fullmatch(r"[-+]?[0-9.]+(e[-+]?[0-9]+)?", cell)]
        assert [cell for cell in texts if cell.startswith(SIGNS)] == []
        assert ("'=1+1" in cells) is (name in ("runs", "effects", "cells"))


def test_every_csv_is_written_in_one_place():
    root = Path(omtafel.__file__).parents[1]
    sources = [path for room in ("sim", "experiments", "dashboard", "omtafel") for path in (root / room).rglob("*.py")]
    writers = {
        path.relative_to(root).as_posix()
        for path in sources
        if re.search(r"\.to_csv\(|csv\.writer", path.read_text("utf-8"))
    }
    assert writers == {"experiments/spreadsheet.py", "experiments/calibration/keeping.py"}  # the latter: numbers alone
