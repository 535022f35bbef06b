"""``omtafel validate``: does the model show what is known, and what does it not?"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from omtafel import folder, screen, settings
from omtafel.judgements import show_judgements
from omtafel.options import Seed, Workers
from omtafel.refusal import refusing

if TYPE_CHECKING:
    from rich.table import Table

    from validation.check import Check
    from validation.patterns import Pattern

DONE, FAILED = 0, 1
SETS = 40


def validate(
    pairs: Annotated[int, typer.Option("--pairs", help="Paired runs for each setting.")] = 40,
    parameter_sets: Annotated[
        int | None,
        typer.Option("--worlds", help="Plausible worlds for the spread of the figures.  [default: 40, or all]"),
    ] = None,
    seed: Seed = 0,
    workers: Workers = None,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for page and tables.")] = Path(
        "results/validation"
    ),
    keep: Annotated[bool, typer.Option("--keep", help="Keep the result in the project, for its documents.")] = False,
    held_out: Annotated[bool, typer.Option("--held-out", help="Look at the patterns that are held out, too.")] = False,
    judgements: Annotated[
        Path | None,
        typer.Option("--judgements", metavar="FILE", help="Only read a sheet of what people judged, and print it."),
    ] = None,
) -> int:
    """Check the model against patterns and figures that are known.

    Every pattern is run with its mechanism on and switched off, when it must vanish. Ends with status 1 when something
    fails that may not. With --judgements nothing is run: what people think of statements and stories
    (docs/face_validation.md) stands beside what the model says.
    """
    if judgements is not None:
        show_judgements(judgements)
        return DONE
    settings.check_workers(workers)
    settings.check_luck(seed, pairs)
    folder.check_folder(out)
    with refusing():
        if pairs < 2:
            raise ValueError(f"--pairs {pairs}: must be 2 or more, to tell effect from luck")
        from experiments.parameter_sets import kept
        from experiments.parameter_sets.kept import some_parameter_sets

        parameter_sets = min(SETS, len(kept.parameter_sets())) if parameter_sets is None else parameter_sets
        some_parameter_sets(parameter_sets)
    screen.compile_rules()

    from experiments.csv_files import write_csv
    from sim.scenario import load_scenario
    from validation import record
    from validation.check import check

    with screen.several_bars(say=True) as progress:
        found = check(load_scenario("almelo"), pairs, seed, parameter_sets, workers, progress, held_out)
    paths = folder.fill_folder(
        out,
        {
            "validation.html": lambda path: path.write_text(record.html(found), "utf-8"),
            "patterns.csv": partial(write_csv, found.pattern_table()),
            "figures.csv": partial(write_csv, found.figure_table()),
        },
    )
    if keep:
        paths.append(record.keep(found))
    print_check(found)
    screen.name_files(paths, screen.out())
    return FAILED if found.hard_failures else DONE


def print_check(found: "Check") -> None:
    """Both tables, failures included, and the verdict."""
    from validation.record import verdict

    console = screen.out()
    console.print(pattern_table(found))
    console.print(figure_table(found))
    console.print(verdict(found), style="bold")


def pattern_table(found: "Check") -> "Table":
    """A row for each pattern: what it claims, and the difference with its mechanism on and off."""
    from rich.text import Text

    from experiments.numbers import figure
    from omtafel.tables import plain_table

    table = plain_table(f"Patterns, {found.pairs} paired runs for each setting")
    table.add_column("")
    table.add_column("Claim, what was seen, and what was switched off", ratio=1)
    table.add_column("On\n(range)", justify="right", no_wrap=True)
    table.add_column("Off\n(range)", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.leading = 1
    for one in found.verdicts:
        seen = "; ".join(f"{words}: {figure(value)}" for words, value in one.points.items())
        told = Text.assemble(
            one.pattern.claim,
            "\n",
            (f"{seen} ({one.pattern.unit})", "dim"),
            "\n",
            (f"Off: {one.pattern.off_says}", "dim"),
        )
        on = Text.assemble((figure(one.on), "bold"), f"\n({figure(one.on_range[0])}\nto {figure(one.on_range[1])})")
        off = Text.assemble((figure(one.off), "bold"), f"\n({figure(one.off_range[0])}\nto {figure(one.off_range[1])})")
        table.add_row(one.pattern.key, told, on, off, mark(one.passed, grade_of(one.pattern)))
    return table


def figure_table(found: "Check") -> "Table":
    """A row for each target: what it must be, what it is, and both spreads."""
    from rich.text import Text

    from experiments.numbers import figure
    from omtafel.tables import plain_table

    table = plain_table(f"Figures: declared values, and nine of ten of {found.parameter_sets} plausible worlds")
    table.add_column("What, and what it rests on", ratio=1)
    table.add_column("Target", justify="right", no_wrap=True)
    table.add_column("Model\n(± luck)", justify="right", no_wrap=True)
    table.add_column("Plausible\nworlds", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.leading = 1
    for one in found.figures:
        told = Text.assemble(one.target.says, "\n", (f"{one.target.source} [{one.target.solid}]", "dim"))
        table.add_row(
            told,
            f"{figure(one.target.low)}\nto {figure(one.target.high)}"
            if one.target.low is not None and one.target.high is not None
            else "none",
            Text.assemble((figure(one.value), "bold"), f"\n± {figure(one.luck)}"),
            f"{figure(one.over_sets[0])}\nto {figure(one.over_sets[1])}",
            mark(one.inside, "" if one.target.hard else "soft") if one.target.judged else "reported",
        )
    return table


def grade_of(pattern: "Pattern") -> str:
    """Why a pattern may fail; nothing when it may not."""
    return "" if pattern.hard else "worth" if pattern.worth else "soft"


def mark(passed: bool, grade: str) -> str:
    """Passed, or failed; with why a failure is allowed."""
    return ("ok" if passed else "FAILS") + (f"\n({grade})" if grade else "")
