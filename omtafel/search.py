"""``omtafel turns`` and ``omtafel corners``: what would change an answer, and where each route does best."""

from typing import Annotated

import typer

from omtafel import folder, screen, settings
from omtafel.options import LanguageName, OptionalOut, ScenarioName, Seed, Sets, Workers
from omtafel.refusal import Refusal, refusing

OutcomeNames = Annotated[
    list[str] | None,
    typer.Option("--outcome", metavar="NAME", help="By this outcome; may be given several times."),
]
SHOWN = 3  # turning points, the nearest first


def turns(
    scenario: ScenarioName,
    outcomes: OutcomeNames = None,
    pairs: Annotated[int, typer.Option("--pairs", help="Paired runs at each point.")] = 12,
    most: Annotated[int, typer.Option("--most", help="Levers and assumptions that are moved.")] = 10,
    seed: Seed = 0,
    sets: Sets = None,
    workers: Workers = None,
    language: LanguageName = "en",
) -> None:
    """Say what would change the answer for these settings: the nearest values where it turns.

    What moves the outcome most is moved to either end of its range, by itself.
    """
    settings.check_workers(workers)
    asked = settings.asked_for(scenario, sets or [], seed, pairs)
    names = main_outcomes(outcomes or ["severity"])
    with refusing():
        if pairs < 2 or most < 1:
            raise ValueError("--pairs must be 2 or more, and --most 1 or more")
        one_region(asked.regions)
    screen.compile_rules()
    from experiments.language import say
    from experiments.running.several import Lived
    from experiments.search.turning_points import most_moving, turning_points
    from sim.outcomes import OUTCOMES

    console = screen.out()
    for name in names:
        console.print(OUTCOMES[name].label.to(language), style="bold")
        found = turning_points(asked, name, Lived(workers), most_moving(name, most), pairs, seed)
        nearest = sorted(found, key=lambda one: one.far)[:SHOWN]
        for one in nearest:
            console.print(f"  {one.sentence(language)}", soft_wrap=True)
        if not nearest:
            console.print(f"  {say('turns.none', language)}", soft_wrap=True)


def corners(
    scenario: ScenarioName,
    outcomes: OutcomeNames = None,
    seed: Seed = 0,
    worlds: Annotated[int | None, typer.Option("--worlds", help="Plausible worlds to look in; by default all.")] = None,
    generations: Annotated[int, typer.Option("--generations", help="Of the search.")] = 16,
    workers: Workers = None,
    out: OptionalOut = None,
    language: LanguageName = "en",
) -> None:
    """Look for where each route does best: all levers at once, in plausible worlds.

    What is found is lived again with luck of its own; then each lever is put back, to see what the lead leans on.
    """
    settings.check_workers(workers)
    asked = settings.asked_for(scenario, [], seed)
    names = main_outcomes(outcomes or ["severity", "direction", "trust"])
    if out is not None:
        folder.check_folder(out)
    with refusing():
        if generations < 1:
            raise ValueError(f"--generations {generations}: must be 1 or more")
        one_region(asked.regions)
        from experiments.parameter_sets.kept import some_parameter_sets

        sets = some_parameter_sets(worlds, scenario=asked)
    screen.compile_rules()
    import pandas as pd

    from experiments.csv_files import write_csv
    from experiments.running.several import Lived
    from experiments.search.corners import Size
    from experiments.search.corners import corners as look

    console = screen.out()
    rows = []
    with screen.progress("Corners", 2 * len(names)) as step:
        for one in look(asked, names, Lived(workers), sets, Size(generations=generations), seed):
            step()
            console.print(one.sentence(language), soft_wrap=True)
            rows.append(
                {
                    "outcome": one.outcome,
                    "route": one.route,
                    "gain": float(one.gains.mean()),
                    "wins": one.wins,
                    "world": one.parameter_set,
                    **{name: one.scenario.value(name) for name in one.levers},
                }
            )
    if out is not None:
        paths = folder.fill_folder(out, {"corners.csv": lambda path: write_csv(pd.DataFrame(rows), path)})
        screen.name_files(paths, console)


def main_outcomes(names: list[str]) -> list[str]:
    """Outcomes of which one way is better, or a refusal with the nearest name."""
    from sim.outcomes import OUTCOMES
    from sim.parameters import nearest

    known = [name for name, one in OUTCOMES.items() if one.better != "neither"]
    for name in names:
        if name not in known:
            raise Refusal(f"--outcome {name}: not an outcome of which one way is better{nearest(name, known)}")
    return names


def one_region(regions: int) -> None:
    """A ``ValueError`` where there are several: a search would take hours."""
    if regions > 1:
        raise ValueError(f"the search is for one region, and this scenario has {regions}")
