"""Rules of extensions, compiled: the same bits as in plain Python, beside the model's own, and kept for later."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim import load_scenario, simulate
from sim.compiled import RULES_FOLDER
from sim.extensions.declaring import ExtensionError
from sim.rule_sets import rules_of
from tests.forgotten import forget_extensions

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
BUDDY = ROOT / "examples" / "waiting_list_buddy.py"
SIZES = {"families": 12, "weeks": 12, "burn_in_weeks": 12}
SECONDS = 5  # far more than it takes to fetch rules from disk, far less than compiling them
LIVED = """
import time
import sim
almelo = sim.load_scenario("almelo", [{buddy!r}]).replace(**{sizes})
began = time.perf_counter()
run = sim.simulate(almelo.replace(buddy_share=1.0), "parallel", seed=3)
print(run.outcomes.map(repr).to_json())
print(time.process_time())
"""


@pytest.fixture(scope="module")
def buddy():
    yield load_scenario("almelo", [BUDDY]).replace(**SIZES)
    forget_extensions()


def lived_elsewhere(**environment):
    """What a run in another process says, and the processor's time of all of it."""
    script = LIVED.format(buddy=str(BUDDY), sizes=SIZES)
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    outcomes, seconds = done.stdout.splitlines()
    return outcomes, float(seconds)


def test_two_sets_of_rules_live_in_one_process_and_leave_each_other_alone(buddy):
    usual = load_scenario("almelo").replace(**SIZES)
    before = simulate(usual, "parallel", seed=3).outcomes
    off = simulate(buddy, "parallel", seed=3).outcomes
    on = simulate(buddy.replace(buddy_share=1.0), "parallel", seed=3).outcomes
    after = simulate(usual, "parallel", seed=3).outcomes
    assert before.equals(after) and off[before.index].equals(before)
    assert off["buddy_calls"] == 0 < on["buddy_calls"]
    assert on["overload"] < off["overload"]


def test_compiled_kept_and_plain_rules_of_an_extension_give_the_same_bits(buddy):
    here = simulate(buddy.replace(buddy_share=1.0), "parallel", seed=3).outcomes.map(repr).to_json()
    kept, seconds = lived_elsewhere()
    plain, _ = lived_elsewhere(NUMBA_DISABLE_JIT="1")
    assert here == kept == plain
    assert seconds < SECONDS
    folder = rules_of(buddy.extensions).folder
    assert folder != RULES_FOLDER and any(folder.rglob("*run_weeks*.nbc"))


def test_what_cannot_be_compiled_names_file_and_line(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(
        "import sim\n\n@sim.extension(after='staffing')\ndef f(world, week, p):\n    x = p.nothing\n", "utf-8"
    )
    scenario = load_scenario("almelo", path).replace(**SIZES)
    with pytest.raises(ExtensionError, match=r"mine.py, line 5: there is no 'nothing'"):
        simulate(scenario, "parallel", seed=3)


def test_a_rule_that_the_compiler_does_not_understand_is_named_by_file_and_line(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(
        "import sim\n\n@sim.extension(after='staffing')\ndef f(world, week, p):\n    x = unknown\n", "utf-8"
    )
    scenario = load_scenario("almelo", path).replace(**SIZES)
    with pytest.raises(ExtensionError, match=r"mine.py, line 5: cannot be compiled: .*unknown"):
        simulate(scenario, "parallel", seed=3)
