"""Ctrl-C ends every command in one line, whatever is being imported when it comes."""

import os
import subprocess
import sys

import pytest

from sim.compiled import RULES_FOLDER

pytestmark = pytest.mark.slow

# Presses Ctrl-C when a module is first asked for, in a callback that swallows what is raised in it, so that
# the import goes on as if nothing had happened.
PROGRAM = """
import os, signal, sys

class Pressing:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[1] and self in sys.meta_path:
            sys.meta_path.remove(self)
            try:
                os.kill(os.getpid(), signal.SIGINT)
            except KeyboardInterrupt:
                print("swallowed", file=sys.stderr)

signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell starts in the background is deaf to Ctrl-C
sys.meta_path.insert(0, Pressing())
from omtafel.cli import main
main(sys.argv[2:])
"""
COMPARE = ("compare", "almelo", "--set", "families=20", "--set", "weeks=6", "--set", "burn_in_weeks=2")
MODULES = {
    "omtafel.commands": ("scenarios",),
    "typer": ("scenarios",),
    "rich": ("scenarios",),
    "numpy": ("parameters",),
    "numba": COMPARE,
    "scipy.special": COMPARE,
    "pandas": (*COMPARE, "--json"),
    "sim.comparison": COMPARE,
    "reports.comparison": (*COMPARE, "--out", "out"),
    "pyarrow.parquet": ("run", *COMPARE[1:], "--route", "parallel", "--out", "out"),
}


def pressed(folder, module: str, arguments: tuple[str, ...]) -> subprocess.CompletedProcess:
    """How a command ends when Ctrl-C is pressed while a module is imported."""
    environment = {**os.environ, "OMTAFEL_CACHE_DIR": str(RULES_FOLDER.parent)}
    command = [sys.executable, "-c", PROGRAM, module, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, env=environment)


@pytest.mark.parametrize(("module", "arguments"), MODULES.items(), ids=lambda value: str(value))
def test_a_command_stops_in_one_line_whatever_is_being_imported(module, arguments, tmp_path):
    done = pressed(tmp_path, module, arguments)
    assert done.returncode == 130
    assert done.stderr.removeprefix("Writing the tables…\n") == "omtafel: stopped\n"
    assert list(tmp_path.rglob("*")) == []


def test_who_wants_it_to_be_deaf_is_obeyed(tmp_path):
    program = PROGRAM.replace("signal.default_int_handler", "signal.SIG_IGN")
    command = [sys.executable, "-c", program, "typer", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("omtafel ")


# Presses Ctrl-C while C code asks an object what it has, and so clears what is raised; then tidies up for a while.
CLEARING = """
import ctypes, os, signal, threading, time
from omtafel import interrupts

signal.signal(signal.SIGINT, signal.default_int_handler)
interrupts.listen()

class Asked:
    def __getattr__(self, name):
        os.kill(os.getpid(), signal.SIGINT)
        return self

try:
    ctypes.pythonapi.PyObject_HasAttrString(ctypes.py_object(Asked()), b"array")
    threading.Event().wait(PATIENCE)
except KeyboardInterrupt:
    until = time.monotonic() + 5 * interrupts.UNHEARD
    while time.monotonic() < until:
        pass
    print("tidied up", flush=True)
interrupts.end()
"""


def test_an_interrupt_that_is_cleared_comes_again_and_lets_who_hears_it_tidy_up():
    program = CLEARING.replace("PATIENCE", "20")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "tidied up\n", "")
