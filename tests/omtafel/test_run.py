"""``omtafel run``: every table of one route, as Parquet and as CSV."""

import json
from typing import get_args

import pandas as pd
import pytest

from experiments.csv_files import Form
from omtafel.cli import status_of
from omtafel.options import CsvForm, Route
from sim.outcomes import OUTCOMES
from sim.region import ROUTES

SMALL = ("--set", "families=40", "--set", "weeks=30", "--set", "burn_in_weeks=10", "--seed", "3")
TABLES = ("weekly", "families", "staff", "outcomes")


def test_every_table_is_there_twice_and_the_same(tmp_path):
    assert status_of(["run", "almelo", "--route", "shared_plan", *SMALL, "--out", str(tmp_path)]) == 0
    names = {f"{name}.{ending}" for name in TABLES for ending in ("parquet", "csv")}
    assert {path.name for path in tmp_path.glob("[!.]*")} == names | {"dictionary.csv", "settings.json"}
    for name in TABLES:
        parquet, csv = pd.read_parquet(tmp_path / f"{name}.parquet"), pd.read_csv(tmp_path / f"{name}.csv")
        assert list(parquet.columns) == list(csv.columns)
        assert len(parquet) == len(csv) > 0
    assert list(pd.read_csv(tmp_path / "weekly.csv")["week"]) == list(range(30))
    assert list(pd.read_csv(tmp_path / "outcomes.csv")["outcome"]) == list(OUTCOMES)


def test_the_tables_are_those_of_the_route_and_the_seed(tmp_path):
    import sim

    assert status_of(["run", "almelo", "--route", "parallel", *SMALL, "--out", str(tmp_path)]) == 0
    scenario = sim.load_scenario("almelo").replace(families=40, weeks=30, burn_in_weeks=10)
    expected = sim.simulate(scenario, "parallel", seed=3).outcomes
    written = pd.read_parquet(tmp_path / "outcomes.parquet").set_index("outcome")["value"]
    assert written.equals(expected.rename("value").rename_axis("outcome"))
    settings = json.loads((tmp_path / "settings.json").read_text("utf-8"))
    assert {"date", "command", "machine"} <= set(settings["made"])
    assert {"omtafel", "rules", "numba"} <= set(settings["versions"])
    assert (settings["route"], settings["seed"], settings["scenario"]) == ("parallel", 3, "almelo")


@pytest.mark.slow
def test_events_are_written_when_asked_for(tmp_path):
    many = ["--set", "inflow_rate=1"]
    assert status_of(["run", "almelo", "--route", "parallel", *SMALL, *many, "--events", "--out", str(tmp_path)]) == 0
    events = pd.read_parquet(tmp_path / "events.parquet")
    assert len(events) == len(pd.read_csv(tmp_path / "events.csv")) > 0
    assert "arrived" in set(events["kind"])


def test_the_routes_of_the_command_line_are_those_of_the_model():
    assert set(get_args(Route)) == set(ROUTES)
    assert get_args(CsvForm) == get_args(Form)


def test_files_for_excel_in_dutch_hold_the_same_numbers(tmp_path):
    arguments = ["run", "almelo", "--route", "parallel", *SMALL, "--csv", "excel-nl", "--out", str(tmp_path)]
    assert status_of(arguments) == 0
    read = pd.read_csv(tmp_path / "families.csv", sep=";", decimal=",", encoding="utf-8-sig")
    pd.testing.assert_frame_equal(read, pd.read_parquet(tmp_path / "families.parquet"), check_dtype=False)
