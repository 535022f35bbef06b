"""What the README tells users to do, done."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from omtafel.cli import app

README = Path(__file__).parent.parent / "README.md"


def blocks(language: str) -> list[str]:
    """The code blocks of the README in one language."""
    return re.findall(rf"```{language}\n(.*?)```", README.read_text("utf-8"), flags=re.DOTALL)


COMMANDS = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("omtafel ")]


def test_the_readme_shows_every_command():
    shown = {shlex.split(command)[1] for command in COMMANDS}
    commands = {getattr(one.callback, "__name__", one.name) for one in app.registered_commands}
    assert shown == commands


BY_ITSELF = "omtafel validate"  # takes minutes; `.ci/run` runs it, and tests/omtafel/test_validate.py a small one


@pytest.mark.parametrize("command", [command for command in COMMANDS if command != BY_ITSELF])
def test_a_command_of_the_readme_runs(command, tmp_path):
    words = shlex.split(command)
    done = subprocess.run(
        [sys.executable, "-m", "omtafel", *words[1:]], cwd=tmp_path, capture_output=True, text=True, env=os.environ
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    if "--out" in words:
        folder = tmp_path / words[words.index("--out") + 1]
        assert any(folder.iterdir())


@pytest.mark.parametrize("code", blocks("python"))
def test_the_python_of_the_readme_runs(code, capsys):
    exec(compile(code, "README.md", "exec"), {})
    assert "severity" in capsys.readouterr().out


def test_every_room_of_the_readme_exists():
    text = README.read_text("utf-8")
    for path in re.findall(r"`(sim/[\w/]+\.(?:py|toml))`", text):
        assert (README.parent / path).exists(), path
