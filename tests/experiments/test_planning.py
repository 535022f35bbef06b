"""What an experiment would take, from a pilot; and what is refused because it does not fit."""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import experiments
from experiments.running import pair, planning
from experiments.running.planning import Plan, bytes_of_a_pair, existing, free_memory, in_words, plan
from experiments.specification.cells import Cells
from sim.comparison import range_of_mean
from sim.workers import cores
from tests.experiments.experiment_files import TWO_CELLS, experiment_of

pytestmark = pytest.mark.slow

TWENTY = "[factors]\nturnover_rate = { grid = [0.0, 0.8], steps = 20 }"
SHOWN = 'outcomes = ["overload", "contact_hours", "trust", "severity"]'
ADAPTIVE = "replicates = { at_least = 4, at_most = 60, half_width = { trust = 0.003 } }"
FITS = Plan(
    cells=10,
    pairs=200,
    pairs_at_most=400,
    seconds=7_200.0,
    workers=8,
    disk=4e9,
    disk_free=5e9,
    memory=8e9,
    memory_free=9e9,
    half_widths={},
    pilot=16,
    failed=[],
)


@pytest.fixture
def a_second_each(monkeypatch):
    """The pilot's pairs take a second each, whatever the machine is doing."""
    real = planning.timed

    def timed(tasks, workers, step):
        return real(tasks, workers, step)[0], float(len(tasks))

    monkeypatch.setattr(planning, "timed", timed)


# From a pilot


def test_time_and_pairs_grow_with_replicates_and_cells(tmp_path, a_second_each):
    for top, tables, pairs in (
        ("replicates = 10", "", 10),
        ("replicates = 10", TWO_CELLS, 20),
        ("replicates = 50", TWO_CELLS, 100),
        ("replicates = 10", TWENTY, 200),
    ):
        found = plan(experiment_of(top, tables), tmp_path, 2)
        assert (found.pairs, found.pairs_at_most, found.cells) == (pairs, pairs, pairs // int(top.split()[-1]))
        assert found.seconds == pairs
        assert found.workers == 2


def test_a_pilot_is_sixteen_pairs_over_at_most_four_cells(tmp_path, monkeypatch):
    lived = []
    real = planning.timed

    def timed(tasks, workers, step):
        lived.append([(task.scenario.value("turnover_rate"), task.seed) for task in tasks])
        return real(tasks, workers, step)

    monkeypatch.setattr(planning, "timed", timed)
    for tables, cells in (("", 1), (TWO_CELLS, 2), (TWENTY, 4)):
        steps = []
        found = plan(experiment_of("replicates = 3\nseed = 7", tables), tmp_path, 1, lambda: steps.append(1))  # noqa: B023
        assert found.pilot == len(set(lived[-1])) == len(steps) == 16
        assert len({value for value, _ in lived[-1]}) == cells
        assert min(seed for _, seed in lived[-1]) == 7
    assert {0.0, 0.8} <= {value for value, _ in lived[-1]}  # both ends of what is moved


def test_threads_are_those_of_the_machine_unless_asked(tmp_path):
    assert plan(experiment_of("replicates = 2", ""), tmp_path).workers == cores(None)


@pytest.mark.parametrize(
    ("top", "tables"),
    [
        ("replicates = 1", ""),
        ("replicates = 100", ""),
        ("replicates = 10", TWENTY),
        ('replicates = 60\nroutes = ["parallel"]', TWO_CELLS),
    ],
    ids=["one pair", "one cell", "many cells", "one route"],
)
def test_bytes_on_disk_are_within_a_factor_of_two_of_what_a_run_takes(tmp_path, top, tables):
    experiment = experiment_of(top, tables)
    found = plan(experiment, tmp_path, 2)
    experiments.run(experiment, tmp_path / "there", workers=2)
    taken = sum(path.stat().st_size for path in (tmp_path / "there").rglob("*") if path.is_file())
    assert taken / 2 < found.disk < taken * 2


def test_what_is_not_written_as_csv_takes_no_room_as_csv(tmp_path):
    few = plan(experiment_of("replicates = 1250", TWENTY), tmp_path, 2)  # 50,000 runs
    many = plan(experiment_of("replicates = 1251", TWENTY), tmp_path, 2)
    assert many.disk < few.disk / 1.5


@pytest.mark.parametrize(("top", "tables"), [("replicates = 60", ""), ("replicates = 20", TWO_CELLS)])
def test_half_widths_are_within_a_factor_of_two_of_what_a_run_gives(tmp_path, top, tables):
    experiment = experiment_of(f"{top}\n{SHOWN}", tables)
    found = plan(experiment, tmp_path, 2)
    effects = experiments.run(experiment, tmp_path / "there", workers=2).effects()
    halves = ((effects["high"] - effects["low"]) / 2).groupby(effects["outcome"]).max()
    assert set(found.half_widths) == set(halves.index)
    for name, half in found.half_widths.items():
        assert half / 2 < halves[name] < half * 2


def test_a_half_width_is_students_range_at_the_replicates_that_are_asked_for(tmp_path):
    experiment = experiment_of(f"replicates = 16\n{SHOWN}", "")
    found = plan(experiment, tmp_path, 1)
    gains = experiments.run(experiment, tmp_path / "there", workers=2).gains("trust")[0]
    low, high = range_of_mean(gains)
    assert found.half_widths["trust"] == pytest.approx((high - low) / 2, rel=1e-9)  # the pilot was all of it


def test_one_route_is_planned_with_the_spread_of_its_values(tmp_path):
    experiment = experiment_of(f'replicates = 16\nroutes = ["parallel"]\n{SHOWN}', "")
    found = plan(experiment, tmp_path, 1)
    values = experiments.run(experiment, tmp_path / "there", workers=2).values("trust")[0, :, 0]
    low, high = range_of_mean(values)
    assert found.half_widths["trust"] == pytest.approx((high - low) / 2, rel=1e-9)


def test_where_precision_decides_the_pilot_says_how_many_pairs_it_takes(tmp_path):
    experiment = experiment_of(ADAPTIVE)
    found = plan(experiment, tmp_path, 2)
    assert found.pairs_at_most == 120
    taken = experiments.run(experiment, tmp_path / "there", workers=2).summary.pairs
    assert 8 < taken < 120
    assert taken / 2 < found.pairs < taken * 2


def test_one_replicate_has_no_half_width(tmp_path):
    found = plan(experiment_of(f"replicates = 1\n{SHOWN}"), tmp_path, 1)
    assert all(np.isnan(half) for half in found.half_widths.values())


def test_what_fails_in_the_pilot_is_counted_and_stops_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(pair, "live", lambda *arguments, **more: 1 / 0)
    monkeypatch.setattr(pair, "live_together", None)
    found = plan(experiment_of(f"{ADAPTIVE}\n{SHOWN}"), tmp_path, 1)
    assert len(found.failed) == found.pilot == 16
    assert found.failed[0].startswith("parallel: ZeroDivisionError: division by zero")
    assert found.pairs == found.pairs_at_most
    assert all(np.isnan(half) for half in found.half_widths.values())


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    for name in ("temporary", "here"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "here")
    plan(experiment_of("replicates = 2"), Path("new/deeper"), 1)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["here", "temporary"]


def test_room_is_looked_for_where_results_would_go(tmp_path, monkeypatch):
    asked = []
    usage = shutil.disk_usage(tmp_path)

    def disk_usage(path):
        asked.append(path)
        return usage._replace(free=12_345)

    monkeypatch.setattr(shutil, "disk_usage", disk_usage)
    assert plan(experiment_of("replicates = 2", ""), tmp_path / "new" / "deeper", 1).disk_free == 12_345
    assert asked == [tmp_path]
    assert existing(tmp_path / "new") == existing(tmp_path) == tmp_path


def test_memory_grows_with_threads_regions_and_families(tmp_path):
    small = experiment_of("replicates = 2", "")

    def of_a_pair(**sizes):
        experiment = replace(small, scenario=small.scenario.replace(**sizes))
        return bytes_of_a_pair(experiment, Cells(experiment))

    usual = of_a_pair()
    assert usual > 30_000
    assert of_a_pair(families=60, regions=2) == pytest.approx(1.5 * usual, rel=0.2)  # two worlds a route, of as many
    assert of_a_pair(families=3_000) > 5 * usual
    one, four = (plan(small, tmp_path, workers).memory for workers in (1, 4))
    assert four == pytest.approx(4 * one) == pytest.approx(4 * usual)


def test_free_memory_is_a_number_of_bytes_where_the_system_says(monkeypatch):
    assert free_memory() > 1e6
    monkeypatch.setattr(planning.os, "sysconf", lambda name: (_ for _ in ()).throw(ValueError))
    assert np.isnan(free_memory())


# What fits


def test_what_fits_is_not_refused():
    assert FITS.refusals() == []
    assert FITS.refusals(hours=2) == []
    assert replace(FITS, memory_free=np.nan).refusals() == []


def test_what_takes_too_long_is_refused_with_what_would_fit():
    assert FITS.refusals(hours=1) == ["takes 2.0 hours: in 1 hours 10 replicates in each of 10 cells would fit"]
    assert FITS.refusals(hours=0.05) == ["takes 2.0 hours: in 0.05 hours 5 cells with one replicate would fit"]


def test_what_does_not_fit_on_disk_is_refused_with_what_would():
    """Of nine tenths of 2 GB each of 400 pairs takes a hundredth of a GB: 180 pairs."""
    assert replace(FITS, disk_free=2e9).refusals() == [
        "takes 4 GB of disk and 2 GB are free: 18 replicates in each of 10 cells would fit"
    ]
    assert len(replace(FITS, disk_free=4.4e9).refusals()) == 1
    assert replace(FITS, disk_free=4.5e9).refusals() == []


def test_what_does_not_fit_in_memory_is_refused_with_what_would():
    """Each of eight threads takes a GB, and nine tenths of 4 GB may be taken."""
    assert replace(FITS, memory_free=4e9).refusals() == [
        "takes 8 GB of memory and 4 GB are free: --workers 3 would fit"
    ]
    assert replace(FITS, memory_free=1e9).refusals() == [
        "takes 8 GB of memory and 1 GB are free: fewer families or regions would fit"
    ]


def test_all_that_does_not_fit_is_said_at_once():
    assert len(replace(FITS, disk_free=1.0, memory_free=1.0).refusals(hours=0.1)) == 3


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.001, "1 second"),
        (1.4, "1 second"),
        (1.6, "2 seconds"),
        (89.4, "89 seconds"),
        (90, "2 minutes"),
        (1_000, "17 minutes"),
        (5_399, "90 minutes"),
        (5_400, "1.5 hours"),
        (36_000, "10.0 hours"),
    ],
)
def test_a_span_of_time_is_said_as_people_say_it(seconds, words):
    assert in_words(seconds) == words
