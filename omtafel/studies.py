"""``omtafel studies``: the experiments that come with the model, run and reported."""

from pathlib import Path
from typing import Annotated

import typer

from omtafel import screen, settings
from omtafel.experiment import run_it
from omtafel.options import Workers


def studies(
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Folder of results, one in it for each study.")
    ] = Path("results/studies"),
    workers: Workers = None,
    keep: Annotated[bool, typer.Option("--keep", help="Keep answers and pictures in the project.")] = False,
) -> None:
    """Run the studies that come with the model.

    Break-even between turnover and time shortage; which levers help when staff is short; safety; the future scenario
    for protecting children; and shorter care. What was run before is used again.
    """
    settings.check_workers(workers)
    screen.compile_rules()

    from experiments.results import read
    from reports.page import write_report
    from validation.studies import kept

    console = screen.out()
    found = {}
    for name in kept.STUDIES:
        results = run_it(read(kept.file_of(name)), out / name, workers)
        found[name] = kept.said(results)
        paths = [write_report(results), *([kept.keep_picture(name, results)] if keep else [])]
        console.print(results.experiment.question, style="bold")
        for line in found[name]["answers"]:
            console.print(f"- {line}", soft_wrap=True)
        screen.name_files(paths, console)
    if keep:
        screen.name_files([kept.keep(found)], console)
