"""Help and version appear at once, because nothing heavy is loaded for them."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

HEAVY = ("numpy", "numba", "pandas", "scipy", "networkx", "pyarrow", "mesa", "jinja2", "sim.parameters", "experiments")
COMMANDS = ("compare", "channels", "run", "explain", "scenarios", "parameters")


def in_new_process(*arguments: str) -> tuple[str, list[str]]:
    """What a command prints in a fresh Python, and which heavy modules it loaded."""
    program = (
        "import sys; from omtafel.cli import status_of; status = status_of(sys.argv[1:]);"
        f"print('LOADED', *[name for name in {HEAVY!r} if name in sys.modules]); sys.exit(status)"
    )
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    text, loaded = done.stdout.split("LOADED")
    return text, loaded.split()


@pytest.mark.parametrize("arguments", [(), ("--help",)])
def test_help_names_every_command_and_loads_nothing_heavy(arguments):
    text, loaded = in_new_process(*arguments)
    assert loaded == []
    for command in COMMANDS:
        assert f"  {command} " in text


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_loads_nothing_heavy(command):
    text, loaded = in_new_process(command, "--help")
    assert loaded == []
    assert f"omtafel {command}" in text


@pytest.mark.parametrize("words", [("-h",), ("compare", "-h"), ("experiment", "-h"), ("experiment", "run", "-h")])
def test_h_asks_for_help_everywhere(words):
    assert in_new_process(*words)[0] == in_new_process(*words[:-1], "--help")[0]


def test_the_shell_completes_commands(monkeypatch):
    monkeypatch.setenv("_OMTAFEL_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "omtafel exp")
    monkeypatch.setenv("COMP_CWORD", "1")
    command = [sys.executable, "-m", "omtafel"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["explain", "experiment"]


def test_completion_is_shown_and_written_to_the_settings_of_the_shell(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    shown, _ = (  # the shell is found among the parents of the process, so there has to be one
        subprocess.run(
            ["bash", "-c", f'"{sys.executable}" -m omtafel --{what}-completion; exit $?'],
            capture_output=True,
            check=True,
        )
        for what in ("show", "install")
    )
    (script,) = tmp_path.glob(".bash_completions/*")
    assert "_OMTAFEL_COMPLETE" in script.read_text("utf-8")
    assert script.read_text("utf-8").strip() == shown.stdout.decode().strip()
    assert script.name in (tmp_path / ".bashrc").read_text("utf-8")


def test_python_knows_the_version_and_no_name_that_is_not_there():
    import omtafel
    from experiments.provenance import model_version

    assert omtafel.__version__ == model_version()
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = omtafel.nothing


def test_the_version_is_shown():
    text, _ = in_new_process("--version")
    assert text.startswith("omtafel ")
    assert len(text.split()) >= 2
