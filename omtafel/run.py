"""``omtafel run``: one route, once, with everything that was recorded as tables."""

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from omtafel import folder, screen, settings
from omtafel.options import CsvForm, CsvFormName, Out, RouteName, ScenarioName, Seed, Sets, Workers

if TYPE_CHECKING:
    import pandas as pd

    from sim.run import Run


def run(
    scenario: ScenarioName,
    route: RouteName,
    out: Out,
    seed: Seed = 0,
    events: Annotated[bool, typer.Option("--events", help="Keep the log of all events too.")] = False,
    sets: Sets = None,
    workers: Workers = None,
    csv: CsvFormName = "plain",
) -> None:
    """Run one route once and write its tables.

    Weeks, families, staff and outcomes (and with --events every event), as Parquet and as CSV.
    """
    settings.check_workers(workers)
    folder.check_folder(out)
    asked = settings.asked_for(scenario, sets or [], seed)
    screen.compile_rules()

    import sim

    with screen.progress("Regions", asked.regions) as step:
        done = sim.simulate(asked, route, seed, events, workers, progress=step)
    with screen.waiting("Writing the tables…"):
        paths = folder.fill_folder(out, files_of(done, events, csv))
    screen.name_files(paths, screen.out())


def files_of(done: "Run", events: bool, csv: CsvForm) -> dict[str, folder.Write]:
    """Each table of a run twice: Parquet for programs, CSV for people; what the columns mean; and what made them."""
    from experiments import provenance
    from experiments.columns import dictionary
    from experiments.csv_files import write_csv
    from omtafel.compare import write_settings

    tables = {
        "weekly": done.weekly.reset_index(),
        "families": done.families,
        "staff": done.staff,
        "outcomes": outcomes_table(done),
    }
    if events:
        tables["events"] = done.events
    files: dict[str, folder.Write] = {}
    for name, table in tables.items():
        files[f"{name}.parquet"] = write_parquet(table)
        files[f"{name}.csv"] = partial(write_csv, table, form=csv)
    record = {
        **provenance.settings_record(done.scenario),
        "route": done.route,
        "seed": done.seed,
        "versions": provenance.versions(),
    }
    meanings = dictionary({name: list(table.columns) for name, table in tables.items()})
    files["dictionary.csv"] = partial(write_csv, meanings, form=csv)
    files["settings.json"] = partial(write_settings, record)
    return files


def outcomes_table(done: "Run") -> "pd.DataFrame":
    """One row for each outcome, with what it is called and what it counts in."""
    import pandas as pd

    from sim.outcomes import OUTCOMES

    rows = [
        {"outcome": name, "label": one.label.en, "value": done.outcomes[name], "unit": one.unit}
        for name, one in ((name, OUTCOMES[name]) for name in done.scenario.outcomes)
    ]
    return pd.DataFrame(rows)


def write_parquet(table: "pd.DataFrame") -> folder.Write:
    """What writes a table as Parquet."""
    return lambda path: table.to_parquet(path, index=False)
