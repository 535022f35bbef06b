"""The recipes for many machines do what they say: a job array whose jobs end in any order, and two workers of Dask."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.serving import free_port
from tests.experiments.experiment_files import text_of

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parents[2] / "docs" / "many_machines.md"
ARRAY, DASK = re.findall(r"```bash\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
FACTORS = "[factors]\nturnover_rate = [0.1, 0.5]\nwarm_handover_weeks = [0, 4]"
PATIENCE = 300  # seconds


@pytest.fixture
def bash(tmp_path):
    """``bash(script, A_SETTING="1")``: runs it where an experiment waits, with the commands of this environment."""
    (tmp_path / "turnover.toml").write_text(text_of("replicates = 2", FACTORS), "utf-8")
    begun = []

    def bash(script: str, **settings: str) -> str:
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        process = subprocess.Popen(
            ["bash", "-m", "-c", script],
            cwd=tmp_path,
            env={**os.environ, "PATH": path, **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        begun.append(process)
        said, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, said
        return said

    yield bash
    for one in begun:
        if one.poll() is None:
            os.killpg(one.pid, signal.SIGKILL)


def test_a_job_array_lives_the_whole_experiment_whichever_job_ends_first(bash, tmp_path):
    for job in ("2", "1"):
        bash(ARRAY, SLURM_ARRAY_TASK_ID=job, SLURM_ARRAY_TASK_COUNT="2", SLURM_CPUS_PER_TASK="1")
    assert "complete" in bash("omtafel experiment status turnover.toml")
    in_parts = (tmp_path / "results/turnover/runs.csv").read_bytes()
    bash("omtafel experiment run turnover.toml --out at_once")
    assert (tmp_path / "at_once/runs.csv").read_bytes() == in_parts


def test_two_workers_of_dask_live_it(bash, tmp_path):
    script = DASK.replace("8786", str(free_port()))
    assert script.count(":8786") == 0
    assert "8 paired runs: 8 run now" in bash(f"trap 'kill $(jobs -p) 2>/dev/null' EXIT\n{script}")
    assert (tmp_path / "results/turnover/report.html").is_file()
