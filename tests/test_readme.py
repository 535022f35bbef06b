"""What the README and the pages of documentation tell users to do, done: every block of code in them."""

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from omtafel.calibrate import targets_of
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
EVERY_PAGE = [README, *sorted({*ROOT.glob("*.md")} - {README}), *sorted((ROOT / "docs").rglob("*.md"))]
HAVE_THEIR_OWN = ("extending.md", "own_region.md")  # tests/test_extending.py, tests/test_own_region_page.py
PAGES = [page for page in EVERY_PAGE if page.name not in HAVE_THEIR_OWN]
TEXT = "\n".join(page.read_text("utf-8") for page in PAGES)


def blocks(language: str) -> list[str]:
    """The code blocks of the pages in one language."""
    return re.findall(rf"```{language}\n(.*?)```", TEXT, flags=re.DOTALL)


SHELL = list(dict.fromkeys(line.split(" #")[0].strip() for block in blocks("sh") for line in block.splitlines()))
COMMANDS = [line for line in SHELL if line.startswith("omtafel ")]
WITH_SETTINGS = [line for line in SHELL if re.match(r"[A-Z_]+=\S+ omtafel ", line)]
OF_MAKE = [line for line in SHELL if line.startswith("make")]
INSTALLING = [line for line in SHELL if re.match(r"(pip|pipx|uv tool) install ", line)]  # tried by constraints/alone.py

OF_EXPERIMENTS = sorted((line for line in COMMANDS if ".toml" in line), key=lambda line: " new " not in line)
BY_ITSELF = (
    "omtafel validate",  # takes minutes; tests/omtafel/test_validate.py runs a small one
    "omtafel validate --judgements antwoorden.csv",  # tests/validation/test_judgements.py writes such a file
    "omtafel dashboard",  # never ends; tests/browser serves it
    "omtafel dashboard --experiments mine",  # nor does this; tests/dashboard/test_bench.py begins some
    "omtafel dashboard --behind-proxy --allow-host omtafel.example.org --root-path /omtafel",  # behind nginx, there
    "omtafel --show-completion bash",  # tests/omtafel/test_help.py
    "omtafel --install-completion bash",  # writes to the settings of a shell; tests/omtafel/test_help.py has one
    "omtafel learn analyse sheet.csv",  # tests/omtafel/test_learn.py writes such a file
    "omtafel corners almelo --worlds 10",  # takes minutes; tests/omtafel/test_search.py runs a small one
    "omtafel calibrate --sets 4096",  # takes an hour; tests/omtafel/test_analyses.py runs a small one
    "omtafel coverage",  # takes minutes; tests/validation/test_calibration.py runs a small one
)
BY_MAKE = {"studies"}  # takes minutes; tests/omtafel/test_studies.py runs small ones
OF_ONE_COMMAND = [one for one in COMMANDS if one not in BY_ITSELF and ".toml" not in one]


NAMES = {getattr(one.callback, "__name__", one.name) for one in app.registered_commands}
NAMES |= {str(one.name) for one in app.registered_groups}


def test_every_line_for_a_shell_is_one_that_is_tested():
    assert set(SHELL) == {*COMMANDS, *WITH_SETTINGS, *OF_MAKE, *INSTALLING}


def test_every_block_of_code_is_of_a_kind_that_is_tested_where_it_stands():
    here, shown, drawn = {"sh", "python", "toml"}, {"text"}, {"mermaid"}
    elsewhere = {  # tests/docs/test_many_machines.py, tests/browser/test_behind_nginx.py, and those pages of their own
        "many_machines.md": {"bash"},
        "serving.md": {"nginx"},
        "own_region.md": {"csv"},
    }
    for page in EVERY_PAGE:
        kinds = {*re.findall(r"^```(\w*)$", page.read_text("utf-8"), flags=re.MULTILINE)} - {""}
        assert kinds <= here | shown | drawn | elsewhere.get(page.name, set()), page.name


def test_a_command_inside_a_sentence_is_one_that_there_is():
    named = set(re.findall(r"`omtafel ([a-z]\w*)", TEXT))
    assert named and named <= NAMES


@pytest.mark.parametrize("line", OF_MAKE)
def test_make_has_the_target(line):
    targets = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE)
    assert line.split()[1:2] in ([], *([one] for one in targets))


@pytest.mark.parametrize("line", INSTALLING)
def test_what_is_installed_is_an_extra_that_there_is(line):
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert {one for names in re.findall(r"\[(.*?)\]", line) for one in names.split(",")} <= set(declared)


@pytest.mark.parametrize("line", WITH_SETTINGS)
def test_a_command_with_settings_of_its_own_runs(line, tmp_path):
    words = shlex.split(line)
    settings = dict(one.split("=", 1) for one in words if re.match(r"[A-Z_]+=", one))
    command = [sys.executable, "-m", *words[len(settings) :]]
    done = subprocess.run(command, cwd=tmp_path, env={**os.environ, **settings}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_readme_shows_every_command():
    shown = {shlex.split(command)[1] for command in COMMANDS}
    assert {one for one in shown if not one.startswith("-")} == NAMES - BY_MAKE
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
        place = tmp_path / words[words.index("--out") + 1]
        assert place.is_file() or any(place.iterdir())


def test_the_experiment_commands_of_the_readme_run_one_after_the_other(tmp_path):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    for command in OF_EXPERIMENTS:
        assert run_in(tmp_path, command).strip()
        if " new " in command:
            run_in(tmp_path, "omtafel experiment check turnover.toml")  # the example itself
            for name, text in SMALL_FILES.items():
                (tmp_path / name).write_text(f'question = "?"\nreplicates = 2\n{SMALL}{text}', "utf-8")
    assert (tmp_path / "results/turnover/report.html").is_file()


def test_a_file_that_a_page_shows_is_right(tmp_path):
    for number, text in enumerate(blocks("toml")):
        (tmp_path / f"{number}.toml").write_text(text, "utf-8")
        if text.startswith("question"):
            run_in(tmp_path, f"omtafel experiment check {number}.toml")
        else:
            assert targets_of(tmp_path / f"{number}.toml")


@pytest.mark.parametrize("code", blocks("python"))
def test_the_python_of_a_page_prints_what_stands_there(code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(code, "page", "exec"), {})
    assert printed.getvalue().strip()
    shown = re.search(re.escape(code) + r"```\n\n```text\n(.*?)```", TEXT, flags=re.DOTALL)
    if shown:
        assert printed.getvalue() == shown[1]


def test_an_example_of_the_readme_shows_what_it_prints():
    assert blocks("text")


def test_the_readme_is_short_and_its_links_lead_somewhere():
    text = README.read_text("utf-8")
    assert text.count("\n") < 200
    for page in EVERY_PAGE:
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_the_rooms_of_the_readme_are_the_rooms_of_the_house():
    text = README.read_text("utf-8")
    section = text[text.index("## The house") : text.index("## How sure")]
    assert set(re.findall(r"`(\w+)/`", section)) == set(ROOMS)
