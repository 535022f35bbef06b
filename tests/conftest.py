"""Before any test that runs weeks: compile the rules once, so that all test processes find them on disk."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
WARM_UP = """
from sim import load_scenario, simulate
simulate(load_scenario("almelo").replace(families=1, weeks=1, burn_in_weeks=0), "parallel")
"""


def pytest_sessionstart(session):
    """Compile in the process that starts the others; not for the rules alone, which run as plain Python."""
    is_helper_process = hasattr(session.config, "workerinput")
    only_rules = all("tests/rules" in argument for argument in session.config.args)
    if not is_helper_process and not only_rules:
        subprocess.run([sys.executable, "-c", WARM_UP], cwd=ROOT, check=False)
