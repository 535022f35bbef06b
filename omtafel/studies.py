"""``omtafel studies``: the experiments that come with the model, run and reported."""

from pathlib import Path
from typing import Annotated

import typer

from omtafel import screen, settings
from omtafel.experiment import run_it
from omtafel.options import Workers
from omtafel.refusal import Refusal


def studies(
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Folder of results, one in it for each study.")
    ] = Path("results/studies"),
    workers: Workers = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="NAME", help="Only this study; may be given several times.")
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Keep answers and pictures in the project.")] = False,
) -> None:
    """Run the studies that come with the model.

    Break-even between turnover and time shortage; which levers help when staff is short; safety; the future scenario
    for protecting children; shorter care; knowledge in persons or on paper; and seeing the urgent first. What was run
    before is used again; studies that are not run stay as they are kept.
    """
    settings.check_workers(workers)

    from validation.studies import kept

    for name in only or []:
        if name not in kept.STUDIES:
            raise Refusal(f"--only {name}: no such study (there are {', '.join(kept.STUDIES)})")
    if only and keep and kept.stale():
        raise Refusal(f"--only with --keep: {kept.stale()}")
    screen.compile_rules()

    from experiments.results import read
    from reports.page import write_report

    console = screen.out()
    found = dict(kept.kept()["studies"]) if only else {}
    for name in only or kept.STUDIES:
        results = run_it(read(kept.file_of(name)), out / name, workers)
        found[name] = kept.said(results)
        paths = [write_report(results), *([kept.keep_picture(name, results)] if keep else [])]
        console.print(results.experiment.question, style="bold")
        for line in found[name]["answers"]:
            console.print(f"- {line}", soft_wrap=True)
        screen.name_files(paths, console)
    if keep:
        screen.name_files([kept.keep({name: found[name] for name in kept.STUDIES if name in found})], console)
