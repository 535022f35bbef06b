"""The recipes for many machines do what they say: a job array whose jobs end in any order, and two workers of Dask."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import experiments
from benchmarks.serving import free_port
from experiments.store.folder import existing_folder
from tests.experiments.experiment_files import tables_of, text_of

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parents[2] / "docs" / "many_machines.md"
ARRAY, DASK = re.findall(r"```bash\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
TEXT = text_of("replicates = 2", "[factors]\nturnover_rate = [0.1, 0.5]\nwarm_handover_weeks = [0, 4]")
PATIENCE = 300  # seconds


@pytest.fixture
def bash(tmp_path):
    """``bash(script, A_SETTING="1")``: runs it where an experiment waits, with the commands of this environment."""
    (tmp_path / "turnover.toml").write_text(TEXT, "utf-8")
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


def csv_of(root: Path) -> dict[str, bytes]:
    """The tables that carry no stamp of when and how they were lived."""
    return {name: table for name, table in tables_of(root).items() if name.endswith(".csv")}


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """The tables of the same experiment, lived by this process alone."""
    return csv_of(experiments.run(TEXT, tmp_path_factory.mktemp("alone"), workers=1).root)


def test_a_job_array_lives_the_whole_experiment_whichever_job_ends_first(bash, tmp_path, alone):
    for job in ("2", "1"):
        bash(ARRAY, SLURM_ARRAY_TASK_ID=job, SLURM_ARRAY_TASK_COUNT="2", SLURM_CPUS_PER_TASK="1")
    assert "complete" in bash("omtafel experiment status turnover.toml")
    assert "8 paired runs: 0 run now, 8 were there." in bash("omtafel experiment run turnover.toml")
    assert csv_of(tmp_path / "results/turnover") == alone


def test_two_workers_of_dask_live_it(bash, tmp_path, alone):
    script = DASK.replace("8786", str(free_port()))
    assert "8 paired runs: 8 run now" in bash(f"trap 'kill $(jobs -p) 2>/dev/null' EXIT\n{script}")
    folder = tmp_path / "results/turnover"
    assert "--cluster" in existing_folder(folder).manifest()["sessions"][-1]["command"]
    assert csv_of(folder) == alone
    assert (folder / "report.html").is_file()
