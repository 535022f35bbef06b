"""The page about mechanisms and decisions of one's own: its code blocks, and its commands, are run."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from omtafel.cli import status_of

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "extending.md").read_text("utf-8")
PYTHON = re.findall(r"```python\n(.*?)```", TEXT, flags=re.DOTALL)
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", TEXT, flags=re.DOTALL) for line in block.splitlines()]
TINY = ["--set", "families=8", "--set", "weeks=8", "--set", "burn_in_weeks=4"]
PLAIN = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(ROOT)}
FILE = re.compile(r"# (\w+\.py)\n")
BUDDY = str(ROOT / "examples" / "waiting_list_buddy.py")


def test_the_blocks_of_the_page_run_without_compiling(tmp_path):
    run = 0
    for block in PYTHON:
        if named := FILE.match(block):
            (tmp_path / named[1]).write_text(block, "utf-8")
            continue
        done = subprocess.run([sys.executable, "-c", block], cwd=tmp_path, env=PLAIN, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert done.stdout
        run += 1
    assert run == 2


@pytest.mark.parametrize("command", COMMANDS)
def test_the_commands_of_the_page_end_well(tmp_path, command):
    """As plain Python: rules of an extension are compiled in tests/sim/test_rule_sets.py, which takes half a minute."""
    words = shlex.split(command.replace("examples/", f"{ROOT}/examples/").replace("--replicates 10", "--replicates 2"))
    small = TINY if {"compare", "run"} & set(words) else []
    done = subprocess.run(
        [sys.executable, "-m", *words, *small], cwd=tmp_path, env=PLAIN, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    if "parameters" in words:
        assert "buddy_share" in done.stdout


def test_every_lever_and_outcome_of_an_extension_stands_in_what_is_written(tmp_path):
    words = ["--with", BUDDY, "run", "almelo", "--route", "parallel", "--set", "buddy_share=1", *TINY]
    done = subprocess.run(
        [sys.executable, "-m", "omtafel", *words, "--out", "."], cwd=tmp_path, env=PLAIN, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "buddy_calls" in (tmp_path / "outcomes.csv").read_text("utf-8")
    assert "def call_who_waits" in (tmp_path / "settings.json").read_text("utf-8")


def test_what_one_command_takes_along_the_next_one_does_not(capsys):
    assert status_of(["--with", BUDDY, "parameters", "almelo"]) == 0
    assert os.environ.get("OMTAFEL_WITH", "") == ""


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--with", "nowhere.py", "scenarios"], "nowhere.py: cannot be read: no such file or directory"),
        (["--with", "nowhere", "scenarios"], "nowhere: no file that ends in .py, and no installed extension"),
        (
            ["--with", BUDDY, "run", "almelo", "--route", "parallel", "--set", "buddy_shar=1", "--out", "x"],
            "buddy_share",
        ),
        (["run", "almelo", "--route", "parallel", "--set", "buddy_share=1", "--out", "x"], "buddy_share"),
    ],
)
def test_what_cannot_be_taken_along_is_refused_in_a_line(capsys, words, message):
    assert status_of(words) == 2
    said = capsys.readouterr().err.strip()
    assert message in said and "\n" not in said
