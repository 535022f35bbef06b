"""Experiments that are begun from the pages, one at a time, in a folder that was named when the server was started.

They are files and folders as the command line has them, run by the same command in a process of its own: what was
stopped, here or by the end of the server, goes on here or there. All visitors see the same ones.
"""

import hashlib
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dashboard.choices import FIRST, Choices, library_scenario
from dashboard.designs import KINDS, experiment_text, is_own
from dashboard.live.wishes import family_weeks
from experiments.specification.experiment import Experiment, cells_asked, parse_experiment, read_experiment
from experiments.specification.problems import ExperimentError
from experiments.store.folder import Folder
from experiments.store.index import Index
from experiments.store.parts import write_whole
from experiments.store.replay import as_toml
from sim.comparison import both_routes
from sim.scenario import Scenario
from sim.words import Language
from sim.workers import cores

NAME = re.compile(rf"({'|'.join(KINDS)})-[0-9a-f]{{12}}")
PAIRS = (2, 5_000)  # at each place
MOST_PAIRS = 20_000  # of one experiment
MOST_KEPT = 50  # experiments in the folder
BEHIND = 19  # priority of what is run, on the scale of "nice": visitors' pictures go first
LOOK_SECONDS = 1.0  # between two looks at how far it is
RESULTS = "results"  # below the folder, where the command line puts them when it is called there


class Refused(ValueError):
    """Nothing is begun; the message is the key of what is said about it."""


@dataclass(frozen=True)
class Kept:
    """An experiment in the folder.

    Attributes:
        name: of its files.
        experiment: what it asks.
        there, total: paired runs.
        running: whether it is run from here now.
        ready: whether everything is there, with its report.
        why: what its last run here said when it failed; empty otherwise.
    """

    name: str
    experiment: Experiment
    there: int
    total: int
    running: bool
    ready: bool
    why: str


class Bench:
    """The experiments of one folder, and the one that is run.

    Args:
        root: the folder.

    Attributes:
        changed: told whenever a page would show something else; `version` is then another one.
        pace: seconds of a core that a family-week takes on this machine; 0 before it was measured.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self.changed = threading.Condition()
        self.version = 0
        self.pace = 0.0
        self.running = ""
        self.language: Language = "en"
        self.stopping = self.looked_at = False
        self.why: dict[str, str] = {}
        self.read: dict[str, Experiment] = {}
        self.indices: dict[str, Index] = {}
        self.looking = threading.Lock()
        # It belongs to no visit: Solara gives a thread to the page that starts it.
        threading.Thread(target=self.serve, daemon=True).start()

    def results(self, name: str) -> Path:
        """Where the results of an experiment are."""
        return self.root / RESULTS / name

    def asked(self, choices: Choices, kind: str, pairs: int) -> Experiment:
        """The settings of now as an experiment, without a file.

        Raises:
            ExperimentError: when they make none.
        """
        scenario = choices.scenario_now() if is_own(choices) else None
        return parse_experiment(experiment_text(choices, kind, pairs, ""), kind, scenario=scenario)

    def seconds(self, experiment: Experiment) -> float:
        """About how long it takes on this machine, when nobody else wants it; 0 before the pace was measured."""
        if not self.looked_at:
            with self.changed:
                self.looked_at = True
                self.changed.notify_all()
        return pairs_of(experiment) * family_weeks(experiment.scenario) * self.pace / cores(None)

    def begin(self, choices: Choices, kind: str, pairs: int) -> str:
        """Lay down the settings of now as an experiment and run it; its name, made here of what it asks.

        Raises:
            Refused: when another one is run, or it is too large, or there are too many.
            ExperimentError: when the settings make none.
        """
        if pairs_of(self.asked(choices, kind, pairs)) > MOST_PAIRS:
            raise Refused("too_large")
        scenario = as_toml(choices.titled(choices.scenario_now()))
        said = experiment_text(choices, kind, pairs, "") + scenario
        name = f"{kind}-{hashlib.sha256(said.encode()).hexdigest()[:12]}"
        file = self.root / f"{name}.toml"
        if not file.exists():
            if self.running:
                raise Refused("busy")
            if len(self.names()) >= MOST_KEPT:
                raise Refused("too_many")
            beside = f"{name}-scenario.toml"
            text = experiment_text(choices, kind, pairs, beside, choices.language)
            if is_own(choices):
                write_whole(self.root / beside, lambda path: path.write_text(scenario, "utf-8"))
            write_whole(file, lambda path: path.write_text(text, "utf-8"))
        self.go_on(name, choices.language)
        return name

    def go_on(self, name: str, language: Language) -> None:
        """Run an experiment of the folder, or go on where it stopped.

        Args:
            name: which.
            language: of its report.

        Raises:
            Refused: when another one is run, or there is none of that name.
        """
        if name not in self.names():
            raise Refused("gone")
        with self.changed:
            if self.running:
                raise Refused("busy")
            self.running, self.language, self.stopping = name, language, False
            self.why.pop(name, None)
            self.tell()

    def stop(self, name: str) -> None:
        """Let what is run finish what is under way, and end."""
        with self.changed:
            if name == self.running:
                self.stopping = True
                self.changed.notify_all()

    def names(self) -> list[str]:
        """The experiments of the folder that were begun from a page, the newest first."""
        files = [path for path in self.root.glob("*.toml") if NAME.fullmatch(path.stem)]
        return [path.stem for path in sorted(files, key=lambda path: path.stat().st_mtime, reverse=True)]

    def kept(self) -> list[Kept]:
        """What there is in the folder, the newest first; what is no experiment any more is left out."""
        return [one for name in self.names() if (one := self.one(name))]

    def one(self, name: str) -> Kept | None:
        """How far an experiment is; counted in its parts, so that whoever runs it is seen."""
        try:
            if name not in self.read:
                self.read[name] = read_experiment(self.root / f"{name}.toml")
        except ExperimentError:
            return None
        experiment, total = self.read[name], pairs_of(self.read[name])
        there, running = self.counted(name) // len(experiment.routes), name == self.running
        ready = there >= total and not running and self.report(name).is_file()
        return Kept(name, experiment, min(there, total), total, running, ready, self.why.get(name, ""))

    def counted(self, name: str) -> int:
        """Runs that are there."""
        folder = Folder(self.results(name))
        with self.looking:
            if not folder.parts.is_dir():
                return 0
            index = self.indices.setdefault(name, folder.index())
            index.refresh()
            return len(index.part_of)

    def report(self, name: str) -> Path:
        """The report of an experiment."""
        return self.results(name) / "report.html"

    def effects(self, name: str) -> Path:
        """The table of an experiment with all differences."""
        return self.results(name) / "effects.csv"

    def tell(self) -> None:
        """Let pages look again; under the lock."""
        self.version += 1
        self.changed.notify_all()

    def wait_for_another(self, version: int, over: Callable[[], bool]) -> None:
        """Wait until a page would show something else than this version, or need not know any more."""
        with self.changed:
            self.changed.wait_for(lambda: self.version != version or over())

    def serve(self) -> None:
        """Run what is to be run, one after the other; and measure the pace, once somebody asks how long it takes."""
        while True:
            with self.changed:
                self.changed.wait_for(lambda: self.running or (self.looked_at and not self.pace))
                name = self.running
            if not name:
                self.pace = measured()
            else:
                try:
                    self.run(name)
                except OSError as error:
                    self.why[name] = error.strerror or str(error)
            with self.changed:
                self.running = "" if name else self.running  # somebody may have begun while the pace was measured
                self.tell()

    def run(self, name: str) -> None:
        """Run an experiment until it ends, and keep what it said when it failed."""
        words = ["experiment", "run", str(self.root / f"{name}.toml"), "--out", str(self.results(name))]
        command = [sys.executable, "-m", "dashboard.apart", *words, "--language", self.language]
        said, there, pipe = [""], -1, subprocess.PIPE
        # Ctrl-C at the server does not reach its group; in a session of its own it would not be behind the server.
        with subprocess.Popen(
            command, stdin=pipe, stdout=subprocess.DEVNULL, stderr=pipe, text=True, errors="replace", process_group=0
        ) as process:
            assert process.stdin and process.stderr
            os.setpriority(os.PRIO_PROCESS, process.pid, BEHIND)
            hearing = threading.Thread(target=said.extend, args=(process.stderr,))
            hearing.start()
            while process.poll() is None:
                now = self.counted(name)
                with self.changed:
                    if now != there:
                        self.tell()
                    self.changed.wait(LOOK_SECONDS)
                    if self.stopping:
                        process.stdin.close()
                there = now
            hearing.join()
        if process.returncode and not self.stopping:
            why = said[-1].strip().removeprefix("omtafel: ") or str(process.returncode)
            self.why[name] = why.replace(f"{self.root}{os.sep}", "")  # visitors need not know where that is


def measured() -> float:
    """Seconds of a core that a family-week takes on this machine, once the rules are there."""
    both_routes(Scenario("fetching", families=4, weeks=2, burn_in_weeks=2), seed=0)
    scenario = library_scenario(FIRST)
    began = time.thread_time()
    both_routes(scenario, seed=0)
    return (time.thread_time() - began) / family_weeks(scenario)


def pairs_of(experiment: Experiment) -> int:
    """How many paired runs an experiment has."""
    return cells_asked(experiment) * experiment.replicates.at_least


_open: list[Bench] = []


def open_bench(root: Path) -> Bench:
    """Let visitors of this server begin experiments in a folder."""
    _open[:] = [Bench(root)]
    return _open[0]


def bench() -> Bench | None:
    """Where experiments are begun; nothing on a server that was started without a folder for them."""
    return _open[0] if _open else None
