"""``omtafel calibrate`` and ``omtafel flips``: which worlds fit what is known, and what would turn the answer."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from omtafel import screen, settings
from omtafel.options import Out, ScenarioName, Seed, Sets, Workers
from omtafel.refusal import Refusal, refusing

if TYPE_CHECKING:
    from experiments.running.several import Kept
    from validation.calibration.matching import Match

FEWEST_SETS, MOST_SETS = 16, 2**20


def calibrate(
    sets: Annotated[int, typer.Option("--sets", help="Parameter sets to try, a power of two.")] = 4096,
    seed: Seed = 0,
    workers: Workers = None,
    out: Out = Path("results/calibrate"),
    keep: Annotated[bool, typer.Option("--keep", help="Keep the worlds in the project.")] = False,
) -> None:
    """Find plausible worlds: try parameter sets, keep those that fit what is known.

    Every assumption that nobody measured may lie anywhere in its range. What lies further outside a figure or against a
    pattern than luck explains is dropped. Some figures and patterns are held back, as a check. Every run is kept in the
    folder: stopped or killed, the same command goes on; and more sets cost only what is new.
    """
    settings.check_workers(workers)
    with refusing():
        if not FEWEST_SETS <= sets <= MOST_SETS or sets & (sets - 1):
            raise ValueError(f"--sets {sets}: must be a power of two from {FEWEST_SETS} to {MOST_SETS:,}")
        if not 0 <= seed < 2**32:
            raise ValueError(f"--seed {seed}: must be from 0 to {2**32 - 1}")
    screen.compile_rules()

    from experiments.running.runner import Stopped
    from experiments.running.several import RunFailed
    from sim.scenario import load_scenario
    from validation.calibration import keeping
    from validation.calibration.matching import match

    almelo = load_scenario("almelo")
    runs = kept_in(out, workers)
    with screen.several_bars(say=True) as progress, refusing():
        try:
            found = match(almelo, sets, seed, runs, progress)
        except (RunFailed, Stopped) as error:
            raise Refusal(str(error)) from None
    paths = keeping.save(found, f"omtafel calibrate --sets {sets} --seed {seed} --keep") if keep else []
    print_match(found)
    screen.name_files(paths, screen.out())


def kept_in(out: Path, workers: int | None) -> "Kept":
    """Where the runs of a calibration are kept, or a refusal."""
    from experiments.running.several import Kept
    from experiments.store.taken import FolderError
    from omtafel.progress import Speaker
    from validation.calibration.matching import question

    with refusing(f"--out {out}"):
        try:
            return Kept(out, question(), workers, Speaker(), screen.command_line())
        except FolderError as error:
            raise Refusal(str(error)) from None


def print_match(found: "Match") -> None:
    """How many are left, what rejects most, and what those left say about the effect."""
    from experiments.numbers import plain
    from omtafel.tables import plain_table
    from validation.calibration.matching import effects

    console = screen.out()
    table = plain_table(f"Of {found.tried:,} parameter sets", "Stage", "Left")
    for stage, left in found.stages.items():
        table.add_row(stage, f"{left:,}")
    console.print(table)
    table = plain_table("What rejects, most first", "Figure or pattern", "Rejected of 100 that came to it")
    for name, share in sorted(found.rejected.items(), key=lambda item: -item[1]):
        table.add_row(name, f"{100 * share:.0f}")
    console.print(table)
    columns = ("Figure or pattern", "Shown", "Contradicted")
    table = plain_table(f"Held back, in the {len(found.rows)} sets left: of 100, beyond luck", *columns)
    for name, shares in found.checked.items():
        table.add_row(name, f"{100 * shares['shown']:.0f}", f"{100 * shares['contradicted']:.0f}")
    console.print(table)
    console.print(f"Inside every deciding figure without any tolerance: {found.inside} of {len(found.rows)}.")
    title = "Hedges g of the shared plan over the sets left"
    table = plain_table(title, "Outcome, among", "Middle", "Nine of ten sets")
    for outcome, values in effects(found).items():
        low, middle, high = (plain(one, 2) for one in values.quantile([0.05, 0.5, 0.95]))
        table.add_row(str(outcome), middle, f"{low} to {high}")
    console.print(table)


def flips(
    scenario: ScenarioName = "almelo",
    pairs: Annotated[int, typer.Option("--pairs", help="Paired runs at each point.")] = 24,
    seed: Seed = 0,
    sets: Sets = None,
    workers: Workers = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="NAME", help="Move only this; may be given several times."),
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Keep the result in the project, for its documents.")] = False,
) -> None:
    """Say what flips the answer.

    Moves assumptions and levers to both ends of their range, one at a time, and says which of them turn a gain of the
    shared plan into a loss, or a loss into a gain, and at what value. What turns it only half-way is not seen.
    """
    settings.check_workers(workers)
    settings.check_luck(seed, pairs)
    asked = settings.scenario_of(scenario, sets or [])
    with refusing():
        if pairs < 2:
            raise ValueError(f"--pairs {pairs}: must be 2 or more, to tell effect from luck")
        check_names(only or [])
        if keep and (only or sets or scenario != "almelo"):
            raise ValueError("--keep is for everything, in almelo as it is declared")
    screen.compile_rules()

    from validation.calibration import turning
    from validation.calibration.flips import find_flips

    with screen.several_bars(say=True) as progress, refusing():
        usual, found = find_flips(asked, pairs, seed, workers, progress, only)
    paths = [turning.keep(usual, found, pairs, seed)] if keep else []
    console = screen.out()
    for line in turning.lines(usual, found):
        console.print(line, soft_wrap=True)
    screen.name_files(paths, console)


def check_names(names: list[str]) -> None:
    """Refuse what is not declared, with the nearest name."""
    from sim.parameters import declarations, nearest

    for name in names:
        if name not in declarations():
            raise ValueError(f"--only {name}: not a declared parameter{nearest(name, list(declarations()))}")
