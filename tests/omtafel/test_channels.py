"""``omtafel channels``, and the same in the report of a comparison."""

import json

import pandas as pd
import pytest

from omtafel.cli import status_of
from sim.names import CHANNELS
from sim.outcomes import MAIN

pytestmark = pytest.mark.slow

SIZES = ("--set", "families=20", "--set", "weeks=26", "--set", "burn_in_weeks=13")
SMALL = (*SIZES, "--replicates", "2", "--orders", "2")


def test_the_table_fits_the_terminal_and_names_every_way(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    assert status_of(["channels", "almelo", *SMALL, "--language", "nl"]) == 0
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= 80
    assert "\nUren die overleg kost " in text and "\nAlles samen " in text
    assert "in dit model" in " ".join(text.split())


def test_json_is_the_same_on_any_number_of_workers_and_has_every_main_outcome(capsysbinary, tmp_path):
    command = ["channels", "almelo", *SMALL, "--json"]
    assert status_of([*command, "--workers", "1"]) == 0
    first = capsysbinary.readouterr().out
    assert status_of([*command, "--workers", "2", "--out", str(tmp_path)]) == 0
    assert capsysbinary.readouterr().out == first
    rows = pd.DataFrame(json.loads(first)["channels"])
    assert list(dict.fromkeys(rows["outcome"])) == list(MAIN)
    for _, of_outcome in rows.groupby("outcome"):
        shares = of_outcome.set_index("channel")["share"].astype(float)
        assert shares[[*CHANNELS, "rest"]].sum() == pytest.approx(shares["total"], abs=1e-9, nan_ok=True)


def test_out_holds_report_rows_and_figures_and_the_report_is_in_the_language(tmp_path):
    assert status_of(["channels", "almelo", *SMALL, "--outcome", "trust", "--out", str(tmp_path), "--figures"]) == 0
    there = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert {"report.html", "channels.csv", "dictionary.csv", "settings.json"} <= there
    assert "figures/channels-trust.svg" in there
    html = (tmp_path / "report.html").read_text("utf-8")
    assert "Where the gain comes from" in html and "omtafel channels almelo --replicates 2" in html
    assert len(pd.read_csv(tmp_path / "channels.csv")) == len(MAIN) * (len(CHANNELS) + 2)


def test_the_report_of_a_comparison_has_it_when_asked(tmp_path):
    assert status_of(["compare", "almelo", *SIZES, "--replicates", "2", "--channels", "--out", str(tmp_path)]) == 0
    assert "Where the gain comes from" in (tmp_path / "report.html").read_text("utf-8")
    assert (tmp_path / "channels.csv").is_file()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("channels", "almelo", "--outcome", "severty"), "(did you mean severity?)"),
        (("channels", "almelo", "--outcome", "calls"), "is not among the main outcomes"),
        (("channels", "almelo", "--orders", "0"), "--orders 0: must be from 1 to 1,000"),
        (("channels", "almelo", "--replicates", "0"), "--replicates 0: must be from 1"),
        (("channels", "almelo", "--figures"), "give --out too"),
        (("compare", "almelo", "--channels"), "give --out too"),
        (("compare", "almelo", "--channels", "--worlds", "2", "--out", "x"), "--worlds has no report"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_line(words, said, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert status_of([*words]) == 2
    complaint = capsys.readouterr().err
    assert said in complaint and complaint.count("\n") == 1
