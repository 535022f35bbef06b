"""Every CSV file is written in one way: any reader reads it, and no spreadsheet runs what stands in it."""

import csv
import io
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import experiments
from experiments.csv_files import CsvFile, csv_bytes, write_csv
from experiments.specification.experiment import parse_experiment
from validation.house import ROOMS

ROOT = Path(__file__).parent.parent.parent
SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
POLICIES = "\n".join(f'[policies.{name}]\nplan_keeping = {0.1 + 0.1 * number}' for number, name in enumerate(
    ('"=1+1"', '"@SUM(A1)"', '"-2+3"', '"+4"', "plain")
))  # fmt: skip
FRAME = pd.DataFrame(
    {
        "policy": ["usual, and more", 'a "warm" handover', "één\nregel"],
        "gain": [-0.25, np.nan, 2e-7],
        "pairs": [-3, 4, 5],
        "sure": [True, False, True],
        "kind": pd.Categorical(["left", "left", "came"]),
    }
)


def test_pandas_reads_back_what_was_written():
    pd.testing.assert_frame_equal(pd.read_csv(io.BytesIO(csv_bytes(FRAME)), dtype={"kind": FRAME["kind"].dtype}), FRAME)


def test_the_first_line_names_the_columns_and_nothing_stands_for_nothing():
    rows = list(csv.reader(io.StringIO(csv_bytes(FRAME).decode())))
    assert rows[0] == list(FRAME.columns)
    assert [row[1] for row in rows[1:]] == ["-0.25", "", "2e-7"]


@pytest.mark.parametrize("begin", SIGNS)
@pytest.mark.parametrize("form", ["plain", "excel-nl"])
def test_no_spreadsheet_runs_a_name(begin, form):
    risky = f'{begin}HYPERLINK("http://example.org")'
    frame = pd.DataFrame({risky: [risky, "usual"], "kind": pd.Categorical([risky, "usual"]), "gain": [-1.0, 1.0]})
    separator = ";" if form == "excel-nl" else ","
    rows = list(csv.reader(io.StringIO(csv_bytes(frame, form).decode("utf-8-sig"), newline=""), delimiter=separator))
    assert rows[0][0] == f"'{risky}"
    assert rows[1][:2] == [f"'{risky}"] * 2
    assert float(rows[1][2].replace(",", ".")) == -1.0


def test_excel_in_the_netherlands_gets_semicolons_and_decimal_commas():
    data = csv_bytes(FRAME, "excel-nl")
    assert data.startswith(b"\xef\xbb\xbf")
    read = pd.read_csv(io.BytesIO(data), sep=";", decimal=",", dtype={"kind": FRAME["kind"].dtype})
    pd.testing.assert_frame_equal(read, FRAME)
    assert '"-0,25"' in data.decode("utf-8-sig")


def test_a_file_in_pieces_is_the_file_in_one(tmp_path):
    table = pa.Table.from_pandas(FRAME)
    file = io.BytesIO()
    pieces = CsvFile(file, table.schema)
    for row in range(len(FRAME)):
        pieces.write_table(table.slice(row, 1))
    pieces.close()
    write_csv(FRAME, tmp_path / "whole.csv")
    assert (tmp_path / "whole.csv").read_bytes() == file.getvalue()


@pytest.mark.parametrize("text", ["a=b", "", " =1", "1", "'", "a-b", "x@y"])
def test_other_texts_stay_as_they_are(text):
    frame = pd.DataFrame({"text": [text, "z"]})
    assert [row[0] for row in csv.reader(io.StringIO(csv_bytes(frame).decode()))] == ["text", text, "z"]


@pytest.mark.slow
def test_no_table_of_an_experiment_has_a_formula_whatever_its_policies_are_called(tmp_path):
    asked = f'question = "Why?"\nreplicates = 2\n[set]\nfamilies = 12\nweeks = 6\nburn_in_weeks = 6\n{POLICIES}\n'
    results = experiments.run(asked, out=tmp_path / "results")
    assert set(parse_experiment(asked, "asks").policies) == set(results.runs["policy"])  # names as they were given
    for name in ("runs", "effects", "cells", "failures", "dictionary"):
        text = (tmp_path / "results" / f"{name}.csv").read_text("utf-8")
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        texts = [cell for cell in cells if not re.fullmatch(r"[-+]?[0-9.]+(e[-+]?[0-9]+)?", cell)]
        assert [cell for cell in texts if cell.startswith(SIGNS)] == []
        assert ("'=1+1" in cells) is (name in ("runs", "effects", "cells"))


def test_nobody_writes_csv_in_another_way():
    own = ROOT / "experiments" / "csv_files.py"
    for path in sorted(one for room in ROOMS for one in (ROOT / room).rglob("*.py")):
        if path != own:
            assert not re.search(r"\.to_csv\(|CSVWriter|csv\.writer|write_csv\(.*pyarrow", path.read_text("utf-8")), (
                path
            )
