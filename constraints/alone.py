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
from collections.abc import Iterator
from contextlib import contextmanager
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
    "omtafel explain almelo --route parallel --seed 1 --family 25",
    "omtafel experiment run grid.toml",
    "omtafel parameters almelo --kind policy",
)
EXPECTED = ("compared/report.html", "results/grid/report.html", "answer.pdf")
MISSING = "omtafel: This needs SALib: pip install 'omtafel[sensitivity]'"


class Place:
    """An empty environment, and an empty folder in which somebody works with it.

    Args:
        python: whose environment it is.
        root: where both are made.
    """

    def __init__(self, python: str, root: Path) -> None:
        self.folder, self.environment = root / "empty", root / "environment"
        self.folder.mkdir(parents=True)
        subprocess.run([python, "-m", "venv", self.environment], check=True)
        path = f"{self.environment / 'bin'}:{os.environ['PATH']}"
        caches = dict.fromkeys(("OMTAFEL_CACHE_DIR", "XDG_CACHE_HOME"), str(root / "cache"))
        self.settings = {**os.environ, **caches, "PATH": path, "PYTHONPATH": "", "NO_COLOR": "1"}
        self.version = self.run("python", "-c", "import sys; print('%d.%d' % sys.version_info[:2])").strip()

    def run(self, *words: str | Path, ends: int = 0, **settings: str) -> str:
        """What a command says that must end in this way; otherwise all of this ends, with what it said."""
        own = {**self.settings, **settings}
        done = subprocess.run(words, cwd=self.folder, env=own, capture_output=True, text=True, check=False)
        if done.returncode != ends:
            sys.exit(f"Python {self.version}: {' '.join(map(str, words))}: {done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def install(self, *words: str | Path) -> None:
        """Install something."""
        self.run("python", "-m", "pip", "install", "-q", *words)

    @property
    def megabytes(self) -> float:
        """How large the environment is."""
        files = (one for one in self.environment.rglob("*") if one.is_file() and not one.is_symlink())
        return sum(one.stat().st_size for one in files) / 1e6


@contextmanager
def nowhere() -> Iterator[tuple[Path, Path]]:
    """The wheel, and a folder for what is done with it; both are gone afterwards."""
    with tempfile.TemporaryDirectory() as name:
        yield make(Path(name, "made"))[1], Path(name)


def alone(python: str, wheel: Path, root: Path) -> str:
    """What came of one Python, in a line; whatever does not work ends all of it."""
    place = Place(python, root)
    start = time.monotonic()
    pins = ROOT / "constraints" / f"run-py{place.version}.txt"
    if pins.is_file():
        place.install("--require-hashes", "-r", pins)
        place.install("--no-deps", wheel)
    else:
        place.install(wheel)
    place.run("python", "-m", "pip", "check")
    installed = time.monotonic() - start
    (place.folder / "grid.toml").write_text(EXPERIMENT.format(GRID), "utf-8")
    (place.folder / "sobol.toml").write_text(EXPERIMENT.format(SOBOL), "utf-8")
    for command in COMMANDS:
        place.run(*command.split())
    place.run("python", "-c", PYTHON)
    for one in EXPECTED:
        if not (place.folder / one).stat().st_size:
            sys.exit(f"{python}: {one} is empty")
    said = place.run("omtafel", "experiment", "run", "sobol.toml", ends=2).splitlines()[-1]
    if said != MISSING:
        sys.exit(f"{python}: instead of naming what is missing it says: {said}")
    took = f"installed in {installed:.0f} s, used in {time.monotonic() - start - installed:.0f} s"
    return f"Python {place.version}: works; {place.megabytes:,.0f} MB; {took}"


def main() -> None:
    """Make the packages and try them on each Python that is named."""
    with nowhere() as (wheel, root):
        for number, python in enumerate(sys.argv[1:] or [sys.executable]):
            print(alone(python, wheel, root / str(number)), flush=True)


if __name__ == "__main__":
    main()
