"""``omtafel flips``: which assumption or lever would turn the answer."""

from typing import Annotated

import typer

from omtafel import screen, settings
from omtafel.options import ScenarioName, Seed, Sets, Workers
from omtafel.refusal import refusing


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
        usual, found, swings = find_flips(asked, pairs, seed, workers, progress, only)
    paths = [turning.keep(usual, found, swings, pairs, seed)] if keep else []
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
