"""``omtafel experiment``: a question as a file; checked, planned, run, resumed and reported."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from omtafel import screen, settings
from omtafel.options import Language, LanguageName, Workers
from omtafel.refusal import Refusal, refusing

if TYPE_CHECKING:
    from experiments.results import Results
    from experiments.running.engines import Engine
    from experiments.running.planning import Plan
    from experiments.specification.experiment import Experiment

INCOMPLETE = 1

File = Annotated[Path, typer.Argument(metavar="FILE", help="The experiment, a TOML file.")]
ResultsOut = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Folder of the results.  [default: results/NAME]")
]
Shard = Annotated[str | None, typer.Option("--shard", metavar="I/N", help="Run only the cells of this shard of N.")]
ClusterAddress = Annotated[
    str | None, typer.Option("--cluster", metavar="ADDRESS", help="Run on a Dask cluster, such as tcp://10.0.0.1:8786.")
]
Again = Annotated[bool, typer.Option("--again", help="Try again what failed earlier.")]

app = typer.Typer(help="Experiments: many runs that answer one question.", rich_markup_mode=None)


@app.command()
def new(file: File) -> None:
    """Write an example to start from."""
    from importlib import resources

    if file.suffix != ".toml":
        raise Refusal(f"{file}: name a file that ends in .toml")
    example = resources.files("experiments.specification").joinpath("example.toml").read_text("utf-8")
    with refusing(str(file)):
        try:
            with file.open("x", encoding="utf-8") as target:
                target.write(example.replace("NAME.toml", file.name))
        except FileExistsError:
            raise Refusal(f"{file} is there already") from None
    screen.out().print(f"wrote {file}", soft_wrap=True)


@app.command()
def check(file: File) -> None:
    """Check an experiment, and say what it asks for.

    Every problem is named with its line.
    """
    experiment = read(file)
    console = screen.out()
    for line in in_words(experiment):
        console.print(line, soft_wrap=True)


@app.command()
def plan(
    file: File,
    out: ResultsOut = None,
    workers: Workers = None,
    hours: Annotated[float | None, typer.Option("--hours", help="How long it may take.")] = None,
) -> None:
    """Say what an experiment takes: runs, time, disk, and how precise it will be.

    From a pilot of a few runs. Refuses what does not fit, and says what would.
    """
    settings.check_workers(workers)
    if hours is not None and not hours > 0:
        raise Refusal(f"--hours {hours:g}: must be above 0")
    experiment = read(file)
    screen.compile_rules()

    from experiments.running import planning

    with screen.progress("Pilot", planning.PILOT_PAIRS) as step:
        found = planning.plan(experiment, folder_of(experiment, out), workers, step)
    print_plan(experiment, found)
    refusals = found.refusals(hours)
    if refusals:
        raise Refusal(f"{file}: {'; '.join(refusals)}")


@app.command()
def run(
    file: File,
    out: ResultsOut = None,
    workers: Workers = None,
    cluster: ClusterAddress = None,
    shard: Shard = None,
    again: Again = False,
    csv: Annotated[
        bool | None, typer.Option("--csv/--no-csv", help="All runs as CSV too.  [default: when there are not too many]")
    ] = None,
    language: LanguageName = "en",
) -> int:
    """Run an experiment, or go on where it stopped.

    Ctrl-C finishes what is under way; the same command goes on. Several processes may work in one folder.
    """
    settings.check_workers(workers)
    experiment = read(file)
    part = shard_of(shard)
    settings.say_what_is_implausible(experiment.all_settings())
    screen.compile_rules()
    done = run_it(experiment, out, workers, cluster, part, again, csv)
    return finish(done, part, language)


@app.command()
def status(file: File, out: ResultsOut = None) -> int:
    """Say how far an experiment is; with status 1 when it is not complete, or when every run failed."""
    experiment = read(file)
    from experiments.store.folder import folder_with
    from experiments.store.state import state_in

    with refusing():
        state = state_in(experiment, folder_with(folder_of(experiment, out), experiment))
    console = screen.out()
    for line in state.lines():
        console.print(line, soft_wrap=True)
    return INCOMPLETE if state.missing or state.nothing_came else 0


@app.command()
def report(
    file: File,
    out: ResultsOut = None,
    to: Annotated[Path | None, typer.Option("--to", metavar="HTML", help="Where the report goes.")] = None,
    figures: Annotated[
        bool,
        typer.Option("--figures", help="Also each picture in figures/ beside it: SVG, PDF, PNG, caption, numbers."),
    ] = False,
    language: LanguageName = "en",
) -> None:
    """Write the report of what is there: one HTML file that needs no network.

    The numbers of its analyses stand beside it: indices.csv, boxes.csv, break_even.csv.
    """
    from reports.page import write_figures, write_page

    experiment = read(file)
    results = open_it(experiment, out)
    with refusing(str(to or results.root)):
        paths = write_page(results, path=to, language=language)
        if figures:
            paths += write_figures(results, root=paths[0].parent, language=language)
        screen.name_files(paths, screen.out())


@app.command()
def bundle(
    file: File,
    out: ResultsOut = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="PATH", help="A file that ends in .zip, or a folder.  [default: NAME.zip]"),
    ] = None,
    figures: Annotated[bool, typer.Option("--figures/--no-figures", help="Each picture as files of its own.")] = True,
    language: LanguageName = "en",
) -> None:
    """Write everything there is as one bundle (RO-Crate) that opens without Omtafel.

    What was asked, tables with a dictionary, report, pictures, versions, and how to run it again.
    """
    from experiments.store.parts import write_whole
    from omtafel.folder import check_folder, fill_folder
    from reports.bundle import bundle_files, write_archive

    experiment = read(file)
    results = open_it(experiment, out)
    target = to or Path(f"{experiment.name}.zip")
    if target.suffix != ".zip":
        check_folder(target)
    with refusing(str(file)):
        files = bundle_files(results, figures, language)
    if results.written.missing:
        screen.err().print(f"{results.written.missing:,} paired runs are still missing: the bundle says so.")
    if target.suffix != ".zip":
        fill_folder(target, files)
    else:
        with refusing(f"--to {target}"):
            write_whole(target, lambda path: write_archive(files, path))
    screen.name_files([target], screen.out())


def read(file: Path) -> "Experiment":
    """An experiment file, or a refusal with every problem on a line of its own."""
    from experiments.specification.experiment import read_experiment
    from experiments.specification.problems import ExperimentError

    try:
        return read_experiment(file)
    except ExperimentError as error:
        for problem in error.problems[:-1]:
            screen.err().print(f"omtafel: {problem}", soft_wrap=True)
        raise Refusal(error.problems[-1]) from None


def folder_of(experiment: "Experiment", out: Path | None) -> Path:
    """Where the results of an experiment go."""
    return out if out is not None else Path("results") / experiment.name


def shard_of(text: str | None) -> tuple[int, int] | None:
    """Which shard of how many, from a text such as 2/8."""
    if text is None:
        return None
    parts = re.fullmatch(r"([0-9]{1,9})/([0-9]{1,9})", text)
    if parts is None or not 1 <= int(parts[1]) <= int(parts[2]):
        raise Refusal(f"--shard {text!r}: write it as I/N, such as 2/8")
    return int(parts[1]), int(parts[2])


def engine_of(workers: int | None, cluster: str | None) -> "Engine":
    """Where runs are lived."""
    if cluster is None:
        from experiments.running.threads import Threads

        return Threads(workers)
    if workers is not None:
        raise Refusal("--workers is for threads, and --cluster brings its own workers")
    from experiments.running.cluster import Cluster

    with refusing("--cluster"):
        return Cluster(cluster)


def run_it(
    experiment: "Experiment",
    out: Path | None,
    workers: int | None = None,
    cluster: str | None = None,
    shard: tuple[int, int] | None = None,
    again: bool = False,
    csv: bool | None = None,
) -> "Results":
    """Run an experiment under the eyes of the terminal; a refusal when nothing came of it."""
    from experiments import results
    from experiments.running.engines import EngineGone
    from experiments.running.runner import Stopped
    from experiments.store.taken import FolderError
    from omtafel.progress import ending_softly, watching

    engine = engine_of(workers, cluster)
    command = screen.command_line()
    try:
        with ending_softly(), watching(experiment) as watcher:
            root = folder_of(experiment, out)
            done = results.run(experiment, root, None, engine, watcher, command, shard, again, csv)
    except (FolderError, Stopped, EngineGone) as error:
        raise Refusal(str(error)) from None
    if done.written.failed and done.written.failed == done.written.runs:
        raise Refusal(f"every run failed: {root / 'failures.csv'} says why, and how to live them again")
    return done


def finish(done: "Results", shard: tuple[int, int] | None, language: Language) -> int:
    """Say what was run and written; write the report when everything is there."""
    summary, written = done.summary, done.written
    paths = [done.root / name for name in written.files]
    if not written.missing:
        from reports.page import write_page

        paths += write_page(done, language=language)
    console = screen.out()
    console.print(
        f"{summary.pairs:,} paired runs: {summary.ran:,} run now, {summary.pairs - summary.ran:,} were there"
        f"{f'; {summary.failed:,} failed now' if summary.failed else ''}."
    )
    if written.failed:
        console.print(
            f"{written.failed:,} runs failed: {done.root / 'failures.csv'} says why, and how to live them again."
        )
    if written.missing and shard is not None:
        console.print(f"This shard is done. Of all cells {written.missing:,} paired runs are still missing.")
    screen.name_files(paths, console)
    return 0


def open_it(experiment: "Experiment", out: Path | None) -> "Results":
    """The results of an experiment as far as they are there, or a refusal."""
    from experiments.results import open_results
    from experiments.store.folder import folder_with
    from experiments.store.taken import FolderError

    root = folder_of(experiment, out)
    try:
        results = open_results(folder_with(root, experiment).root)
    except FolderError as error:
        raise Refusal(str(error)) from None
    if not results.written.runs:
        raise Refusal(f"{results.root} holds no runs of this version of the model: omtafel experiment run first")
    return results


def in_words(experiment: "Experiment") -> list[str]:
    """What an experiment asks for, a line each."""
    from experiments import in_words
    from reports.asked import asked_in_words

    return [
        f"Question: {experiment.question}",
        f"Expected: {experiment.expected or 'nothing written down'}",
        *asked_in_words(experiment),
        f"Everything else: {in_words.condition(experiment.scenario)}",
    ]


def print_plan(experiment: "Experiment", found: "Plan") -> None:
    """What an experiment takes, and how precise it will be."""
    from experiments.numbers import precise, unit_words
    from experiments.running.planning import GIGABYTE, in_words
    from omtafel.tables import plain_table
    from reports.asked import asked_in_words
    from sim.outcomes import OUTCOMES

    console = screen.out()
    for line in asked_in_words(experiment):
        console.print(line, soft_wrap=True)
    most = f" (at most {found.pairs_at_most:,})" if found.pairs_at_most > found.pairs else ""
    console.print(
        f"About {found.pairs:,} paired runs{most}: {in_words(found.seconds)} with {found.workers} threads, at most "
        f"{found.disk / GIGABYTE:.2g} GB of disk, {found.memory / GIGABYTE:.2g} GB of memory.",
        soft_wrap=True,
    )
    table = plain_table(
        f"Expected from a pilot of {found.pilot} pairs", "Outcome", "Half-width of the range", "Matters from", ""
    )
    for name, half in found.half_widths.items():
        one = OUTCOMES[name]
        told = (
            "one pair in each cell has no range"
            if found.pairs == found.cells
            else "never varies or has no value in the pilot"
            if not half > 0
            else ""
            if half < one.matters_from
            else "too wide to tell"
        )
        table.add_row(f"{one.label.en} ({unit_words(one)})", precise(half, one), precise(one.matters_from, one), told)
    console.print(table)
    for message in found.failed:
        console.print(f"Failed in the pilot: {message}", soft_wrap=True)
