"""The recipes for clusters in docs/experiments.md, run as they stand there."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import experiments
from experiments.store.folder import existing_folder
from tests.experiments.experiment_files import tables_of, text_of

pytestmark = pytest.mark.slow

PAGE = (Path(__file__).parents[2] / "docs/experiments.md").read_text("utf-8")
RECIPES = re.findall(r"```bash\n(.*?)```", PAGE, flags=re.DOTALL)
SLURM, DASK = RECIPES
JOBS = 3


@pytest.fixture
def shell(tmp_path):
    """``shell(recipe, **environment)``: run a recipe where omtafel and dask are those of these tests."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, words in {"omtafel": "-m omtafel", "dask": "-m dask"}.items():
        path = programs / name
        path.write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n')
        path.chmod(0o755)
    (tmp_path / "turnover.toml").write_text(text_of("replicates = 2"), "utf-8")

    def shell(recipe, **environment):
        known = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "PYTHONPATH": os.pathsep.join(sys.path)}
        process = subprocess.Popen(
            ["bash", "-c", recipe],
            cwd=tmp_path,
            env={**known, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            return "".join(until_written(process))
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # the scheduler and its workers
            process.wait()

    return shell


def until_written(process):
    """What a recipe prints, up to the report when there is one."""
    for line in process.stdout:
        yield line
        if line.startswith("wrote ") and "report.html" in line:
            return  # what was started beside it goes on


def test_a_job_array_fills_one_folder_and_then_the_report_is_written(shell, tmp_path):
    for job in range(1, JOBS + 1):
        named = {"SLURM_ARRAY_TASK_ID": str(job), "SLURM_ARRAY_TASK_COUNT": str(JOBS), "SLURM_CPUS_PER_TASK": "1"}
        assert "paired runs" in shell(SLURM, **named)
    after = shell("omtafel experiment run turnover.toml")
    assert "4 paired runs: 0 run now, 4 were there." in after
    assert (tmp_path / "results/turnover/report.html").is_file()
    alone = experiments.run(text_of("replicates = 2"), tmp_path / "alone", workers=1)
    assert tables_of(tmp_path / "results/turnover")["effects.csv"] == tables_of(alone.root)["effects.csv"]


def test_two_dask_workers_on_one_machine_write_the_same_tables(shell, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    told = shell(DASK.replace("8786", port).replace("--port", "--dashboard-address 127.0.0.1:0 --port"))
    assert "4 paired runs: 4 run now" in told
    assert "--cluster" in existing_folder(tmp_path / "results/turnover").manifest()["sessions"][-1]["command"]
    alone = experiments.run(text_of("replicates = 2"), tmp_path / "alone", workers=1)
    assert tables_of(tmp_path / "results/turnover")["effects.csv"] == tables_of(alone.root)["effects.csv"]
