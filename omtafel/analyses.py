"""``omtafel sensitivity``, ``discover`` and ``regret``: what moves the answer, where the plan loses, what to choose."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from omtafel import screen, settings
from omtafel.experiment import ClusterAddress, File, ResultsOut, folder_of, read, run_it
from omtafel.options import LanguageName, Workers
from omtafel.refusal import Refusal, refusing

if TYPE_CHECKING:
    from experiments.results import Results
    from experiments.specification.experiment import Experiment
    from reports.section import Section, Table

ForOutcome = Annotated[
    str | None, typer.Option("--outcome", metavar="NAME", help="Which outcome.  [default: the first of the experiment]")
]


def sensitivity(
    file: File,
    out: ResultsOut = None,
    workers: Workers = None,
    cluster: ClusterAddress = None,
    outcome: ForOutcome = None,
    rung: Annotated[
        list[str] | None,
        typer.Option("--rung", metavar="NAME", help="Only one_at_a_time, morris or sobol; may be given several times."),
    ] = None,
    most: Annotated[int, typer.Option("--most", help="Factors that go on to Sobol.")] = 8,
    route: Annotated[
        str | None,
        typer.Option("--route", metavar="NAME", help="Only this route: what moves the outcome on it, not the gain."),
    ] = None,
    figures: Annotated[
        bool,
        typer.Option("--figures", help="Also each picture in a folder beside it: SVG, PDF, PNG, caption, numbers."),
    ] = False,
    language: LanguageName = "en",
) -> None:
    """Say what moves the answer.

    A ladder: each factor by itself to both ends of its range; all of them together (Morris); and how the variance
    divides among those that matter most (Sobol), with the share that is only luck. Under each policy by itself.
    """
    settings.check_workers(workers)
    asked = read(file)
    if route is not None:
        if route not in asked.routes:
            raise Refusal(f"--route {route}: {file} has {', '.join(asked.routes)}")
        asked = replace(asked, routes=(route,))
    name = outcome_of(asked, outcome)
    from experiments.extras import need
    from reports.ladder import RUNGS, climb, name_of, on_rung
    from reports.page import write_figures, write_page
    from reports.sections import variance

    for one in rung or []:
        if one not in RUNGS:
            raise Refusal(f"--rung {one}: there are {', '.join(RUNGS)}")
    if most < 1:
        raise Refusal(f"--most {most}: must be 1 or more")
    with refusing(str(file)):
        on_rung(asked, RUNGS[0])
        if set(rung or RUNGS) != {RUNGS[0]}:
            need("sensitivity")
    screen.compile_rules()
    root = folder_of(asked, out)

    def run(step: "Experiment", folder: Path) -> "Results":
        screen.err().print(f"{step.design.kind}: {len(step.factors)} factors…")
        return run_it(step, folder, workers, cluster)

    with refusing(str(file)):
        ladder = climb(asked, root, run, name, rung or RUNGS, most)
    path = root / f"{name_of(asked)}.html"
    with refusing(str(path)):
        beside = root / name_of(asked)
        paths = write_page(*ladder.results, path=path, files=beside, language=language)
        if figures:
            paths += write_figures(*ladder.results, root=beside, language=language)
    for results in ladder.results:
        for section in variance.sections(results, language):
            print_section(section)
    screen.name_files(paths, screen.out())


def discover(
    file: File,
    out: ResultsOut = None,
    workers: Workers = None,
    cluster: ClusterAddress = None,
    outcome: ForOutcome = None,
    every: Annotated[
        bool, typer.Option("--every-loss", help="Count losses too that luck may make, or that do not matter.")
    ] = False,
    by: Annotated[
        Literal["tree", "prim"], typer.Option("--by", help="Cut with a decision tree, or peel slice by slice.")
    ] = "tree",
) -> None:
    """Say where the shared plan loses.

    Runs the experiment, whose design must fill the space (latin_hypercube, sobol), and looks for the part of it in
    which parallel routes do better, surely and by enough to matter, in conditions that people can read, measured on
    points kept aside.
    """
    settings.check_workers(workers)
    asked = read(file)
    name = outcome_of(asked, outcome)
    from experiments.extras import need
    from experiments.sensitivity import parts
    from reports.page import write_page
    from reports.sections import discovery
    from reports.what_moves import part_in_words

    if asked.design.kind not in discovery.KINDS or not asked.paired:
        raise Refusal(f"{file}: needs both routes, and a design of kind {' or '.join(discovery.KINDS)}")
    if by == "tree":
        need("discover")
    screen.compile_rules()
    results = run_it(asked, out, workers, cluster)
    with refusing(str(file)):
        found = [(part, discovery.discovery_of(results, name, every, by, part)[0]) for part in parts(results)]
    paths = write_page(results)
    console = screen.out()
    for part, one in found:
        about = part_in_words(results, part, "en")
        if one.boxes:
            print_table(discovery.as_table(results, name, one, about))
        console.print(f"{about}: {one.sentence}" if about else one.sentence, soft_wrap=True)
    screen.name_files(paths, console)


def regret(
    file: File,
    out: ResultsOut = None,
    workers: Workers = None,
    cluster: ClusterAddress = None,
    outcome: ForOutcome = None,
) -> None:
    """Say which policy one would regret least.

    Runs the experiment, which must have policies; best with a design of kind worlds. Every policy on every route is
    held against the best one in each world.
    """
    settings.check_workers(workers)
    asked = read(file)
    name = outcome_of(asked, outcome)
    if not asked.policies:
        raise Refusal(f"{file}: needs policies to choose from: [policies.NAME]")
    screen.compile_rules()
    results = run_it(asked, out, workers, cluster)

    from experiments.csv_files import write_csv
    from reports.page import write_page
    from reports.sections import policies
    from sim.outcomes import OUTCOMES

    with refusing(str(file)):
        table = policies.regrets(results, name)
    paths = [results.root / "regret.csv", *write_page(results)]
    write_csv(table, paths[0])
    print_table(policies.as_table(OUTCOMES[name], table))
    console = screen.out()
    console.print(policies.sentence(results, OUTCOMES[name], table), soft_wrap=True)
    screen.name_files(paths, console)


def outcome_of(experiment: "Experiment", outcome: str | None) -> str:
    """The outcome that is asked for: one of which one way is better, where routes are compared."""
    from sim.outcomes import OUTCOMES
    from sim.parameters import nearest

    names = [name for name, one in OUTCOMES.items() if one.better != "neither" or not experiment.paired]
    if outcome is None:
        return next((name for name in experiment.outcomes if name in names), names[0])
    if outcome not in names:
        raise Refusal(f"--outcome {outcome}: not an outcome of which one way is better{nearest(outcome, names)}")
    return outcome


def print_section(section: "Section") -> None:
    """A section of a report in the terminal."""
    for table in section.tables:
        print_table(table)
    for line in section.answers:
        screen.out().print(line, soft_wrap=True)


def print_table(one: "Table") -> None:
    """A table of a report in the terminal."""
    from omtafel.tables import plain_table

    table = plain_table(one.title, *one.columns)
    for row in one.rows:
        table.add_row(*row)
    screen.out().print(table)
