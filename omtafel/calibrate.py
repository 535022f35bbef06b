"""``omtafel calibrate``: which worlds fit what is known."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from omtafel import screen, settings
from omtafel.options import Out, Seed, Workers
from omtafel.refusal import Refusal, refusing

if TYPE_CHECKING:
    from experiments.running.several import Kept
    from experiments.specification.experiment import Experiment
    from validation.calibration.under_way import Posterior, Size
    from validation.targets import Target

FEWEST_SETS, MOST_SETS = 64, 2**20
MOST_EFFECTIVE = 10_000
FEW = 10  # sets from which all others descend, below which that is said
RIVALS_PART = 4  # sets under each rival form: so many times fewer


def calibrate(
    scenario: Annotated[str, typer.Option("--scenario", help="Whose usual care is known.")] = "almelo",
    targets: Annotated[
        Path | None, typer.Option("--targets", metavar="FILE", help="Figures of your own that must come out.")
    ] = None,
    sets: Annotated[int, typer.Option("--sets", help="Parameter sets of the first wave, a power of two.")] = 2048,
    effective: Annotated[
        int, typer.Option("--effective", help="How many independent sets they should be worth.")
    ] = 400,
    rivals: Annotated[
        bool, typer.Option("--rivals", help="Under each rival form of a rule too, a quarter as many.")
    ] = False,
    seed: Seed = 0,
    workers: Workers = None,
    out: Out = Path("results/calibrate"),
    keep: Annotated[bool, typer.Option("--keep", help="Keep the worlds in the project.")] = False,
) -> None:
    """Find plausible worlds: parameter sets that fit what is known.

    Every assumption that nobody measured may lie anywhere in its range. Waves of runs teach an emulator where sets fit,
    given luck and how far the model may be off each figure; from there sets are drawn, lived and taken by weight, and
    moved on until they differ enough. Some figures and all patterns are held back, as a check. Every run is kept in the
    folder: stopped or killed, the same command goes on. The worlds stand in the folder afterwards, for ``compare
    --worlds FOLDER``.
    """
    settings.check_workers(workers)
    with refusing():
        if not FEWEST_SETS <= sets <= MOST_SETS or sets & (sets - 1):
            raise ValueError(f"--sets {sets}: must be a power of two from {FEWEST_SETS} to {MOST_SETS:,}")
        if not 1 <= effective <= MOST_EFFECTIVE:
            raise ValueError(f"--effective {effective}: must be from 1 to {MOST_EFFECTIVE:,}")
        if not 0 <= seed < 2**32:
            raise ValueError(f"--seed {seed}: must be from 0 to {2**32 - 1}")
        if keep and (targets or scenario != "almelo"):
            raise ValueError("--keep is for almelo and the figures that come with the model")
    asked_of = settings.scenario_of(scenario, [])
    with refusing("--targets"):
        known = targets_of(targets)
    need_it()
    screen.compile_rules()

    from experiments.parameter_sets import kept
    from experiments.running.runner import Stopped
    from experiments.running.several import RunFailed
    from sim.across_structures import other_forms
    from validation.calibration import keeping
    from validation.calibration.checking import MOST_LOOKED_AT, checked
    from validation.calibration.under_way import Size
    from validation.calibration.waves import calibrate as find
    from validation.calibration.waves import calibrate_rival

    runs = kept_in(out, workers)
    found: dict[str, Posterior] = {}
    with screen.several_bars(say=True) as progress, refusing():
        try:
            usual = found[""] = find(asked_of, known, runs, size_of(sets, effective), seed, progress)
            for name, form in other_forms(asked_of) if rivals else ():
                rival = asked_of.replace(structures={name: form})
                size = Size(effective=math.ceil(effective / RIVALS_PART))
                found[f"{name}={form}"] = calibrate_rival(usual, rival, runs, size, seed, progress)
            looked_at = min(MOST_LOOKED_AT, len(usual.sets))
            held = checked(usual, asked_of, runs, progress("Patterns held back", looked_at))
        except (RunFailed, Stopped) as error:
            raise Refusal(str(error)) from None
    command = f"omtafel calibrate --sets {sets} --effective {effective}{' --rivals' if rivals else ''} --seed {seed}"
    paths = keeping.save(found, held, command + (" --keep" if keep else ""), kept.HERE if keep else out)
    for under, posterior in found.items():
        print_waves(under, posterior)
    print_checked(held, len(usual.sets), len(usual.targets))
    screen.name_files(paths, screen.out())


def targets_of(path: Path | None) -> "tuple[Target, ...]":
    """The figures that decide: those of a file, or those that come with the model; a ``ValueError`` in one line."""
    from validation.calibration.checking import decides, deciding
    from validation.targets import read_targets

    if path is None:
        return deciding()
    found = read_targets(path)
    for one in found.values():
        if one.on == "counted" and decides(one):
            raise ValueError(f"{path.name}: {one.name}: what is counted week by week cannot decide: write hard = false")
    chosen = tuple(one for one in found.values() if decides(one))
    if not chosen:
        raise ValueError(f"{path.name}: no figure decides: one at least must be hard = true, with low and high")
    return chosen


def need_it() -> None:
    """See that what learns from runs is there, before any is lived."""
    from experiments.extras import need

    need("calibrate")


def size_of(sets: int, effective: int) -> "Size":
    """How much is lived under the usual forms of the rules."""
    from validation.calibration.under_way import Size

    return Size(((sets, 1), (max(FEWEST_SETS, sets // 2), 2)), effective=effective, most=max(FEWEST_SETS, sets))


def question() -> "Experiment":
    """What the runs of a calibration are for."""
    from experiments.specification.experiment import Experiment
    from sim.scenario import load_scenario

    return Experiment(
        name="calibrate",
        question="Which parameter sets are not contradicted by what is known?",
        expected="Few of them.",
        scenario=load_scenario("almelo"),
    )


def kept_in(out: Path, workers: int | None) -> "Kept":
    """Where the runs of a calibration are kept, or a refusal."""
    from experiments.running.several import Kept
    from experiments.store.taken import FolderError
    from omtafel.progress import Speaker

    with refusing(f"--out {out}"):
        try:
            return Kept(out, question(), workers, Speaker(), screen.command_line())
        except FolderError as error:
            raise Refusal(str(error)) from None


def print_waves(under: str, found: "Posterior") -> None:
    """What each wave and sweep took and gave, what rejects most, and how many sets that leaves."""
    from omtafel.tables import plain_table

    console = screen.out()
    words = f"Under {under}" if under else "Under the usual rules"
    heading = ("Wave", "Drawn", "Lived", "Pairs", "Fit, of 100", "Accepted, of 100", "Worth", "Minutes")
    table = plain_table(words, *heading)
    for one in found.waves:
        gave = (share(one.fit, 1), share(one.accepted), "" if one.worth is None else f"{one.worth:.0f}")
        table.add_row(one.name, f"{one.candidates:,}", f"{one.sets:,}", str(one.pairs), *gave, f"{one.minutes:.1f}")
    console.print(table)
    console.print(f"{len(found.sets)} sets are kept, worth {found.worth:.0f} independent ones.")
    start = min(one.worth for one in found.waves if one.worth is not None)
    if start < FEW:
        console.print(f"All of them descend from sets worth {start:.0f}: what these have in common may be luck.")
    if not under:
        table = plain_table("What rejects most, in the last wave", "Figure", "Of 100")
        for target, rejects in sorted(zip(found.targets, found.rejects, strict=True), key=lambda row: -row[1]):
            table.add_row(target.says, share(rejects))
        console.print(table)


def share(value: float | None, digits: int = 0) -> str:
    """A share as a number of 100; nothing where there is none."""
    return "" if value is None else f"{100 * value:.{digits}f}"


def print_checked(held: Mapping[str, Mapping[str, float]], sets: int, deciding: int) -> None:
    """What took no part in choosing, in the sets that are kept."""
    from omtafel.tables import plain_table

    title = f"No part in choosing ({deciding} figures had), in up to {sets} sets: of 100"
    table = plain_table(title, "Figure or pattern", "Shown", "Contradicted")
    for name, shares in held.items():
        table.add_row(name, f"{100 * shares['shown']:.0f}", f"{100 * shares['contradicted']:.0f}")
    screen.out().print(table)
