"""Tries the packages as somebody who has nothing else: the wheel that is made from the source package, with its pins,
in an empty environment and an empty folder.

    python -m constraints.alone python3.11 python3.12 python3.13

Not among the tests: an environment takes minutes. A Python without pins gets the newest versions that there are.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from constraints.dist import ROOT, make

SMALL = "--set families=30 --set weeks=26 --set burn_in_weeks=13"
EXPERIMENT = 'question = "?"\nreplicates = 2\n[set]\nfamilies = 30\nweeks = 26\nburn_in_weeks = 13\n{}'
GRID, SOBOL = "[factors]\nturnover_rate = [0.1, 0.5]\n", '[factors]\nworld = "range"\n[design]\nkind = "sobol"\n'
PYTHON = (
    "import omtafel, sim; print(omtafel.__version__); sim.compare(sim.load_scenario('almelo').replace(families=30, \
weeks=26, burn_in_weeks=13), replicates=2).plot().save('answer.pdf')"
)
COMMANDS = (
    "omtafel --version",
    f"omtafel compare almelo --replicates 2 {SMALL} --out compared --figures",
    f"omtafel compare almelo --replicates 2 --worlds 4 {SMALL}",
    "omtafel explain almelo --route parallel --seed 1 --family 12",
    "omtafel experiment run grid.toml",
    "omtafel parameters almelo --kind policy",
)
EXPECTED = ("compared/report.html", "results/grid/report.html", "answer.pdf")
MISSING = "omtafel: This needs SALib: pip install 'omtafel[sensitivity]'"


def alone(python: str, wheel: Path) -> str:
    """What came of one Python, in a line.

    Raises:
        CalledProcessError: when something does not work.
    """
    with tempfile.TemporaryDirectory() as name:
        folder, environment = Path(name, "empty"), Path(name, "environment")
        folder.mkdir()
        subprocess.run([python, "-m", "venv", environment], check=True)
        own = {**os.environ, "PATH": f"{environment / 'bin'}:{os.environ['PATH']}", "PYTHONPATH": "", "NO_COLOR": "1"}

        def run(*words: str | Path, ends: int = 0) -> str:
            done = subprocess.run(words, cwd=folder, env=own, capture_output=True, text=True, check=False)
            if done.returncode != ends:
                sys.exit(f"{python}: {' '.join(map(str, words))}: {done.stdout}{done.stderr}")
            return done.stdout + done.stderr

        start = time.monotonic()
        version = run("python", "-c", "import sys; print('%d.%d' % sys.version_info[:2])").strip()
        pins = ROOT / "constraints" / f"run-py{version}.txt"
        install = ("python", "-m", "pip", "install", "-q")
        if pins.is_file():
            run(*install, "--require-hashes", "-r", pins)
            run(*install, "--no-deps", wheel)
        else:
            run(*install, wheel)
        run("python", "-m", "pip", "check")
        installed = time.monotonic() - start
        (folder / "grid.toml").write_text(EXPERIMENT.format(GRID), "utf-8")
        (folder / "sobol.toml").write_text(EXPERIMENT.format(SOBOL), "utf-8")
        for command in COMMANDS:
            run(*command.split())
        run("python", "-c", PYTHON)
        for one in EXPECTED:
            if not (folder / one).stat().st_size:
                sys.exit(f"{python}: {one} is empty")
        said = run("omtafel", "experiment", "run", "sobol.toml", ends=2).splitlines()[-1]
        if said != MISSING:
            sys.exit(f"{python}: instead of naming what is missing it says: {said}")
        size = sum(one.stat().st_size for one in environment.rglob("*") if one.is_file() and not one.is_symlink())
        took = time.monotonic() - start - installed
        return f"Python {version}: works; {size / 1e6:,.0f} MB; installed in {installed:.0f} s, used in {took:.0f} s"


def main() -> None:
    """Make the packages and try them on each Python that is named."""
    with tempfile.TemporaryDirectory() as name:
        _, wheel = make(Path(name))
        for python in sys.argv[1:] or [sys.executable]:
            print(alone(python, wheel), flush=True)


if __name__ == "__main__":
    main()
