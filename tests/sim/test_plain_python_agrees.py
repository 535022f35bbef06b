"""Compiled or not, the rules give the same bits; and compiled rules are found again by processes started from here."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sim import load_scenario
from sim.compiled import RULES_FOLDER
from sim.region import ROUTES
from sim.run import burn_in, live

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
SIZES = {"families": 12, "weeks": 20, "burn_in_weeks": 20}
BUSY = {
    "turnover_rate": 0.8,
    "warm_handover_weeks": 2,
    "training_share": 1,
    "joint_evaluation": 1,
    "shared_record": 0.5,
}
PARTS = ("family", "person", "need", "relation", "post", "organisation", "sector", "weekly")
SAVE = """
import sys
import numpy as np
from sim import compiled, load_scenario
from sim.run import burn_in, live

assert not compiled.COMPILES
scenario = load_scenario("almelo").replace(**{settings})
world = live(burn_in(scenario, {seed}), scenario, {route!r})
np.savez(sys.argv[1], **{{name: np.asarray(getattr(world, name)) for name in {parts}}})
"""


@pytest.mark.parametrize("route", ROUTES)
def test_plain_python_gives_the_same_bits_as_the_compiled_rules(tmp_path, bits, route):
    settings = {**SIZES, **BUSY}
    script = SAVE.format(settings=settings, seed=4, route=route, parts=PARTS)
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    file = tmp_path / "plain.npz"
    subprocess.run([sys.executable, "-c", script, str(file)], cwd=ROOT, env=environment, check=True)
    scenario = load_scenario("almelo").replace(**settings)
    world = live(burn_in(scenario, 4), scenario, route)
    assert world.family["contacts"].sum() > 50
    assert (world.family["meetings"].sum() > 3) == (route == "shared_plan")
    with np.load(file) as plain:
        for name in PARTS:
            assert bits(plain[name]) == bits(getattr(world, name)), name


def test_a_process_started_from_here_looks_for_compiled_rules_in_the_same_folder():
    script = "from sim.compiled import RULES_FOLDER; print(RULES_FOLDER)"
    child = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True)
    assert child.stdout.strip() == str(RULES_FOLDER)
