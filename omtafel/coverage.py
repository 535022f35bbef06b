"""``omtafel coverage``: whether a calibration is right, tested on truths that are known."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from omtafel import screen, settings
from omtafel.calibrate import kept_in, need_it
from omtafel.options import Out, Seed, Workers
from omtafel.refusal import refusing

if TYPE_CHECKING:
    from validation.calibration.coverage import Coverage


def coverage(
    truths: Annotated[int, typer.Option("--truths", help="Parameter sets that are taken for the truth.")] = 200,
    sets: Annotated[int, typer.Option("--sets", help="Parameter sets from which is learned, a power of two.")] = 2048,
    seed: Seed = 0,
    workers: Workers = None,
    out: Out = Path("results/coverage"),
) -> None:
    """Test whether a calibration is right: truths are drawn, observed, and calibrated for as if unknown.

    Where it is right, nine of ten truths lie in its 90 % ranges; and themes that the figures tell of get narrower.
    """
    settings.check_workers(workers)
    with refusing():
        if sets <= 2 * truths or truths < 2:
            raise ValueError(f"--truths {truths} of --sets {sets}: must be 2 or more, and less than half of the sets")
    need_it()
    screen.compile_rules()
    import numpy as np
    import pandas as pd

    from experiments.csv_files import write_csv
    from experiments.parameter_sets.draws import sample
    from sim.outcomes import OUTCOMES
    from validation.calibration.checking import deciding
    from validation.calibration.coverage import cover
    from validation.calibration.fit import means_of
    from validation.calibration.under_way import in_sets
    from validation.targets import values_of

    runs = kept_in(out, workers)
    draws = sample(sets, seed)
    with screen.several_bars(say=True) as progress, refusing():
        scenarios = in_sets(settings.scenario_of("almelo", []), draws.values)
        outcomes, sizes = runs.ask(scenarios, range(1), step=progress("Sets from the prior", sets))
        values = [means_of(values_of(one, outcomes, sizes)[..., None])[:, 0] for one in deciding()]
        names = [name for name, one in OUTCOMES.items() if one.main]
        columns = [list(OUTCOMES).index(name) for name in names]
        differences = pd.DataFrame((outcomes[:, 0, 1] - outcomes[:, 0, 0])[:, columns], columns=names)
        found = cover(draws, np.column_stack(values), differences, deciding(), truths, seed)
    print_coverage(found)
    out.mkdir(parents=True, exist_ok=True)
    write_csv(found.ranks, out / "ranks.csv")
    write_csv(found.by_outcome, out / "coverage.csv")
    screen.name_files([out / "ranks.csv", out / "coverage.csv"], screen.out())


def print_coverage(found: "Coverage") -> None:
    """In how many of 100 the truth lay where it was said to be, and what was learned."""
    from omtafel.tables import plain_table
    from sim.outcomes import OUTCOMES

    console = screen.out()
    title = f"{len(found.ranks)} truths: of 100, in their 90 % range"
    table = plain_table(title, "Difference in", "Inside", "By luck, 99 of 100 times", "Ranks even, by chance")
    for row in found.by_outcome.to_dict("records"):
        span = f"{100 * row['low']:.0f} to {100 * row['high']:.0f}"
        table.add_row(OUTCOMES[row["outcome"]].label.en, f"{100 * row['inside']:.0f}", span, f"{row['even']:.2g}")
    console.print(table)
    table = plain_table("What is learned of single themes", "Theme", "Spread left, of the prior's")
    from experiments.parameter_sets.themes import themes
    from validation.calibration.coverage import CONTRACTS

    labels = {theme.name: theme.label.en for theme in themes()}
    for name, left in found.learned.head(12).items():
        table.add_row(labels[str(name)], f"{left:.2f}")
    console.print(table)
    console.print(f"Narrower than {CONTRACTS:g} of the prior: {(found.learned < CONTRACTS).sum()} themes.")
