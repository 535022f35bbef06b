"""What the user sees while waiting: words and progress on standard error, results on standard output."""

import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from omtafel.pipes import silence


class Screen(Console):
    """Where plain words go, until nobody reads them any more."""

    def __init__(self, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, highlight=False, markup=False, emoji=False)

    def on_broken_pipe(self) -> None:
        """Go on without printing."""
        silence(self.file)


def out() -> Screen:
    """Where results go."""
    return Screen()


def err() -> Screen:
    """Where words about the work go."""
    return Screen(stderr=True)


def compile_rules() -> None:
    """Compile the rules when this version of them never ran here, and say so before: it takes a while."""
    from sim.compiled import RULES_FOLDER, compiled_before
    from sim.extensions.loading import load_extensions

    extensions = load_extensions(None)
    if extensions:
        from sim.rule_sets import rules_of
    if compiled_before(rules_of(extensions).folder if extensions else RULES_FOLDER):
        return
    from sim.run import simulate
    from sim.scenario import Scenario

    with waiting("Compiling the rules once, about half a minute…"):
        simulate(Scenario("compiling", families=4, weeks=2, burn_in_weeks=2, extensions=extensions), "shared_plan")


@contextmanager
def waiting(words: str) -> Iterator[None]:
    """Words that stand there while something takes its time; a line of its own where nothing can move."""
    console = err()
    if not console.is_terminal:
        console.print(words, soft_wrap=True)
        yield
        return
    with console.status(words):
        yield


@contextmanager
def progress(words: str, steps: int) -> Iterator[Callable[[], None]]:
    """A bar that moves a step each time the given function is called, from any thread."""
    with several_bars() as bar:
        yield bar(words, steps)


@contextmanager
def several_bars(say: bool = False) -> Iterator[Callable[[str, int], Callable[[], None]]]:
    """Bars below each other: given words and a number of steps, each hands out what to call after a step.

    With `say` the words stand there too where nothing can move.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("to go:"),
        TimeRemainingColumn(),
    )
    console = err()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:

        def another(words: str, steps: int) -> Callable[[], None]:
            if say and not console.is_terminal:
                console.print(f"{words}…", soft_wrap=True)
            task = bars.add_task(words, total=steps)
            return lambda: bars.advance(task)

        yield another


def command_line() -> str:
    """The command as it was given, for the files that tell where results come from."""
    return shlex.join(["omtafel", *sys.argv[1:]])


def name_files(paths: list[Path], console: Console) -> None:
    """Say which files were written."""
    for path in paths:
        console.print(f"wrote {path}", soft_wrap=True)


def print_bytes(text: str) -> None:
    """Print a text exactly as it is, whatever the terminal makes of letters."""
    try:
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        silence(sys.stdout)
