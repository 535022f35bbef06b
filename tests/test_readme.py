"""What the README and the pages behind it tell users to do, done."""

import contextlib
import io
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from omtafel.cli import status_of
from omtafel.commands import app
from validation.house import ROOMS

pytestmark = pytest.mark.slow

SMALL = "[set]\nfamilies = 30\nweeks = 26\nburn_in_weeks = 13\n"
SMALL_FILES = {  # what stands in the files that the README names, so that its commands take seconds
    "turnover.toml": "[factors]\nturnover_rate = [0.1, 0.5]\nwarm_handover_weeks = [0, 4]\n",
    "space.toml": '[factors]\nworld = "range"\n[design]\nkind = "latin_hypercube"\npoints = 64\n',
    "choices.toml": '[policies.usual]\n[policies.paid]\npaid_attendance = 1.0\n[design]\nkind = "worlds"\nworlds = 4\n',
}
ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PAGES = [README, *(ROOT / "docs" / f"{name}.md" for name in ("dashboard", "experiments"))]
TEXT = "\n".join(page.read_text("utf-8") for page in PAGES)


def blocks(language: str) -> list[str]:
    """The code blocks of the pages in one language."""
    return re.findall(rf"```{language}\n(.*?)```", TEXT, flags=re.DOTALL)


SHELL = [line.split(" #")[0].strip() for block in blocks("sh") for line in block.splitlines()]
COMMANDS = [line for line in dict.fromkeys(SHELL) if line.startswith("omtafel ")]


OF_EXPERIMENTS = sorted((line for line in COMMANDS if ".toml" in line), key=lambda line: " new " not in line)
BY_ITSELF = (
    "omtafel validate",  # takes minutes; tests/omtafel/test_validate.py runs a small one
    "omtafel dashboard",  # never ends; tests/browser serves it
    "omtafel corners almelo --worlds 10",  # takes minutes; tests/omtafel/test_search.py runs a small one
    "omtafel calibrate --sets 4096",  # takes an hour; tests/omtafel/test_analyses.py runs a small one
    "omtafel coverage",  # takes minutes; tests/validation/test_calibration.py runs a small one
)
BY_MAKE = {"studies"}  # takes minutes; tests/omtafel/test_studies.py runs small ones
OF_ONE_COMMAND = [one for one in COMMANDS if one not in BY_ITSELF and ".toml" not in one]


def test_the_readme_shows_every_command():
    shown = {shlex.split(command)[1] for command in COMMANDS}
    commands = {getattr(one.callback, "__name__", one.name) for one in app.registered_commands}
    commands |= {str(one.name) for one in app.registered_groups}
    assert shown == commands - BY_MAKE
    assert "make studies" in README.read_text("utf-8")


def run_in(folder: Path, command: str) -> str:
    """Run a command in a folder, and see that it ends well; hands out what it prints."""
    printed, complaint = io.StringIO(), io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(printed), contextlib.redirect_stderr(complaint):
        status = status_of(shlex.split(command)[1:])
    assert status == 0, f"{command}: {complaint.getvalue()}"
    return printed.getvalue()


@pytest.mark.parametrize("command", [OF_ONE_COMMAND[0], OF_EXPERIMENTS[0]])
def test_a_command_of_the_readme_runs_as_a_process_of_its_own(command, tmp_path):
    words = [sys.executable, "-m", *shlex.split(command)]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize("command", OF_ONE_COMMAND)
def test_a_command_of_the_readme_runs(command, tmp_path):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    assert run_in(tmp_path, command).strip()
    words = shlex.split(command)
    if "--out" in words:
        folder = tmp_path / words[words.index("--out") + 1]
        assert any(folder.iterdir())


def test_the_experiment_commands_of_the_readme_run_one_after_the_other(tmp_path):
    for command in OF_EXPERIMENTS:
        assert run_in(tmp_path, command).strip()
        if " new " in command:
            run_in(tmp_path, "omtafel experiment check turnover.toml")  # the example itself
            for name, text in SMALL_FILES.items():
                (tmp_path / name).write_text(f'question = "?"\nreplicates = 2\n{SMALL}{text}', "utf-8")
    assert (tmp_path / "results/turnover/report.html").is_file()


def test_the_experiment_file_of_the_readme_is_right(tmp_path):
    for number, text in enumerate(blocks("toml")):
        (tmp_path / f"{number}.toml").write_text(text, "utf-8")
        run_in(tmp_path, f"omtafel experiment check {number}.toml")


@pytest.mark.parametrize("code", blocks("python"))
def test_the_python_of_the_readme_prints_what_stands_there(code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(code, "README.md", "exec"), {})
    assert "severity" in printed.getvalue()
    shown = re.search(re.escape(code) + r"```\n\n```text\n(.*?)```", TEXT, flags=re.DOTALL)
    if shown:
        assert printed.getvalue() == shown[1]


def test_an_example_of_the_readme_shows_what_it_prints():
    assert blocks("text")


def test_the_readme_is_short_and_its_links_lead_somewhere():
    text = README.read_text("utf-8")
    assert text.count("\n") < 200
    pages = [README, *ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
    for page in pages:
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_the_rooms_of_the_readme_are_the_rooms_of_the_house():
    text = README.read_text("utf-8")
    section = text[text.index("## The house") : text.index("## How sure")]
    assert set(re.findall(r"`(\w+)/`", section)) == set(ROOMS)
