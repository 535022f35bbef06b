"""A run under the eyes of the terminal: progress with time left, and what the runs say so far."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Group
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from experiments.running.estimates import Estimate
from experiments.running.pair import Failure
from experiments.running.watcher import Watcher
from omtafel import interrupts, screen
from omtafel.tables import plain_table

if TYPE_CHECKING:
    from rich.table import Table

    from experiments.specification.experiment import Experiment

EVERY = 1.0  # seconds between two looks at the estimates
SPOKEN_EVERY = 30.0  # seconds between two lines where nothing can move
SPEED_OVER = 120.0  # seconds over which speed is measured: parts come in bursts
MOST_FAILURES = 5  # that are named one by one


class Speaker(Watcher):
    """Says in the terminal what should be known, and nothing else."""

    def note(self, words: str) -> None:
        """Say a line."""
        screen.err().print(words, soft_wrap=True)


class Terminal(Watcher):
    """Shows a run in a terminal that can move, or says a line now and then in one that cannot."""

    def __init__(self) -> None:
        self.console = screen.err()
        columns = (TextColumn("Paired runs"), BarColumn(bar_width=24), MofNCompleteColumn(), TextColumn("to go:"))
        self.bar = Progress(*columns, TimeRemainingColumn(), console=self.console, speed_estimate_period=SPEED_OVER)
        self.task = self.bar.add_task("", total=None)
        self.live = Live(self.bar, console=self.console, transient=True, refresh_per_second=4)
        self.looked = self.spoke = time.monotonic()
        self.total = self.count = self.failures = 0

    def asked(self, pairs: int) -> None:
        """Know how many pairs there will be."""
        self.total = pairs
        self.bar.update(self.task, total=pairs)

    def there(self, pairs: int) -> None:
        """Move the bar, or say how far it is."""
        self.count = pairs
        self.bar.update(self.task, completed=pairs)
        if not self.console.is_terminal and time.monotonic() - self.spoke > SPOKEN_EVERY:
            self.spoke = time.monotonic()
            self.note(f"{pairs:,} of {self.total:,} paired runs")

    def learned(self, estimates: Callable[[], list[Estimate]]) -> None:
        """Show what is known so far."""
        if self.console.is_terminal and time.monotonic() - self.looked > EVERY:
            self.looked = time.monotonic()
            self.live.update(Group(self.bar, estimates_table(estimates())))

    def failed(self, cell: int, failure: Failure, replay: Path) -> None:
        """Name the first failures; all of them stand in a table at the end."""
        self.failures += 1
        if self.failures <= MOST_FAILURES:
            self.note(f"failed: cell {cell}, {failure.stage}: {failure.message} ({replay})")

    def note(self, words: str) -> None:
        """Say a line above the bar."""
        (self.live.console if self.console.is_terminal else self.console).print(words, soft_wrap=True)


@contextmanager
def watching(experiment: "Experiment") -> Iterator[Watcher]:
    """Watch a run in the terminal."""
    terminal = Terminal()
    if not terminal.console.is_terminal:
        terminal.note(f"Running {experiment.name}…")
        yield terminal
        return
    with terminal.live:
        yield terminal


@contextmanager
def ending_softly() -> Iterator[None]:
    """Take a request to end, as job schedulers send it, as Ctrl-C: what is under way is finished and kept."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, interrupts.stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def estimates_table(estimates: list[Estimate]) -> "Table":
    """What the runs say so far: a row an outcome."""
    from experiments.numbers import number, precise
    from experiments.verdicts import by_luck
    from sim.outcomes import OUTCOMES

    columns = ("So far", "Mean gain of the plan", "Plan better in", "Parallel better in", "Widest range")
    cells = max((one.cells for one in estimates), default=0)
    table = plain_table(by_luck(cells, "en") if cells > 1 else "", *columns)
    for one in estimates:
        outcome = OUTCOMES[one.outcome]
        better = (
            (f"{one.plan_better} of {one.cells}", f"{one.parallel_better}") if outcome.better != "neither" else ("", "")
        )
        widest = f"± {precise(one.widest, outcome)}"
        table.add_row(outcome.label.en, number(one.mean, outcome, signed=True), *better, widest)
    return table
