"""Rules of extensions, compiled: the same bits as in plain Python, beside the model's own, and kept for later."""

import os
import subprocess
import sys

import pytest

from sim import load_scenario, simulate
from sim.compiled import RULES_FOLDER
from sim.extensions.declaring import ExtensionError
from sim.region import build_region
from sim.rule_sets import rules_of, run_weeks
from sim.run import burn_in, live_on, on_route
from tests.extended import EXTENSIONS, ROOT

pytestmark = pytest.mark.slow

ON = {"buddy_share": 1.0, "peer_share": 0.5, "told_more": 1.0}
SIZES = {"families": 12, "weeks": 12, "burn_in_weeks": 12}
HEAVY = ("numba.np.arraymath", "scipy.linalg")  # what Numba reads before it compiles: half a second
LIVED = """
import sys
from numba.core.event import install_recorder
import sim
almelo = sim.load_scenario("almelo", {examples!r}).replace(**{sizes})
with install_recorder("numba:compile") as compiled:
    run = sim.simulate(almelo.replace(**{on}), "parallel", seed=3)
print(*[name for name in {heavy} if name in sys.modules])
print(run.outcomes.map(repr).to_json())
print(len(compiled.buffer))
"""


@pytest.fixture
def extended():
    """Rules after steps of the week, and one in the place of the model's."""
    return load_scenario("almelo", EXTENSIONS).replace(**SIZES)


def lived_elsewhere(**environment):
    """What a run in another process says, how often it compiled something for it, and what it read to compile."""
    script = LIVED.format(examples=EXTENSIONS, on=ON, sizes=SIZES, heavy=HEAVY)
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    read, outcomes, compiled = done.stdout.splitlines()
    return outcomes, int(compiled), read.split()


def test_two_sets_of_rules_live_in_one_process_and_leave_each_other_alone(extended):
    usual = load_scenario("almelo").replace(**SIZES)
    before = simulate(usual, "parallel", seed=3).outcomes
    off = simulate(extended, "parallel", seed=3).outcomes
    on = simulate(extended.replace(**ON), "parallel", seed=3).outcomes
    after = simulate(usual, "parallel", seed=3).outcomes
    assert before.equals(after) and off[before.index].equals(before)
    assert off["buddy_calls"] == 0 < on["buddy_calls"]
    assert off["with_a_peer"] == 0 < on["with_a_peer"]
    assert on["overload"] < off["overload"]
    longer = extended.replace(families=174, weeks=104)  # a sign of unsafety is rare
    told = [simulate(longer.replace(told_more=more), "parallel", seed=3) for more in (0.0, 1.0)]
    assert not told[0].outcomes.equals(told[1].outcomes), "the rule in the place of the model's is followed"


def test_compiled_kept_and_plain_rules_of_extensions_give_the_same_bits(extended):
    here = simulate(extended.replace(**ON), "parallel", seed=3).outcomes.map(repr).to_json()
    kept, compiled, read = lived_elsewhere()
    plain, *_ = lived_elsewhere(NUMBA_DISABLE_JIT="1")
    assert here == kept == plain
    assert compiled == 0 and not read
    folder = rules_of(extended.extensions).folder
    assert folder != RULES_FOLDER and any(folder.rglob("*run_weeks*.nbc"))


def test_what_cannot_be_compiled_names_file_and_line(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(
        "import sim\n\n@sim.extension(after='staffing')\ndef f(world, week, p):\n    x = p.nothing\n", "utf-8"
    )
    scenario = load_scenario("almelo", path).replace(**SIZES)
    with pytest.raises(ExtensionError, match=r"mine.py, line 5: there is no 'nothing'"):
        simulate(scenario, "parallel", seed=3)


def test_what_the_compiler_does_not_understand_is_named_by_file_and_line_before_the_week_is_tried(
    tmp_path, monkeypatch
):
    path = tmp_path / "mine.py"
    path.write_text(
        "import sim\n\n@sim.extension(after='staffing')\ndef f(world, week, p):\n    x = p.turnover_rate + 'a'\n",
        "utf-8",
    )
    scenario = load_scenario("almelo", path).replace(**SIZES)
    monkeypatch.setattr("sim.within.Rule.compile", None)
    with pytest.raises(
        ExtensionError, match=r"mine.py, line 5: cannot be compiled: No implementation of .*add.float64, .*str"
    ):
        simulate(scenario, "parallel", seed=3)


def test_no_region_is_lived_behind_its_last_week():
    scenario = load_scenario("almelo").replace(families=5, weeks=4, burn_in_weeks=3)
    world = on_route(burn_in(scenario, 0), scenario, "parallel")
    begun = build_region(scenario, 0)  # with one line for its burn-in, to be thrown away
    with pytest.raises(ValueError, match="weeks must be 5 or more to live that long, not 4"):
        run_weeks(world, 5)
    with pytest.raises(ValueError, match="weeks must be 2 or more to live that long, not 1"):
        live_on(begun, 2)
    assert (world.tally[0].next_week, begun.tally[0].next_week) == (0, -3)
    run_weeks(world, 4)
    assert world.weekly["families"][-1] > 0
