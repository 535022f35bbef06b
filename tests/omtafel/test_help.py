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


def test_the_version_is_shown():
    text, _ = in_new_process("--version")
    assert text.startswith("omtafel ")
    assert len(text.split()) >= 2
